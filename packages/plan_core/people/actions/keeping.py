"""The register of people and their posts. The operator's role."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Role
from plan_core.db.base import make_id
from plan_core.errors import Conflict, NotFound
from plan_core.people import queries, rules
from plan_core.people.account_events import AccountEventKind, Facts
from plan_core.people.actions import account_events
from plan_core.people.actions.account_events import OPERATOR
from plan_core.people.model import Membership, Person, ProvenIdentity, SignIn
from plan_core.people.rules import Scope


async def add_person(
    session: AsyncSession,
    username: str,
    display_name: str,
    password_hash: str,
    *,
    is_demo: bool = False,
) -> Person:
    """A person without a post yet. Hash the password before opening the transaction."""
    folded = rules.check_username(username)
    if await queries.find_person(session, folded) is not None:
        raise Conflict(
            "USERNAME_TAKEN",
            f"มีชื่อผู้ใช้ {folded} อยู่แล้ว",
            f"There is already a user called {folded}.",
        )
    person = Person(
        id=make_id(),
        username=folded,
        display_name=rules.check_display_name(display_name),
        password_hash=password_hash,
        failed_sign_ins=0,
        is_active=True,
        is_demo=is_demo,
    )
    session.add(person)
    await session.flush()
    return person


async def add_membership(
    session: AsyncSession, person_id: UUID, role: Role, scope: Scope
) -> Membership:
    """A post; asking for one that the person holds already gives that one."""
    rules.check_scope(role, scope)
    held = await queries.list_memberships(session, person_id)
    for membership in held:
        if (membership.role, _scope_of(membership)) == (role, scope):
            return membership
    membership = Membership(
        id=make_id(),
        person_id=person_id,
        role=role,
        organisation_id=scope.organisation_id,
        province_code=scope.province_code,
        district_code=scope.district_code,
    )
    session.add(membership)
    await session.flush()
    return membership


async def set_password(
    session: AsyncSession, person_id: UUID, password_hash: str, now: datetime
) -> None:
    """A new password ends every open session, any lock, and whatever provider was linked.

    Who took the account over may have linked their own identity: the person links anew.
    """
    person = await session.scalar(select(Person).where(Person.id == person_id).with_for_update())
    if person is None:
        raise NotFound("person")
    person.password_hash = password_hash
    person.failed_sign_ins, person.locked_until = 0, None
    await session.execute(delete(SignIn).where(SignIn.person_id == person_id))
    ended = (
        delete(ProvenIdentity)
        .where(ProvenIdentity.person_id == person_id)
        .returning(ProvenIdentity.issuer)
    )
    for issuer in (await session.scalars(ended)).all():
        kind = AccountEventKind.IDENTITY_UNLINKED
        account_events.note(session, person_id, kind, OPERATOR, now, Facts(issuer=issuer))


def _scope_of(membership: Membership) -> Scope:
    return Scope(membership.organisation_id, membership.province_code, membership.district_code)

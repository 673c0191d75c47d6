"""Delegations of the own organisation, and whom of its people one may choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from plan_core.actor import Actor, Permission, Role
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.people.delegation_rules import NewDelegation
from plan_core.people.model import Membership, Person
from plan_core.people.model_delegation import Delegation


@dataclass(frozen=True, slots=True)
class Colleague:
    """A post in the own organisation and who holds it."""

    membership_id: UUID
    person_id: UUID
    role: Role
    name: str


async def list_colleagues(
    session: AsyncSession, actor: Actor, membership_id: UUID | None = None
) -> list[Colleague]:
    """Who holds a post in the actor's organisation; the door's role. Only who may delegate asks."""
    actor.require(Permission.SIGNING_DELEGATE)
    query = (
        select(Membership.id, Membership.person_id, Membership.role, Person.display_name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organisation_id == actor.tenant, Person.is_active)
        .order_by(Person.display_name, Membership.id)
    )
    if membership_id is not None:
        query = query.where(Membership.id == membership_id)
    return [Colleague(*row) for row in await session.execute(query)]


async def get_colleague(session: AsyncSession, actor: Actor, membership_id: UUID) -> Colleague:
    """NotFound for a post elsewhere, as for one that nobody holds."""
    found = await list_colleagues(session, actor, membership_id)
    if not found:
        raise NotFound("post")
    return found[0]


def in_force(today: ColumnElement[date]) -> ColumnElement[bool]:
    """A delegation that counts today for the joined `Membership`: its days, and both of its posts.

    What nobody holds any more cannot be acted for: who granted must still be an active approver.
    """
    granter, holder = aliased(Membership), aliased(Person)
    still_held = exists().where(
        granter.id == Delegation.from_post_id,
        granter.organisation_id == Delegation.tenant_id,
        granter.role == Role.APPROVER,
        holder.id == granter.person_id,
        holder.is_active,
    )
    return and_(
        Delegation.tenant_id == Membership.organisation_id,
        Delegation.to_post_id == Membership.id,
        Delegation.revoked_at.is_(None),
        Delegation.first_on <= today,
        Delegation.last_on >= today,
        still_held,
    )


async def list_delegations(
    tx: ReadTx, first: int, after: UUID | None = None
) -> Sequence[Delegation]:
    """Of the own organisation, the last to end first, from behind the delegation `after`."""
    tx.actor.require(Permission.PLAN_READ)
    query = (
        select(Delegation)
        .where(Delegation.tenant_id == tx.actor.tenant)
        .order_by(Delegation.last_on.desc(), Delegation.id.desc())
        .limit(first)
    )
    if after is not None:
        last = await get_delegation(tx, after)
        query = query.where(
            tuple_(Delegation.last_on, Delegation.id) < tuple_(last.last_on, last.id)
        )
    return (await tx.session.scalars(query)).all()


async def get_delegation(tx: ReadTx, delegation_id: UUID, *, lock: bool = False) -> Delegation:
    query = select(Delegation).where(
        Delegation.tenant_id == tx.actor.tenant, Delegation.id == delegation_id
    )
    found = await tx.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("delegation")
    return found


async def find_overlapping(tx: ReadTx, to_post_id: UUID, new: NewDelegation) -> Delegation | None:
    """The first one on any of the same days, by the same post or to the same post."""
    query = (
        select(Delegation)
        .where(
            Delegation.tenant_id == tx.actor.tenant,
            Delegation.revoked_at.is_(None),
            Delegation.first_on <= new.last_on,
            Delegation.last_on >= new.first_on,
            or_(
                Delegation.to_post_id == to_post_id,
                Delegation.from_post_id == tx.actor.membership_id,
            ),
        )
        .order_by(Delegation.first_on)
        .limit(1)
    )
    return await tx.session.scalar(query)


async def last_number(tx: ReadTx) -> int:
    query = select(func.max(Delegation.number)).where(Delegation.tenant_id == tx.actor.tenant)
    return await tx.session.scalar(query) or 0

"""Linking what a provider proves with an account, and signing in by it. The door's role."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor
from plan_core.db.base import make_id
from plan_core.errors import NotFound
from plan_core.people import proof_rules, queries, rules
from plan_core.people.account_events import AccountEventKind, Facts
from plan_core.people.actions import account_events, sessions
from plan_core.people.actions.account_events import By
from plan_core.people.model import MailAddress, Person, ProvenIdentity
from plan_core.people.proof_rules import Proof


async def link(
    session: AsyncSession, actor: Actor, token: str, proof: Proof, now: datetime
) -> ProvenIdentity:
    """The signed-in person is whom the provider proved; the session of `token` must be open still.

    Linking twice is fine. OIDC_LINKED_ELSEWHERE when either side is linked with another.
    """
    actor.require_person()
    token_hash = rules.hash_token(token)
    open_now = await queries.list_sign_ins(session, actor, now)
    if all(one.token_hash != token_hash for one in open_now):
        raise proof_rules.refusal("OIDC_LINK_ENDED")
    return await _link(session, actor.person_id, By.person(actor), proof, now)


async def unlink(session: AsyncSession, actor: Actor, identity_id: UUID, now: datetime) -> None:
    """NotFound for one that is nobody's or another's. The password stays."""
    actor.require_person()
    for one in await list_identities(session, actor):
        if one.id == identity_id:
            await session.delete(one)
            kind, facts = AccountEventKind.IDENTITY_UNLINKED, Facts(issuer=one.issuer)
            account_events.note(session, actor.person_id, kind, By.person(actor), now, facts)
            return
    raise NotFound("identity")


async def list_identities(session: AsyncSession, actor: Actor) -> list[ProvenIdentity]:
    """The person's own, the oldest first."""
    actor.require_person()
    query = (
        select(ProvenIdentity)
        .where(ProvenIdentity.person_id == actor.person_id)
        .order_by(ProvenIdentity.id)
    )
    return list((await session.scalars(query)).all())


async def sign_in(
    session: AsyncSession,
    proof: Proof,
    replaced_token: str,
    now: datetime,
    came_from: rules.CameFrom = rules.NOWHERE,
) -> str:
    """The new session's token, as after the right password.

    OIDC_NOT_LINKED for nobody's proof and for a closed account, SIGN_IN_LOCKED, NO_POST.
    """
    found = await _identity_of(session, proof)
    if found is None and proof.email:
        found = await _link_by_email(session, proof, now)
    if found is None:
        raise proof_rules.refusal("OIDC_NOT_LINKED")
    person = (
        await session.scalars(
            select(Person).where(Person.id == found.person_id).with_for_update(key_share=True)
        )
    ).one()
    if not person.is_active:
        raise proof_rules.refusal("OIDC_NOT_LINKED")
    if person.locked_until is not None and rules.is_locked(person.locked_until, now):
        raise rules.sign_in_locked(person.locked_until, now)
    found.used_at = now
    return await sessions.open_session(session, person.id, replaced_token, now, came_from)


async def _identity_of(session: AsyncSession, proof: Proof) -> ProvenIdentity | None:
    return await session.scalar(
        select(ProvenIdentity).where(
            ProvenIdentity.issuer == proof.issuer,
            ProvenIdentity.subject_hash == proof.subject_hash,
        )
    )


async def _link_by_email(
    session: AsyncSession, proof: Proof, now: datetime
) -> ProvenIdentity | None:
    """By an address that both sides confirmed and that one account alone has."""
    query = (
        select(MailAddress.person_id, Person.display_name)
        .join(Person, Person.id == MailAddress.person_id)
        .where(
            func.lower(MailAddress.address) == proof.email.lower(),
            MailAddress.confirmed_at.is_not(None),
            Person.is_active,
        )
        .limit(2)
    )
    owners = (await session.execute(query)).all()
    if len(owners) != 1:
        return None
    person_id, name = owners[0]
    return await _link(session, person_id, By(name), proof, now)


async def _link(
    session: AsyncSession, person_id: UUID, by: By, proof: Proof, now: datetime
) -> ProvenIdentity:
    """Two that link at once: the constraints let one of them win, and the other is told."""
    added = await session.scalar(
        insert(ProvenIdentity)
        .values(
            id=make_id(),
            person_id=person_id,
            issuer=proof.issuer,
            subject_hash=proof.subject_hash,
            linked_at=now,
        )
        .on_conflict_do_nothing()
        .returning(ProvenIdentity.id)
    )
    found = await _identity_of(session, proof)
    if found is None or found.person_id != person_id:
        raise proof_rules.refusal("OIDC_LINKED_ELSEWHERE")
    if added is not None:
        kind, facts = AccountEventKind.IDENTITY_LINKED, Facts(issuer=proof.issuer)
        account_events.note(session, person_id, kind, by, now, facts)
    return found

"""What was done to accounts: told to the person, and put into an organisation's log. The worker's.

Each event in one transaction with its mark, so that it is told and logged once.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor, Role
from plan_core.audit import actions as audit
from plan_core.db.transaction import Database, WriteTx
from plan_core.notifications.actions import telling
from plan_core.notifications.actions.telling import Event, Reader
from plan_core.notifications.rules import NotificationKind
from plan_core.notifications.words import Told
from plan_core.people import account_events
from plan_core.people.account_events import AccountEventKind, Facts
from plan_core.people.model import AccountEvent, Membership
from plan_core.places import queries as places
from plan_core.places.rules import short_name

log = structlog.get_logger()

MOST_AT_ONCE = 100
"""So many in one round; the next one follows in seconds."""

_VERBS = {
    AccountEventKind.TOKEN_MADE: "make_token",
    AccountEventKind.TOKEN_REPLACED: "replace_token",
    AccountEventKind.TOKEN_REVOKED: "revoke_token",
}
_TOLD = {
    AccountEventKind.IDENTITY_LINKED: NotificationKind.IDENTITY_LINKED,
    AccountEventKind.IDENTITY_UNLINKED: NotificationKind.IDENTITY_UNLINKED,
    AccountEventKind.SECOND_STEP_ON: NotificationKind.SECOND_STEP_ON,
    AccountEventKind.SECOND_STEP_OFF: NotificationKind.SECOND_STEP_OFF,
    AccountEventKind.TOKEN_MADE: NotificationKind.TOKEN_MADE,
    AccountEventKind.TOKEN_REPLACED: NotificationKind.TOKEN_MADE,
}
"""A token's end is in the log alone: it takes a way in away."""


async def tell_all(database: Database) -> None:
    """The oldest first. One that cannot be told holds up no other."""
    query = (
        select(AccountEvent)
        .where(AccountEvent.told_at.is_(None))
        .order_by(AccountEvent.id)
        .limit(MOST_AT_ONCE)
    )
    async with database.unscoped() as session:
        waiting = (await session.scalars(query)).all()
    for event in waiting:
        try:
            await _tell(database, event)
        except Exception:
            log.exception("account_event.not_told", account_event=str(event.id))


async def _tell(database: Database, event: AccountEvent) -> None:
    async with _opened(database, event) as (session, tx):
        taken = (
            select(AccountEvent.id)
            .where(AccountEvent.id == event.id, AccountEvent.told_at.is_(None))
            .with_for_update(skip_locked=True)
        )
        if await session.scalar(taken) is None:
            # Another worker has it.
            return
        facts = account_events.read(event.facts)
        await _tell_person(session, event, facts)
        if tx is not None and event.token_id is not None:
            _log_token(tx, event, event.token_id, facts)
        await session.execute(
            update(AccountEvent).where(AccountEvent.id == event.id).values(told_at=database.clock())
        )


@asynccontextmanager
async def _opened(
    database: Database, event: AccountEvent
) -> AsyncGenerator[tuple[AsyncSession, WriteTx | None]]:
    """Of an organisation's: with the right to add to its log, in the name of who did it."""
    if event.organisation_id is None:
        async with database.unscoped() as session:
            yield session, None
        return
    actor = Actor(
        person_id=event.person_id,
        membership_id=event.membership_id or event.id,
        role=Role.VIEWER,
        tenant_id=event.organisation_id,
        name=event.by_name,
    )
    async with database.write(actor) as tx:
        yield tx.session, tx


def _log_token(tx: WriteTx, event: AccountEvent, token_id: UUID, facts: Facts) -> None:
    """`at` is when it was done; the entry's own moment is when it came into the log."""
    said: dict[str, object] = {
        "name": facts.name,
        "hint": facts.hint,
        "scopes": list(facts.scopes),
        "networks": list(facts.networks),
        "expiresAt": facts.expires_at,
        "documents": facts.documents,
        "replaces": facts.replaces,
        "at": event.at.isoformat(),
    }
    is_end = event.kind is AccountEventKind.TOKEN_REVOKED
    before, after = (said, None) if is_end else (None, said)
    audit.record(tx, _VERBS[event.kind], "api_token", token_id, before, after)


async def _tell_person(session: AsyncSession, event: AccountEvent, facts: Facts) -> None:
    kind = _TOLD.get(event.kind)
    post = await _post_of(session, event)
    if kind is None or post is None:
        # Who holds no post cannot sign in, and has no page to be told on.
        return
    organisation = ""
    if event.organisation_id is not None:
        found = await places.get_organisation(session, event.organisation_id)
        organisation = short_name(found.kind, found.name_th)
    told = Told(
        organisation=organisation,
        by=event.by_name,
        site=urlsplit(facts.issuer).netloc,
        token=facts.name,
        is_replacing=bool(facts.replaces),
    )
    reader = Reader(event.person_id, post.id, post.role)
    happened = Event(event.id, kind, event.organisation_id, told)
    await telling.tell(session, happened, [reader], event.at)


async def _post_of(session: AsyncSession, event: AccountEvent) -> Membership | None:
    """The one that it was done in, while it is held; else the person's first."""
    query = (
        select(Membership)
        .where(Membership.person_id == event.person_id)
        .order_by((Membership.id == event.membership_id).desc().nulls_last(), Membership.id)
        .limit(1)
    )
    return await session.scalar(query)

"""Jobs that tell people what happened, the reminders, and the mails on their way out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog

from plan_core.actor import Actor
from plan_core.db.transaction import ReadTx
from plan_core.notifications import events, letters, smtp
from plan_core.notifications.actions import accounts, mailing, reminding, telling, tidying
from plan_core.notifications.actions.mailing import Taken
from plan_core.notifications.events import Happening
from plan_core.notifications.letters import Envelope
from plan_core.notifications.smtp import Outcome, Told
from plan_core.people import addresses
from worker.running import Rooms, run_job

log = structlog.get_logger()

LONGEST_ROUND_SECONDS = 45.0
"""A round of sending ends then; the next one begins seconds later."""


Announce = Callable[[Rooms, Actor, int, UUID], Awaitable[None]]


async def run_announcement(tenant_id: int, job_id: str, announce: Announce) -> None:
    """A job that an officer may ask for too, whose actor does not know whom it is about."""

    async def body(rooms: Rooms, actor: Actor, subject_id: UUID, _is_last_attempt: bool) -> None:
        await announce(rooms, actor, tenant_id, subject_id)

    await run_job(tenant_id, job_id, body, by_officers=True)


async def announce_step(rooms: Rooms, actor: Actor, tenant_id: int, step_id: UUID) -> None:
    """A step on a revision's way."""
    await _announce(rooms, actor, lambda tx: events.of_step(tx, tenant_id, step_id))


async def announce_comment(rooms: Rooms, actor: Actor, tenant_id: int, comment_id: UUID) -> None:
    """A remark on what was submitted."""
    await _announce(rooms, actor, lambda tx: events.of_comment(tx, tenant_id, comment_id))


async def announce_verdict(rooms: Rooms, actor: Actor, tenant_id: int, review_id: UUID) -> None:
    """Rows that were found not to fit."""
    await _announce(rooms, actor, lambda tx: events.of_verdict(tx, tenant_id, review_id))


async def announce_entry(rooms: Rooms, actor: Actor, _tenant_id: int, entry_id: UUID) -> None:
    """A move of the draft inside its organisation, by its line in the audit log."""
    await _announce(rooms, actor, lambda tx: events.of_entry(tx, entry_id))


async def _announce(
    rooms: Rooms, actor: Actor, look: Callable[[ReadTx], Awaitable[Happening]]
) -> None:
    """Read as the person who did it; told by the worker, who alone sees who is concerned."""
    async with rooms.database.read(actor) as tx:
        found = await look(tx)
    async with rooms.database.unscoped() as session:
        readers = await events.list_concerned(session, found)
        await telling.tell(session, found.event, readers, rooms.database.clock())


async def remind(rooms: Rooms) -> None:
    await reminding.remind(rooms.database)


async def tidy(rooms: Rooms) -> None:
    """What nobody reads any more."""
    async with rooms.database.unscoped() as session:
        gone = await tidying.remove_old(session, rooms.database.clock())
    if gone.notifications or gone.mails:
        log.info("notifications.tidied", notifications=gone.notifications, mails=gone.mails)


async def deliver(rooms: Rooms) -> None:
    """Tell what was done to accounts, make the mails that are due, then send what waits."""
    database, public_url = rooms.database, rooms.settings.public_url
    await accounts.tell_all(database)
    async with database.unscoped() as session:
        await mailing.compose_codes(session, database.clock(), public_url)
    async with database.unscoped() as session:
        await mailing.compose_digests(session, database.clock(), public_url)
    until = time.monotonic() + LONGEST_ROUND_SECONDS
    while time.monotonic() < until:
        async with database.unscoped() as session:
            taken = await mailing.take(session, database.clock())
        if taken is None or await _send(rooms, taken) is Outcome.AWAY:
            # With nobody to take them the other mails need not be tried one by one.
            return


async def _send(rooms: Rooms, taken: Taken) -> Outcome:
    settings, database = rooms.settings, rooms.database
    if not settings.smtp_url or addresses.is_reserved(taken.address):
        async with database.unscoped() as session:
            await mailing.settle_kept(session, taken)
        return Outcome.SENT
    envelope = Envelope(
        taken.id, taken.address, settings.mail_sender, taken.made_at, settings.public_url
    )
    message = letters.to_message(taken.letter, envelope)
    told = await asyncio.to_thread(smtp.send, smtp.Server.of(settings.smtp_url), message)
    await _settle(rooms, taken, told)
    return told.outcome


async def _settle(rooms: Rooms, taken: Taken, told: Told) -> None:
    now = rooms.database.clock()
    if told.outcome is not Outcome.SENT:
        log.warning("mail.not_sent", mail=str(taken.id), outcome=told.outcome.name, said=told.said)
    async with rooms.database.unscoped() as session:
        match told.outcome:
            case Outcome.SENT:
                await mailing.settle_sent(session, taken, now)
            case Outcome.AWAY:
                await mailing.settle_away(session, taken, told.said, now)
            case Outcome.REFUSED | Outcome.NOT_NOW:
                for_good = told.outcome is Outcome.REFUSED
                await mailing.settle_refused(session, taken, told.said, for_good=for_good)

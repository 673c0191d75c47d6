"""Rounds of telling other systems: messages are made of what changed, and each is sent alone."""

from __future__ import annotations

import asyncio
import random
import time

import structlog

from plan_core import tracing
from plan_core.integration.actions import delivering
from plan_core.integration.actions.delivering import Taken
from plan_core.integration.model import DisabledFor
from plan_core.notifications.actions import telling
from plan_core.tracing import Span
from worker import sending
from worker.running import Rooms

log = structlog.get_logger()

LONGEST_ROUND_SECONDS = 30.0
"""A round of sending ends then; the next one begins seconds later."""
MOST_AT_ONCE = 8
CHANCE = random.SystemRandom()


async def deliver(rooms: Rooms) -> None:
    """Make the messages that are due, then send what waits, a few at a time."""
    if not rooms.settings.webhook_key:
        return
    database = rooms.database
    async with database.unscoped() as session:
        behind = await delivering.find_behind(session)
    for one in behind:
        await delivering.compose(database, one)
    until = time.monotonic() + LONGEST_ROUND_SECONDS
    while time.monotonic() < until:
        async with database.unscoped() as session:
            taken = await delivering.take(
                session, database.clock(), rooms.settings.webhook_key, MOST_AT_ONCE
            )
        if not taken:
            return
        await asyncio.gather(*(_send(rooms, one) for one in taken))


async def _send(rooms: Rooms, taken: Taken) -> None:
    # A message gathers what several people changed: it is a trace of its own.
    with tracing.resume("webhook", None) as span:
        span.note("simiti.webhook.message", str(taken.id))
        span.note("simiti.webhook.attempt", taken.attempts)
        await _send_traced(rooms, taken, span)


async def _send_traced(rooms: Rooms, taken: Taken, span: Span) -> None:
    database = rooms.database
    answered = await sending.send(taken, database.clock(), rooms.settings.allowed_networks)
    if answered.status is not None:
        span.note("http.response.status_code", answered.status)
    if not answered.is_taken:
        span.fail("not_taken")
        log.warning(
            "webhook.not_taken",
            webhook=str(taken.webhook_id),
            message=str(taken.id),
            status=answered.status,
            trouble=answered.trouble,
        )
    async with database.unscoped() as session:
        now = database.clock()
        why = await delivering.settle(session, taken, answered, now, CHANCE.random())
        if why is not None:
            # Who can switch it on again hears of it in the transaction that switched it off.
            is_gone = why is DisabledFor.GONE
            await telling.tell_of_webhook(
                session, taken.tenant_id, taken.id, taken.url, now, is_gone=is_gone
            )


async def tidy(rooms: Rooms) -> None:
    """Messages that nobody asks for any more."""
    async with rooms.database.unscoped() as session:
        gone = await delivering.remove_old(session, rooms.database.clock())
    if gone:
        log.info("webhooks.tidied", messages=gone)

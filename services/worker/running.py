"""Running one job: take it, act as the person who asked, keep the lease, finish."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from typing import Any, TypeVar
from uuid import UUID

import structlog
import uvloop

from plan_core import tracing
from plan_core.actor import Actor
from plan_core.db import leases
from plan_core.db.leases import Lease
from plan_core.db.outbox import JobState, Ticket
from plan_core.db.transaction import Database
from plan_core.errors import Unavailable
from plan_core.files import Files, StoreAway
from plan_core.people import queries as people
from plan_core.tracing import Span
from worker.clamd import Clamd
from worker.settings import Settings, load_settings

log = structlog.get_logger()

Result = TypeVar("Result")
HEARTBEAT_SECONDS = leases.LEASE.total_seconds() / 4


class Rooms:
    """What one worker process keeps open."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.worker_database_url, pool_size=3)
        self.files = Files(settings.files_url)
        self.scanner = Clamd(settings.clamd_url) if settings.clamd_url else None


Body = Callable[[Rooms, Actor, UUID, bool], Awaitable[None]]
"""What a job does: rooms, actor, subject's id, and whether this is the last attempt."""


@functools.cache
def runner() -> asyncio.Runner:
    """One loop for the life of a process: pooled connections belong to the loop that made them."""
    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


@functools.cache
def rooms() -> Rooms:
    return Rooms(load_settings())


def run(work: Coroutine[Any, Any, Result]) -> Result:
    return runner().run(work)


async def run_job(tenant_id: int, job_id: str, body: Body, *, by_officers: bool = False) -> None:
    """May be called twice for one job: the row decides who works.

    `by_officers`: whether an officer of the organisation's area may have asked for this one.
    """
    database = rooms().database
    async with database.unscoped() as session:
        lease = await leases.take(session, Ticket(tenant_id, UUID(job_id)), database.clock())
    await _run_lease(lease, body, by_officers=by_officers)


async def run_fairest(name: str, tenant_id: int, job_id: str, body: Body) -> None:
    """A message says that there is work; whose turn it is, the rows say (ADR 49)."""
    database = rooms().database
    hinted = Ticket(tenant_id, UUID(job_id))
    async with database.unscoped() as session:
        lease = await leases.take_fairest(session, name, hinted, database.clock())
    await _run_lease(lease, body)


async def _run_lease(lease: Lease | None, body: Body, *, by_officers: bool = False) -> None:
    if lease is None:
        return
    with tracing.resume(f"job {lease.name}", lease.traceparent) as span:
        span.note("simiti.job.id", str(lease.ticket.job_id))
        span.note("simiti.job.attempt", lease.attempt)
        await _do(lease, body, span, by_officers=by_officers)


async def _do(lease: Lease, body: Body, span: Span, *, by_officers: bool) -> None:
    here = rooms()
    database = here.database
    tenant_id, job_id = lease.ticket.tenant_id, str(lease.ticket.job_id)
    async with database.unscoped() as session:
        actor = await people.find_actor(session, lease.membership_id, tenant_id)
    if actor is None or (actor.tenant_id is None and not by_officers):
        # The person has left, or has nothing to do with this organisation: nobody to act as.
        await _finish(database, lease, JobState.FAILED)
        return
    try:
        async with _heartbeat(database, lease):
            await body(here, actor, lease.subject_id, lease.is_last_attempt)
    except (Unavailable, StoreAway) as away:
        span.fail(type(away).__name__)
        log.warning("job.put_back", job=job_id, name=lease.name, attempt=lease.attempt)
        async with database.unscoped() as session:
            await leases.put_back(session, lease, database.clock(), counts=False)
    except Exception as error:
        span.fail(type(error).__name__)
        # Another try may do it; the last one settles the subject instead of doing the work.
        log.exception("job.failed", job=job_id, name=lease.name, attempt=lease.attempt)
        if lease.is_last_attempt:
            await _finish(database, lease, JobState.FAILED)
            return
        async with database.unscoped() as session:
            await leases.put_back(session, lease, database.clock(), counts=True)
    else:
        await _finish(database, lease, JobState.DONE)


async def _finish(database: Database, lease: Lease, state: JobState) -> None:
    async with database.unscoped() as session:
        await leases.finish(session, lease, database.clock(), state)


@contextlib.asynccontextmanager
async def _heartbeat(database: Database, lease: Lease) -> AsyncGenerator[None]:
    async def beat() -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            try:
                async with database.unscoped() as session:
                    await leases.keep(session, lease, database.clock())
            except Exception:
                # The lease may run out; whoever takes the job then finds the same row.
                log.warning("job.heartbeat_missed", job=str(lease.ticket.job_id), exc_info=True)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating

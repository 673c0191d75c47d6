"""Taking, keeping, finishing and finding promised jobs: the worker's role, each a short step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.db.outbox import Job, JobState, Ticket

LEASE = timedelta(seconds=10)
"""A worker that says nothing for this long counts as dead."""
MOST_ATTEMPTS = 4
"""A job that kills its worker this often is given up."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A job in one worker's hands; `attempt` fences off whoever had it before."""

    ticket: Ticket
    name: str
    subject_id: UUID
    membership_id: UUID
    attempt: int

    @property
    def is_last_attempt(self) -> bool:
        return self.attempt >= MOST_ATTEMPTS


async def take(session: AsyncSession, ticket: Ticket, now: datetime) -> Lease | None:
    """The job, when it waits or its worker has died; None when there is nothing to do."""
    taken = await session.execute(
        update(Job)
        .where(Job.tenant_id == ticket.tenant_id, Job.id == ticket.job_id, _is_free(now))
        .values(state=JobState.RUNNING, attempt=Job.attempt + 1, leased_until=now + LEASE)
        .returning(Job.name, Job.subject_id, Job.membership_id, Job.attempt)
    )
    row = taken.one_or_none()
    return None if row is None else Lease(ticket, *row)


async def keep(session: AsyncSession, lease: Lease, now: datetime) -> bool:
    """Say that the worker lives; False when the job has gone to another."""
    kept = await session.execute(
        update(Job).where(_is_held(lease)).values(leased_until=now + LEASE).returning(Job.id)
    )
    return kept.one_or_none() is not None


async def finish(
    session: AsyncSession, lease: Lease, now: datetime, state: JobState = JobState.DONE
) -> None:
    """Final, unless the job has gone to another worker meanwhile."""
    await session.execute(
        update(Job).where(_is_held(lease)).values(state=state, finished_at=now, leased_until=None)
    )


async def put_back(session: AsyncSession, lease: Lease, now: datetime, *, counts: bool) -> None:
    """Another try a little later; `counts` is False when the job itself is not to blame."""
    attempt = lease.attempt if counts else lease.attempt - 1
    await session.execute(
        update(Job)
        .where(_is_held(lease))
        .values(state=JobState.WAITING, attempt=attempt, leased_until=None, due_at=now + LEASE)
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open jobs of one name, of all organisations together."""

    name: str
    waiting: int
    running: int
    retried: int
    oldest_seconds: float


async def count_open(session: AsyncSession, now: datetime) -> list[Waiting]:
    """Figures for operators: no organisation, no subject, no person is in them."""
    counted = await session.execute(
        select(
            Job.name,
            func.count().filter(Job.state == JobState.WAITING),
            func.count().filter(Job.state == JobState.RUNNING),
            func.count().filter(
                or_(Job.attempt > 1, and_(Job.state == JobState.WAITING, Job.attempt > 0))
            ),
            func.min(Job.asked_at),
        )
        .where(Job.state.in_((JobState.WAITING, JobState.RUNNING)))
        .group_by(Job.name)
        .order_by(Job.name)
    )
    return [
        Waiting(name, waiting, running, retried, max(0.0, (now - oldest).total_seconds()))
        for name, waiting, running, retried, oldest in counted
    ]


async def find_lost(
    session: AsyncSession, now: datetime, most: int = 500
) -> list[tuple[str, Ticket]]:
    """Jobs to send again: never taken in time, or left by a dead worker. Each is pushed back."""
    lost = (
        select(Job.tenant_id, Job.id)
        .where(Job.due_at < now, _is_free(now))
        .order_by(Job.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    found = (await session.execute(lost)).all()
    if not found:
        return []
    sent = await session.execute(
        update(Job)
        .where(or_(*(and_(Job.tenant_id == tenant, Job.id == job) for tenant, job in found)))
        .values(due_at=now + LEASE)
        .returning(Job.name, Job.tenant_id, Job.id)
    )
    return [(name, Ticket(tenant, job)) for name, tenant, job in sent]


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(
        Job.state == JobState.WAITING,
        and_(Job.state == JobState.RUNNING, Job.leased_until < now),
    )


def _is_held(lease: Lease) -> ColumnElement[bool]:
    return and_(
        Job.tenant_id == lease.ticket.tenant_id,
        Job.id == lease.ticket.job_id,
        Job.state == JobState.RUNNING,
        Job.attempt == lease.attempt,
    )

"""Taking, keeping, finishing and finding promised jobs: the worker's role, each a short step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select, update
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
    traceparent: str | None

    @property
    def is_last_attempt(self) -> bool:
        return self.attempt >= MOST_ATTEMPTS


async def take(session: AsyncSession, ticket: Ticket, now: datetime) -> Lease | None:
    """The job, when it waits or its worker has died; None when there is nothing to do."""
    taken = await session.execute(
        update(Job)
        .where(Job.tenant_id == ticket.tenant_id, Job.id == ticket.job_id, _is_free(now))
        .values(state=JobState.RUNNING, attempt=Job.attempt + 1, leased_until=now + LEASE)
        .returning(Job.name, Job.subject_id, Job.membership_id, Job.attempt, Job.traceparent)
    )
    row = taken.one_or_none()
    return None if row is None else Lease(ticket, *row)


async def take_fairest(
    session: AsyncSession, name: str, hinted: Ticket, now: datetime
) -> Lease | None:
    """A waiting job of this name: whose asker and organisation have the fewest in hand.

    Among those, who has the shortest pile; then the oldest. The hinted job goes first when it is
    another try, since only its own message may start it. A job locked by another worker's choice
    is passed over, so that no two messages choose the same.
    """
    is_hinted = and_(Job.tenant_id == hinted.tenant_id, Job.id == hinted.job_id)
    is_again = or_(Job.attempt > 0, Job.state == JobState.RUNNING)
    pile = _piles(name)
    chosen = await session.execute(
        select(Job.tenant_id, Job.id)
        .join(pile, and_(pile.c.tenant_id == Job.tenant_id, pile.c.id == Job.id))
        .where(
            or_(
                and_(Job.state == JobState.WAITING, Job.attempt == 0),
                and_(is_hinted, Job.name == name, _is_free(now)),
            )
        )
        .order_by(and_(is_hinted, is_again).desc(), pile.c.running, pile.c.waiting, Job.asked_at)
        .limit(1)
        .with_for_update(of=Job, skip_locked=True)
    )
    row = chosen.one_or_none()
    return None if row is None else await take(session, Ticket(*row), now)


def _piles(name: str) -> Subquery:
    """Each open job of a name, with how many its asker or its organisation has, whichever more."""

    def count(state: JobState) -> ColumnElement[int]:
        counted = func.count().filter(Job.state == state)
        return func.greatest(
            counted.over(partition_by=Job.tenant_id), counted.over(partition_by=Job.membership_id)
        )

    return (
        select(
            Job.tenant_id,
            Job.id,
            count(JobState.RUNNING).label("running"),
            count(JobState.WAITING).label("waiting"),
        )
        .where(Job.name == name, Job.state.in_((JobState.WAITING, JobState.RUNNING)))
        .subquery()
    )


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


async def count_unswept(session: AsyncSession, since: datetime) -> int:
    """Jobs that should have been sent again by then: who sweeps pushes each of them back."""
    return (
        await session.scalar(
            select(func.count()).where(Job.due_at < since, Job.state == JobState.WAITING)
        )
    ) or 0


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


@dataclass(frozen=True, slots=True)
class Held:
    """A job as an operator sees it: no person and no content."""

    tenant_id: int
    job_id: UUID
    name: str
    state: JobState
    attempt: int
    asked_at: datetime
    finished_at: datetime | None


async def list_held(
    session: AsyncSession, states: Collection[JobState], *, name: str | None, most: int
) -> list[Held]:
    """Jobs of all organisations in these states, the oldest first."""
    query = select(
        Job.tenant_id, Job.id, Job.name, Job.state, Job.attempt, Job.asked_at, Job.finished_at
    ).where(Job.state.in_(states))
    if name is not None:
        query = query.where(Job.name == name)
    found = await session.execute(query.order_by(Job.asked_at, Job.id).limit(most))
    return [Held(*row) for row in found]


async def replay(
    session: AsyncSession, now: datetime, *, job_id: UUID | None, name: str | None = None
) -> int:
    """Failed jobs wait again as if never tried; the sweeper sends them. How many.

    One by its id, or all of a name, or all. Only what FAILED: nothing is done twice.
    """
    replayed = update(Job).where(Job.state == JobState.FAILED)
    if job_id is not None:
        replayed = replayed.where(Job.id == job_id)
    if name is not None:
        replayed = replayed.where(Job.name == name)
    values = {"state": JobState.WAITING, "attempt": 0, "due_at": now, "finished_at": None}
    return len((await session.execute(replayed.values(values).returning(Job.id))).all())


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

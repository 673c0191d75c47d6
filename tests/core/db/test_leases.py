"""Promised jobs: taken once, kept while their worker lives, found again when it died."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import ProgrammingError

from make.people import make_actor
from make.world import World
from plan_core import jobs
from plan_core.db import leases
from plan_core.db.base import make_id
from plan_core.db.leases import LEASE, MOST_ATTEMPTS, Lease
from plan_core.db.outbox import Job, JobState, Ticket
from plan_core.db.transaction import RESEND_AFTER


class Queue:
    """One promised job, handled as a worker would."""

    def __init__(self, world: World, ticket: Ticket) -> None:
        self.world = world
        self.ticket = ticket

    async def take(self) -> Lease | None:
        async with self.world.worker.unscoped() as session:
            return await leases.take(session, self.ticket, self.world.clock.now)

    async def taken(self) -> Lease:
        lease = await self.take()
        assert lease is not None
        return lease

    async def keep(self, lease: Lease) -> bool:
        async with self.world.worker.unscoped() as session:
            return await leases.keep(session, lease, self.world.clock.now)

    async def finish(self, lease: Lease, state: JobState = JobState.DONE) -> None:
        async with self.world.worker.unscoped() as session:
            await leases.finish(session, lease, self.world.clock.now, state)

    async def put_back(self, lease: Lease, *, counts: bool) -> None:
        async with self.world.worker.unscoped() as session:
            await leases.put_back(session, lease, self.world.clock.now, counts=counts)

    async def is_lost(self) -> bool:
        async with self.world.worker.unscoped() as session:
            lost = await leases.find_lost(session, self.world.clock.now)
        return (jobs.READ_DOCUMENT, self.ticket) in lost

    async def job(self) -> Job:
        return next(job for job in await self.world.jobs() if job.id == self.ticket.job_id)


@pytest.fixture
async def queue(world: World) -> Queue:
    editor = await make_actor(world)
    async with world.app.write(editor) as tx:
        tx.enqueue(jobs.READ_DOCUMENT, make_id())
    return Queue(world, world.sent[-1][1])


async def test_of_many_workers_one_gets_the_job(queue: Queue) -> None:
    taken = await asyncio.gather(*(queue.take() for _ in range(8)))
    (lease,) = [one for one in taken if one is not None]
    assert lease.attempt == 1
    assert (await queue.job()).state is JobState.RUNNING


async def test_a_finished_job_is_never_taken_again(queue: Queue) -> None:
    await queue.finish(await queue.taken())
    queue.world.clock.move(days=1)
    assert await queue.take() is None
    assert not await queue.is_lost()
    job = await queue.job()
    assert (job.state, job.leased_until) == (JobState.DONE, None)


async def test_a_job_that_nobody_knows_is_nothing_to_do(queue: Queue) -> None:
    for ticket in (Ticket(queue.ticket.tenant_id, make_id()), Ticket(1, queue.ticket.job_id)):
        queue.ticket = ticket
        assert await queue.take() is None


async def test_while_its_worker_lives_a_job_stays_its_own(queue: Queue) -> None:
    lease = await queue.taken()
    for _ in range(5):
        queue.world.clock.move(seconds=LEASE.total_seconds() - 1)
        assert await queue.take() is None
        assert not await queue.is_lost()
        assert await queue.keep(lease)


async def test_a_worker_that_is_silent_too_long_loses_the_job_and_cannot_finish_it(
    queue: Queue,
) -> None:
    dead = await queue.taken()
    queue.world.clock.move(seconds=LEASE.total_seconds() + 1)
    assert await queue.is_lost()
    second = await queue.taken()
    assert second.attempt == 2
    assert not await queue.keep(dead)
    await queue.finish(dead, JobState.FAILED)
    await queue.put_back(dead, counts=True)
    assert (await queue.job()).state is JobState.RUNNING
    await queue.finish(second)
    assert (await queue.job()).state is JobState.DONE


async def test_a_message_that_was_lost_is_found_once_per_round(queue: Queue) -> None:
    assert not await queue.is_lost()
    queue.world.clock.move(seconds=RESEND_AFTER.total_seconds() + 1)
    assert await queue.is_lost()
    assert not await queue.is_lost()
    queue.world.clock.move(seconds=LEASE.total_seconds() + 1)
    assert await queue.is_lost()


async def test_two_sweepers_at_once_find_each_lost_job_once(queue: Queue) -> None:
    queue.world.clock.move(seconds=RESEND_AFTER.total_seconds() + 1)
    found = await asyncio.gather(*(queue.is_lost() for _ in range(4)))
    assert found.count(True) == 1


async def test_a_job_put_back_waits_a_little_and_counts_only_when_it_is_to_blame(
    queue: Queue,
) -> None:
    await queue.put_back(await queue.taken(), counts=False)
    job = await queue.job()
    assert (job.state, job.attempt, job.leased_until) == (JobState.WAITING, 0, None)
    assert job.due_at == queue.world.clock.now + LEASE
    assert not await queue.is_lost()
    queue.world.clock.move(seconds=LEASE.total_seconds() + 1)
    assert await queue.is_lost()
    await queue.put_back(await queue.taken(), counts=True)
    assert (await queue.job()).attempt == 1


async def test_only_the_last_attempt_knows_that_it_is_the_last(queue: Queue) -> None:
    for attempt in range(1, MOST_ATTEMPTS + 1):
        lease = await queue.taken()
        assert lease.is_last_attempt == (attempt == MOST_ATTEMPTS)
        queue.world.clock.move(seconds=(LEASE + timedelta(seconds=1)).total_seconds())


async def test_the_application_promises_jobs_and_moves_none(queue: Queue) -> None:
    editor = await make_actor(queue.world)
    with pytest.raises(ProgrammingError):
        async with queue.world.app.write(editor) as tx:
            await leases.take(tx.session, queue.ticket, queue.world.clock.now)
    assert (await queue.job()).state is JobState.WAITING

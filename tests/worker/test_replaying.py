"""`simiti jobs`: failed jobs are listed and replayed from their rows by the real command line."""

import asyncio
import os
import subprocess
import sys
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from make.documents import make_document_text, receive
from make.people import make_actor
from make.world import World
from plan_core.actor import Actor
from plan_core.db import leases
from plan_core.db.outbox import Job, JobState
from plan_core.files import document_key
from plan_core.intake import queries
from plan_core.intake.model import DocumentState
from plan_core.people.model import Person
from worker import running
from worker.reading import read_document


@pytest.fixture
async def editor(world: World) -> Actor:
    return await make_actor(world)


async def simiti(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    told = {"PYTHONIOENCODING": "utf-8", "SIMITI_WORKER_DATABASE_URL": world.urls.worker}
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "cli.app", "jobs", *arguments],
        env=kept | told,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


async def set_active(world: World, editor: Actor, is_active: bool) -> None:
    async with world.operator.unscoped() as session:
        await session.execute(
            update(Person).where(Person.id == editor.person_id).values(is_active=is_active)
        )


async def fail_one(world: World, rooms: running.Rooms, editor: Actor) -> tuple[UUID, UUID]:
    """A document whose job failed because its officer was away: document and job."""
    content = make_document_text(note=str(uuid4()))
    document = await receive(world, editor, content)
    await rooms.files.put(document_key(editor.tenant, document.id), content)
    job = next(one for one in await world.jobs() if one.subject_id == document.id)
    await set_active(world, editor, is_active=False)
    await running.run_job(job.tenant_id, str(job.id), read_document)
    await set_active(world, editor, is_active=True)
    return document.id, job.id


async def find(world: World, job_id: UUID) -> Job:
    return next(one for one in await world.jobs() if one.id == job_id)


async def test_a_failed_job_is_listed_replayed_and_done_once(
    world: World, rooms: running.Rooms, editor: Actor
) -> None:
    document_id, job_id = await fail_one(world, rooms, editor)
    assert str(job_id) not in (await simiti(world, "list")).stdout
    listed = (await simiti(world, "list", "--failed")).stdout
    assert f"{job_id} intake.read_document FAILED organisation {editor.tenant}" in listed

    replayed = await simiti(world, "replay", str(job_id))
    assert (replayed.returncode, "1 jobs wait again" in replayed.stdout) == (0, True)
    assert str(job_id) in (await simiti(world, "list")).stdout
    world.clock.move(days=400)  # the command tells real time, which the sweeper must have passed
    async with world.worker.unscoped() as session:
        swept = await leases.find_lost(session, world.clock.now)
    assert job_id in [ticket.job_id for _, ticket in swept]
    await running.run_job(editor.tenant, str(job_id), read_document)
    async with world.app.read(editor) as tx:
        assert (await queries.get_document(tx, document_id)).state is DocumentState.READ
    assert (await find(world, job_id)).state is JobState.DONE

    again = await simiti(world, "replay", str(job_id))
    assert (again.returncode, "0 jobs" in again.stdout) == (1, True)
    assert (await find(world, job_id)).state is JobState.DONE


async def test_jobs_are_replayed_by_name_and_all_together_but_never_by_accident(
    world: World, rooms: running.Rooms, editor: Actor
) -> None:
    failed = [(await fail_one(world, rooms, editor))[1] for _ in range(2)]
    for arguments in ((), (str(failed[0]), "--all"), ("--name", "x", "--all")):
        refused = await simiti(world, "replay", *arguments)
        assert (refused.returncode, "JOBS_NOT_CHOSEN" in refused.stderr) == (1, True)
    assert (await simiti(world, "replay", "--name", "attachments.scan")).returncode == 1
    assert {(await find(world, one)).state for one in failed} == {JobState.FAILED}
    assert (await simiti(world, "replay", "--name", "intake.read_document")).returncode == 0
    assert {(await find(world, one)).state for one in failed} == {JobState.WAITING}
    one_line = await simiti(world, "list", "--most", "1")
    assert "1 or more jobs" in one_line.stdout

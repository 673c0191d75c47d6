"""One job in a worker: done once, put back, given up; whatever happens, it ends settled."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from make.documents import make_document_text, receive
from make.people import make_actor
from make.world import World
from plan_core import jobs
from plan_core.actor import Actor
from plan_core.db.leases import LEASE, MOST_ATTEMPTS
from plan_core.db.outbox import Job, JobState, Ticket
from plan_core.errors import Unavailable
from plan_core.files import Files, StoreAway, document_key
from plan_core.intake import checks, queries, reading
from plan_core.intake.actions import accepting, receiving
from plan_core.intake.model import Document, DocumentReading, DocumentState
from plan_core.people.model import Person
from plan_core.places import queries as places
from worker import running
from worker.reading import read_document


class Bench:
    """A document on its way through the worker."""

    def __init__(self, world: World, files: Files, editor: Actor, document: Document) -> None:
        self.world = world
        self.files = files
        self.editor = editor
        self.document = document
        self.key = document_key(editor.tenant, document.id)

    async def run(self, body: running.Body = read_document) -> None:
        job = await self.job()
        await running.run_job(job.tenant_id, str(job.id), body)

    async def job(self) -> Job:
        return next(one for one in await self.world.jobs() if one.subject_id == self.document.id)

    async def now(self) -> Document:
        async with self.world.app.read(self.editor) as tx:
            return await queries.get_document(tx, self.document.id)

    async def readings(self) -> int:
        async with self.world.app.read(self.editor) as tx:
            query = select(func.count()).select_from(DocumentReading)
            return (await tx.session.scalar(query)) or 0

    async def problem(self) -> str:
        refusal = queries.refusal_of(await self.now())
        return "" if refusal is None else refusal.code

    async def has_file(self) -> bool:
        try:
            await self.files.get(self.key)
        except FileNotFoundError:
            return False
        return True


async def make_bench(
    world: World, rooms: running.Rooms, content: bytes | None = None, name: str = "plan.txt"
) -> Bench:
    editor = await make_actor(world)
    content = make_document_text() if content is None else content
    document = await receive(world, editor, content, name)
    await rooms.files.put(document_key(editor.tenant, document.id), content)
    return Bench(world, rooms.files, editor, document)


@pytest.fixture
async def bench(world: World, rooms: running.Rooms) -> Bench:
    return await make_bench(world, rooms)


async def test_a_document_is_read_and_its_job_done(bench: Bench) -> None:
    await bench.run()
    document, job = await bench.now(), await bench.job()
    assert (document.state, document.initiatives_found) == (DocumentState.READ, 3)
    assert (job.state, job.attempt) == (JobState.DONE, 1)
    assert job.finished_at == bench.world.clock.now


async def test_a_document_that_names_another_organisation_says_so(
    world: World, rooms: running.Rooms
) -> None:
    printed = "องค์การบริหารส่วนตำบลห้วยไกล"
    text = make_document_text().decode().replace("องค์การบริหารส่วนตำบลทดสอบ", printed)
    bench = await make_bench(world, rooms, text.encode())
    await bench.run()
    async with bench.world.app.read(bench.editor) as tx:
        kept = await queries.find_reading(tx, bench.document.id)
        owner = await places.get_organisation(tx.session, bench.editor.tenant)
    assert kept is not None
    draft = queries.content_of(kept).draft
    assert draft.organisation_name_expected == owner.name_th
    found = [one.values for one in checks.run_all(draft, bench.world.edition)]
    assert {"printed": printed, "expected": owner.name_th} in found


async def test_running_a_job_again_does_no_harm(bench: Bench) -> None:
    for _ in range(3):
        await bench.run()
    assert await bench.readings() == 1
    assert (await bench.job()).attempt == 1


async def test_running_a_job_many_times_at_once_reads_once(bench: Bench) -> None:
    await asyncio.gather(*(bench.run() for _ in range(5)))
    assert await bench.readings() == 1
    assert (await bench.job()).attempt == 1


async def test_reading_again_after_everything_was_done_changes_nothing(bench: Bench) -> None:
    """As after a worker that died between keeping the reading and finishing the job."""
    await bench.run()
    before = await bench.now()
    async with bench.world.worker.unscoped() as session:
        await session.execute(
            update(Job)
            .where(Job.subject_id == bench.document.id)
            .values(state=JobState.RUNNING, leased_until=bench.world.clock.now)
        )
    bench.world.clock.move(seconds=1)
    await bench.run()
    assert await bench.readings() == 1
    assert ((await bench.now()).state, (await bench.job()).state) == (before.state, JobState.DONE)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"\xff\xfe\x00\x01\x02" * 50, "plan.txt", "DOCUMENT_"),
        (b"%PDF-1.7 nothing", "plan.pdf", "DOCUMENT_TYPE_UNSUPPORTED"),
        (b"PK\x03\x04 broken", "plan.xlsx", "DOCUMENT_"),
        ("ไม่มีตาราง\n".encode() * 5, "plan.txt", "DOCUMENT_"),
    ],
    ids=["broken text", "pdf", "broken workbook", "no table"],
)
async def test_a_file_that_cannot_be_read_is_refused_and_leaves_only_its_record(
    world: World, rooms: running.Rooms, content: bytes, name: str, code: str
) -> None:
    bench = await make_bench(world, rooms, content, name)
    await bench.run()
    assert (await bench.now()).state is DocumentState.REFUSED
    assert (await bench.problem()).startswith(code)
    assert not await bench.has_file()
    assert await bench.readings() == 0
    assert (await bench.job()).state is JobState.DONE


async def test_a_file_that_is_gone_is_said_so(bench: Bench) -> None:
    await bench.files.remove(bench.key)
    await bench.run()
    assert await bench.problem() == "DOCUMENT_FILE_MISSING"


@pytest.mark.parametrize(
    "fault", [AttributeError, KeyError, RecursionError, OSError, AssertionError]
)
async def test_a_reader_that_breaks_refuses_the_document(
    bench: Bench, fault: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_arguments: object) -> None:
        raise fault("secret of the document")

    monkeypatch.setattr(reading, "read", break_down)
    await bench.run()
    assert await bench.problem() == "DOCUMENT_UNREADABLE"
    assert "secret" not in ((await bench.now()).problem or "")
    assert (await bench.job()).state is JobState.DONE


async def test_the_last_attempt_gives_the_document_up_without_opening_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill_the_worker(*_: object) -> None:
        pytest.fail("it kills its worker")

    monkeypatch.setattr(reading, "read", kill_the_worker)
    async with bench.world.worker.unscoped() as session:
        await session.execute(
            update(Job)
            .where(Job.subject_id == bench.document.id)
            .values(
                state=JobState.RUNNING,
                attempt=MOST_ATTEMPTS - 1,
                leased_until=bench.world.clock.now,
            )
        )
    bench.world.clock.move(seconds=1)
    await bench.run()
    assert await bench.problem() == "DOCUMENT_TOO_HARD"
    assert not await bench.has_file()
    assert ((await bench.job()).state, (await bench.job()).attempt) == (
        JobState.DONE,
        MOST_ATTEMPTS,
    )


async def test_a_store_that_is_away_puts_the_job_back_without_counting(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_key: str, _sha256: str = "") -> bytes:
        raise StoreAway("no disk")

    with monkeypatch.context() as patched:
        patched.setattr(bench.files, "get", away)
        for _ in range(MOST_ATTEMPTS + 1):
            await bench.run()
    job = await bench.job()
    assert (job.state, job.attempt) == (JobState.WAITING, 0)
    assert (await bench.now()).state is DocumentState.WAITING
    await bench.run()
    assert (await bench.now()).state is DocumentState.READ


async def test_a_database_that_goes_away_amid_the_work_puts_the_job_back(bench: Bench) -> None:
    async def body(*_: object) -> None:
        raise Unavailable("UNAVAILABLE", "x", "x")

    await bench.run(body)
    job = await bench.job()
    assert (job.state, job.attempt, job.due_at) == (
        JobState.WAITING,
        0,
        bench.world.clock.now + LEASE,
    )


async def test_a_bug_is_tried_again_and_then_given_up(bench: Bench) -> None:
    tries: list[bool] = []

    async def body(
        _rooms: running.Rooms, _actor: Actor, _subject: UUID, is_last_attempt: bool
    ) -> None:
        tries.append(is_last_attempt)
        raise RuntimeError("bug")

    for _ in range(MOST_ATTEMPTS + 2):
        await bench.run(body)
    assert tries == [False] * (MOST_ATTEMPTS - 1) + [True]
    assert (await bench.job()).state is JobState.FAILED


async def test_a_job_of_somebody_who_left_fails(bench: Bench) -> None:
    async with bench.world.operator.unscoped() as session:
        await session.execute(
            update(Person).where(Person.id == bench.editor.person_id).values(is_active=False)
        )
    await bench.run()
    assert (await bench.job()).state is JobState.FAILED
    assert (await bench.now()).state is DocumentState.WAITING


async def test_a_job_that_names_a_person_of_another_organisation_fails(bench: Bench) -> None:
    other = await make_actor(bench.world)
    forged = replace(bench.editor, membership_id=other.membership_id)
    bench.world.sent.clear()
    async with bench.world.app.write(forged) as tx:
        tx.enqueue(jobs.READ_DOCUMENT, bench.document.id)
    ((_, ticket),) = bench.world.sent
    await running.run_job(ticket.tenant_id, str(ticket.job_id), read_document)
    states = {job.id: job.state for job in await bench.world.jobs()}
    assert states[ticket.job_id] is JobState.FAILED
    assert (await bench.now()).state is DocumentState.WAITING


async def test_a_message_with_a_forged_tenant_is_nothing_to_do(bench: Bench) -> None:
    stranger = await make_actor(bench.world)
    job = await bench.job()
    await running.run_job(stranger.tenant, str(job.id), read_document)
    assert (await bench.job()).state is JobState.WAITING


async def test_a_document_discarded_meanwhile_is_left_alone(bench: Bench) -> None:
    async with bench.world.app.write(bench.editor) as tx:
        await accepting.discard(tx, bench.document.id)
    await bench.run()
    assert ((await bench.now()).state, await bench.readings()) == (DocumentState.DISCARDED, 0)
    assert not await bench.has_file()


async def test_a_file_left_behind_by_a_worker_that_died_while_refusing_is_removed(
    bench: Bench,
) -> None:
    async with bench.world.worker.write(bench.editor) as tx:
        await receiving.refuse(tx, bench.document.id, Unavailable("X", "x", "x"))
    await bench.run()
    assert not await bench.has_file()
    assert await bench.problem() == "X"


async def test_the_lease_is_kept_while_the_work_lasts_and_a_missed_beat_is_no_fault(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "HEARTBEAT_SECONDS", 0.02)
    keep = running.leases.keep
    beats: list[int] = []
    enough = asyncio.Event()

    async def faulty_keep(*arguments: object) -> bool:
        beats.append(1)
        if len(beats) == 1:
            raise RuntimeError("a fault of the heartbeat")
        if len(beats) == 4:
            enough.set()
        return await keep(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(running.leases, "keep", faulty_keep)
    started = bench.world.clock.now

    async def body(*_: object) -> None:
        bench.world.clock.move(seconds=5)
        await enough.wait()
        assert (await bench.job()).leased_until == started + LEASE + (
            bench.world.clock.now - started
        )

    await bench.run(body)
    assert (await bench.job()).state is JobState.DONE


async def test_a_job_that_nobody_promised_is_nothing_to_do(rooms: running.Rooms) -> None:
    await running.run_job(1, str(UUID(int=5)), read_document)
    assert Ticket(1, UUID(int=5)) not in [
        Ticket(job.tenant_id, job.id) for job in await _all(rooms)
    ]


async def _all(rooms: running.Rooms) -> list[Job]:
    async with rooms.database.unscoped() as session:
        return list(await session.scalars(select(Job)))


def test_the_jobs_by_name_are_all_there() -> None:
    others = {"ALL", "SHORT_QUEUE", "LONG_QUEUE"}
    named = {name for key, name in vars(jobs).items() if key.isupper() and key not in others}
    assert set(jobs.ALL) == named

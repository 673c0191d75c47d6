"""A real worker, scheduler, broker and database: what is promised is done, once, whoever dies."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from api.jobs import Broker
from local.broker import Broker as Valkey
from local.database import DatabaseUrls
from make.documents import make_document_text, receive
from make.people import make_actor
from make.plans import make_plan
from make.processes import Shop, open_shop
from make.world import World
from plan_core.actor import Actor
from plan_core.audit.model import AuditEntry
from plan_core.db import leases
from plan_core.db.leases import MOST_ATTEMPTS
from plan_core.db.outbox import Job, JobState, Ticket
from plan_core.db.transaction import utc_now
from plan_core.files import Files, document_key, export_key
from plan_core.intake import queries
from plan_core.intake.model import Document, DocumentReading, DocumentState
from plan_core.integration import export_queries, export_rules
from plan_core.integration.actions import exporting
from plan_core.integration.export_rules import (
    ExportFormat,
    ExportPreset,
    ExportRequest,
    ExportState,
)
from plan_core.people.model import Person

SLOW_ROWS = 700
"""So many rows take the reader seconds: long enough to be killed amid."""


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """One of our own: a test takes it away."""
    folder = tmp_path_factory.mktemp("broker")
    broker = Valkey(folder / "data", "test", folder / "broker.log")
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture(scope="module")
def shop(
    module_database_urls: DatabaseUrls, broker: Valkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "files").mkdir()
    environment = {
        "SIMITI_WORKER_DATABASE_URL": module_database_urls.worker,
        "SIMITI_BROKER_URL": broker.url,
        "SIMITI_FILES_URL": (folder / "files").as_uri(),
    }
    with open_shop(environment, folder) as shop:
        shop.start("worker", "beat")
        yield shop


class Outside:
    """The api's side: it uploads, and sends messages through the real broker."""

    def __init__(self, world: World, shop: Shop, broker_url: str) -> None:
        self.world = world
        self.shop = shop
        self.files = Files(shop.environment["SIMITI_FILES_URL"])
        self.broker = Broker(broker_url)
        self.notes = (f"ฉบับ {n} {time.time_ns()}" for n in itertools.count())

    async def upload(
        self,
        rows: int = 0,
        *,
        content: bytes | None = None,
        send: bool = True,
        twice: bool = False,
        editor: Actor | None = None,
    ) -> tuple[Actor, Document]:
        editor = editor or await make_actor(self.world)
        if content is None:
            extra = [f"| | | {n}. กิจกรรมที่ {n} ของตำบล | - | 1 | 2 | 3 | |" for n in range(2, rows)]
            content = make_document_text(*extra, note=next(self.notes))
        self.world.sent.clear()
        document = await receive(self.world, editor, content)
        await self.files.put(document_key(editor.tenant, document.id), content)
        if send:
            for _ in range(2 if twice else 1):
                await asyncio.to_thread(self.broker.send, list(self.world.sent))
        return editor, document

    async def find(self, editor: Actor, document: Document) -> Document:
        async with self.world.app.read(editor) as tx:
            return await queries.get_document(tx, document.id)

    async def job(self, document: Document) -> Job:
        return next(job for job in await self.world.jobs() if job.subject_id == document.id)

    async def wait_for(
        self, editor: Actor, document: Document, *states: DocumentState, seconds: float = 60
    ) -> Document:
        until = time.monotonic() + seconds
        while True:
            found = await self.find(editor, document)
            if found.state in states:
                return found
            assert time.monotonic() < until, f"still {found.state}\n{self.shop.said()}"
            await asyncio.sleep(0.05)

    async def wait_for_job(self, document: Document, state: JobState, seconds: float = 60) -> Job:
        until = time.monotonic() + seconds
        while (job := await self.job(document)).state is not state:
            assert time.monotonic() < until, f"still {job.state}\n{self.shop.said()}"
            await asyncio.sleep(0.05)
        return job

    async def times_read(self, editor: Actor, document: Document) -> tuple[int, int]:
        """How many readings there are, and how many times the audit log says so."""
        async with self.world.app.read(editor) as tx:
            readings = select(func.count()).where(DocumentReading.id == document.id)
            entries = select(func.count()).where(
                AuditEntry.subject_id == document.id, AuditEntry.verb == "read_document"
            )
            return (await tx.session.scalar(readings)) or 0, (await tx.session.scalar(entries)) or 0


@pytest.fixture
async def outside(
    module_database_urls: DatabaseUrls, shop: Shop, broker: Valkey
) -> AsyncIterator[Outside]:
    world = World(module_database_urls)
    # Real processes live in real time.
    for database in (world.app, world.worker):
        database.clock = utc_now
    yield Outside(world, shop, broker.url)
    await world.close()


async def test_an_uploaded_document_is_read_by_the_worker(outside: Outside) -> None:
    editor, document = await outside.upload()
    found = await outside.wait_for(editor, document, DocumentState.READ, DocumentState.REFUSED)
    assert (found.state, found.initiatives_found) == (DocumentState.READ, 3)
    job = await outside.wait_for_job(document, JobState.DONE)
    assert job.attempt == 1


async def test_a_message_that_comes_twice_is_done_once(outside: Outside) -> None:
    editor, document = await outside.upload(twice=True)
    other_editor, other = await outside.upload()
    await outside.wait_for(other_editor, other, DocumentState.READ)
    assert await outside.times_read(editor, document) == (1, 1)
    assert (await outside.job(document)).attempt == 1


@pytest.mark.parametrize("format_", ExportFormat)
async def test_an_export_is_made_by_the_worker_within_its_memory(
    outside: Outside, format_: ExportFormat
) -> None:
    world = outside.world
    editor = await make_actor(world)
    await make_plan(world, editor)
    request = ExportRequest(ExportPreset.PLAN, format_, world.edition.code)
    async with world.app.asked(editor) as tx:
        job = await exporting.ask(tx, request, world.edition, None)
    until = time.monotonic() + 60
    while job.state in export_rules.OPEN:
        assert time.monotonic() < until, outside.shop.said()
        await asyncio.sleep(0.1)
        async with world.app.asked(editor) as tx:
            job = await export_queries.get_job(tx, job.id)
    assert (job.state, job.lines, job.attempt) == (ExportState.DONE, 16, 1), outside.shop.said()
    key = export_key(editor.person_id, job.id, job.attempt)
    assert len(await outside.files.get(key, job.sha256)) == job.size_bytes


async def test_a_message_that_was_lost_is_swept_up(outside: Outside) -> None:
    editor, document = await outside.upload(send=False)
    await outside.wait_for(editor, document, DocumentState.READ)
    assert await outside.times_read(editor, document) == (1, 1)


async def test_a_hostile_file_is_refused_and_its_bytes_are_gone(outside: Outside) -> None:
    editor, document = await outside.upload(content=b"PK\x03\x04" + b"\x00" * 5000)
    found = await outside.wait_for(editor, document, DocumentState.REFUSED)
    assert queries.refusal_of(found) is not None
    await outside.wait_for_job(document, JobState.DONE)
    with pytest.raises(FileNotFoundError):
        await outside.files.get(document_key(editor.tenant, document.id))


async def test_messages_that_name_nothing_leave_the_worker_alive(outside: Outside) -> None:
    await asyncio.to_thread(outside.broker.send, [("intake.read_document", Ticket(1, uuid4()))] * 3)
    editor, document = await outside.upload()
    await outside.wait_for(editor, document, DocumentState.READ)


async def test_the_job_of_a_person_who_left_fails(outside: Outside) -> None:
    editor = await make_actor(outside.world)
    async with outside.world.operator.unscoped() as session:
        await session.execute(
            update(Person).where(Person.id == editor.person_id).values(is_active=False)
        )
    _, document = await outside.upload(editor=editor)
    await outside.wait_for_job(document, JobState.FAILED)


async def test_a_worker_killed_amid_reading_is_replaced_and_the_document_read_once(
    outside: Outside,
) -> None:
    editor, document = await outside.upload(SLOW_ROWS)
    await outside.wait_for(editor, document, DocumentState.READING)
    outside.shop.kill("worker")
    assert (await outside.job(document)).state is JobState.RUNNING
    outside.shop.start("worker")
    found = await outside.wait_for(editor, document, DocumentState.READ)
    assert found.initiatives_found == SLOW_ROWS + 1
    job = await outside.wait_for_job(document, JobState.DONE)
    assert job.attempt == 2
    assert await outside.times_read(editor, document) == (1, 1)


async def test_a_worker_that_was_frozen_too_long_finds_the_work_done(outside: Outside) -> None:
    editor, document = await outside.upload(SLOW_ROWS)
    await outside.wait_for(editor, document, DocumentState.READING)
    outside.shop.freeze("worker")
    outside.shop.start("successor")
    await outside.wait_for(editor, document, DocumentState.READ)
    await outside.wait_for_job(document, JobState.DONE)
    outside.shop.thaw("worker")
    outside.shop.kill("successor")
    after_editor, after = await outside.upload()
    await outside.wait_for(after_editor, after, DocumentState.READ)
    assert (await outside.job(document)).attempt == 2
    assert await outside.times_read(editor, document) == (1, 1)


async def test_a_document_that_kills_every_worker_is_given_up(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the last kill but one, the job's row tells the next worker not to try."""
    outside.shop.kill("worker")
    editor, document = await outside.upload(SLOW_ROWS, send=False)
    job = await outside.job(document)
    for _ in range(MOST_ATTEMPTS - 1):
        async with outside.world.worker.unscoped() as session:
            assert await leases.take(session, Ticket(job.tenant_id, job.id), utc_now())
            await session.execute(
                update(Job).where(Job.id == job.id).values(leased_until=utc_now())
            )
        await asyncio.sleep(0.01)
    outside.shop.start("worker")
    found = await outside.wait_for(editor, document, DocumentState.REFUSED)
    refusal = queries.refusal_of(found)
    assert refusal is not None
    assert refusal.code == "DOCUMENT_TOO_HARD"
    assert (await outside.wait_for_job(document, JobState.DONE)).attempt == MOST_ATTEMPTS


async def test_with_the_broker_away_an_upload_is_kept_and_read_when_it_is_back(
    outside: Outside, broker: Valkey
) -> None:
    broker.stop()
    editor = await make_actor(outside.world)
    started = time.monotonic()
    outside.world.app._send_jobs = outside.broker.send  # pyright: ignore[reportPrivateUsage]
    _, document = await outside.upload(editor=editor, send=False)
    assert time.monotonic() - started < 10
    assert (await outside.find(editor, document)).state is DocumentState.WAITING
    broker.start()
    await outside.wait_for(editor, document, DocumentState.READ)

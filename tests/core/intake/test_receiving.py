"""From an upload to a reading: every step once, whoever repeats it."""

import asyncio

import pytest
from sqlalchemy import func, select

from make.documents import make_document_text, make_reading, receive
from make.people import make_actor, make_organisation
from make.world import World, changes
from plan_core import jobs
from plan_core.actor import Actor, Role
from plan_core.errors import Conflict, Forbidden, Invalid
from plan_core.intake import queries
from plan_core.intake.actions import accepting, receiving
from plan_core.intake.model import Document, DocumentReading, DocumentState
from plan_core.intake.reading import Progress

REFUSAL = Invalid("DOCUMENT_UNREADABLE", "อ่านไม่ได้", "unreadable", values={"line": 3})


@pytest.fixture
async def editor(world: World) -> Actor:
    return await make_actor(world)


async def find(world: World, actor: Actor, document: Document) -> Document:
    async with world.app.read(actor) as tx:
        return await queries.get_document(tx, document.id)


async def count_readings(world: World, actor: Actor) -> int:
    async with world.app.read(actor) as tx:
        query = select(func.count()).select_from(DocumentReading)
        return (await tx.session.scalar(query)) or 0


async def test_a_received_document_waits_and_its_job_is_promised_and_sent(
    world: World, editor: Actor
) -> None:
    document = await receive(world, editor)
    found = await find(world, editor, document)
    assert (found.state, found.progress_step) == (DocumentState.WAITING, "WAITING")
    job = next(job for job in await world.jobs() if job.subject_id == document.id)
    assert (job.name, job.membership_id) == (jobs.READ_DOCUMENT, editor.membership_id)
    assert [(name, ticket.job_id) for name, ticket in world.sent] == [(job.name, job.id)]


async def test_a_broker_that_is_away_does_not_undo_what_was_received(
    world: World, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_jobs: object) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(world.app, "_send_jobs", refuse)
    document = await receive(world, editor)
    assert (await find(world, editor, document)).state is DocumentState.WAITING
    assert document.id in {job.subject_id for job in await world.jobs()}


async def test_a_viewer_may_not_import(world: World) -> None:
    viewer = await make_actor(world, Role.VIEWER)
    with pytest.raises(Forbidden):
        await receive(world, viewer)
    assert world.sent == []


async def test_the_same_file_is_refused_with_the_earlier_document(
    world: World, editor: Actor
) -> None:
    document = await receive(world, editor)
    with pytest.raises(Conflict) as refusal:
        await receive(world, editor, file_name="copy.txt")
    assert refusal.value.code == "DOCUMENT_ALREADY_IMPORTED"
    assert refusal.value.values["documentId"] == str(document.id)
    assert refusal.value.values["fileName"] == "plan.txt"
    neighbour = await make_actor(world)
    await receive(world, neighbour)


async def test_of_the_same_file_at_the_same_time_one_wins_and_the_others_hear_of_it(
    world: World,
) -> None:
    organisation = await make_organisation(world)
    editors = [await make_actor(world, Role.EDITOR, organisation) for _ in range(6)]

    async def upload(editor: Actor) -> Document | Conflict:
        try:
            return await receive(world, editor)
        except Conflict as refusal:
            return refusal

    answers = await asyncio.gather(*map(upload, editors))
    (won,) = [answer for answer in answers if isinstance(answer, Document)]
    refusals = [answer for answer in answers if isinstance(answer, Conflict)]
    assert {str(refusal.values["documentId"]) for refusal in refusals} == {str(won.id)}
    promised = [job for job in await world.jobs() if job.tenant_id == organisation.id]
    assert [job.subject_id for job in promised] == [won.id]


@pytest.mark.parametrize("way", ["refused", "discarded"])
async def test_a_document_that_was_let_go_frees_its_file_for_another_try(
    world: World, editor: Actor, way: str
) -> None:
    document = await receive(world, editor)
    async with world.app.write(editor) as tx:
        if way == "refused":
            await receiving.refuse(tx, document.id, REFUSAL)
        else:
            await accepting.discard(tx, document.id)
    again = await receive(world, editor)
    assert again.id != document.id


async def test_progress_is_seen_and_stops_at_the_end(world: World, editor: Actor) -> None:
    document = await receive(world, editor)
    async with world.worker.write(editor) as tx:
        await receiving.save_progress(tx, document.id, Progress("SHAPE", 2, 4, 7))
        assert not tx.session.dirty
    found = await find(world, editor, document)
    assert found.state is DocumentState.READING
    assert (found.progress_step, found.progress_percent, found.initiatives_found) == (
        "SHAPE",
        50,
        7,
    )
    async with world.worker.write(editor) as tx:
        await receiving.save_reading(tx, document.id, make_reading())
    async with world.worker.write(editor) as tx:
        await receiving.save_progress(tx, document.id, Progress("READ", 1, 4))
    found = await find(world, editor, document)
    assert (found.state, found.progress_percent) == (DocumentState.READ, 100)


async def test_a_reading_is_kept_once_and_audited_once(world: World, editor: Actor) -> None:
    document = await receive(world, editor)
    for _ in range(2):
        async with world.worker.write(editor) as tx:
            await receiving.save_reading(tx, document.id, make_reading())
            assert not tx.session.new
    async with world.app.read(editor) as tx:
        reading = await queries.find_reading(tx, document.id)
        assert reading is not None
        content = queries.content_of(reading)
        source = queries.sheets_of(reading)
    assert content.draft == make_reading().draft
    assert source == make_reading().sheets
    assert (content.version, content.explanations) == (1, {})
    async with world.app.write(editor) as tx:
        verbs = [change.verb for change in await changes(tx)]
    assert verbs == ["receive_document", "read_document"]


async def test_two_workers_that_finish_together_keep_one_reading(
    world: World, editor: Actor
) -> None:
    document = await receive(world, editor)

    async def save() -> None:
        async with world.worker.write(editor) as tx:
            await receiving.save_reading(tx, document.id, make_reading())

    await asyncio.gather(*(save() for _ in range(5)))
    assert await count_readings(world, editor) == 1


async def test_a_refusal_keeps_the_reason_and_comes_once(world: World, editor: Actor) -> None:
    document = await receive(world, editor)
    for code in ("DOCUMENT_UNREADABLE", "DOCUMENT_TOO_HARD"):
        async with world.worker.write(editor) as tx:
            await receiving.refuse(tx, document.id, Invalid(code, "ไทย", "English"))
    found = await find(world, editor, document)
    refusal = queries.refusal_of(found)
    assert refusal is not None
    assert (found.state, refusal.code) == (DocumentState.REFUSED, "DOCUMENT_UNREADABLE")
    assert await count_readings(world, editor) == 0
    async with world.worker.write(editor) as tx:
        await receiving.save_reading(tx, document.id, make_reading())
    assert await count_readings(world, editor) == 0


async def test_a_discarded_document_is_not_read_any_more(world: World, editor: Actor) -> None:
    document = await receive(world, editor)
    for _ in range(2):
        async with world.app.write(editor) as tx:
            await accepting.discard(tx, document.id)
    async with world.worker.write(editor) as tx:
        await receiving.save_reading(tx, document.id, make_reading())
        await receiving.refuse(tx, document.id, REFUSAL)
    assert (await find(world, editor, document)).state is DocumentState.DISCARDED


async def test_pages_of_documents_run_from_the_newest_and_never_repeat(
    world: World, editor: Actor
) -> None:
    for number in range(5):
        world.clock.move(seconds=number % 2)
        await receive(world, editor, make_document_text(note=str(number)))
    seen: list[object] = []
    after = None
    while True:
        async with world.app.read(editor) as tx:
            page = await queries.list_documents(tx, 2, after)
        if not page:
            break
        seen += [document.id for document in page]
        after = page[-1].id
    assert len(seen) == len(set(seen)) == 5
    async with world.app.read(editor) as tx:
        assert seen == [document.id for document in await queries.list_documents(tx, 100)]

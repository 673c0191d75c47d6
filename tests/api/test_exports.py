"""Exports from the asking to the file: what is in it, who may have it, what a broken one costs."""

from __future__ import annotations

import csv
import gc
import hashlib
import io
import json
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from arro3.io import read_parquet
from sqlalchemy import delete, update

from api.routes.exports import span_of
from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import ROWS, make_plan, make_submitted
from make.programs import Program, create
from make.reports import make_office
from make.world import World, changes
from plan_core.actor import Actor, Role
from plan_core.files import StoreAway
from plan_core.integration import export_rules
from plan_core.integration.actions import exporting
from plan_core.integration.events import EventType, told_of
from plan_core.integration.export_model import ExportJob
from plan_core.integration.queries import list_changes
from plan_core.people.model import Membership
from plan_core.plans import queries as plan_queries
from plan_core.plans.actions import filling
from plan_core.plans.actions.filling import CellEdit
from plan_core.reporting.rules import Entry, ProgressStatus
from plan_core.values import Budget
from worker import exporting as worker_exporting
from worker import running
from worker.settings import Settings

JOB = """id state lines sizeBytes sha256 fileName filePath manifestPath expiresAt
  problem { code messageTh messageEn }"""
ASK = f"job {{ {JOB} }}"
ONE = f"query($id: ID!) {{ exportJob(id: $id) {{ {JOB} }} }}"


class Desk:
    """The api and a worker beside it."""

    def __init__(self, api: Api, rooms: running.Rooms) -> None:
        self.api = api
        self.world = api.world
        self.rooms = rooms

    async def start(self, actor: Actor, preset: str = "PLAN", **given: Any) -> dict[str, Any]:
        asked = {"preset": preset, "format": "JSONL", **given}
        return await self.api.mutate(actor, "startExport", ASK, **asked)

    async def made(self, actor: Actor, preset: str = "PLAN", **given: Any) -> dict[str, Any]:
        """Asked for, made, and as it is then."""
        payload = await self.start(actor, preset, **given)
        assert not payload["problems"], payload
        assert payload["job"]["state"] == "WAITING"
        assert payload["job"]["filePath"] is None
        await self.work()
        return await self.job(actor, payload["job"]["id"])

    async def work(self) -> None:
        while await worker_exporting.make_next(self.rooms):
            pass

    async def job(self, actor: Actor, job_id: str) -> dict[str, Any]:
        return (await self.api.data(actor, ONE, id=job_id))["exportJob"]

    async def fetch(self, actor: Actor, job: dict[str, Any]) -> bytes:
        answer = await self.api.call(actor, "GET", job["filePath"])
        assert answer.status_code == 200, answer.text
        assert hashlib.sha256(answer.content).hexdigest() == job["sha256"]
        assert str(len(answer.content)) == job["sizeBytes"]
        return answer.content

    async def lines(self, actor: Actor, preset: str = "PLAN", **given: Any) -> list[dict[str, Any]]:
        content = await self.fetch(actor, await self.made(actor, preset, **given))
        return [json.loads(line) for line in content.decode().splitlines()]


@pytest.fixture
async def desk(api: Api, files_url: str) -> AsyncIterator[Desk]:
    settings = Settings(
        worker_database_url=api.world.urls.worker, broker_url="memory://", files_url=files_url
    )
    rooms = running.Rooms(settings)
    # The tests of a file share a database: nothing of another test is in the way.
    async with api.world.worker.unscoped() as session:
        await session.execute(delete(ExportJob))
    yield Desk(api, rooms)
    await rooms.database.close()


@pytest.fixture
async def editor(api: Api) -> Actor:
    actor = await make_actor(api.world)
    await make_plan(api.world, actor)
    return actor


async def test_a_plan_is_written_with_its_three_states_and_exact_money(
    desk: Desk, editor: Actor
) -> None:
    lines = await desk.lines(editor)
    assert len(lines) == 16
    first = lines[:4]
    assert [(one["budget_state"], one["amount"]) for one in first] == [
        ("AMOUNT", "10000"),
        ("AMOUNT", "10000"),
        ("AMOUNT", "2500.50"),
        ("NONE", None),
    ]
    assert {one["budget_state"] for one in lines} == {"AMOUNT", "NONE", "UNSTATED"}
    plan = await desk.api.data(editor, "{ plan { initiatives { id version title } } }")
    assert {one["initiative_id"] for one in lines} == {
        one["id"] for one in plan["plan"]["initiatives"]
    }
    only = await desk.lines(editor, fiscalYear=2563)
    assert [one["fiscal_year_be"] for one in only] == [2563] * 4


async def test_a_row_says_under_which_sub_mission_it_stands(desk: Desk) -> None:
    rows = [replace(ROWS[0], sub_mission="1.1.1 ภารกิจย่อย"), ROWS[3]]
    organisation = await make_organisation(desk.world)
    await make_submitted(desk.world, rows, organisation)
    editor = await make_actor(desk.world, organisation=organisation)
    for preset in ("PLAN", "SUBMITTED"):
        lines = await desk.lines(editor, preset)
        assert [one["sub_mission"] for one in lines] == [*["1.1.1 ภารกิจย่อย"] * 4, *[None] * 4]


async def test_every_format_says_the_same(desk: Desk, editor: Actor) -> None:
    wanted = [
        (one["title"], one["budget_state"], one["amount"]) for one in await desk.lines(editor)
    ]
    job = await desk.made(editor, format="CSV")
    assert job["lines"] == len(wanted)
    text = (await desk.fetch(editor, job)).decode()
    assert text.startswith("\ufeff")
    read = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(one["title"], one["budget_state"], one["amount"] or None) for one in read] == wanted

    content = await desk.fetch(editor, await desk.made(editor, format="XLSX"))
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["data"]
    head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    at = [head.index(name) for name in ("title", "budget_state", "amount")]
    cells = [[row[place] if place < len(row) else None for place in at] for row in rows]
    assert [
        (title, state, None if amount is None else Decimal(str(amount)))
        for title, state, amount in cells
    ] == [(title, state, amount and Decimal(amount)) for title, state, amount in wanted]

    content = await desk.fetch(editor, await desk.made(editor, format="PARQUET"))
    table: Any = read_parquet(io.BytesIO(content)).read_all()
    assert str(table.schema.field("amount").type) == "arro3.core.DataType<Decimal128(18, 2)>\n"
    columns: list[list[Any]] = [
        table[name].to_pylist() for name in ("title", "budget_state", "amount")
    ]
    read_again: list[Any] = list(zip(*columns, strict=True))
    assert read_again == [
        (title, state, amount and Decimal(amount)) for title, state, amount in wanted
    ]


async def test_an_area_is_one_file_and_nothing_beyond_the_area_is_in_it(desk: Desk) -> None:
    inside, revision = await make_submitted(desk.world, province="57", district="5701")
    beside, _ = await make_submitted(desk.world, province="57", district="5702")
    outside, _ = await make_submitted(desk.world, province="58", district="5801")
    officer = await make_actor(desk.world, Role.PROVINCE_OFFICER, province="57")
    job = await desk.made(officer, "SUBMITTED")
    lines = [json.loads(one) for one in (await desk.fetch(officer, job)).splitlines()]
    assert {one["organisation_code"] for one in lines} == {inside.code, beside.code}
    assert lines[0]["revision_number"] == revision.number
    manifest = (await desk.api.call(officer, "GET", job["manifestPath"])).json()
    heads = {one["code"]: one for one in manifest["organisations"]}
    assert heads[inside.code]["lines"] == 16
    assert manifest["file"]["sha256"] == job["sha256"]
    # A copy goes on from there: nothing is missing, and nothing comes twice.
    text = """query($code: String!, $after: Int!) { submittedChanges(
        organisationCode: $code, after: $after, first: 5) { head changes { sequence } } }"""
    page = await desk.api.data(
        officer, text, code=inside.code, after=heads[inside.code]["sequence"]
    )
    assert page["submittedChanges"]["changes"] == []
    assert page["submittedChanges"]["head"] == heads[inside.code]["sequence"] > 0
    assert {one["organisation_code"] for one in await desk.lines(officer, "SUBMITTED", area="5701")}
    for area in ("58", "5801", outside.code, "99"):
        (problem,) = (await desk.start(officer, "SUBMITTED", area=area))["problems"]
        assert problem["code"] == "NOT_FOUND", area
    district = await make_actor(desk.world, Role.DISTRICT_OFFICER, province="57", district="5702")
    lines = await desk.lines(district, "SUBMITTED")
    assert {one["organisation_code"] for one in lines} == {beside.code}


async def test_reports_are_written_as_they_were_submitted_last(desk: Desk) -> None:
    office = await make_office(desk.world)
    await office.submit()
    done = Entry(status=ProgressStatus.DONE, disbursed=Decimal("9999.50"))
    await office.enter((await office.row(), done))
    await office.submit()
    lines = await desk.lines(office.approver, "REPORTS")
    sheet = await office.sheet()
    assert [one["title"] for one in lines] == [one.title for one in sheet.rows]
    assert {one["report_number"] for one in lines} == {2}
    assert (lines[0]["status"], lines[0]["disbursed_amount"]) == ("DONE", "9999.50")
    assert lines[1]["disbursed_amount"] is None


async def test_a_draft_is_no_officers_and_nobody_elses(desk: Desk, editor: Actor) -> None:
    officer = await make_actor(desk.world, Role.PROVINCE_OFFICER)
    (problem,) = (await desk.start(officer, "PLAN"))["problems"]
    assert problem["code"] == "FORBIDDEN"
    job = await desk.made(editor)
    colleague = await make_actor(desk.world)
    assert await desk.job(colleague, job["id"]) is None
    for path in (job["filePath"], job["manifestPath"]):
        answer = await desk.api.call(colleague, "GET", path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")
        assert (await desk.api.call(None, "GET", path)).status_code == 401


async def test_what_is_written_is_of_one_moment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody edits while the file is being written."""
    editor = await make_actor(desk.world)
    await make_plan(desk.world, editor)
    real = worker_exporting.export_queries.check_area

    async def edit_meanwhile(*given: Any) -> None:
        await real(*given)  # The snapshot has begun with this statement.
        async with desk.world.app.write(editor) as tx:
            plan = await plan_queries.find_newest_plan(tx)
            assert plan is not None
            content = await plan_queries.get_content(tx, plan, desk.world.edition)
            edits = [
                CellEdit(cell.id, cell.version, Budget.of(77)) for cell in content.rows[0].cells
            ]
            await filling.set_budget_cells(tx, edits)

    payload = await desk.start(editor)
    monkeypatch.setattr(worker_exporting.export_queries, "check_area", edit_meanwhile)
    await desk.work()
    monkeypatch.undo()
    job = await desk.job(editor, payload["job"]["id"])
    lines = [json.loads(one) for one in (await desk.fetch(editor, job)).splitlines()]
    assert "77" not in {one["amount"] for one in lines}
    manifest = (await desk.api.call(editor, "GET", job["manifestPath"])).json()
    (head,) = manifest["organisations"]
    text = "query($after: Int!) { changes(after: $after, first: 20) { changes { verb } } }"
    told = (await desk.api.data(editor, text, after=head["sequence"]))["changes"]["changes"]
    assert {one["verb"] for one in told} == {"set_budget_cell", "finish_export"}
    assert "77" in {one["amount"] for one in await desk.lines(editor)}


async def test_a_broken_download_goes_on_where_it_stopped(desk: Desk, editor: Actor) -> None:
    job = await desk.made(editor)
    whole = await desk.fetch(editor, job)

    async def ask(**headers: str) -> Any:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return await desk.api.call(editor, "GET", job["filePath"], headers=names)

    tag = (await ask()).headers["etag"]
    assert tag == f'"{job["sha256"]}"'
    rest = await ask(Range="bytes=100-", If_Range=tag)
    assert rest.status_code == 206
    assert rest.headers["content-range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"
    assert whole[:100] + rest.content == whole
    assert (await ask(Range="bytes=5-9")).content == whole[5:10]
    assert (await ask(Range="bytes=-7")).content == whole[-7:]
    other = await ask(Range="bytes=100-", If_Range='"another"')
    assert (other.status_code, other.content) == (200, whole)
    behind = await ask(Range=f"bytes={len(whole)}-")
    assert (behind.status_code, behind.headers["content-range"]) == (416, f"bytes */{len(whole)}")
    assert (await ask(If_None_Match=tag)).status_code == 304


@pytest.mark.parametrize(
    ("wanted", "span"),
    [
        ("", (0, 10)),
        ("bytes=0-", (0, 10)),
        ("bytes=0-0", (0, 1)),
        ("bytes=3-99", (3, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-30", (0, 10)),
        ("bytes=-0", None),
        ("bytes=10-", None),
        ("bytes=5-3", (0, 10)),
        ("bytes=-", (0, 10)),
        ("bytes=0-1,3-4", (0, 10)),
        ("lines=1-2", (0, 10)),
        ("bytes=๑-๒", (0, 10)),
    ],
)
def test_a_range_is_read_as_the_standard_says(wanted: str, span: tuple[int, int] | None) -> None:
    assert span_of(wanted, 10) == span


async def test_a_key_makes_one_export_and_another_body_is_a_conflict(
    desk: Desk, editor: Actor
) -> None:
    first = await desk.start(editor, idempotencyKey="nightly-1")
    again = await desk.start(editor, idempotencyKey="nightly-1")
    assert first["job"]["id"] == again["job"]["id"]
    other = await desk.start(editor, idempotencyKey="nightly-1", format="CSV")
    assert [one["code"] for one in other["problems"]] == ["IDEMPOTENCY_CONFLICT"]
    # Keys are a person's own.
    colleague = await make_actor(desk.world)
    theirs = await desk.start(colleague, "SUBMITTED", idempotencyKey="nightly-1")
    assert theirs["job"]["id"] != first["job"]["id"]
    (problem,) = (await desk.start(editor, idempotencyKey="ก"))["problems"]
    assert (problem["code"], problem["field"]) == ("IDEMPOTENCY_KEY", "idempotencyKey")


async def test_too_many_at_once_are_refused_and_the_worker_makes_them_one_by_one(
    desk: Desk, editor: Actor
) -> None:
    for _ in range(export_rules.MOST_OPEN):
        assert not (await desk.start(editor))["problems"]
    (problem,) = (await desk.start(editor))["problems"]
    assert problem["code"] == "EXPORTS_MANY"
    now = desk.rooms.database.clock()
    async with desk.rooms.database.unscoped() as session:
        held = await exporting.take(session, now, 1)
    assert held is not None
    assert not await worker_exporting.make_next(desk.rooms)
    # Its worker has died: another takes it, and what the first brings late is not settled.
    later = now + export_rules.LEASE + timedelta(seconds=1)
    async with desk.rooms.database.unscoped() as session:
        again = await exporting.take(session, later, 1)
        assert again is not None
        assert (again.id, again.attempt) == (held.id, 2)
        made = exporting.Made(1, 1, "0" * 64, "{}")
        assert not await exporting.finish(session, held, made, later, timedelta(hours=1))
        await exporting.put_back(session, again, now - export_rules.LEASE, counts=False)
    await desk.work()
    assert not (await desk.start(editor))["problems"]
    assert (await desk.job(editor, problem["values"].get("id", "x"))) is None


async def test_a_program_needs_both_scopes_and_loses_the_file_with_its_token(desk: Desk) -> None:
    approver = await make_actor(desk.world, Role.APPROVER)
    await make_plan(desk.world, approver)
    given = {"preset": "PLAN", "format": "JSONL"}

    async def program(*scopes: str) -> tuple[Program, str]:
        made = await create(desk.api, approver, *scopes)
        return Program(desk.api, made["secret"]), made["apiToken"]["id"]

    for scopes in (["EXPORT_RUN"], ["PLAN_READ"], ["PLAN_WRITE", "EXPORT_RUN"]):
        lacking, _ = await program(*scopes)
        assert await lacking.problem("startExport", **given) == "FORBIDDEN", scopes
    good, token_id = await program("PLAN_READ", "EXPORT_RUN")
    assert await good.problem("startExport", **given) == ""
    await desk.work()
    text = "{ exportJobs(first: 1) { edges { node { state filePath } } } }"
    (edge,) = (await good.data(text))["exportJobs"]["edges"]
    assert edge["node"]["state"] == "DONE"
    path = edge["node"]["filePath"]
    assert (await good.call("GET", path)).status_code == 200
    narrow, _ = await program("EXPORT_RUN")
    assert (await narrow.call("GET", path)).status_code == 403
    # Asked for, and revoked before it was made.
    assert await good.problem("startExport", **given) == ""
    await desk.api.mutate(approver, "revokeApiToken", "__typename", id=token_id)
    assert (await good.call("GET", path)).status_code == 401
    await desk.work()
    found = (await desk.api.data(approver, text))["exportJobs"]["edges"][0]["node"]
    assert (found["state"], found["filePath"]) == ("FAILED", None)


async def test_who_lost_the_post_gets_nothing_that_waited(desk: Desk, editor: Actor) -> None:
    job_id = (await desk.start(editor))["job"]["id"]
    async with desk.world.operator.unscoped() as session:
        await session.execute(delete(Membership).where(Membership.id == editor.membership_id))
    await desk.work()
    async with desk.world.app.asked(editor) as tx:
        (row,) = await worker_exporting.export_queries.list_jobs(tx, 5, None)
    assert (row.state, row.problem_code) == ("FAILED", "EXPORT_ASKER_GONE")
    assert row.sha256 == ""
    assert job_id


async def test_a_finished_export_is_in_the_log_in_the_feed_and_told_to_webhooks(
    desk: Desk, editor: Actor
) -> None:
    job = await desk.made(editor, format="PARQUET")
    async with desk.world.app.write(editor) as tx:
        line = (await changes(tx))[-1]
    assert (line.verb, line.after["sha256"]) == ("finish_export", job["sha256"])
    assert line.after["lines"] == 16
    async with desk.world.app.read(editor) as tx:
        page = await list_changes(tx, 0, 100)
    told = told_of(page.changes, [EventType.EXPORT_FINISHED])
    assert [(one.event, one.first) for one in told] == [("export.finished", page.head)]


async def test_a_store_that_is_away_is_waited_for(
    desk: Desk, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_given: object) -> None:
        raise StoreAway("full")

    job_id = (await desk.start(editor))["job"]["id"]
    monkeypatch.setattr(desk.rooms.files, "put_file", away)
    await desk.work()
    monkeypatch.undo()
    assert (await desk.job(editor, job_id))["state"] == "WAITING"
    async with desk.world.worker.unscoped() as session:
        await session.execute(update(ExportJob).values(due_at=ExportJob.asked_at))
    await desk.work()
    assert (await desk.job(editor, job_id))["state"] == "DONE"


async def test_what_breaks_at_every_try_is_given_up_with_words(
    desk: Desk, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_given: object) -> None:
        raise ZeroDivisionError

    job_id = (await desk.start(editor))["job"]["id"]
    monkeypatch.setattr(worker_exporting.export_files, "write_file", break_down)
    for _ in range(export_rules.MOST_ATTEMPTS):
        async with desk.world.worker.unscoped() as session:
            await session.execute(update(ExportJob).values(due_at=ExportJob.asked_at))
        await desk.work()
    job = await desk.job(editor, job_id)
    assert (job["state"], job["problem"]["code"]) == ("FAILED", "EXPORT_GIVEN_UP")
    async with desk.world.app.write(editor) as tx:
        assert (await changes(tx))[-1].verb == "fail_export"


async def test_a_file_goes_when_its_time_is_over(desk: Desk, editor: Actor) -> None:
    job = await desk.made(editor)
    async with desk.world.worker.unscoped() as session:
        await session.execute(update(ExportJob).values(expires_at=ExportJob.asked_at))
    answer = await desk.api.call(editor, "GET", job["filePath"])
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "EXPORT_EXPIRED")
    await worker_exporting.tidy(desk.rooms)
    found = await desk.job(editor, job["id"])
    assert (found["state"], found["filePath"]) == ("EXPIRED", None)
    answer = await desk.api.call(editor, "GET", job["filePath"])
    assert answer.json()["error"]["code"] == "EXPORT_EXPIRED"


@pytest.mark.parametrize("format_", ["JSONL", "CSV", "XLSX", "PARQUET"])
async def test_a_province_of_a_hundred_takes_no_more_memory_than_one_of_ten(
    desk: Desk, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times the lines: the file grows with them, what is held while it is made does not."""
    codes = await _many(desk.world)
    officer = await make_actor(desk.world, Role.PROVINCE_OFFICER, province=MANY)
    real = worker_exporting.export_queries.read_parts

    async def peak_of(most: int) -> tuple[int, int]:
        async def some(*given: Any) -> AsyncIterator[Any]:
            count = 0
            async for part in real(*given):
                if part.owner.code in codes and count < most:
                    count += 1
                    yield part

        monkeypatch.setattr(worker_exporting.export_queries, "read_parts", some)
        payload = await desk.start(officer, "SUBMITTED", format=format_)
        gc.collect()
        tracemalloc.start()
        try:
            await desk.work()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        job = await desk.job(officer, payload["job"]["id"])
        assert job["state"] == "DONE", job
        return peak, job["lines"]

    await peak_of(10)  # What is loaded once is not counted.
    # The collector of cycles comes when it likes: of several, the one that had to hold most.
    few, few_lines = max([await peak_of(10) for _ in range(3)])
    many, many_lines = await peak_of(100)
    assert many_lines == 10 * few_lines
    assert many < 1.25 * few


MANY = "56"
_made: dict[int, set[str]] = {}


async def _many(world: World) -> set[str]:
    """A hundred organisations in one province, made once for the database of this file."""
    known = _made.get(hash(world.urls.owner))
    if known is None:
        known = set[str]()
        for _ in range(100):
            organisation, _ = await make_submitted(world, province=MANY, district="5601")
            known.add(organisation.code)
        _made[hash(world.urls.owner)] = known
    return known

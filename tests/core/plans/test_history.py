"""The history of a plan: every act leaves a line that can be read, and nothing is lost."""

import re
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

import plan_core
from make.people import make_actor, make_organisation
from make.plans import load_content, make_plan, make_row, return_whole, submit
from make.world import World
from plan_core.actor import DELEGABLE, Actor, Role
from plan_core.audit import actions as audit
from plan_core.audit import queries as audit_queries
from plan_core.audit.about import About
from plan_core.db.base import make_id
from plan_core.db.transaction import Database, WriteTx
from plan_core.errors import Forbidden, NotFound
from plan_core.plans import history_queries, queries, removed_queries
from plan_core.plans.actions import (
    adopting,
    amending,
    committees,
    filling,
    ordering,
    reviewing,
    risks,
    sheets,
    submitting,
    texts,
    wording,
    writing,
)
from plan_core.plans.actions.amending import AmendmentEdit
from plan_core.plans.actions.filling import CellEdit
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.content import PlanContent
from plan_core.plans.history import Act, Change, HistoryKind, SubjectKind
from plan_core.plans.history_queries import Line, Wanted
from plan_core.plans.model import Risk
from plan_core.plans.parts import Indicator, Member, NewRisk, NewSection, Sheet
from plan_core.plans.rules import Signature
from plan_core.plans.stages import AmendmentKind, CommitteeKind, Part, PartKind, Verdict
from plan_core.values import NO_BUDGET, UNSTATED, Budget, InitiativeKind, RiskCategory

Action = Callable[[WriteTx], Awaitable[Any]]
SIGNED = Signature("นาย ก", "นายก อบต.", "", "๑/๒๕๖๑", date(2018, 1, 15))


class Desk:
    """An approver with a plan of four rows."""

    def __init__(self, world: World, approver: Actor, content: PlanContent) -> None:
        self.world = world
        self.approver = approver
        self.plan = content.plan
        self.rows = [row.initiative for row in content.rows]
        self.cells = content.rows[0].cells

    async def edit(self, action: Action, actor: Actor | None = None) -> Any:
        async with self.world.app.write(actor or self.approver) as tx:
            return await action(tx)

    async def set_cell(self, at: int, budget: Budget) -> None:
        content = await load_content(self.world, self.approver)
        cell = content.rows[0].cells[at]
        edit = CellEdit(cell.id, cell.version, budget)
        await self.edit(lambda tx: filling.set_budget_cells(tx, [edit]))

    async def read(self, first: int = 100, before: int | None = None, **wanted: Any) -> list[Line]:
        async with self.world.app.read(self.approver) as tx:
            plan = await queries.get_plan(tx, self.plan.id)
            return await history_queries.list_history(tx, plan, Wanted(**wanted), first, before)

    async def of_row(self, row: UUID | None = None, **wanted: Any) -> list[Line]:
        part = About.row(self.plan.id, row or self.rows[0].id)
        return await self.read(part=part, **wanted)

    async def version(self) -> int:
        return (await load_content(self.world, self.approver)).plan.version


@pytest.fixture
async def desk(world: World) -> Desk:
    approver = await make_actor(world, Role.APPROVER)
    await make_plan(world, approver)
    return Desk(world, approver, await load_content(world, approver))


def make_editor(tenant: int, name: str = "นาย ค", acting_for: str = "") -> Actor:
    return Actor(
        make_id(),
        make_id(),
        Role.EDITOR,
        tenant_id=tenant,
        name=name,
        delegated=DELEGABLE if acting_for else frozenset(),
        acting_for=acting_for,
    )


def told(line: Line) -> list[tuple[str, object, object]]:
    return [(one.field, one.before, one.after) for one in line.changes]


# ── one cell, one row, one field ─────────────────────────────────────────────────────────────


async def test_a_cell_tells_from_what_to_what_back_to_its_beginning(desk: Desk) -> None:
    for budget in (Budget.of("0"), NO_BUDGET, UNSTATED, Budget.of("12.50")):
        await desk.set_cell(0, budget)
    await desk.set_cell(1, Budget.of(99))
    lines = await desk.of_row(fiscal_year_be=2561)
    assert [told(line) for line in lines] == [
        [("budget", UNSTATED, Budget.of("12.50"))],
        [("budget", NO_BUDGET, UNSTATED)],
        [("budget", Budget.of(0), NO_BUDGET)],
        [("budget", Budget.of(10_000), Budget.of(0))],
        [("budget", None, Budget.of(10_000))],
    ]
    assert [line.act for line in lines] == [Act.SET_BUDGET_CELL] * 4 + [Act.WRITE_INITIATIVE]
    subject = lines[0].subject
    assert (subject.kind, subject.label, subject.mission_code, subject.fiscal_year_be) == (
        SubjectKind.CELL,
        desk.rows[0].title,
        "1.1",
        2561,
    )
    assert lines[0].entry.by_name == desk.approver.name


async def test_a_cell_that_was_begun_blank_says_so(desk: Desk) -> None:
    (line,) = await desk.of_row(desk.rows[2].id, fiscal_year_be=2561)
    assert told(line) == [("budget", None, UNSTATED)]


async def test_a_row_tells_its_words_its_cells_and_its_sheet(desk: Desk) -> None:
    row = desk.rows[0]
    await desk.edit(lambda tx: wording.set_initiative(tx, row.id, 1, title="ใหม่", remarks="ก"))
    await desk.edit(
        lambda tx: sheets.set_sheet(
            tx,
            row.id,
            0,
            Sheet(place="ตำบล", indicators=(Indicator("ร้อยละ", unit="คน"),)),
            desk.world.edition,
        )
    )
    await desk.set_cell(3, Budget.of(1))
    cell, sheet, words, _ = await desk.of_row()
    assert told(cell) == [("budget", NO_BUDGET, Budget.of(1))]
    assert told(sheet) == [
        ("sheet.place", "", "ตำบล"),
        ("sheet.indicators", "", "ร้อยละ · คน"),
    ]
    assert told(words) == [("title", "โครงการอบรมคุณธรรม", "ใหม่"), ("remarks", "", "ก")]
    assert sheet.subject.label == "ใหม่"
    assert [line.act for line in await desk.of_row(field="sheet.place")] == [Act.SET_SHEET]
    assert [told(line) for line in await desk.of_row(field="sheet")] == [told(sheet)]
    assert [line.act for line in await desk.of_row(field="remarks")] == [Act.SET_INITIATIVE]
    titles = await desk.of_row(field="title")
    assert [line.act for line in titles] == [Act.SET_INITIATIVE, Act.WRITE_INITIATIVE]


async def test_a_removed_row_keeps_its_name_and_comes_back_with_its_history(desk: Desk) -> None:
    row = desk.rows[0]
    await desk.edit(lambda tx: ordering.remove_initiative(tx, row.id, 1))
    (removed, _) = await desk.of_row()
    assert (removed.act, removed.subject.label, removed.subject.is_there) == (
        Act.REMOVE_INITIATIVE,
        row.title,
        False,
    )
    assert ("title", row.title, None) in told(removed)
    async with desk.world.app.read(desk.approver) as tx:
        (listed,) = await removed_queries.list_removed(tx, desk.plan, 10)
    assert (listed.row.id, listed.removed_by) == (row.id, desk.approver.name)
    assert list(listed.budgets.values()) == [cell.budget for cell in desk.cells]
    await desk.edit(lambda tx: ordering.restore_initiative(tx, row.id))
    (back, *_) = await desk.of_row()
    assert (back.act, back.subject.is_there) == (Act.RESTORE_INITIATIVE, True)
    async with desk.world.app.read(desk.approver) as tx:
        assert await removed_queries.list_removed(tx, desk.plan, 10) == []


async def test_removed_rows_come_in_pages_the_last_removed_first(desk: Desk) -> None:
    for row in desk.rows[:3]:
        desk.world.clock.move(minutes=1)
        await desk.edit(lambda tx, row=row: ordering.remove_initiative(tx, row.id, 1))
    async with desk.world.app.read(desk.approver) as tx:
        first = await removed_queries.list_removed(tx, desk.plan, 2)
        after = (first[-1].removed_at, first[-1].row.id)
        second = await removed_queries.list_removed(tx, desk.plan, 2, after)
    assert [one.row.id for one in [*first, *second]] == [one.id for one in desk.rows[2::-1]]


async def test_rows_that_an_import_replaced_are_still_called_by_their_titles(desk: Desk) -> None:
    row = desk.rows[0]
    await desk.set_cell(0, NO_BUDGET)

    async def replace_all(tx: WriteTx) -> None:
        plan = await queries.get_plan(tx, desk.plan.id)
        await writing.empty_plan(tx, plan)
        await writing.write_rows(tx, plan, desk.world.edition, [make_row("4.3", 1, title="อื่น")])

    await desk.edit(replace_all)
    removed, cell, _ = await desk.of_row()
    assert (removed.act, cell.act) == (Act.REMOVE_INITIATIVE, Act.SET_BUDGET_CELL)
    assert (cell.subject.label, cell.subject.mission_code) == (row.title, "1.1")
    assert not cell.subject.is_there


# ── risks come back ──────────────────────────────────────────────────────────────────────────


async def test_a_removed_risk_comes_back_as_it_was_and_where_it_was(desk: Desk) -> None:
    made: list[Risk] = []
    for words in ("ก", "ข", "ค"):
        new = NewRisk(
            RiskCategory.FINANCIAL,
            words,
            likelihood=4,
            impact=None,
            answered_by=(desk.rows[0].id, desk.rows[1].id),
        )
        made.append(await desk.edit(lambda tx, new=new: risks.add_risk(tx, desk.plan.id, new)))
    gone = made[1]
    await desk.edit(lambda tx: risks.remove_risk(tx, gone.id, 1))
    await desk.edit(lambda tx: ordering.remove_initiative(tx, desk.rows[1].id, 1))
    async with desk.world.app.read(desk.approver) as tx:
        (listed,) = await removed_queries.list_removed_risks(tx, desk.plan, 10)
    assert (listed.id, listed.risk.text, listed.entry.by_name) == (
        gone.id,
        "ข",
        desk.approver.name,
    )
    back = await desk.edit(lambda tx: risks.restore_risk(tx, gone.id))
    assert (back.id, back.text, back.likelihood, back.impact) == (gone.id, "ข", 4, None)
    async with desk.world.app.read(desk.approver) as tx:
        assert [one.text for one in await queries.list_risks(tx, desk.plan.id)] == ["ก", "ข", "ค"]
        assert await removed_queries.list_removed_risks(tx, desk.plan, 10) == []
    (line, removal, _) = await desk.read(part=About.risk(desk.plan.id, gone.id))
    assert (line.act, line.subject.label) == (Act.RESTORE_RISK, "ข")
    answers = {one.field: one for one in removal.changes}["answeredBy"]
    assert answers.before == "\n".join(row.title for row in desk.rows[:2])
    assert ("answeredBy", None, desk.rows[0].title) in told(line)
    again = await desk.edit(lambda tx: risks.restore_risk(tx, gone.id))
    assert again.version == back.version


async def test_a_risk_of_nobody_or_of_a_neighbour_does_not_come_back(desk: Desk) -> None:
    risk = await desk.edit(
        lambda tx: risks.add_risk(tx, desk.plan.id, NewRisk(RiskCategory.FINANCIAL, "ก"))
    )
    await desk.edit(lambda tx: risks.remove_risk(tx, risk.id, 1))
    neighbour = await make_actor(desk.world, Role.APPROVER)
    for actor, risk_id in ((desk.approver, make_id()), (neighbour, risk.id)):
        with pytest.raises(NotFound):
            await desk.edit(lambda tx, one=risk_id: risks.restore_risk(tx, one), actor)


# ── a whole life ─────────────────────────────────────────────────────────────────────────────


async def test_every_act_of_a_plans_life_leaves_a_line_that_can_be_read(desk: Desk) -> None:
    world, plan_id, row = desk.world, desk.plan.id, desk.rows[0]
    officer = await make_actor(world, Role.PROVINCE_OFFICER)

    async def moved(action: Callable[[WriteTx, int], Awaitable[Any]]) -> Any:
        version = await desk.version()
        return await desk.edit(lambda tx: action(tx, version))

    await desk.edit(
        lambda tx: ordering.add_initiative(
            tx, plan_id, world.edition, mission_code="1.2", kind=InitiativeKind.PROJECT, title="ก"
        )
    )
    await desk.edit(
        lambda tx: ordering.move_initiative(tx, row.id, 1, world.edition, mission_code="4.3")
    )
    await desk.edit(lambda tx: wording.set_initiative(tx, row.id, 2, title="ข"))
    await desk.edit(lambda tx: ordering.remove_initiative(tx, row.id, 3))
    await desk.edit(lambda tx: ordering.restore_initiative(tx, row.id))
    await desk.edit(lambda tx: texts.set_section(tx, plan_id, "VISION", 0, "วิสัยทัศน์"))
    await desk.edit(lambda tx: sheets.set_sheet(tx, row.id, 0, Sheet(place="ก"), world.edition))
    risk = await desk.edit(
        lambda tx: risks.add_risk(tx, plan_id, NewRisk(RiskCategory.FINANCIAL, "ก"))
    )
    await desk.edit(lambda tx: risks.set_risk_responses(tx, risk.id, 1, [row.id]))
    await desk.edit(lambda tx: risks.move_risk(tx, risk.id, 2, RiskCategory.STRATEGIC))
    await desk.edit(lambda tx: risks.remove_risk(tx, risk.id, 3))
    await desk.edit(lambda tx: risks.restore_risk(tx, risk.id))
    await desk.edit(
        lambda tx: committees.set_appointment(
            tx, plan_id, 0, order_number="๑", ordered_on=date(2018, 1, 1), preamble="ก"
        )
    )
    making = CommitteeKind.PLAN_MAKING
    members = [Member(making, "นาย ก", "ปลัด", "ประธาน"), Member(making, "นาง ข", "", "")]
    await desk.edit(lambda tx: committees.set_members(tx, plan_id, 1, making, members))
    await desk.edit(lambda tx: committees.set_members(tx, plan_id, 2, making, members[1:]))
    (left,) = (await desk.read(part=About.committees(plan_id), first=1))[0].changes
    assert left == Change("members", "นาย ก · ปลัด · ประธาน", "")
    await moved(lambda tx, version: submitting.send_to_committee(tx, plan_id, version))
    await moved(lambda tx, version: submitting.take_back(tx, plan_id, version))
    revision = await submit(world, desk.approver)
    key = queries.SubmittedKey(revision.tenant_id, revision.id)
    cell = Part(PartKind.CELL, row.id, 2562)
    async with world.app.review(officer, revision.tenant_id) as tx:
        await reviewing.add_comment(tx, key, row.id, "โปรดตรวจ")
        await reviewing.set_consistency(tx, key, [row.id], Verdict.INCONSISTENT, "ไม่ตรงมิติ")
        await reviewing.return_plan(tx, key, [NewReason(cell, "ยอดผิด")])
    revision = await submit(world, desk.approver)
    key = queries.SubmittedKey(revision.tenant_id, revision.id)
    async with world.app.review(officer, revision.tenant_id) as tx:
        await reviewing.accept_plan(tx, key)
    await moved(lambda tx, version: adopting.adopt_plan(tx, plan_id, version, SIGNED))
    amendment = await moved(
        lambda tx, version: adopting.open_amendment(
            tx, plan_id, version, kind=AmendmentKind.CHANGE, reason="งบ"
        )
    )
    edit = AmendmentEdit(AmendmentKind.ADD, "เพิ่ม")
    await desk.edit(lambda tx: amending.set_amendment(tx, amendment.id, 1, edit))
    await desk.edit(lambda tx: amending.set_row_reason(tx, amendment.id, row.id, 0, "เพิ่มรุ่น"))
    await desk.edit(lambda tx: texts.set_section(tx, plan_id, "VISION", 1, "ใหม่"))
    await desk.edit(lambda tx: texts.set_section(tx, plan_id, "BENEFITS", 0, "ก"))
    await desk.edit(lambda tx: committees.set_members(tx, plan_id, 3, making, ()))
    await desk.edit(lambda tx: risks.set_risk_responses(tx, risk.id, 4, ()))
    await desk.edit(lambda tx: sheets.set_sheet(tx, row.id, 1, Sheet(place="ข"), world.edition))
    await moved(lambda tx, version: amending.cancel_amendment(tx, plan_id, version, world.edition))
    await moved(lambda tx, version: adopting.publish_plan(tx, plan_id, version))

    lines = await desk.read(first=500)
    seen = {line.act for line in lines}
    elsewhere = {
        Act.CARRY_OVER,
        Act.START_FROM_EARLIER,
        Act.EMPTY_PLAN,
        Act.EXPLAIN_FINDING,
        Act.SET_BUDGET_CELL,
        Act.WRITE_SECTION,
        Act.SET_PROGRESS,
        Act.UNLOCK_PROGRESS,
        Act.ADD_ATTACHMENT,
        Act.REMOVE_ATTACHMENT,
        Act.RESTORE_ATTACHMENT,
    }
    assert set(Act) - seen == elsewhere, "acts that other tests look at"
    assert {line.act.kind for line in lines} == set(HistoryKind)
    for line in lines:
        assert line.entry.by_name
        assert line.changes or line.act in {Act.TAKE_BACK, Act.SEND_TO_COMMITTEE, Act.START_PLAN}
        if line.subject.kind in {SubjectKind.ROW, SubjectKind.CELL, SubjectKind.SHEET}:
            assert line.subject.label
    numbers = [line.entry.sequence for line in lines]
    assert numbers == sorted(numbers, reverse=True)
    walk, _ = await audit_queries.walk_chain(world.worker, desk.approver.tenant)
    assert walk.breaks == []

    (returned, *_) = await desk.of_row(fiscal_year_be=2562)
    assert (returned.act, returned.subject.kind) == (Act.RETURN_PART, SubjectKind.CELL)
    assert told(returned) == [("reason", None, "ยอดผิด")]
    said = await desk.of_row(kinds=[HistoryKind.SAID])
    assert [line.act for line in said] == [
        Act.SET_AMENDMENT_REASON,
        Act.RETURN_PART,
        Act.SET_CONSISTENCY,
        Act.ADD_COMMENT,
    ]
    assert told(said[0]) == [("reason", "", "เพิ่มรุ่น")]
    assert said[3].entry.by_name == officer.name
    places = [told(line) for line in await desk.of_row(field="sheet.place")]
    assert [one for (one,) in places] == [
        ("sheet.place", "ข", "ก"),
        ("sheet.place", "ก", "ข"),
        ("sheet.place", "", "ก"),
    ], "what a cancelled amendment put back is told"
    vision = await desk.read(part=About.section(plan_id, "VISION"))
    assert [told(line)[-1][1:] for line in vision] == [
        ("ใหม่", "วิสัยทัศน์"),
        ("วิสัยทัศน์", "ใหม่"),
        (None, "วิสัยทัศน์"),
    ]
    (gone, _) = await desk.read(part=About.section(plan_id, "BENEFITS"))
    assert (gone.act, gone.subject.section_code) == (Act.REMOVE_SECTION, "BENEFITS")


def test_every_verb_that_a_plan_is_told_about_is_an_act() -> None:
    """A verb that nobody can read would break the page of the history."""
    source = "".join(
        path.read_text(encoding="utf-8")
        for room in ("plans", "attachments")
        for path in (Path(plan_core.__path__[0]) / room).rglob("*.py")
        if "actions" in str(path)
    )
    recorded = set(re.findall(r'record(?:_row|_risk)?\(\s*tx,\s*"([a-z_]+)"', source))
    assert len(recorded) > 25
    assert recorded - {act.value for act in Act} == {"share_attachment", "scan_attachment"}


async def test_what_an_import_wrote_is_told_part_by_part(world: World) -> None:
    editor = await make_actor(world)
    async with world.app.write(editor) as tx:
        plan = await writing.start_plan(tx, world.edition)
        await writing.write_rows(
            tx,
            plan,
            world.edition,
            [make_row("1.1", 5, "-")],
            [NewSection("VISION", "วิสัยทัศน์", "ก" * 900)],
            [NewRisk(RiskCategory.FINANCIAL, "ฮั้ว")],
        )
    desk = Desk(world, editor, await load_content(world, editor))
    risk, section, row, whole, _ = await desk.read()
    assert [one.act for one in (risk, section, row, whole)] == [
        Act.WRITE_RISK,
        Act.WRITE_SECTION,
        Act.WRITE_INITIATIVE,
        Act.WRITE_ROWS,
    ]
    assert told(whole) == [
        ("initiatives", None, "1"),
        ("sections", None, "1"),
        ("risks", None, "1"),
    ]
    assert [(one.fiscal_year_be, one.after) for one in row.changes if one.field == "budget"] == [
        (2561, Budget.of(5)),
        (2562, NO_BUDGET),
    ]
    assert section.subject.label == "วิสัยทัศน์"


# ── pages, filters, doors ────────────────────────────────────────────────────────────────────


async def test_pages_join_without_a_gap_and_filters_find_the_person_and_the_kind(
    desk: Desk,
) -> None:
    organisation = desk.approver.tenant
    colleague = make_editor(organisation, name="นาง ข")
    row = desk.rows[1]
    await desk.edit(lambda tx: ordering.remove_initiative(tx, row.id, 1), colleague)
    await desk.set_cell(0, NO_BUDGET)
    whole = [line.entry.sequence for line in await desk.read()]
    pages: list[int] = []
    while page := await desk.read(first=2, before=pages[-1] if pages else None):
        pages += [line.entry.sequence for line in page]
    assert pages == whole
    assert [one.act for one in await desk.read(person_id=colleague.person_id)] == [
        Act.REMOVE_INITIATIVE
    ]
    kinds = [HistoryKind.REMOVED, HistoryKind.CHANGED]
    assert [one.act for one in await desk.read(kinds=kinds)] == [
        Act.SET_BUDGET_CELL,
        Act.REMOVE_INITIATIVE,
    ]
    async with desk.world.app.read(desk.approver) as tx:
        people = await history_queries.list_people(tx, desk.plan)
    assert {(one.id, one.name) for one in people} == {
        (colleague.person_id, "นาง ข"),
        (desk.approver.person_id, desk.approver.name),
    }


async def test_who_acts_for_another_is_told_with_the_other(desk: Desk) -> None:
    """Of what the delegated right did; what an editor does in the own right is the editor's."""
    acting = make_editor(desk.approver.tenant, name="รองปลัด", acting_for="ปลัด")
    row = desk.rows[0]
    await desk.edit(lambda tx: wording.set_initiative(tx, row.id, 1, remarks="ก"), acting)
    (line, *_) = await desk.of_row()
    assert (line.entry.by_name, line.entry.acting_for) == ("รองปลัด", "")
    await submit(desk.world, acting)
    (line, *_) = await desk.read()
    assert (line.act, line.entry.by_name, line.entry.acting_for) == (
        Act.SUBMIT_PLAN,
        "รองปลัด",
        "ปลัด",
    )


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.APPROVER])
async def test_everybody_in_the_organisation_reads_it(world: World, role: Role) -> None:
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    plan = await make_plan(world, approver)
    async with world.app.read(await make_actor(world, role, organisation)) as tx:
        lines = await history_queries.list_history(tx, plan, Wanted(), 10)
    assert lines


async def test_officers_and_neighbours_read_nothing_of_it(desk: Desk) -> None:
    revision = await submit(desk.world, desk.approver)
    await return_whole(desk.world, revision)
    officer = await make_actor(desk.world, Role.PROVINCE_OFFICER, province=revision.province_code)
    neighbour = await make_actor(desk.world, Role.APPROVER)
    async with desk.world.app.read(neighbour) as tx:
        assert await history_queries.list_history(tx, desk.plan, Wanted(), 10) == []
        assert await removed_queries.list_removed(tx, desk.plan, 10) == []
        assert await removed_queries.list_removed_risks(tx, desk.plan, 10) == []
        assert await history_queries.list_people(tx, desk.plan) == []
    async with desk.world.app.read(officer) as tx:
        with pytest.raises(Forbidden):
            await history_queries.list_history(tx, desk.plan, Wanted(), 10)


# ── pace ─────────────────────────────────────────────────────────────────────────────────────


INDEXES = {
    "": "ix_audit_entry_tenant_id_plan_id_sequence",
    "AND part = 'row:{row}'": "ix_audit_entry_tenant_id_plan_id_part_sequence",
    "AND person_id = '{person}'": "ix_audit_entry_tenant_id_plan_id_person_id_sequence",
}


async def analyse(world: World) -> None:
    owner = Database(world.urls.owner)
    try:
        async with owner.unscoped() as session:
            await session.execute(text("ANALYZE audit_entry"))
    finally:
        await owner.close()


async def test_each_filter_reads_a_range_of_an_index_and_sorts_nothing(desk: Desk) -> None:
    """As the application's role, so that row-level security takes part."""
    everybody = [desk.approver, *(make_editor(desk.approver.tenant) for _ in range(9))]
    for person in everybody:
        async with desk.world.app.write(person) as tx:
            for at in range(300):
                row = desk.rows[0].id if at % 30 == 0 else make_id()
                about = About.row(desk.plan.id, row)
                audit.record(tx, "set_initiative", "initiative", row, None, {}, about)
                other = About.row(make_id(), make_id())
                audit.record(tx, "set_initiative", "initiative", row, None, {}, other)
    await analyse(desk.world)
    for more, index in INDEXES.items():
        narrowed = more.format(row=desk.rows[0].id, person=desk.approver.person_id)
        async with desk.world.app.read(desk.approver) as tx:
            found = await tx.session.scalars(
                text(
                    f"EXPLAIN (COSTS OFF) SELECT * FROM audit_entry"
                    f" WHERE tenant_id = {desk.approver.tenant} AND plan_id = '{desk.plan.id}'"
                    f" {narrowed} AND sequence < 3000 ORDER BY sequence DESC LIMIT 50"
                )
            )
            plan = "\n".join(found)
        assert f"Index Scan Backward using {index}" in plan, plan
        condition = plan.partition("Index Cond: ")[2].partition("\n")[0]
        assert "sequence < 3000" in condition, plan
        assert "plan_id" in condition
        assert "Sort" not in plan

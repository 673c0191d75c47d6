"""Writing the parts beside the grid on a real database: changes, refusals, log lines."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from make.people import make_actor, organisation_of
from make.plans import load_content, make_plan, submit
from make.world import Change, World, changes
from plan_core.actor import Actor, Role
from plan_core.db.transaction import WriteTx
from plan_core.errors import Conflict, Forbidden, Invalid, Locked, NotFound, SimitiError
from plan_core.plans import freezing, part_queries, queries
from plan_core.plans.actions import committees, ordering, reviewing, risks, sheets, texts
from plan_core.plans.actions.editing import RefusedRows
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.actions.risks import RiskEdit
from plan_core.plans.actions.sheets import ResponsibleEdit
from plan_core.plans.beside import get_beside
from plan_core.plans.model import PlanSection, Risk
from plan_core.plans.model_parts import Appointment, InitiativeSheet
from plan_core.plans.parts import Indicator, Member, NewRisk, Sheet
from plan_core.plans.stages import CommitteeKind, Part, PartKind, RiskFactor
from plan_core.values import RiskCategory

Action = Callable[[WriteTx], Awaitable[Any]]
MAKING, MONITORING = CommitteeKind.PLAN_MAKING, CommitteeKind.MONITORING


class Desk:
    """An approver, who may write and submit, with a plan of four rows."""

    def __init__(self, world: World, approver: Actor, plan_id: UUID, rows: list[UUID]) -> None:
        self.world = world
        self.approver = approver
        self.plan_id = plan_id
        self.rows = rows

    async def edit(self, action: Action) -> Any:
        async with self.world.app.write(self.approver) as tx:
            answer = await action(tx)
            assert not tx.session.new
            assert not tx.session.dirty
        return answer

    async def refused(self, action: Action, actor: Actor | None = None) -> SimitiError:
        with pytest.raises(SimitiError) as refusal:
            async with self.world.app.write(actor or self.approver) as tx:
                await action(tx)
        return refusal.value

    async def last_change(self) -> Change:
        async with self.world.app.write(self.approver) as tx:
            return (await changes(tx))[-1]

    async def plan_version(self) -> int:
        return (await load_content(self.world, self.approver)).plan.version

    async def add_risk(self, text: str = "ฮั้วประมูล", **more: Any) -> Risk:
        new = NewRisk(more.pop("category", RiskCategory.FINANCIAL), text, **more)
        return await self.edit(lambda tx: risks.add_risk(tx, self.plan_id, new))

    async def register(self) -> list[tuple[str, str, tuple[UUID, ...]]]:
        async with self.world.app.read(self.approver) as tx:
            found = await part_queries.list_answered_risks(tx, self.plan_id)
        return [(one.risk.category.value, one.risk.text, one.answered_by) for one in found]

    async def return_parts(self, *parts: Part) -> None:
        """Submitted, and given back with these parts open."""
        revision = await submit(self.world, self.approver)
        officer = await make_actor(
            self.world, Role.PROVINCE_OFFICER, province=revision.province_code
        )
        key = queries.SubmittedKey(revision.tenant_id, revision.id)
        async with self.world.app.review(officer, revision.tenant_id) as tx:
            await reviewing.return_plan(tx, key, [NewReason(part, "แก้ไข") for part in parts])


@pytest.fixture
async def desk(world: World) -> Desk:
    approver = await make_actor(world, Role.APPROVER)
    plan = await make_plan(world, approver)
    content = await load_content(world, approver)
    return Desk(world, approver, plan.id, [row.id for row in content.rows])


def section(desk: Desk, body: str = "ใหม่", version: int = 0, code: str = "RATIONALE") -> Action:
    return lambda tx: texts.set_section(tx, desk.plan_id, code, version, body)


def edit_of(risk: Risk, **more: Any) -> RiskEdit:
    values: dict[str, Any] = {
        "risk_id": risk.id,
        "version": risk.version,
        "text": risk.text,
        "factor": risk.factor,
        "factors_text": risk.factors_text,
        "likelihood": risk.likelihood,
        "impact": risk.impact,
        "answered_by": (),
    }
    return RiskEdit(**values | more)


def sheet(desk: Desk, version: int = 0, row: UUID | None = None, **fields: Any) -> Action:
    return lambda tx: sheets.set_sheet(
        tx, row or desk.rows[0], version, Sheet(**fields), desk.world.edition
    )


def order(desk: Desk, version: int = 0, **fields: Any) -> Action:
    given: dict[str, Any] = {"order_number": "๑๒/๒๕๖๐", "ordered_on": None, "preamble": ""}
    return lambda tx: committees.set_appointment(tx, desk.plan_id, version, **given | fields)


def members(desk: Desk, version: int, *names: str, kind: CommitteeKind = MAKING) -> Action:
    listed = [Member(kind, name, "", "กรรมการ") for name in names]
    return lambda tx: committees.set_members(tx, desk.plan_id, version, kind, listed)


# ── sections ─────────────────────────────────────────────────────────────────────────────────


async def test_a_section_is_begun_in_its_place_and_replaced(desk: Desk) -> None:
    await desk.edit(section(desk, "ข", code="VISION"))
    first: PlanSection = await desk.edit(section(desk, "# ก\n- ข"))
    assert (first.version, first.title_th) == (1, "หลักการและเหตุผล")
    assert first.body == "# ก\n\n- ข"
    change = await desk.last_change()
    assert (change.verb, change.subject_id, change.before) == ("set_section", first.id, None)
    assert change.after["body"] == "# ก\n\n- ข"
    second: PlanSection = await desk.edit(section(desk, "ค", 1))
    assert (second.id, second.version, second.body) == (first.id, 2, "ค")
    change = await desk.last_change()
    assert (change.before["body"], change.after["body"]) == ("# ก\n\n- ข", "ค")
    async with desk.world.app.read(desk.approver) as tx:
        listed = await queries.list_sections(tx, desk.plan_id)
    assert [(one.code, one.position) for one in listed] == [("RATIONALE", 1), ("VISION", 2)]


async def test_a_heading_is_set_and_stays_when_left_out(desk: Desk) -> None:
    await desk.edit(
        lambda tx: texts.set_section(tx, desk.plan_id, "TARGETS", 0, "ก", " เป้าหมาย  ๔ ปี ")
    )
    kept: PlanSection = await desk.edit(section(desk, "ข", 1, "TARGETS"))
    assert kept.title_th == "เป้าหมาย ๔ ปี"


async def test_each_edit_of_a_part_raises_the_plans_version_once(desk: Desk) -> None:
    before = await desk.plan_version()
    await desk.edit(section(desk))
    await desk.add_risk()
    await desk.edit(sheet(desk, rationale="ก"))
    await desk.edit(order(desk))
    assert await desk.plan_version() == before + 4


async def test_a_stale_section_is_refused_with_the_text_that_is_there(desk: Desk) -> None:
    await desk.edit(section(desk, "ของเพื่อน"))
    for version in (0, 2):
        refusal = await desk.refused(section(desk, "ของฉัน", version))
        assert isinstance(refusal, Conflict)
        current = refusal.values["current"]
        assert isinstance(current, dict)
        assert (current["version"], current["body"]) == (1, "ของเพื่อน")
    refusal = await desk.refused(section(desk, "ของฉัน", 1, "VISION"))
    assert isinstance(refusal, Conflict)
    assert refusal.values["current"] == {"version": 0, "title": "", "body": ""}


async def test_a_section_that_no_plan_has_is_refused(desk: Desk) -> None:
    refusal = await desk.refused(section(desk, code="POEM"))
    assert isinstance(refusal, Invalid)
    assert refusal.code == "SECTION_UNKNOWN"


# ── risks ────────────────────────────────────────────────────────────────────────────────────


async def test_a_risk_is_added_with_its_answers_and_changed(desk: Desk) -> None:
    risk = await desk.add_risk(
        likelihood=4, impact=5, factor=RiskFactor.INTERNAL, answered_by=(desk.rows[0],)
    )
    assert await desk.register() == [("FINANCIAL", "ฮั้วประมูล", (desk.rows[0],))]
    await desk.edit(
        lambda tx: risks.set_risk(
            tx, edit_of(risk, text="ฮั้ว", impact=2, answered_by=(desk.rows[1], desk.rows[2]))
        )
    )
    assert await desk.register() == [("FINANCIAL", "ฮั้ว", (desk.rows[1], desk.rows[2]))]
    change = await desk.last_change()
    assert (change.verb, change.subject_id) == ("set_risk", risk.id)
    assert (change.before["impact"], change.after["impact"]) == (5, 2)
    assert change.before["answeredBy"] == [str(desk.rows[0])]
    assert change.after["version"] == 2


async def test_answers_alone_are_set_and_a_removed_row_answers_nothing(desk: Desk) -> None:
    risk = await desk.add_risk()
    rows = (desk.rows[0], desk.rows[3])
    await desk.edit(lambda tx: risks.set_risk_responses(tx, risk.id, 1, rows))
    assert (await desk.register())[0][2] == rows
    await desk.edit(lambda tx: ordering.remove_initiative(tx, desk.rows[0], 1))
    assert (await desk.register())[0][2] == (desk.rows[3],)
    refusal = await desk.refused(lambda tx: risks.set_risk_responses(tx, risk.id, 2, rows))
    assert isinstance(refusal, NotFound)


async def test_risks_are_moved_inside_and_between_categories(desk: Desk) -> None:
    first, second = await desk.add_risk("หนึ่ง"), await desk.add_risk("สอง")
    await desk.edit(lambda tx: risks.move_risk(tx, second.id, 1, RiskCategory.FINANCIAL, 1))
    assert [text for _, text, _ in await desk.register()] == ["สอง", "หนึ่ง"]
    await desk.edit(lambda tx: risks.move_risk(tx, first.id, 1, RiskCategory.STRATEGIC))
    assert [row[:2] for row in await desk.register()] == [
        ("STRATEGIC", "หนึ่ง"),
        ("FINANCIAL", "สอง"),
    ]
    refusal = await desk.refused(
        lambda tx: risks.move_risk(tx, first.id, 2, RiskCategory.STRATEGIC, 3)
    )
    assert refusal.code == "POSITION_OUT_OF_RANGE"


async def test_a_removed_risk_stays_in_the_log_only(desk: Desk) -> None:
    risk = await desk.add_risk(answered_by=(desk.rows[0],))
    await desk.edit(lambda tx: risks.remove_risk(tx, risk.id, 1))
    assert await desk.register() == []
    change = await desk.last_change()
    assert (change.verb, change.before["text"], change.after) == ("remove_risk", "ฮั้วประมูล", None)


async def test_a_stale_risk_is_refused_by_every_action(desk: Desk) -> None:
    risk = await desk.add_risk()
    await desk.edit(lambda tx: risks.set_risk(tx, edit_of(risk, text="ของเพื่อน")))
    stale: list[Action] = [
        lambda tx: risks.set_risk(tx, edit_of(risk, version=1)),
        lambda tx: risks.move_risk(tx, risk.id, 1, RiskCategory.STRATEGIC),
        lambda tx: risks.remove_risk(tx, risk.id, 1),
        lambda tx: risks.set_risk_responses(tx, risk.id, 1, ()),
    ]
    for action in stale:
        refusal = await desk.refused(action)
        assert isinstance(refusal, Conflict)
        current = refusal.values["current"]
        assert isinstance(current, dict)
        assert (current["text"], current["version"]) == ("ของเพื่อน", 2)


# ── sheets ───────────────────────────────────────────────────────────────────────────────────


async def test_a_sheet_is_begun_and_replaced_whole(desk: Desk) -> None:
    first: InitiativeSheet = await desk.edit(
        sheet(
            desk,
            rationale="เหตุผล",
            quarters=("2562-Q1", "2561-Q4"),
            target_groups=("OFFICIALS",),
            indicators=(Indicator("ร้อยละของผู้เข้าอบรม", "๐", "๘๐", "ร้อยละ", "แบบสอบถาม"),),
        )
    )
    assert first.version == 1
    kept = freezing.sheet_of(first)
    assert kept.quarters == ("2561-Q4", "2562-Q1")
    assert kept.indicators[0].tool == "แบบสอบถาม"
    await desk.edit(sheet(desk, 1, rationale="เหตุผลใหม่"))
    change = await desk.last_change()
    assert (change.verb, change.subject_id) == ("set_sheet", desk.rows[0])
    assert (change.before["rationale"], change.after["rationale"]) == ("เหตุผล", "เหตุผลใหม่")
    assert change.after["quarters"] == []
    assert "place" not in change.after
    async with desk.world.app.read(desk.approver) as tx:
        (stored,) = await part_queries.list_sheets(tx, desk.rows)
    assert (stored.rationale, stored.indicators, stored.version) == ("เหตุผลใหม่", "[]", 2)


async def test_a_stale_sheet_is_refused_with_the_whole_sheet(desk: Desk) -> None:
    await desk.edit(sheet(desk, rationale="ของเพื่อน"))
    refusal = await desk.refused(sheet(desk, rationale="ของฉัน"))
    assert isinstance(refusal, Conflict)
    current = refusal.values["current"]
    assert isinstance(current, dict)
    assert (current["version"], current["rationale"], current["quarters"]) == (1, "ของเพื่อน", [])


async def test_a_removed_row_has_no_sheet_to_write(desk: Desk) -> None:
    await desk.edit(lambda tx: ordering.remove_initiative(tx, desk.rows[0], 1))
    assert isinstance(await desk.refused(sheet(desk, rationale="ก")), NotFound)


async def test_who_answers_is_set_for_many_rows_and_nothing_else_of_their_sheets(
    desk: Desk,
) -> None:
    await desk.edit(sheet(desk, place="ตำบล", responsible_person="นายเดิม"))
    edits = [
        ResponsibleEdit(desk.rows[0], 1, unit="กองคลัง"),
        ResponsibleEdit(desk.rows[1], 0, unit="กองคลัง", person="นางใหม่"),
    ]
    written: list[InitiativeSheet] = await desk.edit(lambda tx: sheets.set_responsible(tx, edits))
    assert [(one.version, one.responsible_unit, one.responsible_person) for one in written] == [
        (2, "กองคลัง", "นายเดิม"),
        (1, "กองคลัง", "นางใหม่"),
    ]
    assert written[0].place == "ตำบล"
    again = [ResponsibleEdit(desk.rows[0], 2, unit="กองคลัง")]
    (same,) = await desk.edit(lambda tx: sheets.set_responsible(tx, again))
    assert same.version == 2, "nothing changed"


async def test_taking_who_answers_out_of_a_row_without_a_sheet_begins_an_empty_one(
    desk: Desk,
) -> None:
    await desk.edit(sheet(desk, responsible_unit="กองคลัง", place="ตำบล"))
    edits = [
        ResponsibleEdit(desk.rows[0], 1, unit=""),
        ResponsibleEdit(desk.rows[1], 0, unit="", person=" "),
    ]
    await desk.edit(lambda tx: sheets.set_responsible(tx, edits))
    async with desk.world.app.read(desk.approver) as tx:
        stored = {one.initiative_id: one for one in await part_queries.list_sheets(tx, desk.rows)}
    first, second = stored[desk.rows[0]], stored[desk.rows[1]]
    assert (first.version, first.responsible_unit, first.place) == (2, "", "ตำบล")
    assert (second.version, freezing.sheet_of(second)) == (1, Sheet())


async def test_who_answers_is_set_for_all_rows_or_none(desk: Desk) -> None:
    await desk.edit(lambda tx: ordering.remove_initiative(tx, desk.rows[2], 1))
    await desk.edit(sheet(desk, place="ตำบล"))
    edits = [
        ResponsibleEdit(desk.rows[0], 0, unit="กองคลัง"),
        ResponsibleEdit(desk.rows[1], 0, unit="กองคลัง"),
        ResponsibleEdit(desk.rows[2], 0, unit="กองคลัง"),
        ResponsibleEdit(desk.rows[3], 0, unit="ก" * 301),
    ]
    refusal = await desk.refused(lambda tx: sheets.set_responsible(tx, edits))
    assert isinstance(refusal, RefusedRows)
    assert {place: one.code for place, one in refusal.refusals.items()} == {
        "0": "CONFLICT",
        "2": "NOT_FOUND",
        "3": "TEXT_TOO_LONG",
    }
    async with desk.world.app.read(desk.approver) as tx:
        (stored,) = await part_queries.list_sheets(tx, desk.rows)
    assert (stored.responsible_unit, stored.place) == ("", "ตำบล")


async def test_of_a_returned_plan_only_the_named_rows_get_another_unit(desk: Desk) -> None:
    await desk.return_parts(Part(PartKind.ROW, desk.rows[0]))
    await desk.edit(
        lambda tx: sheets.set_responsible(tx, [ResponsibleEdit(desk.rows[0], 0, unit="กองช่าง")])
    )
    other = [ResponsibleEdit(desk.rows[1], 0, unit="กองช่าง")]
    refusal = await desk.refused(lambda tx: sheets.set_responsible(tx, other))
    assert isinstance(refusal, RefusedRows)
    assert isinstance(refusal.refusals["0"], Locked)


# ── committees ───────────────────────────────────────────────────────────────────────────────


async def test_the_order_and_both_committees_are_written(desk: Desk) -> None:
    first: Appointment = await desk.edit(order(desk, ordered_on=date(2017, 5, 2)))
    assert first.version == 1
    await desk.edit(members(desk, 1, "นายหนึ่ง", "นางสอง"))
    await desk.edit(members(desk, 2, "นางสาวสาม", kind=MONITORING))
    await desk.edit(members(desk, 3, "นางสอง"))
    change = await desk.last_change()
    assert change.verb == "set_committee"
    assert change.before["members"] == ["นายหนึ่ง · กรรมการ", "นางสอง · กรรมการ"]
    assert change.after["members"] == ["นางสอง · กรรมการ"]
    async with desk.world.app.read(desk.approver) as tx:
        beside = await get_beside(tx, await queries.get_plan(tx, desk.plan_id))
    found = freezing.appointment_of(beside)
    assert found is not None
    assert (found.order_number, found.ordered_on) == ("๑๒/๒๕๖๐", date(2017, 5, 2))
    assert [(one.committee, one.name) for one in found.members] == [
        (MAKING, "นางสอง"),
        (MONITORING, "นางสาวสาม"),
    ]


async def test_members_may_come_before_the_order(desk: Desk) -> None:
    begun: Appointment = await desk.edit(members(desk, 0, "นายหนึ่ง"))
    assert (begun.version, begun.order_number) == (1, "")


async def test_a_stale_order_or_list_is_refused_with_what_is_there(desk: Desk) -> None:
    await desk.edit(order(desk))
    for action in (order(desk, 0, order_number="๙"), members(desk, 0, "นายหนึ่ง")):
        refusal = await desk.refused(action)
        assert isinstance(refusal, Conflict)
        current = refusal.values["current"]
        assert isinstance(current, dict)
        assert (current["version"], current["orderNumber"]) == (1, "๑๒/๒๕๖๐")
    mixed = [Member(MONITORING, "นายหนึ่ง", "", "")]
    refusal = await desk.refused(
        lambda tx: committees.set_members(tx, desk.plan_id, 1, MAKING, mixed)
    )
    assert refusal.code == "COMMITTEES_MIXED"


# ── who may, and when ────────────────────────────────────────────────────────────────────────


async def every_edit(desk: Desk) -> dict[str, Action]:
    """One edit of each part that would be fine at any time."""
    risk = await desk.add_risk()
    return {
        "section": section(desk),
        "risk": lambda tx: risks.add_risk(tx, desk.plan_id, NewRisk(RiskCategory.STRATEGIC, "ใหม่")),
        "set risk": lambda tx: risks.set_risk(tx, edit_of(risk)),
        "answers": lambda tx: risks.set_risk_responses(tx, risk.id, 1, ()),
        "move risk": lambda tx: risks.move_risk(tx, risk.id, 1, RiskCategory.STRATEGIC),
        "remove risk": lambda tx: risks.remove_risk(tx, risk.id, 1),
        "sheet": sheet(desk, rationale="ก"),
        "order": order(desk),
        "committee": members(desk, 0, "นายหนึ่ง"),
    }


async def test_nothing_is_written_while_the_plan_is_submitted(desk: Desk) -> None:
    edits = await every_edit(desk)
    await submit(desk.world, desk.approver)
    for action in edits.values():
        refusal = await desk.refused(action)
        assert isinstance(refusal, Locked)
        assert refusal.code == "PLAN_LOCKED"


@pytest.mark.parametrize(
    ("kind", "opened"),
    [
        (PartKind.SECTION, {"section"}),
        (PartKind.RISKS, {"risk", "set risk", "answers", "move risk", "remove risk"}),
        (PartKind.ROW, {"sheet"}),
        (PartKind.COMMITTEES, {"order", "committee"}),
    ],
)
async def test_after_a_return_exactly_the_named_part_is_open(
    desk: Desk, kind: PartKind, opened: set[str]
) -> None:
    edits = await every_edit(desk)
    part = {
        PartKind.SECTION: Part(kind, section_code="RATIONALE"),
        PartKind.ROW: Part(kind, desk.rows[0]),
    }.get(kind, Part(kind))
    await desk.return_parts(part)
    for name, action in edits.items():
        if name in opened:
            continue
        refusal = await desk.refused(action)
        assert refusal.code == "PART_NOT_RETURNED", name
    last = {"risk", "sheet", "section", "order"} & opened
    await desk.edit(edits[last.pop()])


async def test_another_section_or_sheet_than_the_returned_one_stays_locked(desk: Desk) -> None:
    await desk.return_parts(
        Part(PartKind.SECTION, section_code="RATIONALE"), Part(PartKind.ROW, desk.rows[0])
    )
    for action in (section(desk, code="VISION"), sheet(desk, row=desk.rows[1], rationale="ก")):
        assert (await desk.refused(action)).code == "PART_NOT_RETURNED"


async def test_another_organisation_finds_none_of_it_and_changes_nothing(desk: Desk) -> None:
    edits = await every_edit(desk)
    stranger = await make_actor(desk.world, Role.APPROVER)
    await make_plan(desk.world, stranger)
    before = await desk.plan_version()
    for name, action in edits.items():
        refusal = await desk.refused(action, stranger)
        assert isinstance(refusal, NotFound), name
    assert await desk.plan_version() == before


async def test_a_neighbours_row_answers_no_risk(desk: Desk) -> None:
    stranger = await make_actor(desk.world, Role.APPROVER)
    await make_plan(desk.world, stranger)
    theirs = (await load_content(desk.world, stranger)).rows[0].id
    for row in (theirs, uuid4()):
        new = NewRisk(RiskCategory.FINANCIAL, "ก", answered_by=(row,))
        refusal = await desk.refused(lambda tx, new=new: risks.add_risk(tx, desk.plan_id, new))
        assert isinstance(refusal, NotFound)


async def test_who_may_only_read_writes_no_part(desk: Desk) -> None:
    edits = await every_edit(desk)
    organisation = await organisation_of(desk.world, desk.approver)
    viewer = await make_actor(desk.world, Role.VIEWER, organisation)
    for name, action in edits.items():
        assert isinstance(await desk.refused(action, viewer), Forbidden), name


async def test_what_is_submitted_holds_all_parts(desk: Desk) -> None:
    await desk.edit(section(desk, "เหตุผล"))
    await desk.add_risk(likelihood=2, impact=3, answered_by=(desk.rows[1],))
    await desk.edit(sheet(desk, place="ตำบล"))
    await desk.edit(members(desk, 0, "นายหนึ่ง"))
    revision = await submit(desk.world, desk.approver)
    async with desk.world.app.read(desk.approver) as tx:
        body = await part_queries.get_body(
            tx, queries.SubmittedKey(revision.tenant_id, revision.id)
        )
    assert [one.body for one in body.sections] == ["เหตุผล"]
    assert body.risks[0].answered_by == (desk.rows[1],)
    assert body.initiatives[0].sheet == Sheet(place="ตำบล")
    assert body.appointment is not None
    assert [one.name for one in body.appointment.members] == ["นายหนึ่ง"]

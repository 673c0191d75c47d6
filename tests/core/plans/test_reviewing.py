"""Returning, accepting, adopting and publishing: who, when, and what stays locked meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import date
from uuid import UUID

import pytest

from make.people import make_actor, make_organisation
from make.plans import load_content, make_plan, submit
from make.world import World, changes
from plan_core.actor import Actor, Role
from plan_core.errors import Forbidden, Invalid, Locked, NotFound, SimitiError
from plan_core.places.model import Organisation
from plan_core.plans import queries, step_queries
from plan_core.plans.actions import adopting, filling, ordering, reviewing, submitting, wording
from plan_core.plans.actions.filling import CellEdit, RefusedCells
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.content import PlanRow
from plan_core.plans.model import Revision
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.rules import Signature
from plan_core.plans.stages import Part, PartKind, PlanStage, Verdict
from plan_core.values import Budget

SIGNATURE = Signature(" นาย ก ", "ปลัด", "รักษาการแทนนายก", "๑๒/๒๕๖๑", date(2018, 1, 15))


class Life:
    """An organisation whose plan of four rows was submitted, and its area's officers."""

    def __init__(
        self, world: World, organisation: Organisation, approver: Actor, officer: Actor
    ) -> None:
        self.world = world
        self.organisation = organisation
        self.approver = approver
        self.officer = officer

    async def rows(self) -> list[PlanRow]:
        return list((await load_content(self.world, self.approver)).rows)

    async def newest(self) -> Revision:
        async with self.world.app.read(self.approver) as tx:
            return (await queries.list_revisions(tx, self.world.edition.code))[0]

    async def key(self) -> SubmittedKey:
        return SubmittedKey(self.organisation.id, (await self.newest()).id)

    async def stage(self) -> PlanStage:
        async with self.world.app.read(self.approver) as tx:
            plan = await queries.find_plan(tx, self.world.edition.code)
            assert plan is not None
            return (await step_queries.get_way(tx, plan)).stage

    async def return_parts(self, *parts: Part, by: Actor | None = None) -> None:
        key = await self.key()
        async with self.world.app.review(by or self.officer, key.tenant_id) as tx:
            reasons = [NewReason(part, "ยอดไม่ตรง") for part in parts]
            await reviewing.return_plan(tx, key, reasons, "โปรดแก้ไข")

    async def accept(self, by: Actor | None = None) -> None:
        key = await self.key()
        async with self.world.app.review(by or self.officer, key.tenant_id) as tx:
            await reviewing.accept_plan(tx, key)

    async def set_cells(self, *edits: tuple[PlanRow, int]) -> None:
        """Row and index of its year."""
        async with self.world.app.write(self.approver) as tx:
            cells = [row.cells[at] for row, at in edits]
            await filling.set_budget_cells(
                tx, [CellEdit(one.id, one.version, Budget.of(77)) for one in cells]
            )

    async def adopt(self, signature: Signature = SIGNATURE) -> None:
        async with self.world.app.write(self.approver) as tx:
            plan = await queries.find_plan(tx, self.world.edition.code)
            assert plan is not None
            await adopting.adopt_plan(tx, plan.id, plan.version, signature)

    async def publish(self) -> None:
        async with self.world.app.write(self.approver) as tx:
            plan = await queries.find_plan(tx, self.world.edition.code)
            assert plan is not None
            await adopting.publish_plan(tx, plan.id, plan.version)


@pytest.fixture
async def life(world: World) -> Life:
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    await make_plan(world, approver)
    await submit(world, approver)
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    return Life(world, organisation, approver, officer)


async def test_a_returned_cell_can_be_changed_and_nothing_else(life: Life) -> None:
    row, other, *_ = await life.rows()
    await life.return_parts(Part(PartKind.CELL, row.id, 2562))
    assert await life.stage() is PlanStage.RETURNED
    await life.set_cells((row, 1))
    for locked in ((row, 0), (other, 1)):
        with pytest.raises(RefusedCells) as refusal:
            await life.set_cells(locked)
        assert [one.code for one in refusal.value.refusals.values()] == ["PART_NOT_RETURNED"]
    async with life.world.app.write(life.approver) as tx:
        with pytest.raises(Locked):
            await wording.set_initiative(tx, row.id, row.initiative.version, title="ใหม่")
    async with life.world.app.write(life.approver) as tx:
        with pytest.raises(Locked):
            await ordering.remove_initiative(tx, other.id, other.initiative.version)


async def test_a_block_with_a_locked_cell_is_refused_whole_and_names_it(life: Life) -> None:
    row, other, *_ = await life.rows()
    await life.return_parts(Part(PartKind.CELL, row.id, 2561))
    with pytest.raises(RefusedCells) as refusal:
        await life.set_cells((row, 0), (row, 1), (other, 0))
    assert set(refusal.value.refusals) == {1, 2}
    assert (await life.rows())[0].cells[0].version == row.cells[0].version


async def test_a_returned_row_opens_its_words_and_years(life: Life) -> None:
    row, other, *_ = await life.rows()
    await life.return_parts(Part(PartKind.ROW, row.id))
    await life.set_cells((row, 0), (row, 3))
    async with life.world.app.write(life.approver) as tx:
        await wording.set_initiative(tx, row.id, row.initiative.version, remarks="แก้แล้ว")
    with pytest.raises(RefusedCells):
        await life.set_cells((other, 0))


async def test_what_was_corrected_is_submitted_again_without_the_committee(life: Life) -> None:
    row = (await life.rows())[0]
    await life.return_parts(Part(PartKind.CELL, row.id, 2561))
    await life.set_cells((row, 0))
    assert (await submit(life.world, life.approver)).number == 2
    assert await life.stage() is PlanStage.SUBMITTED
    with pytest.raises(Locked):
        await life.set_cells(((await life.rows())[0], 0))


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (Part(PartKind.ROW), "PART_UNCLEAR"),
        (Part(PartKind.CELL, UUID(int=1)), "PART_UNCLEAR"),
        (Part(PartKind.PLAN, fiscal_year_be=2561), "PART_UNCLEAR"),
        (Part(PartKind.SECTION), "PART_UNCLEAR"),
        (Part(PartKind.ROW, UUID(int=1)), "NOT_FOUND"),
    ],
)
async def test_a_reason_that_points_nowhere_returns_nothing(
    life: Life, part: Part, code: str
) -> None:
    with pytest.raises(SimitiError) as refusal:
        await life.return_parts(Part(PartKind.PLAN), part)
    assert refusal.value.code == code
    assert await life.stage() is PlanStage.SUBMITTED


async def test_returning_without_a_reason_is_refused(life: Life) -> None:
    with pytest.raises(Invalid) as refusal:
        await life.return_parts()
    assert refusal.value.code == "REASONS_NEEDED"


async def test_of_two_officers_at_once_exactly_one_wins(life: Life) -> None:
    district = await make_actor(life.world, Role.DISTRICT_OFFICER)

    async def outcome(attempt: Awaitable[None]) -> str:
        try:
            await attempt
        except SimitiError as refusal:
            return refusal.code
        return "DONE"

    made = [
        life.accept(),
        life.return_parts(Part(PartKind.PLAN), by=district),
        life.accept(by=district),
    ]
    outcomes = await asyncio.gather(*(outcome(one) for one in made))
    assert outcomes.count("DONE") == 1
    assert set(outcomes) <= {"DONE", "CONFLICT", "STEP_NOT_POSSIBLE"}
    async with life.world.app.read(life.approver) as tx:
        steps = await step_queries.list_all_steps(tx, life.organisation.id, life.world.edition.code)
    assert [one.row.sequence for one in steps] == [1, 2]


async def test_officers_of_other_areas_find_nothing_to_review(life: Life) -> None:
    for stranger in (
        await make_actor(life.world, Role.PROVINCE_OFFICER, province="55"),
        await make_actor(life.world, Role.DISTRICT_OFFICER, district="5401"),
    ):
        with pytest.raises(NotFound):
            await life.accept(by=stranger)
        with pytest.raises(NotFound):
            await life.return_parts(Part(PartKind.PLAN), by=stranger)
    for reader in (await make_actor(life.world, Role.NATIONAL_VIEWER), life.approver):
        with pytest.raises(Forbidden):
            await life.accept(by=reader)
    assert await life.stage() is PlanStage.SUBMITTED


async def test_an_earlier_revision_is_not_reviewed_any_more(life: Life) -> None:
    first = await life.key()
    await life.return_parts(Part(PartKind.PLAN))
    await submit(life.world, life.approver)
    async with life.world.app.review(life.officer, first.tenant_id) as tx:
        with pytest.raises(Locked) as refusal:
            await reviewing.accept_plan(tx, first)
    assert refusal.value.code == "REVISION_SUPERSEDED"
    assert refusal.value.values["newest"] == 2


async def test_the_head_adopts_what_was_accepted_and_then_publishes_it(life: Life) -> None:
    for too_early in (life.adopt(), life.publish()):
        with pytest.raises(Locked):
            await too_early
    await life.accept()
    assert await life.stage() is PlanStage.ACCEPTED
    with pytest.raises(Locked):
        await life.publish()
    await life.adopt()
    await life.publish()
    assert await life.stage() is PlanStage.PUBLISHED
    async with life.world.app.read(life.approver) as tx:
        steps = await step_queries.list_all_steps(tx, life.organisation.id, life.world.edition.code)
    adoption = steps[2].row
    assert (adoption.signed_by, adoption.signed_as, adoption.acting_for) == (
        "นาย ก",
        "ปลัด",
        "รักษาการแทนนายก",
    )
    assert [one.row.kind.value for one in steps] == [
        "SUBMITTED",
        "ACCEPTED",
        "ADOPTED",
        "PUBLISHED",
    ]
    async with life.world.app.write(life.approver) as tx:
        verbs = [one.verb for one in await changes(tx)]
    assert verbs[-3:] == ["accept_plan", "adopt_plan", "publish_plan"]


async def test_a_signature_must_be_whole_and_not_of_tomorrow(life: Life) -> None:
    await life.accept()
    today = life.world.clock.now.date()
    for signature, code, field in (
        (Signature("", "ปลัด", "", "๑", today), "TEXT_NEEDED", "signedBy"),
        (Signature("ก", " ", "", "๑", today), "TEXT_NEEDED", "signedAs"),
        (Signature("ก", "ปลัด", "", "", today), "TEXT_NEEDED", "orderNumber"),
        (Signature("ก", "ปลัด", "", "๑", date(2999, 1, 1)), "SIGNED_IN_FUTURE", "signedOn"),
    ):
        with pytest.raises(Invalid) as refusal:
            await life.adopt(signature)
        assert (refusal.value.code, refusal.value.field) == (code, field)
    assert await life.stage() is PlanStage.ACCEPTED


async def test_the_newest_verdict_on_a_row_counts_across_revisions(life: Life) -> None:
    rows = [row.id for row in await life.rows()]

    async def judge(verdict: Verdict, reason: str, *ids: UUID) -> None:
        key = await life.key()
        async with life.world.app.review(life.officer, key.tenant_id) as tx:
            await reviewing.set_consistency(tx, key, ids, verdict, reason)

    await judge(Verdict.CONSISTENT, "", *rows)
    life.world.clock.move(days=1)
    await judge(Verdict.INCONSISTENT, "ไม่ตรงมิติ", rows[0])
    with pytest.raises(Invalid) as refusal:
        await judge(Verdict.INCONSISTENT, " ", rows[1])
    assert refusal.value.code == "REASON_NEEDED"
    for ids, code in (((), "ROWS_AT_ONCE"), ((rows[0], rows[0]), "ROW_TWICE")):
        with pytest.raises(Invalid) as refusal:
            await judge(Verdict.CONSISTENT, "", *ids)
        assert refusal.value.code == code
    with pytest.raises(NotFound):
        await judge(Verdict.CONSISTENT, "", rows[0], UUID(int=1))
    await life.return_parts(Part(PartKind.ROW, rows[0]))
    await submit(life.world, life.approver)
    life.world.clock.move(days=1)
    await judge(Verdict.CONSISTENT, "แก้แล้ว", rows[1])
    async with life.world.app.read(life.officer) as tx:
        revision = await queries.find_revision(tx, await life.key())
        assert revision is not None
        verdicts = await step_queries.list_verdicts(tx, revision)
    found = {one.row.initiative_id: (one.row.verdict, one.number) for one in verdicts}
    assert found == {
        rows[0]: (Verdict.INCONSISTENT, 1),
        rows[1]: (Verdict.CONSISTENT, 2),
        rows[2]: (Verdict.CONSISTENT, 1),
        rows[3]: (Verdict.CONSISTENT, 1),
    }


async def test_a_comment_is_answered_by_the_organisation(life: Life) -> None:
    key = await life.key()
    row = (await life.rows())[0].id
    async with life.world.app.review(life.officer, key.tenant_id) as tx:
        await reviewing.add_comment(tx, key, row, "กลุ่มเป้าหมายคือใคร")
    async with life.world.app.write(life.approver) as tx:
        await reviewing.add_comment(tx, key, row, "เยาวชนในตำบล")
    async with life.world.app.write(life.approver) as tx:
        with pytest.raises(Invalid):
            await reviewing.add_comment(tx, key, None, " ")
    viewer = await make_actor(life.world, Role.VIEWER, life.organisation)
    async with life.world.app.write(viewer) as tx:
        with pytest.raises(Forbidden):
            await reviewing.add_comment(tx, key, row, "x")
    async with life.world.app.read(viewer) as tx:
        revision = await queries.find_revision(tx, key)
        assert revision is not None
        comments = await step_queries.list_comments(tx, revision)
    assert [(one.row.text, one.row.by_role) for one in comments] == [
        ("กลุ่มเป้าหมายคือใคร", "PROVINCE_OFFICER"),
        ("เยาวชนในตำบล", "APPROVER"),
    ]


async def test_the_committee_holds_the_plan_still_until_it_is_taken_back(world: World) -> None:
    editor = await make_actor(world)
    plan = await make_plan(world, editor)
    async with world.app.write(editor) as tx:
        await submitting.send_to_committee(tx, plan.id, plan.version)
    row = (await load_content(world, editor)).rows[0]
    async with world.app.write(editor) as tx:
        with pytest.raises(Locked):
            await wording.set_initiative(tx, row.id, row.initiative.version, title="ใหม่")
    async with world.app.write(editor) as tx:
        content = await queries.get_plan(tx, plan.id)
        await submitting.take_back(tx, plan.id, content.version)
    async with world.app.write(editor) as tx:
        await wording.set_initiative(tx, row.id, row.initiative.version, title="ใหม่")
    assert (await load_content(world, editor)).rows[0].initiative.title == "ใหม่"

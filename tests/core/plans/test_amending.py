"""An adopted plan is altered lawfully: what is said of it, that it alters, giving it up."""

import asyncio
import hashlib
from collections.abc import Awaitable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from make.people import make_actor, make_organisation
from make.plans import load_content, make_plan, submit
from make.world import World, changes
from plan_core.actor import Actor, Role
from plan_core.db.base import make_id
from plan_core.errors import Conflict, Forbidden, Invalid, Locked, SimitiError
from plan_core.plans import (
    amendment_queries,
    amendment_rules,
    body,
    freezing,
    queries,
    removed_queries,
    step_queries,
)
from plan_core.plans.actions import (
    adopting,
    amending,
    filling,
    ordering,
    reviewing,
    risks,
    submitting,
    wording,
)
from plan_core.plans.actions.amending import AmendmentEdit
from plan_core.plans.actions.filling import CellEdit
from plan_core.plans.model import Plan, PlanSection, Revision, Risk
from plan_core.plans.model_parts import Amendment, CommitteeMember, InitiativeSheet, RiskResponse
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.rules import Signature
from plan_core.plans.stages import AmendmentKind, CommitteeKind, PlanStage, RiskFactor
from plan_core.values import UNSTATED, Budget, InitiativeKind, RiskCategory

SIGNED = Signature("นาย ก", "นายก อบต.", "", "๑/๒๕๖๑", date(2018, 1, 15))


async def adopted(world: World, *, with_beside: bool = False) -> tuple[Actor, Revision]:
    """An approver whose plan was accepted and adopted."""
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    plan = await make_plan(world, approver)
    if with_beside:
        await write_beside(world, approver, plan)
    revision = await submit(world, approver)
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    async with world.app.review(officer, revision.tenant_id) as tx:
        await reviewing.accept_plan(tx, SubmittedKey(revision.tenant_id, revision.id))
    async with world.app.write(approver) as tx:
        plan = await queries.get_plan(tx, plan.id)
        await adopting.adopt_plan(tx, plan.id, plan.version, SIGNED)
    return approver, revision


async def write_beside(world: World, actor: Actor, plan: Plan) -> None:
    row = (await load_content(world, actor)).rows[0]
    async with world.app.write(actor) as tx:
        owner = {"tenant_id": actor.tenant, "plan_id": plan.id}
        risk_id = make_id()
        tx.session.add(
            PlanSection(
                **owner,
                id=make_id(),
                position=1,
                code="vision",
                title_th="วิสัยทัศน์",
                body="ก",
                version=1,
            )
        )
        tx.session.add(
            Risk(
                **owner,
                id=risk_id,
                position=1,
                category=RiskCategory.FINANCIAL,
                text="เสี่ยง",
                factor=RiskFactor.INTERNAL,
                factors_text="",
                likelihood=2,
                impact=None,
                version=1,
            )
        )
        await tx.session.flush()
        tx.session.add(RiskResponse(**owner, id=make_id(), risk_id=risk_id, initiative_id=row.id))
        tx.session.add(
            CommitteeMember(
                **owner,
                id=make_id(),
                committee=CommitteeKind.MONITORING,
                position=1,
                name="นาย ข",
                post="ปลัด",
                duty="ประธาน",
            )
        )
        texts = dict.fromkeys(
            (
                *("rationale", "objectives", "targets", "place", "method", "duration"),
                *("responsible_unit", "responsible_person", "expected_outcome"),
                *("legal_basis", "development_plan_item", "ordinance_item"),
            ),
            "ข้อความ",
        )
        tx.session.add(
            InitiativeSheet(
                **owner,
                id=make_id(),
                initiative_id=row.id,
                **texts,
                quarters=["2561-Q1"],
                target_groups=["OFFICIALS"],
                indicators='[{"text": "ร้อยละ"}]',
                version=1,
            )
        )


async def open_amendment(
    world: World, actor: Actor, kind: AmendmentKind = AmendmentKind.CHANGE
) -> Amendment:
    async with world.app.write(actor) as tx:
        plan = await get_plan(world, actor)
        return await adopting.open_amendment(
            tx, plan.id, plan.version, kind=kind, reason="งบประมาณไม่เพียงพอ"
        )


async def get_plan(world: World, actor: Actor) -> Plan:
    return (await load_content(world, actor)).plan


async def stage(world: World, actor: Actor) -> PlanStage:
    async with world.app.read(actor) as tx:
        plan = await queries.find_plan(tx, world.edition.code)
        assert plan is not None
        return await step_queries.stage_of_plan(tx, plan)


async def frozen(world: World, actor: Actor) -> body.Body:
    async with world.app.read(actor) as tx:
        plan = await queries.find_plan(tx, world.edition.code)
        assert plan is not None
        content = await queries.get_content(tx, plan, world.edition)
        return await freezing.body_of(tx, content, world.edition)


async def change_everything(world: World, actor: Actor) -> None:
    """Every part of the working copy says something else."""
    first, second, third, _ = (await load_content(world, actor)).rows
    async with world.app.write(actor) as tx:
        cell = first.cells[0]
        await filling.set_budget_cells(tx, [CellEdit(cell.id, cell.version, UNSTATED)])
    async with world.app.write(actor) as tx:
        row = await queries.get_initiative(tx, first.id)
        await wording.set_initiative(
            tx, row.id, row.version, title="โครงการอื่น", kind=InitiativeKind.MEASURE, remarks="ใหม่"
        )
    async with world.app.write(actor) as tx:
        row = await queries.get_initiative(tx, second.id)
        await ordering.remove_initiative(tx, row.id, row.version)
    async with world.app.write(actor) as tx:
        row = await queries.get_initiative(tx, third.id)
        await ordering.move_initiative(
            tx, row.id, row.version, world.edition, mission_code="1.1", position=1
        )
    async with world.app.write(actor) as tx:
        await ordering.add_initiative(
            tx,
            first.initiative.plan_id,
            world.edition,
            mission_code="1.1",
            kind=InitiativeKind.PROJECT,
            title="โครงการเพิ่ม",
            position=1,
        )
        for section in await queries.list_sections(tx, first.initiative.plan_id):
            section.body = "ข"
            section.version += 1
        for risk in await queries.list_risks(tx, first.initiative.plan_id):
            risk.text = "เสี่ยงอื่น"
            risk.version += 1
        for sheet in await tx.session.scalars(
            select(InitiativeSheet).where(InitiativeSheet.tenant_id == actor.tenant)
        ):
            sheet.place, sheet.quarters = "ที่อื่น", []
            sheet.version += 1
        for member in await tx.session.scalars(
            select(CommitteeMember).where(CommitteeMember.tenant_id == actor.tenant)
        ):
            member.duty = "กรรมการ"


async def test_what_an_amendment_says_of_itself_can_be_said_anew_until_it_is_submitted(
    world: World,
) -> None:
    approver, _ = await adopted(world)
    amendment = await open_amendment(world, approver)
    editor = replace(approver, role=Role.EDITOR)
    edit = AmendmentEdit(AmendmentKind.ADD, "เพิ่มโครงการ", "๕/๒๕๖๑", date(2018, 2, 1))
    async with world.app.write(editor) as tx:
        changed = await amending.set_amendment(tx, amendment.id, 1, edit)
        (*_, last) = await changes(tx)
    assert (changed.kind, changed.order_number, changed.version) == (edit.kind, "๕/๒๕๖๑", 2)
    assert (last.before["orderNumber"], last.after["orderNumber"]) == ("", "๕/๒๕๖๑")
    with pytest.raises(Conflict):
        async with world.app.write(editor) as tx:
            await amending.set_amendment(tx, amendment.id, 1, edit)
    await change_everything(world, approver)
    revision = await submit(world, approver)
    head = body.decode(revision.body).amendment
    assert head is not None
    assert (head.number, head.kind, head.base_number) == (1, AmendmentKind.ADD, 1)
    with pytest.raises(Locked) as refusal:
        async with world.app.write(editor) as tx:
            await amending.set_amendment(tx, amendment.id, 2, edit)
    assert refusal.value.code == "AMENDMENT_LOCKED"


async def test_an_amendment_that_alters_nothing_goes_neither_to_the_committee_nor_further(
    world: World,
) -> None:
    approver, _ = await adopted(world)
    await open_amendment(world, approver)
    plan = await get_plan(world, approver)
    with pytest.raises(Invalid) as refusal:
        async with world.app.write(approver) as tx:
            await submitting.send_to_committee(tx, plan.id, plan.version)
    assert refusal.value.code == "AMENDMENT_EMPTY"
    assert await stage(world, approver) is PlanStage.DRAFT
    await change_everything(world, approver)
    await submit(world, approver)
    assert await stage(world, approver) is PlanStage.SUBMITTED


async def test_a_cancelled_amendment_leaves_exactly_what_was_adopted(world: World) -> None:
    approver, revision = await adopted(world, with_beside=True)
    await open_amendment(world, approver)
    await change_everything(world, approver)
    plan = await get_plan(world, approver)
    async with world.app.write(approver) as tx:
        await amending.cancel_amendment(tx, plan.id, plan.version, world.edition)
        verbs = [change.verb for change in await changes(tx)]
    text = body.encode(await frozen(world, approver))
    assert text == revision.body
    assert hashlib.sha256(text.encode()).hexdigest() == revision.sha256
    assert await stage(world, approver) is PlanStage.ADOPTED
    assert {"cancel_amendment", "restore_plan", "remove_initiative"} <= set(verbs)
    again = await open_amendment(world, approver)
    assert again.number == 1


async def test_a_risk_that_comes_back_by_cancelling_is_not_offered_as_removed(
    world: World,
) -> None:
    approver, _ = await adopted(world, with_beside=True)
    await open_amendment(world, approver)
    async with world.app.write(approver) as tx:
        plan = await queries.get_plan(tx, (await get_plan(world, approver)).id)
        before = await queries.list_risks(tx, plan.id)
        await risks.remove_risk(tx, before[0].id, before[0].version)
    async with world.app.read(approver) as tx:
        removed = await removed_queries.list_removed_risks(tx, plan, 10)
    assert [one.id for one in removed] == [before[0].id]
    plan = await get_plan(world, approver)
    async with world.app.write(approver) as tx:
        await amending.cancel_amendment(tx, plan.id, plan.version, world.edition)
    async with world.app.read(approver) as tx:
        after = await queries.list_risks(tx, plan.id)
        assert await removed_queries.list_removed_risks(tx, plan, 10) == []
    assert [one.id for one in after] == [one.id for one in before]
    assert all(now.version > was.version for now, was in zip(after, before, strict=True))


async def test_cancelling_at_once_changes_nothing_but_the_state(world: World) -> None:
    approver, revision = await adopted(world, with_beside=True)
    await open_amendment(world, approver)
    before = await load_content(world, approver)
    async with world.app.write(approver) as tx:
        await amending.cancel_amendment(tx, before.plan.id, before.plan.version, world.edition)
    after = await load_content(world, approver)
    assert body.encode(await frozen(world, approver)) == revision.body
    assert [row.initiative.version for row in after.rows] == [
        row.initiative.version for row in before.rows
    ]


async def test_only_an_approver_cancels_and_only_the_version_that_was_seen(world: World) -> None:
    approver, _ = await adopted(world)
    await open_amendment(world, approver)
    plan = await get_plan(world, approver)
    with pytest.raises(Forbidden):
        async with world.app.write(replace(approver, role=Role.EDITOR)) as tx:
            await amending.cancel_amendment(tx, plan.id, plan.version, world.edition)
    with pytest.raises(Conflict):
        async with world.app.write(approver) as tx:
            await amending.cancel_amendment(tx, plan.id, plan.version - 1, world.edition)
    assert await stage(world, approver) is PlanStage.DRAFT


async def test_of_several_who_open_one_at_once_exactly_one_wins(world: World) -> None:
    approver, _ = await adopted(world)
    plan = await get_plan(world, approver)

    async def open_it(kind: AmendmentKind) -> None:
        async with world.app.write(approver) as tx:
            await adopting.open_amendment(tx, plan.id, plan.version, kind=kind, reason="เหตุผล")

    outcomes = await asyncio.gather(*(outcome(open_it(kind)) for kind in AmendmentKind))
    assert outcomes.count("DONE") == 1
    assert set(outcomes) <= {"DONE", "CONFLICT", "STEP_NOT_POSSIBLE"}
    async with world.app.read(approver) as tx:
        assert len(await amendment_queries.list_amendments(tx, plan.id)) == 1


async def test_of_several_who_say_why_a_row_is_altered_at_once_exactly_one_wins(
    world: World,
) -> None:
    approver, _ = await adopted(world)
    amendment = await open_amendment(world, approver)
    row = (await load_content(world, approver)).rows[0].id

    async def say(version: int, reason: str) -> None:
        async with world.app.write(approver) as tx:
            await amending.set_row_reason(tx, amendment.id, row, version, reason)

    for version in (0, 1):
        said = [f"เหตุผล {number}" for number in range(5)]
        outcomes = await asyncio.gather(*(outcome(say(version, one)) for one in said))
        assert sorted(outcomes) == ["CONFLICT"] * 4 + ["DONE"]
        async with world.app.read(approver) as tx:
            (kept,) = await amendment_queries.list_row_reasons(tx, amendment.id)
        assert (kept.reason, kept.version) == (said[outcomes.index("DONE")], version + 1)


async def test_an_edit_beside_a_cancellation_is_lost_or_kept_out_never_left_behind(
    world: World,
) -> None:
    approver, revision = await adopted(world)
    await open_amendment(world, approver)
    await change_everything(world, approver)
    content = await load_content(world, approver)
    cell = content.rows[0].cells[1]

    async def cancel() -> None:
        async with world.app.write(approver) as tx:
            await amending.cancel_amendment(
                tx, content.plan.id, content.plan.version, world.edition
            )

    async def edit() -> None:
        async with world.app.write(approver) as tx:
            await filling.set_budget_cells(tx, [CellEdit(cell.id, cell.version, UNSTATED)])

    cancelled, edited = await asyncio.gather(outcome(cancel()), outcome(edit()))
    assert (cancelled, edited) in {("DONE", "PLAN_LOCKED"), ("CONFLICT", "DONE")}
    if cancelled == "DONE":
        assert body.encode(await frozen(world, approver)) == revision.body
    else:
        assert await stage(world, approver) is PlanStage.DRAFT


async def outcome(attempt: Awaitable[None]) -> str:
    try:
        await attempt
    except SimitiError as refusal:
        return refusal.code
    return "DONE"


async def test_what_was_submitted_once_is_not_cancelled(world: World) -> None:
    approver, _ = await adopted(world)
    await open_amendment(world, approver)
    await change_everything(world, approver)
    await submit(world, approver)
    plan = await get_plan(world, approver)
    with pytest.raises(Locked) as refusal:
        async with world.app.write(approver) as tx:
            await amending.cancel_amendment(tx, plan.id, plan.version, world.edition)
    assert refusal.value.code == "AMENDMENT_NOT_A_DRAFT"


async def test_a_correction_that_moves_money_is_shown_to_the_approver_and_not_refused(
    world: World,
) -> None:
    approver, _ = await adopted(world)
    amendment = await open_amendment(world, approver, AmendmentKind.CORRECT)
    cell = (await load_content(world, approver)).rows[0].cells[0]
    async with world.app.write(approver) as tx:
        await filling.set_budget_cells(tx, [CellEdit(cell.id, cell.version, Budget.of(1))])
    async with world.app.read(approver) as tx:
        plan = await queries.get_plan(tx, amendment.plan_id)
        compared = await amendment_queries.compare_amendment(tx, amendment, plan, world.edition)
    codes = {
        kind: [one.code for one in amendment_rules.mismatches_of(kind, compared.diff)]
        for kind in AmendmentKind
    }
    assert codes == {
        AmendmentKind.CORRECT: ["AMENDMENT_CORRECTION_MOVES_MONEY"],
        AmendmentKind.ADD: ["AMENDMENT_MORE_THAN_ADDS"],
        AmendmentKind.CHANGE: [],
    }
    await submit(world, approver)
    assert await stage(world, approver) is PlanStage.SUBMITTED

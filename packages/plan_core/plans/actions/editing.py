"""Opening a plan or its rows for an edit, and what an edit tells: the facts of a row or a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.audit.actions import Facts
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.errors import Conflict, Invalid, NotFound, SimitiError, Value
from plan_core.plans import queries, rules, stages, step_queries
from plan_core.plans.actions.versions import raise_version
from plan_core.plans.model import BudgetCell, Initiative, Plan
from plan_core.plans.stages import WHOLE_PLAN, EditGate, Part, PlanStage
from plan_core.values import UNSTATED, Budget, amount_text


class RefusedRows(Invalid):
    """A block of rows was refused whole; `refusals` says why, by place in the block.

    A place is a row's index, like "3", or one of its cells, like "3.cells.1".
    """

    def __init__(self, refusals: Mapping[str, SimitiError]) -> None:
        super().__init__(
            "ROWS_REFUSED",
            f"ไม่ได้บันทึก เพราะมี {len(refusals)} แห่งที่รับไม่ได้",
            f"Nothing was saved: {len(refusals)} places were refused.",
            field="rows",
        )
        self.refusals = dict(refusals)


async def open_for_edit(tx: WriteTx, plan_id: UUID, *parts: Part) -> Plan:
    """Lock the plan, so that edits follow one another, and mark it changed.

    Raises Locked when its stage, or a return that names other parts, leaves one of these locked;
    the whole plan is meant when none is named. Who has the plan open reads only the rows named.
    """
    plan, gate = await open_gate(tx, plan_id, stages.rows_of(parts))
    for part in parts or (WHOLE_PLAN,):
        gate.check(part)
    return plan


async def open_gate(
    tx: WriteTx, plan_id: UUID, only: Iterable[UUID] | None = None
) -> tuple[Plan, EditGate]:
    """The same for who finds out only later which parts are touched; they ask the gate.

    `only` names the rows that change in their own fields and cells, when nothing else does.
    """
    tx.actor.require(Permission.PLAN_EDIT)
    plan = await queries.get_plan(tx, plan_id, lock=True)
    gate = await gate_of_locked(tx, plan)
    raise_version(tx, plan, only)
    return plan, gate


async def gate_of_locked(tx: WriteTx, plan: Plan) -> EditGate:
    """What of a plan that is locked already may be changed; Locked when nothing of it may."""
    gate = await step_queries.gate_of(tx, plan)
    if gate.stage is not PlanStage.RETURNED:
        gate.check(WHOLE_PLAN)
    return gate


async def open_row(tx: WriteTx, initiative_id: UUID, version: int) -> Initiative:
    """A visible row, its plan locked for edit; Conflict with what is there when it changed."""
    initiative = await queries.get_initiative(tx, initiative_id)
    await open_for_edit(tx, initiative.plan_id)
    await tx.session.refresh(initiative)
    refusal = refusal_of_row(initiative, version)
    if refusal is not None:
        raise refusal
    return initiative


async def open_rows(tx: WriteTx, ids: Sequence[UUID]) -> tuple[Plan, dict[UUID, Initiative]]:
    """A block of rows of one plan, which is locked for edit; those that are hidden are left out."""
    plan = await open_for_edit(tx, await plan_of_rows(tx, ids))
    return plan, {row.id: row for row in await queries.list_by_ids(tx, ids)}


async def plan_of_rows(tx: WriteTx, ids: Sequence[UUID]) -> UUID:
    """The one plan that a block of rows belongs to."""
    tx.actor.require(Permission.PLAN_EDIT)
    check_rows_at_once(ids)
    plan_ids = {row.plan_id for row in await queries.list_by_ids(tx, ids)}
    if len(plan_ids) > 1:
        raise Invalid(
            "ROWS_OF_TWO_PLANS",
            "แก้ไขพร้อมกันได้เฉพาะรายการของแผนเดียวกัน",
            "Rows of one plan only can be changed together.",
            field="rows",
        )
    if not plan_ids:
        raise RefusedRows({str(at): NotFound("initiative") for at in range(len(ids))})
    return plan_ids.pop()


def check_rows_at_once(ids: Sequence[UUID]) -> None:
    rules.check_block_of_rows(len(ids))
    if len(set(ids)) != len(ids):
        raise Invalid(
            "ROW_TWICE",
            "มีรายการเดียวกันซ้ำในชุดที่ส่งมา",
            "The same row is in the block twice.",
            field="rows",
        )


def refusal_of_row(initiative: Initiative | None, version: int) -> SimitiError | None:
    if initiative is None or initiative.removed_at is not None:
        return NotFound("initiative")
    if initiative.version != version:
        return conflict(facts_of_row(initiative))
    return None


def conflict(current: dict[str, Value]) -> Conflict:
    refusal = changed_meanwhile()
    refusal.values["current"] = current
    return refusal


def facts_of_cell(cell: BudgetCell) -> dict[str, Value]:
    amount = cell.budget.amount
    return {
        "fiscalYear": cell.fiscal_year_be,
        "state": cell.state.value,
        "amount": None if amount is None else amount_text(amount),
        "version": cell.version,
    }


def facts_of_row(initiative: Initiative) -> dict[str, Value]:
    return {
        "missionCode": initiative.mission_code,
        "position": initiative.position,
        "kind": initiative.kind.value,
        "title": initiative.title,
        "remarks": initiative.remarks,
        "subMission": initiative.sub_mission,
        "version": initiative.version,
    }


def facts_of_budgets(budgets: Mapping[int, Budget]) -> dict[str, Value]:
    """What a new row's cells say, by year; those that say nothing are left out."""
    return {
        str(year): "-" if budget.amount is None else amount_text(budget.amount)
        for year, budget in sorted(budgets.items())
        if budget != UNSTATED
    }


def record_row(tx: WriteTx, verb: str, row: Initiative, before: Facts, after: Facts) -> None:
    audit.record(tx, verb, "initiative", row.id, before, after, About.row(row.plan_id, row.id))

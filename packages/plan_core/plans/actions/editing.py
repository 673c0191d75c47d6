"""Editing parts of a working copy: cells, rows, their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm.attributes import set_committed_value

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.errors import Conflict, Invalid, NotFound, SimitiError, Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import queries, rules, stages, step_queries
from plan_core.plans.actions.versions import raise_version
from plan_core.plans.model import BudgetCell, Initiative, Plan
from plan_core.plans.stages import WHOLE_PLAN, EditGate, Part, PartKind, PlanStage
from plan_core.thai_text import fold_key
from plan_core.values import Budget, BudgetState, InitiativeKind, amount_text


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One cell's new content and the version its editor saw."""

    cell_id: UUID
    version: int
    budget: Budget


class RefusedCells(Invalid):
    """A block of cells was refused whole; `refusals` says why, by index in the block."""

    def __init__(self, refusals: Mapping[int, SimitiError]) -> None:
        super().__init__(
            "CELLS_REFUSED",
            f"ไม่ได้บันทึก เพราะมี {len(refusals)} ช่องที่รับไม่ได้",
            f"Nothing was saved: {len(refusals)} cells were refused.",
            field="cells",
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
    gate = await step_queries.gate_of(tx, plan)
    if gate.stage is not PlanStage.RETURNED:
        gate.check(WHOLE_PLAN)
    raise_version(tx, plan, only)
    return plan, gate


async def set_budget_cells(tx: WriteTx, edits: Sequence[CellEdit]) -> Plan:
    """Set a block of cells, all or none. Raises RefusedCells with every refused cell."""
    _check_block(edits)
    tx.actor.require(Permission.PLAN_EDIT)
    ids = [edit.cell_id for edit in edits]
    seen = await queries.list_cells(tx, ids)
    plan_ids = {cell.plan_id for cell in seen}
    if len(plan_ids) > 1:
        raise Invalid(
            "CELLS_OF_TWO_PLANS",
            "แก้ไขพร้อมกันได้เฉพาะช่องของแผนเดียวกัน",
            "Cells of one plan only can be set together.",
            field="cells",
        )
    if not plan_ids:
        raise RefusedCells({index: NotFound("cell") for index in range(len(edits))})
    rows = {cell.initiative_id for cell in seen}
    plan, gate = await open_gate(tx, plan_ids.pop(), rows)
    cells = {cell.id: cell for cell in await queries.list_cells(tx, ids)}
    refusals: dict[int, SimitiError] = {}
    for index, edit in enumerate(edits):
        refusal = _refusal_of(cells.get(edit.cell_id), edit, gate)
        if refusal is not None:
            refusals[index] = refusal
    if refusals:
        raise RefusedCells(refusals)
    await _set_cells(tx, [(cells[edit.cell_id], edit.budget) for edit in edits])
    await tx.session.flush()
    return plan


def _check_block(edits: Sequence[CellEdit]) -> None:
    if not 1 <= len(edits) <= rules.MAX_CELLS_AT_ONCE:
        raise Invalid(
            "BLOCK_SIZE",
            f"แก้ไขพร้อมกันได้ 1 ถึง {rules.MAX_CELLS_AT_ONCE} ช่อง",
            f"Between 1 and {rules.MAX_CELLS_AT_ONCE} cells can be set at once.",
            field="cells",
        )
    if len({edit.cell_id for edit in edits}) != len(edits):
        raise Invalid(
            "CELL_TWICE",
            "มีช่องเดียวกันซ้ำในรายการที่ส่งมา",
            "The same cell is in the block twice.",
            field="cells",
        )


def _refusal_of(cell: BudgetCell | None, edit: CellEdit, gate: EditGate) -> SimitiError | None:
    if cell is None:
        return NotFound("cell")
    locked = gate.refusal_of(Part(PartKind.CELL, cell.initiative_id, cell.fiscal_year_be))
    if locked is not None:
        return locked
    try:
        rules.check_budget(edit.budget)
    except Invalid as refusal:
        return refusal
    if cell.version != edit.version:
        return _conflict(_facts_of_cell(cell))
    return None


async def _set_cells(tx: WriteTx, changes: Sequence[tuple[BudgetCell, Budget]]) -> None:
    """All cells in one statement: the plan's lock is held and every version was looked at."""
    table = cast("Table", BudgetCell.__table__)
    before = [_facts_of_cell(cell) for cell, _ in changes]
    await tx.session.execute(
        update(table)
        .where(table.c.tenant_id == tx.actor.tenant, table.c.id == bindparam("cell_id"))
        .values(
            state=bindparam("new_state"),
            amount_satang=bindparam("new_satang"),
            version=table.c.version + 1,
        ),
        [
            {"cell_id": cell.id, "new_state": budget.state, "new_satang": budget.satang}
            for cell, budget in changes
        ],
    )
    for (cell, budget), facts in zip(changes, before, strict=True):
        set_committed_value(cell, "state", budget.state)
        set_committed_value(cell, "amount_satang", budget.satang)
        set_committed_value(cell, "version", cell.version + 1)
        audit.record(tx, "set_budget_cell", "budget_cell", cell.id, facts, _facts_of_cell(cell))


async def set_initiative(
    tx: WriteTx,
    initiative_id: UUID,
    version: int,
    *,
    title: str | None = None,
    kind: InitiativeKind | None = None,
    remarks: str | None = None,
) -> Initiative:
    """Change what is given; the rest stays."""
    initiative = await _get_row(tx, initiative_id, version, inside=True)
    before = _facts_of_row(initiative)
    if title is not None:
        initiative.title = rules.clean_title(title)
        initiative.search_key = fold_key(initiative.title)
    if kind is not None:
        initiative.kind = kind
    if remarks is not None:
        initiative.remarks = rules.clean_remarks(remarks)
    initiative.version += 1
    audit.record(
        tx, "set_initiative", "initiative", initiative.id, before, _facts_of_row(initiative)
    )
    await tx.session.flush()
    return initiative


async def add_initiative(
    tx: WriteTx,
    plan_id: UUID,
    edition: FrameworkEdition,
    *,
    mission_code: str,
    kind: InitiativeKind,
    title: str,
    position: int | None = None,
) -> Initiative:
    """A new row with unstated cells at a 1-based position of its mission (last by default)."""
    rules.check_mission(edition, mission_code)
    cleaned = rules.clean_title(title)
    plan = await open_for_edit(tx, plan_id)
    _check_edition(plan, edition)
    rules.check_room_for_rows(len(await queries.list_initiatives(tx, plan.id)) + 1)
    initiative = Initiative(
        tenant_id=tx.actor.tenant,
        id=make_id(),
        plan_id=plan.id,
        mission_code=mission_code,
        position=0,
        number_printed="",
        kind=kind,
        title=cleaned,
        remarks="",
        search_key=fold_key(cleaned),
        version=1,
    )
    await _put_in_order(tx, plan, initiative, position)
    tx.session.add(initiative)
    await tx.session.flush()
    for year in edition.fiscal_years:
        tx.session.add(
            BudgetCell(
                tenant_id=tx.actor.tenant,
                id=make_id(),
                plan_id=plan.id,
                initiative_id=initiative.id,
                fiscal_year_be=year,
                state=BudgetState.UNSTATED,
                version=1,
            )
        )
    audit.record(tx, "add_initiative", "initiative", initiative.id, None, _facts_of_row(initiative))
    await tx.session.flush()
    return initiative


async def move_initiative(
    tx: WriteTx,
    initiative_id: UUID,
    version: int,
    edition: FrameworkEdition,
    *,
    mission_code: str,
    position: int | None = None,
) -> Initiative:
    """Put a row at a 1-based position of a mission (last by default)."""
    rules.check_mission(edition, mission_code)
    initiative = await _get_row(tx, initiative_id, version, inside=False)
    plan = await queries.get_plan(tx, initiative.plan_id)
    _check_edition(plan, edition)
    before = _facts_of_row(initiative)
    initiative.mission_code = mission_code
    initiative.version += 1
    await _put_in_order(tx, plan, initiative, position)
    audit.record(
        tx, "move_initiative", "initiative", initiative.id, before, _facts_of_row(initiative)
    )
    await tx.session.flush()
    return initiative


async def remove_initiative(tx: WriteTx, initiative_id: UUID, version: int) -> Initiative:
    """Take a row out of the plan; its cells stay with it until it is restored."""
    initiative = await _get_row(tx, initiative_id, version, inside=False)
    before = _facts_of_row(initiative)
    initiative.removed_at = tx.now
    initiative.version += 1
    audit.record(tx, "remove_initiative", "initiative", initiative.id, before, None)
    await tx.session.flush()
    return initiative


async def restore_initiative(tx: WriteTx, initiative_id: UUID) -> Initiative:
    """Bring a removed row back to where it was; a row that is there stays as it is."""
    tx.actor.require(Permission.PLAN_EDIT)
    initiative = await queries.get_initiative(tx, initiative_id)
    plan = await queries.get_plan(tx, initiative.plan_id, lock=True)
    await tx.session.refresh(initiative)
    if initiative.removed_at is None:
        return initiative
    await open_for_edit(tx, plan.id)
    rules.check_room_for_rows(len(await queries.list_initiatives(tx, plan.id)) + 1)
    # Its place was kept: whatever was put in order meanwhile was put in order around it.
    initiative.removed_at = None
    initiative.version += 1
    audit.record(
        tx, "restore_initiative", "initiative", initiative.id, None, _facts_of_row(initiative)
    )
    await tx.session.flush()
    return initiative


async def _get_row(tx: WriteTx, initiative_id: UUID, version: int, *, inside: bool) -> Initiative:
    """A visible row, its plan locked for edit; Conflict with what is there when it changed.

    `inside` says that only this row changes, which is enough to be returned; moving and removing
    rows changes the numbers of others.
    """
    initiative = await queries.get_initiative(tx, initiative_id)
    part = Part(PartKind.ROW, initiative.id) if inside else WHOLE_PLAN
    await open_for_edit(tx, initiative.plan_id, part)
    await tx.session.refresh(initiative)
    if initiative.removed_at is not None:
        raise NotFound("initiative")
    if initiative.version != version:
        raise _conflict(_facts_of_row(initiative))
    return initiative


async def _put_in_order(
    tx: WriteTx, plan: Plan, initiative: Initiative, position: int | None
) -> None:
    """Give the rows of the mission the positions 1, 2, 3 … with this one where it belongs.

    Removed rows are numbered too, so that they can come back to where they were.
    """
    with tx.session.no_autoflush:
        rows = await queries.list_ever_in_mission(tx, plan.id, initiative.mission_code)
    ordered = rules.place_in_order(
        rows, initiative, position, is_shown=lambda row: row.removed_at is None
    )
    for number, row in enumerate(ordered, start=1):
        row.position = number


def _check_edition(plan: Plan, edition: FrameworkEdition) -> None:
    if plan.edition_code != edition.code:
        raise ValueError("the caller brought another edition than the plan's")


def _conflict(current: dict[str, Value]) -> Conflict:
    refusal = changed_meanwhile()
    refusal.values["current"] = current
    return refusal


def _facts_of_cell(cell: BudgetCell) -> dict[str, Value]:
    amount = cell.budget.amount
    return {
        "fiscalYear": cell.fiscal_year_be,
        "state": cell.state.value,
        "amount": None if amount is None else amount_text(amount),
        "version": cell.version,
    }


def _facts_of_row(initiative: Initiative) -> dict[str, Value]:
    return {
        "missionCode": initiative.mission_code,
        "position": initiative.position,
        "kind": initiative.kind.value,
        "title": initiative.title,
        "remarks": initiative.remarks,
        "version": initiative.version,
    }

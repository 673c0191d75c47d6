"""Setting budget cells: a block of them at once, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Table, Text, Uuid, bindparam, func, update

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.audit.actions import Facts
from plan_core.db.asking import Question
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, NotFound, SimitiError
from plan_core.plans import queries, rules
from plan_core.plans.actions.editing import conflict, facts_of_cell, gate_of_locked
from plan_core.plans.actions.versions import raise_version, raised_version
from plan_core.plans.model import BudgetCell, Plan
from plan_core.plans.stages import EditGate, Part, PartKind
from plan_core.values import Budget


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


@dataclass(frozen=True, slots=True)
class FilledCells:
    """What was set: the cells in the order of their edits, as they are now."""

    plan: Plan
    cells: tuple[BudgetCell, ...]


async def set_budget_cells(tx: WriteTx, edits: Sequence[CellEdit]) -> FilledCells:
    """Set a block of cells, all or none. Raises RefusedCells with every refused cell."""
    check_block(edits)
    tx.actor.require(Permission.PLAN_EDIT)
    ids = [edit.cell_id for edit in edits]
    plans = await queries.lock_plans_of_cells(tx, ids)
    if len(plans) > 1:
        raise Invalid(
            "CELLS_OF_TWO_PLANS",
            "แก้ไขพร้อมกันได้เฉพาะช่องของแผนเดียวกัน",
            "Cells of one plan only can be set together.",
            field="cells",
        )
    if not plans:
        raise RefusedCells({index: NotFound("cell") for index in range(len(edits))})
    plan = plans[0]
    gate = await gate_of_locked(tx, plan)
    cells = {cell.id: cell for cell in await queries.list_cells(tx, ids)}
    refusals: dict[int, SimitiError] = {}
    for index, edit in enumerate(edits):
        refusal = refusal_of(cells.get(edit.cell_id), edit, gate)
        if refusal is not None:
            refusals[index] = refusal
    if refusals:
        raise RefusedCells(refusals)
    raise_version(tx, plan, {cell.initiative_id for cell in cells.values()})
    await write_cells(tx, [(cells[edit.cell_id], edit.budget) for edit in edits], plan)
    return FilledCells(plan, tuple(cells[one] for one in ids))


def check_block(edits: Sequence[CellEdit]) -> None:
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


def refusal_of(cell: BudgetCell | None, edit: CellEdit, gate: EditGate) -> SimitiError | None:
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
        return conflict(facts_of_cell(cell))
    return None


async def write_cells(
    tx: WriteTx, changes: Sequence[tuple[BudgetCell, Budget]], raised: Plan | None = None
) -> None:
    """All cells in one statement, with the version of a plan that belongs to no session: its lock
    is held and every version was looked at.

    They belong to no session and are told of as they are now; a session that has read them before
    in this transaction would not know.
    """
    given: dict[str, object] = {
        "tenant": tx.actor.tenant,
        "cells": [cell.id for cell, _ in changes],
        "states": [budget.state.value for _, budget in changes],
        "amounts": [budget.satang for _, budget in changes],
    }
    if raised is None:
        await tx.ask(_WRITTEN, **given)
    else:
        at = raised.updated_at
        await tx.ask(_WRITTEN_WITH_PLAN, **given, plan=raised.id, raised=raised.version, at=at)
    for cell, budget in changes:
        before = facts_of_cell(cell)
        cell.state, cell.amount_satang = budget.state, budget.satang
        cell.version += 1
        record_cell(tx, cell, before)


def _each(name: str, type_: Any) -> Any:
    return bindparam(name, type_=ARRAY(type_), required=True)


_NEW = (
    func.unnest(_each("cells", Uuid), _each("states", Text), _each("amounts", BigInteger))
    .table_valued("cell_id", "state", "amount_satang", name="new")
    .render_derived()
)
_CELL = cast("Table", BudgetCell.__table__)
_WRITING = (
    update(_CELL)
    .where(
        _CELL.c.tenant_id == bindparam("tenant", type_=BigInteger, required=True),
        _CELL.c.id == _NEW.c.cell_id,
    )
    .values(state=_NEW.c.state, amount_satang=_NEW.c.amount_satang, version=_CELL.c.version + 1)
)
_WRITTEN = Question(_WRITING)
_WRITTEN_WITH_PLAN = Question(_WRITING.add_cte(raised_version().cte("raised")))


def record_cell(tx: WriteTx, cell: BudgetCell, before: Facts) -> None:
    about = About.row(cell.plan_id, cell.initiative_id)
    audit.record(tx, "set_budget_cell", "budget_cell", cell.id, before, facts_of_cell(cell), about)

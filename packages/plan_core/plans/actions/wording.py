"""Setting what rows say: title, kind, remarks and cells, a block of rows at once, all or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm.attributes import set_committed_value

from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, NotFound, SimitiError
from plan_core.plans import queries, rules
from plan_core.plans.actions import filling
from plan_core.plans.actions.editing import (
    RefusedRows,
    facts_of_row,
    open_gate,
    plan_of_rows,
    record_row,
    refusal_of_row,
)
from plan_core.plans.actions.filling import CellEdit
from plan_core.plans.model import BudgetCell, Initiative, Plan
from plan_core.plans.stages import EditGate, Part, PartKind
from plan_core.thai_text import fold_key
from plan_core.values import InitiativeKind


@dataclass(frozen=True, slots=True)
class RowEdit:
    """New values of one row; None stays. `version` is the row's that its editor saw: it matters
    when a field changes, while each cell has its own."""

    initiative_id: UUID
    version: int
    title: str | None = None
    kind: InitiativeKind | None = None
    remarks: str | None = None
    sub_mission: str | None = None
    """An empty one takes the row out of its sub-mission."""
    cells: tuple[CellEdit, ...] = ()

    @property
    def has_fields(self) -> bool:
        fields = (self.title, self.kind, self.remarks, self.sub_mission)
        return any(one is not None for one in fields)


async def set_initiative(
    tx: WriteTx,
    initiative_id: UUID,
    version: int,
    *,
    title: str | None = None,
    kind: InitiativeKind | None = None,
    remarks: str | None = None,
    sub_mission: str | None = None,
) -> Initiative:
    """Change what is given of one row; the rest stays."""
    edit = RowEdit(initiative_id, version, title, kind, remarks, sub_mission)
    try:
        await set_initiatives(tx, [edit])
    except RefusedRows as refused:
        raise refused.refusals["0"] from None
    return await queries.get_initiative(tx, initiative_id)


async def set_initiatives(
    tx: WriteTx, edits: Sequence[RowEdit], *, of_plan: UUID | None = None
) -> Plan:
    """Change a block of rows, all or none. Raises RefusedRows with every refused row and cell.

    Rows of another plan than `of_plan` are not found.
    """
    cell_edits = [cell for edit in edits for cell in edit.cells]
    if cell_edits:
        filling.check_block(cell_edits)
    ids = [edit.initiative_id for edit in edits]
    plan, gate = await open_gate(tx, await plan_of_rows(tx, ids), ids)
    rows = {row.id: row for row in await queries.list_by_ids(tx, ids)}
    if of_plan is not None and plan.id != of_plan:
        raise RefusedRows({str(at): NotFound("initiative") for at in range(len(edits))})
    cells = {
        cell.id: cell for cell in await queries.list_cells(tx, [one.cell_id for one in cell_edits])
    }
    refusals = {
        place: refusal
        for at, edit in enumerate(edits)
        for place, refusal in _refusals_of(at, edit, rows.get(edit.initiative_id), cells, gate)
    }
    if refusals:
        raise RefusedRows(refusals)
    changed = [edit for edit in edits if edit.has_fields]
    if changed:
        await _write_fields(tx, [(rows[edit.initiative_id], edit) for edit in changed])
    if cell_edits:
        await filling.write_cells(tx, [(cells[one.cell_id], one.budget) for one in cell_edits])
    await tx.session.flush()
    return plan


def _refusals_of(
    at: int,
    edit: RowEdit,
    row: Initiative | None,
    cells: Mapping[UUID, BudgetCell],
    gate: EditGate,
) -> Iterator[tuple[str, SimitiError]]:
    seen = edit.version if edit.has_fields or row is None else row.version
    refusal = refusal_of_row(row, seen) or _refused_text(edit)
    if refusal is None and edit.has_fields:
        refusal = gate.refusal_of(Part(PartKind.ROW, edit.initiative_id))
    if refusal is not None:
        yield str(at), refusal
    for index, wanted in enumerate(edit.cells):
        cell = cells.get(wanted.cell_id)
        is_elsewhere = cell is not None and cell.initiative_id != edit.initiative_id
        why = NotFound("cell") if is_elsewhere else filling.refusal_of(cell, wanted, gate)
        if why is not None:
            yield f"{at}.cells.{index}", why


def _refused_text(edit: RowEdit) -> SimitiError | None:
    try:
        _texts_of(edit)
    except Invalid as refusal:
        return refusal
    return None


def _texts_of(edit: RowEdit) -> dict[str, object]:
    """What changes, cleaned, by the column's name."""
    texts: dict[str, object] = {}
    if edit.title is not None:
        texts["title"] = rules.clean_title(edit.title)
        texts["search_key"] = fold_key(str(texts["title"]))
    if edit.kind is not None:
        texts["kind"] = edit.kind
    if edit.remarks is not None:
        texts["remarks"] = rules.clean_remarks(edit.remarks)
    if edit.sub_mission is not None:
        texts["sub_mission"] = rules.clean_sub_mission(edit.sub_mission)
    return texts


FIELDS = ("title", "search_key", "kind", "remarks", "sub_mission")


async def _write_fields(tx: WriteTx, changes: Sequence[tuple[Initiative, RowEdit]]) -> None:
    """All rows in one statement: the plan's lock is held and every version was looked at."""
    table = cast("Table", Initiative.__table__)
    before = [facts_of_row(row) for row, _ in changes]
    wanted = [
        {name: getattr(row, name) for name in FIELDS} | _texts_of(edit) for row, edit in changes
    ]
    await tx.session.execute(
        update(table)
        .where(table.c.tenant_id == tx.actor.tenant, table.c.id == bindparam("row_id"))
        .values(
            **{name: bindparam(f"new_{name}") for name in FIELDS},
            version=table.c.version + 1,
        ),
        [
            {"row_id": row.id, **{f"new_{name}": new[name] for name in FIELDS}}
            for (row, _), new in zip(changes, wanted, strict=True)
        ],
    )
    for (row, _), new, facts in zip(changes, wanted, before, strict=True):
        for name in FIELDS:
            set_committed_value(row, name, new[name])
        set_committed_value(row, "version", row.version + 1)
        record_row(tx, "set_initiative", row, facts, facts_of_row(row))

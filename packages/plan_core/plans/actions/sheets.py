"""Writing the sheet of an initiative (Part 3): the whole sheet in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

import msgspec

from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import NotFound, SimitiError, Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import part_queries, queries, sheets_rules
from plan_core.plans.actions.editing import (
    RefusedRows,
    conflict,
    open_for_edit,
    open_gate,
    plan_of_rows,
)
from plan_core.plans.changed_text import changed_part
from plan_core.plans.freezing import sheet_of
from plan_core.plans.model import Plan
from plan_core.plans.model_parts import InitiativeSheet
from plan_core.plans.parts import Sheet
from plan_core.plans.sheets_rules import camel
from plan_core.plans.stages import Part, PartKind

FIELDS = tuple(field.name for field in fields(Sheet))


async def set_sheet(
    tx: WriteTx, initiative_id: UUID, version: int, sheet: Sheet, edition: FrameworkEdition
) -> InitiativeSheet:
    """Replace the sheet of a row, or begin it (`version` 0)."""
    cleaned = sheets_rules.clean_sheet(sheet, edition)
    initiative = await queries.get_initiative(tx, initiative_id)
    plan = await open_for_edit(tx, initiative.plan_id, Part(PartKind.ROW, initiative.id))
    await tx.session.refresh(initiative)
    if initiative.removed_at is not None:
        raise NotFound("initiative")
    row = await _find(tx, initiative.id)
    before = Sheet() if row is None else sheet_of(row)
    seen = 0 if row is None else row.version
    if version != seen:
        raise conflict({"version": seen, **plain_values(before)})
    if row is None:
        row = begin_sheet(tx, plan, initiative.id)
    write_sheet(tx, row, before, cleaned)
    await tx.session.flush()
    return row


@dataclass(frozen=True, slots=True)
class ResponsibleEdit:
    """Who answers for a row: `version` is its sheet's, 0 for none yet; None leaves a field."""

    initiative_id: UUID
    version: int
    unit: str | None = None
    person: str | None = None


async def set_responsible(tx: WriteTx, edits: Sequence[ResponsibleEdit]) -> list[InitiativeSheet]:
    """Set the unit or the person of many rows, all or none; the sheets in the block's order.

    Raises RefusedRows with every refused row.
    """
    ids = [edit.initiative_id for edit in edits]
    plan, gate = await open_gate(tx, await plan_of_rows(tx, ids), ids)
    rows = {row.id: row for row in await queries.list_by_ids(tx, ids)}
    there = {one.initiative_id: one for one in await part_queries.list_sheets(tx, ids)}
    refusals: dict[str, SimitiError] = {}
    wanted: list[tuple[InitiativeSheet | None, Sheet, Sheet]] = []
    for at, edit in enumerate(edits):
        row, sheet = rows.get(edit.initiative_id), there.get(edit.initiative_id)
        before = Sheet() if sheet is None else sheet_of(sheet)
        try:
            if row is None or row.removed_at is not None:
                raise NotFound("initiative")
            gate.check(Part(PartKind.ROW, row.id))
            seen = 0 if sheet is None else sheet.version
            if edit.version != seen:
                raise conflict({"version": seen, **plain_values(before)})
            wanted.append(
                (sheet, before, sheets_rules.with_responsible(before, edit.unit, edit.person))
            )
        except SimitiError as refusal:
            refusals[str(at)] = refusal
    if refusals:
        raise RefusedRows(refusals)
    written: list[InitiativeSheet] = []
    for edit, (sheet, before, after) in zip(edits, wanted, strict=True):
        is_new = sheet is None
        if sheet is None:
            sheet = begin_sheet(tx, plan, edit.initiative_id)
        if is_new or after != before:
            write_sheet(tx, sheet, before, after)
        written.append(sheet)
    await tx.session.flush()
    return written


def begin_sheet(tx: WriteTx, plan: Plan, initiative_id: UUID) -> InitiativeSheet:
    """An empty sheet of version 0, for `write_sheet` to fill."""
    row = InitiativeSheet(
        tenant_id=tx.actor.tenant,
        id=make_id(),
        plan_id=plan.id,
        initiative_id=initiative_id,
        version=0,
    )
    tx.session.add(row)
    return row


def write_sheet(tx: WriteTx, row: InitiativeSheet, before: Sheet, after: Sheet) -> None:
    """Make it say `after`; `before` is what it said."""
    seen = row.version
    row.version += 1
    for name, value in _columns(after).items():
        setattr(row, name, value)
    was, became = _changes(before, after)
    audit.record(
        tx,
        "set_sheet",
        "initiative",
        row.initiative_id,
        {**was, "version": seen},
        {**became, "version": row.version},
        About.row(row.plan_id, row.initiative_id),
    )


async def _find(tx: WriteTx, initiative_id: UUID) -> InitiativeSheet | None:
    found = await part_queries.list_sheets(tx, [initiative_id])
    return found[0] if found else None


def _columns(sheet: Sheet) -> dict[str, object]:
    """A sheet as its table keeps it."""
    values: dict[str, object] = {name: getattr(sheet, name) for name in FIELDS}
    return values | {
        "quarters": list(sheet.quarters),
        "target_groups": list(sheet.target_groups),
        "indicators": msgspec.json.encode(sheet.indicators).decode(),
    }


def plain_values(sheet: Sheet) -> dict[str, Value]:
    """A sheet in the words of the API."""
    values = {camel(name): getattr(sheet, name) for name in FIELDS}
    return msgspec.json.decode(msgspec.json.encode(values), type=dict[str, Any])


def _changes(before: Sheet, after: Sheet) -> tuple[dict[str, Value], dict[str, Value]]:
    """What differs, of both; of long texts the part that changed."""
    old, new = plain_values(before), plain_values(after)
    was: dict[str, Value] = {}
    became: dict[str, Value] = {}
    for name, value in new.items():
        earlier = old[name]
        if earlier == value:
            continue
        if isinstance(earlier, str) and isinstance(value, str):
            was[name], became[name] = changed_part(earlier, value)
        else:
            was[name], became[name] = earlier, value
    return was, became

"""Bringing a working copy back to what a revision says, touching only what differs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import freezing, queries
from plan_core.plans.actions import restoring_parts, sheets
from plan_core.plans.actions.editing import facts_of_cell, facts_of_row, record_row
from plan_core.plans.actions.filling import record_cell
from plan_core.plans.body import Body, BodyRow
from plan_core.plans.diff import diff_of, match_rows
from plan_core.plans.model import BudgetCell, Initiative, Plan
from plan_core.plans.model_parts import InitiativeSheet
from plan_core.plans.parts import Sheet
from plan_core.thai_text import fold_key
from plan_core.values import UNSTATED


async def restore_body(tx: WriteTx, plan: Plan, edition: FrameworkEdition, wanted: Body) -> None:
    """Rows that came since then are removed (they can be looked up), what went comes back."""
    content = await queries.get_content(tx, plan, edition)
    now = await freezing.body_of(tx, content, edition)
    diff = diff_of(now, wanted)
    if diff.is_empty:
        return
    ids = await _restore_rows(tx, plan, edition, now, wanted)
    await restoring_parts.restore_sections(tx, plan, wanted)
    if now.risks != wanted.risks:
        await restoring_parts.restore_risks(tx, plan, wanted, ids)
    if now.appointment != wanted.appointment:
        await restoring_parts.restore_committees(tx, plan, wanted)
    audit.record(
        tx,
        "restore_plan",
        "plan",
        plan.id,
        {"rows": len(diff.rows), "texts": len(diff.texts)},
        None,
        About.plan(plan.id),
    )
    await tx.session.flush()


async def _restore_rows(
    tx: WriteTx, plan: Plan, edition: FrameworkEdition, now: Body, wanted: Body
) -> dict[UUID, UUID]:
    """Gives the working copy's row for each id in the revision."""
    rows = await tx.session.scalars(
        select(Initiative).where(
            Initiative.tenant_id == tx.actor.tenant, Initiative.plan_id == plan.id
        )
    )
    known = {row.id: row for row in rows}
    same = {id(old): row.id for old, row in match_rows(wanted.initiatives, now.initiatives)}
    restored: dict[int, Initiative] = {}
    for row in wanted.initiatives:
        found = known.get(same.get(id(row)) or row.id or make_id())
        if found is None:
            found = _new_initiative(tx, plan, row)
        restored[id(row)] = found
    kept = {one.id for one in restored.values()}
    for row in known.values():
        if row.id not in kept and row.removed_at is None:
            record_row(tx, "remove_initiative", row, facts_of_row(row), None)
            row.removed_at = tx.now
            row.version += 1
    for at, row in enumerate(wanted.initiatives, start=1):
        await _restore_row(tx, restored[id(row)], row, at)
    await tx.session.flush()
    await _restore_cells(tx, plan, edition, wanted.initiatives, restored)
    await _restore_sheets(tx, plan, wanted.initiatives, restored)
    return {row.id: restored[id(row)].id for row in wanted.initiatives if row.id is not None}


def _new_initiative(tx: WriteTx, plan: Plan, row: BodyRow) -> Initiative:
    """For a row of an old revision that does not say which one it was."""
    made = Initiative(
        tenant_id=tx.actor.tenant,
        id=row.id or make_id(),
        plan_id=plan.id,
        mission_code=row.mission,
        position=0,
        number_printed="",
        kind=row.kind,
        title=row.title,
        remarks=row.remarks,
        sub_mission=row.sub_mission,
        search_key=fold_key(row.title),
        version=0,
        removed_at=None,
    )
    tx.session.add(made)
    return made


async def _restore_row(tx: WriteTx, initiative: Initiative, row: BodyRow, position: int) -> None:
    """Positions are numbered anew over the whole plan: only their order within a mission counts."""
    wanted = (row.mission, row.kind, row.title, row.remarks, row.sub_mission)
    there = (
        initiative.mission_code,
        initiative.kind,
        initiative.title,
        initiative.remarks,
        initiative.sub_mission,
    )
    is_same = wanted == there and initiative.removed_at is None and initiative.version > 0
    before = None if initiative.removed_at or not initiative.version else facts_of_row(initiative)
    initiative.position = position
    if is_same:
        return
    initiative.mission_code, initiative.kind, initiative.title = row.mission, row.kind, row.title
    initiative.remarks, initiative.sub_mission = row.remarks, row.sub_mission
    initiative.search_key = fold_key(row.title)
    initiative.removed_at = None
    initiative.version += 1
    record_row(tx, "restore_initiative", initiative, before, facts_of_row(initiative))


async def _restore_cells(
    tx: WriteTx,
    plan: Plan,
    edition: FrameworkEdition,
    rows: Sequence[BodyRow],
    restored: dict[int, Initiative],
) -> None:
    cells = await tx.session.scalars(
        select(BudgetCell).where(
            BudgetCell.tenant_id == tx.actor.tenant, BudgetCell.plan_id == plan.id
        )
    )
    known = {(cell.initiative_id, cell.fiscal_year_be): cell for cell in cells}
    for row in rows:
        owner = restored[id(row)].id
        for year in edition.fiscal_years:
            found = row.budgets.get(str(year))
            budget = UNSTATED if found is None else found.budget
            cell = known.get((owner, year))
            if cell is None:
                cell = BudgetCell(
                    tenant_id=tx.actor.tenant,
                    id=make_id(),
                    plan_id=plan.id,
                    initiative_id=owner,
                    fiscal_year_be=year,
                    state=budget.state,
                    amount_satang=budget.satang,
                    version=1,
                )
                tx.session.add(cell)
            elif cell.budget != budget:
                before = facts_of_cell(cell)
                cell.state, cell.amount_satang = budget.state, budget.satang
                cell.version += 1
                record_cell(tx, cell, before)


async def _restore_sheets(
    tx: WriteTx, plan: Plan, rows: Sequence[BodyRow], restored: dict[int, Initiative]
) -> None:
    found = await tx.session.scalars(
        select(InitiativeSheet).where(
            InitiativeSheet.tenant_id == tx.actor.tenant, InitiativeSheet.plan_id == plan.id
        )
    )
    known = {sheet.initiative_id: sheet for sheet in found}
    for row in rows:
        owner = restored[id(row)].id
        there = known.get(owner)
        now = Sheet() if there is None else freezing.sheet_of(there)
        if (row.sheet or Sheet()) == now:
            continue
        wanted = row.sheet or Sheet()
        if there is None:
            there = sheets.begin_sheet(tx, plan, owner)
        sheets.write_sheet(tx, there, now, wanted)

"""Which rows a plan has and in what order: adding, moving, removing, bringing back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert

from plan_core.actor import Permission
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, NotFound, SimitiError
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import queries, rules
from plan_core.plans.actions.editing import (
    RefusedRows,
    facts_of_budgets,
    facts_of_row,
    open_for_edit,
    open_row,
    open_rows,
    plan_of_rows,
    record_row,
    refusal_of_row,
)
from plan_core.plans.content import NewInitiative
from plan_core.plans.model import BudgetCell, Initiative, Plan
from plan_core.thai_text import fold_key
from plan_core.values import UNSTATED, InitiativeKind


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
    new = NewInitiative(mission_code, kind, title, {})
    try:
        (added,) = await add_initiatives(tx, plan_id, edition, mission_code, [new], position)
    except RefusedRows as refused:
        raise refused.refusals["0"] from None
    return added


async def add_initiatives(
    tx: WriteTx,
    plan_id: UUID,
    edition: FrameworkEdition,
    mission_code: str,
    rows: Sequence[NewInitiative],
    position: int | None = None,
) -> list[Initiative]:
    """New rows one after another, from a 1-based position of a mission (after its last by default),
    all or none. Raises RefusedRows with every refused row."""
    tx.actor.require(Permission.PLAN_EDIT)
    rules.check_mission(edition, mission_code)
    rules.check_block_of_rows(len(rows), rules.MAX_ROWS_ADDED_AT_ONCE)
    refusals = {
        str(at): refusal
        for at, new in enumerate(rows)
        if (refusal := _refusal_of_new(new, edition)) is not None
    }
    if refusals:
        raise RefusedRows(refusals)
    plan = await open_for_edit(tx, plan_id)
    _check_edition(plan, edition)
    rules.check_room_for_rows(len(await queries.list_initiatives(tx, plan.id)) + len(rows))
    added = [_new_row(tx, plan, mission_code, new) for new in rows]
    await _put_in_order(tx, plan, mission_code, added, position)
    tx.session.add_all(added)
    await tx.session.flush()
    await tx.session.execute(
        insert(BudgetCell),
        [
            {
                "tenant_id": tx.actor.tenant,
                "id": make_id(),
                "plan_id": plan.id,
                "initiative_id": row.id,
                "fiscal_year_be": year,
                "state": new.budgets.get(year, UNSTATED).state,
                "amount_satang": new.budgets.get(year, UNSTATED).satang,
                "version": 1,
            }
            for row, new in zip(added, rows, strict=True)
            for year in edition.fiscal_years
        ],
    )
    for row, new in zip(added, rows, strict=True):
        facts = facts_of_row(row) | {"budgets": facts_of_budgets(new.budgets)}
        record_row(tx, "add_initiative", row, None, facts)
    await tx.session.flush()
    return added


def _refusal_of_new(new: NewInitiative, edition: FrameworkEdition) -> SimitiError | None:
    try:
        rules.clean_title(new.title)
        rules.clean_remarks(new.remarks)
        rules.clean_sub_mission(new.sub_mission)
        for year, budget in new.budgets.items():
            rules.check_year(edition, year)
            rules.check_budget(budget)
    except Invalid as refusal:
        return refusal
    return None


def _new_row(tx: WriteTx, plan: Plan, mission_code: str, new: NewInitiative) -> Initiative:
    title = rules.clean_title(new.title)
    return Initiative(
        tenant_id=tx.actor.tenant,
        id=make_id(),
        plan_id=plan.id,
        mission_code=mission_code,
        position=0,
        number_printed=new.number_printed,
        kind=new.kind,
        title=title,
        remarks=rules.clean_remarks(new.remarks),
        sub_mission=rules.clean_sub_mission(new.sub_mission),
        search_key=fold_key(title),
        version=1,
    )


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
    initiative = await open_row(tx, initiative_id, version)
    plan = await queries.get_plan(tx, initiative.plan_id)
    _check_edition(plan, edition)
    before = facts_of_row(initiative)
    initiative.mission_code = mission_code
    initiative.version += 1
    await _put_in_order(tx, plan, mission_code, [initiative], position)
    record_row(tx, "move_initiative", initiative, before, facts_of_row(initiative))
    await tx.session.flush()
    return initiative


async def remove_initiative(tx: WriteTx, initiative_id: UUID, version: int) -> Initiative:
    """Take a row out of the plan; its cells stay with it until it is restored."""
    try:
        await remove_initiatives(tx, [(initiative_id, version)])
    except RefusedRows as refused:
        raise refused.refusals["0"] from None
    return await queries.get_initiative(tx, initiative_id)


async def remove_initiatives(tx: WriteTx, versions: Sequence[tuple[UUID, int]]) -> Plan:
    """Take rows out by the versions that their editor saw, all or none. Raises RefusedRows."""
    plan, rows = await open_rows(tx, [row_id for row_id, _ in versions])
    refusals = {
        str(at): refusal
        for at, (row_id, version) in enumerate(versions)
        if (refusal := refusal_of_row(rows.get(row_id), version)) is not None
    }
    if refusals:
        raise RefusedRows(refusals)
    for row in rows.values():
        before = facts_of_row(row)
        row.removed_at = tx.now
        row.version += 1
        record_row(tx, "remove_initiative", row, before, None)
    await tx.session.flush()
    return plan


async def restore_initiative(tx: WriteTx, initiative_id: UUID) -> Initiative:
    """Bring a removed row back to where it was; a row that is there stays as it is."""
    try:
        await restore_initiatives(tx, [initiative_id])
    except RefusedRows as refused:
        raise refused.refusals["0"] from None
    return await queries.get_initiative(tx, initiative_id)


async def restore_initiatives(tx: WriteTx, ids: Sequence[UUID]) -> Plan:
    """Bring removed rows back to where they were, all or none; what is there stays as it is."""
    plan = await queries.get_plan(tx, await plan_of_rows(tx, ids), lock=True)
    rows = {row.id: row for row in await queries.list_by_ids(tx, ids)}
    missing = {str(at): NotFound("initiative") for at, one in enumerate(ids) if one not in rows}
    if missing:
        raise RefusedRows(missing)
    removed = [row for row in rows.values() if row.removed_at is not None]
    if not removed:
        return plan
    await open_for_edit(tx, plan.id)
    shown = len(await queries.list_initiatives(tx, plan.id))
    rules.check_room_for_rows(shown + len(removed))
    for row in removed:
        # Its place was kept: whatever was put in order meanwhile was put in order around it.
        row.removed_at = None
        row.version += 1
        record_row(tx, "restore_initiative", row, None, facts_of_row(row))
    await tx.session.flush()
    return plan


async def _put_in_order(
    tx: WriteTx,
    plan: Plan,
    mission_code: str,
    placed: Sequence[Initiative],
    position: int | None,
) -> None:
    """Give the rows of the mission the positions 1, 2, 3 … with these where they belong.

    Removed rows are numbered too, so that they can come back to where they were.
    """
    with tx.session.no_autoflush:
        rows = await queries.list_ever_in_mission(tx, plan.id, mission_code)
    ordered = rules.place_block(rows, placed, position, is_shown=lambda row: row.removed_at is None)
    for number, row in enumerate(ordered, start=1):
        row.position = number


def _check_edition(plan: Plan, edition: FrameworkEdition) -> None:
    if plan.edition_code != edition.code:
        raise ValueError("the caller brought another edition than the plan's")

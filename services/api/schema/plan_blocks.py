"""Blocks of rows in the schema: set, added, removed, brought back together, or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from uuid import UUID

import strawberry

from api import ids
from api.schema.base import Info, Problem, budget_from, says
from api.schema.places import global_id
from api.schema.plan_edits import BudgetCellInput, cell_edit
from api.schema.plans import Initiative, Plan, load_plan
from api.schema.totals import PlanTotals
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, SimitiError
from plan_core.framework import queries as framework_queries
from plan_core.plans import queries, totals
from plan_core.plans.actions import ordering, wording
from plan_core.plans.actions.editing import RefusedRows
from plan_core.plans.actions.wording import RowEdit
from plan_core.plans.content import NewInitiative
from plan_core.values import BudgetState, InitiativeKind


@strawberry.input(description="New values of one row of a block; what is left out stays.")
class InitiativeInput:
    id: strawberry.ID = says("The row.")
    version: int = says("The version seen; it matters when anything but cells changes.")
    title: str | None = says("New title.")
    kind: InitiativeKind | None = says("New kind.")
    remarks: str | None = says("New remarks.")
    sub_mission: str | None = says("New sub-mission; empty for none.")
    cells: list[BudgetCellInput] | None = says("Cells of this row, each with its own version.")


@strawberry.input(description="Rows to change together.")
class SetInitiativesInput:
    rows: list[InitiativeInput] = says("The rows, each once; at most 400.")


@strawberry.type(description="The rows as they are now, or why none of them was changed.")
class SetInitiativesPayload:
    initiatives: list[Initiative] | None = says("In the order of the input; null when refused.")
    plan_version: int | None = says("The plan's version after the edit.")
    totals: PlanTotals | None = says("What the plan adds up to now.")
    problems: list[Problem] = says("One per refusal, `field` like `rows.3` or `rows.3.cells.1`.")


@strawberry.input(description="The budget of one fiscal year of a new row.")
class YearBudgetInput:
    fiscal_year: int = says("Buddhist-era year.")
    state: BudgetState = says("Which of the three it is.")
    amount: Decimal | None = says("Baht, exactly when the state is AMOUNT.")


@strawberry.input(description="A new row of a block; a year left out is not stated.")
class NewInitiativeInput:
    kind: InitiativeKind = says("What it is.")
    title: str = says("Its title.")
    remarks: str | None = says("Its remarks.")
    sub_mission: str | None = says("The part of its mission that it stands under.")
    budgets: list[YearBudgetInput] | None = says("Its budgets, each year once.")


@strawberry.input(description="Rows to add one after another to a mission.")
class AddInitiativesInput:
    plan_id: strawberry.ID = says("The plan.")
    mission_code: str = says("The mission they go to.")
    rows: list[NewInitiativeInput] = says("The rows in their order; at most 200.")
    position: int | None = says("Of the first, from 1 inside the mission; last when left out.")
    also_set: list[InitiativeInput] | None = says("Rows already there that change with it.")


@strawberry.input(description="Which rows to take out of the plan together.")
class RemoveInitiativesInput:
    rows: list[RemovedInput] = says("The rows, each once; at most 400.")
    also_set: list[InitiativeInput] | None = says("Rows that stay and change with it.")


@strawberry.input(description="A row to take out, and the version its editor saw.")
class RemovedInput:
    id: strawberry.ID = says("The row.")
    version: int = says("The version its editor saw.")


@strawberry.input(description="Which removed rows to bring back together.")
class RestoreInitiativesInput:
    ids: list[strawberry.ID] = says("The rows, each once; at most 400.")
    also_set: list[InitiativeInput] | None = says("Rows already there that change with it.")


@strawberry.type(description="The rows and their plan as they are now, or why nothing changed.")
class InitiativesPayload:
    initiatives: list[Initiative] | None = says("The rows that are there; null when refused.")
    plan: Plan | None = says("The whole plan; null when refused.")
    problems: list[Problem] = says("One per refusal: `rows.3`, `alsoSet.3` or `alsoSet.3.cells.1`.")


@strawberry.type
class PlanBlocksMutation:
    @strawberry.mutation(description="Change a block of rows and their cells: all, or none.")
    async def set_initiatives(
        self, info: Info, input: SetInitiativesInput
    ) -> SetInitiativesPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                edits = [_row_edit(f"rows.{at}", row) for at, row in enumerate(input.rows)]
                plan = await wording.set_initiatives(tx, edits)
                edition = await info.context.rooms.edition(plan.edition_code)
                whole = await queries.get_content(tx, plan, edition)
        except SimitiError as refusal:
            return SetInitiativesPayload(
                initiatives=None, plan_version=None, totals=None, problems=told(refusal)
            )
        rows = {row.id: row for row in whole.rows}
        return SetInitiativesPayload(
            initiatives=[Initiative.of(rows[edit.initiative_id]) for edit in edits],
            plan_version=whole.plan.version,
            totals=PlanTotals.of(totals.total_of(whole.rows, edition, edition.fiscal_years)),
            problems=[],
        )

    @strawberry.mutation(description="Add a block of rows to a mission: all, or none.")
    async def add_initiatives(self, info: Info, input: AddInitiativesInput) -> InitiativesPayload:
        async def edit(tx: WriteTx) -> tuple[UUID, Sequence[UUID]]:
            plan = await queries.get_plan(tx, ids.expect(input.plan_id, "Plan").uuid)
            new = [_new_row(f"rows.{at}", input, row) for at, row in enumerate(input.rows)]
            edition = await framework_queries.get_edition(tx.session, plan.edition_code)
            added = await ordering.add_initiatives(
                tx, plan.id, edition, input.mission_code, new, input.position
            )
            return plan.id, [row.id for row in added]

        return await _change(info, edit, input.also_set)

    @strawberry.mutation(description="Take a block of rows out of the plan: all, or none.")
    async def remove_initiatives(
        self, info: Info, input: RemoveInitiativesInput
    ) -> InitiativesPayload:
        async def edit(tx: WriteTx) -> tuple[UUID, Sequence[UUID]]:
            versions = [(ids.expect(row.id, "Initiative").uuid, row.version) for row in input.rows]
            plan = await ordering.remove_initiatives(tx, versions)
            return plan.id, []

        return await _change(info, edit, input.also_set)

    @strawberry.mutation(description="Bring a block of removed rows back: all, or none.")
    async def restore_initiatives(
        self, info: Info, input: RestoreInitiativesInput
    ) -> InitiativesPayload:
        async def edit(tx: WriteTx) -> tuple[UUID, Sequence[UUID]]:
            wanted = [ids.expect(one, "Initiative").uuid for one in input.ids]
            plan = await ordering.restore_initiatives(tx, wanted)
            return plan.id, wanted

        return await _change(info, edit, input.also_set)


Edit = Callable[[WriteTx], Awaitable[tuple[UUID, Sequence[UUID]]]]
"""Answers the plan and the rows to show."""


async def _change(
    info: Info, edit: Edit, also_set: Sequence[InitiativeInput] | None
) -> InitiativesPayload:
    """One write transaction around a change of rows and what is set beside it."""
    try:
        async with info.context.database.write(info.context.actor) as tx:
            plan_id, shown = await edit(tx)
            if also_set:
                await _set_beside(tx, plan_id, also_set)
            found = await queries.get_plan(tx, plan_id)
            edition = await framework_queries.get_edition(tx.session, found.edition_code)
            plan = await load_plan(tx, found, edition)
    except SimitiError as refusal:
        return InitiativesPayload(initiatives=None, plan=None, problems=told(refusal))
    rows = {row.id: row for row in plan.initiatives}
    wanted = [global_id("Initiative", one) for one in shown]
    return InitiativesPayload(
        initiatives=[rows[one] for one in wanted if one in rows], plan=plan, problems=[]
    )


async def _set_beside(tx: WriteTx, plan_id: UUID, rows: Sequence[InitiativeInput]) -> None:
    edits = [_row_edit(f"alsoSet.{at}", row) for at, row in enumerate(rows)]
    try:
        await wording.set_initiatives(tx, edits, of_plan=plan_id)
    except RefusedRows as refused:
        raise RefusedBeside(refused) from None


class RefusedBeside(RefusedRows):
    """The rows beside a change were refused, and so was the change."""

    def __init__(self, refused: RefusedRows) -> None:
        super().__init__(refused.refusals)
        self.field = "alsoSet"


def told(refusal: SimitiError) -> list[Problem]:
    """One problem for each refused place of a block."""
    if isinstance(refusal, RefusedRows):
        return [
            Problem.of(why, f"{refusal.field}.{place}") for place, why in refusal.refusals.items()
        ]
    return [Problem.of(refusal)]


def _row_edit(place: str, row: InitiativeInput) -> RowEdit:
    return RowEdit(
        ids.expect(row.id, "Initiative").uuid,
        row.version,
        title=row.title,
        kind=row.kind,
        remarks=row.remarks,
        sub_mission=row.sub_mission,
        cells=tuple(
            cell_edit(f"{place}.cells.{at}", cell) for at, cell in enumerate(row.cells or [])
        ),
    )


def _new_row(place: str, input: AddInitiativesInput, row: NewInitiativeInput) -> NewInitiative:
    budgets = {
        one.fiscal_year: budget_from(one.state, one.amount, f"{place}.budgets.{at}")
        for at, one in enumerate(row.budgets or [])
    }
    if len(budgets) != len(row.budgets or []):
        raise Invalid(
            "YEAR_TWICE",
            "มีปีงบประมาณเดียวกันซ้ำในรายการ",
            "The same fiscal year is in a row twice.",
            field=f"{place}.budgets",
        )
    return NewInitiative(
        input.mission_code,
        row.kind,
        row.title,
        budgets,
        remarks=row.remarks or "",
        sub_mission=row.sub_mission,
    )

"""Editing and submitting the plan, in the schema: one write transaction a mutation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal

import strawberry

from api import ids
from api.schema.base import (
    Info,
    Problem,
    asks_for,
    budget_from,
    says,
)
from api.schema.earlier import EarlierPlanInput
from api.schema.places import global_id
from api.schema.plans import BudgetCell, Initiative, Plan, load_plan
from api.schema.revisions import Revision
from api.schema.totals import PlanTotals
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, SimitiError
from plan_core.framework import queries as framework_queries
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake.actions import submitting
from plan_core.plans import model, queries, totals
from plan_core.plans.actions import filling, ordering, succeeding, wording, writing
from plan_core.plans.actions.filling import CellEdit, RefusedCells
from plan_core.values import BudgetState, InitiativeKind


@strawberry.input(description="One cell's new content.")
class BudgetCellInput:
    id: strawberry.ID = says("The cell.")
    version: int = says("The version its editor saw.")
    state: BudgetState = says("The new state.")
    amount: Decimal | None = says("Baht, exactly when the state is AMOUNT.")


@strawberry.input(description="A block of cells, set together or not at all.")
class SetBudgetCellsInput:
    cells: list[BudgetCellInput] = says("The cells, each once.")


@strawberry.type(description="The cells as they are now, or why none of them was set.")
class SetBudgetCellsPayload:
    cells: list[BudgetCell] | None = says("In the order of the input; null when refused.")
    plan_version: int | None = says("The plan's version after the edit.")
    totals: PlanTotals | None = says("What the plan adds up to now.")
    problems: list[Problem] = says("One per refused cell, `field` like `cells.3`.")


@strawberry.input(description="New values of a row; what is left out stays.")
class SetInitiativeInput:
    id: strawberry.ID = says("The row.")
    version: int = says("The version its editor saw.")
    title: str | None = says("New title.")
    kind: InitiativeKind | None = says("New kind.")
    remarks: str | None = says("New remarks.")
    sub_mission: str | None = says("New sub-mission; empty for none.")


@strawberry.input(description="A new row; its cells begin as not stated.")
class AddInitiativeInput:
    plan_id: strawberry.ID = says("The plan.")
    mission_code: str = says("The mission it goes to.")
    kind: InitiativeKind = says("What it is.")
    title: str = says("Its title.")
    position: int | None = says("From 1 inside the mission; last when left out.")


@strawberry.input(description="Where a row goes.")
class MoveInitiativeInput:
    id: strawberry.ID = says("The row.")
    version: int = says("The version its editor saw.")
    mission_code: str = says("The mission it goes to.")
    position: int | None = says("From 1 inside the mission; last when left out.")


@strawberry.input(description="Which row to take out of the plan.")
class RemoveInitiativeInput:
    id: strawberry.ID = says("The row.")
    version: int = says("The version its editor saw.")


@strawberry.input(description="Which removed row to bring back.")
class RestoreInitiativeInput:
    id: strawberry.ID = says("The row.")


@strawberry.type(description="The row and its plan as they are now, or why nothing changed.")
class InitiativePayload:
    initiative: Initiative | None = says("The row; null when it was removed or refused.")
    plan: Plan | None = says("The whole plan; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.input(description="For which edition to start a plan, and what from.")
class StartPlanInput:
    edition_code: str = says("Like 2561-2564.")
    earlier: EarlierPlanInput | None = strawberry.field(
        default=None, description="The own earlier plan to copy; an empty plan when left out."
    )


@strawberry.type(description="The plan, or why it was refused.")
class PlanPayload:
    plan: Plan | None = says("The plan; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.input(description="Which version of which plan to submit.")
class SubmitPlanInput:
    plan_id: strawberry.ID = says("The plan.")
    version: int = says("The version that the approver saw.")
    note: str = strawberry.field(default="", description="What the officers should know.")


@strawberry.type(description="The new revision, or why nothing was submitted.")
class SubmitPlanPayload:
    plan: Plan | None = says("The plan after submitting.")
    revision: Revision | None = says("The new revision.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


RowEdit = Callable[[WriteTx], Awaitable[model.Initiative]]


@strawberry.type
class PlansMutation:
    @strawberry.mutation(description="Set a block of budget cells: all of them, or none.")
    async def set_budget_cells(
        self, info: Info, input: SetBudgetCellsInput
    ) -> SetBudgetCellsPayload:
        actor = info.context.actor
        try:
            edits = [cell_edit(f"cells.{index}", cell) for index, cell in enumerate(input.cells)]
            async with info.context.database.write(actor) as tx:
                filled = await filling.set_budget_cells(tx, edits)
                summed = await _totals_if_asked(info, tx, filled.plan)
        except RefusedCells as refused:
            return _refused_cells(
                [Problem.of(why, f"cells.{at}") for at, why in refused.refusals.items()]
            )
        except SimitiError as refusal:
            return _refused_cells([Problem.of(refusal)])
        return SetBudgetCellsPayload(
            cells=[BudgetCell.of(cell) for cell in filled.cells],
            plan_version=filled.plan.version,
            totals=summed,
            problems=[],
        )

    @strawberry.mutation(description="Change a row's title, kind, remarks or sub-mission.")
    async def set_initiative(self, info: Info, input: SetInitiativeInput) -> InitiativePayload:
        async def edit(tx: WriteTx) -> model.Initiative:
            return await wording.set_initiative(
                tx,
                ids.expect(input.id, "Initiative").uuid,
                input.version,
                title=input.title,
                kind=input.kind,
                remarks=input.remarks,
                sub_mission=input.sub_mission,
            )

        return await _edit_row(info, edit)

    @strawberry.mutation(description="Add a row to a mission.")
    async def add_initiative(self, info: Info, input: AddInitiativeInput) -> InitiativePayload:
        async def edit(tx: WriteTx) -> model.Initiative:
            plan = await queries.get_plan(tx, ids.expect(input.plan_id, "Plan").uuid)
            return await ordering.add_initiative(
                tx,
                plan.id,
                await framework_queries.get_edition(tx.session, plan.edition_code),
                mission_code=input.mission_code,
                kind=input.kind,
                title=input.title,
                position=input.position,
            )

        return await _edit_row(info, edit)

    @strawberry.mutation(description="Move a row inside its mission or to another one.")
    async def move_initiative(self, info: Info, input: MoveInitiativeInput) -> InitiativePayload:
        async def edit(tx: WriteTx) -> model.Initiative:
            initiative = await queries.get_initiative(tx, ids.expect(input.id, "Initiative").uuid)
            plan = await queries.get_plan(tx, initiative.plan_id)
            return await ordering.move_initiative(
                tx,
                initiative.id,
                input.version,
                await framework_queries.get_edition(tx.session, plan.edition_code),
                mission_code=input.mission_code,
                position=input.position,
            )

        return await _edit_row(info, edit)

    @strawberry.mutation(description="Take a row out of the plan; `restoreInitiative` undoes it.")
    async def remove_initiative(
        self, info: Info, input: RemoveInitiativeInput
    ) -> InitiativePayload:
        async def edit(tx: WriteTx) -> model.Initiative:
            wanted = ids.expect(input.id, "Initiative").uuid
            return await ordering.remove_initiative(tx, wanted, input.version)

        return await _edit_row(info, edit)

    @strawberry.mutation(description="Bring a removed row back with its cells.")
    async def restore_initiative(
        self, info: Info, input: RestoreInitiativeInput
    ) -> InitiativePayload:
        async def edit(tx: WriteTx) -> model.Initiative:
            return await ordering.restore_initiative(tx, ids.expect(input.id, "Initiative").uuid)

        return await _edit_row(info, edit)

    @strawberry.mutation(
        description="Start a plan for an edition: empty, or with what an earlier one holds, its "
        "years shifted. Orders, printed numbers and years without a counterpart are not taken."
    )
    async def start_plan(self, info: Info, input: StartPlanInput) -> PlanPayload:
        actor = info.context.actor
        try:
            edition = await info.context.rooms.edition(input.edition_code)
            async with info.context.database.write(actor) as tx:
                plan = await load_plan(tx, await _start(tx, edition, input.earlier), edition)
        except SimitiError as refusal:
            return PlanPayload(plan=None, problems=[Problem.of(refusal)])
        return PlanPayload(plan=plan, problems=[])

    @strawberry.mutation(description="Submit the plan: make the next immutable revision.")
    async def submit_plan(self, info: Info, input: SubmitPlanInput) -> SubmitPlanPayload:
        actor = info.context.actor
        try:
            wanted = ids.expect(input.plan_id, "Plan").uuid
            async with info.context.database.write(actor) as tx:
                found = await queries.get_plan(tx, wanted)
                edition = await framework_queries.get_edition(tx.session, found.edition_code)
                revision = await submitting.submit_plan(
                    tx, found.id, input.version, edition, input.note
                )
                plan = await load_plan(tx, found, edition)
        except SimitiError as refusal:
            return SubmitPlanPayload(plan=None, revision=None, problems=[Problem.of(refusal)])
        return SubmitPlanPayload(plan=plan, revision=Revision.of(revision), problems=[])


def cell_edit(place: str, cell: BudgetCellInput) -> CellEdit:
    """A cell's new content; `place` is where it stands in the input."""
    return CellEdit(
        ids.expect(cell.id, "BudgetCell").uuid,
        cell.version,
        budget_from(cell.state, cell.amount, place),
    )


async def _totals_if_asked(info: Info, tx: WriteTx, plan: model.Plan) -> PlanTotals | None:
    """Read in the edit's own transaction, so that they fit its version; not for who does not ask,
    because they are most of the work."""
    if not asks_for(info, "totals"):
        return None
    edition = await info.context.rooms.edition(plan.edition_code)
    rows = await queries.list_counted(tx, plan)
    return PlanTotals.of(totals.total_of(rows, edition, edition.fiscal_years))


def _refused_cells(problems: list[Problem]) -> SetBudgetCellsPayload:
    return SetBudgetCellsPayload(cells=None, plan_version=None, totals=None, problems=problems)


async def _start(
    tx: WriteTx, edition: FrameworkEdition, earlier: EarlierPlanInput | None
) -> model.Plan:
    if earlier is None:
        return await writing.start_plan(tx, edition)
    wanted = ids.expect(earlier.plan_id, "Plan").uuid
    missions = {one.earlier: one.new for one in earlier.missions}
    if len(missions) < len(earlier.missions):
        raise Invalid(
            "MISSION_TWICE",
            "แต่ละภารกิจของแผนเดิมเลือกที่ไปได้แห่งเดียว",
            "Each mission of the earlier plan goes to one place.",
            field="missions",
        )
    return await succeeding.start_from(tx, edition, wanted, missions)


async def _edit_row(info: Info, edit: RowEdit) -> InitiativePayload:
    """One write transaction around one action, answered with the row and the whole plan."""
    actor = info.context.actor
    try:
        async with info.context.database.write(actor) as tx:
            changed = await edit(tx)
            found = await queries.get_plan(tx, changed.plan_id)
            edition = await framework_queries.get_edition(tx.session, found.edition_code)
            plan = await load_plan(tx, found, edition)
    except SimitiError as refusal:
        return InitiativePayload(initiative=None, plan=None, problems=[Problem.of(refusal)])
    changed_id = global_id("Initiative", changed.id)
    return InitiativePayload(
        initiative=next((row for row in plan.initiatives if row.id == changed_id), None),
        plan=plan,
        problems=[],
    )

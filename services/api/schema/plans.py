"""The organisation's plan in the schema: reading it, editing it, submitting it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from decimal import Decimal

import strawberry

from api import ids
from api.schema.base import (
    Budget,
    EditionCode,
    FiscalYear,
    Info,
    Node,
    Problem,
    YearAmount,
    budget_from,
    says,
)
from api.schema.findings import DeclaredDimension, Finding, Risk, Section
from api.schema.framework import FrameworkEdition
from api.schema.places import Organisation, global_id
from plan_core.db.transaction import ReadTx, WriteTx
from plan_core.errors import SimitiError
from plan_core.framework import queries as framework_queries
from plan_core.framework import rules as framework_rules
from plan_core.framework.rules import dimension_code_of
from plan_core.intake import restated
from plan_core.places import queries as place_queries
from plan_core.plans import content, model, queries, totals
from plan_core.plans.actions import editing, submitting, writing
from plan_core.plans.actions.editing import CellEdit, RefusedCells
from plan_core.values import BudgetState, InitiativeKind

strawberry.enum(
    model.PlanState,
    description="DRAFT: changed since the last revision. SUBMITTED: exactly the last revision.",
)


@strawberry.type(description="How many rows of each kind.")
class KindCounts:
    total: int = says("All rows.")
    projects: int = says("โครงการ")
    activities: int = says("กิจกรรม")
    measures: int = says("มาตรการ")
    guidelines: int = says("แนวปฏิบัติงาน")
    unknown: int = says("Rows whose kind could not be told.")

    @classmethod
    def of(cls, counts: totals.KindCounts) -> KindCounts:
        return cls(
            total=counts.total,
            projects=counts.projects,
            activities=counts.activities,
            measures=counts.measures,
            guidelines=counts.guidelines,
            unknown=counts.unknown,
        )


@strawberry.type(description="How many budget cells are in each state.")
class CellCounts:
    amounts: int = says("Cells that hold an amount.")
    none: int = says("Cells with `-`: no budget needed.")
    unstated: int = says("Blank cells: not stated.")


@strawberry.type(description="What the rows of a mission add up to.")
class MissionTotal:
    mission_code: str = says("The mission.")
    years: list[YearAmount] = says("Sum by fiscal year.")
    counts: KindCounts = says("Rows by kind.")


@strawberry.type(description="What the rows of a dimension add up to.")
class DimensionTotal:
    dimension_code: str = says("The dimension.")
    years: list[YearAmount] = says("Sum by fiscal year.")
    counts: KindCounts = says("Rows by kind.")
    missions: list[MissionTotal] = says("The same by mission, empty missions included.")


@strawberry.type(description="What a plan adds up to, computed from its rows.")
class PlanTotals:
    years: list[YearAmount] = says("Sum by fiscal year.")
    counts: KindCounts = says("Rows by kind.")
    cells: CellCounts = says("Budget cells by state.")
    grand_total: Decimal = says("Baht over all years.")
    dimensions: list[DimensionTotal] = says("By dimension, in order.")

    @classmethod
    def of(cls, computed: totals.PlanTotals) -> PlanTotals:
        return cls(
            years=YearAmount.list_of(computed.years),
            counts=KindCounts.of(computed.counts),
            cells=CellCounts(
                amounts=computed.cells.amounts,
                none=computed.cells.none,
                unstated=computed.cells.unstated,
            ),
            grand_total=computed.grand_total,
            dimensions=[
                DimensionTotal(
                    dimension_code=dimension.dimension_code,
                    years=YearAmount.list_of(dimension.years),
                    counts=KindCounts.of(dimension.counts),
                    missions=[
                        MissionTotal(
                            mission_code=mission.mission_code,
                            years=YearAmount.list_of(mission.years),
                            counts=KindCounts.of(mission.counts),
                        )
                        for mission in dimension.missions
                    ],
                )
                for dimension in computed.dimensions
            ],
        )


@strawberry.type(description="One initiative in one fiscal year.")
class BudgetCell(Node):
    version: int = says("Send it back with an edit; an older one is refused.")
    fiscal_year: FiscalYear = says("The fiscal year.")
    state: BudgetState = says("An amount, `-`, or not stated.")
    amount: Decimal | None = says("Baht; present exactly when the state is AMOUNT.")

    @classmethod
    def of(cls, cell: model.BudgetCell) -> BudgetCell:
        return cls(
            id=global_id("BudgetCell", cell.id),
            version=cell.version,
            fiscal_year=FiscalYear.of(cell.fiscal_year_be),
            state=cell.state,
            amount=cell.budget.amount,
        )


@strawberry.type(description="One row of the plan: a project, activity, measure or guideline.")
class Initiative(Node):
    version: int = says("Send it back with an edit; an older one is refused.")
    mission_code: str = says("The mission it stands in.")
    dimension_code: str = says("The dimension of that mission.")
    number: int = says("Its number inside the mission, from 1.")
    number_printed: str = says("The number in the imported document; empty for new rows.")
    kind: InitiativeKind = says("What it is.")
    title: str = says("Its title.")
    remarks: str = says("The column หมายเหตุ.")
    budgets: list[BudgetCell] = says("One cell per fiscal year.")

    @classmethod
    def of(cls, row: content.PlanRow) -> Initiative:
        initiative = row.initiative
        return cls(
            id=global_id("Initiative", initiative.id),
            version=initiative.version,
            mission_code=initiative.mission_code,
            dimension_code=dimension_code_of(initiative.mission_code),
            number=row.number,
            number_printed=initiative.number_printed,
            kind=initiative.kind,
            title=initiative.title,
            remarks=initiative.remarks,
            budgets=[BudgetCell.of(cell) for cell in row.cells],
        )


@strawberry.type(description="A budget of a submitted row.")
class DraftBudget:
    fiscal_year: FiscalYear = says("The fiscal year.")
    budget: Budget = says("The budget.")


@strawberry.type(description="A row of a submitted revision.")
class SubmittedInitiative(Node):
    organisation: Organisation = says("Whose row it is.")
    mission_code: str = says("The mission it stands in.")
    dimension_code: str = says("The dimension of that mission.")
    number: int = says("Its number inside the mission.")
    kind: InitiativeKind = says("What it is.")
    title: str = says("Its title.")
    remarks: str = says("The column หมายเหตุ.")
    budgets: list[DraftBudget] = says("One per fiscal year.")

    @classmethod
    def of(
        cls,
        row: model.RevisionInitiative,
        organisation: Organisation,
        edition: framework_rules.FrameworkEdition,
    ) -> SubmittedInitiative:
        return cls(
            id=global_id("SubmittedInitiative", f"{row.tenant_id}:{row.id}"),
            organisation=organisation,
            mission_code=row.mission_code,
            dimension_code=row.dimension_code,
            number=row.number,
            kind=row.kind,
            title=row.title,
            remarks=row.remarks,
            budgets=[
                DraftBudget(fiscal_year=FiscalYear.of(be), budget=Budget.of(budget))
                for be, budget in queries.budgets_of(row, edition).items()
            ],
        )


@strawberry.type(description="What was submitted: numbered, and never changed again.")
class Revision(Node):
    number: int = says("1 for the first submission.")
    submitted_at: datetime = says("When (UTC).")
    submitted_by: str = says("By whom.")
    sha256: str = says("Checksum of the revision's whole content.")
    row: strawberry.Private[model.Revision]

    @strawberry.field(description="Whose revision it is.")
    async def organisation(self, info: Info) -> Organisation:
        return await _organisation(info, self.row.tenant_id)

    @strawberry.field(description="The edition it follows.")
    async def edition(self, info: Info) -> FrameworkEdition:
        return FrameworkEdition.of(await info.context.rooms.edition(self.row.edition_code))

    @strawberry.field(description="Its rows, in printed order.")
    async def initiatives(self, info: Info) -> list[SubmittedInitiative]:
        edition = await info.context.rooms.edition(self.row.edition_code)
        organisation = await _organisation(info, self.row.tenant_id)
        async with info.context.database.read(info.context.actor) as tx:
            rows = await queries.list_revision_rows(tx, self.row)
        return [SubmittedInitiative.of(row, organisation, edition) for row in rows]

    @strawberry.field(description="What its rows add up to.")
    async def totals(self, info: Info) -> PlanTotals:
        edition = await info.context.rooms.edition(self.row.edition_code)
        async with info.context.database.read(info.context.actor) as tx:
            rows = await queries.list_revision_rows(tx, self.row)
        counted = [queries.SubmittedRow.of(row, edition) for row in rows]
        return PlanTotals.of(totals.total_of(counted, edition, edition.fiscal_years))

    @strawberry.field(description="The texts of Part 1.")
    def sections(self) -> list[Section]:
        return [Section.of(one) for one in queries.texts_of(self.row).sections]

    @strawberry.field(description="The risks of Part 1.")
    def risks(self) -> list[Risk]:
        return [
            Risk(category=one.category, text=one.text) for one in queries.texts_of(self.row).risks
        ]

    @classmethod
    def of(cls, revision: model.Revision) -> Revision:
        return cls(
            id=global_id("Revision", f"{revision.tenant_id}:{revision.id}"),
            number=revision.number,
            submitted_at=revision.submitted_at,
            submitted_by=revision.submitted_by,
            sha256=revision.sha256,
            row=revision,
        )


@strawberry.type(description="The organisation's own working copy; nobody else sees it.")
class Plan(Node):
    version: int = says("Raised by every change of any part; submitting names it.")
    state: model.PlanState = says("Whether it differs from the last revision.")
    edition: FrameworkEdition = says("The edition it follows.")
    fiscal_years: list[FiscalYear] = says("Its years.")
    initiatives: list[Initiative] = says("All rows, in printed order.")
    totals: PlanTotals = says("What the rows add up to.")
    updated_at: datetime = says("The last change (UTC).")
    whole: strawberry.Private[content.PlanContent]
    framework: strawberry.Private[framework_rules.FrameworkEdition]

    @strawberry.field(description="Whose plan it is.")
    async def organisation(self, info: Info) -> Organisation:
        return await _organisation(info, self.whole.plan.tenant_id)

    @strawberry.field(description="What the imported document claimed per dimension.")
    async def declared(self, info: Info) -> list[DeclaredDimension]:
        async with info.context.database.read(info.context.actor) as tx:
            acceptance = await queries.find_acceptance(tx, self.whole.plan.id)
        return [DeclaredDimension.of(one) for one in restated.declared_of(acceptance)]

    @strawberry.field(description="What the checks notice in the plan as it stands now.")
    async def findings(self, info: Info) -> list[Finding]:
        async with info.context.database.read(info.context.actor) as tx:
            acceptance = await queries.find_acceptance(tx, self.whole.plan.id)
        explained = restated.explanations_of(acceptance)
        return [
            Finding.of(finding, explained.get(finding.key), initiative_type="Initiative")
            for finding in restated.findings_of(self.whole, acceptance, self.framework)
        ]

    @strawberry.field(description="The texts of Part 1.")
    async def sections(self, info: Info) -> list[Section]:
        async with info.context.database.read(info.context.actor) as tx:
            found = await queries.list_sections(tx, self.whole.plan.id)
        return [Section(code=one.code, title_th=one.title_th, body=one.body) for one in found]

    @strawberry.field(description="The risks of Part 1.")
    async def risks(self, info: Info) -> list[Risk]:
        async with info.context.database.read(info.context.actor) as tx:
            found = await queries.list_risks(tx, self.whole.plan.id)
        return [Risk(category=one.category, text=one.text) for one in found]

    @strawberry.field(description="What was submitted so far, newest first.")
    async def revisions(self, info: Info) -> list[Revision]:
        async with info.context.database.read(info.context.actor) as tx:
            found = await queries.list_revisions(tx, self.whole.plan.edition_code)
        return [Revision.of(one) for one in found]

    @strawberry.field(description="The day by which the plan is due in its province.")
    async def due_on(self, info: Info) -> date | None:
        async with info.context.database.read(info.context.actor) as tx:
            organisation = await place_queries.get_organisation(tx.session, tx.actor.tenant)
            return await framework_queries.find_deadline(
                tx.session, self.whole.plan.edition_code, organisation.province_code
            )

    @classmethod
    def of(cls, whole: content.PlanContent, edition: framework_rules.FrameworkEdition) -> Plan:
        return cls(
            id=global_id("Plan", whole.plan.id),
            version=whole.plan.version,
            state=whole.plan.state,
            edition=FrameworkEdition.of(edition),
            fiscal_years=[FiscalYear.of(be) for be in edition.fiscal_years],
            initiatives=[Initiative.of(row) for row in whole.rows],
            totals=PlanTotals.of(totals.total_of(whole.rows, edition, edition.fiscal_years)),
            updated_at=whole.plan.updated_at,
            whole=whole,
            framework=edition,
        )


@strawberry.type
class PlansQuery:
    @strawberry.field(
        description="The viewer's own organisation's plan; null when there is none yet."
    )
    async def plan(self, info: Info, edition_code: EditionCode = None) -> Plan | None:
        actor = info.context.actor
        edition = await info.context.rooms.edition(edition_code)
        async with info.context.database.read(actor) as tx:
            found = await queries.find_plan(tx, edition.code)
            return None if found is None else await load_plan(tx, found, edition)


async def load_plan(
    tx: ReadTx, plan: model.Plan, edition: framework_rules.FrameworkEdition
) -> Plan:
    return Plan.of(await queries.get_content(tx, plan, edition), edition)


async def find_plan_node(info: Info, wanted: ids.GlobalId) -> Node | None:
    """A plan, initiative or cell by id; of the own organisation only."""
    editions = await info.context.rooms.editions()
    async with info.context.database.read(info.context.actor) as tx:
        if wanted.type_name == "BudgetCell":
            cells = await queries.list_cells(tx, [wanted.uuid])
            return BudgetCell.of(cells[0]) if cells else None
        if wanted.type_name == "Initiative":
            initiative = await queries.get_initiative(tx, wanted.uuid)
            plan = await queries.get_plan(tx, initiative.plan_id)
        else:
            plan = await queries.get_plan(tx, wanted.uuid)
        edition = next(one for one in editions if one.code == plan.edition_code)
        whole = await load_plan(tx, plan, edition)
    if wanted.type_name == "Plan":
        return whole
    return next((row for row in whole.initiatives if row.id == str(wanted)), None)


async def find_revision_node(info: Info, wanted: ids.GlobalId) -> Node | None:
    tenant_id, row_id = wanted.tenant_and_uuid
    key = queries.SubmittedKey(tenant_id, row_id)
    async with info.context.database.read(info.context.actor) as tx:
        if wanted.type_name == "Revision":
            revision = await queries.find_revision(tx, key)
            return None if revision is None else Revision.of(revision)
        row = await queries.find_submitted_initiative(tx, key)
    if row is None:
        return None
    edition = await info.context.rooms.edition(row.edition_code)
    return SubmittedInitiative.of(row, await _organisation(info, row.tenant_id), edition)


async def _organisation(info: Info, organisation_id: int) -> Organisation:
    async with info.context.database.unscoped() as session:
        return Organisation.of(await place_queries.get_organisation(session, organisation_id))


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


@strawberry.input(description="For which edition to start a plan.")
class StartPlanInput:
    edition_code: str = says("Like 2561-2564.")


@strawberry.type(description="The plan, or why it was refused.")
class PlanPayload:
    plan: Plan | None = says("The plan; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.input(description="Which version of which plan to submit.")
class SubmitPlanInput:
    plan_id: strawberry.ID = says("The plan.")
    version: int = says("The version that the approver saw.")


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
        editions = await info.context.rooms.editions()
        try:
            edits = [_cell_edit(index, cell) for index, cell in enumerate(input.cells)]
            async with info.context.database.write(actor) as tx:
                plan = await editing.set_budget_cells(tx, edits)
                edition = next(one for one in editions if one.code == plan.edition_code)
                whole = await queries.get_content(tx, plan, edition)
        except RefusedCells as refused:
            return _refused_cells(
                [Problem.of(why, f"cells.{at}") for at, why in refused.refusals.items()]
            )
        except SimitiError as refusal:
            return _refused_cells([Problem.of(refusal)])
        cells = {cell.id: cell for row in whole.rows for cell in row.cells}
        return SetBudgetCellsPayload(
            cells=[BudgetCell.of(cells[edit.cell_id]) for edit in edits],
            plan_version=whole.plan.version,
            totals=PlanTotals.of(totals.total_of(whole.rows, edition, edition.fiscal_years)),
            problems=[],
        )

    @strawberry.mutation(description="Change a row's title, kind or remarks.")
    async def set_initiative(self, info: Info, input: SetInitiativeInput) -> InitiativePayload:
        async def edit(tx: WriteTx) -> model.Initiative:
            return await editing.set_initiative(
                tx,
                ids.expect(input.id, "Initiative").uuid,
                input.version,
                title=input.title,
                kind=input.kind,
                remarks=input.remarks,
            )

        return await _edit_row(info, edit)

    @strawberry.mutation(description="Add a row to a mission.")
    async def add_initiative(self, info: Info, input: AddInitiativeInput) -> InitiativePayload:
        async def edit(tx: WriteTx) -> model.Initiative:
            plan = await queries.get_plan(tx, ids.expect(input.plan_id, "Plan").uuid)
            return await editing.add_initiative(
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
            return await editing.move_initiative(
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
            return await editing.remove_initiative(tx, wanted, input.version)

        return await _edit_row(info, edit)

    @strawberry.mutation(description="Bring a removed row back with its cells.")
    async def restore_initiative(
        self, info: Info, input: RestoreInitiativeInput
    ) -> InitiativePayload:
        async def edit(tx: WriteTx) -> model.Initiative:
            return await editing.restore_initiative(tx, ids.expect(input.id, "Initiative").uuid)

        return await _edit_row(info, edit)

    @strawberry.mutation(description="Start an empty plan for an edition.")
    async def start_plan(self, info: Info, input: StartPlanInput) -> PlanPayload:
        actor = info.context.actor
        try:
            edition = await info.context.rooms.edition(input.edition_code)
            async with info.context.database.write(actor) as tx:
                plan = await load_plan(tx, await writing.start_plan(tx, edition), edition)
        except SimitiError as refusal:
            return PlanPayload(plan=None, problems=[Problem.of(refusal)])
        return PlanPayload(plan=plan, problems=[])

    @strawberry.mutation(description="Submit the plan: make the next immutable revision.")
    async def submit_plan(self, info: Info, input: SubmitPlanInput) -> SubmitPlanPayload:
        viewer = info.context.viewer
        try:
            wanted = ids.expect(input.plan_id, "Plan").uuid
            async with info.context.database.write(viewer.actor) as tx:
                found = await queries.get_plan(tx, wanted, lock=True)
                edition = await framework_queries.get_edition(tx.session, found.edition_code)
                revision = await submitting.submit_plan(
                    tx, found, input.version, edition, viewer.display_name
                )
                plan = await load_plan(tx, found, edition)
        except SimitiError as refusal:
            return SubmitPlanPayload(plan=None, revision=None, problems=[Problem.of(refusal)])
        return SubmitPlanPayload(plan=plan, revision=Revision.of(revision), problems=[])


def _cell_edit(index: int, cell: BudgetCellInput) -> CellEdit:
    return CellEdit(
        ids.expect(cell.id, "BudgetCell").uuid,
        cell.version,
        budget_from(cell.state, cell.amount, f"cells.{index}"),
    )


def _refused_cells(problems: list[Problem]) -> SetBudgetCellsPayload:
    return SetBudgetCellsPayload(cells=None, plan_version=None, totals=None, problems=problems)


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

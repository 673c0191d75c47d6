"""The organisation's own plan in the schema."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import strawberry

from api import ids
from api.fast.prepared import prepared
from api.schema import attachments
from api.schema.amendments import Amendment
from api.schema.attachments import Attachment
from api.schema.base import (
    FiscalYear,
    Info,
    Node,
    PlanEditionCode,
    says,
)
from api.schema.diffs import PlanDiff
from api.schema.findings import DeclaredDimension, Finding, Section
from api.schema.framework import FrameworkEdition
from api.schema.once import Once
from api.schema.parts import Appointment, InitiativeSheet, OpenPart, PlanRisk, load_sheet
from api.schema.places import Organisation, global_id, organisation_of
from api.schema.revisions import Revision
from api.schema.steps import ReturnReason, RevisionStep
from api.schema.totals import PlanTotals
from plan_core.attachments.kinds import SubjectType
from plan_core.db.transaction import ReadTx
from plan_core.framework import queries as framework_queries
from plan_core.framework import rules as framework_rules
from plan_core.framework.rules import dimension_code_of
from plan_core.intake import readiness, restated
from plan_core.places import queries as place_queries
from plan_core.plans import (
    amendment_queries,
    content,
    diff_queries,
    model,
    part_queries,
    queries,
    stages,
    step_queries,
    totals,
)
from plan_core.plans.beside import PlanBeside, get_beside
from plan_core.plans.drafts import find_content
from plan_core.values import BudgetState, InitiativeKind


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
    sub_mission: str | None = says(
        "The part of its mission that it stands under, as the plan words it; null under none."
    )
    budgets: list[BudgetCell] = says("One cell per fiscal year.")
    row: strawberry.Private[model.Initiative]

    @strawberry.field(description="The files beside it.")
    async def attachments(self, info: Info) -> list[Attachment]:
        types = (SubjectType.INITIATIVE,)
        return await attachments.load(info, self.row.tenant_id, types, [self.row.id])

    @strawberry.field(description="Its sheet of Part 3; null while nobody began it.")
    async def sheet(self, info: Info) -> InitiativeSheet | None:
        return await load_sheet(info, self.id)

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
            sub_mission=initiative.sub_mission,
            budgets=[BudgetCell.of(cell) for cell in row.cells],
            row=initiative,
        )


@strawberry.type(description="The organisation's own working copy; nobody else sees it.")
class Plan(Node):
    version: int = says("Raised by every change of any part; submitting names it.")
    state: stages.PlanState = says("What the organisation itself says of it.")
    edition: FrameworkEdition = says("The edition it follows.")
    fiscal_years: list[FiscalYear] = says("Its years.")
    initiatives: list[Initiative] = says("All rows, in printed order.")
    updated_at: datetime = says("The last change (UTC).")
    whole: strawberry.Private[content.PlanContent]
    framework: strawberry.Private[framework_rules.FrameworkEdition]
    beside: strawberry.Private[Once[PlanBeside]]
    way: strawberry.Private[Once[step_queries.Way]]

    @strawberry.field(description="What the rows add up to.")
    def totals(self) -> PlanTotals:
        rows, edition = self.whole.rows, self.framework
        return PlanTotals.of(totals.total_of(rows, edition, edition.fiscal_years))

    @strawberry.field(description="Where it stands, the officers' last word included.")
    async def stage(self, info: Info) -> stages.PlanStage:
        if self.state is not stages.PlanState.SUBMITTED:
            return stages.stage_of(self.state, None)
        return (await self.way.load(info)).stage

    @strawberry.field(description="Every step of its revisions, first step first.")
    async def steps(self, info: Info) -> list[RevisionStep]:
        return [RevisionStep.of(one.row, one.number) for one in (await self.way.load(info)).steps]

    @strawberry.field(
        description="While it is RETURNED: why, part by part. Exactly these parts may be changed."
    )
    async def returned(self, info: Info) -> list[ReturnReason]:
        if self.state is not stages.PlanState.SUBMITTED:
            return []
        return [ReturnReason.of(one) for one in (await self.way.load(info)).returned]

    @strawberry.field(description="Whose plan it is.")
    async def organisation(self, info: Info) -> Organisation:
        return await organisation_of(info, self.whole.plan.tenant_id)

    @strawberry.field(description="What the imported document claimed per dimension.")
    async def declared(self, info: Info) -> list[DeclaredDimension]:
        acceptance = (await self.beside.load(info)).acceptance
        return [DeclaredDimension.of(one) for one in restated.declared_of(acceptance)]

    @strawberry.field(description="What the checks notice in the plan as it stands now.")
    async def findings(self, info: Info) -> list[Finding]:
        beside = await self.beside.load(info)
        async with info.context.database.read(info.context.actor) as tx:
            found = await readiness.read_findings(tx, self.whole, self.framework, beside)
        return [
            Finding.of(one, found.explanations.get(one.key), initiative_type="Initiative")
            for one in found.findings
        ]

    @strawberry.field(description="The texts of Part 1.")
    async def sections(self, info: Info) -> list[Section]:
        found = (await self.beside.load(info)).sections
        return [
            Section(code=one.code, title_th=one.title_th, body=one.body, version=one.version)
            for one in found
        ]

    @strawberry.field(description="The risk register, by category.")
    async def risks(self, info: Info) -> list[PlanRisk]:
        return [PlanRisk.of(one) for one in (await self.beside.load(info)).risks]

    @strawberry.field(
        description="The order that appoints the committees; null while nobody began it."
    )
    async def appointment(self, info: Info) -> Appointment | None:
        found = await self.beside.load(info)
        if found.appointment is None:
            return None
        return Appointment.of_rows(found.appointment, found.members)

    @strawberry.field(description="What may be changed at its stage, by whoever may edit the plan.")
    async def open_parts(self, info: Info) -> list[OpenPart]:
        async with info.context.database.read(info.context.actor) as tx:
            return OpenPart.list_of(await part_queries.get_gate(tx, self.whole.plan))

    @strawberry.field(description="The files beside it and beside its appointment order.")
    async def attachments(self, info: Info) -> list[Attachment]:
        types = (SubjectType.PLAN, SubjectType.APPOINTMENT)
        plan = self.whole.plan
        return await attachments.load(info, plan.tenant_id, types, [plan.id])

    @strawberry.field(description="What was submitted so far, newest first.")
    async def revisions(self, info: Info) -> list[Revision]:
        return [Revision.of(one) for one in (await self.beside.load(info)).revisions]

    @strawberry.field(
        description="What differs from the newest revision; null before the first submission."
    )
    async def changes(self, info: Info) -> PlanDiff | None:
        async with info.context.database.read(info.context.actor) as tx:
            compared = await diff_queries.compare_draft(tx, self.whole.plan, self.framework)
        return None if compared is None else PlanDiff.of(compared)

    @strawberry.field(description="The amendment that is being written; null when there is none.")
    async def amendment(self, info: Info) -> Amendment | None:
        async with info.context.database.read(info.context.actor) as tx:
            found = await amendment_queries.find_open_amendment(tx, self.whole.plan)
        return None if found is None else Amendment.of(found)

    @strawberry.field(description="All its amendments, newest first.")
    async def amendments(self, info: Info) -> list[Amendment]:
        async with info.context.database.read(info.context.actor) as tx:
            found = await amendment_queries.list_amendments(tx, self.whole.plan.id)
        return [Amendment.of(one) for one in found]

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
            initiatives=prepared(
                whole, "initiatives", lambda: [Initiative.of(row) for row in whole.rows]
            ),
            updated_at=whole.plan.updated_at,
            whole=whole,
            framework=edition,
            beside=Once(lambda tx: get_beside(tx, whole.plan)),
            way=Once(lambda tx: step_queries.get_way(tx, whole.plan)),
        )


@strawberry.type
class PlansQuery:
    @strawberry.field(
        description="The viewer's own organisation's plan; null when there is none yet."
    )
    async def plan(self, info: Info, edition_code: PlanEditionCode = None) -> Plan | None:
        context = info.context
        found = await find_content(
            context.database, context.actor, edition_code, context.rooms.edition
        )
        return None if found is None else Plan.of(*found)


async def find_own_plan(
    info: Info, tx: ReadTx, edition_code: str | None
) -> tuple[model.Plan | None, framework_rules.FrameworkEdition]:
    """The plan of an edition, or of the newest edition that has one: a new edition hides none."""
    rooms = info.context.rooms
    if edition_code is not None:
        edition = await rooms.edition(edition_code)
        return await queries.find_plan(tx, edition.code), edition
    plan = await queries.find_newest_plan(tx)
    return plan, await rooms.edition(None if plan is None else plan.edition_code)


async def load_plan(
    tx: ReadTx, plan: model.Plan, edition: framework_rules.FrameworkEdition
) -> Plan:
    return Plan.of(await queries.get_content(tx, plan, edition), edition)


async def find_plan_node(info: Info, wanted: ids.GlobalId) -> Node | None:
    """A plan, initiative or cell by id; of the own organisation only."""
    async with info.context.database.read(info.context.actor) as tx:
        if wanted.type_name == "BudgetCell":
            cells = await queries.list_cells(tx, [wanted.uuid])
            return BudgetCell.of(cells[0]) if cells else None
        if wanted.type_name == "Initiative":
            initiative = await queries.get_initiative(tx, wanted.uuid)
            plan = await queries.get_plan(tx, initiative.plan_id)
        else:
            plan = await queries.get_plan(tx, wanted.uuid)
        edition = await info.context.rooms.edition(plan.edition_code)
        whole = await load_plan(tx, plan, edition)
    if wanted.type_name == "Plan":
        return whole
    return next((row for row in whole.initiatives if row.id == str(wanted)), None)

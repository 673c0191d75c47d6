"""What was submitted, in the schema."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import strawberry

from api import ids
from api.fast.prepared import prepared
from api.schema import attachments
from api.schema.amendments import RevisionAmendment
from api.schema.attachments import Attachment
from api.schema.base import (
    Budget,
    FiscalYear,
    Info,
    Node,
    argument,
    says,
)
from api.schema.diffs import PlanDiff, revision_key
from api.schema.findings import Finding, Section
from api.schema.framework import FrameworkEdition
from api.schema.once import Once
from api.schema.parts import AppointmentOrder, SubmittedRisk, SubmittedSheet
from api.schema.places import Organisation, global_id, organisation_of
from api.schema.steps import ReturnReason, RevisionStep, RowComment, RowVerdict
from api.schema.totals import PlanTotals
from plan_core.actor import Permission
from plan_core.attachments.kinds import SubjectType
from plan_core.framework import rules as framework_rules
from plan_core.intake import queries as intake_queries
from plan_core.plans import diff_queries, model, part_queries, queries, stages, step_queries, totals
from plan_core.plans.body import Body
from plan_core.plans.shown import ShownRevision, find_shown, show
from plan_core.values import InitiativeKind

OF_PLANS = (SubjectType.PLAN, SubjectType.APPOINTMENT, SubjectType.INITIATIVE)


@strawberry.type(description="A budget of a submitted row.")
class DraftBudget:
    fiscal_year: FiscalYear = says("The fiscal year.")
    budget: Budget = says("The budget.")


@strawberry.type(description="A row of a submitted revision.")
class SubmittedInitiative(Node):
    initiative_id: strawberry.ID = says(
        "The plan's row that it was: the same in every revision. Officers name it when they speak."
    )
    organisation: Organisation = says("Whose row it is.")
    mission_code: str = says("The mission it stands in.")
    dimension_code: str = says("The dimension of that mission.")
    number: int = says("Its number inside the mission.")
    kind: InitiativeKind = says("What it is.")
    title: str = says("Its title.")
    remarks: str = says("The column หมายเหตุ.")
    sub_mission: str | None = says(
        "The part of its mission that it stands under, as the plan words it; null under none."
    )
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
            initiative_id=global_id("Initiative", row.initiative_id),
            organisation=organisation,
            mission_code=row.mission_code,
            dimension_code=row.dimension_code,
            number=row.number,
            kind=row.kind,
            title=row.title,
            remarks=row.remarks,
            sub_mission=row.sub_mission,
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
    content: strawberry.Private[Once[Body]]
    shown: strawberry.Private[Once[ShownRevision]]
    words: strawberry.Private[Once[step_queries.Words]]

    @strawberry.field(description="Where it stands: what its last step says.")
    async def stage(self, info: Info) -> stages.PlanStage:
        last = (await self.words.load(info)).steps[-1]
        return stages.PlanStage(last.kind.value)

    @strawberry.field(description="Whether no later one has replaced it; steps go on only then.")
    async def is_newest(self, info: Info) -> bool:
        return (await self.words.load(info)).is_newest

    @strawberry.field(description="Its way, first step first.")
    async def steps(self, info: Info) -> list[RevisionStep]:
        found = (await self.words.load(info)).steps
        return [RevisionStep.of(one, self.number) for one in found]

    @strawberry.field(description="Why parts of it were returned.")
    async def reasons(self, info: Info) -> list[ReturnReason]:
        return [ReturnReason.of(one) for one in (await self.words.load(info)).reasons]

    @strawberry.field(description="The newest verdict on each of its rows.")
    async def verdicts(self, info: Info) -> list[RowVerdict]:
        return [RowVerdict.of(one) for one in (await self.words.load(info)).verdicts]

    @strawberry.field(description="Remarks on it and on the revisions before it, oldest first.")
    async def comments(self, info: Info) -> list[RowComment]:
        return [RowComment.of(one) for one in (await self.words.load(info)).comments]

    @strawberry.field(description="Whose revision it is.")
    async def organisation(self, info: Info) -> Organisation:
        if self.shown.known is not None:
            return Organisation.of(self.shown.known.organisation)
        return await organisation_of(info, self.row.tenant_id)

    @strawberry.field(description="The edition it follows.")
    async def edition(self, info: Info) -> FrameworkEdition:
        return FrameworkEdition.of(await info.context.rooms.edition(self.row.edition_code))

    @strawberry.field(description="Its rows, in printed order.")
    async def initiatives(self, info: Info) -> list[SubmittedInitiative]:
        edition = await info.context.rooms.edition(self.row.edition_code)
        shown = await self.shown.load(info)

        def make() -> list[SubmittedInitiative]:
            organisation = Organisation.of(shown.organisation)
            return [SubmittedInitiative.of(row, organisation, edition) for row in shown.rows]

        # The edition is the revision's own, and one never changes.
        return prepared(shown, "initiatives", make)

    @strawberry.field(description="What its rows add up to.")
    async def totals(self, info: Info) -> PlanTotals:
        edition = await info.context.rooms.edition(self.row.edition_code)
        rows = (await self.shown.load(info)).rows
        counted = [queries.SubmittedRow.of(row, edition) for row in rows]
        return PlanTotals.of(totals.total_of(counted, edition, edition.fiscal_years))

    @strawberry.field(description="The files that were submitted with it and are still there.")
    async def attachments(self, info: Info) -> list[Attachment]:
        rows = (await self.shown.load(info)).rows
        subjects = [self.row.plan_id, *(one.initiative_id for one in rows)]
        found = await attachments.load(info, self.row.tenant_id, OF_PLANS, subjects)
        return [one for one in found if one.is_shared]

    @strawberry.field(description="The texts of Part 1.")
    async def sections(self, info: Info) -> list[Section]:
        return [Section.of(one) for one in (await self.content.load(info)).sections]

    @strawberry.field(
        description="What the checks noticed in it when it was submitted, and how its "
        "organisation explained it; null when it was submitted before that was kept."
    )
    async def findings(
        self,
        info: Info,
        code: Annotated[str | None, argument("Only what this rule noticed.")] = None,
    ) -> list[Finding] | None:
        async with info.context.database.read(info.context.actor) as tx:
            found = await intake_queries.find_noticed(tx, self.row.tenant_id, self.row.id)
        if found is None:
            return None
        return [
            Finding.of(one.finding, one.explanation, initiative_type="Initiative")
            for one in found
            if code is None or one.code == code
        ]

    @strawberry.field(description="The risk register.")
    async def risks(self, info: Info) -> list[SubmittedRisk]:
        body = await self.content.load(info)
        return SubmittedRisk.list_of(body.risks, body.initiatives)

    @strawberry.field(
        description="What changed since an earlier revision of the same plan, or since the "
        "submission before; null for the first one."
    )
    async def changes(
        self,
        info: Info,
        from_id: Annotated[
            strawberry.ID | None, argument("The earlier revision; the one before when left out.")
        ] = None,
    ) -> PlanDiff | None:
        key = queries.SubmittedKey(self.row.tenant_id, self.row.id)
        async with info.context.database.read(info.context.actor) as tx:
            if from_id is not None:
                return PlanDiff.of(
                    await diff_queries.compare_revisions(tx, revision_key(from_id), key)
                )
            compared = await diff_queries.compare_with_previous(tx, key)
        return None if compared is None else PlanDiff.of(compared)

    @strawberry.field(description="Which amendment it is; null for a plan that was not amended.")
    async def amendment(self, info: Info) -> RevisionAmendment | None:
        if self.row.amendment_id is None:
            return None
        body = await self.content.load(info)
        if body.amendment is None:
            return None
        return RevisionAmendment.of(body.amendment, body.row_reasons, self.row)

    @strawberry.field(description="Part 3: the sheets of its rows, in printed order.")
    async def sheets(self, info: Info) -> list[SubmittedSheet]:
        return SubmittedSheet.list_of((await self.content.load(info)).initiatives)

    @strawberry.field(description="The order that appoints the committees; null without one.")
    async def appointment(self, info: Info) -> AppointmentOrder | None:
        order = (await self.content.load(info)).appointment
        return None if order is None else AppointmentOrder.of(order)

    @classmethod
    def of(cls, revision: model.Revision, shown: ShownRevision | None = None) -> Revision:
        key = queries.SubmittedKey(revision.tenant_id, revision.id)
        return cls(
            id=global_id("Revision", f"{revision.tenant_id}:{revision.id}"),
            number=revision.number,
            submitted_at=revision.submitted_at,
            submitted_by=revision.submitted_by,
            sha256=revision.sha256,
            row=revision,
            content=Once(lambda tx: part_queries.get_body(tx, key)),
            shown=Once(lambda tx: show(tx, revision), shown),
            words=Once(lambda tx: step_queries.get_words(tx, revision)),
        )


async def find_revision_node(info: Info, wanted: ids.GlobalId) -> Node | None:
    tenant_id, row_id = wanted.tenant_and_uuid
    key = queries.SubmittedKey(tenant_id, row_id)
    if wanted.type_name == "Revision":
        context = info.context
        shown = await find_shown(context.database, context.actor, key, context.seen.get(key))
        return None if shown is None else Revision.of(shown.revision, shown)
    async with info.context.database.read(info.context.actor) as tx:
        row = await queries.find_submitted_initiative(tx, key)
    if row is None:
        return None
    edition = await info.context.rooms.edition(row.edition_code)
    return SubmittedInitiative.of(row, await organisation_of(info, row.tenant_id), edition)


async def find_several(
    info: Info, type_name: str, keys: Sequence[queries.SubmittedKey]
) -> dict[queries.SubmittedKey, Node]:
    """Revisions, or rows of them, that the actor may see: one statement for all."""
    found: dict[queries.SubmittedKey, Node] = {}
    if not info.context.actor.may(Permission.SUBMITTED_READ):
        return found
    async with info.context.database.read(info.context.actor) as tx:
        if type_name == "Revision":
            for revision in await queries.list_revisions_by_key(tx, keys):
                key = queries.SubmittedKey(revision.tenant_id, revision.id)
                found[key] = Revision.of(revision)
            return found
        rows = await queries.list_submitted_by_key(tx, keys)
    owners = await info.context.organisations.load_many([row.tenant_id for row in rows])
    for row, owner in zip(rows, owners, strict=True):
        edition = await info.context.rooms.edition(row.edition_code)
        found[queries.SubmittedKey(row.tenant_id, row.id)] = SubmittedInitiative.of(
            row, Organisation.of(owner), edition
        )
    return found

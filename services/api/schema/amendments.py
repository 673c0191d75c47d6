"""Amendments in the schema: of the own plan while they are written, and as revisions keep them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import strawberry
from strawberry.scalars import JSON

from api import ids
from api.schema.base import Info, Node, says
from api.schema.diffs import DiffSide, PlanDiff
from api.schema.framework import FrameworkEdition
from api.schema.places import Organisation, global_id, organisation_of
from api.schema.steps import RevisionStep
from plan_core.plans import (
    amendment_queries,
    amendment_rules,
    diff_queries,
    model,
    model_parts,
    parts,
    queries,
    stages,
    step_queries,
)

strawberry.enum(
    stages.AmendmentKind,
    description="The three lawful ways to alter an adopted plan: "
    "ADD เพิ่มเติม, CHANGE เปลี่ยนแปลง, CORRECT แก้ไข.",
)


@strawberry.type(description="Something that the amendment's kind does not let one expect.")
class AmendmentMismatch:
    code: str = says("Stable code.")
    message_th: str = says("What it is, in Thai.")
    message_en: str = says("The same in English.")
    values: JSON = says("The values it mentions.")

    @classmethod
    def list_of(
        cls, kind: stages.AmendmentKind, compared: diff_queries.Compared
    ) -> list[AmendmentMismatch]:
        return [
            cls(
                code=one.code,
                message_th=one.message_th,
                message_en=one.message_en,
                values=JSON(dict(one.values)),
            )
            for one in amendment_rules.mismatches_of(kind, compared.diff)
        ]


@strawberry.type(description="What an amendment alters: the before/after table's content.")
class AmendmentChanges:
    diff: PlanDiff = says("From the revision that it alters.")
    mismatches: list[AmendmentMismatch] = says(
        "What an approver should look at, since it does not fit the kind. Nothing is refused."
    )

    @classmethod
    def of(cls, kind: stages.AmendmentKind, compared: diff_queries.Compared) -> AmendmentChanges:
        return cls(diff=PlanDiff.of(compared), mismatches=AmendmentMismatch.list_of(kind, compared))


@strawberry.type(description="Why an amendment alters one row.")
class AmendmentRowReason:
    initiative_id: strawberry.ID = says("The row of the plan; it may have been taken out.")
    reason: str = says("Why; empty when the amendment's own reason says it.")
    version: int | None = says("Send it back with an edit; null in what was submitted.")

    @classmethod
    def of(cls, row: model_parts.AmendmentReason) -> AmendmentRowReason:
        initiative_id = global_id("Initiative", row.initiative_id)
        return cls(initiative_id=initiative_id, reason=row.reason, version=row.version)


@strawberry.type(description="A lawful alteration of the own adopted plan.")
class Amendment(Node):
    version: int = says("Send it back with an edit; an older one is refused.")
    number: int = says("1 for the plan's first amendment.")
    kind: stages.AmendmentKind = says("Which of the three it is.")
    reason: str = says("Why.")
    order_number: str = says("Number of the order or resolution; empty while nobody said.")
    met_on: date | None = says("Day of the committee's meeting.")
    opened_at: datetime = says("When it was begun (UTC).")
    opened_by: str = says("By whom.")
    row: strawberry.Private[model_parts.Amendment]

    @strawberry.field(description="Whether it is being written, submitted or looked at.")
    async def is_open(self, info: Info) -> bool:
        async with info.context.database.read(info.context.actor) as tx:
            plan = await queries.get_plan(tx, self.row.plan_id)
        return plan.amendment_id == self.row.id

    @strawberry.field(description="The newest revision submitted for it; null before.")
    async def revision(self, info: Info) -> DiffSide | None:
        async with info.context.database.read(info.context.actor) as tx:
            found = await amendment_queries.find_revision_of(tx, self.row)
        return None if found is None else DiffSide.of(found)

    @strawberry.field(description="Whose plan it alters.")
    async def organisation(self, info: Info) -> Organisation:
        return await organisation_of(info, self.row.tenant_id)

    @strawberry.field(description="The edition that the plan follows.")
    async def edition(self, info: Info) -> FrameworkEdition:
        async with info.context.database.read(info.context.actor) as tx:
            plan = await queries.get_plan(tx, self.row.plan_id)
        return FrameworkEdition.of(await info.context.rooms.edition(plan.edition_code))

    @strawberry.field(
        description="Every step of the revisions submitted for it: its adoption says who signed."
    )
    async def steps(self, info: Info) -> list[RevisionStep]:
        async with info.context.database.read(info.context.actor) as tx:
            plan = await queries.get_plan(tx, self.row.plan_id)
            found = await step_queries.list_steps_of_amendment(tx, plan, self.row.id)
        return [RevisionStep.of(one.row, one.number) for one in found]

    @strawberry.field(description="Why it alters single rows, as far as that was said.")
    async def row_reasons(self, info: Info) -> list[AmendmentRowReason]:
        async with info.context.database.read(info.context.actor) as tx:
            found = await amendment_queries.list_row_reasons(tx, self.row.id)
        return [AmendmentRowReason.of(one) for one in found]

    @strawberry.field(description="What it alters: as the plan stands now, or as it was submitted.")
    async def changes(self, info: Info) -> AmendmentChanges:
        async with info.context.database.read(info.context.actor) as tx:
            plan = await queries.get_plan(tx, self.row.plan_id)
            edition = await info.context.rooms.edition(plan.edition_code)
            compared = await amendment_queries.compare_amendment(tx, self.row, plan, edition)
        return AmendmentChanges.of(self.kind, compared)

    @classmethod
    def of(cls, row: model_parts.Amendment) -> Amendment:
        return cls(
            id=global_id("Amendment", row.id),
            version=row.version,
            number=row.number,
            kind=row.kind,
            reason=row.reason,
            order_number=row.order_number,
            met_on=row.met_on,
            opened_at=row.opened_at,
            opened_by=row.opened_by,
            row=row,
        )


@strawberry.type(description="Which amendment a submitted revision is.")
class RevisionAmendment:
    number: int = says("1 for the plan's first amendment.")
    kind: stages.AmendmentKind = says("Which of the three it is.")
    reason: str = says("Why.")
    order_number: str = says("Number of the order or resolution; empty when nobody said.")
    met_on: date | None = says("Day of the committee's meeting.")
    base_number: int = says("The revision that it alters.")
    row_reasons: list[AmendmentRowReason] = says("Why it alters single rows.")
    revision: strawberry.Private[model.Revision]

    @strawberry.field(description="What it alters.")
    async def changes(self, info: Info) -> AmendmentChanges:
        async with info.context.database.read(info.context.actor) as tx:
            compared = await amendment_queries.compare_revision_with_base(
                tx, self.revision, self.base_number
            )
        return AmendmentChanges.of(self.kind, compared)

    @classmethod
    def of(
        cls, head: parts.AmendmentHead, reasons: Mapping[str, str], revision: model.Revision
    ) -> RevisionAmendment:
        return cls(
            number=head.number,
            kind=head.kind,
            reason=head.reason,
            order_number=head.order_number,
            met_on=head.met_on,
            base_number=head.base_number,
            row_reasons=[
                AmendmentRowReason(
                    initiative_id=global_id("Initiative", row), reason=reason, version=None
                )
                for row, reason in reasons.items()
            ],
            revision=revision,
        )


async def find_amendment_node(info: Info, wanted: ids.GlobalId) -> Node | None:
    """An amendment of the own organisation."""
    async with info.context.database.read(info.context.actor) as tx:
        return Amendment.of(await amendment_queries.get_amendment(tx, wanted.uuid))

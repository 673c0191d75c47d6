"""The officers' inbox in the schema: what organisations of their area have submitted."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime
from typing import Annotated

import msgspec
import strawberry

from api.schema.base import (
    After,
    DistrictCode,
    EditionCode,
    First,
    Info,
    PageInfo,
    argument,
    check_first,
    says,
)
from api.schema.places import Organisation, global_id
from plan_core.errors import NotFound
from plan_core.plans import inbox
from plan_core.plans.stages import PlanStage, StepKind


@strawberry.type(description="One organisation's newest revision, as its area's officers see it.")
class Submission:
    organisation: Organisation = says("Whose it is.")
    revision_id: strawberry.ID = says("The revision.")
    revision_number: int = says("Its number.")
    stage: PlanStage = says("Where it stands.")
    stage_since: datetime = says("Since when (UTC).")
    submitted_at: datetime = says("When this revision was submitted (UTC).")
    due_on: date | None = says("The day by which the province's plans were due.")
    days_late: int = says("How late the first submission came; 0 when in time.")
    is_resubmitted: bool = says("Whether it was returned before and sent again.")
    returned_parts: int = says("How many parts the last return named; 0 when there was none.")
    is_amendment: bool = says("Whether it alters a plan that was adopted before.")

    @classmethod
    def of(cls, found: inbox.Submission) -> Submission:
        tenant_id = found.organisation.id
        return cls(
            organisation=Organisation.of(found.organisation),
            revision_id=global_id("Revision", f"{tenant_id}:{found.revision_id}"),
            revision_number=found.number,
            stage=found.stage,
            stage_since=found.stage_since,
            submitted_at=found.submitted_at,
            due_on=found.due_on,
            days_late=found.days_late,
            is_resubmitted=found.is_resubmitted,
            returned_parts=found.returned_parts,
            is_amendment=found.is_amendment,
        )


@strawberry.type(description="How many submissions stand at a stage.")
class StageCount:
    stage: PlanStage = says("The stage.")
    count: int = says("How many.")


@strawberry.type(description="A submission on a page.")
class SubmissionEdge:
    cursor: str = says("Where this edge stands.")
    node: Submission = says("The submission.")


@strawberry.type(description="A page of submissions, who waits longest first.")
class SubmissionConnection:
    edges: list[SubmissionEdge] = says("The page's submissions.")
    page_info: PageInfo = says("Where the page stands.")
    edition_code: str = says("The edition they follow.")
    district_code: strawberry.Private[str | None]

    @strawberry.field(description="How many submissions of the area stand at each stage.")
    async def stage_counts(self, info: Info) -> list[StageCount]:
        async with info.context.database.read(info.context.actor) as tx:
            found = await inbox.count_submissions(
                tx, self.edition_code, district_code=self.district_code
            )
        return [
            StageCount(stage=PlanStage(kind.value), count=found.get(PlanStage(kind.value), 0))
            for kind in StepKind
        ]


@strawberry.type
class InboxQuery:
    @strawberry.field(
        description="For officers of an area: its organisations' newest revisions at some stages."
    )
    async def inbox(
        self,
        info: Info,
        edition_code: EditionCode = None,
        district_code: DistrictCode = None,
        stages: Annotated[
            list[StepKind] | None,
            argument("Only these; what waits for officers (SUBMITTED) when left out."),
        ] = None,
        first: First = 50,
        after: After = None,
    ) -> SubmissionConnection:
        actor = info.context.actor
        check_first(first)
        edition = await info.context.rooms.edition(edition_code)
        async with info.context.database.read(actor) as tx:
            found = await inbox.list_submissions(
                tx,
                edition.code,
                stages=[StepKind.SUBMITTED] if stages is None else stages,
                district_code=district_code,
                first=first,
                after=_behind(after),
            )
        edges = [
            SubmissionEdge(
                cursor=_cursor(inbox.Behind(one.submitted_at, one.organisation.id)),
                node=Submission.of(one),
            )
            for one in found[:first]
        ]
        return SubmissionConnection(
            edges=edges,
            page_info=PageInfo.of(
                [edge.cursor for edge in edges], has_next=len(found) > first, after=after
            ),
            edition_code=edition.code,
            district_code=district_code,
        )


def _cursor(key: inbox.Behind) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode()


def _behind(cursor: str | None) -> inbox.Behind | None:
    """A cursor is only a place in an order: row-level security applies to what is behind it."""
    if cursor is None:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor), type=inbox.Behind)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise NotFound("cursor") from None

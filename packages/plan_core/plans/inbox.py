"""What organisations of an officer's area have submitted, and where each submission stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from plan_core.actor import Actor, Permission
from plan_core.db.transaction import ReadTx
from plan_core.errors import Forbidden
from plan_core.framework.model import Deadline
from plan_core.places.model import Organisation
from plan_core.plans.model import PlanRollup, Revision
from plan_core.plans.model_steps import ReturnReason, RevisionStep
from plan_core.plans.stages import PlanStage, StepKind
from plan_core.values import thai_day


@dataclass(frozen=True, slots=True)
class Submission:
    """One organisation's newest revision.

    `returned_parts` counts the reasons of the last return: of this revision, or, for one that was
    submitted again, of the revision before it.
    """

    organisation: Organisation
    revision_id: UUID
    number: int
    stage: PlanStage
    stage_since: datetime
    submitted_at: datetime
    first_submitted_at: datetime
    due_on: date | None
    returned_parts: int
    is_amendment: bool

    @property
    def is_resubmitted(self) -> bool:
        return self.returned_parts > 0 and self.stage is not PlanStage.RETURNED

    @property
    def days_late(self) -> int:
        """Of the first submission; what was returned and sent again does not become late by it."""
        if self.due_on is None:
            return 0
        return max(0, (thai_day(self.first_submitted_at) - self.due_on).days)


@dataclass(frozen=True, slots=True)
class Behind:
    """Where a page ended."""

    submitted_at: datetime
    tenant_id: int


async def list_submissions(
    tx: ReadTx,
    edition_code: str,
    *,
    stages: Collection[StepKind],
    district_code: str | None,
    first: int,
    after: Behind | None = None,
) -> list[Submission]:
    """The area's newest revisions at these stages, who waits longest first: one statement.

    One more than `first` is read, so that the caller knows whether there is more.
    """
    step = _last_step().lateral()
    reasons = _reasons_of_last_return(step.c.kind).scalar_subquery()
    query = (
        select(
            Organisation,
            PlanRollup,
            step.c.kind,
            step.c.at,
            Deadline.due_on,
            reasons,
            Revision.amendment_id.is_not(None),
        )
        .select_from(PlanRollup)
        .join(step, step.c.tenant_id == PlanRollup.tenant_id)
        .join(Organisation, Organisation.id == PlanRollup.tenant_id)
        .join(
            Revision,
            and_(Revision.tenant_id == PlanRollup.tenant_id, Revision.id == PlanRollup.revision_id),
        )
        .outerjoin(
            Deadline,
            and_(
                Deadline.edition_code == PlanRollup.edition_code,
                Deadline.province_code == PlanRollup.province_code,
            ),
        )
        .where(
            PlanRollup.edition_code == edition_code,
            *_area(tx.actor, district_code),
            step.c.kind.in_(stages),
        )
        .order_by(PlanRollup.submitted_at, PlanRollup.tenant_id)
        .limit(first + 1)
    )
    if after is not None:
        query = query.where(
            tuple_(PlanRollup.submitted_at, PlanRollup.tenant_id)
            > tuple_(after.submitted_at, after.tenant_id)
        )
    return [
        Submission(
            organisation=organisation,
            revision_id=rollup.revision_id,
            number=rollup.revision_number,
            stage=PlanStage(kind.value),
            stage_since=since,
            submitted_at=rollup.submitted_at,
            first_submitted_at=rollup.first_submitted_at,
            due_on=due_on,
            returned_parts=parts,
            is_amendment=amends,
        )
        for organisation, rollup, kind, since, due_on, parts, amends in (
            await tx.session.execute(query)
        )
    ]


async def count_submissions(
    tx: ReadTx, edition_code: str, *, district_code: str | None
) -> Mapping[PlanStage, int]:
    """How many of the area's newest revisions stand at each stage."""
    step = _last_step().lateral()
    query = (
        select(step.c.kind, func.count())
        .select_from(PlanRollup)
        .join(step, step.c.tenant_id == PlanRollup.tenant_id)
        .where(PlanRollup.edition_code == edition_code, *_area(tx.actor, district_code))
        .group_by(step.c.kind)
    )
    return {PlanStage(kind.value): count for kind, count in await tx.session.execute(query)}


def _area(actor: Actor, district_code: str | None) -> Sequence[ColumnElement[bool]]:
    """The officer's own area, or a district of it; Forbidden for anything else."""
    actor.require(Permission.PLAN_REVIEW)
    if actor.province_code is None:
        raise Forbidden()
    own = [PlanRollup.province_code == actor.province_code]
    wanted = actor.district_code if district_code is None else district_code
    if wanted is None:
        return own
    if actor.district_code not in {None, wanted} or wanted[:2] != actor.province_code:
        raise Forbidden()
    return [*own, PlanRollup.district_code == wanted]


def _last_step() -> Select[int, StepKind, datetime]:
    return (
        select(RevisionStep.tenant_id, RevisionStep.kind, RevisionStep.at)
        .where(
            RevisionStep.tenant_id == PlanRollup.tenant_id,
            RevisionStep.revision_id == PlanRollup.revision_id,
        )
        .order_by(RevisionStep.sequence.desc())
        .limit(1)
        .correlate_except(ReturnReason, Revision)
    )


def _reasons_of_last_return(kind: ColumnElement[StepKind]) -> Select[int]:
    back = case((kind == StepKind.RETURNED, 0), else_=1)
    number: InstrumentedAttribute[int] = PlanRollup.revision_number
    return (
        select(func.count())
        .select_from(ReturnReason)
        .join(
            Revision,
            and_(
                Revision.tenant_id == ReturnReason.tenant_id,
                Revision.id == ReturnReason.revision_id,
            ),
        )
        .where(
            ReturnReason.tenant_id == PlanRollup.tenant_id,
            Revision.tenant_id == PlanRollup.tenant_id,
            Revision.edition_code == PlanRollup.edition_code,
            Revision.number == number - back,
        )
        .correlate_except(ReturnReason, Revision)
    )

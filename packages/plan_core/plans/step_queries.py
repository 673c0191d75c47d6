"""Reading where revisions stand: steps, reasons for returning, and what may be changed now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from plan_core.actor import Permission
from plan_core.db.transaction import ReadTx
from plan_core.errors import Locked, NotFound
from plan_core.plans import queries
from plan_core.plans.model import Plan, Revision
from plan_core.plans.model_steps import (
    AboutRevision,
    ConsistencyReview,
    ReturnReason,
    RevisionStep,
    RowComment,
)
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import EditGate, Part, PlanStage, PlanState, StepKind, stage_of


async def find_last_step(tx: ReadTx, tenant_id: int, edition_code: str) -> RevisionStep | None:
    """The last step of the newest revision; None while nothing was submitted."""
    query = (
        select(RevisionStep)
        .join(
            Revision,
            and_(
                Revision.tenant_id == RevisionStep.tenant_id,
                Revision.id == RevisionStep.revision_id,
            ),
        )
        .where(
            RevisionStep.tenant_id == tenant_id,
            Revision.tenant_id == tenant_id,
            Revision.edition_code == edition_code,
        )
        .order_by(Revision.number.desc(), RevisionStep.sequence.desc())
        .limit(1)
    )
    return await tx.session.scalar(query)


Said = TypeVar("Said", bound=AboutRevision)


@dataclass(frozen=True, slots=True)
class SaidOf(Generic[Said]):
    """Something that was said, and the number of the revision that it was said about."""

    row: Said
    number: int


async def list_steps(tx: ReadTx, key: SubmittedKey) -> Sequence[RevisionStep]:
    """The way of one revision, first step first."""
    tx.actor.require(Permission.SUBMITTED_READ)
    query = (
        select(RevisionStep)
        .where(RevisionStep.tenant_id == key.tenant_id, RevisionStep.revision_id == key.id)
        .order_by(RevisionStep.sequence)
    )
    return (await tx.session.scalars(query)).all()


async def list_all_steps(
    tx: ReadTx, tenant_id: int, edition_code: str
) -> Sequence[SaidOf[RevisionStep]]:
    """The way of an organisation's revisions, first step first: one statement."""
    tx.actor.require(Permission.SUBMITTED_READ)
    query = _said(RevisionStep, tenant_id, edition_code).order_by(
        Revision.number, RevisionStep.sequence
    )
    return [SaidOf(row, number) for row, number in await tx.session.execute(query)]


async def list_steps_of_amendment(
    tx: ReadTx, plan: Plan, amendment_id: UUID
) -> Sequence[SaidOf[RevisionStep]]:
    """The way of the revisions that were submitted for one amendment, first step first."""
    tx.actor.require(Permission.SUBMITTED_READ)
    query = (
        _said(RevisionStep, plan.tenant_id, plan.edition_code)
        .where(Revision.amendment_id == amendment_id)
        .order_by(Revision.number, RevisionStep.sequence)
    )
    return [SaidOf(row, number) for row, number in await tx.session.execute(query)]


async def list_comments(tx: ReadTx, revision: Revision) -> Sequence[SaidOf[RowComment]]:
    """What was remarked on a revision and on the ones before it, oldest first."""
    query = (
        _said(RowComment, revision.tenant_id, revision.edition_code)
        .where(Revision.number <= revision.number)
        .order_by(RowComment.at, RowComment.id)
    )
    return [SaidOf(row, number) for row, number in await tx.session.execute(query)]


async def list_verdicts(tx: ReadTx, revision: Revision) -> Sequence[SaidOf[ConsistencyReview]]:
    """The newest verdict on each row, of this revision or of one before it."""
    query = (
        _said(ConsistencyReview, revision.tenant_id, revision.edition_code)
        .where(Revision.number <= revision.number)
        .ext(distinct_on(ConsistencyReview.initiative_id))
        .order_by(
            ConsistencyReview.initiative_id,
            ConsistencyReview.at.desc(),
            ConsistencyReview.id.desc(),
        )
    )
    return [SaidOf(row, number) for row, number in await tx.session.execute(query)]


def _said(table: type[Said], tenant_id: int, edition_code: str) -> Select[Said, int]:
    """Rows about an organisation's revisions of an edition, each with its revision's number."""
    return (
        select(table, Revision.number)
        .join(
            Revision,
            and_(Revision.tenant_id == table.tenant_id, Revision.id == table.revision_id),
        )
        .where(
            table.tenant_id == tenant_id,
            Revision.tenant_id == tenant_id,
            Revision.edition_code == edition_code,
        )
    )


@dataclass(frozen=True, slots=True)
class Way:
    """How far a plan has come: every step of its revisions, and what a return left open."""

    steps: Sequence[SaidOf[RevisionStep]]
    stage: PlanStage
    returned: Sequence[ReturnReason]


async def get_way(tx: ReadTx, plan: Plan) -> Way:
    """Of the own plan: two statements at most."""
    steps = await list_all_steps(tx, plan.tenant_id, plan.edition_code)
    last = steps[-1].row if steps else None
    stage = stage_of(plan.state, None if last is None else last.kind)
    returned: Sequence[ReturnReason] = ()
    if last is not None and stage is PlanStage.RETURNED:
        returned = await list_reasons(tx, plan.tenant_id, last.id)
    return Way(steps, stage, returned)


@dataclass(frozen=True, slots=True)
class Words:
    """All that was said about one revision."""

    steps: Sequence[RevisionStep]
    reasons: Sequence[ReturnReason]
    verdicts: Sequence[SaidOf[ConsistencyReview]]
    comments: Sequence[SaidOf[RowComment]]
    is_newest: bool


async def get_words(tx: ReadTx, revision: Revision) -> Words:
    """Four statements."""
    way = await list_all_steps(tx, revision.tenant_id, revision.edition_code)
    steps = [one.row for one in way if one.number == revision.number]
    reasons = await tx.session.scalars(
        select(ReturnReason)
        .where(
            ReturnReason.tenant_id == revision.tenant_id, ReturnReason.revision_id == revision.id
        )
        .order_by(ReturnReason.id)
    )
    return Words(
        steps,
        reasons.all(),
        await list_verdicts(tx, revision),
        await list_comments(tx, revision),
        all(one.number <= revision.number for one in way),
    )


async def list_reasons(tx: ReadTx, tenant_id: int, step_id: UUID) -> Sequence[ReturnReason]:
    """Why a step returned the plan, part by part."""
    query = (
        select(ReturnReason)
        .where(ReturnReason.tenant_id == tenant_id, ReturnReason.step_id == step_id)
        .order_by(ReturnReason.id)
    )
    return (await tx.session.scalars(query)).all()


async def stage_of_plan(tx: ReadTx, plan: Plan) -> PlanStage:
    """Where the own plan stands: one statement, and none while it is being written."""
    if plan.state is not PlanState.SUBMITTED:
        return stage_of(plan.state, None)
    step = await find_last_step(tx, plan.tenant_id, plan.edition_code)
    return stage_of(plan.state, None if step is None else step.kind)


async def gate_of(tx: ReadTx, plan: Plan) -> EditGate:
    """What of the plan may be changed now."""
    if plan.state is not PlanState.SUBMITTED:
        return EditGate(stage_of(plan.state, None))
    step = await find_last_step(tx, plan.tenant_id, plan.edition_code)
    if step is None or step.kind is not StepKind.RETURNED:
        return EditGate(stage_of(plan.state, None if step is None else step.kind))
    reasons = await list_reasons(tx, plan.tenant_id, step.id)
    return EditGate.of(PlanStage.RETURNED, [part_of(one) for one in reasons])


def part_of(reason: ReturnReason) -> Part:
    return Part(reason.part, reason.initiative_id, reason.fiscal_year_be, reason.section_code)


async def get_newest_revision(tx: ReadTx, key: SubmittedKey) -> Revision:
    """The revision that steps may still be made on.

    Raises NotFound for what is not visible, Locked REVISION_SUPERSEDED for an earlier one.
    """
    revision = await queries.find_revision(tx, key)
    if revision is None:
        raise NotFound("revision")
    newest = await tx.session.scalar(
        select(func.max(Revision.number)).where(
            Revision.tenant_id == key.tenant_id, Revision.edition_code == revision.edition_code
        )
    )
    if revision.number != newest:
        raise Locked(
            "REVISION_SUPERSEDED",
            f"มีฉบับที่ {newest} ใหม่กว่าฉบับนี้แล้ว โปรดเปิดฉบับล่าสุด",
            f"Revision {newest} has replaced this one; please open that.",
            values={"newest": newest},
        )
    return revision

"""Reading where revisions stand: steps, reasons for returning, and what may be changed now."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, func, select

from plan_core.actor import Permission
from plan_core.db.transaction import ReadTx
from plan_core.errors import Locked, NotFound
from plan_core.plans import queries
from plan_core.plans.model import Plan, Revision
from plan_core.plans.model_steps import ReturnReason, RevisionStep
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


async def list_steps(tx: ReadTx, key: SubmittedKey) -> Sequence[RevisionStep]:
    """The way of one revision, first step first."""
    tx.actor.require(Permission.SUBMITTED_READ)
    query = (
        select(RevisionStep)
        .where(RevisionStep.tenant_id == key.tenant_id, RevisionStep.revision_id == key.id)
        .order_by(RevisionStep.sequence)
    )
    return (await tx.session.scalars(query)).all()


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

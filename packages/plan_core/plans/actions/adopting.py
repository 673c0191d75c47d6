"""After acceptance: adopting with a signature, publishing, and opening an amendment."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.plans import queries, rules, step_queries
from plan_core.plans.actions import stepping
from plan_core.plans.actions.submitting import open_for_step
from plan_core.plans.actions.versions import raise_version
from plan_core.plans.model import Plan, Revision
from plan_core.plans.model_parts import Amendment
from plan_core.plans.model_steps import RevisionStep
from plan_core.plans.rules import Signature
from plan_core.plans.stages import AmendmentKind, Move, PlanState, StepKind
from plan_core.typed_text import clean_line
from plan_core.values import thai_day


async def adopt_plan(
    tx: WriteTx, plan_id: UUID, version: int, signature: Signature
) -> RevisionStep:
    """The organisation's head, or who signs in the head's place, puts the plan into force."""
    plan = await open_for_step(tx, plan_id, version, Move.ADOPT)
    signed = rules.clean_signature(
        signature, today=thai_day(tx.now), place=tx.actor.place_of(Permission.PLAN_ADOPT)
    )
    revision, last = await _newest(tx, plan)
    step = await stepping.add_step(tx, revision, StepKind.ADOPTED, "", signed, after=last)
    plan.amendment_id = None
    raise_version(tx, plan)
    audit.record(
        tx,
        "adopt_plan",
        "revision",
        revision.id,
        None,
        {
            "number": revision.number,
            "signedBy": signed.signed_by,
            "signedAs": signed.signed_as,
            "actingFor": signed.acting_for,
            "orderNumber": signed.order_number,
            "signedOn": signed.signed_on.isoformat(),
        },
        About.plan(plan.id),
        by=Permission.PLAN_ADOPT,
        shown_to=revision.shown_to,
    )
    await tx.session.flush()
    return step


async def publish_plan(tx: WriteTx, plan_id: UUID, version: int) -> RevisionStep:
    """Make the adopted revision readable for everybody."""
    plan = await open_for_step(tx, plan_id, version, Move.PUBLISH)
    revision, last = await _newest(tx, plan)
    step = await stepping.add_step(tx, revision, StepKind.PUBLISHED, "", after=last)
    raise_version(tx, plan)
    told = {"number": revision.number}
    audit.record(
        tx,
        "publish_plan",
        "revision",
        revision.id,
        None,
        told,
        About.plan(plan.id),
        by=Permission.PLAN_ADOPT,
        shown_to=revision.shown_to,
    )
    await tx.session.flush()
    return step


async def open_amendment(
    tx: WriteTx,
    plan_id: UUID,
    version: int,
    *,
    kind: AmendmentKind,
    reason: str,
    order_number: str = "",
    met_on: date | None = None,
) -> Amendment:
    """Begin to alter an adopted plan lawfully; the adopted revision stays in force meanwhile."""
    plan = await open_for_step(tx, plan_id, version, Move.AMEND)
    base, _ = await _newest(tx, plan)
    number = await tx.session.scalar(
        select(func.max(Amendment.number)).where(
            Amendment.tenant_id == tx.actor.tenant, Amendment.plan_id == plan.id
        )
    )
    amendment = Amendment(
        tenant_id=tx.actor.tenant,
        id=make_id(),
        plan_id=plan.id,
        number=(number or 0) + 1,
        kind=kind,
        reason=rules.clean_reason(reason, "reason"),
        order_number=clean_line(order_number, "orderNumber"),
        met_on=met_on,
        base_revision_id=base.id,
        opened_at=tx.now,
        opened_by=tx.actor.name_with(Permission.PLAN_ADOPT),
        version=1,
    )
    tx.session.add(amendment)
    plan.amendment_id = amendment.id
    plan.state = PlanState.DRAFT
    raise_version(tx, plan)
    audit.record(
        tx,
        "open_amendment",
        "amendment",
        amendment.id,
        None,
        {"number": amendment.number, "kind": kind.value, "reason": amendment.reason},
        About.plan(plan.id),
        by=Permission.PLAN_ADOPT,
    )
    await tx.session.flush()
    return amendment


async def _newest(tx: WriteTx, plan: Plan) -> tuple[Revision, RevisionStep]:
    last = await step_queries.find_last_step(tx, plan.tenant_id, plan.edition_code)
    if last is None:
        raise ValueError("a plan that was accepted has a revision")
    key = queries.SubmittedKey(plan.tenant_id, last.revision_id)
    return await step_queries.get_newest_revision(tx, key), last

"""While an adopted plan is being altered: what the amendment says of itself, and giving it up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.errors import Locked, NotFound, Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import (
    amendment_queries,
    amendment_rules,
    body,
    freezing,
    queries,
    rules,
    step_queries,
)
from plan_core.plans.actions import restoring
from plan_core.plans.actions.versions import raise_version
from plan_core.plans.body import Body
from plan_core.plans.diff import diff_of
from plan_core.plans.model import Initiative, Plan
from plan_core.plans.model_parts import Amendment, AmendmentReason
from plan_core.plans.stages import AmendmentKind, PlanStage, PlanState
from plan_core.typed_text import clean_line, clean_text


@dataclass(frozen=True, slots=True)
class AmendmentEdit:
    """What an amendment shall say of itself."""

    kind: AmendmentKind
    reason: str
    order_number: str = ""
    met_on: date | None = None


OPEN = frozenset({PlanStage.DRAFT, PlanStage.IN_COMMITTEE, PlanStage.RETURNED})
"""A submitted revision keeps what its amendment said: from there on it stands."""


async def set_amendment(
    tx: WriteTx, amendment_id: UUID, version: int, edit: AmendmentEdit
) -> Amendment:
    """Say it anew. The committee's day is often known only while the committee sits."""
    amendment, plan = await _get_open(tx, amendment_id)
    before = facts_of(amendment)
    if amendment.version != version:
        refusal = changed_meanwhile()
        refusal.values["current"] = before
        raise refusal
    amendment.kind = edit.kind
    amendment.reason = rules.clean_reason(edit.reason, "reason")
    amendment.order_number = clean_line(edit.order_number, "orderNumber")
    amendment.met_on = edit.met_on
    amendment.version += 1
    raise_version(tx, plan)
    after, about = facts_of(amendment), About.plan(plan.id)
    audit.record(tx, "set_amendment", "amendment", amendment.id, before, after, about)
    await tx.session.flush()
    return amendment


async def set_row_reason(
    tx: WriteTx, amendment_id: UUID, initiative_id: UUID, version: int, reason: str
) -> AmendmentReason:
    """Why one row is altered; version 0 begins it, an empty one leaves it to the amendment's own.

    The row may have been removed: taking it out is what needs a reason.
    """
    amendment, plan = await _get_open(tx, amendment_id)
    row = await tx.session.scalar(
        select(Initiative.id).where(
            Initiative.tenant_id == tx.actor.tenant,
            Initiative.plan_id == plan.id,
            Initiative.id == initiative_id,
        )
    )
    if row is None:
        raise NotFound("initiative")
    known = await amendment_queries.list_row_reasons(tx, amendment.id)
    found = next((one for one in known if one.initiative_id == initiative_id), None)
    before: dict[str, Value] = {
        "reason": found.reason if found else "",
        "version": found.version if found else 0,
    }
    if before["version"] != version:
        refusal = changed_meanwhile()
        refusal.values["current"] = before
        raise refusal
    cleaned = clean_text(reason, "reason", rules.MAX_NOTE)
    if found is None:
        found = AmendmentReason(
            tenant_id=tx.actor.tenant,
            id=make_id(),
            amendment_id=amendment.id,
            initiative_id=initiative_id,
            reason=cleaned,
            version=1,
        )
        tx.session.add(found)
    else:
        found.reason = cleaned
        found.version += 1
    raise_version(tx, plan)
    audit.record(
        tx,
        "set_amendment_reason",
        "initiative",
        initiative_id,
        {"reason": before["reason"]},
        {"reason": cleaned},
        About.row(plan.id, initiative_id),
    )
    await tx.session.flush()
    return found


async def cancel_amendment(
    tx: WriteTx, plan_id: UUID, version: int, edition: FrameworkEdition
) -> Plan:
    """Give up an amendment that was not submitted: the plan says again exactly what was adopted.

    Its number is free again, since it never came into force; the audit log keeps all of it.
    """
    tx.actor.require(Permission.PLAN_ADOPT)
    plan = await queries.get_plan(tx, plan_id, lock=True)
    amendment = await amendment_queries.find_open_amendment(tx, plan)
    if amendment is None:
        raise _nothing_to_cancel()
    if plan.version != version:
        refusal = changed_meanwhile()
        refusal.values["current"] = {"version": plan.version}
        raise refusal
    if plan.state is not PlanState.DRAFT:
        raise Locked(
            "AMENDMENT_NOT_A_DRAFT",
            "ยกเลิกได้เฉพาะขณะเป็นร่าง หากอยู่กับคณะกรรมการโปรดดึงกลับก่อน",
            "It can be cancelled only while it is a draft; take it back from the committee first.",
        )
    if await amendment_queries.find_revision_of(tx, amendment) is not None:
        raise Locked(
            "AMENDMENT_SUBMITTED",
            "การแก้ไขแผนครั้งนี้เคยส่งแล้ว จึงยกเลิกไม่ได้",
            "This amendment was submitted before; it cannot be cancelled.",
        )
    base = await amendment_queries.get_base(tx, amendment)
    wanted = body.decode(base.body)
    await restoring.restore_body(tx, plan, edition, wanted)
    before = facts_of(amendment)
    plan.amendment_id = None
    plan.state = PlanState.SUBMITTED
    raise_version(tx, plan)
    await tx.session.delete(amendment)
    about, by = About.plan(plan.id), Permission.PLAN_ADOPT
    audit.record(tx, "cancel_amendment", "amendment", amendment.id, before, None, about, by=by)
    await tx.session.flush()
    await _check_says_the_same(tx, plan, edition, wanted)
    return plan


async def check_alters_something(tx: WriteTx, plan: Plan, now: Body) -> None:
    """Raise Invalid AMENDMENT_EMPTY when the plan is being amended and says what it said."""
    amendment = await amendment_queries.find_open_amendment(tx, plan)
    if amendment is None:
        return
    base = await amendment_queries.get_base(tx, amendment)
    amendment_rules.check_alters_something(diff_of(body.decode(base.body), now))


async def _get_open(tx: WriteTx, amendment_id: UUID) -> tuple[Amendment, Plan]:
    """The amendment with its locked plan, while what it says may still change."""
    tx.actor.require(Permission.PLAN_EDIT)
    amendment = await amendment_queries.get_amendment(tx, amendment_id)
    plan = await queries.get_plan(tx, amendment.plan_id, lock=True)
    await tx.session.refresh(amendment)
    if plan.amendment_id != amendment.id or await step_queries.stage_of_plan(tx, plan) not in OPEN:
        raise Locked(
            "AMENDMENT_LOCKED",
            "การแก้ไขแผนครั้งนี้ส่งหรือประกาศใช้แล้ว จึงแก้ข้อมูลไม่ได้",
            "This amendment was submitted or adopted; what it says cannot be changed.",
        )
    return amendment, plan


def facts_of(amendment: Amendment) -> dict[str, Value]:
    return {
        "number": amendment.number,
        "kind": amendment.kind.value,
        "reason": amendment.reason,
        "orderNumber": amendment.order_number,
        "metOn": amendment.met_on.isoformat() if amendment.met_on else None,
    }


async def _check_says_the_same(
    tx: WriteTx, plan: Plan, edition: FrameworkEdition, wanted: Body
) -> None:
    """A restoration that leaves something behind is a bug: nothing of it is kept."""
    plan_id = plan.id
    tx.session.expire_all()
    plan = await queries.get_plan(tx, plan_id)
    now = await freezing.body_of(tx, await queries.get_content(tx, plan, edition), edition)
    if not diff_of(replace(wanted, amendment=None), now).is_empty:
        raise RuntimeError("the plan does not say again what was adopted")


def _nothing_to_cancel() -> Locked:
    return Locked(
        "NO_AMENDMENT",
        "แผนนี้ไม่มีการแก้ไขที่กำลังจัดทำ",
        "No amendment of this plan is being written.",
    )

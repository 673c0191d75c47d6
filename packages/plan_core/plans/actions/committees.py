"""Writing the order that appoints the committees, and their members."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete

from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.audit.actions import Facts
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, Value
from plan_core.plans import committees_rules, part_queries
from plan_core.plans.actions.editing import conflict, open_for_edit
from plan_core.plans.model import Plan
from plan_core.plans.model_parts import Appointment, CommitteeMember
from plan_core.plans.parts import Member
from plan_core.plans.stages import CommitteeKind, Part, PartKind
from plan_core.typed_text import clean_line
from plan_core.values import thai_day

COMMITTEES = Part(PartKind.COMMITTEES)


async def set_appointment(
    tx: WriteTx,
    plan_id: UUID,
    version: int,
    *,
    order_number: str,
    ordered_on: date | None,
    preamble: str,
) -> Appointment:
    """Replace the head of the order, or begin it (`version` 0); its members stay."""
    committees_rules.check_ordered_on(ordered_on, thai_day(tx.now))
    number = clean_line(order_number, "orderNumber")
    text = committees_rules.clean_preamble(preamble)
    _, order = await _open(tx, plan_id, version)
    before = facts_of(order)
    order.order_number = number
    order.ordered_on = ordered_on
    order.preamble = text
    order.version += 1
    record_order(tx, order, before, facts_of(order))
    await tx.session.flush()
    return order


async def set_members(
    tx: WriteTx,
    plan_id: UUID,
    version: int,
    committee: CommitteeKind,
    members: Sequence[Member],
) -> Appointment:
    """Replace the whole list of one committee; the order's version moves with it."""
    if any(member.committee is not committee for member in members):
        raise Invalid(
            "COMMITTEES_MIXED",
            "บันทึกรายชื่อได้ครั้งละหนึ่งคณะ",
            "One committee is set at a time.",
            field="members",
        )
    cleaned = committees_rules.clean_members(members)
    plan, order = await _open(tx, plan_id, version)
    listed = await part_queries.list_members(tx, plan.id)
    before = [line_of(one) for one in listed if one.committee is committee]
    await tx.session.execute(
        delete(CommitteeMember).where(
            CommitteeMember.tenant_id == tx.actor.tenant,
            CommitteeMember.plan_id == plan.id,
            CommitteeMember.committee == committee,
        )
    )
    for position, member in enumerate(cleaned, start=1):
        tx.session.add(
            CommitteeMember(
                tenant_id=tx.actor.tenant,
                id=make_id(),
                plan_id=plan.id,
                committee=committee,
                position=position,
                name=member.name,
                post=member.post,
                duty=member.duty,
            )
        )
    seen = order.version
    order.version += 1
    after = [line_of(one) for one in cleaned]
    record_members(tx, order, committee, before, after, seen)
    await tx.session.flush()
    return order


def record_order(tx: WriteTx, order: Appointment, before: Facts, after: Facts) -> None:
    about = About.committees(order.plan_id)
    audit.record(tx, "set_appointment", "appointment", order.id, before, after, about)


def record_members(
    tx: WriteTx,
    order: Appointment,
    committee: CommitteeKind,
    before: Sequence[str],
    after: Sequence[str],
    seen: int,
) -> None:
    """The list of one committee, a line a member; `seen` is the order's version before."""
    name = committee.value
    audit.record(
        tx,
        "set_committee",
        "appointment",
        order.id,
        {"committee": name, "members": before, "version": seen},
        {"committee": name, "members": after, "version": order.version},
        About.committees(order.plan_id),
    )


async def _open(tx: WriteTx, plan_id: UUID, version: int) -> tuple[Plan, Appointment]:
    """The plan, locked for edit, and its order; a new one when nobody began it."""
    plan = await open_for_edit(tx, plan_id, COMMITTEES)
    order = await part_queries.find_appointment(tx, plan.id)
    if version != (0 if order is None else order.version):
        raise conflict(await _current(tx, plan, order))
    if order is None:
        order = Appointment(
            tenant_id=tx.actor.tenant,
            id=make_id(),
            plan_id=plan.id,
            order_number="",
            ordered_on=None,
            preamble="",
            version=0,
        )
        tx.session.add(order)
    return plan, order


async def _current(tx: WriteTx, plan: Plan, order: Appointment | None) -> dict[str, Value]:
    members: list[Value] = [
        {"committee": one.committee.value, "name": one.name, "post": one.post, "duty": one.duty}
        for one in await part_queries.list_members(tx, plan.id)
    ]
    if order is None:
        return {"version": 0, "members": members}
    return {**facts_of(order), "members": members}


def facts_of(order: Appointment) -> dict[str, Value]:
    return {
        "orderNumber": order.order_number,
        "orderedOn": None if order.ordered_on is None else order.ordered_on.isoformat(),
        "preamble": order.preamble,
        "version": order.version,
    }


def line_of(member: Member | CommitteeMember) -> str:
    return " · ".join(part for part in (member.name, member.post, member.duty) if part)

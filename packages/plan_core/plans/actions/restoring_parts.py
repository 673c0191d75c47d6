"""Bringing back what stands beside the rows, as a revision says it: texts, risks, committees."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import delete, insert, select

from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.plans import part_queries, queries, removed_queries, risks_rules
from plan_core.plans.actions import committees, texts
from plan_core.plans.actions.risks import facts_of_risk, record_risk
from plan_core.plans.body import Body
from plan_core.plans.model import Plan, PlanSection, Risk
from plan_core.plans.model_parts import Appointment, CommitteeMember, RiskResponse
from plan_core.plans.parts import Member
from plan_core.plans.stages import CommitteeKind


async def restore_sections(tx: WriteTx, plan: Plan, wanted: Body) -> None:
    """By place: a text that stays in its place keeps its id and tells a new version."""
    there = list(await queries.list_sections(tx, plan.id))
    before = {one.code: texts.Said(one.title_th, one.body, one.version) for one in there}
    after: dict[str, PlanSection] = {}
    for at, section in enumerate(wanted.sections):
        if at < len(there):
            one = there[at]
            if (one.code, one.title_th, one.body) != (section.code, section.title_th, section.body):
                one.code, one.title_th, one.body = section.code, section.title_th, section.body
                one.version += 1
        else:
            one = PlanSection(
                tenant_id=tx.actor.tenant,
                id=make_id(),
                plan_id=plan.id,
                position=(there[-1].position if there else 0) + at + 1,
                code=section.code,
                title_th=section.title_th,
                body=section.body,
                version=1,
            )
            tx.session.add(one)
        after[section.code] = one
    for one in there[len(wanted.sections) :]:
        await tx.session.delete(one)
    for code in before.keys() - after.keys():
        texts.record_section(tx, plan.id, plan.id, code, before[code], None)
    for code, one in after.items():
        said, was = texts.Said(one.title_th, one.body, one.version), before.get(code)
        if was is None or (was.title, was.body) != (said.title, said.body):
            texts.record_section(tx, plan.id, one.id, code, was, said)


async def restore_risks(tx: WriteTx, plan: Plan, wanted: Body, rows: dict[UUID, UUID]) -> None:
    """All written anew with their answers.

    One that says the same keeps its id, also when it was taken out meanwhile: what is in the
    register is not offered as removed.
    """
    now = await part_queries.list_answered_risks(tx, plan.id)
    removed = await removed_queries.list_removed_risks(tx, plan, risks_rules.MAX_RISKS)
    known = {(one.risk.category, one.risk.text): (one.id, one.version) for one in removed}
    known |= {(one.risk.category, one.risk.text): (one.risk.id, one.risk.version) for one in now}
    for there in now:
        facts = facts_of_risk(there.risk, there.answered_by)
        record_risk(tx, "replace_risk", there.risk, facts, None)
    for table in (RiskResponse, Risk):
        await tx.session.execute(
            delete(table).where(table.tenant_id == tx.actor.tenant, table.plan_id == plan.id)
        )
    owner = {"tenant_id": tx.actor.tenant, "plan_id": plan.id}
    for at, risk in enumerate(wanted.risks, start=1):
        values = asdict(risk)
        answers = [rows.get(one, one) for one in risk.answered_by]
        del values["answered_by"]
        risk_id, seen = known.pop((risk.category, risk.text), (make_id(), 0))
        written = {**owner, "id": risk_id, "position": at, "version": seen + 1, **values}
        await tx.session.execute(insert(Risk).values(**written))
        for answer in answers:
            await tx.session.execute(
                insert(RiskResponse).values(
                    **owner, id=make_id(), risk_id=written["id"], initiative_id=answer
                )
            )
        made = Risk(**written)
        record_risk(tx, "write_risk", made, None, facts_of_risk(made, tuple(answers)))


async def restore_committees(tx: WriteTx, plan: Plan, wanted: Body) -> None:
    owner = {"tenant_id": tx.actor.tenant, "plan_id": plan.id}
    members = await part_queries.list_members(tx, plan.id)
    await tx.session.execute(
        delete(CommitteeMember).where(
            CommitteeMember.tenant_id == tx.actor.tenant, CommitteeMember.plan_id == plan.id
        )
    )
    order = await tx.session.scalar(
        select(Appointment).where(
            Appointment.tenant_id == tx.actor.tenant, Appointment.plan_id == plan.id
        )
    )
    before = None if order is None else committees.facts_of(order)
    if wanted.appointment is None:
        if order is not None:
            await tx.session.delete(order)
            committees.record_order(tx, order, before, None)
            _record_members(tx, order, members, ())
        return
    if order is None:
        order = Appointment(**owner, id=make_id(), version=0)
        tx.session.add(order)
    said = (order.order_number, order.ordered_on, order.preamble)
    order.order_number = wanted.appointment.order_number
    order.ordered_on = wanted.appointment.ordered_on
    order.preamble = wanted.appointment.preamble
    order.version += 1
    for at, member in enumerate(wanted.appointment.members, start=1):
        await tx.session.execute(
            insert(CommitteeMember).values(**owner, id=make_id(), position=at, **asdict(member))
        )
    if said != (order.order_number, order.ordered_on, order.preamble):
        committees.record_order(tx, order, before, committees.facts_of(order))
    _record_members(tx, order, members, wanted.appointment.members)


def _record_members(
    tx: WriteTx,
    order: Appointment,
    before: list[CommitteeMember],
    after: tuple[Member, ...],
) -> None:
    """Each committee whose list differs."""
    for kind in CommitteeKind:
        was = [committees.line_of(one) for one in before if one.committee is kind]
        now = [committees.line_of(one) for one in after if one.committee is kind]
        if was != now:
            committees.record_members(tx, order, kind, was, now, order.version)

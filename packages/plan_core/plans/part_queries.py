"""Reading the parts of the own plan beside its rows: risks' answers, sheets, the appointment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select

from plan_core.actor import Permission
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.plans import queries, step_queries
from plan_core.plans.body import Body, decode
from plan_core.plans.model import Initiative, Plan, PlanSection, Revision, Risk
from plan_core.plans.model_parts import (
    Appointment,
    CommitteeMember,
    InitiativeSheet,
    RiskResponse,
)
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import CommitteeKind, EditGate


@dataclass(frozen=True, slots=True)
class AnsweredRisk:
    """A risk with the visible rows that answer it."""

    risk: Risk
    answered_by: tuple[UUID, ...]


async def list_answered_risks(tx: ReadTx, plan_id: UUID) -> list[AnsweredRisk]:
    """The register by category and position: two statements."""
    tx.actor.require(Permission.PLAN_READ)
    answers = await list_answers(tx, plan_id)
    return [
        AnsweredRisk(risk, tuple(answers.get(risk.id, ())))
        for risk in await queries.list_risks(tx, plan_id)
    ]


async def list_answers(tx: ReadTx, plan_id: UUID) -> dict[UUID, list[UUID]]:
    """By risk, the rows that answer it, in printed order; a removed row answers nothing."""
    found = await tx.session.execute(
        select(RiskResponse.risk_id, RiskResponse.initiative_id)
        .join(
            Initiative,
            and_(
                Initiative.tenant_id == RiskResponse.tenant_id,
                Initiative.id == RiskResponse.initiative_id,
            ),
        )
        .where(
            RiskResponse.tenant_id == tx.actor.tenant,
            RiskResponse.plan_id == plan_id,
            Initiative.removed_at.is_(None),
        )
        .order_by(Initiative.mission_code, Initiative.position, Initiative.id)
    )
    answers: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for risk_id, initiative_id in found:
        answers[risk_id].append(initiative_id)
    return answers


async def find_risk(tx: ReadTx, risk_id: UUID) -> Risk | None:
    tx.actor.require(Permission.PLAN_READ)
    return await tx.session.scalar(
        select(Risk)
        .where(Risk.tenant_id == tx.actor.tenant, Risk.id == risk_id)
        .execution_options(populate_existing=True)
    )


async def get_risk(tx: ReadTx, risk_id: UUID) -> Risk:
    risk = await find_risk(tx, risk_id)
    if risk is None:
        raise NotFound("risk")
    return risk


async def list_sheets(tx: ReadTx, initiative_ids: Collection[UUID]) -> Sequence[InitiativeSheet]:
    """The sheets of some rows: one statement."""
    tx.actor.require(Permission.PLAN_READ)
    query = (
        select(InitiativeSheet)
        .where(
            InitiativeSheet.tenant_id == tx.actor.tenant,
            InitiativeSheet.initiative_id.in_(list(initiative_ids)),
        )
        .execution_options(populate_existing=True)
    )
    return (await tx.session.scalars(query)).all()


async def find_section(tx: ReadTx, plan_id: UUID, code: str) -> PlanSection | None:
    return await tx.session.scalar(
        select(PlanSection)
        .where(
            PlanSection.tenant_id == tx.actor.tenant,
            PlanSection.plan_id == plan_id,
            PlanSection.code == code,
        )
        .order_by(PlanSection.position)
        .limit(1)
        .execution_options(populate_existing=True)
    )


async def find_appointment(tx: ReadTx, plan_id: UUID) -> Appointment | None:
    return await tx.session.scalar(
        select(Appointment)
        .where(Appointment.tenant_id == tx.actor.tenant, Appointment.plan_id == plan_id)
        .execution_options(populate_existing=True)
    )


async def list_members(tx: ReadTx, plan_id: UUID) -> list[CommitteeMember]:
    """Both committees in printed order, the plan-making one first."""
    found = await tx.session.scalars(
        select(CommitteeMember)
        .where(CommitteeMember.tenant_id == tx.actor.tenant, CommitteeMember.plan_id == plan_id)
        .order_by(CommitteeMember.position)
    )
    order = list(CommitteeKind)
    return sorted(found, key=lambda member: order.index(member.committee))


async def get_body(tx: ReadTx, key: SubmittedKey) -> Body:
    """Everything that a revision holds, of the own organisation or of the actor's area."""
    tx.actor.require(Permission.SUBMITTED_READ)
    text = await tx.session.scalar(
        select(Revision.body).where(Revision.tenant_id == key.tenant_id, Revision.id == key.id)
    )
    if text is None:
        raise NotFound("revision")
    return decode(text)


async def get_gate(tx: ReadTx, plan: Plan) -> EditGate:
    """What the actor could change of the plan at its stage, were they allowed to edit at all."""
    tx.actor.require(Permission.PLAN_READ)
    return await step_queries.gate_of(tx, plan)

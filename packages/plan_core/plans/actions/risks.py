"""Writing the risk register: add, set, move and remove risks, and say which rows answer them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete

from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Value
from plan_core.plans import part_queries, queries, risks_rules, rules
from plan_core.plans.actions.editing import conflict, open_for_edit
from plan_core.plans.model import Plan, Risk
from plan_core.plans.model_parts import RiskResponse
from plan_core.plans.parts import NewRisk
from plan_core.plans.stages import Part, PartKind, RiskFactor
from plan_core.values import RiskCategory

RISKS = Part(PartKind.RISKS)


@dataclass(frozen=True, slots=True)
class RiskEdit:
    """A risk as its editor wants it, but for its place; `version` is what they saw."""

    risk_id: UUID
    version: int
    text: str
    factor: RiskFactor | None
    factors_text: str
    likelihood: int | None
    impact: int | None
    answered_by: tuple[UUID, ...]


async def add_risk(tx: WriteTx, plan_id: UUID, new: NewRisk) -> Risk:
    """A new risk, the last of its category."""
    plan = await open_for_edit(tx, plan_id, RISKS)
    cleaned = await _cleaned(tx, plan, new)
    risks = await queries.list_risks(tx, plan.id)
    risks_rules.check_room_for_risks(len(risks) + 1)
    risk = Risk(
        tenant_id=tx.actor.tenant,
        id=make_id(),
        plan_id=plan.id,
        position=max((one.position for one in risks), default=0) + 1,
        category=cleaned.category,
        text=cleaned.text,
        factor=cleaned.factor,
        factors_text=cleaned.factors_text,
        likelihood=cleaned.likelihood,
        impact=cleaned.impact,
        version=1,
    )
    tx.session.add(risk)
    await tx.session.flush()
    await _answer(tx, risk, cleaned.answered_by)
    audit.record(tx, "add_risk", "risk", risk.id, None, _facts_of(risk, cleaned.answered_by))
    await tx.session.flush()
    return risk


async def set_risk(tx: WriteTx, edit: RiskEdit) -> Risk:
    """Replace what a risk says and who answers it; its category and place stay."""
    plan, risk = await _open(tx, edit.risk_id, edit.version)
    cleaned = await _cleaned(
        tx,
        plan,
        NewRisk(
            category=risk.category,
            text=edit.text,
            factor=edit.factor,
            factors_text=edit.factors_text,
            likelihood=edit.likelihood,
            impact=edit.impact,
            answered_by=edit.answered_by,
        ),
    )
    before = _facts_of(risk, await _answers_of(tx, risk))
    risk.text = cleaned.text
    risk.factor = cleaned.factor
    risk.factors_text = cleaned.factors_text
    risk.likelihood = cleaned.likelihood
    risk.impact = cleaned.impact
    risk.version += 1
    await _answer(tx, risk, cleaned.answered_by)
    audit.record(tx, "set_risk", "risk", risk.id, before, _facts_of(risk, cleaned.answered_by))
    await tx.session.flush()
    return risk


async def set_risk_responses(
    tx: WriteTx, risk_id: UUID, version: int, answered_by: Iterable[UUID]
) -> Risk:
    """Say which rows answer a risk; what the risk itself says stays."""
    risk = await part_queries.get_risk(tx, risk_id)
    return await set_risk(
        tx,
        RiskEdit(
            risk.id,
            version,
            risk.text,
            risk.factor,
            risk.factors_text,
            risk.likelihood,
            risk.impact,
            tuple(answered_by),
        ),
    )


async def move_risk(
    tx: WriteTx, risk_id: UUID, version: int, category: RiskCategory, position: int | None = None
) -> Risk:
    """Put a risk at a 1-based position of a category (last by default)."""
    plan, risk = await _open(tx, risk_id, version)
    before = _place_of(risk)
    others = [one for one in await queries.list_risks(tx, plan.id) if one.category is category]
    risk.category = category
    for number, one in enumerate(rules.place_in_order(others, risk, position), start=1):
        one.position = number
    risk.version += 1
    audit.record(tx, "move_risk", "risk", risk.id, before, _place_of(risk))
    await tx.session.flush()
    return risk


async def remove_risk(tx: WriteTx, risk_id: UUID, version: int) -> UUID:
    """Take a risk out of the register; the log keeps what it said. Answers its plan's id."""
    plan, risk = await _open(tx, risk_id, version)
    before = _facts_of(risk, await _answers_of(tx, risk))
    audit.record(tx, "remove_risk", "risk", risk.id, before, None)
    await tx.session.delete(risk)
    await tx.session.flush()
    return plan.id


async def _open(tx: WriteTx, risk_id: UUID, version: int) -> tuple[Plan, Risk]:
    """A risk and its plan, locked for edit; Conflict with what is there when it changed."""
    risk = await part_queries.get_risk(tx, risk_id)
    plan = await open_for_edit(tx, risk.plan_id, RISKS)
    risk = await part_queries.get_risk(tx, risk_id)
    if risk.version != version:
        raise conflict(_facts_of(risk, await _answers_of(tx, risk)))
    return plan, risk


async def _cleaned(tx: WriteTx, plan: Plan, new: NewRisk) -> NewRisk:
    rows = {row.id for row in await queries.list_initiatives(tx, plan.id)}
    return risks_rules.clean_risk(new, rows)


async def _answers_of(tx: WriteTx, risk: Risk) -> tuple[UUID, ...]:
    return tuple((await part_queries.list_answers(tx, risk.plan_id)).get(risk.id, ()))


async def _answer(tx: WriteTx, risk: Risk, rows: tuple[UUID, ...]) -> None:
    """Exactly these rows answer the risk."""
    await tx.session.execute(
        delete(RiskResponse).where(
            RiskResponse.tenant_id == tx.actor.tenant, RiskResponse.risk_id == risk.id
        )
    )
    for row in rows:
        tx.session.add(
            RiskResponse(
                tenant_id=tx.actor.tenant,
                id=make_id(),
                plan_id=risk.plan_id,
                risk_id=risk.id,
                initiative_id=row,
            )
        )


def _place_of(risk: Risk) -> dict[str, Value]:
    return {
        "category": risk.category.value,
        "position": risk.position,
        "version": risk.version,
    }


def _facts_of(risk: Risk, answered_by: tuple[UUID, ...]) -> dict[str, Value]:
    return {
        **_place_of(risk),
        "text": risk.text,
        "factor": None if risk.factor is None else risk.factor.value,
        "factorsText": risk.factors_text,
        "likelihood": risk.likelihood,
        "impact": risk.impact,
        "answeredBy": [str(row) for row in answered_by],
    }

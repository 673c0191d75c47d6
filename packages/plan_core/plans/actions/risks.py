"""Writing the risk register: add, set, move and remove risks, and say which rows answer them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.audit.actions import Facts
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.errors import NotFound, Value
from plan_core.plans import part_queries, queries, removed_queries, risks_rules, rules
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
    record_risk(tx, "add_risk", risk, None, facts_of_risk(risk, cleaned.answered_by))
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
    before = facts_of_risk(risk, await _answers_of(tx, risk))
    risk.text = cleaned.text
    risk.factor = cleaned.factor
    risk.factors_text = cleaned.factors_text
    risk.likelihood = cleaned.likelihood
    risk.impact = cleaned.impact
    risk.version += 1
    await _answer(tx, risk, cleaned.answered_by)
    record_risk(tx, "set_risk", risk, before, facts_of_risk(risk, cleaned.answered_by))
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
    record_risk(tx, "move_risk", risk, before, _place_of(risk))
    await tx.session.flush()
    return risk


async def remove_risk(tx: WriteTx, risk_id: UUID, version: int) -> UUID:
    """Take a risk out of the register; the log keeps what it said. Answers its plan's id."""
    plan, risk = await _open(tx, risk_id, version)
    before = facts_of_risk(risk, await _answers_of(tx, risk))
    record_risk(tx, "remove_risk", risk, before, None)
    await tx.session.delete(risk)
    await tx.session.flush()
    return plan.id


async def restore_risk(tx: WriteTx, risk_id: UUID) -> Risk:
    """Bring a removed risk back as the log knows it; one that is there stays as it is.

    Rows that were taken out meanwhile do not answer it any more.
    """
    tx.actor.require(Permission.PLAN_EDIT)
    there = await part_queries.find_risk(tx, risk_id)
    if there is not None:
        return there
    removed = await removed_queries.find_removed_risk(tx, risk_id)
    if removed is None:
        raise NotFound("risk")
    plan = await open_for_edit(tx, removed.plan_id, RISKS)
    if await part_queries.find_risk(tx, risk_id) is not None:
        raise changed_meanwhile()
    risks = await queries.list_risks(tx, plan.id)
    risks_rules.check_room_for_risks(len(risks) + 1)
    rows = {row.id for row in await queries.list_initiatives(tx, plan.id)}
    new = removed.risk
    answers = tuple(row for row in new.answered_by if row in rows)
    risk = Risk(
        tenant_id=tx.actor.tenant,
        id=risk_id,
        plan_id=plan.id,
        category=new.category,
        text=new.text,
        factor=new.factor,
        factors_text=new.factors_text,
        likelihood=new.likelihood,
        impact=new.impact,
        version=removed.version + 1,
    )
    others = [one for one in risks if one.category is new.category]
    place = 1 + sum(1 for one in others if one.position < removed.position)
    for number, one in enumerate(rules.place_in_order(others, risk, place), start=1):
        one.position = number
    tx.session.add(risk)
    await tx.session.flush()
    await _answer(tx, risk, answers)
    record_risk(tx, "restore_risk", risk, None, facts_of_risk(risk, answers))
    await tx.session.flush()
    return risk


async def _open(tx: WriteTx, risk_id: UUID, version: int) -> tuple[Plan, Risk]:
    """A risk and its plan, locked for edit; Conflict with what is there when it changed."""
    risk = await part_queries.get_risk(tx, risk_id)
    plan = await open_for_edit(tx, risk.plan_id, RISKS)
    risk = await part_queries.get_risk(tx, risk_id)
    if risk.version != version:
        raise conflict(facts_of_risk(risk, await _answers_of(tx, risk)))
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


def record_risk(tx: WriteTx, verb: str, risk: Risk, before: Facts, after: Facts) -> None:
    audit.record(tx, verb, "risk", risk.id, before, after, About.risk(risk.plan_id, risk.id))


def _place_of(risk: Risk) -> dict[str, Value]:
    return {
        "category": risk.category.value,
        "position": risk.position,
        "text": risk.text,
        "version": risk.version,
    }


def facts_of_risk(risk: Risk, answered_by: tuple[UUID, ...]) -> dict[str, Value]:
    return {
        **_place_of(risk),
        "factor": None if risk.factor is None else risk.factor.value,
        "factorsText": risk.factors_text,
        "likelihood": risk.likelihood,
        "impact": risk.impact,
        "answeredBy": [str(row) for row in answered_by],
    }

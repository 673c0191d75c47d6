"""Reading what was removed from the own plan and can come back: rows and risks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select, true, tuple_
from sqlalchemy.orm import aliased

from plan_core.actor import Permission
from plan_core.audit.model import AuditEntry
from plan_core.audit.queries import plain
from plan_core.audit.rules import Entry
from plan_core.db.transaction import ReadTx
from plan_core.plans.history import Act, Told
from plan_core.plans.model import BudgetCell, Initiative, Plan, Risk
from plan_core.plans.parts import NewRisk
from plan_core.plans.stages import RiskFactor
from plan_core.values import Budget, RiskCategory


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """A row that was taken out and can come back, with what its cells said."""

    row: Initiative
    removed_at: datetime
    removed_by: str
    acting_for: str
    budgets: dict[int, Budget]


async def list_removed(
    tx: ReadTx, plan: Plan, first: int, after: tuple[datetime, UUID] | None = None
) -> list[RemovedRow]:
    """Last removed first, from behind the one that was removed then: two statements."""
    tx.actor.require(Permission.PLAN_READ)
    removal = (
        select(AuditEntry.by_name, AuditEntry.acting_for)
        .where(
            AuditEntry.tenant_id == tx.actor.tenant,
            AuditEntry.plan_id == plan.id,
            AuditEntry.part == func.concat("row:", Initiative.id),
            AuditEntry.verb == Act.REMOVE_INITIATIVE,
        )
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
        .lateral()
    )
    query = (
        select(Initiative, removal.c.by_name, removal.c.acting_for)
        .join(removal, true(), isouter=True)
        .where(
            Initiative.tenant_id == tx.actor.tenant,
            Initiative.plan_id == plan.id,
            Initiative.removed_at.is_not(None),
        )
        .order_by(Initiative.removed_at.desc(), Initiative.id.desc())
        .limit(first)
    )
    if after is not None:
        query = query.where(tuple_(Initiative.removed_at, Initiative.id) < after)
    found = (await tx.session.execute(query)).all()
    budgets = await _budgets_of(tx, [row.id for row, _, _ in found])
    return [
        RemovedRow(row, row.removed_at, by or "", acting or "", budgets.get(row.id, {}))
        for row, by, acting in found
        if row.removed_at is not None
    ]


async def _budgets_of(tx: ReadTx, rows: Sequence[UUID]) -> dict[UUID, dict[int, Budget]]:
    if not rows:
        return {}
    found: dict[UUID, dict[int, Budget]] = {row: {} for row in rows}
    cells = await tx.session.scalars(
        select(BudgetCell).where(
            BudgetCell.tenant_id == tx.actor.tenant, BudgetCell.initiative_id.in_(rows)
        )
    )
    for cell in cells:
        found[cell.initiative_id][cell.fiscal_year_be] = cell.budget
    return found


@dataclass(frozen=True, slots=True)
class RemovedRisk:
    """A risk that was taken out and can come back, by what the log says of it."""

    entry: Entry
    risk: NewRisk
    position: int
    version: int

    @property
    def id(self) -> UUID:
        return self.entry.subject_id

    @property
    def plan_id(self) -> UUID:
        if self.entry.plan_id is None:
            raise ValueError("a risk belongs to a plan")
        return self.entry.plan_id

    @classmethod
    def of(cls, entry: Entry) -> RemovedRisk:
        facts = Told.of(entry).facts
        factor = facts["factor"]
        risk = NewRisk(
            category=RiskCategory(facts["category"]),
            text=facts["text"],
            factor=None if factor is None else RiskFactor(factor),
            factors_text=facts["factorsText"],
            likelihood=facts["likelihood"],
            impact=facts["impact"],
            answered_by=tuple(UUID(one) for one in facts["answeredBy"]),
        )
        return cls(entry, risk, facts["position"], facts["version"])


async def list_removed_risks(
    tx: ReadTx, plan: Plan, first: int, before: int | None = None
) -> list[RemovedRisk]:
    """Last removed first, from behind the removal numbered `before`; each risk once."""
    tx.actor.require(Permission.PLAN_READ)
    later = aliased(AuditEntry)
    removed_later = exists().where(
        later.tenant_id == tx.actor.tenant,
        later.plan_id == plan.id,
        later.part == AuditEntry.part,
        later.sequence > AuditEntry.sequence,
        later.verb == Act.REMOVE_RISK,
    )
    is_there = exists().where(Risk.tenant_id == tx.actor.tenant, Risk.id == AuditEntry.subject_id)
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.tenant_id == tx.actor.tenant,
            AuditEntry.plan_id == plan.id,
            AuditEntry.verb == Act.REMOVE_RISK,
            ~is_there,
            ~removed_later,
        )
        .order_by(AuditEntry.sequence.desc())
        .limit(first)
    )
    if before is not None:
        query = query.where(AuditEntry.sequence < before)
    return [RemovedRisk.of(plain(one)) for one in await tx.session.scalars(query)]


async def find_removed_risk(tx: ReadTx, risk_id: UUID) -> RemovedRisk | None:
    """By its last removal; None for what never was a risk of the own plan."""
    tx.actor.require(Permission.PLAN_READ)
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.tenant_id == tx.actor.tenant,
            AuditEntry.subject_id == risk_id,
            AuditEntry.verb == Act.REMOVE_RISK,
        )
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    )
    found = await tx.session.scalar(query)
    return None if found is None or found.plan_id is None else RemovedRisk.of(plain(found))

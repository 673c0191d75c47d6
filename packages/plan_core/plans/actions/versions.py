"""Raising a plan's version: the one place, so that whoever has the plan open hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Update, Uuid, bindparam, update

from plan_core.db.transaction import WriteTx
from plan_core.plans.model import Plan


def raise_version(tx: WriteTx, plan: Plan, only: Iterable[UUID] | None = None) -> None:
    """The plan changed: in the rows `only` (their own fields and cells), or anywhere."""
    plan.version += 1
    plan.updated_at = tx.now
    tx.tell(plan.id, plan.version, only)


def raised_version() -> Update:
    """For a plan that is locked and belongs to no session that would write it: part of the
    statement that writes what changed."""
    return (
        update(Plan)
        .where(
            Plan.tenant_id == bindparam("tenant", type_=BigInteger, required=True),
            Plan.id == bindparam("plan", type_=Uuid, required=True),
        )
        .values(
            version=bindparam("raised", type_=BigInteger, required=True),
            updated_at=bindparam("at", type_=DateTime(timezone=True), required=True),
        )
    )

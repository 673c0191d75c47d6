"""Raising a plan's version: the one place, so that whoever has the plan open hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from plan_core.db.transaction import WriteTx
from plan_core.plans.model import Plan


def raise_version(tx: WriteTx, plan: Plan, only: Iterable[UUID] | None = None) -> None:
    """The plan changed: in the rows `only` (their own fields and cells), or anywhere."""
    plan.version += 1
    plan.updated_at = tx.now
    tx.tell(plan.id, plan.version, only)

"""Letting go of what other systems call rows; the rows themselves stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, NotFound
from plan_core.integration.upsert_model import ExternalReference
from plan_core.integration.upsert_rules import MOST_ROWS


async def unlink(tx: WriteTx, reference_ids: Sequence[UUID]) -> list[ExternalReference]:
    """As they were, in the order asked for. Raises NotFound, with its place, and removes none."""
    tx.actor.require(Permission.PLAN_EDIT)
    if not 1 <= len(reference_ids) <= MOST_ROWS or len(set(reference_ids)) < len(reference_ids):
        raise Invalid(
            "BLOCK_SIZE",
            f"ทำพร้อมกันได้ 1 ถึง {MOST_ROWS} รายการ ไม่ซ้ำกัน",
            f"1 to {MOST_ROWS} at a time, each once.",
            field="ids",
            values={"most": MOST_ROWS},
        )
    found = await tx.session.scalars(
        select(ExternalReference).where(
            ExternalReference.tenant_id == tx.actor.tenant,
            ExternalReference.id.in_(reference_ids),
        )
    )
    known = {one.id: one for one in found}
    for at, wanted in enumerate(reference_ids):
        if wanted not in known:
            missing = NotFound("externalReference")
            missing.field = f"ids.{at}"
            raise missing
    removed = [known[one] for one in reference_ids]
    for one in removed:
        facts = {"system": one.system, "value": one.value}
        audit.record(tx, "unlink_initiative", "initiative", one.initiative_id, facts, None)
        await tx.session.delete(one)
    return removed

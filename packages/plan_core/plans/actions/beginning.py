"""Writing what stands beside the rows of a plan that has just been begun."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert

from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.plans import part_queries, queries
from plan_core.plans.actions import committees, sheets
from plan_core.plans.model import Plan
from plan_core.plans.model_parts import RiskResponse
from plan_core.plans.parts import Member, Sheet
from plan_core.plans.stages import CommitteeKind


def write_sheets(
    tx: WriteTx, plan: Plan, rows: Sequence[UUID], written: Sequence[Sheet | None]
) -> None:
    """Part 3 of rows that have none yet; None leaves one unwritten."""
    for row_id, sheet in zip(rows, written, strict=True):
        if sheet is None:
            continue
        row = sheets.begin_sheet(tx, plan, row_id)
        sheets.write_sheet(tx, row, Sheet(), sheet)


async def write_answers(tx: WriteTx, plan: Plan, answers: Sequence[Sequence[UUID]]) -> None:
    """The rows that answer each risk, in the order in which the risks were written."""
    risks = {risk.position: risk.id for risk in await queries.list_risks(tx, plan.id)}
    values = [
        {
            "tenant_id": tx.actor.tenant,
            "id": make_id(),
            "plan_id": plan.id,
            "risk_id": risks[position],
            "initiative_id": row_id,
        }
        for position, rows in enumerate(answers, start=1)
        for row_id in rows
    ]
    if values:
        await tx.session.execute(insert(RiskResponse), values)


async def write_members(tx: WriteTx, plan: Plan, members: Sequence[Member]) -> None:
    """Both committees, beside whatever the order says."""
    for kind in CommitteeKind:
        chosen = [one for one in members if one.committee is kind]
        if chosen:
            order = await part_queries.find_appointment(tx, plan.id)
            version = 0 if order is None else order.version
            await committees.set_members(tx, plan.id, version, kind, chosen)

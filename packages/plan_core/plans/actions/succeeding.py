"""Starting a plan from the organisation's own plan of an earlier edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import insert

from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import part_queries, queries, succession, succession_queries
from plan_core.plans.actions import committees, sheets, writing
from plan_core.plans.model import Plan
from plan_core.plans.model_parts import InitiativeSheet, RiskResponse
from plan_core.plans.parts import Member, Sheet
from plan_core.plans.stages import CommitteeKind


async def start_from(
    tx: WriteTx,
    edition: FrameworkEdition,
    earlier_plan_id: UUID,
    missions: Mapping[str, str],
) -> Plan:
    """A new working copy with everything of the earlier plan that still can hold.

    `missions` says for each mission with rows where they go. The earlier plan stays as it is.
    """
    earlier = await succession_queries.get_earlier_plan(tx, earlier_plan_id, edition)
    made = succession.succeed(earlier.body, earlier.edition, edition, missions)
    plan = await writing.start_plan(tx, edition)
    rows = await writing.write_rows(tx, plan, edition, made.rows, made.sections, made.risks)
    _write_sheets(tx, plan, rows, made.sheets)
    await _write_answers(tx, plan, [[rows[at] for at in places] for places in made.answers])
    await _write_members(tx, plan, made.members)
    audit.record(
        tx,
        "start_from_earlier",
        "plan",
        plan.id,
        None,
        {
            "plan": str(earlier.id),
            "edition": earlier.edition.code,
            "revision": earlier.revision_number,
            "rows": len(rows),
        },
        About.plan(plan.id),
    )
    await tx.session.flush()
    return plan


def _write_sheets(
    tx: WriteTx, plan: Plan, rows: Sequence[UUID], written: Sequence[Sheet | None]
) -> None:
    for row_id, sheet in zip(rows, written, strict=True):
        if sheet is None:
            continue
        row = InitiativeSheet(
            tenant_id=tx.actor.tenant,
            id=make_id(),
            plan_id=plan.id,
            initiative_id=row_id,
            version=0,
        )
        tx.session.add(row)
        sheets.write_sheet(tx, row, Sheet(), sheet)


async def _write_answers(tx: WriteTx, plan: Plan, answers: Sequence[Sequence[UUID]]) -> None:
    """The risks have just been written, in this order."""
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


async def _write_members(tx: WriteTx, plan: Plan, members: Sequence[Member]) -> None:
    """Who sat in a committee is proposed; the order that appoints them is a new one."""
    for kind in CommitteeKind:
        chosen = [one for one in members if one.committee is kind]
        if chosen:
            order = await part_queries.find_appointment(tx, plan.id)
            version = 0 if order is None else order.version
            await committees.set_members(tx, plan.id, version, kind, chosen)

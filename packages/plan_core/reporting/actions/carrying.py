"""Taking what a year left undone into a plan of another edition."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, NotFound
from plan_core.framework import queries as framework_queries
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import queries as plan_queries
from plan_core.plans.actions import ordering
from plan_core.plans.content import NewInitiative
from plan_core.plans.model import Plan
from plan_core.reporting import queries
from plan_core.reporting.rules import ReportRound
from plan_core.thai_text import to_thai_digits


async def _check_not_there(tx: WriteTx, plan: Plan, remark: str, titles: list[str]) -> None:
    """What was carried over once is not written a second time by a second press."""
    present = await plan_queries.list_initiatives(tx, plan.id)
    there = {row.title for row in present if row.remarks == remark}
    twice = [title for title in titles if title in there]
    if twice:
        raise Invalid(
            "ALREADY_CARRIED",
            f"ยกไปแล้ว {len(twice)} รายการ เช่น “{twice[0][:80]}” จึงไม่ได้ยกซ้ำ",
            f"{len(twice)} are there already, like “{twice[0][:80]}”; nothing was written.",
            field="rows",
            values={"titles": [*twice]},
        )


async def carry_over(
    tx: WriteTx,
    edition: FrameworkEdition,
    fiscal_year_be: int,
    plan_id: UUID,
    missions: Mapping[UUID, str],
) -> Plan:
    """Write unfinished rows into a started plan of another edition, all or none.

    `missions` says where each goes: a code may mean another mission in another edition, so that
    a person decides. Budgets are not stated, since nobody has decided them.
    """
    tx.actor.require(Permission.PLAN_EDIT)
    sheet = await queries.get_sheet(tx, edition, fiscal_year_be, ReportRound.TWELVE_MONTHS)
    rows = {row.initiative_id: row for row in queries.unfinished(sheet.rows)}
    if not missions:
        raise Invalid(
            "NOTHING_CHOSEN",
            "กรุณาเลือกรายการที่จะยกไป",
            "Please choose what to carry over.",
            field="rows",
        )
    if not missions.keys() <= rows.keys():
        raise NotFound("initiative")
    plan = await plan_queries.get_plan(tx, plan_id)
    if plan.edition_code == edition.code:
        raise Invalid(
            "SAME_EDITION",
            "รายการยังอยู่ในแผนฉบับเดียวกัน ยกไปได้เฉพาะแผนของกรอบฉบับอื่น",
            "These rows stand in this very plan; they go to a plan of another edition.",
            field="planId",
        )
    target = await framework_queries.get_edition(tx.session, plan.edition_code)
    remark = f"ยกมาจากปีงบประมาณ {to_thai_digits(str(fiscal_year_be))}"
    await _check_not_there(tx, plan, remark, [rows[one].title for one in missions])
    for code in dict.fromkeys(missions.values()):
        new = [
            NewInitiative(code, row.kind, row.title, {}, remarks=remark)
            for row in sheet.rows
            if missions.get(row.initiative_id) == code
        ]
        await ordering.add_initiatives(tx, plan.id, target, code, new)
    audit.record(
        tx,
        "carry_over",
        "plan",
        plan.id,
        None,
        {"from": edition.code, "fiscalYear": fiscal_year_be, "rows": len(missions)},
        About.plan(plan.id),
    )
    await tx.session.flush()
    return plan

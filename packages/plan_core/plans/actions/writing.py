"""Making a working copy: empty, or with all the rows of an accepted document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Conflict
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import part_queries, queries, rules, texts_rules
from plan_core.plans.actions import texts
from plan_core.plans.actions.editing import facts_of_budgets, facts_of_row, record_row
from plan_core.plans.actions.risks import facts_of_risk, record_risk
from plan_core.plans.content import NewInitiative
from plan_core.plans.model import BudgetCell, Initiative, Plan, PlanSection, Risk
from plan_core.plans.parts import NewRisk, NewSection
from plan_core.plans.stages import PlanState
from plan_core.thai_text import fold_key
from plan_core.values import UNSTATED

Values = dict[str, object]
"""Column name → value, for statements that write many rows at once."""


async def start_plan(tx: WriteTx, edition: FrameworkEdition) -> Plan:
    """An empty working copy; Conflict when there is one already."""
    tx.actor.require(Permission.PLAN_EDIT)
    if await queries.find_plan(tx, edition.code) is not None:
        raise draft_exists()
    plan = Plan(
        tenant_id=tx.actor.tenant,
        id=make_id(),
        edition_code=edition.code,
        state=PlanState.DRAFT,
        version=1,
        updated_at=tx.now,
    )
    tx.session.add(plan)
    told = {"edition": edition.code}
    audit.record(tx, "start_plan", "plan", plan.id, None, told, About.plan(plan.id))
    try:
        await tx.session.flush()
    except IntegrityError as error:
        # A colleague's plan was committed between our look and our insert.
        if "uq_plan_tenant_id_edition_code" in str(error.orig):
            raise draft_exists() from error
        raise
    return plan


async def empty_plan(tx: WriteTx, plan: Plan) -> None:
    """Take every row out of a working copy that is about to be written anew."""
    tx.actor.require(Permission.PLAN_EDIT)
    before = await queries.list_initiatives(tx, plan.id)
    risks = await part_queries.list_answered_risks(tx, plan.id)
    # Cells go with their rows (ON DELETE CASCADE); revisions are tables of their own.
    for table in (Initiative, PlanSection, Risk):
        await tx.session.execute(
            delete(table).where(table.tenant_id == tx.actor.tenant, table.plan_id == plan.id)
        )
    audit.record(
        tx,
        "empty_plan",
        "plan",
        plan.id,
        {"version": plan.version, "titles": [row.title for row in before]},
        None,
        About.plan(plan.id),
    )
    for row in before:
        record_row(tx, "remove_initiative", row, facts_of_row(row), None)
    for one in risks:
        record_risk(tx, "replace_risk", one.risk, facts_of_risk(one.risk, one.answered_by), None)
    await tx.session.flush()


async def write_rows(
    tx: WriteTx,
    plan: Plan,
    edition: FrameworkEdition,
    initiatives: Sequence[NewInitiative],
    sections: Sequence[NewSection] = (),
    risks: Sequence[NewRisk] = (),
) -> list[UUID]:
    """Write all rows of a plan that has none, in few statements; gives the new rows' ids."""
    tx.actor.require(Permission.PLAN_EDIT)
    rules.check_room_for_rows(len(initiatives))
    owner: Values = {"tenant_id": tx.actor.tenant, "plan_id": plan.id}
    row_ids = [make_id() for _ in initiatives]
    rows: list[Values] = []
    cells: list[Values] = []
    for position, (row_id, new) in enumerate(zip(row_ids, initiatives, strict=True), start=1):
        rules.check_mission(edition, new.mission_code)
        title = rules.clean_title(new.title)
        rows.append(
            {
                **owner,
                "id": row_id,
                "mission_code": new.mission_code,
                "position": position,
                "number_printed": new.number_printed,
                "kind": new.kind,
                "title": title,
                "remarks": rules.clean_remarks(new.remarks),
                "sub_mission": rules.clean_sub_mission(new.sub_mission),
                "search_key": fold_key(title),
                "version": 1,
            }
        )
        for year in edition.fiscal_years:
            budget = new.budgets.get(year, UNSTATED)
            rules.check_budget(budget)
            cells.append(
                {
                    **owner,
                    "id": make_id(),
                    "initiative_id": row_id,
                    "fiscal_year_be": year,
                    "state": budget.state,
                    "amount_satang": budget.satang,
                    "version": 1,
                }
            )
    sections_written = [
        {
            **owner,
            "id": make_id(),
            "position": position,
            "code": section.code,
            "title_th": section.title_th,
            "body": section.body,
            "version": 1,
        }
        for position, section in enumerate(texts_rules.merged(sections), start=1)
    ]
    listed_risks = [
        {
            **owner,
            "id": make_id(),
            "position": position,
            "category": risk.category,
            "text": risk.text,
            "factor": risk.factor,
            "factors_text": risk.factors_text,
            "likelihood": risk.likelihood,
            "impact": risk.impact,
            "version": 1,
        }
        for position, risk in enumerate(risks, start=1)
    ]
    for table, values in (
        (Initiative, rows),
        (BudgetCell, cells),
        (PlanSection, sections_written),
        (Risk, listed_risks),
    ):
        if values:
            await tx.session.execute(insert(table), values)
    _record_written(tx, plan, rows, initiatives, sections_written, listed_risks)
    await tx.session.flush()
    return row_ids


def _record_written(
    tx: WriteTx,
    plan: Plan,
    rows: Sequence[Values],
    initiatives: Sequence[NewInitiative],
    sections: Sequence[Values],
    risks: Sequence[Values],
) -> None:
    """The whole and each part of it: with this line the history of a row or a text begins."""
    counts = {"initiatives": len(rows), "sections": len(sections), "risks": len(risks)}
    audit.record(tx, "write_rows", "plan", plan.id, None, counts, About.plan(plan.id))
    for row, new in zip(rows, initiatives, strict=True):
        written = Initiative(**row)
        facts = facts_of_row(written) | {"budgets": facts_of_budgets(new.budgets)}
        record_row(tx, "write_initiative", written, None, facts)
    for text in sections:
        code = str(text["code"])
        said = texts.Said(str(text["title_th"]), str(text["body"]), 1)
        section_id = cast("UUID", text["id"])
        texts.record_section(tx, plan.id, section_id, code, None, said, "write_section")
    for risk in risks:
        written_risk = Risk(**risk)
        record_risk(tx, "write_risk", written_risk, None, facts_of_risk(written_risk, ()))


def draft_exists() -> Conflict:
    return Conflict(
        "DRAFT_EXISTS",
        "มีร่างแผนของกรอบฉบับนี้อยู่แล้ว ระบบไม่ได้เขียนทับ",
        "There is already a draft for this edition. Nothing was overwritten.",
    )

"""Submitting: from the working copy to an immutable numbered revision and its figures."""

from __future__ import annotations

import hashlib

import msgspec
from sqlalchemy import insert, select

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.framework.rules import FrameworkEdition, dimension_code_of
from plan_core.places.model import Organisation
from plan_core.plans import queries, rollup, rules
from plan_core.plans.actions.versions import raise_version
from plan_core.plans.content import PlanContent
from plan_core.plans.model import Plan, PlanRollup, PlanState, Revision, RevisionInitiative
from plan_core.values import UNSTATED


async def submit_plan(
    tx: WriteTx, plan: Plan, version: int, edition: FrameworkEdition, submitted_by: str
) -> Revision:
    """Make the next revision of exactly the version that the approver saw.

    `plan` must be locked (`queries.get_plan(..., lock=True)`); `submitted_by` is the name shown.
    """
    tx.actor.require(Permission.PLAN_SUBMIT)
    if plan.version != version:
        refusal = changed_meanwhile()
        refusal.values["current"] = {"version": plan.version}
        raise refusal
    content = await queries.get_content(tx, plan, edition)
    rules.check_something_to_submit(len(content.rows), plan.state is PlanState.SUBMITTED)
    organisation = (
        await tx.session.scalars(select(Organisation).where(Organisation.id == tx.actor.tenant))
    ).one()
    area: dict[str, object] = {
        "tenant_id": tx.actor.tenant,
        "province_code": organisation.province_code,
        "district_code": organisation.district_code,
    }
    body = await _body_of(tx, content, edition)
    revision = Revision(
        **area,
        id=make_id(),
        plan_id=plan.id,
        edition_code=edition.code,
        number=await queries.last_revision_number(tx, edition.code) + 1,
        submitted_at=tx.now,
        submitted_by=submitted_by,
        body=body,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
    )
    tx.session.add(revision)
    await tx.session.flush()
    rows = _revision_rows(content, edition, area | {"revision_id": revision.id})
    await tx.session.execute(insert(RevisionInitiative), rows)
    await _set_rollup(tx, revision, content, edition)
    plan.state = PlanState.SUBMITTED
    raise_version(tx, plan)
    audit.record(
        tx,
        "submit_plan",
        "revision",
        revision.id,
        None,
        {"number": revision.number, "sha256": revision.sha256, "planVersion": version},
    )
    await tx.session.flush()
    return revision


def _revision_rows(
    content: PlanContent, edition: FrameworkEdition, owner: dict[str, object]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for position, row in enumerate(content.rows, start=1):
        budgets = [row.budgets.get(year, UNSTATED) for year in edition.fiscal_years]
        rows.append(
            {
                **owner,
                "id": make_id(),
                "edition_code": edition.code,
                "dimension_code": dimension_code_of(row.mission_code),
                "mission_code": row.mission_code,
                "position": position,
                "number": row.number,
                "kind": row.kind,
                "title": row.initiative.title,
                "remarks": row.initiative.remarks,
                "search_key": row.initiative.search_key,
                "states": [budget.state.value for budget in budgets],
                "amounts_satang": [budget.satang for budget in budgets],
            }
        )
    return rows


async def _set_rollup(
    tx: WriteTx, revision: Revision, content: PlanContent, edition: FrameworkEdition
) -> None:
    """The organisation's own figures, in the transaction of the revision they describe."""
    figures = rollup.figures_of(content.rows, edition)
    found = await tx.session.scalar(
        select(PlanRollup).where(
            PlanRollup.tenant_id == tx.actor.tenant, PlanRollup.edition_code == edition.code
        )
    )
    if found is None:
        found = PlanRollup(
            tenant_id=tx.actor.tenant,
            id=make_id(),
            edition_code=edition.code,
            first_submitted_at=tx.now,
        )
        tx.session.add(found)
    found.province_code = revision.province_code
    found.district_code = revision.district_code
    found.revision_id = revision.id
    found.revision_number = revision.number
    found.submitted_at = revision.submitted_at
    found.counts = figures.counts
    found.states = figures.states
    found.amounts_satang = figures.amounts_satang


async def _body_of(tx: WriteTx, content: PlanContent, edition: FrameworkEdition) -> str:
    """The whole plan as JSON text with a fixed order of keys: what its SHA-256 is about."""
    body = {
        "format": "simiti.revision",
        "version": 1,
        "edition": edition.code,
        "initiatives": [
            {
                "mission": row.mission_code,
                "number": row.number,
                "kind": row.kind,
                "title": row.initiative.title,
                "remarks": row.initiative.remarks,
                "budgets": {
                    str(year): {"state": budget.state, "amount": budget.amount}
                    for year, budget in row.budgets.items()
                },
            }
            for row in content.rows
        ],
        "sections": [
            {"code": section.code, "title_th": section.title_th, "body": section.body}
            for section in await queries.list_sections(tx, content.plan.id)
        ],
        "risks": [
            {"category": risk.category, "text": risk.text}
            for risk in await queries.list_risks(tx, content.plan.id)
        ],
    }
    return msgspec.json.encode(body, order="deterministic").decode()

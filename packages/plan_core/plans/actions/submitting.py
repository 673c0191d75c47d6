"""Submitting: from the working copy by way of the committee to an immutable numbered revision."""

from __future__ import annotations

import hashlib
from uuid import UUID

from sqlalchemy import insert, select

from plan_core import jobs
from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.framework import queries as framework_queries
from plan_core.framework.rules import FrameworkEdition, dimension_code_of
from plan_core.places.model import Organisation
from plan_core.plans import body, freezing, queries, rollup, rules, step_queries
from plan_core.plans.actions import amending, attaching, stepping
from plan_core.plans.actions.versions import raise_version
from plan_core.plans.body import Body
from plan_core.plans.content import PlanContent
from plan_core.plans.model import Plan, PlanRollup, Revision, RevisionInitiative, SearchedText
from plan_core.plans.searched import searched_of
from plan_core.plans.stages import TRANSITIONS, Move, PlanState, StepKind, check_move
from plan_core.values import UNSTATED


async def send_to_committee(tx: WriteTx, plan_id: UUID, version: int, note: str = "") -> Plan:
    """Hold the draft still for the plan-making committee: exactly the version that was seen."""
    plan = await _move_own(tx, plan_id, version, Move.SEND_TO_COMMITTEE, note)
    if plan.amendment_id is not None:
        edition = await framework_queries.get_edition(tx.session, plan.edition_code)
        content = await queries.get_content(tx, plan, edition)
        await amending.check_alters_something(
            tx, plan, await freezing.body_of(tx, content, edition)
        )
    return plan


async def take_back(tx: WriteTx, plan_id: UUID, version: int, note: str = "") -> Plan:
    """The committee wants changes: the plan is a draft again."""
    return await _move_own(tx, plan_id, version, Move.TAKE_BACK, note)


async def _move_own(tx: WriteTx, plan_id: UUID, version: int, move: Move, note: str) -> Plan:
    plan = await open_for_step(tx, plan_id, version, move)
    plan.state = PlanState(TRANSITIONS[move].to_stage.value)
    raise_version(tx, plan)
    told = {"note": rules.clean_note(note)}
    about = About.plan(plan.id)
    entry = audit.record(tx, move.value.lower(), "plan", plan.id, None, told, about)
    tx.enqueue(jobs.ANNOUNCE_ENTRY, entry)
    await tx.session.flush()
    return plan


async def open_for_step(tx: WriteTx, plan_id: UUID, version: int, move: Move) -> Plan:
    """The own plan, locked, when this move may be made now on the version that was seen."""
    tx.actor.require(TRANSITIONS[move].permission)
    plan = await queries.get_plan(tx, plan_id, lock=True)
    check_move(move, await step_queries.stage_of_plan(tx, plan))
    if plan.version != version:
        refusal = changed_meanwhile()
        refusal.values["current"] = {"version": plan.version}
        raise refusal
    return plan


async def submit_plan(
    tx: WriteTx, plan_id: UUID, version: int, edition: FrameworkEdition, note: str = ""
) -> Revision:
    """Make the next revision of exactly the version that the approver saw."""
    plan = await open_for_step(tx, plan_id, version, Move.SUBMIT)
    content = await queries.get_content(tx, plan, edition)
    rules.check_something_to_submit(len(content.rows))
    organisation = (
        await tx.session.scalars(select(Organisation).where(Organisation.id == tx.actor.tenant))
    ).one()
    area: dict[str, object] = {
        "tenant_id": tx.actor.tenant,
        "province_code": organisation.province_code,
        "district_code": organisation.district_code,
    }
    frozen = await freezing.body_of(tx, content, edition)
    await amending.check_alters_something(tx, plan, frozen)
    text = body.encode(frozen)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    last = await queries.find_last_revision(tx, edition.code)
    if last is not None and last.sha256 == sha256:
        rules.check_says_why_unchanged(note, last.number)
    revision = Revision(
        **area,
        id=make_id(),
        plan_id=plan.id,
        edition_code=edition.code,
        number=(last.number if last else 0) + 1,
        submitted_at=tx.now,
        submitted_by=tx.actor.name_with(Permission.PLAN_SUBMIT),
        body=text,
        sha256=sha256,
        amendment_id=plan.amendment_id,
    )
    tx.session.add(revision)
    await tx.session.flush()
    rows = revision_rows(content, edition, area | {"revision_id": revision.id})
    await tx.session.execute(insert(RevisionInitiative), rows)
    await tx.session.execute(
        insert(SearchedText), searched_rows(frozen, area | {"revision_id": revision.id})
    )
    await _set_rollup(tx, revision, content, edition, rollup.parts_of(frozen))
    await attaching.share_all(tx, plan.id, [row.id for row in content.rows])
    plan.state = PlanState.SUBMITTED
    raise_version(tx, plan)
    await stepping.add_step(tx, revision, StepKind.SUBMITTED, note, after=None)
    audit.record(
        tx,
        "submit_plan",
        "revision",
        revision.id,
        None,
        {"number": revision.number, "sha256": revision.sha256, "planVersion": version},
        About.plan(plan.id),
        by=Permission.PLAN_SUBMIT,
        shown_to=revision.shown_to,
    )
    await tx.session.flush()
    return revision


def revision_rows(
    content: PlanContent, edition: FrameworkEdition, owner: dict[str, object]
) -> list[dict[str, object]]:
    """A revision's rows, column by column; `owner` is whose they are and of which revision."""
    rows: list[dict[str, object]] = []
    for position, row in enumerate(content.rows, start=1):
        budgets = [row.budgets.get(year, UNSTATED) for year in edition.fiscal_years]
        rows.append(
            {
                **owner,
                "id": make_id(),
                "initiative_id": row.id,
                "edition_code": edition.code,
                "dimension_code": dimension_code_of(row.mission_code),
                "mission_code": row.mission_code,
                "position": position,
                "number": row.number,
                "kind": row.kind,
                "title": row.initiative.title,
                "remarks": row.initiative.remarks,
                "sub_mission": row.sub_mission,
                "search_key": row.initiative.search_key,
                "states": [budget.state.value for budget in budgets],
                "amounts_satang": [budget.satang for budget in budgets],
            }
        )
    return rows


def searched_rows(body: Body, owner: dict[str, object]) -> list[dict[str, object]]:
    """The rows of `searched_text` for what was submitted."""
    return [
        {
            **owner,
            "id": make_id(),
            "place": one.place,
            "position": one.position,
            "initiative_id": one.row,
            "text": one.text,
            "key": one.key,
        }
        for one in searched_of(body)
    ]


async def _set_rollup(
    tx: WriteTx,
    revision: Revision,
    content: PlanContent,
    edition: FrameworkEdition,
    parts: rollup.Parts,
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
    found.parts = parts.listed()
    below = rollup.sub_figures_of(content.rows, edition)
    found.sub_counts = below.counts
    found.sub_states = below.states
    found.sub_amounts_satang = below.amounts_satang

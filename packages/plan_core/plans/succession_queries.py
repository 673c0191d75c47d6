"""The own plans of earlier editions, to start a new one from."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from plan_core.actor import Permission
from plan_core.db.transaction import ReadTx
from plan_core.errors import Invalid
from plan_core.framework import queries as framework_queries
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import freezing, part_queries, queries, succession
from plan_core.plans.body import Body
from plan_core.plans.model import Plan
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.succession import EarlierMission


@dataclass(frozen=True, slots=True)
class EarlierPlan:
    """`revision_number` is None when it was never submitted and the working copy stands for it."""

    id: UUID
    edition: FrameworkEdition
    revision_number: int | None
    body: Body
    missions: tuple[EarlierMission, ...]


async def list_earlier_plans(tx: ReadTx, edition: FrameworkEdition) -> list[EarlierPlan]:
    """Newest edition first."""
    tx.actor.require(Permission.PLAN_READ)
    found = await tx.session.scalars(select(Plan).where(Plan.tenant_id == tx.actor.tenant))
    plans = [await _describe(tx, plan, edition) for plan in found]
    earlier = [one for one in plans if one.edition.first_year_be < edition.first_year_be]
    return sorted(earlier, key=lambda one: -one.edition.first_year_be)


async def get_earlier_plan(tx: ReadTx, plan_id: UUID, edition: FrameworkEdition) -> EarlierPlan:
    """Invalid EDITION_NOT_EARLIER unless the plan's edition comes before `edition`."""
    plan = await _describe(tx, await queries.get_plan(tx, plan_id), edition)
    if plan.edition.first_year_be >= edition.first_year_be:
        raise Invalid(
            "EDITION_NOT_EARLIER",
            "เริ่มได้จากแผนของช่วงปีก่อนหน้าเท่านั้น",
            "A plan starts from one of an earlier edition.",
            field="planId",
        )
    return plan


async def _describe(tx: ReadTx, plan: Plan, edition: FrameworkEdition) -> EarlierPlan:
    """What was submitted last stands for the plan: a draft after it is nobody's decision yet."""
    old = await framework_queries.get_edition(tx.session, plan.edition_code)
    revisions = await queries.list_revisions(tx, plan.edition_code)
    if revisions:
        newest = revisions[0]
        body = await part_queries.get_body(tx, SubmittedKey(newest.tenant_id, newest.id))
    else:
        body = await freezing.body_of(tx, await queries.get_content(tx, plan, old), old)
    return EarlierPlan(
        plan.id,
        old,
        revisions[0].number if revisions else None,
        body,
        succession.missions_of(body, old, edition),
    )

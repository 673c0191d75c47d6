"""What stands beside the rows of the own plan, read together: seven statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plan_core.db.transaction import ReadTx
from plan_core.plans import part_queries, queries
from plan_core.plans.model import Acceptance, Plan, PlanSection, Revision
from plan_core.plans.model_parts import Appointment, CommitteeMember
from plan_core.plans.part_queries import AnsweredRisk


@dataclass(frozen=True, slots=True)
class PlanBeside:
    """The texts, the risks with their answers, the committees, and where the plan comes from.

    `members` are in printed order; `revisions` newest first and without their large bodies.
    """

    acceptance: Acceptance | None
    sections: Sequence[PlanSection]
    risks: Sequence[AnsweredRisk]
    appointment: Appointment | None
    members: Sequence[CommitteeMember]
    revisions: Sequence[Revision]


async def get_beside(tx: ReadTx, plan: Plan) -> PlanBeside:
    return PlanBeside(
        acceptance=await queries.find_acceptance(tx, plan.id),
        sections=await queries.list_sections(tx, plan.id),
        risks=await part_queries.list_answered_risks(tx, plan.id),
        appointment=await part_queries.find_appointment(tx, plan.id),
        members=await part_queries.list_members(tx, plan.id),
        revisions=await queries.list_revisions(tx, plan.edition_code),
    )

"""Explaining what the checks notice in the plan, in the schema."""

from __future__ import annotations

import strawberry

from api import ids
from api.schema.base import Info, Problem, says
from api.schema.plan_edits import PlanPayload
from api.schema.plans import load_plan
from plan_core.errors import SimitiError
from plan_core.framework import queries as framework_queries
from plan_core.intake.actions import explaining
from plan_core.plans import queries


@strawberry.input(description="Why a finding of the plan stands.")
class ExplainPlanFindingInput:
    plan_id: strawberry.ID = says("The plan.")
    key: str = says("The finding's key.")
    text: str = says("The officer's words; an empty text takes the explanation back.")


@strawberry.type
class PlanFindingsMutation:
    @strawberry.mutation(description="Say why a finding of the plan stands.")
    async def explain_plan_finding(self, info: Info, input: ExplainPlanFindingInput) -> PlanPayload:
        actor = info.context.actor
        try:
            async with info.context.database.write(actor) as tx:
                wanted = ids.expect(input.plan_id, "Plan").uuid
                found = await queries.get_plan(tx, wanted)
                edition = await framework_queries.get_edition(tx.session, found.edition_code)
                found = await explaining.explain_plan_finding(
                    tx, wanted, input.key, input.text, edition
                )
                plan = await load_plan(tx, found, edition)
        except SimitiError as refusal:
            return PlanPayload(plan=None, problems=[Problem.of(refusal)])
        return PlanPayload(plan=plan, problems=[])

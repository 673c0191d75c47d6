"""The steps of a plan's life that its organisation makes, in the schema."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import strawberry

from api import ids
from api.schema.base import Info, Problem, says
from api.schema.plan_edits import PlanPayload
from api.schema.plans import load_plan
from plan_core.db.transaction import WriteTx
from plan_core.errors import SimitiError
from plan_core.framework import queries as framework_queries
from plan_core.plans import model, queries
from plan_core.plans.actions import adopting, submitting
from plan_core.plans.rules import Signature
from plan_core.publishing import actions as publishing


@strawberry.input(description="Which plan goes to the committee.")
class SendToCommitteeInput:
    plan_id: strawberry.ID = says("The plan.")
    version: int = says("The version that was seen; an older one is refused.")
    note: str = strawberry.field(default="", description="A remark for the history.")


@strawberry.input(description="Which plan comes back from the committee.")
class TakeBackInput:
    plan_id: strawberry.ID = says("The plan.")
    version: int = says("The version that was seen; an older one is refused.")
    note: str = strawberry.field(default="", description="A remark for the history.")


@strawberry.input(description="The signature that puts a plan into force.")
class AdoptPlanInput:
    plan_id: strawberry.ID = says("The plan.")
    version: int = says("The version that was seen; an older one is refused.")
    signed_by: str = says("Who signed.")
    signed_as: str = says("The signer's position.")
    acting_for: str = strawberry.field(
        default="",
        description="In whose place and how (รักษาการแทน, ปฏิบัติราชการแทน); empty in the own.",
    )
    order_number: str = says("Number of the announcement.")
    signed_on: date = says("The day of signing; not in the future.")


@strawberry.input(description="Which adopted plan everybody may read from now on.")
class PublishPlanInput:
    plan_id: strawberry.ID = says("The plan.")
    version: int = says("The version that was seen; an older one is refused.")


Step = Callable[[WriteTx], Awaitable[model.Plan]]


@strawberry.type
class PlanStepsMutation:
    @strawberry.mutation(description="Hold the draft still for the plan-making committee.")
    async def send_to_committee(self, info: Info, input: SendToCommitteeInput) -> PlanPayload:
        return await make_step(
            info,
            lambda tx: submitting.send_to_committee(
                tx, ids.expect(input.plan_id, "Plan").uuid, input.version, input.note
            ),
        )

    @strawberry.mutation(description="Take the plan back from the committee: a draft again.")
    async def take_back(self, info: Info, input: TakeBackInput) -> PlanPayload:
        return await make_step(
            info,
            lambda tx: submitting.take_back(
                tx, ids.expect(input.plan_id, "Plan").uuid, input.version, input.note
            ),
        )

    @strawberry.mutation(description="Put the accepted plan into force by a signature.")
    async def adopt_plan(self, info: Info, input: AdoptPlanInput) -> PlanPayload:
        signature = Signature(
            signed_by=input.signed_by,
            signed_as=input.signed_as,
            acting_for=input.acting_for,
            order_number=input.order_number,
            signed_on=input.signed_on,
        )

        async def adopt(tx: WriteTx) -> model.Plan:
            plan_id = ids.expect(input.plan_id, "Plan").uuid
            await adopting.adopt_plan(tx, plan_id, input.version, signature)
            return await queries.get_plan(tx, plan_id)

        return await make_step(info, adopt)

    @strawberry.mutation(description="Publish the adopted plan.")
    async def publish_plan(self, info: Info, input: PublishPlanInput) -> PlanPayload:
        async def publish(tx: WriteTx) -> model.Plan:
            plan_id = ids.expect(input.plan_id, "Plan").uuid
            await publishing.publish_plan(tx, plan_id, input.version)
            return await queries.get_plan(tx, plan_id)

        return await make_step(info, publish)


async def make_step(info: Info, step: Step) -> PlanPayload:
    """One write transaction around one step, answered with the whole plan."""
    actor = info.context.actor
    try:
        async with info.context.database.write(actor) as tx:
            found = await step(tx)
            edition = await framework_queries.get_edition(tx.session, found.edition_code)
            plan = await load_plan(tx, found, edition)
    except SimitiError as refusal:
        return PlanPayload(plan=None, problems=[Problem.of(refusal)])
    return PlanPayload(plan=plan, problems=[])

"""Opening, describing and giving up an amendment, in the schema."""

from __future__ import annotations

from datetime import date

import strawberry

from api import ids
from api.schema.amendments import Amendment, AmendmentRowReason
from api.schema.base import Info, Problem, says
from api.schema.plan_edits import PlanPayload
from api.schema.plan_steps import make_step
from api.schema.plans import Plan, load_plan
from plan_core.db.transaction import WriteTx
from plan_core.errors import SimitiError
from plan_core.framework import queries as framework_queries
from plan_core.plans import model, model_parts, queries
from plan_core.plans.actions import adopting, amending
from plan_core.plans.actions.amending import AmendmentEdit
from plan_core.plans.stages import AmendmentKind


@strawberry.input(description="Which adopted plan is to be altered, how and why.")
class OpenAmendmentInput:
    plan_id: strawberry.ID = says("The plan.")
    version: int = says("The version that was seen; an older one is refused.")
    kind: AmendmentKind = says("Which of the three it is.")
    reason: str = says("Why.")
    order_number: str = strawberry.field(
        default="", description="Number of the order or resolution, when it is known."
    )
    met_on: date | None = strawberry.field(
        default=None, description="Day of the committee's meeting, when it is known."
    )


@strawberry.input(description="What an amendment shall say of itself, all of it.")
class SetAmendmentInput:
    id: strawberry.ID = says("The amendment.")
    version: int = says("The version that was seen; an older one is refused.")
    kind: AmendmentKind = says("Which of the three it is.")
    reason: str = says("Why.")
    order_number: str = strawberry.field(
        default="", description="Number of the order or resolution; empty when nobody said."
    )
    met_on: date | None = strawberry.field(
        default=None, description="Day of the committee's meeting; null when nobody said."
    )


@strawberry.input(description="Which plan's open amendment to give up.")
class CancelAmendmentInput:
    plan_id: strawberry.ID = says("The plan.")
    version: int = says("The version that was seen; an older one is refused.")


@strawberry.input(description="Why an open amendment alters one row.")
class SetAmendmentReasonInput:
    amendment_id: strawberry.ID = says("The amendment.")
    initiative_id: strawberry.ID = says("The row of the plan; it may have been taken out.")
    version: int = says("The version that was seen; 0 begins it.")
    reason: str = says("Why; empty leaves it to the amendment's own reason.")


@strawberry.type(description="Why the row is altered, or why nothing changed.")
class AmendmentReasonPayload:
    row_reason: AmendmentRowReason | None = says("What is said now; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type(description="The amendment and its plan, or why nothing changed.")
class AmendmentPayload:
    amendment: Amendment | None = says("The amendment; null when refused.")
    plan: Plan | None = says("The plan; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class AmendmentsMutation:
    @strawberry.mutation(
        description="Begin to alter an adopted plan; what was adopted stays in force meanwhile."
    )
    async def open_amendment(self, info: Info, input: OpenAmendmentInput) -> AmendmentPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                amendment = await adopting.open_amendment(
                    tx,
                    ids.expect(input.plan_id, "Plan").uuid,
                    input.version,
                    kind=input.kind,
                    reason=input.reason,
                    order_number=input.order_number,
                    met_on=input.met_on,
                )
                return await _answer(tx, amendment)
        except SimitiError as refusal:
            return AmendmentPayload(amendment=None, plan=None, problems=[Problem.of(refusal)])

    @strawberry.mutation(
        description="Say anew what an amendment is, until it is submitted: the whole of it."
    )
    async def set_amendment(self, info: Info, input: SetAmendmentInput) -> AmendmentPayload:
        edit = AmendmentEdit(input.kind, input.reason, input.order_number, input.met_on)
        try:
            async with info.context.database.write(info.context.actor) as tx:
                wanted = ids.expect(input.id, "Amendment").uuid
                amendment = await amending.set_amendment(tx, wanted, input.version, edit)
                return await _answer(tx, amendment)
        except SimitiError as refusal:
            return AmendmentPayload(amendment=None, plan=None, problems=[Problem.of(refusal)])

    @strawberry.mutation(description="Say why an amendment alters one row, until it is submitted.")
    async def set_amendment_reason(
        self, info: Info, input: SetAmendmentReasonInput
    ) -> AmendmentReasonPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                found = await amending.set_row_reason(
                    tx,
                    ids.expect(input.amendment_id, "Amendment").uuid,
                    ids.expect(input.initiative_id, "Initiative").uuid,
                    input.version,
                    input.reason,
                )
                said = AmendmentRowReason.of(found)
        except SimitiError as refusal:
            return AmendmentReasonPayload(row_reason=None, problems=[Problem.of(refusal)])
        return AmendmentReasonPayload(row_reason=said, problems=[])

    @strawberry.mutation(
        description="Give up an amendment that was not submitted: the plan says again exactly what "
        "was adopted."
    )
    async def cancel_amendment(self, info: Info, input: CancelAmendmentInput) -> PlanPayload:
        async def cancel(tx: WriteTx) -> model.Plan:
            plan = await queries.get_plan(tx, ids.expect(input.plan_id, "Plan").uuid)
            edition = await framework_queries.get_edition(tx.session, plan.edition_code)
            return await amending.cancel_amendment(tx, plan.id, input.version, edition)

        return await make_step(info, cancel)


async def _answer(tx: WriteTx, amendment: model_parts.Amendment) -> AmendmentPayload:
    found = await queries.get_plan(tx, amendment.plan_id)
    edition = await framework_queries.get_edition(tx.session, found.edition_code)
    plan = await load_plan(tx, found, edition)
    return AmendmentPayload(amendment=Amendment.of(amendment), plan=plan, problems=[])

"""What officers (and, in comments, the organisation) say about a submission, in the schema."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import strawberry

from api import ids
from api.schema.base import Info, Problem, says
from api.schema.revisions import Revision
from plan_core.db.transaction import WriteTx
from plan_core.errors import NotFound, SimitiError
from plan_core.plans import queries
from plan_core.plans.actions import reviewing
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import Part, PartKind, Verdict


@strawberry.input(description="Why one part is returned.")
class ReturnReasonInput:
    part: PartKind = says("Which kind of part; exactly it may be changed again.")
    initiative_id: strawberry.ID | None = strawberry.field(
        default=None, description="The row, for ROW and CELL: a submitted row's `initiativeId`."
    )
    fiscal_year: int | None = strawberry.field(
        default=None, description="The Buddhist-era year, for CELL."
    )
    section_code: str = strawberry.field(default="", description="The text of Part 1, for SECTION.")
    reason: str = says("Why.")


@strawberry.input(description="Give a submission back to its organisation.")
class ReturnPlanInput:
    revision_id: strawberry.ID = says("The newest revision of the plan.")
    reasons: list[ReturnReasonInput] = says("At least one; the parts named may be changed again.")
    note: str = strawberry.field(default="", description="A remark on the whole.")


@strawberry.input(description="Accept a submission: its organisation may adopt it.")
class AcceptPlanInput:
    revision_id: strawberry.ID = says("The newest revision of the plan.")
    note: str = strawberry.field(default="", description="A remark on the whole.")


@strawberry.input(description="Judge whether rows fit their dimension.")
class SetConsistencyInput:
    revision_id: strawberry.ID = says("The newest revision of the plan.")
    initiative_ids: list[strawberry.ID] = says("The rows: submitted rows' `initiativeId`.")
    verdict: Verdict = says("The verdict.")
    reason: str = strawberry.field(default="", description="Why; needed for INCONSISTENT.")


@strawberry.input(description="Remark on a submitted row, or on the whole revision.")
class AddCommentInput:
    revision_id: strawberry.ID = says("The newest revision of the plan.")
    initiative_id: strawberry.ID | None = strawberry.field(
        default=None, description="The row: a submitted row's `initiativeId`; null for the whole."
    )
    text: str = says("The remark.")


@strawberry.type(description="The revision with what is said about it now, or why it was refused.")
class ReviewPayload:
    revision: Revision | None = says("The revision; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


Say = Callable[[WriteTx, SubmittedKey], Awaitable[object]]


@strawberry.type
class ReviewMutation:
    @strawberry.mutation(
        description="Return a submission with reasons; only what they name opens again."
    )
    async def return_plan(self, info: Info, input: ReturnPlanInput) -> ReviewPayload:
        async def say(tx: WriteTx, key: SubmittedKey) -> object:
            reasons = [_reason(one) for one in input.reasons]
            return await reviewing.return_plan(tx, key, reasons, input.note)

        return await _say(info, input.revision_id, say)

    @strawberry.mutation(description="Accept a submission; its organisation adopts it next.")
    async def accept_plan(self, info: Info, input: AcceptPlanInput) -> ReviewPayload:
        async def say(tx: WriteTx, key: SubmittedKey) -> object:
            return await reviewing.accept_plan(tx, key, input.note)

        return await _say(info, input.revision_id, say)

    @strawberry.mutation(
        description="Judge rows of the newest revision; all of them, or none on a refusal."
    )
    async def set_consistency(self, info: Info, input: SetConsistencyInput) -> ReviewPayload:
        async def say(tx: WriteTx, key: SubmittedKey) -> object:
            rows = [ids.expect(one, "Initiative").uuid for one in input.initiative_ids]
            return await reviewing.set_consistency(tx, key, rows, input.verdict, input.reason)

        return await _say(info, input.revision_id, say)

    @strawberry.mutation(
        description="Remark on a submission, as its area's officer or as its organisation."
    )
    async def add_comment(self, info: Info, input: AddCommentInput) -> ReviewPayload:
        async def say(tx: WriteTx, key: SubmittedKey) -> object:
            row = input.initiative_id
            row_id = None if row is None else ids.expect(row, "Initiative").uuid
            return await reviewing.add_comment(tx, key, row_id, input.text)

        return await _say(info, input.revision_id, say)


def _reason(given: ReturnReasonInput) -> NewReason:
    row = given.initiative_id
    part = Part(
        given.part,
        None if row is None else ids.expect(row, "Initiative").uuid,
        given.fiscal_year,
        given.section_code,
    )
    return NewReason(part, given.reason)


async def _say(info: Info, revision_id: strawberry.ID, say: Say) -> ReviewPayload:
    """One transaction around one word, answered with the revision."""
    try:
        key = SubmittedKey(*ids.expect(revision_id, "Revision").tenant_and_uuid)
        async with _speaking(info, key.tenant_id) as tx:
            await say(tx, key)
            revision = await queries.find_revision(tx, key)
            if revision is None:
                raise NotFound("revision")
    except SimitiError as refusal:
        return ReviewPayload(revision=None, problems=[Problem.of(refusal)])
    return ReviewPayload(revision=Revision.of(revision), problems=[])


@asynccontextmanager
async def _speaking(info: Info, tenant_id: int) -> AsyncGenerator[WriteTx]:
    """An officer speaks about an organisation of the area; an organisation about its own."""
    database, actor = info.context.database, info.context.actor
    opened = database.review(actor, tenant_id) if actor.tenant_id is None else database.write(actor)
    async with opened as tx:
        yield tx

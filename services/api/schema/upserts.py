"""Rows as another system knows them, in the schema: brought in together, and looked up."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON

from api import ids
from api.schema.base import Info, Problem, argument, budget_from, says
from api.schema.places import global_id
from api.schema.plan_blocks import told
from api.schema.plans import Initiative, find_plan_node
from plan_core.errors import NotFound, SimitiError
from plan_core.framework import queries as framework_queries
from plan_core.integration import upsert_queries
from plan_core.integration.actions import upserting
from plan_core.integration.actions.upserting import NothingSaved
from plan_core.integration.upsert_rules import (
    Answer,
    OnError,
    Outcome,
    UpsertRequest,
    WantedBudget,
    WantedRow,
)
from plan_core.plans import queries
from plan_core.values import BudgetState, InitiativeKind

strawberry.enum(
    OnError,
    name="UpsertOnError",
    description="STOP: one refused row and nothing is saved. SKIP: the others are saved.",
)
strawberry.enum(Outcome, name="UpsertOutcome", description="What came of a row.")


def _maybe(description: str) -> Any:
    return strawberry.field(default=None, description=description)


@strawberry.input(description="The budget of one fiscal year, as another system has it.")
class UpsertBudgetInput:
    fiscal_year: int = says("Buddhist-era year.")
    state: BudgetState = says("Which of the three it is.")
    amount: Decimal | None = _maybe("Baht, exactly when the state is AMOUNT.")
    if_version: int | None = _maybe(
        "The cell's version that was seen; CONFLICT when it is another. Overwrites when left out."
    )


@strawberry.input(description="One thing of another system; what is left out stays as it is.")
class UpsertInitiativeInput:
    external_id: str = says("What that system calls it, each once.")
    id: strawberry.ID | None = _maybe(
        "Which row of the plan it is: the first time, for a row that is there already."
    )
    if_version: int | None = _maybe(
        "The row's version that was seen; CONFLICT when it is another, NOT_FOUND for a new one."
    )
    mission_code: str | None = _maybe("The mission it stands in; a new row needs it.")
    kind: InitiativeKind | None = _maybe("What it is; a new row needs it.")
    title: str | None = _maybe("Its title; a new row needs it.")
    remarks: str | None = _maybe("Its remarks.")
    sub_mission: str | None = _maybe("The part of its mission; empty takes it away.")
    budgets: list[UpsertBudgetInput] | None = _maybe("Its budgets, each year once.")


@strawberry.input(description="What another system says of rows of the plan.")
class UpsertInitiativesInput:
    plan_id: strawberry.ID = says("The plan.")
    system: str = says("The other system, by a name that stays: `e-laas`.")
    rows: list[UpsertInitiativeInput] = says("The rows, at most 200.")
    on_error: OnError = strawberry.field(
        default=OnError.STOP, description="What becomes of the others when a row is refused."
    )
    dry_run: bool = strawberry.field(
        default=False, description="Answer what would come of it, and save nothing."
    )
    idempotency_key: str | None = _maybe(
        "Sent again with the same input it gets the answer that it got, for 30 days; with another"
        " input IDEMPOTENCY_CONFLICT. Refused requests and dry runs are not remembered."
    )


@strawberry.type(description="What came of a row.")
class UpsertResult:
    external_id: str = says("What the other system calls it.")
    outcome: Outcome = says("What came of it.")
    initiative_id: strawberry.ID | None = says("The row; null when refused, or new in a dry run.")
    version: int | None = says("The row's version by now; null likewise.")


@strawberry.type(description="What came of the rows, or why none of them was saved.")
class UpsertInitiativesPayload:
    results: list[UpsertResult] = says("In the order of the input; empty when nothing was saved.")
    plan_version: int | None = says("The plan's version after it; null when nothing was saved.")
    is_replay: bool = says("It is the answer that an earlier request with this key got.")
    problems: list[Problem] = says("One per refusal, `field` like `rows.3` or `rows.3.budgets.1`.")


@strawberry.input(one_of=True, description="Exactly one way to name a row of the own plans.")
class InitiativeBy:
    id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Its global id."
    )
    external: ExternalReferenceInput | None = strawberry.field(
        default=strawberry.UNSET, description="What another system calls it."
    )


@strawberry.input(description="What another system of the organisation calls a row.")
class ExternalReferenceInput:
    system: str = says("The other system, as `upsertInitiatives` named it.")
    value: str = says("Its name there.")


@strawberry.type
class UpsertsQuery:
    @strawberry.field(
        description="A row of the viewer's own organisation's plans; null when there is none."
    )
    async def initiative(
        self,
        info: Info,
        by: Annotated[InitiativeBy, argument("Its id, or another system's name for it.")],
    ) -> Initiative | None:
        try:
            if isinstance(by.external, ExternalReferenceInput):
                async with info.context.database.read(info.context.actor) as tx:
                    found = await upsert_queries.find_initiative_id(
                        tx, by.external.system, by.external.value
                    )
                if found is None:
                    return None
                wanted = ids.GlobalId("Initiative", str(found))
            else:
                wanted = ids.expect(str(by.id), "Initiative")
            node = await find_plan_node(info, wanted)
        except NotFound:
            return None
        return node if isinstance(node, Initiative) else None


@strawberry.type
class UpsertsMutation:
    @strawberry.mutation(
        description="Bring what another system says into the plan: rows that it named before are"
        " changed where they differ, others are added. By the same rules as a person's edits."
    )
    async def upsert_initiatives(
        self, info: Info, input: UpsertInitiativesInput
    ) -> UpsertInitiativesPayload:
        is_replay = is_saved = False
        try:
            request = _request_of(input)
            async with info.context.database.write(info.context.actor) as tx:
                plan = await queries.get_plan(tx, request.plan_id)
                edition = await framework_queries.get_edition(tx.session, plan.edition_code)
                done = await upserting.upsert(
                    tx, request, edition, input.idempotency_key, dry=input.dry_run
                )
            answer, is_replay, is_saved = done.answer, done.is_replay, True
        except NothingSaved as tried:
            answer = tried.answer
        except SimitiError as refusal:
            return UpsertInitiativesPayload(
                results=[], plan_version=None, is_replay=False, problems=told(refusal)
            )
        return _payload(input, answer, is_replay=is_replay, is_saved=is_saved)


def _payload(
    input: UpsertInitiativesInput, answer: Answer, *, is_replay: bool, is_saved: bool
) -> UpsertInitiativesPayload:
    results: list[UpsertResult] = []
    for row, one in zip(input.rows, answer.results, strict=True):
        is_there = one.initiative_id is not None
        is_kept = is_there and not (input.dry_run and one.outcome is Outcome.CREATED)
        results.append(
            UpsertResult(
                external_id=row.external_id,
                outcome=one.outcome,
                initiative_id=global_id("Initiative", one.initiative_id) if is_kept else None,
                version=one.version if is_kept else None,
            )
        )
    return UpsertInitiativesPayload(
        results=results,
        plan_version=answer.plan_version if is_saved else None,
        is_replay=is_replay,
        problems=[
            Problem(
                code=one.code,
                message_th=one.message_th,
                message_en=one.message_en,
                field=f"rows.{one.place}",
                values=JSON(one.values),
            )
            for one in answer.told
        ],
    )


def _request_of(input: UpsertInitiativesInput) -> UpsertRequest:
    return UpsertRequest(
        ids.expect(input.plan_id, "Plan").uuid,
        input.system,
        tuple(_row_of(f"rows.{at}", row) for at, row in enumerate(input.rows)),
        input.on_error,
    )


def _row_of(place: str, row: UpsertInitiativeInput) -> WantedRow:
    return WantedRow(
        row.external_id,
        None if row.id is None else ids.expect(row.id, "Initiative").uuid,
        row.if_version,
        row.mission_code,
        row.kind,
        row.title,
        row.remarks,
        row.sub_mission,
        tuple(
            WantedBudget(
                one.fiscal_year,
                budget_from(one.state, one.amount, f"{place}.budgets.{at}"),
                one.if_version,
            )
            for at, one in enumerate(row.budgets or [])
        ),
    )

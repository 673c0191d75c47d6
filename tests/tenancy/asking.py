"""How a door is asked, and what each asker may get there: what rows of the table are made of."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import httpx

from make.streams import open_answer
from plan_core.db.base import make_id
from plan_core.db.transaction import utc_now
from plan_core.integration.upsert_model import ExternalReference
from plan_core.plans.stages import PlanState, StepKind
from plan_core.values import thai_day
from tenancy.askers import Stage, Tenant, Things, Who, canary
from tenancy.selections import (
    everything,
    whole_mutation,
    whole_node,
    whole_query,
    whole_subscription,
)
from tenancy.world import COOKIE, World

OK, NULL, EMPTY = "OK", "NULL", "EMPTY"
UNAUTHENTICATED, FORBIDDEN, NOT_FOUND = "UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND"

Ask = Callable[[World, Who, Things], Awaitable[httpx.Response]]
Expected = Mapping[Who, str]
Prepare = Callable[[World, Things], Awaitable[Things]]


@dataclass(frozen=True)
class Case:
    """One row: the door, what is asked there, and the outcome for each asker."""

    door: str
    about: str
    ask: Ask
    expected: Expected
    changes: bool = False
    """Whether a success changes something, so that each asker needs fresh things."""
    names_things: bool = True
    """Whether the request names something by its id: hidden and missing must look the same."""
    prepare: Prepare | None = None
    """What must be so of fresh things before they are asked about."""

    @property
    def title(self) -> str:
        return f"{self.door} {self.about}".strip()


def outcomes(
    *,
    stranger: str,
    elsewhere: str,
    members: str,
    area: str,
    operator: str,
    signed_out: str = UNAUTHENTICATED,
    **single: str,
) -> Expected:
    """By group; a keyword in capitals' lower case, like `viewer`, overrides one asker."""
    by_group = {
        Who.SIGNED_OUT: signed_out,
        Who.STRANGER: stranger,
        Who.NEIGHBOUR_DISTRICT: elsewhere,
        Who.NEIGHBOUR_PROVINCE: elsewhere,
        Who.VIEWER: members,
        Who.EDITOR: members,
        Who.APPROVER: members,
        # Who reads only and signs for some days: a reader but for what can be handed on.
        Who.DELEGATE: single.get("viewer", members),
        Who.DISTRICT: area,
        Who.PROVINCE: area,
        Who.NATION: area,
        Who.OPERATOR: operator,
    }
    return by_group | {Who[name.upper()]: outcome for name, outcome in single.items()}


def everybody(outcome: str, signed_out: str = UNAUTHENTICATED) -> Expected:
    """The same for all who are signed in."""
    return dict.fromkeys(Who, outcome) | {Who.SIGNED_OUT: signed_out}


OWN_ONLY = outcomes(stranger=NULL, elsewhere=NULL, members=OK, area=NULL, operator=NULL)
SUBMITTED = outcomes(stranger=NULL, elsewhere=NULL, members=OK, area=OK, operator=NULL)
OWN_HISTORY = outcomes(
    stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN
)
OWN_ROWS = outcomes(
    stranger=NULL, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN
)
OWN_CHANGES = outcomes(
    stranger=NOT_FOUND,
    elsewhere=FORBIDDEN,
    members=OK,
    area=FORBIDDEN,
    operator=FORBIDDEN,
    viewer=FORBIDDEN,
)


def in_days(days: int) -> str:
    """A day in Thailand that comes."""
    return (thai_day(utc_now()) + timedelta(days=days)).isoformat()


def graphql(query: str, variables: Callable[[Things], Mapping[str, Any]] | None = None) -> Ask:
    """Ask GraphQL with variables made from the things."""

    async def ask(world: World, who: Who, things: Things) -> httpx.Response:
        return await world.ask(who, query, dict(variables(things)) if variables else None)

    return ask


def query(
    field: str,
    expected: Expected,
    arguments: str = "",
    about: str = "",
    *,
    names_things: bool = False,
) -> Case:
    """A root field of Query with everything below it."""
    return Case(
        f"Query.{field}",
        about or arguments,
        graphql(whole_query(field, arguments)),
        expected,
        names_things=names_things,
    )


def node(type_name: str, expected: Expected) -> Case:
    """`node(id:)` of a type."""
    return Case(
        "Query.node",
        f"of a {type_name}",
        graphql(whole_node(type_name), lambda things: {"id": things.gid(type_name)}),
        expected,
    )


def entity(type_name: str) -> Ask:
    """`_entities` of one thing, as a gateway asks."""
    text = (
        "query($r: [_Any!]!) { _entities(representations: $r) "
        f"{{ __typename ...All{type_name} }} }}\n{everything(type_name)}"
    )
    return graphql(
        text, lambda things: {"r": [{"__typename": type_name, "id": things.gid(type_name)}]}
    )


def comparison_of(type_name: str, selected: str, expected: Expected) -> Case:
    """A field of a node that compares two contents of a plan."""
    inner = "AmendmentChanges" if "AllAmendmentChanges" in selected else "PlanDiff"
    text = f"query($id: ID!) {{ node(id: $id) {{ ... on {type_name} {{ {selected} }} }} }}"
    return Case(
        "Query.node",
        f"{type_name} {selected.partition(' ')[0]}",
        graphql(f"{text}\n{everything(inner)}", lambda things: {"id": things.gid(type_name)}),
        expected,
    )


def mutation(
    field: str,
    expected: Expected,
    given: Callable[[Things], Mapping[str, Any]],
    about: str = "",
    *,
    names_things: bool = True,
    prepare: Prepare | None = None,
) -> Case:
    """A field of Mutation."""
    return Case(
        f"Mutation.{field}",
        about,
        graphql(whole_mutation(field), lambda things: {"input": given(things)}),
        expected,
        changes=True,
        names_things=names_things,
        prepare=prepare,
    )


def subscription(
    field: str, expected: Expected, given: Callable[[Things], str], argument: str
) -> Case:
    """A field of Subscription: the refusal, or the first event of the stream."""
    text = whole_subscription(field, f"{argument}: $id", "$id: ID!")

    async def ask(world: World, who: Who, things: Things) -> httpx.Response:
        token = world.clients[who].cookies.get(COOKIE)
        async with open_answer(world.app, token, text, {"id": given(things)}) as answer:
            body = (await answer.first()).encode()
            headers = {**answer.headers, "content-type": "application/json"}
            return httpx.Response(answer.status, headers=headers, content=body)

    return Case(f"Subscription.{field}", "", ask, expected)


async def stand_as_draft(world: World, things: Things) -> Things:
    return await world.with_plan_at(things, PlanState.DRAFT)


def webhook_as_seen(things: Things) -> dict[str, Any]:
    return {"id": things.gid("Webhook"), "version": things.webhook_version}


async def stand_with_risk_removed(world: World, things: Things) -> Things:
    return await world.with_risk_removed(things)


async def stand_named(world: World, things: Things) -> Things:
    """A name of its own for a row that is new."""
    made = make_id()
    async with world.database.write(world.actor(Tenant.OWN)) as tx:
        tx.session.add(
            ExternalReference(
                tenant_id=things.tenant_id,
                id=made,
                system="seed",
                value=f"{canary(Tenant.OWN, Stage.PRIVATE, 'external')} {things.initiative}",
                initiative_id=things.initiative,
                made_at=tx.now,
            )
        )
    return replace(things, reference=made)


async def stand_locked(world: World, things: Things) -> Things:
    return await world.with_year_locked(things)


async def stand_amending(world: World, things: Things) -> Things:
    return await world.with_new_amendment(things)


async def stand_in_committee(world: World, things: Things) -> Things:
    return await world.with_plan_at(things, PlanState.IN_COMMITTEE)


async def stand_submitted(world: World, things: Things) -> Things:
    return await world.submitted_again(things)


async def stand_accepted(world: World, things: Things) -> Things:
    return await world.submitted_again(things, StepKind.ACCEPTED)


async def stand_adopted(world: World, things: Things) -> Things:
    return await world.submitted_again(things, StepKind.ACCEPTED, StepKind.ADOPTED)


def page(path: str, expected: Expected, method: str = "GET", about: str = "") -> Case:
    """A route that takes nothing of anybody's."""

    async def ask(world: World, who: Who, _things: Things) -> httpx.Response:
        return await world.clients[who].request(method, path.partition(" ")[0])

    return Case(f"{method} {path}", about, ask, expected, names_things=False)


async def ask_for_file(world: World, who: Who, things: Things) -> httpx.Response:
    return await world.clients[who].get(f"/documents/{things.gid('Document')}/file")


async def ask_for_export(world: World, who: Who, things: Things) -> httpx.Response:
    return await world.clients[who].get(f"/exports/{things.gid('ExportJob')}/file")


async def ask_for_manifest(world: World, who: Who, things: Things) -> httpx.Response:
    return await world.clients[who].get(f"/exports/{things.gid('ExportJob')}/manifest")


async def upload(world: World, who: Who, things: Things) -> httpx.Response:
    content = f"แผน {things.document} {who.name}".encode()
    return await world.clients[who].post("/documents", files={"file": ("plan.md", content)})


async def ask_for_attachment(world: World, who: Who, things: Things) -> httpx.Response:
    return await world.clients[who].get(f"/attachments/{things.gid('Attachment')}/file")


async def attach(world: World, who: Who, things: Things) -> httpx.Response:
    content = f"หลักฐาน {things.initiative} {who.name}".encode()
    address = f"/attachments/INITIATIVE/{things.gid('Initiative')}"
    return await world.clients[who].post(address, files={"file": ("evidence.txt", content)})


async def attach_evidence(world: World, who: Who, things: Things) -> httpx.Response:
    content = f"หลักฐาน {things.progress} {who.name} {make_id()}".encode()
    address = f"/attachments/PROGRESS/{things.gid('Progress')}"
    return await world.clients[who].post(address, files={"file": ("evidence.txt", content)})


async def attach_to_report(world: World, who: Who, things: Things) -> httpx.Response:
    content = f"{canary(Tenant.OWN, Stage.SUBMITTED, 'signed')} {who.name} {make_id()}".encode()
    address = f"/attachments/REPORT/{things.gid('Report')}"
    return await world.clients[who].post(address, files={"file": ("signed.txt", content)})


async def ask_for_sheet(world: World, who: Who, _things: Things) -> httpx.Response:
    return await world.clients[who].get("/reports/sheet.xlsx?year=2561&half=TWELVE_MONTHS")


async def ask_for_central(world: World, who: Who, _things: Things) -> httpx.Response:
    return await world.clients[who].get("/reports/central.xlsx?year=2561")


async def send_central(world: World, who: Who, _things: Things) -> httpx.Response:
    table = "รหัส อปท.,มิติที่ 1\n9000000,50\n9000004,50\n".encode()
    return await world.clients[who].post(
        "/reports/central/preview?year=2561", files={"file": ("scores.csv", table)}
    )


async def send_no_workbook(world: World, who: Who, _things: Things) -> httpx.Response:
    return await world.clients[who].post(
        "/reports/preview?year=2561&half=SIX_MONTHS", files={"file": ("a.md", "รายงาน".encode())}
    )


async def sign_in_wrongly(world: World, who: Who, _things: Things) -> httpx.Response:
    given = {"username": f"nobody.{who.name.lower()}", "password": "wrong"}
    return await world.clients[who].post("/auth/sign-in", json=given)


async def begin_nowhere(world: World, who: Who, _things: Things) -> httpx.Response:
    return await world.clients[who].post("/auth/oidc/nowhere/begin", json={})


async def come_back_from_nowhere(world: World, who: Who, _things: Things) -> httpx.Response:
    return await world.clients[who].get("/auth/oidc/nowhere/callback?code=x&state=y")


async def buy_nothing(world: World, who: Who, _things: Things) -> httpx.Response:
    return await world.clients[who].post("/oauth/token", data={"grant_type": "client_credentials"})


async def sign_out(world: World, who: Who, _things: Things) -> httpx.Response:
    leaving = await world.client(who)
    try:
        return await leaving.post("/auth/sign-out")
    finally:
        await leaving.aclose()


async def ask_nothing(world: World, who: Who, _things: Things) -> httpx.Response:
    return await world.ask(who, "{ __typename }")


def spreadsheet(parameters: str, expected: Expected, about: str, screen: str = "") -> Case:
    path = f"/comparison/{screen}.xlsx" if screen else "/comparison.xlsx"

    async def ask(world: World, who: Who, _things: Things) -> httpx.Response:
        return await world.clients[who].get(f"{path}?{parameters}")

    return Case(f"GET {path}", about, ask, expected, names_things=False)


ANYBODY = everybody(OK, signed_out=OK)
SIGNED_IN = everybody(OK)
OF_THE_DISTRICT = outcomes(
    stranger=FORBIDDEN, elsewhere=FORBIDDEN, members=FORBIDDEN, area=OK, operator=FORBIDDEN
)
OF_THE_PROVINCE = outcomes(
    stranger=FORBIDDEN,
    elsewhere=FORBIDDEN,
    members=FORBIDDEN,
    area=OK,
    operator=FORBIDDEN,
    neighbour_district=OK,  # its own district of that province
)
OF_THE_NATION = {**everybody(FORBIDDEN), Who.NATION: OK}
OF_ONES_OWN = outcomes(
    stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN
)
IN_2561 = "fiscalYear: 2561"
OF_SCORERS = {**everybody(FORBIDDEN), Who.PROVINCE: OK, Who.NEIGHBOUR_PROVINCE: OK}
"""Officers of a province, each of the own one."""
REVIEWS = outcomes(
    stranger=FORBIDDEN,
    elsewhere=NOT_FOUND,
    members=FORBIDDEN,
    area=OK,
    operator=FORBIDDEN,
    nation=FORBIDDEN,
)
"""What officers of the area say about a submission."""
ADOPTS = {**OWN_CHANGES, Who.EDITOR: FORBIDDEN, Who.DELEGATE: OK}
"""What an approver signs, or who signs in an approver's place."""
OF_A_LOST_REPORT = {**OWN_CHANGES, Who.DELEGATE: NOT_FOUND}
DELEGATES = {**ADOPTS, Who.DELEGATE: FORBIDDEN}
"""What cannot be handed on."""
EVERY_STAGE = "stages: [SUBMITTED, RETURNED, ACCEPTED, ADOPTED, PUBLISHED]"
ONE_CORRECTION = {"setTitle": {"initiativeId": "r1", "title": "ใหม่"}}


def outcome_of(answer: httpx.Response) -> str:
    """One word for what came back."""
    if "json" not in answer.headers.get("content-type", ""):
        return OK if answer.is_success else str(answer.status_code)
    body = json.loads(answer.content)
    if "error" in body:
        # A word alone is what OAuth has.
        return body["error"] if isinstance(body["error"], str) else body["error"]["code"]
    if "errors" in body:
        return body["errors"][0]["extensions"]["code"]
    if "data" not in body:
        return OK if answer.is_success else str(answer.status_code)
    value: Any = next(iter(body["data"].values()))
    if value is None:
        return NULL
    fields = cast("dict[str, Any]", value if isinstance(value, dict) else {})
    if problems := fields.get("problems"):
        return problems[0]["code"]
    return EMPTY if fields.get("edges") == [] else OK

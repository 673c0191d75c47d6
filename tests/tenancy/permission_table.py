"""Every way in, who asks, and what they get. A field or route that is missing here fails a test.

All of them ask about the things of one organisation (`Tenant.OWN`), by its real ids. Outcomes:
`OK`, the code of the refusal, `NULL` for a field that is null, `EMPTY` for a page without edges.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import httpx

from make.streams import open_answer
from plan_core.db.base import make_id
from plan_core.db.transaction import utc_now
from plan_core.plans.stages import PlanState, StepKind
from plan_core.values import thai_day
from tenancy.selections import (
    everything,
    whole_mutation,
    whole_node,
    whole_query,
    whole_subscription,
)
from tenancy.world import (
    COOKIE,
    EDITION,
    Stage,
    Tenant,
    Things,
    Who,
    World,
    canary,
)

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


async def stand_with_risk_removed(world: World, things: Things) -> Things:
    return await world.with_risk_removed(things)


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


async def sign_out(world: World, who: Who, _things: Things) -> httpx.Response:
    leaving = await world.client(who)
    try:
        return await leaving.post("/auth/sign-out")
    finally:
        await leaving.aclose()


async def ask_nothing(world: World, who: Who, _things: Things) -> httpx.Response:
    return await world.ask(who, "{ __typename }")


def spreadsheet(parameters: str, expected: Expected, about: str) -> Case:
    async def ask(world: World, who: Who, _things: Things) -> httpx.Response:
        return await world.clients[who].get(f"/comparison.xlsx?{parameters}")

    return Case("GET /comparison.xlsx", about, ask, expected, names_things=False)


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

CASES = (
    # What anybody signed in may see: the register, the framework, themselves.
    query("viewer", everybody(OK, signed_out=NULL)),
    query("provinces", SIGNED_IN),
    query("province", SIGNED_IN, 'code: "54"'),
    query("organisation", SIGNED_IN, 'code: "9000000"'),
    query("organisations", SIGNED_IN, 'first: 5, provinceCode: "54"'),
    query("frameworkEditions", SIGNED_IN),
    query("frameworkEdition", SIGNED_IN, f'code: "{EDITION}"'),
    Case(
        "Query.nodes",
        "of nothing",
        graphql("{ nodes(ids: []) { id } }"),
        SIGNED_IN,
        names_things=False,
    ),
    # An organisation's own.
    query(
        "plan",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
        about="of one's own",
    ),
    query(
        "peerRows",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
        'missionCode: "1.1"',
    ),
    query(
        "delegations",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
        "first: 3",
    ),
    query("colleagues", {**DELEGATES, Who.STRANGER: OK}),
    query(
        "earlierPlans",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
    ),
    query(
        "documents",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
        "first: 3",
        about="of one's own",
    ),
    Case(
        "Query.documents",
        "behind a document",
        graphql(
            whole_query("documents", "first: 3, after: $after", "$after: String"),
            lambda things: {"after": things.gid("Document")},
        ),
        outcomes(
            stranger=NOT_FOUND, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN
        ),
    ),
    query("history", OWN_HISTORY, "first: 50", about="of one's own"),
    Case(
        "Query.history",
        "of a row",
        graphql(
            whole_query("history", "first: 50, filter: {initiativeId: $row}", "$row: ID!"),
            lambda things: {"row": things.gid("Initiative")},
        ),
        {**OWN_HISTORY, Who.STRANGER: EMPTY},
    ),
    Case(
        "Query.history",
        "of a risk",
        graphql(
            whole_query("history", "first: 50, filter: {riskId: $risk}", "$risk: ID!"),
            lambda things: {"risk": things.gid("PlanRisk")},
        ),
        {**OWN_HISTORY, Who.STRANGER: EMPTY},
    ),
    query("removedInitiatives", OWN_HISTORY, "first: 50"),
    query("removedRisks", OWN_HISTORY, "first: 50"),
    subscription(
        "planChanged",
        outcomes(
            stranger=NOT_FOUND, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN
        ),
        lambda things: things.gid("Plan"),
        "planId",
    ),
    node("Plan", OWN_ONLY),
    node("Initiative", OWN_ONLY),
    node("BudgetCell", OWN_ONLY),
    node("Amendment", OWN_ONLY),
    node("PlanRisk", OWN_ONLY),
    node("Document", OWN_ONLY),
    node("Attachment", OWN_ONLY),
    node("Revision", SUBMITTED),
    node("Report", SUBMITTED),
    node("SubmittedInitiative", SUBMITTED),
    # What differs, asked for on its own.
    comparison_of("Revision", "changes { ...AllPlanDiff }", SUBMITTED),
    comparison_of("Revision", "amendment { changes { ...AllAmendmentChanges } }", SUBMITTED),
    comparison_of("Amendment", "changes { ...AllAmendmentChanges }", OWN_ONLY),
    Case(
        "Query.plan",
        "what differs from what was submitted",
        graphql(f"{{ plan {{ changes {{ ...AllPlanDiff }} }} }}\n{everything('PlanDiff')}"),
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
        names_things=False,
    ),
    # What was submitted.
    Case(
        "Query.revisionDiff",
        "of two submissions",
        graphql(
            whole_query("revisionDiff", "fromId: $from, toId: $to", "$from: ID!, $to: ID!"),
            lambda things: {"from": things.gid("FirstRevision"), "to": things.gid("Revision")},
        ),
        outcomes(stranger=NOT_FOUND, elsewhere=NOT_FOUND, members=OK, area=OK, operator=FORBIDDEN),
    ),
    query("comparison", OF_THE_PROVINCE, 'provinceCode: "54"'),
    query("comparison", OF_THE_DISTRICT, 'provinceCode: "54", districtCode: "5406"'),
    query(
        "submittedInitiatives",
        outcomes(
            stranger=EMPTY,
            elsewhere=FORBIDDEN,
            members=OK,
            area=OK,
            operator=FORBIDDEN,
            neighbour_district=EMPTY,
        ),
        'organisationCode: "9000000", provinceCode: "54"',
    ),
    query(
        "areaReports", OF_THE_PROVINCE, 'fiscalYear: 2561, round: TWELVE_MONTHS, provinceCode: "54"'
    ),
    query(
        "areaReports",
        OF_THE_DISTRICT,
        'fiscalYear: 2561, round: TWELVE_MONTHS, provinceCode: "54", districtCode: "5406"',
    ),
    # Reporting on one's own plan.
    query("reportingSheet", OF_ONES_OWN, f"{IN_2561}, round: TWELVE_MONTHS"),
    query("reportOwners", OF_ONES_OWN, f"{IN_2561}, round: TWELVE_MONTHS"),
    query("sar", OF_ONES_OWN, IN_2561),
    query("carryOver", OF_ONES_OWN, IN_2561),
    query("reports", OF_ONES_OWN, IN_2561),
    query(
        "inbox",
        outcomes(
            stranger=FORBIDDEN,
            elsewhere=OK,  # their own area's
            members=FORBIDDEN,
            area=OK,
            operator=FORBIDDEN,
            nation=FORBIDDEN,
        ),
        EVERY_STAGE,
    ),
    query(
        "inbox",
        outcomes(
            stranger=FORBIDDEN,
            elsewhere=FORBIDDEN,
            members=FORBIDDEN,
            area=OK,
            operator=FORBIDDEN,
            nation=FORBIDDEN,
        ),
        f'districtCode: "5406", {EVERY_STAGE}',
    ),
    spreadsheet("province=54", OF_THE_PROVINCE, "of the province"),
    spreadsheet("province=54&district=5406", OF_THE_DISTRICT, "of the district"),
    # Changing an organisation's own.
    mutation(
        "startPlan",
        outcomes(
            stranger="DRAFT_EXISTS",
            elsewhere=FORBIDDEN,
            members="DRAFT_EXISTS",
            area=FORBIDDEN,
            operator=FORBIDDEN,
            viewer=FORBIDDEN,
        ),
        lambda _things: {"editionCode": EDITION},
        names_things=False,
    ),
    mutation(
        "setBudgetCells",
        OWN_CHANGES,
        lambda things: {"cells": [{"id": things.gid("BudgetCell"), "version": 1, "state": "NONE"}]},
    ),
    mutation(
        "setInitiative",
        OWN_CHANGES,
        lambda things: {
            "id": things.gid("Initiative"),
            "version": things.initiative_version,
            "kind": "MEASURE",
        },
    ),
    mutation(
        "addInitiative",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "missionCode": "1.1",
            "kind": "PROJECT",
            "title": "โครงการใหม่",
        },
    ),
    mutation(
        "moveInitiative",
        OWN_CHANGES,
        lambda things: {
            "id": things.gid("Initiative"),
            "version": things.initiative_version,
            "missionCode": "1.2",
        },
    ),
    mutation(
        "removeInitiative",
        OWN_CHANGES,
        lambda things: {"id": things.gid("Initiative"), "version": things.initiative_version},
    ),
    mutation("restoreInitiative", OWN_CHANGES, lambda things: {"id": things.gid("Initiative")}),
    mutation(
        "setInitiatives",
        OWN_CHANGES,
        lambda things: {
            "rows": [
                {
                    "id": things.gid("Initiative"),
                    "version": things.initiative_version,
                    "kind": "MEASURE",
                    "cells": [{"id": things.gid("BudgetCell"), "version": 1, "state": "NONE"}],
                }
            ]
        },
    ),
    mutation(
        "addInitiatives",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "missionCode": "1.1",
            "rows": [{"kind": "PROJECT", "title": "โครงการใหม่"}],
        },
    ),
    mutation(
        "removeInitiatives",
        OWN_CHANGES,
        lambda things: {
            "rows": [{"id": things.gid("Initiative"), "version": things.initiative_version}]
        },
    ),
    mutation("restoreInitiatives", OWN_CHANGES, lambda things: {"ids": [things.gid("Initiative")]}),
    # The parts beside its rows.
    mutation(
        "setSection",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "code": "RATIONALE",
            "version": things.section_version,
            "body": "ข้อความใหม่",
        },
        prepare=stand_as_draft,
    ),
    mutation(
        "addRisk",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "category": "FINANCIAL",
            "text": "ความเสี่ยงใหม่",
            "answeredBy": [things.gid("Initiative")],
        },
    ),
    mutation(
        "setRisk",
        OWN_CHANGES,
        lambda things: {
            "id": things.gid("PlanRisk"),
            "version": things.risk_version,
            "text": "ความเสี่ยงใหม่",
        },
    ),
    mutation(
        "moveRisk",
        OWN_CHANGES,
        lambda things: {
            "id": things.gid("PlanRisk"),
            "version": things.risk_version,
            "category": "COMPLIANCE",
        },
    ),
    mutation(
        "removeRisk",
        OWN_CHANGES,
        lambda things: {"id": things.gid("PlanRisk"), "version": things.risk_version},
    ),
    mutation(
        "restoreRisk",
        OWN_CHANGES,
        lambda things: {"id": things.gid("PlanRisk")},
        prepare=stand_with_risk_removed,
    ),
    mutation(
        "setSheet",
        OWN_CHANGES,
        lambda things: {
            "initiativeId": things.gid("Initiative"),
            "version": 0,
            "rationale": "เหตุผล",
        },
    ),
    mutation(
        "setResponsible",
        OWN_CHANGES,
        lambda things: {
            "rows": [{"initiativeId": things.gid("Initiative"), "version": 0, "unit": "กองคลัง"}]
        },
    ),
    mutation(
        "setAppointment",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "version": things.appointment_version,
            "orderNumber": "๑/๒๕๖๑",
        },
    ),
    mutation(
        "setCommittee",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "version": things.appointment_version,
            "committee": "MONITORING",
            "members": [{"name": "กรรมการใหม่"}],
        },
    ),
    mutation(
        "explainPlanFinding",
        OWN_CHANGES,
        lambda things: {
            "planId": things.gid("Plan"),
            "key": "SHEETS_MISSING",
            "text": "อยู่ระหว่างแต่งตั้ง",
        },
        prepare=stand_as_draft,
    ),
    mutation(
        "sendToCommittee",
        OWN_CHANGES,
        lambda things: {"planId": things.gid("Plan"), "version": things.plan_version},
        prepare=stand_as_draft,
    ),
    mutation(
        "takeBack",
        OWN_CHANGES,
        lambda things: {"planId": things.gid("Plan"), "version": things.plan_version},
        prepare=stand_in_committee,
    ),
    mutation(
        "submitPlan",
        ADOPTS,
        lambda things: {"planId": things.gid("Plan"), "version": things.plan_version},
        prepare=stand_in_committee,
    ),
    mutation(
        "returnPlan",
        REVIEWS,
        lambda things: {
            "revisionId": things.gid("Revision"),
            "reasons": [
                {
                    "part": "ROW",
                    "initiativeId": things.gid("Initiative"),
                    "reason": canary(Tenant.OWN, Stage.SUBMITTED, "reason"),
                }
            ],
        },
        prepare=stand_submitted,
    ),
    mutation(
        "acceptPlan",
        REVIEWS,
        lambda things: {"revisionId": things.gid("Revision")},
        prepare=stand_submitted,
    ),
    mutation(
        "setConsistency",
        REVIEWS,
        lambda things: {
            "revisionId": things.gid("Revision"),
            "initiativeIds": [things.gid("Initiative")],
            "verdict": "CONSISTENT",
        },
        prepare=stand_submitted,
    ),
    mutation(
        "addComment",
        outcomes(
            stranger=NOT_FOUND,
            elsewhere=NOT_FOUND,
            members=OK,
            area=OK,
            operator=FORBIDDEN,
            viewer=FORBIDDEN,
            nation=FORBIDDEN,
        ),
        lambda things: {
            "revisionId": things.gid("Revision"),
            "initiativeId": things.gid("Initiative"),
            "text": canary(Tenant.OWN, Stage.SUBMITTED, "comment"),
        },
        prepare=stand_submitted,
    ),
    mutation(
        "adoptPlan",
        ADOPTS,
        lambda things: {
            "planId": things.gid("Plan"),
            "version": things.plan_version,
            "signedBy": canary(Tenant.OWN, Stage.SUBMITTED, "signer"),
            "signedAs": "นายก",
            "orderNumber": "๒/๒๕๖๑",
            "signedOn": "2018-01-15",
        },
        prepare=stand_accepted,
    ),
    mutation(
        "publishPlan",
        ADOPTS,
        lambda things: {"planId": things.gid("Plan"), "version": things.plan_version},
        prepare=stand_adopted,
    ),
    mutation(
        "setProgress",
        OWN_CHANGES,
        lambda things: {
            "fiscalYear": 2561,
            "round": "SIX_MONTHS",
            "entries": [
                {
                    "initiativeId": things.gid("Reported"),
                    "version": things.progress_version,
                    "status": "IN_PROGRESS",
                }
            ],
        },
    ),
    mutation(
        "unlockProgress",
        ADOPTS,
        lambda things: {
            "fiscalYear": 2561,
            "round": "SIX_MONTHS",
            "initiativeId": things.gid("Reported"),
            "reason": "เหตุผล",
        },
        prepare=stand_locked,
    ),
    mutation(
        "submitReport",
        {**ADOPTS, **dict.fromkeys((Who.STRANGER, Who.APPROVER, Who.DELEGATE), "CONFLICT")},
        lambda _things: {"fiscalYear": 2561, "round": "SIX_MONTHS", "fingerprint": "unseen"},
        about="of another sheet than the one there is",
        names_things=False,
    ),
    mutation(
        "setSar",
        {**OWN_CHANGES, Who.STRANGER: "CONFLICT", Who.EDITOR: "CONFLICT", Who.APPROVER: "CONFLICT"},
        lambda _things: {
            "fiscalYear": 2561,
            "entries": [{"dimensionCode": "1", "version": 99, "selfScore": "50"}],
        },
        about="over a version that there is not",
        names_things=False,
    ),
    mutation(
        "setSarScore",
        {
            **everybody(FORBIDDEN),
            Who.NEIGHBOUR_PROVINCE: NOT_FOUND,
            Who.PROVINCE: OK,
        },
        lambda things: {
            "reportId": things.gid("Report"),
            "scores": [{"dimensionCode": "1", "score": "75.5"}],
        },
    ),
    mutation(
        "setCentralScore",
        {
            **everybody(FORBIDDEN),
            Who.NEIGHBOUR_PROVINCE: NOT_FOUND,
            Who.PROVINCE: OK,
        },
        lambda things: {
            "reportId": things.gid("Report"),
            "source": canary(Tenant.OWN, Stage.SUBMITTED, "source"),
            "scoredOn": "2018-11-30",
            "scores": [{"dimensionCode": "1", "score": "75.5"}],
        },
    ),
    Case(
        "GET /reports/central.xlsx",
        "",
        ask_for_central,
        OF_SCORERS,
        names_things=False,
    ),
    Case(
        "POST /reports/central/preview",
        "of a table",
        send_central,
        OF_SCORERS,
        names_things=False,
    ),
    mutation(
        "carryOver",
        {**OWN_CHANGES, Who.EDITOR: "SAME_EDITION", Who.APPROVER: "SAME_EDITION"},
        lambda things: {
            "fiscalYear": 2561,
            "planId": things.gid("Plan"),
            "rows": [{"initiativeId": things.gid("Reported"), "missionCode": "1.1"}],
        },
    ),
    Case(
        "GET /reports/sheet.xlsx",
        "",
        ask_for_sheet,
        OF_ONES_OWN,
        names_things=False,
    ),
    Case(
        "POST /reports/preview",
        "of a file that is none",
        send_no_workbook,
        {
            **OWN_CHANGES,
            Who.STRANGER: "WORKBOOK_UNKNOWN",
            Who.EDITOR: "WORKBOOK_UNKNOWN",
            Who.APPROVER: "WORKBOOK_UNKNOWN",
        },
        names_things=False,
    ),
    mutation(
        "openAmendment",
        ADOPTS,
        lambda things: {
            "planId": things.gid("Plan"),
            "version": things.plan_version,
            "kind": "ADD",
            "reason": "เหตุผล",
        },
        prepare=stand_adopted,
    ),
    mutation(
        "setAmendment",
        OWN_CHANGES,
        lambda things: {
            "id": things.gid("Amendment"),
            "version": 1,
            "kind": "CORRECT",
            "reason": "เหตุผล",
        },
        prepare=stand_amending,
    ),
    mutation(
        "setAmendmentReason",
        OWN_CHANGES,
        lambda things: {
            "amendmentId": things.gid("Amendment"),
            "initiativeId": things.gid("Initiative"),
            "version": 0,
            "reason": "เหตุผล",
        },
        prepare=stand_amending,
    ),
    mutation(
        "cancelAmendment",
        ADOPTS,
        lambda things: {"planId": things.gid("Plan"), "version": things.plan_version},
        prepare=stand_amending,
    ),
    mutation(
        "correctReading",
        OWN_CHANGES,
        lambda things: {
            "documentId": things.gid("Document"),
            "version": things.reading_version,
            "correction": ONE_CORRECTION,
        },
    ),
    mutation(
        "explainFinding",
        OWN_CHANGES,
        lambda things: {
            "documentId": things.gid("Document"),
            "version": things.reading_version,
            "findingKey": things.finding,
            "text": "เหตุผล",
        },
    ),
    mutation(
        "acceptDocument",
        {**OWN_CHANGES, Who.EDITOR: "DRAFT_EXISTS", Who.APPROVER: "DRAFT_EXISTS"},
        lambda things: {"documentId": things.gid("Document"), "version": things.reading_version},
    ),
    mutation("discardDocument", OWN_CHANGES, lambda things: {"documentId": things.gid("Document")}),
    mutation(
        "switchPost",
        {**everybody(NOT_FOUND), Who.EDITOR: OK},
        lambda things: {"postId": things.gid("Post")},
        about="to another person's post",
    ),
    # One's own, in whatever post.
    query("notifications", {**everybody(EMPTY), Who.EDITOR: OK}, "first: 5"),
    Case(
        "Query.notifications",
        "behind a notification",
        graphql(
            whole_query("notifications", "first: 5, after: $after", "$after: String"),
            lambda things: {"after": things.gid("Notification")},
        ),
        {**everybody(NOT_FOUND), Who.EDITOR: EMPTY},
    ),
    Case("Query.unreadCount", "", graphql("{ unreadCount }"), SIGNED_IN, names_things=False),
    query("mailSetting", SIGNED_IN),
    query("mails", SIGNED_IN),
    mutation(
        "markRead",
        {**everybody(NOT_FOUND), Who.EDITOR: OK},
        lambda things: {"ids": [things.gid("Notification")]},
    ),
    mutation(
        "setMailSetting",
        SIGNED_IN,
        lambda _things: {"digest": "DAILY", "language": "TH"},
        names_things=False,
    ),
    mutation(
        "setMailAddress",
        SIGNED_IN,
        lambda _things: {"address": "somsri@phrae.go.th"},
        names_things=False,
    ),
    mutation(
        "confirmMailAddress",
        everybody("CODE_EXPIRED"),
        lambda _things: {"code": "12345678"},
        names_things=False,
    ),
    # Files.
    Case(
        "POST /documents",
        "",
        upload,
        outcomes(
            stranger=OK,
            elsewhere=FORBIDDEN,
            members=OK,
            area=FORBIDDEN,
            operator=FORBIDDEN,
            viewer=FORBIDDEN,
        ),
        changes=True,
        names_things=False,
    ),
    Case(
        "GET /documents/{document_id}/file",
        "",
        ask_for_file,
        outcomes(
            stranger=NOT_FOUND, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN
        ),
    ),
    page("/documents/template.xlsx", SIGNED_IN),
    Case(
        "Query.attachments",
        "of a plan",
        graphql(
            whole_query("attachments", "subjectType: PLAN, subjectId: $id", "$id: ID!"),
            lambda things: {"id": things.gid("Plan")},
        ),
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
    ),
    query(
        "attachmentLimits",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
    ),
    # The standing file is beside a report that is not there; a delegate may change reports' files.
    mutation("removeAttachment", OF_A_LOST_REPORT, lambda things: {"id": things.gid("Attachment")}),
    mutation(
        "restoreAttachment", OF_A_LOST_REPORT, lambda things: {"id": things.gid("Attachment")}
    ),
    Case(
        "POST /attachments/{subject_type}/{subject_id}",
        "",
        attach,
        OWN_CHANGES,
        changes=True,
    ),
    Case(
        "POST /attachments/{subject_type}/{subject_id}",
        "of an entry",
        attach_evidence,
        OWN_CHANGES,
        changes=True,
    ),
    Case(
        "POST /attachments/{subject_type}/{subject_id}",
        "of a report",
        attach_to_report,
        ADOPTS,
        changes=True,
    ),
    Case(
        "Query.attachments",
        "of an entry",
        graphql(
            whole_query("attachments", "subjectType: PROGRESS, subjectId: $id", "$id: ID!"),
            lambda things: {"id": things.gid("Progress")},
        ),
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
    ),
    Case(
        "Query.attachments",
        "of a report",
        graphql(
            whole_query("attachments", "subjectType: REPORT, subjectId: $id", "$id: ID!"),
            lambda things: {"id": things.gid("Report")},
        ),
        outcomes(
            stranger=NOT_FOUND, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN
        ),
    ),
    Case(
        "GET /attachments/{attachment_id}/file",
        "before it is submitted",
        ask_for_attachment,
        outcomes(
            stranger=NOT_FOUND,
            elsewhere=NOT_FOUND,
            members=OK,
            area=NOT_FOUND,
            operator=FORBIDDEN,
        ),
    ),
    mutation(
        "grantSigning",
        DELEGATES,
        lambda things: {
            "toPostId": things.gid("Post"),
            "kind": "ACTING",
            "position": canary(Tenant.OWN, Stage.SUBMITTED, "position"),
            "firstOn": in_days(100),
            "lastOn": in_days(101),
            "orderNumber": "๙/๒๕๖๙",
            "reason": canary(Tenant.OWN, Stage.PRIVATE, "why"),
        },
    ),
    mutation("revokeSigning", DELEGATES, lambda things: {"id": things.gid("Delegation")}),
    # The doors themselves, and what is public.
    Case("POST /auth/sign-in", "", sign_in_wrongly, everybody(*["SIGN_IN_FAILED"] * 2)),
    Case("POST /auth/sign-out", "", sign_out, ANYBODY, names_things=False),
    Case("POST /graphql", "", ask_nothing, ANYBODY, names_things=False),
    page("/health/live", ANYBODY),
    page("/health/ready", ANYBODY),
    page("/schema.graphql", ANYBODY),
    query(
        "publications",
        outcomes(stranger=OK, elsewhere=FORBIDDEN, members=OK, area=FORBIDDEN, operator=FORBIDDEN),
    ),
    mutation(
        "publishReport",
        # The approver has just published it: the right is there, the report is out.
        {**ADOPTS, Who.DELEGATE: "ALREADY_PUBLISHED"},
        lambda things: {"reportId": things.gid("Report")},
    ),
    mutation(
        "withdrawPublication",
        {**ADOPTS, Who.APPROVER: NOT_FOUND, Who.DELEGATE: NOT_FOUND},
        lambda _things: {"kind": "PLAN", "period": EDITION, "number": 77, "reason": "ทดสอบ"},
        about="of a number that nobody published",
        names_things=False,
    ),
    # What is published: the same for everybody. Of the organisation next door, since `publishPlan`
    # above publishes texts that stand for submitted ones.
    page("/public", ANYBODY),
    page("/public?province=54", ANYBODY, about="of a province"),
    page("/public/style.css", ANYBODY),
    page("/public/9000001", ANYBODY, about="of an organisation"),
    page("/public/9000001.json", ANYBODY, about="of an organisation, as data"),
    page("/public/9000001/2561-2564/plan", ANYBODY),
    page("/public/9000001/2561-2564/plan.json", ANYBODY),
    page("/public/9000001/2561/follow-up", everybody("404", signed_out="404"), about="not there"),
    page("/public/9000001/2561-2564/plan/2", ANYBODY),
    page("/public/9000001/2561-2564/plan/2.json", ANYBODY),
    page("/robots.txt", ANYBODY),
    page("/sitemap.xml", ANYBODY),
    page("/", ANYBODY),
    page("/plan/of/nobody", ANYBODY, about="any address of the front end"),
    page("/documents/of-nobody", ANYBODY, about="the page of a document, before it asks"),
    page("/assets/app.js", ANYBODY),
    page("/graphiql", ANYBODY),
    page("/graphiql/index.html", ANYBODY),
)

ROUTES_OF_PAGES = {
    "GET /public?province=54": "GET /public",
    "GET /public/9000001": "GET /public/{code}",
    "GET /public/9000001.json": "GET /public/{code}",
    "GET /public/9000001/2561-2564/plan": "GET /public/{code}/{period}/{name}",
    "GET /public/9000001/2561-2564/plan.json": "GET /public/{code}/{period}/{name}",
    "GET /public/9000001/2561/follow-up": "GET /public/{code}/{period}/{name}",
    "GET /public/9000001/2561-2564/plan/2": "GET /public/{code}/{period}/{name}/{number}",
    "GET /public/9000001/2561-2564/plan/2.json": "GET /public/{code}/{period}/{name}/{number}",
    "GET /documents/of-nobody": "GET /documents/{path}",
    "GET /plan/of/nobody": "GET /{path}",
    "GET /assets/app.js": "GET /assets/{file_path}",
    "GET /graphiql/index.html": "GET /graphiql/{file_path}",
}
"""Routes with a made-up path in the table."""


def outcome_of(answer: httpx.Response) -> str:
    """One word for what came back."""
    if "json" not in answer.headers.get("content-type", ""):
        return OK if answer.is_success else str(answer.status_code)
    body = json.loads(answer.content)
    if "error" in body:
        return body["error"]["code"]
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

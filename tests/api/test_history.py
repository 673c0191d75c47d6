"""Who changed what over GraphQL: pages, filters, refusals, what was removed and comes back."""

from typing import Any, cast

import pytest

from make.api import Api
from make.people import make_actor, organisation_of
from make.plans import make_plan, return_whole, submit
from plan_core.actor import Actor, Role

ENTRY = """act kind number byName actingFor personId
  subject { kind label missionCode initiativeId fiscalYear { be } sectionCode riskId isThere }
  changes { field fiscalYear { be }
    before { text budget { state amount } } after { text budget { state amount } } }"""
HISTORY = f"""query($first: Int!, $after: String, $filter: HistoryFilter) {{
  history(first: $first, after: $after, filter: $filter) {{
    edges {{ cursor node {{ {ENTRY} }} }}
    pageInfo {{ hasNextPage endCursor }}
    people {{ id name }} }}
}}"""
PLAN = """{ plan { id version initiatives { id version title budgets { id version } } } }"""
REMOVED = """{ removedInitiatives(first: 10) { edges { node { id title removedBy missionCode
    budgets { fiscalYear { be } budget { state amount } } } } pageInfo { hasNextPage } }
  removedRisks(first: 10) { edges { node { id text category removedBy } } } }"""


class Desk:
    """An approver with a plan of four rows."""

    def __init__(self, api: Api, actor: Actor, plan: dict[str, Any]) -> None:
        self.api = api
        self.actor = actor
        self.plan = plan
        self.row = plan["initiatives"][0]

    async def read(self, first: int = 50, after: str | None = None, **asked: Any) -> dict[str, Any]:
        variables = {"first": first, "after": after, "filter": asked}
        answer = await self.api.data(self.actor, HISTORY, **variables)
        return cast("dict[str, Any]", answer["history"])

    async def acts(self, **asked: Any) -> list[str]:
        return [edge["node"]["act"] for edge in (await self.read(**asked))["edges"]]

    async def set_cell(self, state: str, amount: str | None = None) -> None:
        plan = (await self.api.data(self.actor, PLAN))["plan"]
        cell = plan["initiatives"][0]["budgets"][0]
        await self.api.mutate(
            self.actor,
            "setBudgetCells",
            "planVersion",
            cells=[{**cell, "state": state, "amount": amount}],
        )


@pytest.fixture
async def desk(api: Api) -> Desk:
    approver = await make_actor(api.world, Role.APPROVER)
    await make_plan(api.world, approver)
    return Desk(api, approver, (await api.data(approver, PLAN))["plan"])


async def test_a_cell_shows_amount_dash_and_blank_as_three_things(desk: Desk) -> None:
    for state, amount in (("AMOUNT", "0"), ("NONE", None), ("UNSTATED", None)):
        await desk.set_cell(state, amount)
    found = await desk.read(initiativeId=desk.row["id"], fiscalYear=2561)
    budgets = [edge["node"]["changes"][0] for edge in found["edges"]]
    assert [one["after"]["budget"] for one in budgets] == [
        {"state": "UNSTATED", "amount": None},
        {"state": "NONE", "amount": None},
        {"state": "AMOUNT", "amount": "0"},
        {"state": "AMOUNT", "amount": "10000"},
    ]
    assert budgets[-1]["before"] is None
    first = found["edges"][0]["node"]
    assert first["subject"] == {
        "kind": "CELL",
        "label": "โครงการอบรมคุณธรรม",
        "missionCode": "1.1",
        "initiativeId": desk.row["id"],
        "fiscalYear": {"be": 2561},
        "sectionCode": "",
        "riskId": None,
        "isThere": True,
    }
    assert (first["byName"], first["kind"]) == (desk.actor.name, "CHANGED")
    assert found["people"] == [{"id": first["personId"], "name": desk.actor.name}]
    assert (
        await desk.acts(personId=first["personId"], kinds=["STEP", "CHANGED"])
        == ["SET_BUDGET_CELL"] * 3
    )


async def test_a_screen_of_history_sends_few_statements(desk: Desk) -> None:
    for _ in range(3):
        await desk.set_cell("NONE")
    text = HISTORY.replace("people { id name }", "")
    await desk.api.data(desk.actor, text, first=50, after=None, filter=None)
    assert len(desk.api.statements) <= 5, "sign-in, scope, the plan, the entries, titles of rows"


async def test_pages_follow_one_another(desk: Desk) -> None:
    for _ in range(3):
        await desk.set_cell("NONE")
        await desk.set_cell("UNSTATED")
    whole = [edge["node"]["number"] for edge in (await desk.read())["edges"]]
    numbers: list[int] = []
    after: str | None = None
    while True:
        page = await desk.read(first=4, after=after)
        numbers += [edge["node"]["number"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert numbers == whole
    assert len(whole) > 8


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"first": 0}, "PAGE_SIZE"),
        ({"first": 101}, "PAGE_SIZE"),
        ({"after": "nonsense"}, "NOT_FOUND"),
        ({"sectionCode": "VISION", "committees": True}, "HISTORY_SUBJECTS"),
        ({"fiscalYear": 2561}, "HISTORY_YEAR"),
        ({"field": "title"}, "HISTORY_FIELD"),
        ({"sectionCode": "VISION", "field": "sheet.place"}, "HISTORY_FIELD"),
        ({"initiativeId": "nonsense"}, "NOT_FOUND"),
        ({"personId": "nonsense"}, "NOT_FOUND"),
    ],
)
async def test_what_cannot_be_asked_is_refused(
    desk: Desk, asked: dict[str, Any], code: str
) -> None:
    given = {"first": asked.pop("first", 5), "after": asked.pop("after", None), "filter": asked}
    assert (await desk.api.error(desk.actor, HISTORY, **given))["reason"] == code


async def test_a_year_that_the_plan_does_not_have_is_refused(desk: Desk) -> None:
    asked = {"initiativeId": desk.row["id"], "fiscalYear": 2599}
    refusal = await desk.api.error(desk.actor, HISTORY, first=5, after=None, filter=asked)
    assert refusal["reason"] == "YEAR_UNKNOWN"


async def test_a_removed_row_and_a_removed_risk_are_listed_and_come_back(desk: Desk) -> None:
    risk = await desk.api.mutate(
        desk.actor,
        "addRisk",
        "risk { id version }",
        planId=desk.plan["id"],
        category="FINANCIAL",
        text="ฮั้วประมูล",
        answeredBy=[desk.row["id"]],
    )
    known = risk["risk"]
    await desk.api.mutate(desk.actor, "removeRisk", "planVersion", **known)
    row = {"id": desk.row["id"], "version": desk.row["version"]}
    await desk.api.mutate(desk.actor, "removeInitiative", "__typename", **row)
    removed = await desk.api.data(desk.actor, REMOVED)
    (gone,) = [edge["node"] for edge in removed["removedInitiatives"]["edges"]]
    assert (gone["id"], gone["title"], gone["removedBy"]) == (
        row["id"],
        desk.row["title"],
        desk.actor.name,
    )
    assert gone["budgets"][2]["budget"] == {"state": "AMOUNT", "amount": "2500.50"}
    (lost,) = [edge["node"] for edge in removed["removedRisks"]["edges"]]
    assert (lost["id"], lost["text"]) == (known["id"], "ฮั้วประมูล")
    back = await desk.api.mutate(desk.actor, "restoreInitiative", "__typename", id=row["id"])
    assert back["problems"] == []
    again = await desk.api.mutate(
        desk.actor, "restoreRisk", "risk { id text answeredBy }", id=known["id"]
    )
    assert again["risk"] == {"id": known["id"], "text": "ฮั้วประมูล", "answeredBy": [row["id"]]}
    nothing = await desk.api.data(desk.actor, REMOVED)
    assert [nothing[name]["edges"] for name in ("removedInitiatives", "removedRisks")] == [[], []]
    assert (await desk.acts(initiativeId=row["id"]))[:2] == [
        "RESTORE_INITIATIVE",
        "REMOVE_INITIATIVE",
    ]
    assert await desk.acts(riskId=known["id"]) == ["RESTORE_RISK", "REMOVE_RISK", "ADD_RISK"]


async def test_who_may_only_read_reads_the_history_and_brings_nothing_back(desk: Desk) -> None:
    risk = await desk.api.mutate(
        desk.actor,
        "addRisk",
        "risk { id version }",
        planId=desk.plan["id"],
        category="FINANCIAL",
        text="ก",
    )
    await desk.api.mutate(desk.actor, "removeRisk", "planVersion", **risk["risk"])
    organisation = await organisation_of(desk.api.world, desk.actor)
    viewer = await make_actor(desk.api.world, Role.VIEWER, organisation)
    seen = await desk.api.data(viewer, HISTORY, first=50, after=None, filter=None)
    assert seen["history"]["edges"][0]["node"]["act"] == "REMOVE_RISK"
    refused = await desk.api.mutate(viewer, "restoreRisk", "planVersion", id=risk["risk"]["id"])
    assert [one["code"] for one in refused["problems"]] == ["FORBIDDEN"]


async def test_an_officer_of_the_area_reads_nothing_of_a_drafts_history(desk: Desk) -> None:
    revision = await submit(desk.api.world, desk.actor)
    await return_whole(desk.api.world, revision)
    officer = await make_actor(
        desk.api.world, Role.PROVINCE_OFFICER, province=revision.province_code
    )
    for text in (HISTORY, REMOVED):
        given = {"first": 5, "after": None, "filter": None} if text is HISTORY else {}
        assert (await desk.api.error(officer, text, **given))["code"] == "FORBIDDEN"
    steps = await desk.read(kinds=["STEP"])
    assert [edge["node"]["act"] for edge in steps["edges"]] == [
        "RETURN_PLAN",
        "SUBMIT_PLAN",
        "SEND_TO_COMMITTEE",
    ]

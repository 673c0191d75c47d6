"""The feed of changes over GraphQL: a copy that follows it ends equal to the source."""

import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from make.api import Api
from make.copying import CHANGES, Copy
from make.people import make_actor, organisation_of
from make.plans import make_plan, make_submitted, return_whole
from plan_core.actor import Actor, Role

STATE = """{ plan { id version initiatives { id version missionCode title
    budgets { id version state amount } sheet { version } }
  risks { id version category } sections { code version } appointment { version } }
  removedInitiatives(first: 50) { edges { node { id } } }
  removedRisks(first: 50) { edges { node { id } } } }"""
STEPS = 60


class Writer:
    """Does one thing after another to a plan, as chance has it, and never knows of the feed."""

    def __init__(self, api: Api, actor: Actor, seed: int) -> None:
        self.api = api
        self.actor = actor
        self.chance = random.Random(seed)
        self.done: dict[str, int] = {}
        self.now: dict[str, Any] = {}

    async def write(self, steps: int) -> None:
        verbs: list[Callable[[], Awaitable[None]]] = [
            *(self.set_cells, self.set_words, self.set_sheet),
            *(self.add_rows, self.move_row, self.remove_row, self.restore_row),
            *(self.add_risk, self.set_risk, self.move_risk, self.remove_risk, self.restore_risk),
            *(self.set_section, self.set_committee),
        ]
        for _ in range(steps):
            self.now = await self.api.data(self.actor, STATE)
            await self.chance.choice(verbs)()

    async def _do(self, name: str, **given: Any) -> None:
        assert not await self.api.refused(self.actor, name, **given), name
        self.done[name] = self.done.get(name, 0) + 1

    @property
    def plan(self) -> dict[str, Any]:
        return self.now["plan"]

    def one(self, part: str) -> dict[str, Any] | None:
        return self.chance.choice(self.plan[part]) if self.plan[part] else None

    def text(self) -> str:
        return f"ข้อความที่ {self.chance.randint(1, 10**6)}"

    async def set_cells(self) -> None:
        if row := self.one("initiatives"):
            cells = self.chance.sample(row["budgets"], self.chance.randint(1, 3))
            await self._do(
                "setBudgetCells",
                cells=[
                    {"id": cell["id"], "version": cell["version"]}
                    | self.chance.choice(
                        [
                            {"state": "AMOUNT", "amount": str(self.chance.randint(0, 10**6))},
                            {"state": "NONE"},
                            {"state": "UNSTATED"},
                        ]
                    )
                    for cell in cells
                ],
            )

    async def set_words(self) -> None:
        if row := self.one("initiatives"):
            await self._do("setInitiative", id=row["id"], version=row["version"], title=self.text())

    async def set_sheet(self) -> None:
        if row := self.one("initiatives"):
            version = row["sheet"]["version"] if row["sheet"] else 0
            await self._do("setSheet", initiativeId=row["id"], version=version, place=self.text())

    async def add_rows(self) -> None:
        rows = [
            {"kind": "ACTIVITY", "title": self.text()} for _ in range(self.chance.randint(1, 3))
        ]
        mission = self.chance.choice(["1.1", "2.1", "4.3"])
        await self._do(
            "addInitiatives", planId=self.plan["id"], missionCode=mission, rows=rows, position=1
        )

    async def move_row(self) -> None:
        if row := self.one("initiatives"):
            mission = self.chance.choice(["1.1", "2.1"])
            await self._do(
                "moveInitiative", id=row["id"], version=row["version"], missionCode=mission
            )

    async def remove_row(self) -> None:
        if row := self.one("initiatives"):
            await self._do("removeInitiative", id=row["id"], version=row["version"])

    async def restore_row(self) -> None:
        if removed := self.now["removedInitiatives"]["edges"]:
            await self._do("restoreInitiative", id=removed[-1]["node"]["id"])

    async def add_risk(self) -> None:
        row = self.one("initiatives")
        await self._do(
            "addRisk",
            planId=self.plan["id"],
            category="FINANCIAL",
            text=self.text(),
            answeredBy=[row["id"]] if row else [],
        )

    async def set_risk(self) -> None:
        if risk := self.one("risks"):
            await self._do(
                "setRisk", id=risk["id"], version=risk["version"], text=self.text(), impact=3
            )

    async def move_risk(self) -> None:
        if risk := self.one("risks"):
            await self._do(
                "moveRisk",
                id=risk["id"],
                version=risk["version"],
                category=risk["category"],
                position=1,
            )

    async def remove_risk(self) -> None:
        if risk := self.one("risks"):
            await self._do("removeRisk", id=risk["id"], version=risk["version"])

    async def restore_risk(self) -> None:
        if removed := self.now["removedRisks"]["edges"]:
            await self._do("restoreRisk", id=removed[-1]["node"]["id"])

    async def set_section(self) -> None:
        code = self.chance.choice(["OBJECTIVES", "RATIONALE"])
        known = {one["code"]: one["version"] for one in self.plan["sections"]}
        await self._do(
            "setSection",
            planId=self.plan["id"],
            code=code,
            version=known.get(code, 0),
            body=self.text(),
        )

    async def set_committee(self) -> None:
        order = self.plan["appointment"]
        await self._do(
            "setCommittee",
            planId=self.plan["id"],
            version=order["version"] if order else 0,
            committee="MONITORING",
            members=[{"name": self.text(), "post": "นายก", "duty": "ประธาน"}],
        )


async def make_desk(api: Api) -> Actor:
    approver = await make_actor(api.world, Role.APPROVER)
    await make_plan(api.world, approver)
    return approver


@pytest.mark.parametrize("seed", range(4))
async def test_a_copy_that_stopped_for_long_ends_equal_to_the_source(api: Api, seed: int) -> None:
    actor = await make_desk(api)
    copy, writer = Copy(api, actor), Writer(api, actor, seed)
    await copy.begin()
    await writer.write(STEPS)
    assert len(writer.done) >= 10
    await copy.catch_up()
    assert await copy.is_equal()
    assert copy.read_whole == 1


async def test_a_copy_that_follows_step_by_step_is_equal_at_each(api: Api) -> None:
    actor = await make_desk(api)
    copy, writer = Copy(api, actor), Writer(api, actor, 2569)
    await copy.begin()
    for _ in range(STEPS // 2):
        await writer.write(1)
        await copy.catch_up()
        assert await copy.is_equal()


async def test_a_step_of_the_plan_and_an_officers_word_reach_the_copy(api: Api) -> None:
    actor = await make_actor(api.world, Role.APPROVER)
    _, revision = await make_submitted(
        api.world, organisation=await organisation_of(api.world, actor)
    )
    copy = Copy(api, actor)
    await copy.begin()
    assert copy.plan["stage"] == "SUBMITTED"
    await return_whole(api.world, revision)
    await copy.catch_up()
    assert copy.plan["stage"] == "RETURNED"
    assert await copy.is_equal()


async def test_a_change_says_what_to_read_and_nothing_of_what_was_written(api: Api) -> None:
    actor = await make_desk(api)
    row = (await api.data(actor, STATE))["plan"]["initiatives"][0]
    page = (await api.data(actor, CHANGES, after=0, first=1))["changes"]
    cell = row["budgets"][0] | {"state": "AMOUNT", "amount": "7"}
    await api.mutate(actor, "setBudgetCells", "planVersion", cells=[cell])
    found = (await api.data(actor, CHANGES, after=page["head"], first=5))["changes"]
    assert found == {
        "changes": [
            {
                "sequence": page["head"] + 1,
                "type": "BUDGET_CELL",
                "id": cell["id"],
                "planId": found["changes"][0]["planId"],
                "initiativeId": row["id"],
                "sectionCode": "",
                "isRemoval": False,
                "reach": "ONE",
            }
        ],
        "nextAfter": page["head"] + 1,
        "head": page["head"] + 1,
    }


async def test_types_leave_out_and_what_cannot_be_is_refused(api: Api) -> None:
    actor = await make_desk(api)
    asked = "query($after: Int!, $first: Int!) { changes(after: $after, first: $first) { head } }"
    head = (await api.data(actor, asked, after=0, first=1))["changes"]["head"]
    only = "{ changes(first: 100, types: [PLAN]) { nextAfter changes { type verb } } }"
    found = (await api.data(actor, only))["changes"]
    assert {one["type"] for one in found["changes"]} == {"PLAN"}
    assert [one["verb"] for one in found["changes"]] == ["start_plan", "write_rows"]
    assert found["nextAfter"] == head
    for after, first, code in (
        (head + 1, 5, "CHANGES_AHEAD"),
        (-1, 5, "CHANGES_AHEAD"),
        (0, 0, "PAGE_SIZE"),
        (0, 101, "PAGE_SIZE"),
    ):
        assert (await api.error(actor, asked, after=after, first=first))["reason"] == code


async def test_a_page_costs_two_statements(api: Api) -> None:
    actor = await make_desk(api)
    await api.data(actor, CHANGES, after=0, first=100)
    assert len([one for one in api.statements if "audit_" in one]) == 2


async def test_every_id_that_is_named_is_one_that_node_knows(api: Api) -> None:
    actor = await make_actor(api.world, Role.APPROVER)
    organisation = await organisation_of(api.world, actor)
    _, revision = await make_submitted(api.world, organisation=organisation)
    await return_whole(api.world, revision)
    writer = Writer(api, actor, 7)
    await writer.write(15)
    named: dict[str, str] = {}
    after = 0
    while True:
        page = (await api.data(actor, CHANGES, after=after, first=100))["changes"]
        for change in page["changes"]:
            if change["id"]:
                named[change["id"]] = change["type"]
            if change["isRemoval"]:
                named.pop(change["id"], None)
        after = page["nextAfter"]
        if after == page["head"]:
            break
    assert {"PLAN", "INITIATIVE", "BUDGET_CELL", "REVISION"} <= set(named.values())
    for key, kind in named.items():
        node = (await api.data(actor, "query($id: ID!) { node(id: $id) { id } }", id=key))["node"]
        assert node == {"id": key}, kind


SHOWN = """query($code: String!, $after: Int!) {
  submittedChanges(organisationCode: $code, after: $after, first: 10) { nextAfter head
    changes { sequence verb type id planId initiativeId } } }"""
HEADS = """query($first: Int!, $after: String, $province: String) {
  changeHeads(first: $first, after: $after, provinceCode: $province) {
    edges { cursor node { organisationCode head } } pageInfo { hasNextPage endCursor } } }"""


async def test_officers_learn_of_what_was_submitted_and_not_how_busy_a_draft_is(api: Api) -> None:
    actor = await make_actor(api.world, Role.APPROVER)
    organisation = await organisation_of(api.world, actor)
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="54")
    _, revision = await make_submitted(api.world, organisation=organisation)
    page = (await api.data(officer, SHOWN, code=organisation.code, after=0))["submittedChanges"]
    assert [(one["sequence"], one["verb"]) for one in page["changes"]] == [(1, "submit_plan")]
    await return_whole(api.world, revision, officer)
    await Writer(api, actor, 3).write(10)
    page = (await api.data(officer, SHOWN, code=organisation.code, after=1))["submittedChanges"]
    assert (page["head"], page["nextAfter"]) == (2, 2)
    (change,) = page["changes"]
    assert (change["sequence"], change["verb"], change["initiativeId"]) == (2, "return_plan", None)
    read = "query($id: ID!) { node(id: $id) { ... on Revision { number stage } } }"
    assert (await api.data(officer, read, id=change["id"]))["node"]["stage"] == "RETURNED"
    assert (await api.data(actor, SHOWN, code=organisation.code, after=0))["submittedChanges"][
        "head"
    ] == 2


async def test_an_officer_of_elsewhere_sees_no_changes_and_no_heads(api: Api) -> None:
    organisation, _ = await make_submitted(api.world, province="54", district="5406")
    for officer in (
        await make_actor(api.world, Role.PROVINCE_OFFICER, province="55"),
        await make_actor(api.world, Role.DISTRICT_OFFICER, province="54", district="5401"),
    ):
        page = await api.data(officer, SHOWN, code=organisation.code, after=0)
        assert page["submittedChanges"] == {"nextAfter": 0, "head": 0, "changes": []}
        assert not (await api.data(officer, HEADS, first=10))["changeHeads"]["edges"]
    stranger = await make_actor(api.world, Role.APPROVER)
    page = await api.data(stranger, SHOWN, code=organisation.code, after=0)
    assert page["submittedChanges"]["head"] == 0
    assert (await api.error(stranger, HEADS, first=10))["code"] == "FORBIDDEN"


async def test_heads_tell_in_pages_which_organisations_have_news(api: Api) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="56")
    made = [
        (await make_submitted(api.world, province="56", district="5601"))[0].code for _ in range(3)
    ]
    found: list[dict[str, Any]] = []
    after, statements = None, 0
    while True:
        page = (await api.data(officer, HEADS, first=2, after=after))["changeHeads"]
        statements = max(statements, len([one for one in api.statements if "shown_change" in one]))
        found += [edge["node"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == [{"organisationCode": code, "head": 1} for code in sorted(made)]
    assert statements == 1
    nation = await make_actor(api.world, Role.NATIONAL_VIEWER)
    page = await api.data(nation, HEADS, first=10, province="56")
    assert len(page["changeHeads"]["edges"]) == 3

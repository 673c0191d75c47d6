"""The parts beside the grid over GraphQL: written, read back, refused, and in the revision."""

from typing import Any, cast

import pytest

from make.api import Api
from make.people import make_actor
from make.plans import make_plan, submit
from plan_core.actor import Actor, Role

PARTS = """{ plan {
  id version
  sections { code titleTh body version }
  risks { id version category text factor factorsText likelihood impact answeredBy
    gravity { score level } }
  initiatives { id sheet { version rationale quarters targetGroups missing
    indicators { text baseline target unit tool } } }
  appointment { version orderNumber orderedOn preamble committees { kind members { name duty } } }
  openParts { kind }
} }"""


class Desk:
    """An approver with a plan of four rows."""

    def __init__(self, api: Api, actor: Actor) -> None:
        self.api = api
        self.actor = actor

    async def plan(self) -> dict[str, Any]:
        return cast("dict[str, Any]", (await self.api.data(self.actor, PARTS))["plan"])

    async def edit(self, name: str, answer: str, **given: Any) -> dict[str, Any]:
        payload = await self.api.mutate(self.actor, name, answer + " planVersion", **given)
        assert payload["problems"] == []
        return payload


@pytest.fixture
async def desk(api: Api) -> Desk:
    approver = await make_actor(api.world, Role.APPROVER)
    await make_plan(api.world, approver)
    return Desk(api, approver)


async def test_every_part_is_written_and_read_back(desk: Desk) -> None:
    plan = await desk.plan()
    row, other = plan["initiatives"][0]["id"], plan["initiatives"][1]["id"]
    assert (plan["appointment"], plan["openParts"]) == (None, [{"kind": "PLAN"}])
    written = await desk.edit(
        "setSection",
        "section { version body titleTh }",
        planId=plan["id"],
        code="RATIONALE",
        version=0,
        body="# ก\n- ข",
    )
    assert written["section"] == {
        "version": 1,
        "body": "# ก\n\n- ข",
        "titleTh": "หลักการและเหตุผล",
    }
    assert written["planVersion"] == plan["version"] + 1
    await desk.edit(
        "addRisk",
        "risk { id }",
        planId=plan["id"],
        category="FINANCIAL",
        text="ฮั้วประมูล",
        factor="INTERNAL",
        likelihood=4,
        impact=5,
        answeredBy=[row, other],
    )
    await desk.edit(
        "setSheet",
        "sheet { version }",
        initiativeId=row,
        version=0,
        rationale="เหตุผล",
        quarters=["2561-Q2"],
        targetGroups=["OFFICIALS"],
        indicators=[{"text": "ผู้เข้าอบรม", "target": "๘๐"}],
    )
    await desk.edit(
        "setAppointment",
        "appointment { version }",
        planId=plan["id"],
        version=0,
        orderNumber="๑๒/๒๕๖๐",
        orderedOn="2017-05-02",
    )
    await desk.edit(
        "setCommittee",
        "appointment { version }",
        planId=plan["id"],
        version=1,
        committee="MONITORING",
        members=[{"name": "นายหนึ่ง", "duty": "ประธานกรรมการ"}],
    )
    now = await desk.plan()
    (risk,) = now["risks"]
    assert risk["gravity"] == {"score": 20, "level": "VERY_HIGH"}
    assert risk["answeredBy"] == [row, other]
    assert [one["sheet"] is None for one in now["initiatives"]] == [False, True, True, True]
    sheet = now["initiatives"][0]["sheet"]
    assert (sheet["quarters"], sheet["targetGroups"]) == (["2561-Q2"], ["OFFICIALS"])
    assert sheet["indicators"][0]["target"] == "๘๐"
    assert "rationale" not in sheet["missing"]
    assert "place" in sheet["missing"]
    assert now["appointment"]["orderedOn"] == "2017-05-02"
    assert now["appointment"]["committees"] == [
        {"kind": "PLAN_MAKING", "members": []},
        {"kind": "MONITORING", "members": [{"name": "นายหนึ่ง", "duty": "ประธานกรรมการ"}]},
    ]


async def test_sheets_of_all_rows_cost_one_statement(desk: Desk) -> None:
    await desk.api.data(desk.actor, "{ plan { initiatives { id } } }")
    await desk.api.data(desk.actor, "{ plan { initiatives { number } } }")
    without = len(desk.api.statements)
    await desk.api.data(desk.actor, "{ plan { initiatives { id sheet { version } } } }")
    # The scope of one more transaction, and the sheets.
    assert len(desk.api.statements) == without + 1


async def test_a_stale_part_is_refused_with_what_is_there(desk: Desk) -> None:
    plan = await desk.plan()
    given = {"planId": plan["id"], "code": "VISION", "version": 0}
    await desk.edit("setSection", "section { version }", **given, body="ของเพื่อน")
    (problem,) = await desk.api.refused(desk.actor, "setSection", **given, body="ของฉัน")
    assert problem["code"] == "CONFLICT"
    assert problem["values"]["current"]["body"] == "ของเพื่อน"


async def test_a_risk_is_changed_moved_and_removed(desk: Desk) -> None:
    plan = await desk.plan()
    added = await desk.edit(
        "addRisk", "risk { id version }", planId=plan["id"], category="FINANCIAL", text="ก"
    )
    risk = added["risk"]["id"]
    changed = await desk.edit(
        "setRisk", "risk { text version impact }", id=risk, version=1, text="ข", impact=3
    )
    assert changed["risk"] == {"text": "ข", "version": 2, "impact": 3}
    moved = await desk.edit(
        "moveRisk", "risks { category }", id=risk, version=2, category="STRATEGIC"
    )
    assert moved["risks"] == [{"category": "STRATEGIC"}]
    answer = await desk.api.data(
        desk.actor,
        "query($id: ID!) { node(id: $id) { ... on PlanRisk { text gravity { score } } } }",
        id=risk,
    )
    assert answer["node"] == {"text": "ข", "gravity": None}
    removed = await desk.edit("removeRisk", "risk { id } risks { id }", id=risk, version=3)
    assert (removed["risk"], removed["risks"]) == (None, [])
    (problem,) = await desk.api.refused(desk.actor, "removeRisk", id=risk, version=3)
    assert problem["code"] == "NOT_FOUND"


async def test_a_revision_shows_the_parts_as_they_were(desk: Desk) -> None:
    plan = await desk.plan()
    row = plan["initiatives"][0]["id"]
    await desk.edit(
        "addRisk",
        "risk { id }",
        planId=plan["id"],
        category="FINANCIAL",
        text="ก",
        likelihood=1,
        impact=2,
        answeredBy=[row],
    )
    await desk.edit("setSheet", "sheet { version }", initiativeId=row, version=0, place="ตำบล")
    await desk.edit(
        "setCommittee",
        "appointment { version }",
        planId=plan["id"],
        version=0,
        committee="PLAN_MAKING",
        members=[{"post": "ปลัด"}],
    )
    await submit(desk.api.world, desk.actor)
    answer = await desk.api.data(
        desk.actor,
        """{ plan { openParts { kind } revisions {
          risks { text gravity { level } answeredBy { missionCode number title } }
          sheets { row { missionCode number } sheet { place missing } }
          appointment { committees { members { post } } }
        } } }""",
    )
    assert answer["plan"]["openParts"] == []
    (revision,) = answer["plan"]["revisions"]
    (risk,) = revision["risks"]
    assert risk["gravity"] == {"level": "LOW"}
    assert risk["answeredBy"] == [{"missionCode": "1.1", "number": 1, "title": "โครงการอบรมคุณธรรม"}]
    (sheet,) = revision["sheets"]
    assert (sheet["row"], sheet["sheet"]["place"]) == ({"missionCode": "1.1", "number": 1}, "ตำบล")
    assert revision["appointment"]["committees"][0]["members"] == [{"post": "ปลัด"}]

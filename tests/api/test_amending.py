"""Amending over GraphQL: opened, said anew, compared, given up, submitted and adopted; refusals."""

from typing import Any, cast

import pytest

from make.api import Api
from make.people import make_actor, organisation_of
from make.plans import adopt, make_plan, submit
from plan_core.actor import Actor, Role

FACTS = "id version number kind reason orderNumber metOn isOpen revision { number }"
PLAN = f"""{{ plan {{
  id version stage amendment {{ {FACTS} }} amendments {{ number kind }}
  initiatives {{ id version title budgets {{ id version state amount }} }}
}} }}"""
CHANGES = """changes {
  diff { isEmpty added removed changed before { number } after { number }
    rows { kinds after { title }
      budgets { fiscalYear { be } before { amount } after { amount } difference } }
    totals { dimensionCode difference budgets { before { amount } after { amount } } } }
  mismatches { code values }
}"""
AMENDMENT = f"""query($id: ID!) {{ node(id: $id) {{ ... on Amendment {{
  {FACTS} organisation {{ code }} edition {{ code }}
  steps {{ revisionNumber kind signedBy signedAs actingFor orderNumber signedOn }}
  {CHANGES}
}} }} }}"""
REVISION = f"""query($id: ID!) {{ node(id: $id) {{ ... on Revision {{
  amendment {{ number kind reason orderNumber metOn baseNumber {CHANGES} }}
}} }} }}"""


class Desk:
    """An approver whose plan was adopted as revision 1."""

    def __init__(self, api: Api, actor: Actor) -> None:
        self.api = api
        self.actor = actor

    async def plan(self) -> dict[str, Any]:
        return cast("dict[str, Any]", (await self.api.data(self.actor, PLAN))["plan"])

    async def open(self, **more: Any) -> dict[str, Any]:
        plan = await self.plan()
        given = {"kind": "CHANGE", "reason": "เงินไม่พอ", **more}
        return await self.api.mutate(
            self.actor,
            "openAmendment",
            f"amendment {{ {FACTS} }} plan {{ stage }}",
            planId=plan["id"],
            version=plan["version"],
            **given,
        )

    async def set_first_cell(self, amount: str) -> None:
        cell = (await self.plan())["initiatives"][0]["budgets"][0]
        given = {"id": cell["id"], "version": cell["version"], "state": "AMOUNT", "amount": amount}
        problems = await self.api.refused(self.actor, "setBudgetCells", cells=[given])
        assert problems == []

    async def step(self, name: str) -> list[dict[str, Any]]:
        plan = await self.plan()
        return await self.api.refused(self.actor, name, planId=plan["id"], version=plan["version"])

    async def look(self, amendment_id: str) -> dict[str, Any]:
        answer = await self.api.data(self.actor, AMENDMENT, id=amendment_id)
        return cast("dict[str, Any]", answer["node"])


@pytest.fixture
async def desk(api: Api) -> Desk:
    approver = await make_actor(api.world, Role.APPROVER)
    await make_plan(api.world, approver)
    await adopt(api.world, await submit(api.world, approver), approver)
    return Desk(api, approver)


async def test_an_adopted_plan_is_amended_its_whole_way(desk: Desk) -> None:
    opened = await desk.open(orderNumber="๕/๒๕๖๑", metOn="2018-02-01")
    amendment = opened["amendment"]
    assert (opened["problems"], opened["plan"]["stage"]) == ([], "DRAFT")
    assert (amendment["number"], amendment["isOpen"], amendment["revision"]) == (1, True, None)
    await desk.set_first_cell("12500.50")

    seen = await desk.look(amendment["id"])
    diff = seen["changes"]["diff"]
    assert (seen["orderNumber"], seen["metOn"], seen["steps"]) == ("๕/๒๕๖๑", "2018-02-01", [])
    assert (seen["edition"]["code"], diff["before"], diff["after"]) == (
        desk.api.world.edition.code,
        {"number": 1},
        {"number": None},
    )
    (row,) = diff["rows"]
    assert row["kinds"] == ["CHANGED"]
    assert row["budgets"] == [
        {
            "fiscalYear": {"be": 2561},
            "before": {"amount": "10000"},
            "after": {"amount": "12500.50"},
            "difference": "2500.50",
        }
    ]
    assert [one["difference"] for one in diff["totals"]] == ["2500.50", "0", "2500.50"]

    revision = await submit(desk.api.world, desk.actor)
    await adopt(desk.api.world, revision, desk.actor)
    adopted = await desk.look(amendment["id"])
    assert (adopted["isOpen"], adopted["revision"]) == (False, {"number": 2})
    assert adopted["changes"]["diff"]["after"] == {"number": 2}
    assert adopted["changes"]["diff"]["rows"] == diff["rows"]
    assert [(one["revisionNumber"], one["kind"]) for one in adopted["steps"]] == [
        (2, "SUBMITTED"),
        (2, "ACCEPTED"),
        (2, "ADOPTED"),
    ]
    assert adopted["steps"][-1]["signedBy"] == "สมชาย ใจดี"
    now = await desk.plan()
    assert (now["stage"], now["amendment"]) == ("ADOPTED", None)
    assert now["amendments"] == [{"number": 1, "kind": "CHANGE"}]


async def test_an_officer_sees_what_a_submitted_amendment_alters(desk: Desk) -> None:
    await desk.open(kind="CORRECT", reason="พิมพ์ผิด")
    await desk.set_first_cell("12000")
    revision = await submit(desk.api.world, desk.actor)
    officer = await make_actor(
        desk.api.world, Role.PROVINCE_OFFICER, province=revision.province_code
    )
    inbox = "{ inbox { edges { node { revisionNumber isAmendment isResubmitted } } } }"
    edges = (await desk.api.data(officer, inbox))["inbox"]["edges"]
    assert {"revisionNumber": 2, "isAmendment": True, "isResubmitted": False} in [
        edge["node"] for edge in edges
    ]
    plan = await desk.api.data(desk.actor, "{ plan { revisions { id number } } }")
    newest, first = plan["plan"]["revisions"]
    answer = await desk.api.data(officer, REVISION, id=newest["id"])
    amendment = answer["node"]["amendment"]
    assert (amendment["number"], amendment["reason"], amendment["baseNumber"]) == (1, "พิมพ์ผิด", 1)
    assert amendment["changes"]["mismatches"] == [
        {"code": "AMENDMENT_CORRECTION_MOVES_MONEY", "values": {"difference": "2000"}}
    ]
    answer = await desk.api.data(officer, REVISION, id=first["id"])
    assert answer["node"]["amendment"] is None


async def test_what_it_says_of_itself_is_said_anew_and_a_stale_version_is_told(desk: Desk) -> None:
    amendment = (await desk.open())["amendment"]
    given = {"id": amendment["id"], "version": 1, "kind": "ADD", "reason": "เพิ่มโครงการ"}
    answer = "amendment { version kind reason orderNumber } plan { amendment { kind } }"
    changed = await desk.api.mutate(desk.actor, "setAmendment", answer, **given)
    assert changed["amendment"] == {
        "version": 2,
        "kind": "ADD",
        "reason": "เพิ่มโครงการ",
        "orderNumber": "",
    }
    assert changed["plan"]["amendment"] == {"kind": "ADD"}
    (problem,) = await desk.api.refused(desk.actor, "setAmendment", **given)
    assert problem["code"] == "CONFLICT"
    assert problem["values"]["current"]["kind"] == "ADD"


async def test_a_cancelled_amendment_leaves_what_was_adopted(desk: Desk) -> None:
    before = [
        [(cell["state"], cell["amount"]) for cell in row["budgets"]]
        for row in (await desk.plan())["initiatives"]
    ]
    opened = (await desk.open())["amendment"]
    await desk.set_first_cell("1")
    assert await desk.step("cancelAmendment") == []
    now = await desk.plan()
    after = [
        [(cell["state"], cell["amount"]) for cell in row["budgets"]] for row in now["initiatives"]
    ]
    assert (now["stage"], now["amendments"], after) == ("ADOPTED", [], before)
    assert await desk.look(opened["id"]) is None


async def test_a_row_has_a_reason_of_its_own_that_is_submitted_with_it(desk: Desk) -> None:
    amendment = (await desk.open())["amendment"]["id"]
    plan = await desk.plan()
    row, other = (one["id"] for one in plan["initiatives"][:2])
    said = {"amendmentId": amendment, "initiativeId": row}
    answer = "rowReason { initiativeId reason version }"
    first = await desk.api.mutate(
        desk.actor, "setAmendmentReason", answer, **said, version=0, reason=" เพิ่มรุ่น \n"
    )
    assert first["rowReason"] == {"initiativeId": row, "reason": "เพิ่มรุ่น", "version": 1}
    assert (await desk.plan())["version"] == plan["version"] + 1
    (problem,) = await desk.api.refused(
        desk.actor, "setAmendmentReason", **said, version=0, reason="ทับ"
    )
    assert problem["code"] == "CONFLICT"
    assert problem["values"]["current"] == {"reason": "เพิ่มรุ่น", "version": 1}
    # What is taken out needs a reason too; an empty one is not submitted.
    remove = {"id": other, "version": plan["initiatives"][1]["version"]}
    assert await desk.api.refused(desk.actor, "removeInitiatives", rows=[remove]) == []
    taken_out = {"amendmentId": amendment, "initiativeId": other}
    for version, reason in ((0, "ซ้ำซ้อน"), (1, "  "), (2, "ยุบรวม")):
        problems = await desk.api.refused(
            desk.actor, "setAmendmentReason", **taken_out, version=version, reason=reason
        )
        assert problems == []
    problems = await desk.api.refused(
        desk.actor, "setAmendmentReason", **said, version=1, reason=""
    )
    assert problems == []

    revision = await submit(desk.api.world, desk.actor)
    officer = await make_actor(
        desk.api.world, Role.PROVINCE_OFFICER, province=revision.province_code
    )
    newest = (await desk.api.data(desk.actor, "{ plan { revisions { id } } }"))["plan"]
    query = """query($id: ID!) { node(id: $id) { ... on Revision {
      amendment { rowReasons { initiativeId reason version } } } } }"""
    seen = await desk.api.data(officer, query, id=newest["revisions"][0]["id"])
    assert seen["node"]["amendment"]["rowReasons"] == [
        {"initiativeId": other, "reason": "ยุบรวม", "version": None}
    ]
    (problem,) = await desk.api.refused(
        desk.actor, "setAmendmentReason", **said, version=2, reason="สาย"
    )
    assert problem["code"] == "AMENDMENT_LOCKED"


async def test_reasons_go_with_a_cancelled_amendment_and_belong_to_own_rows(desk: Desk) -> None:
    stranger = await make_actor(desk.api.world, Role.APPROVER)
    await make_plan(desk.api.world, stranger)
    theirs = (await desk.api.data(stranger, "{ plan { initiatives { id } } }"))["plan"]
    amendment = (await desk.open())["amendment"]["id"]
    row = (await desk.plan())["initiatives"][0]["id"]
    given = {"amendmentId": amendment, "version": 0, "reason": "เหตุผล"}
    (problem,) = await desk.api.refused(
        desk.actor, "setAmendmentReason", **given, initiativeId=theirs["initiatives"][0]["id"]
    )
    assert problem["code"] == "NOT_FOUND"
    assert await desk.api.refused(desk.actor, "setAmendmentReason", **given, initiativeId=row) == []
    assert await desk.step("cancelAmendment") == []
    again = (await desk.open())["amendment"]["id"]
    answer = await desk.api.data(
        desk.actor,
        "query($id: ID!) { node(id: $id) { ... on Amendment { number rowReasons { reason } } } }",
        id=again,
    )
    assert answer["node"] == {"number": 1, "rowReasons": []}


async def test_what_cannot_be_is_refused_by_name(desk: Desk) -> None:
    (problem,) = await desk.step("cancelAmendment")
    assert problem["code"] == "NO_AMENDMENT"
    (problem,) = (await desk.open(reason="  "))["problems"]
    assert (problem["code"], problem["field"]) == ("REASON_NEEDED", "reason")
    await desk.open()
    (problem,) = (await desk.open())["problems"]
    assert problem["code"] == "STEP_NOT_POSSIBLE"
    (problem,) = await desk.step("sendToCommittee")
    assert problem["code"] == "AMENDMENT_EMPTY"
    await desk.set_first_cell("1")
    assert await desk.step("sendToCommittee") == []
    (problem,) = await desk.step("cancelAmendment")
    assert problem["code"] == "AMENDMENT_NOT_A_DRAFT"


async def test_an_editor_says_it_anew_and_neither_opens_nor_cancels(desk: Desk) -> None:
    editor = await make_actor(
        desk.api.world, Role.EDITOR, await organisation_of(desk.api.world, desk.actor)
    )
    theirs = Desk(desk.api, editor)
    (problem,) = (await theirs.open())["problems"]
    assert problem["code"] == "FORBIDDEN"
    amendment = (await desk.open())["amendment"]
    problems = await desk.api.refused(
        editor, "setAmendment", id=amendment["id"], version=1, kind="CHANGE", reason="ใหม่"
    )
    assert problems == []
    (problem,) = await theirs.step("cancelAmendment")
    assert problem["code"] == "FORBIDDEN"

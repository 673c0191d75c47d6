"""A plan's whole life over GraphQL alone, as an integrator lives it: every id is from an answer.

At each step everybody whose turn it is not tries it too, and is told the same every time.
"""

from __future__ import annotations

from typing import Any, cast

import pytest

from make.api import Api
from make.people import make_actor, make_organisation
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.places.model import Organisation

EDITION = "2561-2564"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PLAN = """{ plan(editionCode: "2561-2564") {
  id version stage
  initiatives { id version missionCode title budgets { id version state amount fiscalYear { be } }
    sheet { version place } }
  sections { code version body } risks { id version text answeredBy }
  appointment { version committees { kind members { name duty } } }
  openParts { kind initiativeId sectionCode fiscalYear { be } }
  returned { part initiativeId sectionCode reason byName fiscalYear { be } }
  steps { revisionNumber kind byName byRole signedBy actingFor orderNumber }
  revisions { id number sha256 stage isNewest }
  amendment { id number } amendments { number kind }
} }"""
INBOX = """{ inbox { edges { node {
  revisionId revisionNumber stage isResubmitted isAmendment returnedParts organisation { code }
} } } }"""
REVISION = """query($id: ID!) { node(id: $id) { ... on Revision {
  id number stage isNewest sha256
  initiatives { initiativeId title budgets { budget { state amount } } }
  sections { code body } risks { text answeredBy { title } }
  sheets { sheet { place } } appointment { committees { members { name } } }
  reasons { part reason } verdicts { initiativeId verdict reason }
  comments { text byName initiativeId }
  changes { added changed rows { after { title } } }
  amendment { number kind changes { diff { changed } } }
} } }"""
SHEET = """{ reportingSheet(fiscalYear: 2561, round: SIX_MONTHS) {
  fingerprint basis { number isAdopted }
  rows { initiativeId version title entryId planned { amount } evidence { fileName } } } }"""
HISTORY = """query($after: String) { history(first: 100, after: $after) {
  edges { node { act byName number } } pageInfo { hasNextPage endCursor } } }"""


class Cast:
    """Everybody around one plan. Each only knows what an answer told."""

    def __init__(self, api: Api, organisation: Organisation, people: dict[str, Actor]) -> None:
        self.api = api
        self.code = organisation.code
        self.people = people

    async def plan(self, who: str = "editor") -> dict[str, Any]:
        answer = await self.api.data(self.people[who], PLAN)
        return cast("dict[str, Any]", answer["plan"])

    async def does(self, who: str, name: str, answer: str, **given: Any) -> dict[str, Any]:
        payload = await self.api.mutate(self.people[who], name, answer, **given)
        assert payload["problems"] == [], f"{who}: {name}"
        return payload

    async def is_told(self, who: str, name: str, **given: Any) -> str:
        """The code of the one problem."""
        (problem,) = await self.api.refused(self.people[who], name, **given)
        assert problem["messageTh"]
        assert problem["messageEn"]
        return cast("str", problem["code"])

    async def steps(self, who: str, name: str, **given: Any) -> dict[str, Any]:
        """A step of the organisation, on the version that this person sees."""
        plan = await self.plan(who)
        keys = {"planId": plan["id"], "version": plan["version"]}
        return (await self.does(who, name, "plan { stage }", **keys, **given))["plan"]

    async def only(self, allowed: str, name: str, **given: Any) -> None:
        """Everybody but these, named apart by spaces, is refused, and nothing moves. A stranger
        whose post would do finds nothing; a post that will not do is told so."""
        may = set(allowed.split())
        before = await self.plan()
        for who in self.people.keys() - may:
            expected = "NOT_FOUND" if STRANGERS.get(who) in may else "FORBIDDEN"
            assert await self.is_told(who, name, **given) == expected, f"{who}: {name}"
        assert await self.plan() == before

    async def only_steps(self, allowed: str, name: str, **given: Any) -> None:
        plan = await self.plan()
        await self.only(allowed, name, planId=plan["id"], version=plan["version"], **given)

    async def look(self, who: str, revision: str) -> dict[str, Any] | None:
        answer = await self.api.data(self.people[who], REVISION, id=revision)
        return cast("dict[str, Any] | None", answer["node"])

    async def waiting(self, who: str = "officer") -> list[dict[str, Any]]:
        """The organisation's lines in somebody's inbox."""
        edges = (await self.api.data(self.people[who], INBOX))["inbox"]["edges"]
        nodes = [edge["node"] for edge in edges]
        return [one for one in nodes if one["organisation"]["code"] == self.code]

    async def submitted(self, who: str = "officer") -> str:
        """The revision that waits, as the inbox names it."""
        (line,) = await self.waiting(who)
        return cast("str", line["revisionId"])

    async def public(self, address: str) -> str:
        answer = await self.api.call(None, "GET", address)
        assert answer.status_code == 200, address
        return answer.text


STRANGERS = {"neighbour": "approver", "far_officer": "officer"}
"""They have the post of somebody here, elsewhere."""


@pytest.fixture
async def all_of_them(api: Api, world: World) -> Cast:
    organisation = await make_organisation(world, "อบต.ทั้งชีวิต")
    people = {
        "editor": await make_actor(world, Role.EDITOR, organisation),
        "approver": await make_actor(world, Role.APPROVER, organisation),
        "viewer": await make_actor(world, Role.VIEWER, organisation),
        "officer": await make_actor(world, Role.PROVINCE_OFFICER),
        "district": await make_actor(world, Role.DISTRICT_OFFICER),
        "nation": await make_actor(world, Role.NATIONAL_VIEWER),
        "neighbour": await make_actor(world, Role.APPROVER),
        "far_officer": await make_actor(world, Role.PROVINCE_OFFICER, province="55"),
    }
    return Cast(api, organisation, people)


async def test_a_plan_lives_its_whole_life_over_graphql(all_of_them: Cast) -> None:
    life = all_of_them
    await start(life)
    await write_the_parts(life)
    await go_by_the_committee(life)
    await submit(life)
    await review_and_return(life)
    await correct_only_what_came_back(life)
    await accept(life)
    await adopt_and_publish(life)
    await amend(life)
    await report(life)
    await tell_it_all(life)


async def start(life: Cast) -> None:
    for who in ("viewer", "officer", "district", "nation"):
        assert await life.is_told(who, "startPlan", editionCode=EDITION) == "FORBIDDEN"
    assert await life.plan() is None
    started = await life.does(
        "editor", "startPlan", "plan { id version stage }", editionCode=EDITION
    )
    plan = started["plan"]
    assert plan["stage"] == "DRAFT"
    rows = [
        {"kind": "PROJECT", "title": "โครงการอบรมคุณธรรม"},
        {"kind": "MEASURE", "title": "มาตรการใช้รถส่วนกลาง"},
    ]
    given = {"planId": plan["id"], "missionCode": "1.1", "rows": rows}
    await life.only("editor approver", "addInitiatives", **given)
    added = await life.does("editor", "addInitiatives", "initiatives { id }", **given)
    assert len(added["initiatives"]) == 2
    await set_cells(life, 0, ("AMOUNT", "10000"), ("AMOUNT", "2500.50"), ("NONE", None))
    await set_cells(life, 1, *[("NONE", None)] * 4)


async def set_cells(life: Cast, row: int, *cells: tuple[str, str | None]) -> None:
    """The first years of a row, by the editor."""
    budgets = (await life.plan())["initiatives"][row]["budgets"]
    block = [cell_of(one, *new) for one, new in zip(budgets, cells, strict=False)]
    await life.does("editor", "setBudgetCells", "planVersion", cells=block)


def cell_of(seen: dict[str, Any], state: str, amount: str | None) -> dict[str, Any]:
    return {"id": seen["id"], "version": seen["version"], "state": state, "amount": amount}


async def write_the_parts(life: Cast) -> None:
    plan = await life.plan()
    first, second = (row["id"] for row in plan["initiatives"])
    text = {
        "planId": plan["id"],
        "code": "RATIONALE",
        "version": 0,
        "body": "# เหตุผล\n\nเพราะจำเป็น",
    }
    await life.only("editor approver", "setSection", **text)
    await life.does("editor", "setSection", "section { version }", **text)
    vision = text | {"code": "VISION", "body": "โปร่งใส ตรวจสอบได้"}
    await life.does("editor", "setSection", "section { version }", **vision)
    risk = {
        "planId": plan["id"],
        "category": "FINANCIAL",
        "text": "ฮั้วประมูล",
        "factor": "INTERNAL",
        "likelihood": 4,
        "impact": 5,
        "answeredBy": [first, second],
    }
    await life.only("editor approver", "addRisk", **risk)
    added = await life.does("editor", "addRisk", "risk { gravity { level } }", **risk)
    assert added["risk"]["gravity"] == {"level": "VERY_HIGH"}
    sheet = {
        "initiativeId": first,
        "version": 0,
        "place": "หอประชุม",
        "responsiblePerson": "นางสาวข",
    }
    await life.only("editor approver", "setSheet", **sheet)
    await life.does("editor", "setSheet", "sheet { version }", **sheet)
    order = {"planId": plan["id"], "version": 0, "orderNumber": "๑/๒๕๖๐"}
    await life.only("editor approver", "setAppointment", **order)
    await life.does("editor", "setAppointment", "appointment { version }", **order)
    await set_committee(life, "นายหนึ่ง")
    written = await life.plan()
    assert [one["body"] for one in written["sections"] if one["body"]] == [
        text["body"],
        vision["body"],
    ]
    assert written["risks"][0]["answeredBy"] == [first, second]


async def set_committee(life: Cast, name: str) -> None:
    plan = await life.plan()
    await life.does(
        "editor",
        "setCommittee",
        "appointment { version }",
        planId=plan["id"],
        version=plan["appointment"]["version"],
        committee="PLAN_MAKING",
        members=[{"name": name, "duty": "ประธานกรรมการ"}],
    )


async def go_by_the_committee(life: Cast) -> None:
    """Straight to the officers is no way; with the committee, nobody edits, and it comes back."""
    plan = await life.plan()
    keys = {"planId": plan["id"], "version": plan["version"]}
    assert await life.is_told("approver", "submitPlan", **keys) == "STEP_NOT_POSSIBLE"
    await life.only_steps("editor approver", "sendToCommittee")
    assert (await life.steps("editor", "sendToCommittee"))["stage"] == "IN_COMMITTEE"
    await assert_locked(life, "PLAN_LOCKED")
    assert await life.is_told("editor", "takeBack", **keys) == "CONFLICT"
    await life.only_steps("editor approver", "takeBack")
    assert (await life.steps("editor", "takeBack"))["stage"] == "DRAFT"
    assert (await life.steps("editor", "sendToCommittee", note="แก้แล้ว"))["stage"] == "IN_COMMITTEE"


async def assert_locked(life: Cast, code: str) -> None:
    """Each kind of part is refused with this code, to editor and approver alike."""
    plan = await life.plan()
    first = plan["initiatives"][0]
    texts = {one["code"]: one["version"] for one in plan["sections"]}
    attempts: list[tuple[str, dict[str, Any]]] = [
        ("setBudgetCells", {"cells": [cell_of(first["budgets"][0], "NONE", None)]}),
        ("setInitiative", {"id": first["id"], "version": first["version"], "title": "อื่น"}),
        ("setSheet", {"initiativeId": first["id"], "version": first["sheet"]["version"]}),
        (
            "setSection",
            {"planId": plan["id"], "code": "VISION", "version": texts["VISION"], "body": "อื่น"},
        ),
        ("addRisk", {"planId": plan["id"], "category": "STRATEGIC", "text": "อื่น"}),
    ]
    for who in ("editor", "approver"):
        for name, given in attempts:
            assert await life.is_told(who, name, **given) == code, name
    assert await life.plan() == plan


async def submit(life: Cast) -> None:
    """Nobody outside sees anything before; then the area does, and the next areas do not."""
    assert await life.waiting("officer") == await life.waiting("district") == []
    await life.only_steps("approver", "submitPlan")
    assert (await life.steps("approver", "submitPlan"))["stage"] == "SUBMITTED"
    await assert_locked(life, "PLAN_LOCKED")
    for who in ("officer", "district"):
        (line,) = await life.waiting(who)
        assert (line["revisionNumber"], line["stage"]) == (1, "SUBMITTED")
        assert (line["isResubmitted"], line["isAmendment"]) == (False, False)
    assert await life.waiting("far_officer") == []
    seen = await life.look("officer", await life.submitted())
    assert seen is not None
    assert budgets_of(seen) == ["10000", "2500.50", "NONE", "UNSTATED"]
    assert len(seen["risks"][0]["answeredBy"]) == 2
    assert seen["sheets"][0]["sheet"] == {"place": "หอประชุม"}
    for stranger in STRANGERS:
        assert await life.look(stranger, seen["id"]) is None


def budgets_of(revision: dict[str, Any]) -> list[str]:
    """The first row's years: baht, or which of the two other things it is."""
    budgets = [one["budget"] for one in revision["initiatives"][0]["budgets"]]
    return [one["amount"] or one["state"] for one in budgets]


async def review_and_return(life: Cast) -> None:
    revision = await life.submitted()
    seen = await life.look("officer", revision)
    assert seen is not None
    first, second = (row["initiativeId"] for row in seen["initiatives"])
    remark = {"revisionId": revision, "initiativeId": first, "text": "กลุ่มเป้าหมายคือใคร"}
    await life.only("officer district editor approver", "addComment", **remark)
    await life.does("officer", "addComment", "revision { id }", **remark)
    await life.does("editor", "addComment", "revision { id }", **remark | {"text": "เยาวชน"})
    verdict = {"revisionId": revision, "initiativeIds": [second], "verdict": "INCONSISTENT"}
    await life.only("officer district", "setConsistency", **verdict)
    assert await life.is_told("officer", "setConsistency", **verdict) == "REASON_NEEDED"
    judged = verdict | {"reason": "ไม่ตรงมิติ"}
    await life.does("district", "setConsistency", "revision { id }", **judged)

    returned: dict[str, Any] = {"revisionId": revision, "reasons": []}
    await life.only("officer district", "returnPlan", **returned)
    assert await life.is_told("officer", "returnPlan", **returned) == "REASONS_NEEDED"
    returned["reasons"] = [
        {"part": "CELL", "initiativeId": first, "fiscalYear": 2562, "reason": "ยอดไม่ตรง"},
        {"part": "SECTION", "sectionCode": "VISION", "reason": "ยังไม่ใช่วิสัยทัศน์"},
        {"part": "COMMITTEES", "reason": "ขาดผู้แทนประชาชน"},
    ]
    answer = await life.does(
        "officer", "returnPlan", "revision { stage reasons { reason } }", **returned
    )
    assert answer["revision"]["stage"] == "RETURNED"
    assert len(answer["revision"]["reasons"]) == 3
    # Who comes second is told where it stands.
    accepted = {"revisionId": revision}
    assert await life.is_told("district", "acceptPlan", **accepted) == "STEP_NOT_POSSIBLE"
    assert await life.waiting() == []
    seen = await life.look("editor", revision)
    assert seen is not None
    assert [one["text"] for one in seen["comments"]] == ["กลุ่มเป้าหมายคือใคร", "เยาวชน"]
    assert [(one["initiativeId"], one["reason"]) for one in seen["verdicts"]] == [
        (second, "ไม่ตรงมิติ")
    ]


async def correct_only_what_came_back(life: Cast) -> None:
    plan = await life.plan()
    first, second = plan["initiatives"]
    assert plan["stage"] == "RETURNED"
    assert {one["kind"] for one in plan["openParts"]} == {"CELL", "SECTION", "COMMITTEES"}
    assert {one["reason"] for one in plan["returned"]} == {
        "ยอดไม่ตรง",
        "ยังไม่ใช่วิสัยทัศน์",
        "ขาดผู้แทนประชาชน",
    }
    texts = {one["code"]: one["version"] for one in plan["sections"]}
    text = {"planId": plan["id"], "body": "แก้"}
    risk = plan["risks"][0]
    for name, given in (
        ("setBudgetCells", {"cells": [cell_of(first["budgets"][0], "NONE", None)]}),
        ("setBudgetCells", {"cells": [cell_of(second["budgets"][1], "NONE", None)]}),
        ("setInitiative", {"id": first["id"], "version": first["version"], "title": "อื่น"}),
        ("setSheet", {"initiativeId": first["id"], "version": first["sheet"]["version"]}),
        ("setSection", {**text, "code": "RATIONALE", "version": texts["RATIONALE"]}),
        ("setRisk", {"id": risk["id"], "version": risk["version"], "text": "อื่น"}),
        ("removeInitiative", {"id": second["id"], "version": second["version"]}),
        (
            "addInitiatives",
            {
                "planId": plan["id"],
                "missionCode": "1.1",
                "rows": [{"kind": "PROJECT", "title": "แทรก"}],
            },
        ),
    ):
        assert await life.is_told("editor", name, **given) == "PART_NOT_RETURNED", name
    # A block is all or nothing: the open cell does not go through beside a locked one.
    block = [cell_of(first["budgets"][at], "AMOUNT", "3000") for at in (1, 0)]
    assert await life.is_told("editor", "setBudgetCells", cells=block) == "PART_NOT_RETURNED"
    assert await life.plan() == plan

    await life.does("editor", "setBudgetCells", "planVersion", cells=block[:1])
    vision = {**text, "code": "VISION", "version": texts["VISION"]}
    await life.does("editor", "setSection", "section { version }", **vision)
    await set_committee(life, "นางสอง ผู้แทนประชาชน")
    await life.only_steps("approver", "submitPlan")
    assert (await life.steps("approver", "submitPlan"))["stage"] == "SUBMITTED"


async def accept(life: Cast) -> None:
    """The earlier revision stays as it was, and is reviewed no more."""
    (line,) = await life.waiting()
    assert (line["revisionNumber"], line["isResubmitted"], line["returnedParts"]) == (2, True, 3)
    older, newest = (await life.plan())["revisions"][1], line["revisionId"]
    assert older["number"] == 1
    told = await life.is_told("officer", "acceptPlan", revisionId=older["id"])
    assert told == "REVISION_SUPERSEDED"
    seen = await life.look("officer", newest)
    assert seen is not None
    assert budgets_of(seen)[1] == "3000"
    assert seen["changes"]["changed"] == 1
    assert [one["verdict"] for one in seen["verdicts"]] == ["INCONSISTENT"], "it still counts"
    before = await life.look("officer", older["id"])
    assert before is not None
    assert budgets_of(before)[1] == "2500.50"
    await life.only("officer district", "acceptPlan", revisionId=newest)
    answer = await life.does("district", "acceptPlan", "revision { stage }", revisionId=newest)
    assert answer["revision"]["stage"] == "ACCEPTED"
    await assert_locked(life, "PLAN_LOCKED")


SIGNATURE = {
    "signedBy": "นายสมชาย ใจดี",
    "signedAs": "ปลัด อบต.",
    "actingFor": "รักษาการแทนนายก อบต.",
    "orderNumber": "๑๒/๒๕๖๑",
    "signedOn": "2018-01-15",
}


async def adopt_and_publish(life: Cast) -> None:
    plan = await life.plan()
    keys = {"planId": plan["id"], "version": plan["version"]}
    assert await life.is_told("approver", "publishPlan", **keys) == "STEP_NOT_POSSIBLE"
    await life.only_steps("approver", "adoptPlan", **SIGNATURE)
    unsigned = SIGNATURE | {"signedBy": " "}
    assert await life.is_told("approver", "adoptPlan", **keys, **unsigned) == "TEXT_NEEDED"
    assert (await life.steps("approver", "adoptPlan", **SIGNATURE))["stage"] == "ADOPTED"
    answer = await life.api.call(None, "GET", f"/public/{life.code}/{EDITION}/plan")
    assert answer.status_code == 404, "in force, and not yet for everybody"
    await life.only_steps("approver", "publishPlan")
    assert (await life.steps("approver", "publishPlan"))["stage"] == "PUBLISHED"
    page = await life.public(f"/public/{life.code}/{EDITION}/plan")
    signed = "นายสมชาย ใจดี ปลัด อบต. รักษาการแทนนายก อบต."
    for text in ("โครงการอบรมคุณธรรม", "๓,๐๐๐", signed, "๑๒/๒๕๖๑"):
        assert text in page
    assert "๒,๕๐๐.๕๐" not in page


async def amend(life: Cast) -> None:
    """What was published stays readable, word for word, while and after the plan is altered."""
    first_address = f"/public/{life.code}/{EDITION}/plan/2.json"
    published = await life.public(first_address)
    facts = {"kind": "CHANGE", "reason": "เงินไม่พอ", "orderNumber": "๕/๒๕๖๑", "metOn": "2018-06-01"}
    await life.only_steps("approver", "openAmendment", **facts)
    assert (await life.steps("approver", "openAmendment", **facts))["stage"] == "DRAFT"
    plan = await life.plan()
    assert plan["amendment"]["number"] == 1
    keys = {"planId": plan["id"], "version": plan["version"]}
    assert await life.is_told("editor", "sendToCommittee", **keys) == "AMENDMENT_EMPTY"
    await set_cells(life, 0, ("AMOUNT", "12000"))
    await life.only_steps("approver", "cancelAmendment")
    await life.steps("editor", "sendToCommittee")
    await life.steps("approver", "submitPlan")
    (line,) = await life.waiting("district")
    assert (line["revisionNumber"], line["isAmendment"]) == (3, True)
    seen = await life.look("district", line["revisionId"])
    assert seen is not None
    assert seen["amendment"] == {
        "number": 1,
        "kind": "CHANGE",
        "changes": {"diff": {"changed": 1}},
    }
    await life.does("officer", "acceptPlan", "revision { stage }", revisionId=line["revisionId"])
    await life.steps("approver", "adoptPlan", **SIGNATURE | {"orderNumber": "๒๐/๒๕๖๑"})
    assert "๑๒,๐๐๐" not in await life.public(f"/public/{life.code}/{EDITION}/plan")
    await life.steps("approver", "publishPlan")
    assert "๑๒,๐๐๐" in await life.public(f"/public/{life.code}/{EDITION}/plan")
    assert await life.public(first_address) == published
    now = await life.plan()
    assert (now["amendment"], now["amendments"]) == (None, [{"number": 1, "kind": "CHANGE"}])


async def report(life: Cast) -> None:
    """Half a year on the plan in force, with evidence, submitted and published."""
    sheet = (await life.api.data(life.people["editor"], SHEET))["reportingSheet"]
    assert sheet["basis"] == {"number": 3, "isAdopted": True}
    row = sheet["rows"][0]
    assert row["planned"] == {"amount": "12000"}
    when = {"fiscalYear": 2561, "round": "SIX_MONTHS"}
    entry = {
        "initiativeId": row["initiativeId"],
        "version": row["version"],
        "status": "IN_PROGRESS",
        "inOrdinance": "YES",
        "ordinanceState": "AMOUNT",
        "ordinance": "12000",
        "disbursed": "4500.25",
    }
    await life.only("editor approver neighbour", "setProgress", **when, entries=[entry])
    told = await life.is_told("neighbour", "setProgress", **when, entries=[entry])
    assert told == "NOTHING_TO_REPORT", "their own organisation has no plan"
    answer = await life.does("editor", "setProgress", "rows { entryId }", **when, entries=[entry])
    place = f"/attachments/PROGRESS/{answer['rows'][0]['entryId']}"
    file = {"file": ("evidence.pdf", PDF)}
    for who, status in (("officer", 403), ("viewer", 403), ("neighbour", 404)):
        refused = await life.api.call(life.people[who], "POST", place, files=file)
        assert refused.status_code == status, who
    kept = await life.api.call(life.people["editor"], "POST", place, files=file)
    assert kept.status_code == 201, kept.text
    sheet = (await life.api.data(life.people["approver"], SHEET))["reportingSheet"]
    assert sheet["rows"][0]["evidence"] == [{"fileName": "evidence.pdf"}]

    given = {**when, "fingerprint": sheet["fingerprint"]}
    await life.only("approver neighbour", "submitReport", **given)
    answer = await life.does("approver", "submitReport", "report { id number }", **given)
    known = answer["report"]["id"]
    seen = await life.api.data(
        life.people["officer"],
        """query($id: ID!) { node(id: $id) { ... on Report { number disbursed
          counts { counted leftOut inProgress } rows { title evidence { fileName } } } } }""",
        id=known,
    )
    assert seen["node"]["disbursed"] == "4500.25"
    assert seen["node"]["counts"] == {"counted": 1, "leftOut": 1, "inProgress": 1}
    assert seen["node"]["rows"][0]["evidence"] == [{"fileName": "evidence.pdf"}]
    await life.only("approver", "publishReport", reportId=known)
    published = await life.does(
        "approver", "publishReport", "publication { kind period newestAddress }", reportId=known
    )
    assert published["publication"]["kind"] == "FOLLOW_UP"
    assert "๔,๕๐๐.๒๕" in await life.public(published["publication"]["newestAddress"])


async def tell_it_all(life: Cast) -> None:
    """The organisation reads who did what, in the order in which it happened."""
    acts: list[tuple[str, str]] = []
    after: str | None = None
    while True:
        page = (await life.api.data(life.people["viewer"], HISTORY, after=after))["history"]
        acts += [(edge["node"]["act"], edge["node"]["byName"]) for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    names = {actor.name: who for who, actor in life.people.items()}
    told = [(act, names[name]) for act, name in reversed(acts)]
    assert [one for one in told if one[0] in STEPS] == [
        ("START_PLAN", "editor"),
        ("SEND_TO_COMMITTEE", "editor"),
        ("TAKE_BACK", "editor"),
        ("SEND_TO_COMMITTEE", "editor"),
        ("SUBMIT_PLAN", "approver"),
        ("ADD_COMMENT", "officer"),
        ("ADD_COMMENT", "editor"),
        ("SET_CONSISTENCY", "district"),
        *[("RETURN_PART", "officer")] * 3,
        ("RETURN_PLAN", "officer"),
        ("SUBMIT_PLAN", "approver"),
        ("ACCEPT_PLAN", "district"),
        ("ADOPT_PLAN", "approver"),
        ("PUBLISH_PLAN", "approver"),
        ("OPEN_AMENDMENT", "approver"),
        ("SEND_TO_COMMITTEE", "editor"),
        ("SUBMIT_PLAN", "approver"),
        ("ACCEPT_PLAN", "officer"),
        ("ADOPT_PLAN", "approver"),
        ("PUBLISH_PLAN", "approver"),
    ]
    written = [one for one in told if one[0] not in STEPS]
    assert {who for _, who in written} == {"editor"}
    assert {act for act, _ in written} == {
        "ADD_INITIATIVE",
        "SET_BUDGET_CELL",
        "SET_SECTION",
        "ADD_RISK",
        "SET_SHEET",
        "SET_APPOINTMENT",
        "SET_COMMITTEE",
        "SET_PROGRESS",
    }
    plan = await life.plan("viewer")
    assert [(one["revisionNumber"], one["kind"]) for one in plan["steps"]] == [
        (1, "SUBMITTED"),
        (1, "RETURNED"),
        (2, "SUBMITTED"),
        (2, "ACCEPTED"),
        (2, "ADOPTED"),
        (2, "PUBLISHED"),
        (3, "SUBMITTED"),
        (3, "ACCEPTED"),
        (3, "ADOPTED"),
        (3, "PUBLISHED"),
    ]
    for who in life.people.keys() - {"editor", "approver", "viewer", "neighbour"}:
        told_code = await life.api.error(life.people[who], HISTORY, after=None)
        assert told_code["code"] == "FORBIDDEN", who


STEPS = {
    "START_PLAN",
    "SEND_TO_COMMITTEE",
    "TAKE_BACK",
    "SUBMIT_PLAN",
    "ADD_COMMENT",
    "SET_CONSISTENCY",
    "RETURN_PART",
    "RETURN_PLAN",
    "ACCEPT_PLAN",
    "ADOPT_PLAN",
    "PUBLISH_PLAN",
    "OPEN_AMENDMENT",
}

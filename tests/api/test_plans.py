"""The plan over GraphQL: reading, every edit, every refusal, submitting."""

from typing import Any, cast
from uuid import uuid4

import pytest

from make.api import Api, global_id
from make.people import make_actor, make_organisation, organisation_of
from make.plans import ROWS, make_plan, make_row
from plan_core.actor import Actor, Role

PLAN = """{ plan {
  id version state stage dueOn updatedAt
  edition { code titleTh dimensions { code missions { code titleTh } } }
  fiscalYears { be ce startsOn endsOn }
  organisation { code nameTh isDemo }
  initiatives { id version missionCode dimensionCode number numberPrinted kind title remarks
    budgets { id version state amount fiscalYear { be } } }
  totals { grandTotal counts { total projects activities measures guidelines unknown }
    cells { amounts none unstated }
    years { fiscalYear { be } budget { state amount } }
    dimensions { dimensionCode counts { total } years { budget { state amount } }
      missions { missionCode counts { total } } } }
  declared { dimensionCode } findings { code key initiativeIds severity } sections { code }
  risks { category } revisions { number submittedBy sha256 }
} }"""


class Desk:
    """An approver, who may do everything to the plan of four rows, and what the API showed."""

    def __init__(self, api: Api, actor: Actor) -> None:
        self.api = api
        self.actor = actor

    async def plan(self) -> dict[str, Any]:
        return (await self.api.data(self.actor, PLAN))["plan"]

    async def row(self, at: int = 0) -> dict[str, Any]:
        return (await self.plan())["initiatives"][at]

    async def set_cells(self, *cells: dict[str, Any]) -> dict[str, Any]:
        return await self.api.mutate(
            self.actor,
            "setBudgetCells",
            "cells { id version state amount } planVersion totals { grandTotal }",
            cells=list(cells),
        )

    async def edit(self, name: str, **given: Any) -> dict[str, Any]:
        answer = "initiative { id version missionCode number title kind remarks } plan { version }"
        return await self.api.mutate(self.actor, name, answer, **given)


@pytest.fixture
async def desk(api: Api) -> Desk:
    approver = await make_actor(api.world, Role.APPROVER)
    await make_plan(api.world, approver)
    return Desk(api, approver)


async def test_a_plan_is_read_whole(desk: Desk) -> None:
    plan = await desk.plan()
    assert (plan["version"], plan["state"], plan["revisions"]) == (1, "DRAFT", [])
    assert plan["fiscalYears"][0] == {
        "be": 2561,
        "ce": 2018,
        "startsOn": "2017-10-01",
        "endsOn": "2018-09-30",
    }
    assert [len(one["missions"]) for one in plan["edition"]["dimensions"]] == [3, 5, 3, 4]
    assert [row["title"] for row in plan["initiatives"]] == [row.title for row in ROWS]
    assert [row["number"] for row in plan["initiatives"]] == [1, 2, 1, 1]
    assert [
        (cell["state"], cell["amount"], cell["fiscalYear"]["be"])
        for cell in plan["initiatives"][0]["budgets"]
    ] == [
        ("AMOUNT", "10000", 2561),
        ("AMOUNT", "10000", 2562),
        ("AMOUNT", "2500.50", 2563),
        ("NONE", None, 2564),
    ]
    totals = plan["totals"]
    assert totals["grandTotal"] == "28500.50"
    assert totals["cells"] == {"amounts": 8, "none": 6, "unstated": 2}
    assert totals["counts"]["total"] == 4
    assert totals["dimensions"][0]["years"][3]["budget"] == {"state": "NONE", "amount": None}
    assert totals["dimensions"][1]["years"][0]["budget"] == {"state": "UNSTATED", "amount": None}


async def test_without_a_plan_there_is_null_and_one_can_be_started_once(api: Api) -> None:
    editor = await make_actor(api.world)
    assert await api.data(editor, PLAN) == {"plan": None}
    started = await api.mutate(
        editor, "startPlan", "plan { version totals { grandTotal } }", editionCode="2561-2564"
    )
    assert started == {"plan": {"version": 1, "totals": {"grandTotal": "0"}}, "problems": []}
    (problem,) = await api.refused(editor, "startPlan", editionCode="2561-2564")
    assert problem["code"] == "DRAFT_EXISTS"
    (problem,) = await api.refused(editor, "startPlan", editionCode="1-2")
    assert problem["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("amount", "kept"),
    [("25000.50", "25000.50"), ("25000.5", "25000.50"), (7, "7"), ("0", "0"), ("0.00", "0")],
)
async def test_an_amount_is_text_or_a_whole_number_and_exact(
    desk: Desk, amount: object, kept: str
) -> None:
    cell = (await desk.row())["budgets"][0]
    answer = await desk.set_cells(
        {"id": cell["id"], "version": 1, "state": "AMOUNT", "amount": amount}
    )
    assert answer["problems"] == []
    assert answer["cells"] == [{"id": cell["id"], "version": 2, "state": "AMOUNT", "amount": kept}]
    assert answer["planVersion"] == 2


@pytest.mark.parametrize(
    "amount", [25000.5, True, "1e3", "๑๐๐", "1,000", "", " 1", "NaN", "Infinity", "0x1", []]
)
async def test_what_is_no_exact_decimal_never_reaches_the_plan(desk: Desk, amount: object) -> None:
    cell = (await desk.row())["budgets"][0]
    text = (
        "mutation($input: SetBudgetCellsInput!)"
        " { setBudgetCells(input: $input) { planVersion problems { code } } }"
    )
    given = {"cells": [{"id": cell["id"], "version": 1, "state": "AMOUNT", "amount": amount}]}
    response = await desk.api.post(desk.actor, text, input=given)
    assert response.status_code == 400
    assert "data" not in response.json()
    assert (await desk.plan())["version"] == 1


async def test_a_float_written_in_the_query_is_refused_and_a_whole_number_is_not(
    desk: Desk,
) -> None:
    cell = (await desk.row())["budgets"][0]
    text = (
        'mutation {{ setBudgetCells(input: {{cells: [{{id: "{id}", version: 1, state: AMOUNT,'
        " amount: {amount}}}]}}) {{ cells {{ amount }} problems {{ code }} }} }}"
    )
    response = await desk.api.post(desk.actor, text.format(id=cell["id"], amount="1.5"))
    assert response.status_code == 400
    data = await desk.api.data(desk.actor, text.format(id=cell["id"], amount="15"))
    assert data["setBudgetCells"]["cells"] == [{"amount": "15"}]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"state": "AMOUNT", "amount": "-1"}, "BUDGET_NEGATIVE"),
        ({"state": "AMOUNT", "amount": "1000000000000"}, "BUDGET_TOO_LARGE"),
        ({"state": "AMOUNT", "amount": "99999999999999999999"}, "BUDGET_TOO_LARGE"),
        ({"state": "AMOUNT", "amount": "0.001"}, "BUDGET_TOO_FINE"),
        ({"state": "AMOUNT"}, "BUDGET_CONTRADICTS_STATE"),
        ({"state": "NONE", "amount": "5"}, "BUDGET_CONTRADICTS_STATE"),
        ({"state": "UNSTATED", "amount": "0"}, "BUDGET_CONTRADICTS_STATE"),
        ({"state": "NONE", "version": 9}, "CONFLICT"),
        ({"state": "NONE", "id": global_id("BudgetCell", uuid4())}, "NOT_FOUND"),
    ],
)
async def test_a_refused_cell_is_named_by_its_place_in_the_block(
    desk: Desk, given: dict[str, Any], code: str
) -> None:
    first, second, *_ = (await desk.row())["budgets"]
    fine = {"id": first["id"], "version": 1, "state": "NONE"}
    answer = await desk.set_cells(fine, {"id": second["id"], "version": 1, **given})
    assert (answer["cells"], answer["planVersion"], answer["totals"]) == (None, None, None)
    (problem,) = answer["problems"]
    assert (problem["code"], problem["field"]) == (code, "cells.1")
    assert problem["messageTh"]
    assert (await desk.plan())["version"] == 1


async def test_a_conflict_shows_the_current_value(desk: Desk) -> None:
    cell = (await desk.row())["budgets"][0]
    edit = {"id": cell["id"], "version": 1, "state": "AMOUNT", "amount": "5"}
    await desk.set_cells(edit)
    (problem,) = (await desk.set_cells({**edit, "amount": "6"}))["problems"]
    assert problem["values"]["current"] == {
        "fiscalYear": 2561,
        "state": "AMOUNT",
        "amount": "5",
        "version": 2,
    }


async def test_an_id_of_another_type_is_not_found(desk: Desk) -> None:
    row = await desk.row()
    (problem,) = (await desk.set_cells({"id": row["id"], "version": 1, "state": "NONE"}))[
        "problems"
    ]
    assert problem["code"] == "NOT_FOUND"


async def test_rows_are_set_added_moved_removed_and_brought_back(desk: Desk) -> None:
    plan = await desk.plan()
    first = plan["initiatives"][0]
    answer = await desk.edit("setInitiative", id=first["id"], version=1, title=" โครงการ  ใหม่ ")
    assert answer["initiative"]["title"] == "โครงการ ใหม่"
    assert answer["initiative"]["version"] == 2
    answer = await desk.edit(
        "addInitiative",
        planId=plan["id"],
        missionCode="1.1",
        kind="MEASURE",
        title="มาตรการเพิ่ม",
        position=1,
    )
    added = answer["initiative"]
    assert (added["number"], added["version"]) == (1, 1)
    answer = await desk.edit("moveInitiative", id=added["id"], version=1, missionCode="4.4")
    assert (answer["initiative"]["missionCode"], answer["initiative"]["number"]) == ("4.4", 1)
    answer = await desk.edit("removeInitiative", id=added["id"], version=2)
    assert (answer["initiative"], answer["problems"]) == (None, [])
    answer = await desk.edit("restoreInitiative", id=added["id"])
    assert answer["initiative"]["missionCode"] == "4.4"
    assert answer["plan"]["version"] == 6
    assert len((await desk.plan())["initiatives"]) == 5


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("setInitiative", {"version": 9, "title": "x"}, "CONFLICT"),
        ("setInitiative", {"version": 1, "title": " "}, "TITLE_EMPTY"),
        ("setInitiative", {"version": 1, "remarks": "ก" * 2001}, "TEXT_TOO_LONG"),
        ("moveInitiative", {"version": 1, "missionCode": "9.9"}, "MISSION_UNKNOWN"),
        (
            "moveInitiative",
            {"version": 1, "missionCode": "1.1", "position": 0},
            "POSITION_OUT_OF_RANGE",
        ),
        ("moveInitiative", {"version": 3, "missionCode": "1.1"}, "CONFLICT"),
        ("removeInitiative", {"version": 2}, "CONFLICT"),
        ("removeInitiative", {"version": 1, "id": "nonsense"}, "NOT_FOUND"),
        (
            "restoreInitiative",
            {"id": global_id("Initiative", "0" * 8 + "-0000-0000-0000-" + "0" * 12)},
            "NOT_FOUND",
        ),
    ],
)
async def test_a_refused_row_changes_nothing_and_says_why(
    desk: Desk, name: str, given: dict[str, Any], code: str
) -> None:
    row = await desk.row()
    answer = await desk.edit(name, **{"id": row["id"], **given})
    assert (answer["initiative"], answer["plan"]) == (None, None)
    (problem,) = answer["problems"]
    assert problem["code"] == code
    assert (await desk.plan())["version"] == 1


async def test_adding_to_a_plan_that_nobody_has_is_not_found(desk: Desk) -> None:
    (problem,) = await desk.api.refused(
        desk.actor,
        "addInitiative",
        planId=global_id("Plan", uuid4()),
        missionCode="1.1",
        kind="PROJECT",
        title="โครงการ",
    )
    assert problem["code"] == "NOT_FOUND"


async def test_submitting_makes_a_revision_that_can_be_read(desk: Desk) -> None:
    plan = await send_to_committee(desk.api, desk.actor, await desk.plan())
    answer = await desk.api.mutate(
        desk.actor,
        "submitPlan",
        "revision { id number submittedBy sha256 organisation { code } edition { code } "
        "totals { grandTotal } initiatives { id title number organisation { code } "
        "budgets { fiscalYear { be } budget { state amount } } } sections { code } "
        "risks { category } } plan { state version }",
        planId=plan["id"],
        version=plan["version"],
    )
    revision = answer["revision"]
    assert (revision["number"], revision["totals"]["grandTotal"]) == (1, "28500.50")
    assert answer["plan"] == {"state": "SUBMITTED", "version": 3}
    assert [row["title"] for row in revision["initiatives"]] == [row.title for row in ROWS]
    assert revision["initiatives"][2]["budgets"][0]["budget"] == {
        "state": "UNSTATED",
        "amount": None,
    }
    for one in (revision, revision["initiatives"][0]):
        found = await desk.api.data(
            desk.actor, "query($id: ID!) { node(id: $id) { id __typename } }", id=one["id"]
        )
        assert found["node"]["id"] == one["id"]
    (problem,) = await desk.api.refused(desk.actor, "submitPlan", planId=plan["id"], version=3)
    assert (problem["code"], problem["values"]["stage"]) == ("STEP_NOT_POSSIBLE", "SUBMITTED")


async def test_another_version_than_the_committee_has_seen_is_not_submitted(desk: Desk) -> None:
    plan = await send_to_committee(desk.api, desk.actor, await desk.plan())
    (problem,) = await desk.api.refused(desk.actor, "submitPlan", planId=plan["id"], version=1)
    assert (problem["code"], problem["values"]) == ("CONFLICT", {"current": {"version": 2}})


async def send_to_committee(api: Api, actor: Actor, plan: dict[str, Any]) -> dict[str, Any]:
    """The plan as it is with the committee."""
    answer = await api.mutate(
        actor,
        "sendToCommittee",
        "plan { id version stage }",
        planId=plan["id"],
        version=plan["version"],
    )
    assert (answer["problems"], answer["plan"]["stage"]) == ([], "IN_COMMITTEE")
    return cast("dict[str, Any]", answer["plan"])


async def test_an_editor_edits_and_does_not_submit(desk: Desk) -> None:
    editor = await make_actor(
        desk.api.world, Role.EDITOR, await organisation_of(desk.api.world, desk.actor)
    )
    plan = await desk.plan()
    (problem,) = await desk.api.refused(editor, "submitPlan", planId=plan["id"], version=1)
    assert problem["code"] == "FORBIDDEN"
    (problem,) = await desk.api.refused(
        await make_actor(desk.api.world), "submitPlan", planId=plan["id"], version=1
    )
    assert problem["code"] == "NOT_FOUND"


async def test_an_empty_plan_is_not_submitted(api: Api) -> None:
    approver = await make_actor(api.world, Role.APPROVER)
    plan = await make_plan(api.world, approver, [])
    seen = {"id": global_id("Plan", plan.id), "version": 1}
    seen = await send_to_committee(api, approver, seen)
    (problem,) = await api.refused(
        approver, "submitPlan", planId=seen["id"], version=seen["version"]
    )
    assert problem["code"] == "PLAN_EMPTY"


async def test_each_node_of_a_plan_is_found_by_its_id(desk: Desk) -> None:
    plan = await desk.plan()
    row = plan["initiatives"][2]
    cell = row["budgets"][1]
    found = await desk.api.data(
        desk.actor,
        "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id "
        "... on Plan { version } ... on Initiative { title number } "
        "... on BudgetCell { amount } } }",
        ids=[plan["id"], row["id"], cell["id"]],
    )
    assert found["nodes"] == [
        {"__typename": "Plan", "id": plan["id"], "version": 1},
        {"__typename": "Initiative", "id": row["id"], "title": row["title"], "number": 1},
        {"__typename": "BudgetCell", "id": cell["id"], "amount": "5000"},
    ]


async def test_findings_name_the_rows_by_their_global_ids(api: Api) -> None:
    editor = await make_actor(api.world, Role.EDITOR, await make_organisation(api.world))
    await make_plan(api.world, editor, [make_row("1.1"), make_row("1.1")])
    plan = (await api.data(editor, PLAN))["plan"]
    twins = [one for one in plan["findings"] if one["code"] == "DUPLICATE_INITIATIVE"]
    assert set(twins[0]["initiativeIds"]) == {row["id"] for row in plan["initiatives"]}


async def test_a_citizens_number_keeps_a_plan_from_being_submitted(api: Api) -> None:
    approver = await make_actor(api.world, Role.APPROVER)
    made = await make_plan(api.world, approver, [make_row("1.1", 5, title="โครงการ 1101700230708")])
    seen = await send_to_committee(api, approver, {"id": global_id("Plan", made.id), "version": 1})
    given = {"planId": seen["id"], "version": seen["version"]}
    (problem,) = await api.refused(approver, "submitPlan", **given)
    assert problem["code"] == "FINDINGS_CRITICAL"
    plan = (await api.data(approver, PLAN))["plan"]
    assert (plan["stage"], plan["revisions"], plan["version"]) == ("IN_COMMITTEE", [], 2)
    assert problem["values"]["keys"] == [
        one["key"] for one in plan["findings"] if one["severity"] == "CRITICAL"
    ]


async def test_a_finding_of_the_plan_is_explained(api: Api) -> None:
    editor = await make_actor(api.world)
    await make_plan(api.world, editor, [make_row("1.1", 5), make_row("1.1", 5)])
    plan = (await api.data(editor, PLAN))["plan"]
    key = next(one["key"] for one in plan["findings"] if one["code"] == "DUPLICATE_INITIATIVE")
    answer = await api.mutate(
        editor,
        "explainPlanFinding",
        "plan { findings { key explanation { text by } } }",
        planId=plan["id"],
        key=key,
        text="จัดคนละหมู่บ้าน",
    )
    explained = {one["key"]: one["explanation"] for one in answer["plan"]["findings"]}
    assert explained[key] == {"text": "จัดคนละหมู่บ้าน", "by": editor.name}

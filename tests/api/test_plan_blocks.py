"""Blocks of rows over GraphQL: answered whole, refused whole, each refusal with its place."""

from typing import Any

import pytest

from make.api import Api
from make.people import make_actor
from make.plans import make_plan
from plan_core.actor import Actor, Role

ROWS = """{ plan { id version initiatives { id version number missionCode kind title remarks
  budgets { id version state amount } } totals { grandTotal } } }"""
ROW = "id version number missionCode kind title remarks budgets { state amount }"


class Desk:
    def __init__(self, api: Api, actor: Actor) -> None:
        self.api = api
        self.actor = actor

    async def plan(self) -> dict[str, Any]:
        return (await self.api.data(self.actor, ROWS))["plan"]

    async def change(self, name: str, answer: str = "plan { version }", **given: Any) -> Any:
        selection = f"initiatives {{ {ROW} }} {answer}"
        return await self.api.mutate(self.actor, name, selection, **given)


@pytest.fixture
async def desk(api: Api) -> Desk:
    actor = await make_actor(api.world, Role.EDITOR)
    await make_plan(api.world, actor)
    return Desk(api, actor)


async def test_a_block_of_rows_is_set_and_answered_with_totals(desk: Desk) -> None:
    first, second = (await desk.plan())["initiatives"][:2]
    answer = await desk.change(
        "setInitiatives",
        "planVersion totals { grandTotal }",
        rows=[
            {"id": first["id"], "version": 1, "kind": "MEASURE", "remarks": "กองคลัง"},
            {
                "id": second["id"],
                "version": 1,
                "cells": [
                    {
                        "id": second["budgets"][0]["id"],
                        "version": 1,
                        "state": "AMOUNT",
                        "amount": "0.50",
                    }
                ],
            },
        ],
    )
    assert answer["problems"] == []
    assert [row["kind"] for row in answer["initiatives"]] == ["MEASURE", "MEASURE"]
    assert answer["initiatives"][1]["budgets"][0] == {"state": "AMOUNT", "amount": "0.50"}
    assert answer["totals"] == {"grandTotal": "28501.00"}
    assert answer["planVersion"] == 2


async def test_refusals_of_a_block_say_where_and_what_stands_there(desk: Desk) -> None:
    before = await desk.plan()
    first, second = before["initiatives"][:2]
    answer = await desk.change(
        "setInitiatives",
        "planVersion",
        rows=[
            {"id": first["id"], "version": 9, "title": "ใหม่"},
            {
                "id": second["id"],
                "version": 1,
                "cells": [{"id": second["budgets"][1]["id"], "version": 4, "state": "NONE"}],
            },
        ],
    )
    problems = {one["field"]: one for one in answer["problems"]}
    assert {field: one["code"] for field, one in problems.items()} == {
        "rows.0": "CONFLICT",
        "rows.1.cells.0": "CONFLICT",
    }
    assert problems["rows.0"]["values"]["current"]["title"] == first["title"]
    assert problems["rows.1.cells.0"]["values"]["current"]["state"] == "NONE"
    assert answer["initiatives"] is None
    assert await desk.plan() == before


async def test_rows_are_added_together_with_what_is_set_beside_them(desk: Desk) -> None:
    plan = await desk.plan()
    cell = plan["initiatives"][0]["budgets"][3]
    beside: dict[str, Any] = {
        "id": plan["initiatives"][0]["id"],
        "version": 1,
        "cells": [{"id": cell["id"], "version": 1, "state": "AMOUNT", "amount": "9"}],
    }
    given: dict[str, Any] = {
        "planId": plan["id"],
        "missionCode": "1.2",
        "rows": [
            {
                "kind": "ACTIVITY",
                "title": "กิจกรรมหนึ่ง",
                "budgets": [{"fiscalYear": 2561, "state": "AMOUNT", "amount": "1"}],
            },
            {"kind": "PROJECT", "title": "โครงการสอง", "remarks": "หมายเหตุ"},
        ],
    }
    stale = beside | {"cells": [beside["cells"][0] | {"version": 7}]}
    refused = await desk.change("addInitiatives", **given, alsoSet=[stale])
    assert [(one["field"], one["code"]) for one in refused["problems"]] == [
        ("alsoSet.0.cells.0", "CONFLICT")
    ]
    assert await desk.plan() == plan
    added = await desk.change("addInitiatives", **given, alsoSet=[beside])
    assert added["problems"] == []
    assert [(row["number"], row["title"]) for row in added["initiatives"]] == [
        (2, "กิจกรรมหนึ่ง"),
        (3, "โครงการสอง"),
    ]
    now = await desk.plan()
    assert now["initiatives"][0]["budgets"][3]["amount"] == "9"
    assert now["totals"]["grandTotal"] == "28510.50"


async def test_a_row_with_one_year_twice_is_refused(desk: Desk) -> None:
    plan = await desk.plan()
    twice = [{"fiscalYear": 2561, "state": "NONE"}] * 2
    answer = await desk.change(
        "addInitiatives",
        planId=plan["id"],
        missionCode="1.1",
        rows=[{"kind": "PROJECT", "title": "โครงการ", "budgets": twice}],
    )
    assert [one["code"] for one in answer["problems"]] == ["YEAR_TWICE"]
    assert await desk.plan() == plan


async def test_rows_are_removed_and_brought_back_together(desk: Desk) -> None:
    plan = await desk.plan()
    rows = [{"id": row["id"], "version": 1} for row in plan["initiatives"][:2]]
    removed = await desk.change("removeInitiatives", rows=rows)
    assert (removed["problems"], removed["initiatives"]) == ([], [])
    assert len((await desk.plan())["initiatives"]) == 2
    back = await desk.change("restoreInitiatives", ids=[row["id"] for row in rows])
    assert [row["id"] for row in back["initiatives"]] == [row["id"] for row in rows]
    again = await desk.change("removeInitiatives", rows=rows)
    assert [(one["field"], one["code"]) for one in again["problems"]] == [
        ("rows.0", "CONFLICT"),
        ("rows.1", "CONFLICT"),
    ]

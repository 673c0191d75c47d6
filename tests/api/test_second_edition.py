"""A second edition, in this test's database only: what a year left undone goes on in its plan."""

from typing import Any

import pytest

from make.api import Api, global_id
from make.editions import later_edition, make_later_edition
from make.people import make_actor, make_organisation
from make.plans import make_plan, submit
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.plans import queries as plans
from plan_core.plans.model import Plan

LAST_YEAR = 2564
NEXT = later_edition()
CARRY = f"""{{ carryOver(fiscalYear: {LAST_YEAR}) {{ targets {{ planId editionCode }}
  rows {{ initiativeId missionCode number title entry {{ status }} }} }} }}"""
ROWS = """plan { id edition { code } initiatives { missionCode number title kind remarks
  budgets { state fiscalYear { be } } } }"""


class Desk:
    """An approver whose plan of the first edition is reported on to its end."""

    def __init__(self, api: Api, actor: Actor) -> None:
        self.api, self.actor = api, actor

    async def carried(self) -> dict[str, Any]:
        return (await self.api.data(self.actor, CARRY))["carryOver"]

    async def carry(self, plan_id: str, *rows: tuple[str, str]) -> dict[str, Any]:
        return await self.api.mutate(
            self.actor,
            "carryOver",
            ROWS,
            fiscalYear=LAST_YEAR,
            planId=plan_id,
            rows=[{"initiativeId": one, "missionCode": mission} for one, mission in rows],
        )

    async def report(self, initiative_id: str, status: str) -> None:
        answer = await self.api.mutate(
            self.actor,
            "setProgress",
            "fingerprint",
            fiscalYear=LAST_YEAR,
            round="TWELVE_MONTHS",
            entries=[{"initiativeId": initiative_id, "version": 0, "status": status}],
        )
        assert answer["problems"] == []

    async def start(self) -> str:
        """A plan of the next edition."""
        payload = await self.api.mutate(
            self.actor, "startPlan", "plan { id }", editionCode=NEXT.code
        )
        assert payload["problems"] == []
        return payload["plan"]["id"]


@pytest.fixture
async def desk(api: Api, world: World) -> Desk:
    await make_later_edition(world)
    approver = await make_actor(world, Role.APPROVER, await make_organisation(world))
    await make_plan(world, approver)
    await submit(world, approver)
    return Desk(api, approver)


async def rows_of(world: World, actor: Actor, code: str) -> tuple[Plan, list[str]]:
    async with world.app.read(actor) as tx:
        plan = await plans.find_plan(tx, code)
        assert plan is not None
        return plan, [one.title for one in await plans.list_initiatives(tx, plan.id)]


async def test_what_a_year_left_undone_goes_into_the_next_editions_plan(
    desk: Desk, world: World
) -> None:
    before = await desk.carried()
    assert (len(before["rows"]), before["targets"]) == (4, [])
    done, going, cannot, untouched = before["rows"]
    await desk.report(done["initiativeId"], "DONE")
    await desk.report(going["initiativeId"], "IN_PROGRESS")
    plan_id = await desk.start()
    after = await desk.carried()
    assert after["targets"] == [{"planId": plan_id, "editionCode": NEXT.code}]
    assert [one["initiativeId"] for one in after["rows"]] == [
        one["initiativeId"] for one in (going, cannot, untouched)
    ]
    payload = await desk.carry(
        plan_id, (untouched["initiativeId"], "1.2"), (going["initiativeId"], "2.1")
    )
    assert payload["problems"] == []
    plan = payload["plan"]
    assert (plan["id"], plan["edition"]["code"]) == (plan_id, NEXT.code)
    assert [(one["missionCode"], one["number"], one["title"]) for one in plan["initiatives"]] == [
        ("1.2", 1, untouched["title"]),
        ("2.1", 1, going["title"]),
    ]
    for one in plan["initiatives"]:
        assert one["remarks"] == "ยกมาจากปีงบประมาณ ๒๕๖๔"
        assert [(cell["fiscalYear"]["be"], cell["state"]) for cell in one["budgets"]] == [
            (year, "UNSTATED") for year in range(2570, 2575)
        ]
    _, old = await rows_of(world, desk.actor, world.edition.code)
    assert len(old) == 4


async def test_rows_can_be_added_and_the_plan_goes_its_way_from_there(
    desk: Desk, world: World
) -> None:
    plan_id = await desk.start()
    rows = (await desk.carried())["rows"]
    await desk.carry(plan_id, (rows[0]["initiativeId"], "1.1"))
    payload = await desk.carry(plan_id, (rows[1]["initiativeId"], "1.1"))
    assert [one["number"] for one in payload["plan"]["initiatives"]] == [1, 2]
    again = await desk.carry(plan_id, (rows[0]["initiativeId"], "1.2"))
    assert [(one["code"], one["values"]["titles"]) for one in again["problems"]] == [
        ("ALREADY_CARRIED", [rows[0]["title"]])
    ]
    plan, _ = await rows_of(world, desk.actor, NEXT.code)
    shown = await desk.api.data(desk.actor, "{ plan { id edition { code } } }")
    assert shown["plan"] == {"id": plan_id, "edition": {"code": NEXT.code}}
    assert plan_id == global_id("Plan", plan.id)


async def test_what_cannot_go_is_refused_whole(desk: Desk, world: World) -> None:
    plan_id = await desk.start()
    rows = (await desk.carried())["rows"]
    await desk.report(rows[0]["initiativeId"], "DONE")
    ids = [one["initiativeId"] for one in rows]
    done = await desk.carry(plan_id, (ids[1], "1.1"), (ids[0], "1.1"))
    assert [one["code"] for one in done["problems"]] == ["NOT_FOUND"]
    elsewhere = await desk.carry(plan_id, (ids[1], "1.1"), (ids[2], "9.9"))
    assert [one["code"] for one in elsewhere["problems"]] == ["MISSION_UNKNOWN"]
    assert (await rows_of(world, desk.actor, NEXT.code))[1] == []
    stranger = await make_actor(world, Role.APPROVER, await make_organisation(world))
    hidden = await Desk(desk.api, stranger).carry(plan_id, (ids[1], "1.1"))
    assert [one["code"] for one in hidden["problems"]] == ["NOT_FOUND"]


async def test_each_year_is_reported_on_in_the_edition_that_has_it(
    desk: Desk, world: World
) -> None:
    await desk.start()
    query = (
        "{{ reportingSheet(fiscalYear: {}, round: SIX_MONTHS) {{ editionCode rows {{ title }} }} }}"
    )
    old = (await desk.api.data(desk.actor, query.format(2562)))["reportingSheet"]
    assert (old["editionCode"], len(old["rows"])) == (world.edition.code, 4)
    new = (await desk.api.data(desk.actor, query.format(2570)))["reportingSheet"]
    assert new == {"editionCode": NEXT.code, "rows": []}
    # Between the two editions lies a year that none has.
    assert (await desk.api.error(desk.actor, query.format(2569)))["reason"] == "YEAR_UNKNOWN"

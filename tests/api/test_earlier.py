"""Starting a plan from an earlier one, over GraphQL."""

from __future__ import annotations

from make.api import Api, global_id
from make.editions import make_later_edition
from make.people import make_actor
from make.plans import make_plan, make_row
from plan_core.actor import Role

EARLIER = """query($code: String!) { earlierPlans(editionCode: $code) {
  id revisionNumber initiatives edition { code } missions { code titleTh initiatives proposed }
  years { earlier { be } new { be } } } }"""
PLAN = """{ plan { edition { code } initiatives { missionCode title
  budgets { fiscalYear { be } state amount } } } }"""

PLAN_OF = "query($code: String!) { plan(editionCode: $code) { id } }"


async def test_an_integrator_starts_the_next_plan_from_the_last(api: Api) -> None:
    approver = await make_actor(api.world, Role.APPROVER)
    rows = [make_row("1.1", 5, "-", None, 7, title="โครงการหนึ่ง"), make_row("1.3", title="สาม")]
    earlier = await make_plan(api.world, approver, rows)
    later = await make_later_edition(api.world)

    (listed,) = (await api.data(approver, EARLIER, code=later.code))["earlierPlans"]
    assert listed["id"] == global_id("Plan", earlier.id)
    assert listed["years"][0] == {"earlier": {"be": 2561}, "new": {"be": 2570}}
    assert [(one["code"], one["proposed"]) for one in listed["missions"]] == [
        ("1.1", "1.2"),
        ("1.3", None),
    ]

    # A new edition hides no plan: the standing one is the answer until the next is started.
    assert (await api.data(approver, PLAN))["plan"]["edition"]["code"] == "2561-2564"
    assert (await api.data(approver, PLAN_OF, code=later.code))["plan"] is None

    chosen = [{"earlier": one["code"], "new": one["proposed"]} for one in listed["missions"]]
    refused = await api.mutate(
        approver,
        "startPlan",
        "plan { id } problems { code field messageTh messageEn values }",
        editionCode=later.code,
        earlier={"planId": listed["id"], "missions": chosen[:1]},
    )
    (problem,) = refused["problems"]
    assert (problem["code"], problem["field"]) == ("MISSION_NOT_MAPPED", "missions")
    assert problem["values"] == {"missions": ["1.3"]}

    chosen[1]["new"] = "1.3"
    twice = await api.mutate(
        approver,
        "startPlan",
        "plan { id }",
        editionCode=later.code,
        earlier={"planId": listed["id"], "missions": [*chosen, chosen[0]]},
    )
    assert [one["code"] for one in twice["problems"]] == ["MISSION_TWICE"]

    made = await api.mutate(
        approver,
        "startPlan",
        "plan { id }",
        editionCode=later.code,
        earlier={"planId": listed["id"], "missions": chosen},
    )
    assert made["problems"] == []
    plan = (await api.data(approver, PLAN))["plan"]
    assert plan["edition"]["code"] == later.code
    assert [(row["missionCode"], row["title"]) for row in plan["initiatives"]] == [
        ("1.2", "โครงการหนึ่ง"),
        ("1.3", "สาม"),
    ]
    assert [cell["amount"] for cell in plan["initiatives"][0]["budgets"]] == [
        "5",
        None,
        None,
        "7",
        None,
    ]

"""Webhooks over GraphQL: their secret is shown once, what is wrong is refused by name."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from make.api import Api
from make.people import make_actor, organisation_of
from make.plans import make_plan
from plan_core.actor import Actor, Role
from plan_core.db.transaction import utc_now

URL = "https://receiver.example/hook"
WEBHOOK = """webhook { id version url description events state disabledFor madeBy toldThrough
  earlierSecretUntil waiting failed lastSentAt } secret"""
WEBHOOKS = """{ webhooks { id version url description events state waiting failed } }"""
MESSAGES = """query($id: ID!, $after: String) { webhookMessages(webhookId: $id, first: 2,
  after: $after) { edges { node { id webhookId event after through state attempts dueAt status } }
  pageInfo { hasNextPage endCursor } } }"""


@pytest.fixture
async def approver(api: Api) -> Actor:
    return await make_actor(api.world, Role.APPROVER)


async def add(api: Api, actor: Actor, **given: Any) -> dict[str, Any]:
    asked = {"url": URL, "events": ["PLAN_SUBMITTED", "PLAN_CHANGED"], **given}
    return await api.mutate(actor, "addWebhook", WEBHOOK, **asked)


async def test_a_webhook_is_added_and_its_secret_is_shown_once(api: Api, approver: Actor) -> None:
    await make_plan(api.world, approver)
    done = await add(api, approver, description="  ระบบ   บัญชี ")
    webhook = done["webhook"]
    assert done["secret"].startswith("whsec_")
    assert webhook["description"] == "ระบบ บัญชี"
    assert webhook["events"] == ["PLAN_CHANGED", "PLAN_SUBMITTED"]
    assert (webhook["state"], webhook["version"], webhook["madeBy"]) == (
        "ACTIVE",
        1,
        approver.name,
    )
    assert webhook["toldThrough"] > 0
    listed = await api.post(approver, WEBHOOKS)
    assert done["secret"] not in listed.text
    (line,) = listed.json()["data"]["webhooks"]
    assert line.items() <= webhook.items()


async def test_a_rotated_secret_is_another_and_the_earlier_one_has_a_day(
    api: Api, approver: Actor
) -> None:
    first = await add(api, approver)
    seen = {"id": first["webhook"]["id"], "version": 1}
    second = await api.mutate(approver, "rotateWebhookSecret", WEBHOOK, **seen)
    assert second["secret"] not in {None, first["secret"]}
    until = datetime.fromisoformat(second["webhook"]["earlierSecretUntil"])
    assert timedelta(hours=23) < until - utc_now() <= timedelta(hours=24)
    (problem,) = await api.refused(approver, "rotateWebhookSecret", **seen)
    assert (problem["code"], problem["values"]["current"]) == ("CONFLICT", {"version": 2})


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"url": "http://receiver.example/"}, "WEBHOOK_URL", "url"),
        ({"url": "https://127.0.0.1/"}, "WEBHOOK_URL", "url"),
        ({"url": "https://10.1.2.3/"}, "WEBHOOK_URL", "url"),
        ({"events": []}, "WEBHOOK_EVENTS", "events"),
        ({"events": ["TEST"]}, "WEBHOOK_EVENTS", "events"),
        ({"description": "ก" * 201}, "TEXT_TOO_LONG", "description"),
    ],
)
async def test_what_cannot_be_told_is_refused(
    api: Api, approver: Actor, given: dict[str, Any], code: str, field: str
) -> None:
    done = await add(api, approver, **given)
    assert [(one["code"], one["field"]) for one in done["problems"]] == [(code, field)]
    assert done["webhook"] is None


async def test_there_are_ten_at_most(api: Api, approver: Actor) -> None:
    for _ in range(10):
        assert not (await add(api, approver))["problems"]
    assert (await add(api, approver))["problems"][0]["code"] == "WEBHOOKS_MANY"


async def test_a_webhook_is_changed_paused_and_removed(api: Api, approver: Actor) -> None:
    seen = (await add(api, approver))["webhook"]
    changed = await api.mutate(
        approver,
        "setWebhook",
        WEBHOOK,
        id=seen["id"],
        version=1,
        url=f"{URL}/2",
        events=["REPORT_SUBMITTED"],
        isActive=False,
    )
    assert (
        changed["webhook"].items()
        >= {
            "url": f"{URL}/2",
            "events": ["REPORT_SUBMITTED"],
            "state": "PAUSED",
            "version": 2,
        }.items()
    )
    assert changed["secret"] is None
    assert not await api.refused(approver, "removeWebhook", id=seen["id"], version=2)
    assert (await api.data(approver, WEBHOOKS))["webhooks"] == []
    (problem,) = await api.refused(approver, "testWebhook", id=seen["id"])
    assert problem["code"] == "NOT_FOUND"


async def test_the_log_is_read_in_pages_and_told_again(api: Api, approver: Actor) -> None:
    await make_plan(api.world, approver)
    webhook = (await add(api, approver))["webhook"]["id"]
    for _ in range(3):
        done = await api.mutate(approver, "testWebhook", "messages { event }", id=webhook)
        assert done["messages"] == [{"event": "TEST"}]
    first = (await api.data(approver, MESSAGES, id=webhook))["webhookMessages"]
    rest = (await api.data(approver, MESSAGES, id=webhook, after=first["pageInfo"]["endCursor"]))[
        "webhookMessages"
    ]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    nodes = [edge["node"] for page in (first, rest) for edge in page["edges"]]
    assert len({one["webhookId"] for one in nodes}) == 3
    assert {one["state"] for one in nodes} == {"WAITING"}
    again = await api.mutate(
        approver,
        "replayWebhook",
        "messages { event after through }",
        id=webhook,
        after=0,
        through=2,
    )
    assert again["messages"] == [{"event": "PLAN_CHANGED", "after": 0, "through": 2}]
    for after, through in ((2, 2), (0, 10_001), (-1, 1)):
        (problem,) = await api.refused(
            approver, "replayWebhook", id=webhook, after=after, through=through
        )
        assert problem["code"] == "REPLAY_RANGE"


async def test_who_may_not_sign_may_not_see_webhooks(api: Api, approver: Actor) -> None:
    await add(api, approver)
    organisation = await organisation_of(api.world, approver)
    for role in (Role.EDITOR, Role.VIEWER):
        actor = await make_actor(api.world, role, organisation)
        assert (await api.error(actor, WEBHOOKS))["code"] == "FORBIDDEN"
        assert (await add(api, actor))["problems"][0]["code"] == "FORBIDDEN"


async def test_what_is_done_to_webhooks_is_in_the_log_and_told_to_nobody(
    api: Api, approver: Actor
) -> None:
    webhook = (await add(api, approver))["webhook"]
    await api.mutate(approver, "removeWebhook", "__typename", id=webhook["id"], version=1)
    asked = "{ changes(first: 10) { changes { verb type id isRemoval } } }"
    found = (await api.data(approver, asked))["changes"]["changes"]
    assert found == [
        {"verb": "add_webhook", "type": "WEBHOOK", "id": None, "isRemoval": False},
        {"verb": "remove_webhook", "type": "WEBHOOK", "id": None, "isRemoval": True},
    ]

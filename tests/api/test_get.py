"""GET /graphql: what only reads, with a tag, and nothing that changes anything."""

from __future__ import annotations

import json

import httpx
import pytest

from make.api import NEW_TYPE, Api
from make.people import make_actor
from make.plans import make_plan
from plan_core.actor import Actor, Role

PLAN = "query Read($first: Int!) { plan { version } history(first: $first) { edges { cursor } } }"
REMOVE = 'mutation { removeInitiative(input: {id: "x", version: 1}) { problems { code } } }'


@pytest.fixture
async def editor(api: Api) -> Actor:
    actor = await make_actor(api.world, Role.EDITOR)
    await make_plan(api.world, actor)
    return actor


async def get(
    api: Api, actor: Actor | None, headers: dict[str, str] | None = None, **given: str
) -> httpx.Response:
    told = {"Accept": NEW_TYPE} | (headers or {})
    return await api.call(actor, "GET", "/graphql", params=given, headers=told)


async def test_a_query_is_answered_as_by_post(api: Api, editor: Actor) -> None:
    by_get = await get(api, editor, query=PLAN, variables=json.dumps({"first": 3}))
    by_post = await api.post(editor, PLAN, first=3)
    assert (by_get.status_code, by_get.content) == (200, by_post.content)
    assert by_get.headers["content-type"] == by_post.headers["content-type"]


async def test_who_has_the_bytes_gets_304_until_they_change(api: Api, editor: Actor) -> None:
    query = "{ plan { id version initiatives { id version title } } }"
    first = await get(api, editor, query=query)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    assert "Authorization" in first.headers["vary"]
    again = await get(api, editor, {"If-None-Match": tag}, query=query)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    row = first.json()["data"]["plan"]["initiatives"][0]
    await api.refused(editor, "setInitiative", id=row["id"], version=1, title="ชื่อใหม่")
    changed = await get(api, editor, {"If-None-Match": tag}, query=query)
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


async def test_anothers_tag_opens_nothing(api: Api, editor: Actor) -> None:
    query = "{ plan { id } }"
    tag = (await get(api, editor, query=query)).headers["etag"]
    for other in (None, await make_actor(api.world, Role.EDITOR)):
        assert (await get(api, other, {"If-None-Match": tag}, query=query)).status_code != 304


@pytest.mark.parametrize("more", ["", "query Read { plan { id } } "])
async def test_what_changes_something_is_405_and_changes_nothing(
    api: Api, editor: Actor, more: str
) -> None:
    text = more + REMOVE.replace("mutation", "mutation Change")
    answer = await get(api, editor, query=text, operationName="Change")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "data" not in answer.json()


async def test_a_subscription_is_405(api: Api, editor: Actor) -> None:
    text = 'subscription { planChanged(planId: "x") { version } }'
    assert (await get(api, editor, query=text)).status_code == 405


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"query": "{ plan { id } }", "variables": "no json"},
        {"query": "{ plan { id } }", "variables": "[1]"},
        {"query": "{ plan { id } }", "extensions": "7"},
        {"query": "{ plan { id } }", "variables": "[" * 20_000},
    ],
)
async def test_what_cannot_be_read_is_400(api: Api, editor: Actor, given: dict[str, str]) -> None:
    answer = await get(api, editor, None, **given)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "OPERATION_UNREADABLE"


async def test_an_error_has_no_tag(api: Api, editor: Actor) -> None:
    answer = await get(api, editor, query="{ plan { nothing } }")
    assert (answer.status_code, "etag" in answer.headers) == (400, False)

"""A bucket of points for each caller, one for all processes: what is asked costs what it weighs."""

from __future__ import annotations

import asyncio
import re
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any, cast

import httpx
import pytest
from graphql import parse
from pydantic import ValidationError
from redis import Redis

from api import limiting
from api.limiting import Limits
from api.schema.limits import MOST_OBJECTS, OBJECTS_A_POINT, cost_of
from api.settings import LEAST_POINTS, Settings
from make.api import Api, open_api
from make.people import make_actor
from make.world import World
from plan_core.actor import Role
from plan_core.db.transaction import utc_now
from plan_core.errors import RateLimited

CHEAP = "{ viewer { person { username } } }"
LARGE = "{ comparison { organisations { coverage { counts { total } } dimensions { total } } } }"
LEFT = "{ rateLimit { cost limit remaining refillPerSecond fullAt } }"


def settings_of(world: World, **more: Any) -> Settings:
    given: dict[str, Any] = {"rate_limit_points": LEAST_POINTS, "rate_limit_refill": 1, **more}
    return Settings(
        database_url=world.urls.app,
        door_database_url=world.urls.door,
        files_url="file:///nowhere",
        **given,
    )


@pytest.fixture
def store(broker_url: str) -> str:
    cast("Any", Redis).from_url(broker_url).flushall()
    return broker_url


def process(
    world: World, files_url: str, limits_url: str = "", points: int = LEAST_POINTS
) -> AbstractAsyncContextManager[Api]:
    return open_api(world, files_url, points=points, refill=1, limits_url=limits_url)


def left(response: httpx.Response) -> int:
    found = re.fullmatch(r'"points";r=(\d+);t=\d+', response.headers["ratelimit"])
    assert found is not None, response.headers["ratelimit"]
    return int(found[1])


async def exhaust(api: Api, actor: Any, text: str = LARGE) -> httpx.Response:
    for _ in range(2 * LEAST_POINTS):
        response = await api.post(actor, text)
        if response.status_code == 429:
            return response
    pytest.fail("nothing was refused")


async def test_an_answer_says_what_it_cost_and_what_is_left(world: World, files_url: str) -> None:
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    async with process(world, files_url, points=1_000) as api:
        response = await api.post(officer, LARGE)
        cost = cost_of(parse(LARGE), None)
        assert cost > 10
        assert response.headers["ratelimit-policy"] == '"points";q=1000;w=1000'
        assert left(response) == 1_000 - cost
        # The second time its text is known; it costs the same. A point flows in each second.
        assert left(await api.post(officer, LARGE)) - (1_000 - 2 * cost) in range(5)
        told = (await api.data(officer, LEFT))["rateLimit"]
        assert (told["cost"], told["limit"], told["refillPerSecond"]) == (1, 1_000, 1)
        assert told["remaining"] - (1_000 - 2 * cost - 1) in range(5)


async def test_who_asks_too_much_is_told_when_to_come_again(world: World, files_url: str) -> None:
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    async with process(world, files_url) as api:
        response = await exhaust(api, officer)
        (error,) = response.json()["errors"]
        assert "data" not in response.json()
        extensions = error["extensions"]
        assert (extensions["code"], extensions["reason"]) == ("RATE_LIMITED", "RATE_LIMITED")
        assert "ถี่เกินไป" in extensions["messageTh"]
        assert "Too much" in extensions["messageEn"]
        assert extensions["requestId"] == response.headers["x-request-id"]
        seconds = int(response.headers["retry-after"])
        assert extensions["values"]["retryAfterSeconds"] == seconds >= 1
        assert left(response) == 0
        # What is cheap may still go, and the other ways of asking are counted too.
        by_address = await api.call(officer, "GET", "/graphql", params={"query": LARGE})
        assert by_address.status_code == 429
        stream = await api.call(
            officer,
            "POST",
            "/graphql",
            json={"query": LARGE},
            headers={"Accept": "text/event-stream"},
        )
        assert stream.status_code == 429


async def test_a_refused_mutation_has_changed_nothing(world: World, files_url: str) -> None:
    editor = await make_actor(world)
    start = 'mutation { startPlan(input: {editionCode: "2561-2564"}) { plan { id } } }'
    async with process(world, files_url) as api:
        while (await api.post(editor, CHEAP)).status_code == 200:
            pass
        assert (await api.post(editor, start)).status_code == 429
    async with open_api(world, files_url) as api:
        assert await api.data(editor, "{ plan { id } }") == {"plan": None}


async def test_one_bucket_for_all_processes(world: World, files_url: str, store: str) -> None:
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    async with (
        process(world, files_url, limits_url=store) as first,
        process(world, files_url, limits_url=store) as second,
    ):
        done = 0
        for number in range(10 * LEAST_POINTS):
            response = await (first, second)[number % 2].post(officer, CHEAP)
            if response.status_code == 429:
                break
            done += 1
        # One point each; what flowed in meanwhile comes on top.
        assert LEAST_POINTS - limiting.HANDFUL <= done <= LEAST_POINTS + 60
        assert (await exhaust(first, officer)).status_code == 429
        assert (await exhaust(second, officer)).status_code == 429


async def test_nobody_pays_for_another(world: World, files_url: str, store: str) -> None:
    first = await make_actor(world, Role.PROVINCE_OFFICER)
    async with process(world, files_url, limits_url=store) as api:
        await exhaust(api, first)
        for other in (await make_actor(world), await make_actor(world, Role.NATIONAL_VIEWER), None):
            response = await api.post(other, CHEAP)
            assert response.status_code == 200
            assert left(response) == LEAST_POINTS - 1


async def test_a_token_has_a_bucket_of_its_own_and_is_told_each_cost(
    world: World, files_url: str, store: str
) -> None:
    editor = await make_actor(world)
    expires = utc_now() + timedelta(days=30)
    async with open_api(world, files_url) as api:
        asked = {"name": "สำเนา", "scopes": ["PLAN_READ"], "expiresAt": expires.isoformat()}
        made = await api.mutate(editor, "createApiToken", "secret", **asked)
    headers = {"Authorization": f"Bearer {made['secret']}"}
    async with process(world, files_url, limits_url=store) as api:
        await exhaust(api, editor)
        body = {"query": CHEAP}
        response = await api.call(None, "POST", "/graphql", json=body, headers=headers)
        assert response.status_code == 200
        assert response.json()["extensions"] == {"cost": {"points": 1}}
        assert "extensions" not in (await api.post(None, CHEAP)).json()
        tagged = [
            await api.call(None, "GET", "/graphql", params=body, headers=headers) for _ in range(2)
        ]
        assert tagged[0].headers["etag"] == tagged[1].headers["etag"]


async def test_many_at_once_never_get_more_than_the_bucket_holds(world: World, store: str) -> None:
    processes = [Limits(settings_of(world, limits_url=store)) for _ in range(3)]
    taken = 0

    async def ask(number: int) -> None:
        nonlocal taken
        for _ in range(5):
            try:
                await processes[number % 3].take("post:1", 7)
                taken += 7
            except RateLimited:
                return

    await asyncio.gather(*(ask(number) for number in range(60)))
    for one in processes:
        await one.close()
    assert LEAST_POINTS - 3 * limiting.HANDFUL <= taken <= LEAST_POINTS + 5


async def test_a_bucket_fills_again(world: World, store: str) -> None:
    limits = Limits(settings_of(world, limits_url=store, rate_limit_refill=1_000))
    for _ in range(4):
        await limits.take("post:2", LEAST_POINTS)
        # At a thousand points a second it is full again.
        await asyncio.sleep(LEAST_POINTS / 1_000 + 0.05)
    await limits.close()


async def test_a_store_that_is_away_leaves_each_process_counting_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    warned: list[str] = []

    def warn(event: str, **_: object) -> None:
        warned.append(event)

    monkeypatch.setattr(limiting.log, "warning", warn)
    limits = Limits(settings_of(world, limits_url="redis://127.0.0.1:1/0"))
    await limits.take("post:3", LEAST_POINTS)
    with pytest.raises(RateLimited):
        await limits.take("post:3", LEAST_POINTS)
    await limits.take("post:4", LEAST_POINTS)
    await limits.close()
    assert warned == ["limits.store_away"], "said once, and the store is left alone for a while"


def test_a_cost_is_known_from_the_text_alone() -> None:
    def cost(text: str, name: str | None = None) -> int:
        return cost_of(parse(text), name)

    assert cost(CHEAP) == 1
    pages = "{ search(text: $t, first: %s) { edges { node { text marks { start } } } } }"
    assert cost(pages % 1) < cost(pages % 100) == cost(pages % "$first")
    two = f"query A {LARGE} query B {CHEAP}"
    assert (cost(two, "A"), cost(two, "B"), cost(two, "C")) == (cost(LARGE), 1, 1)
    assert cost(two) == cost(LARGE), "refused later; until then as dear as the dearest"
    assert cost("{ ...F } fragment F on Query { ...F }") == 1
    assert 1 + MOST_OBJECTS // OBJECTS_A_POINT <= LEAST_POINTS


def test_a_bucket_too_small_for_the_largest_query_is_refused_at_start(world: World) -> None:
    for wrong in ({"rate_limit_points": LEAST_POINTS - 1}, {"rate_limit_refill": 0}):
        with pytest.raises(ValidationError, match="rate_limit"):
            settings_of(world, **wrong)
    assert settings_of(world, broker_url="redis://x/0").limits_store == "redis://x/0"
    assert settings_of(world, broker_url="amqp://x").limits_store == ""

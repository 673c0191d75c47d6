"""Where a person is signed in: listed with the device, and ended at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from make.api import Api, global_id
from make.people import make_actor
from plan_core.actor import Actor, Role
from plan_core.people import passwords, rules
from plan_core.people.actions import keeping

PASSWORD = "correct horse battery"
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/141.0.0.0 Safari/537.36"
)
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)
LIST = "{ sessions { id isThis device openedFrom startedAt seenAt expiresAt } }"
END = """mutation($input: EndSessionInput!) { endSession(input: $input) {
  sessions { id isThis } problems { code } } }"""


@dataclass
class Browser:
    client: httpx.AsyncClient

    async def ask(self, text: str, **variables: Any) -> Any:
        body = {"query": text, "variables": variables}
        answer = (await self.client.post("/graphql", json=body)).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def end(self, **given: Any) -> Any:
        return (await self.ask(END, input=given))["endSession"]

    @property
    async def is_in(self) -> bool:
        return (await self.ask("{ viewer { isDemo } }"))["viewer"] is not None


async def open_browser(api: Api, username: str, agent: str) -> Browser:
    client = await api.client(None)
    client.headers["User-Agent"] = agent
    given = {"username": username, "password": PASSWORD}
    assert (await client.post("/auth/sign-in", json=given)).status_code == 200
    return Browser(client)


@pytest.fixture
async def person(api: Api) -> str:
    username = f"somying.{secrets.token_hex(4)}"
    password_hash = await passwords.hash_password(PASSWORD)
    async with api.world.operator.unscoped() as session:
        made = await keeping.add_person(session, username, "สมหญิง ใจดี", password_hash)
        await keeping.add_membership(
            session, made.id, Role.PROVINCE_OFFICER, rules.Scope(province_code="54")
        )
        await keeping.add_membership(session, made.id, Role.NATIONAL_VIEWER, rules.Scope())
    return username


async def test_each_place_is_told_with_its_device(api: Api, person: str) -> None:
    desk = await open_browser(api, person, WINDOWS)
    phone = await open_browser(api, person, PHONE)
    listed = (await phone.ask(LIST))["sessions"]
    assert [(one["device"], one["isThis"]) for one in listed] == [
        ("Safari · iPhone", True),
        ("Chrome · Windows", False),
    ]
    assert {one["openedFrom"] for one in listed} == {"127.0.0.1"}
    assert len({one["id"] for one in listed}) == 2
    cookie = phone.client.cookies["simiti_session"]
    text = (await phone.client.post("/graphql", json={"query": LIST})).text
    assert cookie not in text
    assert rules.hash_token(cookie).hex() not in text
    # Another post is another token in the same place.
    posts = (await desk.ask("{ viewer { posts { id } } }"))["viewer"]["posts"]
    await desk.ask(
        "mutation($i: SwitchPostInput!) { switchPost(input: $i) { problems { code } } }",
        i={"postId": posts[1]["id"]},
    )
    assert sorted(one["device"] for one in (await desk.ask(LIST))["sessions"]) == [
        "Chrome · Windows",
        "Safari · iPhone",
    ]


async def test_a_lost_phone_is_out_at_once(api: Api, person: str) -> None:
    desk = await open_browser(api, person, WINDOWS)
    phone = await open_browser(api, person, PHONE)
    lost = next(one for one in (await desk.ask(LIST))["sessions"] if not one["isThis"])
    left = await desk.end(id=lost["id"])
    assert left["problems"] == []
    assert [one["isThis"] for one in left["sessions"]] == [True]
    assert not await phone.is_in
    assert await desk.is_in
    assert (await desk.end(id=lost["id"]))["problems"] == [{"code": "NOT_FOUND"}]


async def test_all_others_end_together(api: Api, person: str) -> None:
    others = [await open_browser(api, person, agent) for agent in (PHONE, WINDOWS, "")]
    desk = await open_browser(api, person, WINDOWS)
    left = await desk.end()
    assert [one["isThis"] for one in left["sessions"]] == [True]
    assert [await one.is_in for one in (*others, desk)] == [False, False, False, True]


async def test_nobody_sees_or_ends_anothers(api: Api, person: str) -> None:
    desk = await open_browser(api, person, WINDOWS)
    (own,) = (await desk.ask(LIST))["sessions"]
    other: Actor = await make_actor(api.world, Role.OPERATOR)
    listed = (await api.data(other, LIST))["sessions"]
    assert own["id"] not in {one["id"] for one in listed}
    for wrong in (own["id"], global_id("Session", "0" * 32), global_id("Plan", "x"), "nonsense"):
        answer = (await api.data(other, END, input={"id": wrong}))["endSession"]
        assert answer == {"sessions": None, "problems": [{"code": "NOT_FOUND"}]}
    await api.data(other, END, input={})
    assert await desk.is_in


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (WINDOWS, "Chrome · Windows"),
        (WINDOWS + " Edg/141.0.0.0", "Edge · Windows"),
        (PHONE, "Safari · iPhone"),
        (PHONE + " Safari Line/15.16.0", "LINE · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/144.0", "Firefox · Linux"),
        (
            "Mozilla/5.0 (Linux; Android 15; SM-A155F) Chrome/141.0 Safari/537.36",
            "Chrome · Android",
        ),
        ("curl/8.14.1", ""),
        ("", ""),
        ("<script>Windows" * 1_000, "Windows"),
    ],
)
def test_a_device_is_told_by_two_words_at_most(agent: str, device: str) -> None:
    assert rules.device_of(agent) == device

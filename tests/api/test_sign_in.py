"""Signing in and out over HTTP: answers, cookies, and which origins may ask."""

from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar, Request, get

from api import origin, refusals, sign_in
from api.settings import Settings
from local.database import DatabaseUrls
from plan_core.actor import Role
from plan_core.db.transaction import Database
from plan_core.people import passwords
from plan_core.people.actions import keeping
from plan_core.people.rules import Scope

HOST = "testserver.local"
PASSWORD = "correct horse battery"
RIGHT = {"username": "somchai", "password": PASSWORD}


def make_settings(urls: DatabaseUrls, *, cookie_secure: bool = False) -> Settings:
    return Settings(
        database_url=urls.app,
        door_database_url=urls.door,
        files_url="file:///nowhere",
        cookie_secure=cookie_secure,
    )


def make_app(door: Database, settings: Settings) -> Litestar:
    """Only what this file is about, with the real error table and origin check."""

    @get("/whoami")
    async def whoami(request: Request[Any, Any, Any]) -> str:
        signed_in = await sign_in.require_signed_in(request, door, settings)
        return signed_in.username

    return Litestar(
        [sign_in.make_router(door, settings), whoami],
        middleware=[origin.OriginMiddleware()],
        exception_handlers=refusals.EXCEPTION_HANDLERS,
        openapi_config=None,
    )


def make_client(app: Litestar, scheme: str = "http") -> AsyncClient:
    """In this test's own loop, where the database's connections live."""
    return AsyncClient(transport=ASGITransport(cast("Any", app)), base_url=f"{scheme}://{HOST}")


@pytest.fixture
async def door(database_urls: DatabaseUrls) -> AsyncIterator[Database]:
    operator = Database(database_urls.operator)
    password_hash = await passwords.hash_password(PASSWORD)
    async with operator.unscoped() as session:
        person = await keeping.add_person(session, "somchai", "สมชาย ใจดี", password_hash)
        await keeping.add_membership(
            session,
            person.id,
            Role.DISTRICT_OFFICER,
            Scope(province_code="54", district_code="5406"),
        )
    await operator.close()
    door = Database(database_urls.door)
    yield door
    await door.close()


@pytest.fixture
async def client(door: Database, database_urls: DatabaseUrls) -> AsyncIterator[AsyncClient]:
    async with make_client(make_app(door, make_settings(database_urls))) as client:
        yield client


async def test_the_right_password_answers_the_viewer_and_sets_the_cookie(
    client: AsyncClient,
) -> None:
    answer = await client.post("/auth/sign-in", json=RIGHT)
    assert answer.status_code == 200
    viewer = answer.json()["viewer"]
    assert viewer["username"] == "somchai"
    assert viewer["displayName"] == "สมชาย ใจดี"
    assert viewer["role"] == "DISTRICT_OFFICER"
    assert (viewer["provinceName"], viewer["districtName"]) == ("แพร่", "สอง")
    assert viewer["organisationName"] is None
    assert answer.headers["cache-control"] == "no-store"
    name, *flags = answer.headers["set-cookie"].split("; ")
    assert name.startswith("simiti_session=")
    assert {flag.lower() for flag in flags} == {
        "httponly",
        "max-age=43200",
        "path=/",
        "samesite=lax",
    }
    assert (await client.get("/whoami")).text == "somchai"


async def test_behind_https_the_cookie_is_secure_and_bound_to_the_host(
    door: Database, database_urls: DatabaseUrls
) -> None:
    app = make_app(door, make_settings(database_urls, cookie_secure=True))
    async with make_client(app, "https") as client:
        answer = await client.post("/auth/sign-in", json=RIGHT)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-simiti_session=")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert (await client.get("/whoami")).status_code == 200
        # The plain name, which a neighbouring host could plant, is not read.
        token = cookie.split(";")[0].split("=")[1]
        client.cookies.clear()
        planted = await client.get("/whoami", headers={"Cookie": f"simiti_session={token}"})
        assert planted.status_code == 401


async def test_a_wrong_password_is_refused_without_a_cookie(
    client: AsyncClient,
) -> None:
    answer = await client.post("/auth/sign-in", json=RIGHT | {"password": "wrong"})
    assert answer.status_code == 401
    error = answer.json()["error"]
    assert error["code"] == "SIGN_IN_FAILED"
    assert error["messageTh"]
    assert error["messageEn"]
    assert error["requestId"]
    assert "set-cookie" not in answer.headers
    assert PASSWORD not in answer.text


async def test_a_locked_account_says_when_to_try_again(
    client: AsyncClient,
) -> None:
    for _ in range(5):
        await client.post("/auth/sign-in", json=RIGHT | {"password": "wrong"})
    answer = await client.post("/auth/sign-in", json=RIGHT)
    assert answer.status_code == 429
    assert answer.json()["error"]["code"] == "SIGN_IN_LOCKED"
    seconds = answer.json()["error"]["values"]["retryAfterSeconds"]
    assert 0 < seconds <= 900
    assert answer.headers["retry-after"] == str(seconds)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"username": "somchai"}',
        b'{"username": 1, "password": 2}',
        b'{"username": "a", "password": null}',
        b'{"username": "\xff", "password": "x"}',
        b'{"username": "' + b"a" * 300 + b'", "password": "x"}',
    ],
)
async def test_a_body_that_is_no_credentials_is_refused(client: AsyncClient, body: bytes) -> None:
    answer = await client.post(
        "/auth/sign-in", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "CREDENTIALS_UNREADABLE"


async def test_odd_names_are_simply_unknown(client: AsyncClient) -> None:
    for body in (rb'{"username": "a\u0000b", "password": "x"}', '{"username":"ก","password":"ข"}'):
        answer = await client.post(
            "/auth/sign-in", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 401


async def test_a_form_is_no_way_to_sign_in(client: AsyncClient) -> None:
    for media_type in ("text/plain", "application/x-www-form-urlencoded"):
        answer = await client.post(
            "/auth/sign-in",
            content=b'{"username": "somchai", "password": "correct horse battery"}',
            headers={"Content-Type": media_type},
        )
        assert answer.status_code == 415


async def test_an_oversized_body_is_refused(client: AsyncClient) -> None:
    answer = await client.post(
        "/auth/sign-in", content=b"x" * 9_000, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413


async def test_signing_in_again_replaces_the_session(client: AsyncClient) -> None:
    first = await client.post("/auth/sign-in", json=RIGHT)
    second = await client.post("/auth/sign-in", json=RIGHT)
    old = first.headers["set-cookie"].split(";")[0]
    assert old != second.headers["set-cookie"].split(";")[0]
    client.cookies.clear()
    assert (await client.get("/whoami", headers={"Cookie": old})).status_code == 401


async def test_signing_out_ends_the_session_and_takes_the_cookie(
    client: AsyncClient,
) -> None:
    cookie = (await client.post("/auth/sign-in", json=RIGHT)).headers["set-cookie"].split(";")[0]
    answer = await client.post("/auth/sign-out")
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert (await client.get("/whoami", headers={"Cookie": cookie})).status_code == 401
    assert (await client.post("/auth/sign-out")).status_code == 204


async def test_a_made_up_cookie_is_nobody(client: AsyncClient) -> None:
    for token in ("", "x", "a" * 5_000, "é"):
        answer = await client.get(
            "/whoami", headers=[(b"Cookie", f"simiti_session={token}".encode("latin-1"))]
        )
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "made-up"}, False),
        ({"Origin": f"http://{HOST}"}, True),
        ({"Origin": f"https://{HOST}"}, True),
        ({"Origin": f"http://{HOST}:8001"}, False),
        ({"Origin": f"http://{HOST}.evil.example"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({"Origin": "http://[broken"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": f"http://{HOST}"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": f"http://{HOST}"}, False),
    ],
)
async def test_only_our_own_pages_and_plain_clients_may_change_anything(
    client: AsyncClient, headers: dict[str, str], passes: bool
) -> None:
    answer = await client.post("/auth/sign-in", json=RIGHT, headers=headers)
    assert answer.status_code == (200 if passes else 403)
    if not passes:
        assert answer.json()["error"]["code"] == "CROSS_ORIGIN"
    # What is safe is never refused: a link from elsewhere must open.
    assert (await client.get("/whoami", headers=headers)).status_code in {200, 401}


def test_a_proxy_that_changes_the_host_is_served_by_the_configured_origin() -> None:
    headers = {"origin": "https://simiti.go.th", "host": "10.0.0.5:8000"}
    assert not origin.is_ours(headers)
    assert origin.is_ours(headers, "https://simiti.go.th/")

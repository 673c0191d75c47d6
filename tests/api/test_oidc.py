"""Signing in by a provider, against a real one; and everything that such an answer may be."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

import providing
from api.app import create_app
from api.oidc import flow as flows
from api.oidc.providers import read_providers
from api.settings import Settings
from local.database import DatabaseUrls
from make.api import HOST, started
from make.world import World, open_world
from plan_core.actor import Role
from plan_core.db.transaction import utc_now
from plan_core.people import passwords, proof_rules, queries
from plan_core.people.actions import addressing, keeping, proving
from plan_core.people.model import Membership, Person
from plan_core.people.rules import Scope
from providing import Provider

PASSWORD = "correct horse battery"
CALLBACK = f"{HOST}/auth/oidc/test/callback"
PEOPLE: dict[str, dict[str, Any]] = {
    "somchai": {},
    "malee": {"email": "Malee@example.go.th", "email_verified": True},
    "unverified": {"email": "malee@example.go.th", "email_verified": False},
    "pid": {"pid": "1234567890121"},
}


@dataclass
class Site:
    world: World
    client: AsyncClient
    provider: Provider

    async def begin(self, **given: Any) -> str:
        answer = await self.client.post("/auth/oidc/test/begin", json=given)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["address"])

    async def come_back(self, where: str) -> str:
        """Where our callback sends the browser."""
        answer = await self.client.get(where.removeprefix(HOST))
        assert answer.status_code == 303, answer.text
        assert answer.headers["cache-control"] == "no-store"
        return str(answer.headers["location"])

    async def sign_in(self, login: str = "somchai", **given: Any) -> str:
        return await self.come_back(await providing.sign_in_there(await self.begin(**given), login))

    async def refused(self, login: str = "somchai") -> str:
        """The code; nobody is signed in by it, and its words are there in both languages."""
        told = urlsplit(await self.sign_in(login))
        assert told.path == "/sign-in"
        assert await self.viewer() is None
        return await self.told(told.query)

    async def told(self, query: str) -> str:
        code = parse_qs(query)["refused"][0]
        if code.startswith("OIDC_"):
            words = (await self.client.get("/auth/providers")).json()["refusals"][code]
            assert words["messageTh"]
            assert words["messageEn"]
        return code

    async def viewer(self) -> str | None:
        answer = await self.client.post(
            "/graphql", json={"query": "{ viewer { person { username } } }"}
        )
        viewer = answer.json()["data"]["viewer"]
        return str(viewer["person"]["username"]) if viewer else None

    async def make_person(self, name: str) -> None:
        password = await passwords.hash_password(PASSWORD)
        async with self.world.operator.unscoped() as session:
            person = await keeping.add_person(session, name, name, password)
            scope = Scope(province_code="54")
            await keeping.add_membership(session, person.id, Role.PROVINCE_OFFICER, scope)

    async def sign_in_by_password(self, name: str, password: str = PASSWORD) -> httpx.Response:
        given = {"username": name, "password": password}
        return await self.client.post("/auth/sign-in", json=given)

    async def make_linked(self, name: str = "somchai", login: str = "somchai") -> None:
        await self.make_person(name)
        await self.sign_in_by_password(name)
        where = await self.sign_in(login, link=True, password=PASSWORD, next="/sessions")
        assert where == "/sessions"
        await self.client.post("/auth/sign-out")
        assert await self.viewer() is None

    async def identities(self) -> list[dict[str, Any]]:
        asked = {"query": "{ identities { id issuer usedAt } }"}
        answer = await self.client.post("/graphql", json=asked)
        return cast("list[dict[str, Any]]", answer.json()["data"]["identities"])


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    async with providing.running_provider(CALLBACK, PEOPLE) as provider:
        yield provider


@asynccontextmanager
async def open_site(
    urls: DatabaseUrls, provider: Provider, folder: Path, more: str = "", allow: str = "127.0.0.1"
) -> AsyncGenerator[Site]:
    settings = Settings(
        database_url=urls.app,
        door_database_url=urls.door,
        files_url=folder.as_uri(),
        oidc_file=providing.write_providers(folder, provider.issuer, more),
        oidc_allow=allow,
        rate_limit_points=10**6,
    )
    app = create_app(settings)
    transport = ASGITransport(cast("Any", app))
    async with (
        open_world(urls) as world,
        started(app),
        AsyncClient(transport=transport, base_url=HOST) as client,
    ):
        world.clock.now = utc_now()
        yield Site(world, client, provider)


@pytest.fixture
async def site(
    database_urls: DatabaseUrls, provider: Provider, tmp_path: Path
) -> AsyncIterator[Site]:
    async with open_site(database_urls, provider, tmp_path) as site:
        yield site


async def test_a_linked_person_signs_in_and_the_session_is_like_any_other(site: Site) -> None:
    await site.make_linked()
    begun = await site.begin(next="/plans?year=2570")
    asked = parse_qs(urlsplit(begun).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [CALLBACK]
    assert {len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge")} == {True}
    answer = await site.client.get(
        (await providing.sign_in_there(begun, "somchai")).removeprefix(HOST)
    )
    assert answer.headers["location"] == "/plans?year=2570"
    cookies = answer.headers.get_list("set-cookie")
    (session,) = [one for one in cookies if one.startswith("simiti_session=")]
    for flag in ("HttpOnly", "SameSite=lax", "Max-Age=43200", "Path=/"):
        assert flag in session
    (flow,) = [one for one in cookies if one.startswith("simiti_oidc=")]
    assert "Max-Age=0" in flow
    assert await site.viewer() == "somchai"
    (identity,) = await site.identities()
    assert identity["issuer"] == site.provider.issuer
    assert identity["usedAt"] is not None


async def test_signing_in_by_it_replaces_the_session_of_this_browser(site: Site) -> None:
    await site.make_linked()
    await site.sign_in()
    first = site.client.cookies["simiti_session"]
    await site.sign_in()
    assert site.client.cookies["simiti_session"] != first
    site.client.cookies.clear()
    site.client.cookies["simiti_session"] = first
    assert await site.viewer() is None


async def test_a_proof_grants_nothing_to_who_linked_nothing(site: Site) -> None:
    await site.make_person("somchai")
    assert await site.refused() == "OIDC_NOT_LINKED"


async def test_a_person_without_a_post_is_told_so(site: Site) -> None:
    await site.make_linked()
    async with site.world.operator.unscoped() as session:
        await session.execute(delete(Membership))
    assert await site.refused() == "NO_POST"


async def test_a_locked_account_stays_locked(site: Site) -> None:
    await site.make_linked()
    for _ in range(5):
        await site.sign_in_by_password("somchai", "wrong password")
    where = await site.sign_in()
    assert parse_qs(urlsplit(where).query)["refused"] == ["SIGN_IN_LOCKED"]
    assert 0 < int(parse_qs(urlsplit(where).query)["retry"][0]) <= 900
    assert await site.viewer() is None


async def test_a_closed_account_looks_like_an_unknown_one(site: Site) -> None:
    await site.make_linked()
    async with site.world.operator.unscoped() as session:
        await close(session, "somchai")
    assert await site.refused() == "OIDC_NOT_LINKED"


async def close(session: AsyncSession, name: str) -> None:
    await session.execute(update(Person).where(Person.username == name).values(is_active=False))


def changed(where: str, **values: str) -> str:
    parts = urlsplit(where)
    return parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | values)).geturl()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"state": "another"}, "OIDC_STATE"),
        ({"state": "é"}, "OIDC_STATE"),
        ({"iss": "https://another.example"}, "OIDC_STATE"),
        ({"code": "made up"}, "OIDC_CODE_REFUSED"),
        ({"code": ""}, "OIDC_CODE_REFUSED"),
        ({"error": "access_denied"}, "OIDC_DENIED"),
    ],
)
async def test_a_changed_answer_signs_nobody_in(
    site: Site, values: dict[str, str], code: str
) -> None:
    await site.make_linked()
    where = await providing.sign_in_there(await site.begin(), "somchai")
    told = urlsplit(await site.come_back(changed(where, **values)))
    assert await site.told(told.query) == code
    assert await site.viewer() is None
    # The flow is over, whatever came: the true answer is too late.
    again = urlsplit(await site.come_back(where))
    assert await site.told(again.query) == "OIDC_ENDED"


async def test_a_code_that_was_used_is_refused_even_with_its_flow(site: Site) -> None:
    await site.make_linked()
    where = await providing.sign_in_there(await site.begin(), "somchai")
    sealed = site.client.cookies["simiti_oidc"]
    assert await site.come_back(where) == "/"
    site.client.cookies.clear()
    site.client.cookies["simiti_oidc"] = sealed
    told = urlsplit(await site.come_back(where))
    assert await site.told(told.query) == "OIDC_CODE_REFUSED"
    assert await site.viewer() is None


async def test_anothers_answer_cannot_be_slipped_into_a_browser(site: Site) -> None:
    """Whoever opens a link with a stranger's code is not signed in as the stranger."""
    await site.make_linked()
    where = await providing.sign_in_there(await site.begin(), "somchai")
    site.client.cookies.clear()
    told = urlsplit(await site.come_back(where))
    assert await site.told(told.query) == "OIDC_ENDED"
    await site.begin()
    told = urlsplit(await site.come_back(where))
    assert await site.told(told.query) == "OIDC_STATE"
    assert await site.viewer() is None


@pytest.mark.parametrize("sealed", ["x", "a.b.c.d.e", "eyJhbGciOiJub25lIn0..e30.."])
async def test_a_made_up_flow_is_none(site: Site, sealed: str) -> None:
    site.client.cookies["simiti_oidc"] = sealed
    told = urlsplit(await site.come_back(f"{CALLBACK}?code=x&state=y"))
    assert await site.told(told.query) == "OIDC_ENDED"


NOW = int(utc_now().timestamp())


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"signed": "none"}, "OIDC_TOKEN_REFUSED"),
        ({"signed": "HS256"}, "OIDC_TOKEN_REFUSED"),
        ({"signed": "stranger"}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"nonce": "another"}}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"nonce": None}}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"aud": "another client"}}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"aud": ["simiti", "another"]}}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"aud": ["simiti", "another"], "azp": "another"}}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"iss": "https://another.example"}}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"sub": ""}}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"sub": 7}}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"exp": NOW - 3_600}}, "OIDC_TOKEN_EXPIRED"),
        ({"claims": {"exp": "soon"}}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"iat": NOW - 36_000}}, "OIDC_TOKEN_EXPIRED"),
        ({"claims": {"iat": NOW + 36_000}}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"iat": "today"}}, "OIDC_TOKEN_REFUSED"),
        ({"claims": {"nbf": NOW + 36_000}}, "OIDC_TOKEN_REFUSED"),
    ],
)
async def test_a_token_that_is_not_right_signs_nobody_in(
    site: Site, how: dict[str, Any], code: str
) -> None:
    await site.make_linked()
    await site.provider.lie(**how)
    assert await site.refused() == code
    # What makes the refusal worth something: without the lie the same person gets in.
    assert await site.sign_in() == "/"
    assert await site.viewer() == "somchai"


async def test_a_lie_within_the_allowed_skew_is_none(site: Site) -> None:
    await site.make_linked()
    await site.provider.lie(claims={"exp": int(utc_now().timestamp()) - 20})
    assert await site.sign_in() == "/"


async def test_keys_may_be_changed_at_any_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows, "LEAST_BETWEEN", flows.timedelta(0))
    await site.make_linked()
    await site.provider.rotate()
    assert await site.sign_in() == "/"
    assert await site.viewer() == "somchai"


async def test_without_the_provider_the_password_still_works(site: Site) -> None:
    await site.make_linked()
    begun = await site.begin()
    where = await providing.sign_in_there(begun, "somchai")
    await site.provider.stop()
    told = urlsplit(await site.come_back(where))
    assert await site.told(told.query) == "OIDC_AWAY"
    assert (await site.sign_in_by_password("somchai")).status_code == 200


async def test_a_provider_that_was_never_there_is_said_to_be_away(
    database_urls: DatabaseUrls, provider: Provider, tmp_path: Path
) -> None:
    await provider.stop()
    async with open_site(database_urls, provider, tmp_path) as site:
        answer = await site.client.post("/auth/oidc/test/begin", json={})
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "OIDC_AWAY"


async def test_an_inner_network_is_asked_only_where_the_operator_said_so(
    database_urls: DatabaseUrls, provider: Provider, tmp_path: Path
) -> None:
    async with open_site(database_urls, provider, tmp_path, allow="10.0.0.0/8") as site:
        answer = await site.client.post("/auth/oidc/test/begin", json={})
        assert answer.json()["error"]["code"] == "OIDC_AWAY"


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://another.example"},
        {"token_endpoint": "http://169.254.169.254/latest"},
        {"jwks_uri": "http://127.0.0.1:1/jwks"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": None},
        {"code_challenge_methods_supported": ["plain"]},
    ],
)
async def test_a_provider_leads_nowhere_but_to_itself(site: Site, about: dict[str, Any]) -> None:
    await site.provider.lie(about=about)
    answer = await site.client.post("/auth/oidc/test/begin", json={})
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "OIDC_UNFIT"


async def test_linking_needs_the_session_and_the_password(site: Site) -> None:
    await site.make_person("somchai")
    asked = {"link": True, "password": PASSWORD}
    answer = await site.client.post("/auth/oidc/test/begin", json=asked)
    assert answer.json()["error"]["code"] == "UNAUTHENTICATED"
    await site.sign_in_by_password("somchai")
    answer = await site.client.post("/auth/oidc/test/begin", json=asked | {"password": "wrong"})
    assert answer.json()["error"]["code"] == "SIGN_IN_FAILED"
    where = await providing.sign_in_there(await site.begin(**asked, next="/sessions"), "somchai")
    # Somebody else sits down at this browser before the answer comes.
    await site.make_person("malee")
    await site.sign_in_by_password("malee")
    told = urlsplit(await site.come_back(where))
    assert (told.path, await site.told(told.query)) == ("/sessions", "OIDC_LINK_ENDED")
    assert await site.identities() == []


async def test_one_identity_is_one_account_and_can_be_unlinked(site: Site) -> None:
    await site.make_linked()
    await site.make_person("malee")
    await site.sign_in_by_password("malee")
    asked = {"link": True, "password": PASSWORD, "next": "/sessions"}
    told = urlsplit(await site.sign_in("somchai", **asked))
    assert await site.told(told.query) == "OIDC_LINKED_ELSEWHERE"
    assert await site.identities() == []
    await site.client.post("/auth/sign-out")
    await site.sign_in("somchai")
    told = urlsplit(await site.sign_in("malee", **asked))
    assert await site.told(told.query) == "OIDC_LINKED_ELSEWHERE"
    (identity,) = await site.identities()
    unlink = """mutation($input: UnlinkIdentityInput!) { unlinkIdentity(input: $input) {
      identities { id } problems { code } } }"""
    asked = {"query": unlink, "variables": {"input": {"id": identity["id"]}}}
    answer = await site.client.post("/graphql", json=asked)
    assert answer.json()["data"]["unlinkIdentity"] == {"identities": [], "problems": []}
    answer = await site.client.post("/graphql", json=asked)
    assert answer.json()["data"]["unlinkIdentity"]["problems"] == [{"code": "NOT_FOUND"}]
    await site.client.post("/auth/sign-out")
    assert await site.refused() == "OIDC_NOT_LINKED"


async def test_anothers_identity_can_neither_be_seen_nor_unlinked(site: Site) -> None:
    await site.make_linked()
    await site.sign_in()
    (identity,) = await site.identities()
    await site.make_person("malee")
    await site.sign_in_by_password("malee")
    assert await site.identities() == []
    unlink = """mutation($input: UnlinkIdentityInput!) { unlinkIdentity(input: $input) {
      identities { id } problems { code } } }"""
    asked = {"query": unlink, "variables": {"input": {"id": identity["id"]}}}
    answer = await site.client.post("/graphql", json=asked)
    assert answer.json()["data"]["unlinkIdentity"]["problems"] == [{"code": "NOT_FOUND"}]
    await site.client.post("/auth/sign-out")
    assert await site.sign_in() == "/"


async def give_address(site: Site, name: str) -> None:
    async with site.world.operator.unscoped() as session:
        person = await queries.find_person(session, name)
        assert person is not None
        await addressing.set_address(session, person.id, "malee@example.go.th", utc_now())


async def test_an_email_links_only_where_the_operator_says_so(site: Site) -> None:
    await site.make_person("malee")
    await give_address(site, "malee")
    assert await site.refused("malee") == "OIDC_NOT_LINKED"


async def test_a_verified_email_of_one_account_alone_links_it(
    database_urls: DatabaseUrls, provider: Provider, tmp_path: Path
) -> None:
    more = 'scopes = ["openid", "email"]\nlink_by_email = true'
    async with open_site(database_urls, provider, tmp_path, more) as site:
        assert await site.refused("malee") == "OIDC_NOT_LINKED"
        await site.make_person("malee")
        await give_address(site, "malee")
        assert await site.refused("unverified") == "OIDC_NOT_LINKED"
        await site.make_person("other")
        await give_address(site, "other")
        assert await site.refused("malee") == "OIDC_NOT_LINKED"
        async with site.world.operator.unscoped() as session:
            await close(session, "other")
        assert await site.sign_in("malee") == "/"
        assert await site.viewer() == "malee"


async def test_another_claim_may_prove_the_person_and_is_kept_as_a_hash(
    database_urls: DatabaseUrls, provider: Provider, tmp_path: Path
) -> None:
    more = 'scopes = ["openid", "pid"]\nclaim = "pid"'
    async with open_site(database_urls, provider, tmp_path, more) as site:
        assert await site.refused("somchai") == "OIDC_TOKEN_REFUSED"
        await site.make_linked("somchai", "pid")
        assert await site.sign_in("pid") == "/"
        async with site.world.door.unscoped() as session:
            proof = proof_rules.Proof(
                provider.issuer,
                proof_rules.hash_subject(provider.issuer, "pid", PEOPLE["pid"]["pid"]),
            )
            assert await proving.sign_in(session, proof, "", utc_now())


@pytest.mark.parametrize("where", ["//evil.example", "/\\evil.example", "https://evil.example"])
async def test_nobody_is_sent_elsewhere_afterwards(site: Site, where: str) -> None:
    await site.make_linked()
    assert await site.sign_in(next=where) == "/"


async def test_another_sites_page_cannot_begin(site: Site) -> None:
    answer = await site.client.post(
        "/auth/oidc/test/begin", json={}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.json()["error"]["code"] == "CROSS_ORIGIN"


async def test_the_buttons_are_named_in_both_languages(site: Site) -> None:
    said = (await site.client.get("/auth/providers")).json()
    names = {"nameTh": "ผู้ให้บริการทดสอบ", "nameEn": "Provider of the test"}
    assert said["providers"] == [{"key": "test", "issuer": site.provider.issuer, **names}]
    assert set(said["refusals"]) == set(proof_rules.REFUSALS)
    assert providing.SECRET not in str(said)
    answer = await site.client.post("/auth/oidc/another/begin", json={})
    assert answer.json()["error"]["code"] == "OIDC_UNKNOWN"


@pytest.mark.parametrize(
    "more",
    [
        'algorithms = ["none"]',
        'algorithms = ["HS256"]',
        "algorithms = []",
        'scopes = ["email"]',
        "unknown = 1",
    ],
)
def test_a_file_that_is_not_right_stops_the_start(tmp_path: Path, more: str) -> None:
    file = providing.write_providers(tmp_path, "https://issuer.example", more)
    with pytest.raises(ValueError, match=r"provider\.0"):
        read_providers(file)

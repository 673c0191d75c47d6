"""Sessions as an attacker would use them, over HTTP: planted, kept, outlived."""

from typing import Any

import httpx
import pytest
from sqlalchemy import delete, update

from plan_core.actor import Role
from plan_core.db.transaction import utc_now
from plan_core.people import passwords, rules
from plan_core.people.actions import keeping
from plan_core.people.model import Membership, Person
from plan_core.people.rules import Scope
from tenancy.askers import Tenant, Who, leaks_in
from tenancy.asking import outcome_of
from tenancy.world import COOKIE, HOST, World, find_signed_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

PASSWORD = "correct horse battery"
WHOAMI = "{ viewer { person { username } post { id role } posts { id role } } }"


async def make_person(world: World, username: str, *posts: tuple[Role, Scope]) -> dict[str, str]:
    """Somebody with a real password; what they type to sign in."""
    hashed = await passwords.hash_password(PASSWORD)
    async with world.operator.unscoped() as session:
        person = await keeping.add_person(session, username, "ผู้ทดสอบ", hashed)
        for role, scope in posts:
            await keeping.add_membership(session, person.id, role, scope)
    return {"username": username, "password": PASSWORD}


def editor_at(world: World, tenant: Tenant) -> tuple[Role, Scope]:
    return Role.EDITOR, Scope(organisation_id=world.organisations[tenant])


async def viewer_of(client: httpx.AsyncClient) -> dict[str, Any] | None:
    return (await client.post("/graphql", json={"query": WHOAMI})).json()["data"]["viewer"]


async def test_a_planted_token_is_worth_nothing_after_signing_in(world: World) -> None:
    """Fixation: what the browser carried before is never what it carries after."""
    given = await make_person(world, "fixed.one", editor_at(world, Tenant.OWN))
    attacker = await world.client(Who.STRANGER)
    planted = attacker.cookies[COOKIE]
    victim = await world.client(Who.SIGNED_OUT)
    for value in (planted, "planted-by-somebody", "'; DROP TABLE sign_in; --"):
        victim.cookies.clear()
        victim.cookies.set(COOKIE, value, domain=HOST)
        assert (await victim.post("/auth/sign-in", json=given)).status_code == 200
        assert victim.cookies[COOKIE] != value
        assert (await find_signed_in(world, value)) is None
    # The attacker's own session, which was planted, has ended too and shows nothing.
    assert await viewer_of(attacker) is None
    await attacker.aclose()
    await victim.aclose()


async def test_each_change_of_post_ends_the_earlier_token(world: World) -> None:
    given = await make_person(
        world,
        "two.posts",
        editor_at(world, Tenant.OWN),
        (Role.PROVINCE_OFFICER, Scope(province_code="55")),
    )
    client = await world.client(Who.SIGNED_OUT)
    await client.post("/auth/sign-in", json=given)
    first, viewer = client.cookies[COOKIE], await viewer_of(client)
    assert viewer is not None
    (other,) = [post["id"] for post in viewer["posts"] if post["id"] != viewer["post"]["id"]]
    mutation = "mutation($id: ID!) { switchPost(input: {postId: $id}) { problems { code } } }"
    await client.post("/graphql", json={"query": mutation, "variables": {"id": other}})
    assert client.cookies[COOKIE] != first
    assert await find_signed_in(world, first) is None
    # In the new post the old organisation is gone, and the other way round.
    plan = await client.post("/graphql", json={"query": "{ plan { id } }"})
    assert outcome_of(plan) == "FORBIDDEN"
    await client.aclose()


async def test_a_person_who_is_disabled_is_out_at_once(world: World) -> None:
    given = await make_person(world, "leaving.one", editor_at(world, Tenant.OWN))
    client = await world.client(Who.SIGNED_OUT)
    await client.post("/auth/sign-in", json=given)
    assert outcome_of(await client.post("/graphql", json={"query": "{ plan { id } }"})) == "OK"
    async with world.operator.unscoped() as session:
        await session.execute(
            update(Person).where(Person.username == "leaving.one").values(is_active=False)
        )
    answer = await client.post("/graphql", json={"query": "{ plan { id } }"})
    assert outcome_of(answer) == "UNAUTHENTICATED"
    again = await client.post("/auth/sign-in", json=given)
    nobody = await client.post("/auth/sign-in", json=given | {"username": "nobody.at.all"})
    assert outcome_of(again) == outcome_of(nobody) == "SIGN_IN_FAILED"
    await client.aclose()


async def test_a_post_that_is_taken_away_ends_its_session(world: World) -> None:
    given = await make_person(
        world, "moving.one", editor_at(world, Tenant.OWN), editor_at(world, Tenant.OTHER_PROVINCE)
    )
    client = await world.client(Who.SIGNED_OUT)
    await client.post("/auth/sign-in", json=given)
    viewer = await viewer_of(client)
    assert viewer is not None
    signed_in = await find_signed_in(world, client.cookies[COOKIE])
    assert signed_in is not None
    async with world.operator.unscoped() as session:
        await session.execute(
            delete(Membership).where(Membership.id == signed_in.actor.membership_id)
        )
    assert await viewer_of(client) is None
    # Signed in again they act in what is left, and see that organisation only.
    await client.post("/auth/sign-in", json=given)
    answer = await client.post("/graphql", json={"query": "{ plan { initiatives { title } } }"})
    sight = frozenset({(Tenant.OTHER_PROVINCE.word, "private")})
    assert outcome_of(answer) == "OK"
    assert not leaks_in(answer.content, sight)
    await client.aclose()


async def test_a_new_password_ends_every_session(world: World) -> None:
    given = await make_person(world, "robbed.one", editor_at(world, Tenant.OWN))
    thief = await world.client(Who.SIGNED_OUT)
    await thief.post("/auth/sign-in", json=given)
    token = thief.cookies[COOKIE]
    signed_in = await find_signed_in(world, token)
    assert signed_in is not None
    async with world.operator.unscoped() as session:
        await keeping.set_password(session, signed_in.actor.person_id, "!", utc_now())
    assert await find_signed_in(world, token) is None
    await thief.aclose()


async def test_signing_out_ends_the_token_and_not_only_the_cookie(world: World) -> None:
    client = await world.client(Who.EDITOR)
    token = client.cookies[COOKIE]
    await client.post("/auth/sign-out")
    assert await find_signed_in(world, token) is None
    await client.aclose()


async def test_a_lockout_tells_nobody_which_names_exist(world: World) -> None:
    """A name that exists, one that is closed, one that nobody has: the same answers to the end."""
    given = await make_person(world, "known.one", editor_at(world, Tenant.OWN))
    await make_person(world, "closed.one", editor_at(world, Tenant.OWN))
    async with world.operator.unscoped() as session:
        await session.execute(
            update(Person).where(Person.username == "closed.one").values(is_active=False)
        )
    client = await world.client(Who.SIGNED_OUT)
    said: dict[str, list[tuple[int, Any, Any]]] = {}
    for username in ("known.one", "closed.one", "unknown.one"):
        said[username] = []
        for _ in range(rules.FAILURES_BEFORE_LOCK + 2):
            answer = await client.post(
                "/auth/sign-in", json=given | {"username": username, "password": "wrong"}
            )
            error = answer.json()["error"]
            waits = error["values"].get("retryAfterSeconds", 0)
            said[username].append((answer.status_code, error["code"], -(-waits // 60)))
    assert said["known.one"] == said["closed.one"] == said["unknown.one"]
    assert said["known.one"][-1][:2] == (429, "SIGN_IN_LOCKED")
    await client.aclose()


async def test_garbage_in_the_cookie_is_nobody(world: World) -> None:
    client = await world.client(Who.SIGNED_OUT)
    for value in ("", "x", "a" * 4_000, "%00", "\xe0\xb8", "null", "0"):
        answer = await client.post(
            "/graphql",
            json={"query": WHOAMI},
            headers=[(b"Cookie", f"{COOKIE}={value}".encode("latin-1"))],
        )
        assert answer.status_code == 200
        assert answer.json()["data"] == {"viewer": None}
    await client.aclose()

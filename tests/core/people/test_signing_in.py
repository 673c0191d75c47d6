"""Signing in on a real database: the lockout under races, sessions that end, posts."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import AsyncAdaptedQueuePool, func, select, text, update

from local.database import DatabaseUrls
from make.world import Statements
from plan_core.actor import Role
from plan_core.db.transaction import Database
from plan_core.errors import Conflict, Forbidden, NotFound, SimitiError
from plan_core.people import passwords, queries, rules, signing_in
from plan_core.people.actions import keeping, sessions
from plan_core.people.model import Person, SignIn
from plan_core.people.rules import Scope

PASSWORD = "correct horse battery"
WRONG = "wrong"


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class World:
    """Two posts of one person, seen through the door."""

    def __init__(self, urls: DatabaseUrls) -> None:
        self.clock = Clock()
        self.door = Database(urls.door, clock=self.clock)
        self.operator = Database(urls.operator, clock=self.clock)
        self.worker = Database(urls.worker, clock=self.clock)

    async def make_person(self, *roles: Role) -> Person:
        password_hash = await passwords.hash_password(PASSWORD)
        async with self.operator.unscoped() as session:
            person = await keeping.add_person(session, "somchai", "สมชาย ใจดี", password_hash)
            for role in roles:
                scope = Scope(province_code="54") if role is Role.PROVINCE_OFFICER else Scope()
                await keeping.add_membership(session, person.id, role, scope)
        return person

    async def sign_in(self, password: str = PASSWORD, username: str = "somchai") -> str:
        return await signing_in.sign_in(self.door, username, password)

    async def refused(self, password: str = WRONG, username: str = "somchai") -> str:
        with pytest.raises(SimitiError) as refusal:
            await self.sign_in(password, username)
        return refusal.value.code

    async def find(self, token: str) -> queries.SignedIn | None:
        return await queries.find_signed_in(self.door, token, self.clock.now)

    async def count_sign_ins(self) -> int:
        async with self.door.unscoped() as session:
            return (await session.scalar(select(func.count()).select_from(SignIn))) or 0


@pytest.fixture
async def world(database_urls: DatabaseUrls) -> AsyncIterator[World]:
    world = World(database_urls)
    yield world
    for database in (world.door, world.operator, world.worker):
        await database.close()


async def test_the_right_password_opens_a_session_in_the_first_post(world: World) -> None:
    await world.make_person(Role.PROVINCE_OFFICER, Role.OPERATOR)
    signed_in = await world.find(await world.sign_in(username=" SomChai "))
    assert signed_in is not None
    assert signed_in.post.role is Role.PROVINCE_OFFICER
    assert signed_in.post.province is not None
    assert signed_in.post.province.name_th == "แพร่"
    assert [post.role for post in signed_in.posts] == [Role.PROVINCE_OFFICER, Role.OPERATOR]
    assert signed_in.actor.province_code == "54"
    assert not signed_in.is_demo


async def test_only_the_hash_of_the_token_is_kept(world: World) -> None:
    await world.make_person(Role.OPERATOR)
    token = await world.sign_in()
    assert len(token) >= 43
    async with world.door.unscoped() as session:
        kept = (await session.scalars(select(SignIn.token_hash))).one()
    assert kept == rules.hash_token(token)
    assert await world.find(kept.hex()) is None


async def test_unknown_name_wrong_password_and_closed_account_look_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await world.make_person(Role.OPERATOR)
    verified: list[str] = []
    verify = passwords.verify

    async def count_and_verify(password: str, password_hash: str) -> passwords.Verdict:
        verified.append(password_hash)
        return await verify(password, password_hash)

    monkeypatch.setattr(passwords, "verify", count_and_verify)
    codes = [await world.refused(), await world.refused(username="nobody")]
    codes.append(await world.refused(username="no such\x00name"))
    async with world.operator.unscoped() as session:
        await session.execute(update(Person).values(is_active=False))
    codes.append(await world.refused(PASSWORD))
    assert codes == ["SIGN_IN_FAILED"] * 4
    # Each of them costs one hash: time tells nothing either.
    assert verified == [
        person.password_hash,
        passwords.NOBODYS_HASH,
        passwords.NOBODYS_HASH,
        person.password_hash,
    ]


async def test_the_fifth_wrong_password_locks_and_the_right_one_is_refused_until_it_ends(
    world: World,
) -> None:
    await world.make_person(Role.OPERATOR)
    assert [await world.refused() for _ in range(5)] == ["SIGN_IN_FAILED"] * 5
    assert await world.refused(PASSWORD) == "SIGN_IN_LOCKED"
    world.clock.move(minutes=14, seconds=59)
    assert await world.refused(PASSWORD) == "SIGN_IN_LOCKED"
    world.clock.move(seconds=1)
    await world.sign_in()


async def test_a_failure_after_the_lock_locks_for_twice_as_long(world: World) -> None:
    await world.make_person(Role.OPERATOR)
    for _ in range(5):
        await world.refused()
    world.clock.move(minutes=15)
    assert await world.refused() == "SIGN_IN_FAILED"
    world.clock.move(minutes=29)
    assert await world.refused(PASSWORD) == "SIGN_IN_LOCKED"
    world.clock.move(minutes=1)
    await world.sign_in()
    async with world.operator.unscoped() as session:
        person = (await session.scalars(select(Person))).one()
    assert (person.failed_sign_ins, person.locked_until) == (0, None)


async def test_a_name_that_nobody_has_locks_like_one_that_exists(world: World) -> None:
    codes = [await world.refused(username="nobody") for _ in range(6)]
    assert codes == ["SIGN_IN_FAILED"] * 5 + ["SIGN_IN_LOCKED"]
    assert await world.refused(username="NOBODY ") == "SIGN_IN_LOCKED"
    world.clock.move(minutes=15)
    assert await world.refused(username="nobody") == "SIGN_IN_FAILED"


async def test_guesses_side_by_side_get_no_more_than_five_answers(world: World) -> None:
    await world.make_person(Role.OPERATOR)
    codes = await asyncio.gather(*(world.refused(f"guess {n}") for n in range(20)))
    assert codes.count("SIGN_IN_FAILED") == 5
    assert codes.count("SIGN_IN_LOCKED") == 15
    async with world.operator.unscoped() as session:
        person = (await session.scalars(select(Person))).one()
    assert person.failed_sign_ins == 5


async def test_the_right_password_side_by_side_is_never_refused(world: World) -> None:
    await world.make_person(Role.OPERATOR)
    tokens = await asyncio.gather(*(world.sign_in() for _ in range(12)))
    assert len(set(tokens)) == 12
    assert await world.count_sign_ins() == 12


async def test_no_transaction_is_open_while_hashing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.make_person(Role.OPERATOR)
    open_connections: list[int] = []

    async def look(_password: str, _password_hash: str) -> passwords.Verdict:
        pool = world.door.engine.pool
        assert isinstance(pool, AsyncAdaptedQueuePool)
        open_connections.append(pool.checkedout())
        return passwords.Verdict(True)

    monkeypatch.setattr(passwords, "verify", look)
    await world.sign_in()
    assert open_connections == [0]


async def test_signing_in_again_ends_the_browsers_earlier_session(world: World) -> None:
    await world.make_person(Role.OPERATOR)
    first, elsewhere = await world.sign_in(), await world.sign_in()
    second = await signing_in.sign_in(world.door, "somchai", PASSWORD, replaced_token=first)
    assert second != first
    assert await world.find(first) is None
    assert await world.find(second) is not None
    assert await world.find(elsewhere) is not None


async def test_a_person_without_a_post_is_told_so_and_gets_no_session(world: World) -> None:
    await world.make_person()
    with pytest.raises(Forbidden) as refused:
        await world.sign_in()
    assert refused.value.code == "NO_POST"
    assert await world.count_sign_ins() == 0


async def test_an_idle_session_ends_after_half_an_hour_and_use_keeps_it_awake(
    world: World,
) -> None:
    await world.make_person(Role.OPERATOR)
    token = await world.sign_in()
    world.clock.move(minutes=29)
    signed_in = await world.find(token)
    assert signed_in is not None
    assert signed_in.is_due_for_touch(world.clock.now)
    async with world.door.unscoped() as session:
        await sessions.touch(session, token, world.clock.now)
    world.clock.move(minutes=29, seconds=59)
    assert await world.find(token) is not None
    world.clock.move(seconds=1)
    assert await world.find(token) is None


async def test_a_session_ends_after_twelve_hours_however_busy(world: World) -> None:
    await world.make_person(Role.OPERATOR)
    token = await world.sign_in()
    for _ in range(12 * 3 - 1):
        world.clock.move(minutes=20)
        async with world.door.unscoped() as session:
            await sessions.touch(session, token, world.clock.now)
        assert await world.find(token) is not None
    world.clock.move(minutes=20)
    assert await world.find(token) is None


async def test_touching_writes_at_most_once_a_minute(world: World) -> None:
    await world.make_person(Role.OPERATOR)
    token = await world.sign_in()
    signed_in = await world.find(token)
    assert signed_in is not None
    world.clock.move(seconds=59)
    assert not signed_in.is_due_for_touch(world.clock.now)
    async with world.door.unscoped() as session:
        await sessions.touch(session, token, world.clock.now)
    again = await world.find(token)
    assert again is not None
    assert again.seen_at == signed_in.seen_at


async def test_finding_who_is_signed_in_takes_one_statement(world: World) -> None:
    await world.make_person(Role.PROVINCE_OFFICER, Role.OPERATOR)
    token = await world.sign_in()
    statements = Statements(world.door)
    assert await world.find(token) is not None
    assert len(statements) == 1


async def test_a_closed_account_and_a_lost_post_end_the_session(world: World) -> None:
    person = await world.make_person(Role.OPERATOR, Role.NATIONAL_VIEWER)
    token = await world.sign_in()
    async with world.operator.unscoped() as session:
        await session.execute(update(Person).values(is_active=False))
    assert await world.find(token) is None
    async with world.operator.unscoped() as session:
        await session.execute(update(Person).values(is_active=True))
        await session.execute(
            text("DELETE FROM membership WHERE role = 'OPERATOR' AND person_id = :id"),
            {"id": person.id},
        )
    assert await world.find(token) is None


async def test_a_lockout_does_not_throw_out_who_is_signed_in(world: World) -> None:
    await world.make_person(Role.OPERATOR)
    token = await world.sign_in()
    for _ in range(5):
        await world.refused()
    assert await world.find(token) is not None


async def test_switching_post_gives_a_new_token_in_the_same_twelve_hours(world: World) -> None:
    await world.make_person(Role.PROVINCE_OFFICER, Role.OPERATOR)
    token = await world.sign_in()
    before = await world.find(token)
    assert before is not None
    world.clock.move(minutes=5)
    async with world.door.unscoped() as session:
        switched = await sessions.switch_post(
            session, token, before.posts[1].membership_id, world.clock.now
        )
    after = await world.find(switched)
    assert await world.find(token) is None
    assert after is not None
    assert after.actor.role is Role.OPERATOR
    assert after.expires_at == before.expires_at


async def test_nobody_switches_to_another_persons_post(world: World) -> None:
    await world.make_person(Role.PROVINCE_OFFICER)
    async with world.operator.unscoped() as session:
        other = await keeping.add_person(session, "other", "คนอื่น", "-")
        post = await keeping.add_membership(session, other.id, Role.OPERATOR, Scope())
    token = await world.sign_in()
    with pytest.raises(NotFound):
        async with world.door.unscoped() as session:
            await sessions.switch_post(session, token, post.id, world.clock.now)
    assert await world.find(token) is not None


async def test_signing_out_ends_the_session_and_may_be_repeated(world: World) -> None:
    await world.make_person(Role.OPERATOR)
    token = await world.sign_in()
    for _ in range(2):
        async with world.door.unscoped() as session:
            await sessions.close_session(session, token)
    assert await world.find(token) is None


async def test_a_new_password_ends_sessions_and_locks(world: World) -> None:
    person = await world.make_person(Role.OPERATOR)
    token = await world.sign_in()
    for _ in range(5):
        await world.refused()
    changed = await passwords.hash_password("another long password")
    async with world.operator.unscoped() as session:
        await keeping.set_password(session, person.id, changed, world.clock())
    assert await world.find(token) is None
    assert await world.sign_in("another long password")


async def test_a_username_is_taken_once(world: World) -> None:
    await world.make_person(Role.OPERATOR)
    with pytest.raises(Conflict) as refused:
        async with world.operator.unscoped() as session:
            await keeping.add_person(session, "SOMCHAI", "อีกคน", "-")
    assert refused.value.code == "USERNAME_TAKEN"


async def test_the_same_post_is_given_once(world: World) -> None:
    person = await world.make_person(Role.OPERATOR)
    async with world.operator.unscoped() as session:
        again = await keeping.add_membership(session, person.id, Role.OPERATOR, Scope())
        held = await queries.list_memberships(session, person.id)
    assert [post.id for post in held] == [again.id]

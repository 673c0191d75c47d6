"""Questions: plain rows in the actor's sight, nothing left behind, and what is kept of them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import BigInteger, bindparam, func, literal, select

from make.people import make_actor
from make.plans import make_plan
from make.world import World
from plan_core.db import asking
from plan_core.db.asking import Question, Remembered, columns_of, read_as, share_as
from plan_core.db.transaction import Database
from plan_core.errors import Unavailable
from plan_core.places.model import Organisation
from plan_core.plans.model import Plan
from plan_core.values import OrganisationKind

PLANS = Question(select(Plan.tenant_id))
SCOPE = Question(select(func.current_setting("simiti.tenant_id", True).label("tenant")))
ORGANISATION = Question(
    select(*columns_of(Organisation)).where(
        Organisation.id == bindparam("id", type_=BigInteger, required=True),
        Organisation.kind == OrganisationKind.SAO,
    )
)


@pytest.fixture
async def narrow(world: World) -> AsyncIterator[Database]:
    """A database with a single connection, so that what one leaves behind the next one sees."""
    database = Database(world.urls.app, pool_size=1, clock=world.clock)
    yield database
    await database.close()


async def scope_of(database: Database) -> str:
    return (await database.ask(SCOPE, {}))[0]["tenant"] or ""


async def test_a_look_sees_its_actors_rows_and_leaves_no_scope_behind(
    world: World, narrow: Database
) -> None:
    editors = [await make_actor(world), await make_actor(world)]
    for editor in editors:
        await make_plan(world, editor)
    for editor in editors:
        async with narrow.look(editor) as look:
            assert [row["tenant_id"] for row in await look.ask(PLANS)] == [editor.tenant]
            assert look.now == world.clock.now
        assert await scope_of(narrow) == ""
        assert await narrow.ask(PLANS, {}) == []


async def test_a_look_that_breaks_or_is_given_up_leaves_no_scope_behind(
    world: World, narrow: Database
) -> None:
    editor = await make_actor(world)
    broken = Question(select(literal(1) / literal(0)))
    with pytest.raises(Exception, match="division by zero"):
        async with narrow.look(editor) as look:
            await look.ask(broken)
    assert await scope_of(narrow) == ""
    slow = Question(select(func.pg_sleep(5)))

    async def wait() -> None:
        async with narrow.look(editor) as look:
            await look.ask(slow)

    for seconds in (0.0, 0.001, 0.05):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(seconds)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert await scope_of(narrow) == ""


async def test_a_look_cannot_write(world: World, narrow: Database) -> None:
    editor = await make_actor(world)
    plan = await make_plan(world, editor)
    writing = Question(select(func.pg_notify("simiti_news", "x")))
    locking = Question(select(Plan.id).where(Plan.tenant_id == plan.tenant_id).with_for_update())
    async with narrow.look(editor) as look:
        await look.ask(writing)
    with pytest.raises(Exception, match="read-only transaction"):
        async with narrow.look(editor) as look:
            await look.ask(locking)


async def test_a_database_that_is_away_is_said_to_be(world: World) -> None:
    nowhere = Database("postgresql+asyncpg://simiti_app:x@127.0.0.1:1/simiti", pool_size=1)
    with pytest.raises(Unavailable):
        await nowhere.ask(SCOPE, {})
    with pytest.raises(Unavailable):
        async with nowhere.look(await make_actor(world)) as look:
            await look.ask(SCOPE)
    await nowhere.close()


async def test_a_connection_that_died_meanwhile_is_replaced(world: World, narrow: Database) -> None:
    ending = Question(select(func.pg_terminate_backend(func.pg_backend_pid())))
    with pytest.raises(Unavailable):
        await narrow.ask(ending, {})
    assert await scope_of(narrow) == ""


async def test_rows_become_objects_with_the_types_of_their_columns(world: World) -> None:
    editor = await make_actor(world)
    (row,) = await world.app.ask(ORGANISATION, {"id": editor.tenant})
    async with world.app.unscoped() as session:
        stored = await session.get_one(Organisation, editor.tenant)
    one = read_as(Organisation, row)
    for name in Organisation.__mapper__.column_attrs.keys():  # noqa: SIM118 (no mapping)
        assert getattr(one, name) == getattr(stored, name), name
    assert type(one.kind) is OrganisationKind
    again = (await world.app.ask(ORGANISATION, {"id": editor.tenant}))[0]
    assert share_as(Organisation, again) is share_as(Organisation, row)
    with pytest.raises(KeyError):
        await world.app.ask(ORGANISATION, {})


async def test_what_was_made_of_an_answer_is_made_anew_for_another_answer(world: World) -> None:
    remembered: Remembered[list[Any]] = Remembered(most=2)
    first, second = await world.app.ask(SCOPE, {}), await world.app.ask(SCOPE, {})
    made = remembered.of("who", first, list)
    assert remembered.of("who", second, list) is made
    assert remembered.of("who", [], list) == []
    assert remembered.of("other", first, list) is not made
    assert remembered.of("third", first, list) is not made
    assert len(remembered) == 2


class Few(asking.Memory[str]):
    most = 10


def test_a_memory_holds_no_more_than_its_weight_and_only_for_the_same_marks() -> None:
    memory = Few()
    for key in "abcd":
        memory.keep(key, [1], key, 4)
    assert [memory.knows(key) for key in "abcd"] == [False, False, True, True]
    assert memory.find("c", [1]) == "c"
    memory.keep("e", [1], "e", 4)
    # The least used went: "c" was looked at after "d" had come.
    assert [memory.knows(key) for key in "cde"] == [True, False, True]
    assert memory.find("c", [2]) is None
    assert memory.find("c", [1]) is None, "what has another mark is gone"
    memory.keep("heavy", [1], "heavy", 11)
    assert (memory.knows("heavy"), memory.weight) == (False, 0)


def test_a_memory_forgets_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that was set back may use a mark a second time."""
    memory, now = Few(), 100.0
    monkeypatch.setattr(asking, "monotonic", lambda: now)
    memory.keep("a", [1], "a", 1)
    now += asking.LONGEST_SECONDS
    assert memory.find("a", [1]) == "a"
    now += 1
    assert memory.find("a", [1]) is None


async def test_each_database_has_a_memory_of_its_own(world: World, narrow: Database) -> None:
    assert world.app.memory(Few) is world.app.memory(Few)
    assert world.app.memory(Few) is not narrow.memory(Few)

"""One transaction and its actor: what is committed, what is undone, and how faults are named."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.orm.exc import StaleDataError

from make.people import make_actor
from make.plans import load_content, make_plan
from make.world import World
from plan_core import jobs
from plan_core.actor import Actor, Role
from plan_core.db.base import make_id
from plan_core.db.transaction import Database, WriteTx
from plan_core.errors import Conflict, Forbidden, Invalid, Locked, Unavailable
from plan_core.plans.model import Initiative, Plan

NOWHERE = "postgresql+asyncpg://simiti_app:x@127.0.0.1:1/simiti"


@pytest.fixture
async def editor(world: World) -> Actor:
    editor = await make_actor(world)
    await make_plan(world, editor)
    return editor


@pytest.fixture
async def narrow(world: World) -> AsyncIterator[Database]:
    """A database with a single connection, so that what one leaves behind the next one sees."""
    database = Database(world.urls.app, pool_size=1, clock=world.clock)
    yield database
    await database.close()


async def title(world: World, actor: Actor) -> str:
    return (await load_content(world, actor)).rows[0].initiative.title


async def rename(database: Database, actor: Actor, then: BaseException | None = None) -> None:
    async with database.write(actor) as tx:
        row = (await tx.session.scalars(select(Initiative).limit(1))).one()
        row.title, row.version = "ใหม่", row.version + 1
        await tx.session.flush()
        tx.enqueue(jobs.READ_DOCUMENT, make_id())
        if then is not None:
            raise then


async def test_leaving_the_block_commits_and_then_sends_what_was_promised(
    world: World, editor: Actor
) -> None:
    world.sent.clear()
    await rename(world.app, editor)
    async with world.app.read(editor) as tx:
        assert await tx.session.scalar(select(Initiative.title).where(Initiative.version == 2))
    assert len(world.sent) == 1


@pytest.mark.parametrize(
    "fault", [Locked("X", "x", "x"), RuntimeError("bug"), asyncio.CancelledError(), KeyError("x")]
)
async def test_any_exception_undoes_everything_and_sends_nothing(
    world: World, editor: Actor, fault: BaseException
) -> None:
    before = await title(world, editor)
    jobs_before = len(await world.jobs())
    world.sent.clear()
    with pytest.raises(type(fault)):
        await rename(world.app, editor, fault)
    assert await title(world, editor) == before
    assert len(await world.jobs()) == jobs_before
    assert world.sent == []


async def test_the_last_acts_are_done_whatever_is_told_between(world: World, editor: Actor) -> None:
    done: list[WriteTx] = []

    async def act(tx: WriteTx) -> None:
        done.append(tx)

    async with world.app.write(editor) as tx:
        tx.before_commit(act)
        tx.tell(make_id(), 2)
        assert done == []
    assert done == [tx]


async def test_a_reading_transaction_cannot_write(world: World, editor: Actor) -> None:
    with pytest.raises(DBAPIError, match="read-only"):
        async with world.app.read(editor) as tx:
            await tx.session.execute(text("UPDATE plan SET version = 99"))


async def test_an_officer_of_an_area_opens_no_write_transaction(world: World) -> None:
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    with pytest.raises(Forbidden):
        async with world.app.write(officer):
            pass


async def test_a_row_that_changed_under_the_session_is_a_conflict(
    world: World, editor: Actor
) -> None:
    async def change() -> None:
        async with world.app.write(editor) as tx:
            row = (await tx.session.scalars(select(Initiative).limit(1))).one()
            await tx.session.execute(
                text("UPDATE initiative SET version = 9 WHERE id = :id"), {"id": row.id}
            )
            row.title, row.version = "ใหม่", row.version + 1
            await tx.session.flush()

    with pytest.raises(Conflict) as refusal:
        await change()
    assert isinstance(refusal.value.__cause__, StaleDataError)


async def test_a_broken_constraint_that_nobody_foresaw_stays_a_bug(
    world: World, editor: Actor
) -> None:
    with pytest.raises(IntegrityError):
        async with world.app.write(editor) as tx:
            await tx.session.execute(text("UPDATE budget_cell SET amount_satang = -1"))


async def test_a_character_that_cannot_be_kept_is_the_callers_mistake(
    world: World, editor: Actor
) -> None:
    with pytest.raises(Invalid) as refusal:
        async with world.app.write(editor) as tx:
            await tx.session.scalar(select(Plan).where(Plan.edition_code == "a\x00b"))
    assert refusal.value.code == "TEXT_UNREADABLE"


async def test_no_server_no_host_and_a_wrong_name_are_all_unavailable() -> None:
    for url in (NOWHERE, NOWHERE.replace("127.0.0.1", "no-such-host.invalid")):
        database = Database(url)
        with pytest.raises(Unavailable):
            await database.ping()
        await database.close()


async def test_a_full_pool_is_unavailable_and_not_a_bug(
    world: World, editor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(world.urls.app, pool_size=1)
    monkeypatch.setattr(database.engine.pool, "_timeout", 0.05)

    async def hold(entered: asyncio.Event, leave: asyncio.Event) -> None:
        async with database.read(editor):
            entered.set()
            await leave.wait()

    leave, entered = asyncio.Event(), [asyncio.Event(), asyncio.Event()]
    holders = [asyncio.create_task(hold(one, leave)) for one in entered]
    for one in entered:
        await one.wait()
    with pytest.raises(Unavailable):
        await database.ping()
    leave.set()
    await asyncio.gather(*holders)
    await database.ping()
    await database.close()


async def test_a_connection_that_the_server_ended_is_unavailable_and_the_next_one_works(
    world: World, editor: Actor, narrow: Database
) -> None:
    with pytest.raises(Unavailable):
        async with narrow.read(editor) as tx:
            await tx.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    await narrow.ping()


async def test_a_connection_that_went_away_in_the_pool_is_replaced_unseen(
    world: World, editor: Actor, narrow: Database
) -> None:
    async with narrow.read(editor) as tx:
        lost = await tx.session.scalar(text("SELECT pg_backend_pid()"))
    async with world.app.read(editor) as tx:
        await tx.session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": lost})
    await asyncio.sleep(0.2)
    async with narrow.read(editor) as tx:
        assert await tx.session.scalar(text("SELECT pg_backend_pid()")) != lost


async def test_a_transaction_that_had_failed_does_not_pretend_to_commit(
    editor: Actor, narrow: Database
) -> None:
    async def go_on_after_a_failure() -> None:
        async with narrow.write(editor) as tx:
            with contextlib.suppress(ProgrammingError):
                await tx.session.execute(text("SELECT nonsense"))

    with pytest.raises(RuntimeError, match="nothing was written"):
        await go_on_after_a_failure()
    await narrow.ping()


async def test_a_caller_who_gives_up_while_the_transaction_opens_leaves_no_scope(
    world: World, editor: Actor, narrow: Database
) -> None:
    """The connection does not know yet that there is a transaction."""

    async def open_and_wait() -> None:
        async with narrow.read(editor):
            await asyncio.sleep(30)

    for _ in range(20):
        opening = asyncio.create_task(open_and_wait())
        for _ in range(random.randrange(12)):
            await asyncio.sleep(0)
        opening.cancel()
        with contextlib.suppress(asyncio.CancelledError, Unavailable):
            await opening
        async with narrow.unscoped() as session:
            assert await session.scalar(text("SELECT count(*) FROM plan")) == 0
            assert not await session.scalar(
                text("SELECT current_setting('simiti.tenant_id', true)")
            )


async def test_a_lock_that_is_held_too_long_is_unavailable(world: World, editor: Actor) -> None:
    async def lock() -> None:
        async with world.app.write(editor) as other:
            await other.session.execute(text("SET LOCAL lock_timeout = '50ms'"))
            await other.session.execute(text("SELECT 1 FROM plan FOR UPDATE"))

    async with world.app.write(editor) as tx:
        await tx.session.execute(text("SELECT 1 FROM plan FOR UPDATE"))
        with pytest.raises(Unavailable):
            await lock()


async def test_the_scope_ends_with_its_transaction_however_it_ends(
    world: World, editor: Actor, narrow: Database
) -> None:
    """Nothing of an actor is left on the connection for the next one."""

    async def seen() -> object:
        async with narrow.unscoped() as session:
            return await session.scalar(
                text(
                    "SELECT coalesce(current_setting('simiti.tenant_id', true), '')"
                    " || coalesce(current_setting('simiti.writing_tenant_id', true), '')"
                    " || (SELECT count(*) FROM plan)"
                )
            )

    async with narrow.write(editor):
        pass
    assert await seen() == "0"
    with pytest.raises(ProgrammingError):
        async with narrow.write(editor) as tx:
            await tx.session.execute(text("SELECT nonsense"))
    assert await seen() == "0"
    with pytest.raises(RuntimeError, match="bug"):
        async with narrow.read(editor):
            raise RuntimeError("bug")
    assert await seen() == "0"


async def test_a_caller_who_gives_up_leaves_a_usable_connection(
    world: World, editor: Actor, narrow: Database
) -> None:
    before = await title(world, editor)

    async def dawdle() -> None:
        async with narrow.write(editor) as tx:
            await tx.session.execute(text("UPDATE initiative SET title = 'x'"))
            await tx.session.execute(text("SELECT pg_sleep(30)"))

    for _ in range(3):
        with pytest.raises((TimeoutError, Unavailable)):
            async with asyncio.timeout(0.2):
                await dawdle()
    async with asyncio.timeout(5), narrow.read(editor) as tx:
        assert await tx.session.scalar(select(Plan.version)) is not None
    assert await title(world, editor) == before


async def test_a_broker_that_hangs_does_not_hold_up_other_requests(
    world: World, editor: Actor
) -> None:
    database = Database(world.urls.app, clock=world.clock, send_jobs=lambda _jobs: time.sleep(0.5))
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await rename(database, editor)
    ticking.cancel()
    await database.close()
    assert ticks > 5

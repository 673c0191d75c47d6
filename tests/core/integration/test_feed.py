"""The feed beside writers: no number is missed, whichever transaction is the slower one."""

import asyncio
import random
from uuid import UUID

from make.people import make_actor, make_organisation
from make.plans import make_plan
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.integration import queries
from plan_core.integration.changes import Change, ChangedType

WRITERS = 12
WRITES_EACH = 8


async def read_from(
    world: World, actor: Actor, after: int = 0, first: int = 7, *types: ChangedType
) -> list[Change]:
    """As a client does: page after page until it stands at the head."""
    found: list[Change] = []
    while True:
        async with world.app.read(actor) as tx:
            page = await queries.list_changes(tx, after, first, types)
        assert len(page.changes) <= first
        found += page.changes
        after = page.through
        if after == page.head:
            return found


def note(tx: WriteTx) -> UUID:
    """Something changed; which row it was does not matter here."""
    changed = make_id()
    audit.record(tx, "add_attachment", "attachment", changed, None, {})
    return changed


async def write(world: World, actor: Actor) -> UUID:
    async with world.app.write(actor) as tx:
        return note(tx)


def ids_of(changes: list[Change]) -> list[UUID | None]:
    return [one.id for one in changes]


async def test_what_began_first_and_ends_last_comes_last(world: World) -> None:
    actor = await make_actor(world, Role.EDITOR)
    may_end, has_begun = asyncio.Event(), asyncio.Event()

    async def write_slowly() -> UUID:
        async with world.app.write(actor) as tx:
            changed = note(tx)
            await tx.session.flush()
            has_begun.set()
            await may_end.wait()
            return changed

    slow = asyncio.create_task(write_slowly())
    await has_begun.wait()
    quick = await write(world, actor)
    assert [(one.sequence, one.id) for one in await read_from(world, actor)] == [(1, quick)]
    may_end.set()
    late = await slow
    assert [(one.sequence, one.id) for one in await read_from(world, actor, 1)] == [(2, late)]


async def test_a_number_that_is_not_committed_yet_lets_no_later_one_be_seen(world: World) -> None:
    actor = await make_actor(world, Role.EDITOR)
    may_end, is_numbered = asyncio.Event(), asyncio.Event()

    async def wait(_tx: WriteTx) -> None:
        is_numbered.set()
        await may_end.wait()

    async def write_slowly() -> UUID:
        async with world.app.write(actor) as tx:
            changed = note(tx)
            tx.before_commit(wait)
            return changed

    slow = asyncio.create_task(write_slowly())
    await is_numbered.wait()
    waiting = asyncio.create_task(write(world, actor))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    assert await read_from(world, actor) == []
    may_end.set()
    first, second = await slow, await waiting
    assert ids_of(await read_from(world, actor)) == [first, second]


async def test_a_reader_beside_many_writers_ends_with_everything_once(world: World) -> None:
    actor = await make_actor(world, Role.EDITOR)
    chance = random.Random(2569)
    written: list[UUID] = []
    running = True

    async def write_some() -> None:
        for _ in range(WRITES_EACH):
            async with world.app.write(actor) as tx:
                written.extend(note(tx) for _ in range(chance.randint(1, 3)))
                await asyncio.sleep(chance.random() * 0.03)

    async def follow() -> list[Change]:
        found: list[Change] = []
        while running:
            found += await read_from(world, actor, len(found), 3)
            await asyncio.sleep(0.001)
        return found + await read_from(world, actor, len(found), 3)

    following = asyncio.create_task(follow())
    await asyncio.gather(*(write_some() for _ in range(WRITERS)))
    running = False
    seen = await following
    assert [one.sequence for one in seen] == list(range(1, len(written) + 1))
    assert len(set(ids_of(seen))) == len(seen)
    assert set(ids_of(seen)) == set(written)


async def test_what_is_left_out_by_its_type_is_passed_over(world: World) -> None:
    actor = await make_actor(world, Role.EDITOR)
    await make_plan(world, actor)
    added = [await write(world, actor) for _ in range(2)]
    everything = await read_from(world, actor)
    found = await read_from(world, actor, 0, 1, ChangedType.ATTACHMENT)
    assert ids_of(found) == added
    assert {one.type for one in everything} > {ChangedType.ATTACHMENT}
    async with world.app.read(actor) as tx:
        page = await queries.list_changes(tx, 0, 5, [ChangedType.REPORT])
    assert (page.changes, page.through) == ([], len(everything))


async def test_nobody_reads_the_changes_of_another_organisation(world: World) -> None:
    actor = await make_actor(world, Role.EDITOR)
    await make_plan(world, actor)
    stranger = await make_actor(world, Role.EDITOR, await make_organisation(world))
    assert await read_from(world, actor)
    assert await read_from(world, stranger) == []

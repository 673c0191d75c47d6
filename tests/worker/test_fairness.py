"""A pile of one asker's jobs and one job of another: a real worker process does the one soon."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from api.jobs import Broker
from local.broker import Broker as Valkey
from local.database import DatabaseUrls
from make.documents import make_document_text, receive
from make.people import make_actor, make_organisation
from make.processes import Shop, open_shop
from make.world import World
from plan_core import jobs
from plan_core.actor import Actor
from plan_core.db import leases
from plan_core.db.leases import Lease
from plan_core.db.outbox import Job, JobState, Ticket
from plan_core.db.transaction import utc_now
from plan_core.files import Files, document_key
from plan_core.intake.model import Document

PILE = 30


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    world = World(module_database_urls)
    for database in (world.app, world.worker):
        database.clock = utc_now
    yield world
    await world.close()


async def take(world: World, hinted: Ticket) -> Lease | None:
    async with world.worker.unscoped() as session:
        return await leases.take_fairest(session, jobs.READ_DOCUMENT, hinted, utc_now())


async def end(world: World, *taken: Lease | None) -> None:
    async with world.worker.unscoped() as session:
        for lease in taken:
            assert lease is not None
            await leases.finish(session, lease, utc_now())


async def pile_up(world: World, actor: Actor, count: int) -> list[Ticket]:
    world.sent.clear()
    for number in range(count):
        text = make_document_text(note=f"กอง {number} {time.time_ns()}")
        await receive(world, actor, text)
    return [ticket for _, ticket in world.sent]


async def test_who_has_nothing_in_hand_goes_before_a_pile_though_it_came_later(
    world: World,
) -> None:
    officer = await make_actor(world)
    pile = await pile_up(world, await make_actor(world), 3)
    (single,) = await pile_up(world, officer, 1)
    taken = [await take(world, hinted) for hinted in (*pile, single)]
    assert [lease and lease.ticket for lease in taken] == [single, *pile]
    assert await take(world, single) is None
    await end(world, *taken)


async def test_colleagues_of_one_organisation_share_its_turn(world: World) -> None:
    """Two people with one job each are the organisation's pile of two."""
    organisation = await make_organisation(world)
    colleagues = [await make_actor(world, organisation=organisation) for _ in range(2)]
    other = await make_actor(world)
    first = await pile_up(world, colleagues[0], 1)
    second = await pile_up(world, colleagues[1], 1)
    single = await pile_up(world, other, 1)
    taken = [await take(world, hinted) for hinted in (*first, *second, *single)]
    assert [lease and lease.ticket for lease in taken] == [*single, *first, *second]
    await end(world, *taken)


async def test_one_asker_s_pile_over_many_organisations_is_one_pile(world: World) -> None:
    """As a province's officer may ask for work in each of its organisations."""
    asker, officer = await make_actor(world), await make_actor(world)
    pile = await pile_up(world, asker, 1)
    for _ in range(2):
        there = await make_organisation(world)
        pile += await pile_up(world, replace(asker, tenant_id=there.id), 1)
    (single,) = await pile_up(world, officer, 1)
    taken = [await take(world, hinted) for hinted in (*pile, single)]
    assert [lease and lease.ticket for lease in taken] == [single, *pile]
    await end(world, *taken)


async def test_many_messages_at_once_choose_each_job_once(world: World) -> None:
    pile = await pile_up(world, await make_actor(world), 8)
    taken = await asyncio.gather(*(take(world, hinted) for hinted in pile))
    assert sorted(lease.ticket.job_id for lease in taken if lease) == sorted(
        ticket.job_id for ticket in pile
    )
    await end(world, *taken)


async def test_another_try_is_started_by_its_own_message_only(world: World) -> None:
    (retried,) = await pile_up(world, await make_actor(world), 1)
    lease = await take(world, retried)
    assert lease is not None
    async with world.worker.unscoped() as session:
        await leases.put_back(session, lease, utc_now(), counts=True)
    (fresh,) = await pile_up(world, await make_actor(world), 1)
    first = await take(world, fresh)
    assert first is not None
    assert first.ticket == fresh
    assert await take(world, fresh) is None
    again = await take(world, retried)
    assert again is not None
    assert (again.ticket, again.attempt) == (retried, 2)
    await end(world, first, again)


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    folder = tmp_path_factory.mktemp("broker")
    broker = Valkey(folder / "data", "test", folder / "broker.log")
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture
def shop(
    module_database_urls: DatabaseUrls, broker: Valkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "files").mkdir()
    environment = {
        "SIMITI_WORKER_DATABASE_URL": module_database_urls.worker,
        "SIMITI_BROKER_URL": broker.url,
        "SIMITI_FILES_URL": (folder / "files").as_uri(),
    }
    with open_shop(environment, folder) as shop:
        yield shop


async def upload(world: World, files: Files, editor: Actor, rows: int = 120) -> Document:
    extra = [f"| | | {n}. กิจกรรมที่ {n} ของตำบล | - | 1 | 2 | 3 | |" for n in range(2, rows)]
    content = make_document_text(*extra, note=str(time.time_ns()))
    document = await receive(world, editor, content)
    await files.put(document_key(editor.tenant, document.id), content)
    return document


async def states(world: World, documents: Sequence[Document]) -> list[JobState]:
    async with world.worker.unscoped() as session:
        query = select(Job.state).where(Job.subject_id.in_([one.id for one in documents]))
        return list((await session.scalars(query)).all())


async def test_a_province_s_pile_does_not_starve_an_officer_s_single_import(
    world: World, shop: Shop, broker: Valkey
) -> None:
    """One process, no scheduler: only the messages, in the order they were sent."""
    files = Files(shop.environment["SIMITI_FILES_URL"])
    province, officer = await make_actor(world), await make_actor(world)
    world.sent.clear()
    pile = [await upload(world, files, province) for _ in range(PILE)]
    single = await upload(world, files, officer)
    await asyncio.to_thread(Broker(broker.url).send, list(world.sent))
    shop.start("worker")
    until = time.monotonic() + 120
    while await states(world, [single]) != [JobState.DONE]:
        assert time.monotonic() < until, shop.said()
        await asyncio.sleep(0.02)
    done_before = (await states(world, pile)).count(JobState.DONE)
    assert done_before <= 2, f"{done_before} of the pile were done before the single import"
    while set(await states(world, pile)) != {JobState.DONE}:
        assert time.monotonic() < until, shop.said()
        await asyncio.sleep(0.1)

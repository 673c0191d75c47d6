"""The same worker over a real RabbitMQ, where one is given: quorum queues carry the jobs."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery

from api.jobs import Broker
from local.database import DatabaseUrls
from make.documents import make_document_text, receive
from make.people import make_actor
from make.processes import Shop, open_shop
from make.world import World
from plan_core import jobs
from plan_core.db.outbox import JobState
from plan_core.db.transaction import utc_now
from plan_core.files import Files, document_key

ADDRESS = os.environ.get("SIMITI_TEST_AMQP_URL", "")


def test_on_rabbitmq_both_queues_are_quorum_queues_with_names_of_their_own() -> None:
    celery = Celery("test", broker="amqp://nobody@127.0.0.1:1")
    celery.conf.update(jobs.queue_settings("amqp://nobody@127.0.0.1:1"))
    queues: dict[str, Any] = celery.amqp.queues
    kinds = {name: one.queue_arguments for name, one in queues.items()}
    quorum = {"x-queue-type": "quorum"}
    assert kinds == {"simiti.celery": quorum, "simiti.documents": quorum}


def test_on_valkey_the_queue_of_earlier_releases_is_still_taken_from() -> None:
    celery = Celery("test", broker="redis://127.0.0.1:1")
    celery.conf.update(jobs.queue_settings("redis://127.0.0.1:1"))
    names: dict[str, Any] = celery.amqp.queues
    assert set(names) == {"celery", "documents"}


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    world = World(module_database_urls)
    for database in (world.app, world.worker):
        database.clock = utc_now
    yield world
    await world.close()


async def wait_for_done(world: World, shop: Shop, count: int) -> None:
    until = time.monotonic() + 60
    while [job.state for job in await world.jobs()] != [JobState.DONE] * count:
        assert time.monotonic() < until, shop.said()
        await asyncio.sleep(0.1)


@pytest.mark.skipif(not ADDRESS, reason="no RabbitMQ: SIMITI_TEST_AMQP_URL=amqp://… gives one")
async def test_jobs_are_done_over_rabbitmq_and_a_killed_worker_s_messages_are_not_missed(
    world: World, tmp_path: Path
) -> None:
    (tmp_path / "files").mkdir()
    environment = {
        "SIMITI_WORKER_DATABASE_URL": world.urls.worker,
        "SIMITI_BROKER_URL": ADDRESS,
        "SIMITI_FILES_URL": (tmp_path / "files").as_uri(),
    }
    files, editor = Files(environment["SIMITI_FILES_URL"]), await make_actor(world)

    async def upload(count: int) -> None:
        world.sent.clear()
        for number in range(count):
            content = make_document_text(note=f"{number} {time.time_ns()}")
            document = await receive(world, editor, content)
            await files.put(document_key(editor.tenant, document.id), content)
        await asyncio.to_thread(Broker(ADDRESS).send, list(world.sent))

    with open_shop(environment, tmp_path / "shop") as shop:
        await upload(3)
        shop.start("worker", "beat")
        await wait_for_done(world, shop, 3)
        await upload(6)
        shop.kill("worker")
        shop.start("worker")
        await wait_for_done(world, shop, 9)

"""What the worker's tests share: a world, and the worker's own rooms in it."""

from collections.abc import AsyncIterator

import pytest

from local.database import DatabaseUrls
from make.world import World, open_world
from worker import running
from worker.settings import Settings


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


@pytest.fixture
async def rooms(
    world: World, files_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[running.Rooms]:
    """As a worker process opens them, with the world's clock."""
    settings = Settings(
        worker_database_url=world.urls.worker, broker_url="memory://", files_url=files_url
    )
    rooms = running.Rooms(settings)
    rooms.database.clock = world.clock
    monkeypatch.setattr(running, "rooms", lambda: rooms)
    yield rooms
    await rooms.database.close()

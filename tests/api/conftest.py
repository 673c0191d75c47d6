"""The application over ASGI on a database that the tests of a file share."""

from collections.abc import AsyncIterator

import pytest

from local.database import DatabaseUrls
from make.api import Api, open_api
from make.world import World, open_world
from plan_core.db.transaction import utc_now


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        # The application keeps its own time, so that sessions are fresh.
        world.clock.now = utc_now()
        yield world


@pytest.fixture
async def api(world: World, files_url: str) -> AsyncIterator[Api]:
    async with open_api(world, files_url) as api:
        yield api

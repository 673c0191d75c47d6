"""What the tests of actions and queries share."""

from collections.abc import AsyncIterator

import pytest

from local.database import DatabaseUrls
from make.world import World, open_world


@pytest.fixture
async def world(database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(database_urls) as world:
        yield world

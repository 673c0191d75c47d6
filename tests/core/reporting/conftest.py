"""One database for the tests of a file: each makes organisations of its own."""

from collections.abc import AsyncIterator

import pytest

from local.database import DatabaseUrls
from make.world import World, open_world


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world

"""One seeded world for each file of this folder: its tests share it, and commit for real."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from local.database import DatabaseUrls
from tenancy.seeding import running_world
from tenancy.world import World


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(
    module_database_urls: DatabaseUrls, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """Five organisations, eleven askers, the application."""
    folder: Path = tmp_path_factory.mktemp("world")
    async with running_world(module_database_urls, folder) as world:
        yield world

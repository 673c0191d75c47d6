"""The migrated database's own description, read once for this folder."""

import asyncio

import pytest

import servers
from architecture import catalogue
from architecture.catalogue import Catalogue


@pytest.fixture(scope="session")
def described(postgres_admin: servers.Admin) -> Catalogue:
    """What pg_catalog says of a fresh database."""
    with postgres_admin.copy_of_template() as urls:
        return asyncio.run(catalogue.read(urls.owner))

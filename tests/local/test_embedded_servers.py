"""The embedded PostgreSQL and Valkey, as every other test relies on them."""

from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from local.broker import Broker
from local.database import ROLES, DatabaseUrls


def plain(url: str) -> str:
    """The address for asyncpg itself."""
    return url.replace("+asyncpg", "")


async def test_thai_letters_have_trigrams(database_urls: DatabaseUrls) -> None:
    connection = await asyncpg.connect(plain(database_urls.app))
    assert await connection.fetchval("SELECT show_trgm('ทุจริต') <> '{}'")
    await connection.close()


async def test_each_role_signs_in_and_none_is_more_than_ordinary(
    database_urls: DatabaseUrls,
) -> None:
    urls = database_urls
    for url, role in zip(
        (urls.owner, urls.app, urls.worker, urls.door, urls.operator), ROLES, strict=True
    ):
        connection = await asyncpg.connect(plain(url))
        row = await connection.fetchrow("SELECT * FROM pg_roles WHERE rolname = current_user")
        assert row is not None
        assert row["rolname"] == role
        assert not row["rolsuper"]
        assert not row["rolbypassrls"]
        assert not row["rolcreaterole"]
        await connection.close()


async def test_the_app_can_make_neither_tables_nor_temporary_ones(
    database_urls: DatabaseUrls,
) -> None:
    connection = await asyncpg.connect(plain(database_urls.app))
    for statement in ("CREATE TABLE x (y int)", "CREATE TEMP TABLE x (y int)"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    await connection.close()


def test_the_broker_answers_to_its_password_only(broker_url: str, tmp_path: Path) -> None:
    port = urlsplit(broker_url).port
    assert port is not None
    assert Broker(tmp_path, "test", tmp_path / "log", port).answers()
    assert not Broker(tmp_path, "guess", tmp_path / "log", port).answers()

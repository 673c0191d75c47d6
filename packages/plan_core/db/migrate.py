"""Bringing a database to the newest schema, as the owner role."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from plan_core.errors import Unavailable

LOCK = 7_849_2561
"""One advisory lock for all migrating processes: two that start at once wait for each other."""
LOCK_WAIT = "4s"
"""Who waits for a table's lock holds up everybody that comes after: rather let go of all of it, so
that requests go on, and begin anew. Shorter than a request's own deadline."""
TRIES = 8
PAUSE_SECONDS = 3.0
_LOCK_NOT_AVAILABLE = "55P03"


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def upgrade(owner_url: str) -> None:
    """Apply what is missing, all of it or nothing; nothing happens on a database that is current.

    Raises Unavailable when others held a table's lock at every try.
    """

    def apply(connection: Connection, config: Config) -> None:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'"))
        command.upgrade(config, "head")

    for left in reversed(range(TRIES)):
        try:
            run(owner_url, apply)
            return
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            if not left:
                raise Unavailable(
                    "MIGRATION_HELD_UP",
                    "ยังปรับโครงสร้างฐานข้อมูลไม่ได้ มีงานอื่นใช้ตารางอยู่ ไม่มีอะไรเปลี่ยน ลองใหม่ได้",
                    "The schema could not be changed: something else holds a table for long."
                    " Nothing was changed; try again.",
                    values={"tries": TRIES},
                ) from error
            time.sleep(PAUSE_SECONDS)


def check(owner_url: str) -> None:
    """Raise when the models and the migrated database differ."""
    run(owner_url, lambda _connection, config: command.check(config))


def run(owner_url: str, step: Callable[[Connection, Config], None]) -> None:
    """Run one Alembic command in one transaction on one connection."""

    async def connect_and_step() -> None:
        engine = create_async_engine(owner_url)
        try:
            async with engine.begin() as connection:
                await connection.run_sync(in_config)
        finally:
            await engine.dispose()

    def in_config(connection: Connection) -> None:
        config = configuration()
        config.attributes["connection"] = connection
        step(connection, config)

    asyncio.run(connect_and_step())

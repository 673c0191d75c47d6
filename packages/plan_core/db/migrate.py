"""Bringing a database to the newest schema, as the owner role."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

LOCK = 7_849_2561
"""One advisory lock for all migrating processes: two that start at once wait for each other."""


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def upgrade(owner_url: str) -> None:
    """Apply what is missing; nothing happens on a database that is current."""

    def apply(connection: Connection, config: Config) -> None:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        command.upgrade(config, "head")

    run(owner_url, apply)


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

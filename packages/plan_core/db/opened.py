"""A connection of the pool in a transaction of ours, for questions and, when wanted, for a session.

A session costs as much as several statements before it has asked anything: who needs none is
answered in plain rows by the same connection, in the same transaction. See ADR 32.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import asyncpg
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.util.concurrency import greenlet_spawn

from plan_core import tracing
from plan_core.db.asking import Asker, Question, Row


class Opened:
    """Of an engine whose own connections begin no transactions."""

    def __init__(self, engine: AsyncEngine, asker: Asker, taken: Any) -> None:
        self._engine = engine
        self._asker = asker
        self._taken = taken
        self._connection: Any = taken.driver_connection
        self._session: AsyncSession | None = None
        self._is_committed = False

    @classmethod
    async def take(cls, engine: AsyncEngine, asker: Asker) -> Opened:
        return cls(engine, asker, await engine.raw_connection())

    @property
    def session(self) -> AsyncSession:
        """Made for who asks first; what it has not sent yet goes before the next question."""
        if self._session is None:
            inner = Connection(self._engine.sync_engine, connection=self._taken)
            self._session = AsyncSession(
                AsyncConnection(self._engine, inner), expire_on_commit=False
            )
        return self._session

    async def begin(self, script: str) -> None:
        """`script` begins the transaction and sets its scope, in one round trip."""
        with tracing.statement(script):
            await self._connection.execute(script)

    async def ask(self, question: Question, given: Mapping[str, Any]) -> list[Row]:
        await self._flush()
        return await self._asker.ask_on(self._connection, question, given)

    async def commit(self) -> None:
        await self._flush()
        with tracing.statement("COMMIT"):
            said = await self._connection.execute("COMMIT")
        if said != "COMMIT":
            # PostgreSQL answers ROLLBACK, and no error, where a statement had failed before.
            raise RuntimeError("the transaction had failed already: nothing was written")
        self._is_committed = True

    async def leave(self) -> None:
        """Give the connection back, out of any transaction; what cannot be rolled back is closed.

        What was not committed is rolled back whatever the connection believes: after a cancelled
        BEGIN it does not know yet that there is a transaction, whose scope the next would inherit.
        """
        if not self._is_committed and not self._connection.is_closed():
            try:
                await self._connection.execute("ROLLBACK")
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                self._connection.terminate()
        if self._session is not None:
            await self._session.close()
        await greenlet_spawn(self._taken.close)

    async def _flush(self) -> None:
        waiting = self._session
        if waiting is not None and (waiting.new or waiting.dirty or waiting.deleted):
            await waiting.flush()

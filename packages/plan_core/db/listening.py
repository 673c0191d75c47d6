"""Hearing what other processes committed: one connection that listens, and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import asyncpg
import msgspec
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from plan_core.db import news
from plan_core.db.news import News

log = structlog.get_logger()

FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 10.0
PING_SECONDS = 10.0
"""How soon a line that died without a word is noticed."""
PING_TIMEOUT_SECONDS = 5.0

Hear = Callable[[News], None]


class Listener:
    """Calls `hear` for every piece of news, and `look_again` when some may have been missed.

    `url` must lead to PostgreSQL itself: a pooler that changes connections between transactions
    does not pass on what was listened for.
    """

    def __init__(self, url: str, hear: Hear, look_again: Callable[[], None]) -> None:
        self._engine = create_async_engine(
            url,
            poolclass=NullPool,
            connect_args={
                "timeout": 5,
                "server_settings": {"application_name": "simiti-listener"},
            },
        )
        self._hear = hear
        self._look_again = look_again
        self.listening = asyncio.Event()
        """Set while nothing can be missed."""

    async def run(self) -> None:
        """Until cancelled; a database that is away is waited for, longer each time."""
        wait = FIRST_WAIT_SECONDS
        while True:
            try:
                await self._listen()
            except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as why:
                log.warning("news.not_heard", error=repr(why), again_in_seconds=wait)
            if self.listening.is_set():
                self.listening.clear()
                wait = FIRST_WAIT_SECONDS
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    async def _listen(self) -> None:
        """Until the connection is lost."""
        gone = asyncio.Event()

        def note_end(_connection: object) -> None:
            gone.set()

        async with self._engine.connect() as connection:
            raw = (await connection.get_raw_connection()).driver_connection
            if not isinstance(raw, asyncpg.Connection):
                raise TypeError("the listener needs asyncpg")
            raw.add_termination_listener(note_end)
            await raw.add_listener(news.CHANNEL, self._receive)
            self.listening.set()
            # Whatever was told before this moment was not heard.
            self._look_again()
            while not gone.is_set():
                try:
                    await asyncio.wait_for(gone.wait(), PING_SECONDS)
                except TimeoutError:
                    await raw.execute("SELECT 1", timeout=PING_TIMEOUT_SECONDS)

    def _receive(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        try:
            heard = news.read(str(payload))
        except msgspec.MsgspecError:
            # Two versions of the program side by side, while it is being replaced.
            log.warning("news.unreadable")
            self._look_again()
            return
        self._hear(heard)

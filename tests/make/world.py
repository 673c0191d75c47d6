"""A test's own database, seen by each role as in production, with a clock that tests move."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event, select

from local.database import DatabaseUrls
from plan_core.audit import actions as audit
from plan_core.audit.model import AuditEntry
from plan_core.db.outbox import Job, Ticket
from plan_core.db.transaction import Database, WriteTx
from plan_core.framework.rules import FrameworkEdition, load_editions


class Clock:
    """A clock that tests move; it begins on a working morning in Thailand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Change:
    """One line of the audit log, decoded."""

    verb: str
    subject_id: UUID
    before: Any
    after: Any
    acting_for: str = ""


class World:
    """Databases as the roles of the product; `sent` is what went to the broker."""

    def __init__(self, urls: DatabaseUrls, *, pool_size: int = 5) -> None:
        self.urls = urls
        self.clock = Clock()
        self.sent: list[tuple[str, Ticket]] = []
        self.app = Database(
            urls.app, pool_size=pool_size, clock=self.clock, send_jobs=self.sent.extend
        )
        self.worker = Database(urls.worker, clock=self.clock)
        self.door = Database(urls.door, clock=self.clock)
        self.operator = Database(urls.operator, clock=self.clock)

    @property
    def edition(self) -> FrameworkEdition:
        return load_editions()[0]

    async def close(self) -> None:
        for database in (self.app, self.worker, self.door, self.operator):
            await database.close()

    async def jobs(self) -> Sequence[Job]:
        """Every promised job, oldest first, as the worker sees them."""
        async with self.worker.unscoped() as session:
            return (await session.scalars(select(Job).order_by(Job.id))).all()


async def changes(tx: WriteTx) -> list[Change]:
    """The audit log of the transaction's organisation, oldest first."""
    await audit.seal(tx)
    entries = await tx.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.tenant_id == tx.actor.tenant)
        .order_by(AuditEntry.sequence)
    )
    return [
        Change(
            entry.verb,
            entry.subject_id,
            decoded(entry.before),
            decoded(entry.after),
            entry.acting_for,
        )
        for entry in entries
    ]


def decoded(text: str | None) -> Any:
    return None if text is None else json.loads(text)


@asynccontextmanager
async def open_world(urls: DatabaseUrls) -> AsyncGenerator[World]:
    world = World(urls)
    try:
        yield world
    finally:
        await world.close()


class Statements:
    """What was sent to PostgreSQL through some databases, `SET LOCAL` included."""

    def __init__(self, *databases: Database) -> None:
        self.texts: list[str] = []
        for database in databases:
            event.listen(database.engine.sync_engine, "before_cursor_execute", self._note)
            database.asker.listeners.append(self.texts.append)

    def _note(self, *arguments: Any) -> None:
        self.texts.append(str(arguments[2]))

    def clear(self) -> None:
        self.texts.clear()

    def __len__(self) -> int:
        return len(self.texts)

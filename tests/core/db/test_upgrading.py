"""A database of the first release comes up to date with what is in it."""

import asyncio
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from alembic import command
from sqlalchemy import select

import servers
from local import database
from local.database import DatabaseUrls
from plan_core.actor import Actor, Role
from plan_core.audit import queries
from plan_core.audit.model import AuditEntry
from plan_core.db import migrate
from plan_core.db.base import make_id
from plan_core.db.transaction import Database
from plan_core.errors import Unavailable
from plan_core.seed import reference

AT = datetime(2026, 1, 5, 3, 0, 0, 123456, tzinfo=UTC)
ODD = '{"title":"โครงการ \\"ก\\" \\u0001 / 😀 \\\\ \x7f"}'


PLAN = make_id()


@pytest.fixture
def first_release(postgres_admin: servers.Admin) -> Iterator[DatabaseUrls]:
    """A database with the tables of the first migration and no later one."""
    name = f"t_{secrets.token_hex(6)}"
    postgres_admin.execute(f"CREATE DATABASE {name} OWNER {database.OWNER}")
    urls = postgres_admin.urls(name)
    dsn = postgres_admin.server.url("postgres", name, postgres_admin.server.password, "postgresql")
    passwords: dict[str, str] = dict.fromkeys(database.ROLES, servers.PASSWORD)
    admin_dsn = postgres_admin.server.url(
        "postgres", "postgres", postgres_admin.server.password, "postgresql"
    )
    postgres_admin.run(database.prepare(admin_dsn, passwords, name))
    servers.outside_any_loop(upgrade_to_first, urls.owner)
    postgres_admin.run(fill(dsn))
    try:
        yield urls
    finally:
        postgres_admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def upgrade_to_first(owner_url: str) -> None:
    migrate.run(owner_url, lambda _connection, config: command.upgrade(config, "0001"))


async def fill(dsn: str) -> None:
    """Two organisations with audit entries, some of one moment, and a third without."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("INSERT INTO province VALUES ('54', 'แพร่', 'Phrae', 'แพร่')")
        for tenant in (1, 2, 3):
            await add(
                connection,
                "organisation",
                id=tenant,
                code=f"900000{tenant}",
                kind="SAO",
                name_th="อบต.",
                province_code="54",
            )
        await add(connection, "edition", code="2561-2564")
        await add(
            connection,
            "plan",
            tenant_id=1,
            id=PLAN,
            edition_code="2561-2564",
            state="DRAFT",
        )
        for number in range(7):
            await add(
                connection,
                "audit_entry",
                tenant_id=1 + number % 2,
                id=make_id(),
                at=AT + timedelta(seconds=number // 3),
                person_id=make_id(),
                verb="set_initiative",
                subject_type="initiative" if number else "plan",
                subject_id=make_id() if number else PLAN,
                before=None if number == 0 else ODD,
                after=ODD,
            )
    finally:
        await connection.close()


async def add(connection: asyncpg.Connection, table: str, **values: object) -> None:
    """A row; columns of the first release that nothing is said of get an empty text."""
    columns = await connection.fetch(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL",
        table,
    )
    blank = {"text": "", "character varying": "", "boolean": False, "bigint": 0, "date": AT.date()}
    needed = {c["column_name"]: blank.get(c["data_type"], AT) for c in columns}
    row = {**needed, **values}
    marks = ", ".join(f"${at}" for at in range(1, len(row) + 1))
    await connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values()
    )


async def test_entries_of_the_first_release_become_chains_that_hold(
    first_release: DatabaseUrls,
) -> None:
    servers.outside_any_loop(migrate.upgrade, first_release.owner)
    servers.outside_any_loop(migrate.check, first_release.owner)
    servers.outside_any_loop(reference.load_reference, first_release.operator)
    worker = Database(first_release.worker)
    try:
        found = [await queries.walk_chain(worker, tenant) for tenant in (1, 2, 3)]
        async with worker.read(Actor(make_id(), make_id(), Role.VIEWER, tenant_id=1)) as tx:
            entries = list(await tx.session.scalars(select(AuditEntry).order_by("sequence")))
    finally:
        await worker.close()
    assert [walk.breaks for walk, _ in found] == [[], [], []]
    assert [head.sequence for _, head in found] == [4, 3, 0]
    assert [(one.plan_id, one.part, one.form) for one in entries] == [
        (PLAN, "plan", 1),
        *[(None, "", 1)] * 3,
    ], "an entry is found in its plan's history; rows that are gone cannot tell their plan"


async def test_who_reads_is_not_held_up_by_a_migration_that_waits(
    first_release: DatabaseUrls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long report of somebody holds a table that is to change: the migration lets go."""
    monkeypatch.setattr(migrate, "LOCK_WAIT", "200ms")
    monkeypatch.setattr(migrate, "PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(migrate, "TRIES", 2)
    dsn = first_release.owner.replace("+asyncpg", "")
    holder, reader = await asyncpg.connect(dsn), await asyncpg.connect(dsn)
    try:
        held = holder.transaction()
        await held.start()
        await holder.execute("LOCK TABLE audit_entry IN ACCESS SHARE MODE")
        migrating = asyncio.create_task(
            asyncio.to_thread(servers.outside_any_loop, migrate.upgrade, first_release.owner)
        )
        # Behind the waiting migration, for no longer than that waits.
        while not migrating.done():
            await reader.fetchval("SELECT count(*) FROM audit_entry", timeout=5)
            await asyncio.sleep(0.01)
        with pytest.raises(Unavailable) as refused:
            await migrating
        assert (refused.value.code, refused.value.values) == ("MIGRATION_HELD_UP", {"tries": 2})
        versions = await reader.fetch("SELECT version_num FROM alembic_version")
        assert [one["version_num"] for one in versions] == ["0001"]
        await held.rollback()
    finally:
        await holder.close()
        await reader.close()
    servers.outside_any_loop(migrate.upgrade, first_release.owner)
    servers.outside_any_loop(migrate.check, first_release.owner)

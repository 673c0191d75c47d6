"""Every tenant table × every attack × every role × every context, straight at the database."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

import servers
from architecture.table_kinds import (
    APP,
    AREA_KINDS,
    DOOR,
    KINDS,
    OPERATOR,
    ROLES,
    TENANT_KINDS,
    WORKER,
    Kind,
    rights_on,
    tables_of,
)
from plan_core.db.base import make_id
from tenancy.askers import Tenant
from tenancy.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")

TABLES = tables_of(*TENANT_KINDS)
REFUSED = (
    asyncpg.InsufficientPrivilegeError,  # no grant, or the row breaks a policy
    asyncpg.InvalidTextRepresentationError,  # a context that is no number
)


@dataclass
class Site:
    """One connection a role, and a row of the victim from every table."""

    connections: Mapping[str, asyncpg.Connection]
    rows: Mapping[str, dict[str, Any]]
    victim: int
    attacker: int

    def contexts(self) -> dict[str, list[str]]:
        """What an attacker may have set, by name; never the victim's own id."""
        own = f"SET LOCAL simiti.tenant_id = '{self.attacker}'"
        write = f"SET LOCAL simiti.writing_tenant_id = '{self.attacker}'"
        return {
            "nothing": [],
            "empty": [
                "SET LOCAL simiti.tenant_id = ''",
                "SET LOCAL simiti.writing_tenant_id = ''",
                "SET LOCAL simiti.province_code = ''",
                "SET LOCAL simiti.nation = ''",
            ],
            "garbage": [
                "SET LOCAL simiti.tenant_id = '1 OR true'",
                "SET LOCAL simiti.writing_tenant_id = 'NaN'",
            ],
            "another organisation, reading": [own],
            "another organisation, writing": [own, write],
            "writing alone": [write],
            "another province": ["SET LOCAL simiti.province_code = '55'"],
            "another district": ["SET LOCAL simiti.district_code = '5401'", write],
            "a pattern": ["SET LOCAL simiti.province_code = '%'"],
            "a reviewer of another province": [
                "SET LOCAL simiti.province_code = '55'",
                f"SET LOCAL simiti.reviewing_tenant_id = '{self.attacker}'",
            ],
            "a half-right nation": ["SET LOCAL simiti.nation = 'YES'"],
        }


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(world: World, postgres_admin: servers.Admin) -> AsyncIterator[Site]:
    urls = {
        APP: world.urls.app,
        WORKER: world.urls.worker,
        DOOR: world.urls.door,
        OPERATOR: world.urls.operator,
    }
    connections = {
        role: await asyncpg.connect(url.replace("+asyncpg", "")) for role, url in urls.items()
    }
    victim = world.organisations[Tenant.OWN]
    name = world.urls.app.rsplit("/", 1)[1]
    server = postgres_admin.server
    above = await asyncpg.connect(server.url("postgres", name, server.password, "postgresql"))
    rows: dict[str, dict[str, Any]] = {}
    for table in TABLES:
        found = await above.fetch(f"SELECT * FROM {table} WHERE tenant_id = $1", victim)
        rows[table] = dict(found[0].items())
    await above.close()
    yield Site(connections, rows, victim, world.organisations[Tenant.NEXT_DOOR])
    for connection in connections.values():
        await connection.close()


def insert(table: str, row: Mapping[str, Any], conflict: str = "") -> tuple[str, list[Any]]:
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    return f"INSERT INTO {table} ({names}) VALUES ({places}) {conflict}", list(row.values())


def attacks(site: Site, table: str) -> dict[str, tuple[str, list[Any]]]:
    """Statement and parameters by name; each gives the number of rows it reached."""
    row = site.rows[table]
    column = "subject_id" if "subject_id" in row else "id"
    column = {
        "job": "state",
        "delegation": "revoked_by",
        "webhook": "version",
        "webhook_message": "state",
    }.get(table, column)
    return {
        "select": (f"SELECT 1 FROM {table} WHERE tenant_id = $1", [site.victim]),
        "select without naming the tenant": (f"SELECT 1 FROM {table} WHERE id = $1", [row["id"]]),
        "insert foreign": insert(table, row | {"id": make_id()}),
        "upsert": insert(
            table, row, f"ON CONFLICT (tenant_id, id) DO UPDATE SET {column} = excluded.{column}"
        ),
        "update foreign": (
            f"UPDATE {table} SET {column} = {column} WHERE tenant_id = $1",
            [site.victim],
        ),
        "take over": (
            f"UPDATE {table} SET tenant_id = $1 WHERE tenant_id = $2",
            [site.attacker, site.victim],
        ),
        "give away": (
            f"UPDATE {table} SET tenant_id = $1 WHERE tenant_id = $2",
            [site.victim, site.attacker],
        ),
        "delete": (f"DELETE FROM {table} WHERE tenant_id = $1", [site.victim]),
        "lock": (f"SELECT 1 FROM {table} WHERE tenant_id = $1 FOR UPDATE", [site.victim]),
    }


async def rows_reached(
    connection: asyncpg.Connection, context: list[str], statement: str, parameters: list[Any]
) -> int | None:
    """How many rows an attack touches; None when it is refused. Nothing stays."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        for setting in context:
            await connection.execute(setting)
        if statement.startswith("SELECT"):
            return len(await connection.fetch(statement, *parameters))
        return int((await connection.execute(statement, *parameters)).rpartition(" ")[2])
    except REFUSED:
        return None
    finally:
        await transaction.rollback()


def of_everybody(table: str, role: str) -> set[str]:
    """What the worker may do to every organisation's rows by design: find and move jobs (ids only),
    make, send and tidy messages to webhooks, see how far logs go. Never whose they are."""
    if role != WORKER:
        return set()
    seen = {"select", "select without naming the tenant"}
    moved = {*seen, "update foreign", "lock"}
    return {
        "job": moved,
        "webhook": moved,
        "webhook_message": {*moved, "insert foreign", "upsert", "delete"},
        "audit_head": seen,
    }.get(table, set())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", TABLES)
async def test_no_attack_reaches_a_row_of_another_organisation(
    site: Site, table: str, role: str
) -> None:
    harmless = of_everybody(table, role)
    # The door joins everybody's, as it joins everybody's posts: who signs for whom, by day.
    is_joined = KINDS[table] is Kind.DELEGATED and role == DOOR
    is_public = is_joined or (KINDS[table] is Kind.PUBLIC and role in {APP, WORKER})
    for context_name, context in site.contexts().items():
        for name, (statement, parameters) in attacks(site, table).items():
            if name in harmless:
                continue
            if is_public and name.startswith("select"):
                continue
            reached = await rows_reached(site.connections[role], context, statement, parameters)
            assert not reached, f"{role}, {context_name}: {name} reached {reached} rows"


@pytest.mark.parametrize("table", TABLES)
async def test_the_same_statements_reach_the_rows_of_ones_own_organisation(
    site: Site, table: str
) -> None:
    """What makes the test above worth something."""
    own = [
        f"SET LOCAL simiti.tenant_id = '{site.victim}'",
        f"SET LOCAL simiti.writing_tenant_id = '{site.victim}'",
    ]
    rights = rights_on(table, APP)
    tried = attacks(site, table)
    assert await rows_reached(site.connections[APP], own, *tried["select"])
    assert bool(await rows_reached(site.connections[APP], own, *tried["update foreign"])) == (
        "U" in rights
    )


@pytest.mark.parametrize("table", TABLES)
async def test_the_nation_and_the_area_read_what_was_submitted_and_nothing_else(
    site: Site, table: str
) -> None:
    statement, parameters = attacks(site, table)["select"]
    for role in (APP, WORKER):
        for context in (
            "SET LOCAL simiti.nation = 'yes'",
            "SET LOCAL simiti.province_code = '54'",
            "SET LOCAL simiti.district_code = '5406'",
        ):
            reached = await rows_reached(site.connections[role], [context], statement, parameters)
            may = KINDS[table] in {*AREA_KINDS, Kind.PUBLIC, Kind.SHARED} or (
                "select" in of_everybody(table, role)
            )
            assert bool(reached) == may, f"{role} {context}"


@pytest.mark.parametrize("table", tables_of(Kind.PEOPLE))
async def test_the_application_cannot_look_at_people(site: Site, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await site.connections[APP].fetch(f"SELECT count(*) FROM {table}")


async def test_the_worker_cannot_look_at_passwords(site: Site) -> None:
    for column in ("password_hash", "username", "failed_sign_ins"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await site.connections[WORKER].fetch(f"SELECT {column} FROM person")


FORBIDDEN_STATEMENTS = (
    "SET ROLE simiti_owner",
    "SET SESSION AUTHORIZATION simiti_owner",
    "ALTER TABLE plan DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE plan NO FORCE ROW LEVEL SECURITY",
    "CREATE POLICY mine ON plan USING (true)",
    "DROP POLICY own_read ON plan",
    "TRUNCATE plan CASCADE",
    "CREATE TABLE mine (id int)",
    "CREATE TEMP TABLE mine (id int)",
    "CREATE SCHEMA mine",
    "CREATE VIEW mine AS SELECT * FROM plan",
    "CREATE FUNCTION leak(text) RETURNS bool LANGUAGE sql AS 'SELECT true'",
    "CREATE OR REPLACE FUNCTION simiti_tenant() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "CREATE EXTENSION dblink",
    "CREATE ROLE mine",
    "ALTER ROLE simiti_app BYPASSRLS",
    "ALTER ROLE simiti_app SUPERUSER",
    "COPY plan TO PROGRAM 'cat'",
    "COPY plan TO '/tmp/plan'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT * FROM pg_authid",
    "SELECT * FROM alembic_version",
    "SELECT * FROM pg_statistic",
    "CREATE PUBLICATION mine FOR ALL TABLES",
    "ALTER SYSTEM SET log_statement = 'all'",
    "ALTER DATABASE CURRENT SET row_security = off",
)


@pytest.mark.parametrize("role", ROLES)
async def test_no_role_can_change_the_rules(site: Site, role: str, world: World) -> None:
    name = world.urls.app.rsplit("/", 1)[1]
    for statement in FORBIDDEN_STATEMENTS:
        with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.FeatureNotSupportedError)):
            await site.connections[role].execute(statement.replace("CURRENT", name))


@pytest.mark.parametrize("role", [APP, WORKER])
async def test_switching_row_security_off_gives_errors_and_no_rows(site: Site, role: str) -> None:
    connection = site.connections[role]
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("SET LOCAL row_security = off")
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        await connection.fetch("SELECT * FROM plan")
    await transaction.rollback()


@pytest.mark.parametrize("role", [APP, WORKER])
async def test_statistics_of_tenant_tables_are_not_shown(
    site: Site, role: str, world: World
) -> None:
    owner = await asyncpg.connect(world.urls.owner.replace("+asyncpg", ""))
    await owner.execute("ANALYZE")
    await owner.close()
    found = await site.connections[role].fetch(
        "SELECT tablename, most_common_vals::text FROM pg_stats WHERE tablename = ANY($1)", TABLES
    )
    assert not found

"""What a fresh server needs before the first migration: roles, passwords, the database."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import asyncpg

OWNER, APP, WORKER = "simiti_owner", "simiti_app", "simiti_worker"
DOOR, OPERATOR = "simiti_door", "simiti_operator"
ROLES = (OWNER, APP, WORKER, DOOR, OPERATOR)

# A web request ends long before these; a job or a migration may take its time.
STATEMENT_TIMEOUTS = {APP: "5s", DOOR: "5s", OPERATOR: "60s", WORKER: "60s", OWNER: "0"}


class Unsuitable(Exception):
    """The server lacks something Simiti needs; the message is for a person."""


@dataclass(frozen=True)
class DatabaseUrls:
    """One database, as each of its roles."""

    owner: str
    app: str
    worker: str
    door: str
    operator: str


async def make_roles(connection: asyncpg.Connection, passwords: Mapping[str, str]) -> None:
    """Create or refresh the five sign-in roles; none may more than sign in."""
    for role in ROLES:
        exists = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
        verb = "ALTER" if exists else "CREATE"
        await connection.execute(
            f"{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION "
            f"NOBYPASSRLS PASSWORD '{passwords[role]}'"
        )
        await connection.execute(
            f"ALTER ROLE {role} SET statement_timeout = '{STATEMENT_TIMEOUTS[role]}'"
        )
        await connection.execute(
            f"ALTER ROLE {role} SET idle_in_transaction_session_timeout = '60s'"
        )


async def make_database(connection: asyncpg.Connection, name: str) -> None:
    """Create the database if it is absent, owned by the owner role and closed to the public."""
    if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
        await connection.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0")
    await close_to_public(connection, name)


async def close_to_public(connection: asyncpg.Connection, name: str) -> None:
    """Only our roles may connect, none may make temporary tables (the owner may)."""
    await connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
    await connection.execute(f"GRANT CONNECT ON DATABASE {name} TO {', '.join(ROLES)}")


async def furnish(connection: asyncpg.Connection) -> None:
    """Inside the new database: the extension, and a public schema that is not public."""
    await connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    await connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    await connection.execute(f"GRANT USAGE ON SCHEMA public TO {', '.join(ROLES)}")
    await check_thai(connection)


async def check_thai(connection: asyncpg.Connection) -> None:
    """pg_trgm silently finds no Thai letters under the wrong locale: searching would be dead."""
    if not await connection.fetchval("SELECT show_trgm('ทุจริต') <> '{}'"):
        raise Unsuitable("this PostgreSQL's LC_CTYPE knows no Thai letters; use C.UTF-8")


async def prepare(superuser_dsn: str, passwords: Mapping[str, str], name: str) -> None:
    """Everything above, on a server whose `postgres` database the DSN names; safe to repeat."""
    connection = await asyncpg.connect(superuser_dsn)
    try:
        await make_roles(connection, passwords)
        await make_database(connection, name)
    finally:
        await connection.close()
    connection = await asyncpg.connect(superuser_dsn.rsplit("/", 1)[0] + f"/{name}")
    try:
        await furnish(connection)
    finally:
        await connection.close()


def prepare_now(superuser_dsn: str, passwords: Mapping[str, str], name: str) -> None:
    """The same for callers without a loop."""
    asyncio.run(prepare(superuser_dsn, passwords, name))

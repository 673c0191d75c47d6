"""Whether a database can be reached as a role, and whether its schema is the newest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from plan_core.db import migrate
from plan_core.db.transaction import Database
from plan_core.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Reached:
    """As whom the server let us in; `fault` says why it did not, or is empty."""

    user: str
    is_too_mighty: bool
    fault: str = ""


async def reach(url: str) -> Reached:
    """Sign in once and look who we are."""
    query = text(
        "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    database = Database(url, pool_size=1)
    try:
        async with database.unscoped() as session:
            user, is_too_mighty = (await session.execute(query)).one()
        return Reached(user, is_too_mighty)
    except (Unavailable, SQLAlchemyError, OSError, ValueError) as error:
        cause = error.__cause__ or error
        return Reached("", False, str(getattr(cause, "orig", None) or cause).splitlines()[0])
    finally:
        await database.close()


@dataclass(frozen=True, slots=True)
class Within:
    """`open_tables` hold an organisation's or a person's rows and are not closed to their owner."""

    closed: int
    open_tables: tuple[str, ...]
    now: datetime
    """By the database's clock."""


async def look_within(owner_url: str) -> Within:
    """Whether row-level security is on, and forced, wherever rows are somebody's."""
    query = text(
        """
        SELECT coalesce(array_agg(relname::text ORDER BY relname)
                FILTER (WHERE NOT (relrowsecurity AND relforcerowsecurity)), '{}'),
            count(*) FILTER (WHERE relrowsecurity AND relforcerowsecurity),
            clock_timestamp()
        FROM pg_class
        WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
            AND (relrowsecurity OR EXISTS (
                SELECT FROM pg_attribute
                WHERE attrelid = pg_class.oid AND attname = 'tenant_id' AND NOT attisdropped
            ))
        """
    )
    database = Database(owner_url, pool_size=1)
    try:
        async with database.unscoped() as session:
            open_tables, closed, now = (await session.execute(query)).one()
        return Within(closed, tuple(open_tables), now)
    finally:
        await database.close()


async def find_revision(owner_url: str) -> str | None:
    """The schema's revision; None when nothing was ever migrated."""
    database = Database(owner_url, pool_size=1)
    try:
        async with database.unscoped() as session:
            if await session.scalar(text("SELECT to_regclass('alembic_version')")) is None:
                return None
            return await session.scalar(text("SELECT version_num FROM alembic_version"))
    finally:
        await database.close()


def newest_revision() -> str:
    """The head of the migrations that come with this package."""
    head = ScriptDirectory.from_config(migrate.configuration()).get_current_head()
    if head is None:
        raise LookupError("the package has no migrations")
    return head

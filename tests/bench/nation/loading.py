"""Loading the generated nation by COPY as the owner, in two processes side by side.

COPY FROM is refused where row-level security applies to who copies. For as long as it takes, the
owner is let out of it (NO FORCE): meant for databases that are thrown away, never for real ones.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import asyncpg

from bench.nation import organisations, plans, rows
from bench.nation.organisations import MadeOrganisation
from plan_core.framework.rules import FrameworkEdition, load_editions

EDITION = "2561-2564"
PROCESSES = 2
AT_ONCE = 60
"""Organisations in one transaction: about four thousand rows and fifteen thousand cells."""
_SINCE = date(1997, 10, 1)


@dataclass(frozen=True, slots=True)
class Loaded:
    organisations: int
    plans: int
    initiatives: int
    cells: int
    seconds: float


def load_nation(owner_url: str, size: int = organisations.ALL) -> Loaded:
    """Into a database with reference data and without organisations."""
    started = time.monotonic()
    asyncio.run(_load_register(owner_url, organisations.list_organisations(size)))
    shares = [range(at, size, PROCESSES) for at in range(PROCESSES)]
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=spawning) as pool:
        work = [pool.submit(load_share, owner_url, size, share) for share in shares]
        counts = [one.result() for one in work]
    asyncio.run(_finish(owner_url))
    loaded = [sum(count) for count in zip(*counts, strict=True)]
    return Loaded(size, *loaded, seconds=time.monotonic() - started)


def load_share(owner_url: str, size: int, share: range) -> tuple[int, int, int]:
    """One process's part of the plans; how many plans, initiatives and cells it wrote."""
    chosen = [organisations.list_organisations(size)[at] for at in share]
    return asyncio.run(_load_plans(owner_url, chosen))


def edition() -> FrameworkEdition:
    return next(one for one in load_editions() if one.code == EDITION)


@asynccontextmanager
async def owner_of(url: str) -> AsyncGenerator[asyncpg.Connection[Any]]:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        yield connection
    finally:
        await connection.close()


async def _load_register(url: str, made: Sequence[MadeOrganisation]) -> None:
    """Organisations with their names and deadlines; then the owner is let out of the policies."""
    provinces = sorted({one.province_code for one in made})
    async with owner_of(url) as owner:
        if await owner.fetchval("SELECT count(*) FROM organisation"):
            raise SystemExit("this database has organisations: the nation needs an empty one")
        async with owner.transaction():
            await _copy(
                owner,
                "organisation",
                [
                    {
                        "id": one.id,
                        "code": one.code,
                        "kind": one.kind.value,
                        "name_th": one.name_th,
                        "province_code": one.province_code,
                        "district_code": one.district_code,
                        "subdistrict_code": one.subdistrict_code,
                        "is_demo": True,
                        "sort_key": one.sort_key,
                    }
                    for one in made
                ],
            )
            await owner.execute(
                "SELECT setval(pg_get_serial_sequence('organisation', 'id'), $1::bigint)",
                len(made),
            )
            await _copy(
                owner,
                "organisation_name",
                [
                    {
                        "organisation_id": one.id,
                        "effective_from": _SINCE,
                        "code": one.code,
                        "kind": one.kind.value,
                        "name_th": one.name_th,
                    }
                    for one in made
                ],
            )
            await _copy(
                owner,
                "deadline",
                [
                    {"edition_code": EDITION, "province_code": code, "due_on": plans.DUE_ON}
                    for code in provinces
                ],
            )
            for table in rows.PLAN_TABLES:
                await owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")


async def _load_plans(url: str, made: Sequence[MadeOrganisation]) -> tuple[int, int, int]:
    known, written = edition(), dict.fromkeys(rows.PLAN_TABLES, 0)
    async with owner_of(url) as owner:
        for block in _blocks(made):
            tables: dict[str, list[rows.Values]] = {name: [] for name in rows.PLAN_TABLES}
            for one in block:
                plan = plans.make_plan(one, known)
                if plan is not None:
                    for name, values in rows.rows_of(one, plan, known).items():
                        tables[name] += values
            async with owner.transaction():
                for name, values in tables.items():
                    await _copy(owner, name, values)
                    written[name] += len(values)
    return written["plan"], written["initiative"], written["budget_cell"]


def _blocks(made: Sequence[MadeOrganisation]) -> list[Sequence[MadeOrganisation]]:
    return [made[at : at + AT_ONCE] for at in range(0, len(made), AT_ONCE)]


async def _copy(owner: asyncpg.Connection[Any], table: str, values: Sequence[rows.Values]) -> None:
    if values:
        records = [tuple(row.values()) for row in values]
        await owner.copy_records_to_table(table, records=records, columns=list(values[0]))


async def _finish(url: str) -> None:
    """Under the policies again, and with statistics: without them every plan is a guess."""
    async with owner_of(url) as owner:
        for table in rows.PLAN_TABLES:
            await owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        for table in (*rows.PLAN_TABLES, "organisation", "organisation_name", "deadline"):
            await owner.execute(f"VACUUM ANALYZE {table}")

"""Reference data: the register of areas and the editions of the framework. The operator's role."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sqlalchemy import func, select

from plan_core.db.transaction import Database
from plan_core.framework import rules as framework
from plan_core.framework import seed as framework_seed
from plan_core.framework.model import Edition
from plan_core.places import seed as places_seed
from plan_core.places.model import District, Province, Subdistrict


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many areas and editions were new or had changed; nothing on a current database."""

    areas: int
    editions: int


def load_reference(operator_url: str) -> Loaded:
    """Load what is missing or has changed, in one transaction; for callers without a loop."""
    return asyncio.run(load_once(operator_url))


async def load_once(operator_url: str) -> Loaded:
    database = Database(operator_url, pool_size=1)
    try:
        return await load_into(database)
    finally:
        await database.close()


async def load_into(operator: Database) -> Loaded:
    async with operator.unscoped() as session:
        areas = await places_seed.load_register(session)
        editions = await framework_seed.load_editions(session, framework.load_editions())
    return Loaded(areas, editions)


@dataclass(frozen=True, slots=True)
class Held:
    """How much reference data a database holds."""

    provinces: int
    districts: int
    subdistricts: int
    editions: int


async def count_held(operator_url: str) -> Held:
    database = Database(operator_url, pool_size=1)
    try:
        async with database.unscoped() as session:
            counts = [
                await session.scalar(select(func.count()).select_from(table)) or 0
                for table in (Province, District, Subdistrict, Edition)
            ]
    finally:
        await database.close()
    return Held(*counts)

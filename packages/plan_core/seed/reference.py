"""Reference data: the register of areas and the editions of the framework. The operator's role."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from plan_core.db.transaction import Database
from plan_core.framework import rules as framework
from plan_core.framework import seed as framework_seed
from plan_core.places import seed as places_seed


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

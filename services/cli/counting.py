"""`simiti figures`: counting every organisation's figures anew from what it submitted."""

from __future__ import annotations

import asyncio

from cli.settings import Settings
from plan_core.db.transaction import Database
from plan_core.plans import recounting
from plan_core.plans.recounting import Differing

DONE, FOUND = 0, 1
MOST_SHOWN = 20


def recount(settings: Settings, *, is_mending: bool) -> int:
    """Print what differs; 1 when something does and stays so."""
    url = settings.need("worker_database_url")

    async def walk() -> list[Differing]:
        database = Database(url)
        try:
            return [one async for one in recounting.recount(database, is_mending=is_mending)]
        finally:
            await database.close()

    found = asyncio.run(walk())
    for one in found[:MOST_SHOWN]:
        sign = "✓" if is_mending else "✗"
        print(f"{sign} organisation {one.tenant_id}, {one.edition_code}: {', '.join(one.names)}")
    if len(found) > MOST_SHOWN:
        print(f"… and {len(found) - MOST_SHOWN} more")
    if not found:
        print("All figures equal their rows. ตัวเลขสรุปตรงกับรายการทุกแห่ง")
        return DONE
    names = ", ".join(recounting.names_of(found))
    if is_mending:
        print(f"Counted anew for {len(found)}: {names}. นับใหม่แล้ว")
        return DONE
    print(f"{len(found)} do not equal their rows: {names}. ตัวเลขสรุปไม่ตรงกับรายการ")
    print("`simiti figures rebuild` counts them anew.")
    return FOUND

"""`simiti organisation export`: everything of one organisation into one archive."""

from __future__ import annotations

import asyncio
from pathlib import Path

from cli.settings import Settings
from plan_core.db.transaction import Database
from plan_core.files import Files
from plan_core.leaving import queries
from plan_core.leaving.queries import Taken

DONE, NOT_WHOLE = 0, 1
MOST_SHOWN = 20


def export(settings: Settings, code: str, file: Path) -> int:
    url, files = settings.need("worker_database_url"), Files(settings.need("files_url"))

    async def run() -> Taken:
        worker = Database(url)
        try:
            return await queries.take_along(worker, files, code, file)
        finally:
            await worker.close()

    taken = asyncio.run(run())
    faults = [*(f"{name}: {why}" for name, why in taken.missing.items()), *taken.breaks]
    for one in faults[:MOST_SHOWN]:
        print(f"✗ {one}")
    if len(faults) > MOST_SHOWN:
        print(f"… and {len(faults) - MOST_SHOWN} more, all of them in the manifest")
    rows = sum(taken.rows.values())
    print(
        f"{taken.organisation.name_th}: {rows} rows of {len(taken.rows)} tables, {taken.files}"
        f" files, {taken.entries} entries of the log are in {file}. ส่งออกข้อมูลขององค์กรแล้ว"
    )
    if taken.is_whole:
        return DONE
    print("Not everything is in it. ข้อมูลไม่ครบ ดูรายการข้างบน")
    return NOT_WHOLE

"""`simiti jobs`: what waits, what was given up, and trying that again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from cli.settings import Settings
from plan_core.db import leases
from plan_core.db.leases import Held
from plan_core.db.outbox import JobState
from plan_core.db.transaction import Database, utc_now
from plan_core.errors import Invalid

T = TypeVar("T")

DONE, NOTHING = 0, 1
OPEN = (JobState.WAITING, JobState.RUNNING)


def show(settings: Settings, *, is_failed: bool, name: str | None, most: int) -> int:
    states = (JobState.FAILED,) if is_failed else OPEN

    async def work(worker: Database) -> list[Held]:
        async with worker.unscoped() as session:
            return await leases.list_held(session, states, name=name, most=most)

    found = _as_worker(settings, work)
    for one in found:
        ended = "" if one.finished_at is None else f" ended {one.finished_at:%Y-%m-%dT%H:%M:%SZ}"
        print(
            f"{one.job_id} {one.name} {one.state} organisation {one.tenant_id}"
            f" attempt {one.attempt} asked {one.asked_at:%Y-%m-%dT%H:%M:%SZ}{ended}"
        )
    more = " or more" if len(found) == most else ""
    print(f"{len(found)}{more} jobs. งาน {len(found)} รายการ")
    return DONE


def replay(settings: Settings, job_id: UUID | None, *, name: str | None, is_all: bool) -> int:
    if sum((job_id is not None, name is not None, is_all)) != 1:
        raise Invalid(
            "JOBS_NOT_CHOSEN",
            "ระบุรหัสงาน ชื่องาน หรือ --all อย่างใดอย่างหนึ่ง",
            "Give exactly one of a job's id, --name and --all.",
        )

    async def work(worker: Database) -> int:
        async with worker.unscoped() as session:
            return await leases.replay(session, utc_now(), job_id=job_id, name=name)

    count = _as_worker(settings, work)
    print(f"{count} jobs wait again. สั่งทำใหม่ {count} รายการ")
    return DONE if count else NOTHING


def _as_worker(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        worker = Database(settings.need("worker_database_url"), pool_size=1)
        try:
            return await work(worker)
        finally:
            await worker.close()

    return asyncio.run(run())

"""Probes that mean it: alive is about this process only, ready about all that it needs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import structlog
from litestar import Response, Router, get

from api.context import Rooms
from api.jobs import Broker

log = structlog.get_logger()

LONGEST_WAIT_SECONDS = 3


def make_router(rooms: Rooms, broker: Broker) -> Router:
    @get("/live")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @get("/ready")
    async def ready() -> Response[dict[str, object]]:
        checks: dict[str, Awaitable[object]] = {
            "database": rooms.database.ping(),
            "door": rooms.door.ping(),
            "reference": rooms.edition(None),
            "broker": asyncio.to_thread(broker.ping),
            "limits": rooms.limits.ping(),
        }
        answers = await asyncio.gather(*(_works(name, one) for name, one in checks.items()))
        parts = dict(zip(checks, answers, strict=True))
        is_ready = all(answers)
        return Response(
            {"status": "ready" if is_ready else "not ready", "parts": parts},
            status_code=200 if is_ready else 503,
            headers={"Cache-Control": "no-store"},
        )

    return Router("/health", route_handlers=[live, ready])


async def _works(name: str, check: Awaitable[object]) -> bool:
    try:
        async with asyncio.timeout(LONGEST_WAIT_SECONDS):
            await check
    except Exception as error:  # noqa: BLE001 (whatever it is, the part is away)
        log.warning("health.part_away", part=name, error=type(error).__name__)
        return False
    return True

"""The limit's server: Litestar as ours is, the session looked up, then one statement a request."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from litestar import Litestar, Request, Response, post
from litestar.logging import LoggingConfig

from plan_core.people.rules import hash_token

WHO = """SELECT person.id, display_name, organisation_id, province_code
FROM sign_in JOIN person ON person.id = person_id
JOIN membership ON membership.id = membership_id
WHERE token_hash = $1 AND expires_at > now() AND is_active
    AND seen_at > now() - interval '30 min'"""

CASES = {
    "province": "SELECT bench.province($1)",
    "nation": "SELECT bench.nation()",
    "search": "SELECT bench.search($1, $2, $3)",
    "draft": "SELECT bench.draft($1)",
    "revision": "SELECT bench.revision($1, $2, $3)",
    "edit": "SELECT json_build_object('data', json_build_object('setBudgetCells',"
    " bench.set_cell($1, $2, $3, $4, $5, $6)))::text",
}


class Asked(msgspec.Struct, frozen=True):
    """Which case; the rest is what it needs."""

    case: str
    revision: UUID | None = None
    years: list[int] = []
    typed: str = ""
    folded: str = ""
    cell: UUID | None = None
    version: int = 0
    amount: int = 0


def arguments_of(asked: Asked, who: Any) -> list[Any]:
    match asked.case:
        case "province":
            return [who["province_code"]]
        case "search":
            return [who["province_code"], asked.typed, asked.folded]
        case "draft":
            return [who["organisation_id"]]
        case "revision":
            return [who["organisation_id"], asked.revision, asked.years]
        case "edit":
            cell = [asked.cell, asked.version, asked.amount]
            return [who["organisation_id"], who["id"], who["display_name"], *cell]
        case _:
            return []


def create_app() -> Litestar:
    """`BENCH_APP_URL` and `BENCH_DOOR_URL` are asyncpg's addresses of the two roles."""
    pools: dict[str, asyncpg.Pool[Any]] = {}

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None]:
        for name in ("APP", "DOOR"):
            url = os.environ[f"BENCH_{name}_URL"]
            # Without the pool's own RESET: one round trip less than a careful pool would make.
            pools[name] = await asyncpg.create_pool(url, min_size=8, max_size=16, reset=_nothing)
        yield
        for pool in pools.values():
            await pool.close()

    @post("/", status_code=200)
    async def answer(request: Request[Any, Any, Any]) -> Response[bytes]:
        asked = msgspec.json.decode(await request.body(), type=Asked)
        token = request.cookies.get("simiti_session", "")
        who = await pools["DOOR"].fetchrow(WHO, hash_token(token))
        if who is None:
            return Response(json.dumps({"errors": ["signed out"]}).encode(), status_code=401)
        text: str = await pools["APP"].fetchval(CASES[asked.case], *arguments_of(asked, who))
        return Response(text.encode(), media_type="application/json; charset=utf-8")

    return Litestar(
        [answer],
        lifespan=[lifespan],
        openapi_config=None,
        logging_config=LoggingConfig(log_exceptions="always"),
    )


async def _nothing(_connection: object) -> None:
    return None

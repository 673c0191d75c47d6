"""Outlines of a province's areas as GeoJSON: shared data, for who is signed in."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from api.context import Rooms
from api.public import rendering
from api.sign_in import require_signed_in
from plan_core.errors import NotFound
from plan_core.places import queries
from plan_core.places.outline_rules import OutlineLevel

LEVELS = {f"{level.value.lower()}.json": level for level in OutlineLevel}


def make_routers(rooms: Rooms) -> list[HTTPRouteHandler]:
    @get("/outlines/{province_code:str}/{file:str}")
    async def outline(
        request: Request[Any, Any, Any], province_code: FromPath[str], file: FromPath[str]
    ) -> Response[bytes]:
        """Kept by the browser, which asks each time whether it still stands."""
        await require_signed_in(request, rooms.door, rooms.settings)
        if file not in LEVELS:
            raise NotFound("outline")
        async with rooms.database.glance() as session:
            found = await queries.get_outline(session, province_code, LEVELS[file])
        tag = f'"{found.sha256}"'
        headers = {
            "ETag": tag,
            "Cache-Control": "private, no-cache",
            "Content-Type": "application/geo+json",
        }
        if rendering.is_current(request.headers.get("if-none-match", ""), tag):
            return Response(b"", status_code=304, headers=headers)
        return Response(found.content.encode(), headers=headers)

    return [outline]

"""The map as a spreadsheet: the same tiles, with the same filters."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from api.context import Rooms
from api.routes import comparison
from api.routes.documents import MEDIA_TYPES, attachment
from api.sign_in import require_signed_in
from plan_core.comparison import queries, tiles, tiles_workbook
from plan_core.comparison.tiles import MapMeasure


def make_routers(rooms: Rooms) -> list[HTTPRouteHandler]:
    @get("/comparison/map.xlsx")
    async def map_file(
        request: Request[Any, Any, Any],
        measure: FromQuery[str] = "TIMELINESS",
        edition: FromQuery[str | None] = None,
        province: FromQuery[str | None] = None,
        district: FromQuery[str | None] = None,
        kind: FromQuery[str | None] = None,
        years: FromQuery[str | None] = None,
        digits: FromQuery[str] = "thai",
        lang: FromQuery[str] = "th",
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        area = queries.area_of(viewer.actor, province or None, district or None)
        wanted = comparison.word_of(MapMeasure, "measure", measure)
        framework = await rooms.edition(edition or None)
        async with rooms.database.look(viewer.actor) as look:
            found = await queries.compare(
                look,
                framework,
                area,
                kind=comparison.kind_of(kind),
                fiscal_years=comparison.years_of(years),
            )
        content = await asyncio.to_thread(
            tiles_workbook.make_workbook,
            tiles.map_of(found, wanted),
            comparison.reading_of(lang, digits),
        )
        name = f"simiti-map-{area.district_code or area.province_code}.xlsx"
        return attachment(content, MEDIA_TYPES["xlsx"], name)

    return [map_file]

"""A pivot as a spreadsheet: what is shown, with the same choices."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import Any, TypeVar

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from api.context import Rooms
from api.routes import comparison
from api.routes.documents import MEDIA_TYPES, attachment
from api.sign_in import require_signed_in
from plan_core.comparison import pivot, pivot_workbook, queries
from plan_core.comparison.pivot_rules import PivotAxis, PivotValue
from plan_core.values import InitiativeKind

Word = TypeVar("Word", bound=StrEnum)


def make_routers(rooms: Rooms) -> list[HTTPRouteHandler]:
    @get("/comparison/pivot.xlsx")
    async def pivot_file(
        request: Request[Any, Any, Any],
        rows: FromQuery[str],
        columns: FromQuery[str | None] = None,
        value: FromQuery[str] = "BUDGET",
        sort: FromQuery[str | None] = None,
        descending: FromQuery[str] = "no",
        edition: FromQuery[str | None] = None,
        province: FromQuery[str | None] = None,
        district: FromQuery[str | None] = None,
        kind: FromQuery[str | None] = None,
        dimension: FromQuery[str | None] = None,
        items: FromQuery[str | None] = None,
        years: FromQuery[str | None] = None,
        digits: FromQuery[str] = "thai",
        lang: FromQuery[str] = "th",
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        area = queries.area_of(viewer.actor, province or None, district or None)
        framework = await rooms.edition(edition or None)
        wanted = pivot.PivotDefinition(
            tuple(_one_of(PivotAxis, "rows", one) for one in rows.split(",")),
            _one_of(PivotAxis, "columns", columns) if columns else None,
            _one_of(PivotValue, "value", value),
            sort or None,
            descending == "yes",
            comparison.kind_of(kind),
            dimension or None,
            _one_of(InitiativeKind, "items", items) if items else None,
            tuple(comparison.years_of(years) or ()),
        )
        async with rooms.database.read(viewer.actor) as tx:
            found = await pivot.pivot(tx, framework, area, wanted)
        content = await asyncio.to_thread(
            pivot_workbook.make_workbook, found, comparison.reading_of(lang, digits)
        )
        name = f"simiti-pivot-{area.district_code or area.province_code}.xlsx"
        return attachment(content, MEDIA_TYPES["xlsx"], name)

    return [pivot_file]


def _one_of(words: type[Word], field: str, text: str) -> Word:
    if text not in {one.value for one in words}:
        raise comparison.unreadable(field, text)
    return words(text)

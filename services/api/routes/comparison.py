"""The comparison's screens as spreadsheets: what each shows, with the same filters."""

from __future__ import annotations

import asyncio
import re
from enum import StrEnum
from typing import Any, TypeVar

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from api.context import Rooms
from api.routes.documents import MEDIA_TYPES, attachment
from api.sign_in import require_signed_in
from plan_core.comparison import (
    budgets,
    coverage_workbook,
    nation,
    nation_workbook,
    progress,
    progress_workbook,
    quality,
    quality_workbook,
    queries,
    series,
    series_workbook,
    submissions,
    submissions_workbook,
)
from plan_core.comparison.budget_table import Against, Grouping, Shown
from plan_core.comparison.figures import BudgetMeasure
from plan_core.comparison.picture import VIEWS, View
from plan_core.comparison.sheet_parts import Reading
from plan_core.comparison.workbook import make_workbook
from plan_core.errors import Invalid
from plan_core.values import OrganisationKind

Word = TypeVar("Word", bound=StrEnum)


def make_routers(rooms: Rooms) -> list[HTTPRouteHandler]:
    @get("/comparison.xlsx")
    async def spreadsheet(
        request: Request[Any, Any, Any],
        edition: FromQuery[str | None] = None,
        province: FromQuery[str | None] = None,
        district: FromQuery[str | None] = None,
        kind: FromQuery[str | None] = None,
        years: FromQuery[str | None] = None,
        digits: FromQuery[str] = "thai",
        lang: FromQuery[str] = "th",
        view: FromQuery[str] = "both",
        dimension: FromQuery[str | None] = None,
        measure: FromQuery[str] = "AMOUNT",
        against: FromQuery[str | None] = None,
        sort: FromQuery[str] = "name",
        group: FromQuery[str] = "DISTRICT",
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        area = queries.area_of(viewer.actor, province or None, district or None)
        framework = await rooms.edition(edition or None)
        shown = Shown(
            _view(view),
            dimension or None,
            word_of(BudgetMeasure, "measure", measure),
            word_of(Against, "against", against) if against else None,
            Grouping.NONE if group == "no" else word_of(Grouping, "group", group),
            sort,
        )
        table = await budgets.compare_budgets(
            rooms.database,
            viewer.actor,
            framework,
            area,
            shown,
            kind=_kind(kind),
            fiscal_years=_years(years),
        )
        content = await asyncio.to_thread(make_workbook, table, _reading(lang, digits))
        name = f"simiti-{area.district_code or area.province_code}-{framework.code}.xlsx"
        return attachment(content, MEDIA_TYPES["xlsx"], name)

    @get("/comparison/coverage.xlsx")
    async def coverage_file(
        request: Request[Any, Any, Any],
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
        framework = await rooms.edition(edition or None)
        async with rooms.database.look(viewer.actor) as look:
            found = await queries.compare(
                look, framework, area, kind=_kind(kind), fiscal_years=_years(years)
            )
        content = await asyncio.to_thread(
            coverage_workbook.make_workbook, found, _reading(lang, digits)
        )
        name = f"simiti-coverage-{area.district_code or area.province_code}.xlsx"
        return attachment(content, MEDIA_TYPES["xlsx"], name)

    @get("/comparison/submissions.xlsx")
    async def submissions_file(
        request: Request[Any, Any, Any],
        edition: FromQuery[str | None] = None,
        province: FromQuery[str | None] = None,
        district: FromQuery[str | None] = None,
        kind: FromQuery[str | None] = None,
        digits: FromQuery[str] = "thai",
        lang: FromQuery[str] = "th",
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        area = queries.area_of(viewer.actor, province or None, district or None)
        framework = await rooms.edition(edition or None)
        async with rooms.database.read(viewer.actor) as tx:
            found = await submissions.list_submissions(tx, framework, area, kind=_kind(kind))
        look = _reading(lang, digits)
        content = await asyncio.to_thread(submissions_workbook.make_workbook, found, look)
        name = f"simiti-submissions-{area.district_code or area.province_code}.xlsx"
        return attachment(content, MEDIA_TYPES["xlsx"], name)

    @get("/comparison/nation.xlsx")
    async def nation_file(
        request: Request[Any, Any, Any],
        edition: FromQuery[str | None] = None,
        years: FromQuery[str | None] = None,
        digits: FromQuery[str] = "thai",
        lang: FromQuery[str] = "th",
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        framework = await rooms.edition(edition or None)
        async with rooms.database.look(viewer.actor) as look:
            found = await nation.compare_provinces(look, framework, fiscal_years=_years(years))
        content = await asyncio.to_thread(
            nation_workbook.make_workbook, found, _reading(lang, digits)
        )
        name = f"simiti-nation-{framework.code}.xlsx"
        return attachment(content, MEDIA_TYPES["xlsx"], name)

    @get("/comparison/series.xlsx")
    async def series_file(
        request: Request[Any, Any, Any],
        edition: FromQuery[str | None] = None,
        province: FromQuery[str | None] = None,
        district: FromQuery[str | None] = None,
        kind: FromQuery[str | None] = None,
        digits: FromQuery[str] = "thai",
        lang: FromQuery[str] = "th",
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        area = series.area_of(viewer.actor, province or None, district or None)
        editions = series.until(await rooms.editions(), await rooms.edition(edition or None))
        async with rooms.database.read(viewer.actor) as tx:
            found = await series.read_series(tx, editions, area, _kind(kind))
        look = _reading(lang, digits)
        content = await asyncio.to_thread(series_workbook.make_workbook, found, look)
        place = "nation" if area is None else area.district_code or area.province_code
        return attachment(content, MEDIA_TYPES["xlsx"], f"simiti-series-{place}.xlsx")

    @get("/comparison/quality.xlsx")
    async def quality_file(
        request: Request[Any, Any, Any],
        edition: FromQuery[str | None] = None,
        province: FromQuery[str | None] = None,
        district: FromQuery[str | None] = None,
        kind: FromQuery[str | None] = None,
        digits: FromQuery[str] = "thai",
        lang: FromQuery[str] = "th",
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        area = queries.area_of(viewer.actor, province or None, district or None)
        framework = await rooms.edition(edition or None)
        async with rooms.database.read(viewer.actor) as tx:
            found = await quality.look_over(tx, framework, area, kind=_kind(kind))
        look = _reading(lang, digits)
        content = await asyncio.to_thread(quality_workbook.make_workbook, found, look)
        name = f"simiti-quality-{area.district_code or area.province_code}.xlsx"
        return attachment(content, MEDIA_TYPES["xlsx"], name)

    @get("/comparison/progress.xlsx")
    async def progress_file(
        request: Request[Any, Any, Any],
        edition: FromQuery[str | None] = None,
        province: FromQuery[str | None] = None,
        district: FromQuery[str | None] = None,
        kind: FromQuery[str | None] = None,
        digits: FromQuery[str] = "thai",
        lang: FromQuery[str] = "th",
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        area = queries.area_of(viewer.actor, province or None, district or None)
        framework = await rooms.edition(edition or None)
        async with rooms.database.read(viewer.actor) as tx:
            found = await progress.list_progress(tx, framework, area, kind=_kind(kind))
        look = _reading(lang, digits)
        content = await asyncio.to_thread(progress_workbook.make_workbook, found, look)
        name = f"simiti-progress-{area.district_code or area.province_code}.xlsx"
        return attachment(content, MEDIA_TYPES["xlsx"], name)

    return [
        spreadsheet,
        coverage_file,
        submissions_file,
        nation_file,
        quality_file,
        series_file,
        progress_file,
    ]


def _reading(lang: str, digits: str) -> Reading:
    return Reading("en" if lang == "en" else "th", "arabic" if digits == "arabic" else "thai")


def word_of(words: type[Word], field: str, text: str) -> Word:
    """One of an enumeration's words; FILTER_UNREADABLE for any other."""
    if text not in {one.value for one in words}:
        raise _unreadable(field, text)
    return words(text)


def _view(text: str) -> View:
    for view in VIEWS:
        if view == text:
            return view
    raise _unreadable("view", text)


def _kind(text: str | None) -> OrganisationKind | None:
    if not text:
        return None
    if text not in set(OrganisationKind):
        raise _unreadable("kind", text)
    return OrganisationKind(text)


def _years(text: str | None) -> list[int] | None:
    """Like 2561,2562."""
    if not text:
        return None
    if not re.fullmatch(r"\d{4}(,\d{4}){0,19}", text, re.ASCII):
        raise _unreadable("years", text)
    return [int(year) for year in text.split(",")]


def _unreadable(field: str, text: str) -> Invalid:
    return Invalid(
        "FILTER_UNREADABLE",
        f"ตัวกรอง {field} ไม่ถูกต้อง",
        f"The filter {field} cannot be understood.",
        field=field,
        values={"text": text[:100]},
    )


kind_of, years_of, reading_of, unreadable = _kind, _years, _reading, _unreadable
"""For screens whose route has a file of its own."""

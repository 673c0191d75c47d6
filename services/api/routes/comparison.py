"""The comparison's screens as spreadsheets: what each shows, with the same filters."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from api.context import Rooms
from api.routes.asked import Asked, asking, unreadable, word_of
from api.routes.documents import MEDIA_TYPES, attachment
from plan_core.comparison import (
    budgets,
    coverage_workbook,
    nation,
    nation_workbook,
    pivot,
    pivot_workbook,
    profile,
    profile_workbook,
    progress,
    progress_workbook,
    quality,
    quality_workbook,
    queries,
    series,
    series_workbook,
    submissions,
    submissions_workbook,
    tiles,
    tiles_workbook,
)
from plan_core.comparison.budget_table import Against, Grouping, Shown
from plan_core.comparison.figures import BudgetMeasure
from plan_core.comparison.picture import VIEWS, View
from plan_core.comparison.pivot_rules import PivotAxis, PivotValue
from plan_core.comparison.profile_words import group_words, places_of
from plan_core.comparison.sheet_parts import Reading
from plan_core.comparison.tiles import MapMeasure
from plan_core.comparison.workbook import make_workbook
from plan_core.values import InitiativeKind

Table = TypeVar("Table")
Given: TypeAlias = NamedDependency[Asked]


def make_router(rooms: Rooms) -> Router:
    database = rooms.database

    @get("/comparison.xlsx")
    async def budgets_file(
        asked: Given,
        view: FromQuery[str] = "both",
        dimension: FromQuery[str | None] = None,
        measure: FromQuery[str] = "AMOUNT",
        against: FromQuery[str | None] = None,
        sort: FromQuery[str] = "name",
        group: FromQuery[str] = "DISTRICT",
    ) -> Response[bytes]:
        shown = Shown(
            _view(view),
            dimension or None,
            word_of(BudgetMeasure, "measure", measure),
            word_of(Against, "against", against) if against else None,
            Grouping.NONE if group == "no" else word_of(Grouping, "group", group),
            sort,
        )
        table = await budgets.compare_budgets(
            database,
            asked.actor,
            asked.edition,
            asked.area,
            shown,
            kind=asked.kind,
            fiscal_years=asked.years,
        )
        name = f"{_code(asked)}-{asked.edition.code}"
        return await _sheet(make_workbook, table, asked.reading, name)

    @get("/comparison/coverage.xlsx")
    async def coverage_file(asked: Given) -> Response[bytes]:
        async with database.look(asked.actor) as look:
            found = await queries.compare(
                look, asked.edition, asked.area, kind=asked.kind, fiscal_years=asked.years
            )
        make = coverage_workbook.make_workbook
        return await _sheet(make, found, asked.reading, f"coverage-{_code(asked)}")

    @get("/comparison/map.xlsx")
    async def map_file(asked: Given, measure: FromQuery[str] = "TIMELINESS") -> Response[bytes]:
        wanted = word_of(MapMeasure, "measure", measure)
        async with database.look(asked.actor) as look:
            found = await queries.compare(
                look, asked.edition, asked.area, kind=asked.kind, fiscal_years=asked.years
            )
        make = tiles_workbook.make_workbook
        name = f"map-{_code(asked)}"
        return await _sheet(make, tiles.map_of(found, wanted), asked.reading, name)

    @get("/comparison/submissions.xlsx")
    async def submissions_file(asked: Given) -> Response[bytes]:
        async with database.read(asked.actor) as tx:
            found = await submissions.list_submissions(
                tx, asked.edition, asked.area, kind=asked.kind
            )
        make = submissions_workbook.make_workbook
        return await _sheet(make, found, asked.reading, f"submissions-{_code(asked)}")

    @get("/comparison/nation.xlsx")
    async def nation_file(asked: Given) -> Response[bytes]:
        async with database.look(asked.actor) as look:
            found = await nation.compare_provinces(look, asked.edition, fiscal_years=asked.years)
        make = nation_workbook.make_workbook
        return await _sheet(make, found, asked.reading, f"nation-{asked.edition.code}")

    @get("/comparison/series.xlsx")
    async def series_file(asked: Given) -> Response[bytes]:
        area = series.area_of(asked.actor, asked.province, asked.district)
        editions = series.until(await rooms.editions(), asked.edition)
        async with database.read(asked.actor) as tx:
            found = await series.read_series(tx, editions, area, asked.kind)
        make = series_workbook.make_workbook
        place = "nation" if area is None else area.district_code or area.province_code
        return await _sheet(make, found, asked.reading, f"series-{place}")

    @get("/comparison/quality.xlsx")
    async def quality_file(asked: Given) -> Response[bytes]:
        async with database.read(asked.actor) as tx:
            found = await quality.look_over(tx, asked.edition, asked.area, kind=asked.kind)
        make = quality_workbook.make_workbook
        return await _sheet(make, found, asked.reading, f"quality-{_code(asked)}")

    @get("/comparison/progress.xlsx")
    async def progress_file(asked: Given) -> Response[bytes]:
        async with database.read(asked.actor) as tx:
            found = await progress.list_progress(tx, asked.edition, asked.area, kind=asked.kind)
        make = progress_workbook.make_workbook
        return await _sheet(make, found, asked.reading, f"progress-{_code(asked)}")

    @get("/comparison/pivot.xlsx")
    async def pivot_file(
        asked: Given,
        rows: FromQuery[str],
        columns: FromQuery[str | None] = None,
        value: FromQuery[str] = "BUDGET",
        sort: FromQuery[str | None] = None,
        descending: FromQuery[str] = "no",
        dimension: FromQuery[str | None] = None,
        items: FromQuery[str | None] = None,
    ) -> Response[bytes]:
        wanted = pivot.PivotDefinition(
            tuple(word_of(PivotAxis, "rows", one) for one in rows.split(",")),
            word_of(PivotAxis, "columns", columns) if columns else None,
            word_of(PivotValue, "value", value),
            sort or None,
            descending == "yes",
            asked.kind,
            dimension or None,
            word_of(InitiativeKind, "items", items) if items else None,
            tuple(asked.years or ()),
        )
        async with database.read(asked.actor) as tx:
            found = await pivot.pivot(tx, asked.edition, asked.area, wanted)
        make = pivot_workbook.make_workbook
        return await _sheet(make, found, asked.reading, f"pivot-{_code(asked)}")

    @get("/comparison/profile.xlsx")
    async def profile_file(
        asked: Given, organisation: FromQuery[str | None] = None
    ) -> Response[bytes]:
        async with database.read(asked.actor) as tx:
            found = await profile.get_profile(tx, asked.edition, organisation or None)
        group = found.group
        words = (
            None
            if group is None
            else group_words(group.kind, group.members, *places_of(group.areas, rooms.known_areas))
        )
        name = f"profile-{found.organisation.code}"
        return await _sheet(
            lambda table, look: profile_workbook.make_workbook(table, words, look),
            found,
            asked.reading,
            name,
        )

    return Router(
        "/",
        dependencies={"asked": asking(rooms)},
        route_handlers=[
            budgets_file,
            coverage_file,
            map_file,
            submissions_file,
            nation_file,
            series_file,
            quality_file,
            progress_file,
            pivot_file,
            profile_file,
        ],
    )


async def _sheet(
    make: Callable[[Table, Reading], bytes], table: Table, reading: Reading, name: str
) -> Response[bytes]:
    """In a thread: a province's sheet takes half a second."""
    content = await asyncio.to_thread(make, table, reading)
    return attachment(content, MEDIA_TYPES["xlsx"], f"simiti-{name}.xlsx")


def _code(asked: Asked) -> str:
    return asked.area.district_code or asked.area.province_code


def _view(text: str) -> View:
    for view in VIEWS:
        if view == text:
            return view
    raise unreadable("view", text)

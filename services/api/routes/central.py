"""Central scores as a table to fill in, and a look at what came back. Nothing is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromQuery

from api.context import Rooms
from api.refusals import problem_of
from api.routes.documents import MEDIA_TYPES, MULTIPART_OVERHEAD, attachment, file_of
from api.routes.reports import edition_of
from api.schema.places import global_id
from api.sign_in import require_signed_in
from plan_core.actor import Actor, Permission
from plan_core.comparison import queries as comparison
from plan_core.comparison.reports import list_area_reports
from plan_core.errors import Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.reporting import central, central_workbook, queries
from plan_core.reporting.central import CentralTable, NewCentral, Scored
from plan_core.reporting.rules import ReportRound


def make_router(rooms: Rooms) -> Router:
    @get("/central.xlsx")
    async def table_file(
        request: Request[Any, Any, Any], year: FromQuery[int], edition: FromQuery[str | None] = None
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        viewer.actor.require(Permission.REPORT_SCORE)
        known, its_edition = await _load(rooms, viewer.actor, year, edition)
        content = await asyncio.to_thread(central_workbook.make_workbook, its_edition, known)
        return attachment(content, MEDIA_TYPES["xlsx"], f"central-scores-{year}.xlsx")

    @post(
        "/central/preview",
        status_code=200,
        request_max_body_size=rooms.settings.upload_limit_bytes + MULTIPART_OVERHEAD,
    )
    async def preview(
        request: Request[Any, Any, Any], year: FromQuery[int], edition: FromQuery[str | None] = None
    ) -> Response[dict[str, Value]]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        viewer.actor.require(Permission.REPORT_SCORE)
        content = await (await file_of(request)).read()
        known, its_edition = await _load(rooms, viewer.actor, year, edition)
        table = await asyncio.to_thread(central.read_central, content, its_edition, known)
        return Response(_told(table))

    return Router("/reports", route_handlers=[table_file, preview])


async def _load(
    rooms: Rooms, actor: Actor, year: int, code: str | None
) -> tuple[Mapping[str, Scored], FrameworkEdition]:
    """The organisations of the officer's area by code, with their newest report on the year."""
    area = comparison.area_of(actor, None, None)
    edition = await edition_of(rooms, year, code)
    async with rooms.database.read(actor) as tx:
        reports = await list_area_reports(tx, edition, area, year, ReportRound.TWELVE_MONTHS)
        kept = await queries.list_central_scores(tx, area.province_code, edition.code, year)
    known = {
        one.organisation.code: Scored(
            one.organisation.id,
            one.organisation.name_th,
            None
            if one.report is None
            else str(global_id("Report", f"{one.report.tenant_id}:{one.report.id}")),
            kept.get(one.organisation.id, {}),
        )
        for one in reports
    }
    return known, edition


def _told(table: CentralTable) -> dict[str, Value]:
    return {
        "scores": [_score(one) for one in table.new],
        "unchanged": table.unchanged,
        "blank": table.blank,
        "refused": [{"cell": one.cell, **problem_of(one.refusal)} for one in table.refused],
    }


def _score(one: NewCentral) -> dict[str, Value]:
    """In the words of `setCentralScore`, with whose it is."""
    return {
        "reportId": one.organisation.report_id,
        "organisation": one.organisation.name,
        "dimensionCode": one.dimension_code,
        "score": str(one.score),
        "before": None if one.before is None else str(one.before),
    }

"""The sheet of a round as a workbook to fill in, and a look at what came back. Nothing is saved."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromQuery

from api.context import Rooms
from api.refusals import problem_of
from api.routes.documents import MEDIA_TYPES, MULTIPART_OVERHEAD, attachment, file_of
from api.schema.places import global_id
from api.sign_in import require_signed_in
from plan_core.actor import Actor, Permission
from plan_core.errors import Invalid, Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import sniff
from plan_core.places import queries as place_queries
from plan_core.reporting import queries, returned, rules, workbook
from plan_core.reporting.actions.entering import EntryEdit
from plan_core.reporting.returned import Returned
from plan_core.reporting.rules import ReportRound
from plan_core.values import amount_text


def make_router(rooms: Rooms) -> Router:
    @get("/sheet.xlsx")
    async def sheet_file(
        request: Request[Any, Any, Any],
        year: FromQuery[int],
        half: FromQuery[str],
        edition: FromQuery[str | None] = None,
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        sheet, owner = await _load(rooms, viewer.actor, year, half, edition)
        content = await asyncio.to_thread(workbook.make_workbook, sheet, owner)
        name = f"report-{owner.code}-{year}-{sheet.round.value.lower()}.xlsx"
        return attachment(content, MEDIA_TYPES["xlsx"], name)

    @post(
        "/preview",
        status_code=200,
        request_max_body_size=rooms.settings.upload_limit_bytes + MULTIPART_OVERHEAD,
    )
    async def preview(
        request: Request[Any, Any, Any],
        year: FromQuery[int],
        half: FromQuery[str],
        edition: FromQuery[str | None] = None,
    ) -> Response[dict[str, Value]]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        viewer.actor.require(Permission.REPORT_EDIT)
        file = await file_of(request)
        content = await file.read()
        if await asyncio.to_thread(sniff.format_of, file.filename, content) != "xlsx":
            raise Invalid(
                "WORKBOOK_UNKNOWN",
                "ต้องเป็นไฟล์ .xlsx ที่ดาวน์โหลดจากหน้านี้",
                "It must be the .xlsx file that was downloaded here.",
                field="file",
            )
        sheet, owner = await _load(rooms, viewer.actor, year, half, edition)
        found = await asyncio.to_thread(returned.read_returned, content, sheet, owner)
        return Response(_told(found))

    return Router("/reports", route_handlers=[sheet_file, preview])


async def _load(
    rooms: Rooms, actor: Actor, year: int, half: str, edition_code: str | None
) -> tuple[queries.Sheet, workbook.Owner]:
    if half not in set(ReportRound):
        raise Invalid(
            "ROUND_UNKNOWN",
            "ไม่รู้จักรอบรายงานนี้",
            "There is no such round.",
            field="half",
            values={"round": half[:40]},
        )
    edition = await edition_of(rooms, year, edition_code)
    async with rooms.database.read(actor) as tx:
        sheet = await queries.get_sheet(tx, edition, year, ReportRound(half))
        organisation = await place_queries.get_organisation(tx.session, actor.tenant)
    word = rules.ordinance_word(organisation.kind)
    return sheet, workbook.Owner(organisation.code, organisation.name_th, word)


async def edition_of(rooms: Rooms, year: int, code: str | None) -> FrameworkEdition:
    """The named edition, or the newest that has this year."""
    having = [one for one in await rooms.editions() if year in one.fiscal_years]
    return having[-1] if code is None and having else await rooms.edition(code)


def _told(found: Returned) -> dict[str, Value]:
    """In the words of `setProgress`, so that confirming sends exactly what was shown."""
    return {
        "entries": [_entry(edit) for edit in found.edits],
        "unchanged": found.unchanged,
        "refused": [{"cell": one.cell, **problem_of(one.refusal)} for one in found.refused],
    }


def _entry(edit: EntryEdit) -> dict[str, Value]:
    entry = edit.entry
    ordinance = entry.ordinance.amount
    return {
        "initiativeId": str(global_id("Initiative", edit.initiative_id)),
        "version": edit.version,
        "status": entry.status.value,
        "inOrdinance": entry.in_ordinance.value,
        "ordinanceState": entry.ordinance.state.value,
        "ordinance": None if ordinance is None else amount_text(ordinance),
        "disbursed": None if entry.disbursed is None else amount_text(entry.disbursed),
        "cannotReason": None if entry.cannot_reason is None else entry.cannot_reason.value,
        "cannotText": entry.cannot_text,
        "note": entry.note,
        "evidenceLinks": [*entry.evidence_links],
    }

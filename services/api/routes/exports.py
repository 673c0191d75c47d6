"""Fetching an export's file, whole or from where a broken download stopped, and its manifest."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, Router, get
from litestar.params import FromPath
from litestar.response import Stream

from api import ids
from api.context import Rooms
from api.sign_in import require_signed_in
from plan_core.errors import NotFound
from plan_core.files import export_key
from plan_core.integration import export_queries, export_rules
from plan_core.integration.export_model import ExportJob
from plan_core.integration.export_rules import MEDIA_TYPES, ExportState

AnyRequest = Request[Any, Any, Any]
Span = tuple[int, int]
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def make_router(rooms: Rooms) -> Router:
    async def find(request: AnyRequest, export_id: str) -> tuple[ExportJob, str]:
        """With its manifest; what one may read is asked as it is by now."""
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        wanted = ids.expect(export_id, "ExportJob").uuid
        async with rooms.database.asked(viewer.actor) as tx:
            job = await export_queries.get_job(tx, wanted)
            export_rules.check_may(viewer.actor, job.preset)
            manifest = await export_queries.get_manifest(tx, wanted)
            now = tx.now
        if job.state is ExportState.EXPIRED or (job.expires_at and job.expires_at <= now):
            raise export_rules.expired()
        if job.state is not ExportState.DONE:
            raise export_rules.not_ready()
        return job, manifest

    @get("/{export_id:str}/file")
    async def file(request: AnyRequest, export_id: FromPath[str]) -> Response[Any]:
        job, _ = await find(request, export_id)
        size = job.size_bytes or 0
        tag = f'"{job.sha256}"'
        headers = {
            "ETag": tag,
            "Accept-Ranges": "bytes",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "sandbox",
        }
        if request.headers.get("if-none-match", "") == tag:
            return Response(None, status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        wanted = request.headers.get("range", "")
        if request.headers.get("if-range", tag) != tag:
            # The part that is there is of another file: all of this one.
            wanted = ""
        span = span_of(wanted, size)
        if span is None:
            headers["Content-Range"] = f"bytes */{size}"
            status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
            return Response(None, status_code=status, headers=headers)
        start, end = span
        is_part = (start, end) != (0, size)
        if is_part:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        key = export_key(job.person_id, job.id, job.attempt)
        parts = rooms.files.get_range(key, start, end)
        try:
            first = await anext(parts, b"")
        except FileNotFoundError:
            raise NotFound("file") from None

        async def content() -> AsyncGenerator[bytes]:
            yield first
            async for part in parts:
                yield part

        name = quote(job.request.file_name, safe="")
        return Stream(
            content(),
            status_code=HTTPStatus.PARTIAL_CONTENT if is_part else HTTPStatus.OK,
            media_type=MEDIA_TYPES[job.format],
            headers={
                **headers,
                "Content-Length": str(end - start),
                "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            },
        )

    @get("/{export_id:str}/manifest")
    async def manifest(request: AnyRequest, export_id: FromPath[str]) -> Response[bytes]:
        _, text = await find(request, export_id)
        return Response(
            text.encode(),
            media_type="application/json",
            headers={"Cache-Control": "private, no-store"},
        )

    return Router("/exports", route_handlers=[file, manifest])


def span_of(wanted: str, size: int) -> Span | None:
    """From where to where, the end not included, by RFC 9110; None for what lies behind the end.

    Anything that is not one range of bytes asks for the whole.
    """
    found = _RANGE.fullmatch(wanted.replace(" ", ""))
    if found is None or found.groups() == ("", ""):
        return 0, size
    first, last = found.groups()
    if not first:
        tail = min(int(last), size)
        return (size - tail, size) if tail else None
    start = int(first)
    if last and int(last) < start:
        return 0, size
    if start >= size:
        return None
    return start, min(int(last) + 1, size) if last else size

"""Uploading documents, fetching them back, and the template to fill in."""

from __future__ import annotations

import asyncio
import hashlib
import re
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery

from api import ids
from api.context import Rooms
from api.sign_in import require_signed_in
from plan_core.actor import Permission
from plan_core.db.base import make_id
from plan_core.errors import Conflict, Invalid, NotFound, Unavailable, Value
from plan_core.files import document_key
from plan_core.intake import queries, sniff, template_xlsx
from plan_core.intake.actions import receiving

MEDIA_TYPES = {
    "text": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_FILE_NAME = 200
MULTIPART_OVERHEAD = 64 * 1024


def make_router(rooms: Rooms) -> Router:
    @post(
        "/",
        status_code=202,
        request_max_body_size=rooms.settings.upload_limit_bytes + MULTIPART_OVERHEAD,
    )
    async def upload(request: Request[Any, Any, Any]) -> Response[dict[str, Value]]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        viewer.actor.require(Permission.PLAN_IMPORT)
        file = await file_of(request)
        content = await file.read()
        file_name = clean_file_name(file.filename)
        document_id = make_id()
        # Refused here, before anything is kept; what needs a closer look is the worker's.
        kind = await asyncio.to_thread(sniff.format_of, file_name, content)
        key = document_key(viewer.actor.tenant, document_id)
        await rooms.files.put(key, content)
        try:
            async with rooms.database.write(viewer.actor) as tx:
                await receiving.receive(
                    tx,
                    document_id,
                    file_name=file_name,
                    media_type=MEDIA_TYPES[kind],
                    size_bytes=len(content),
                    sha256=hashlib.sha256(content).hexdigest(),
                    received_by=viewer.display_name,
                )
        except Unavailable:
            # Whether it was committed is unknown: the worker may yet need the file.
            raise
        except Exception as error:
            await rooms.files.remove(key)
            name_by_global_id(error)
            raise
        return Response(
            {"document": {"id": _document_id(document_id), "state": "WAITING"}}, status_code=202
        )

    @get("/{document_id:str}/file")
    async def original(
        request: Request[Any, Any, Any], document_id: FromPath[str]
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        wanted = ids.expect(document_id, "Document").uuid
        async with rooms.database.read(viewer.actor) as tx:
            document = await queries.get_document(tx, wanted)
        try:
            content = await rooms.files.get(
                document_key(document.tenant_id, document.id), document.sha256
            )
        except FileNotFoundError:
            raise NotFound("file") from None
        return attachment(content, document.media_type, document.file_name)

    @get("/template.xlsx")
    async def template(
        request: Request[Any, Any, Any], edition: FromQuery[str | None] = None
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        framework = await rooms.edition(edition)
        name = viewer.post.organisation.name_th if viewer.post.organisation else ""
        content = await asyncio.to_thread(template_xlsx.make_template, framework, name)
        return attachment(content, MEDIA_TYPES["xlsx"], f"simiti-{framework.code}.xlsx")

    return Router("/documents", route_handlers=[upload, original, template])


async def file_of(request: Request[Any, Any, Any]) -> UploadFile:
    media_type, _ = request.content_type
    if media_type != "multipart/form-data":
        raise Invalid(
            "MEDIA_TYPE_UNSUPPORTED",
            "ต้องส่งไฟล์เป็น multipart/form-data",
            "Please send the file as multipart/form-data.",
        )
    found = (await request.form()).get("file")
    if not isinstance(found, UploadFile):
        raise Invalid(
            "FILE_MISSING",
            "ไม่พบไฟล์ในช่อง file",
            "There is no file in the field `file`.",
            field="file",
        )
    return found


def clean_file_name(name: str) -> str:
    """The last part of the name without control characters: for people to read, never a path."""
    bare = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", bare)[-LONGEST_FILE_NAME:]


def attachment(content: bytes, media_type: str, file_name: str) -> Response[bytes]:
    """Always to be saved, never shown in our own pages' origin."""
    return Response(
        content,
        headers={
            # Of a text's encoding we say nothing: many offices still write TIS-620.
            "Content-Type": media_type.partition(";")[0],
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name, safe='')}",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "sandbox",
        },
    )


def _document_id(document_id: object) -> str:
    return str(ids.GlobalId("Document", str(document_id)))


def name_by_global_id(error: BaseException) -> None:
    """Outside, the earlier document of a conflict is known by its global id."""
    if isinstance(error, Conflict):
        known = error.values.get("documentId")
        if isinstance(known, str):
            error.values["documentId"] = _document_id(known)

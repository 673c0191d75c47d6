"""Attaching files and fetching them back: never shown in our own pages' origin."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath

from api import ids
from api.context import Rooms
from api.routes.documents import MULTIPART_OVERHEAD, attachment, clean_file_name, file_of
from api.sign_in import require_signed_in
from plan_core.actor import Actor, Permission
from plan_core.attachments import actions, queries, rules, sniff
from plan_core.attachments.actions import NewFile, Subject
from plan_core.attachments.kinds import SubjectType
from plan_core.attachments.model import Attachment
from plan_core.attachments.rules import Limits
from plan_core.audit.about import About
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, NotFound, Unavailable, Value
from plan_core.files import attachment_key
from plan_core.plans.actions import attaching
from plan_core.reporting.actions import evidence

Opener = Callable[[WriteTx, Subject], Awaitable[About | None]]
OPENERS: Mapping[SubjectType, Opener] = {
    **dict.fromkeys(attaching.TYPES, attaching.open_subject),
    **dict.fromkeys(evidence.TYPES, evidence.open_subject),
}
"""Who says whether files of a subject may be changed now, and whose history tells of it."""
NEEDED: Mapping[SubjectType, Permission] = {
    **dict.fromkeys(attaching.TYPES, Permission.PLAN_EDIT),
    SubjectType.PROGRESS: Permission.REPORT_EDIT,
    SubjectType.REPORT: Permission.REPORT_SUBMIT,
}
"""Asked before a file is looked at; the opener asks again."""
SHARED_AT_ONCE = frozenset({SubjectType.REPORT})
"""What was submitted already: whoever reads it reads its files."""
ID_TYPES: Mapping[SubjectType, str] = {
    SubjectType.PLAN: "Plan",
    SubjectType.APPOINTMENT: "Plan",
    SubjectType.INITIATIVE: "Initiative",
    SubjectType.PROGRESS: "Progress",
    SubjectType.REPORT: "Report",
}
"""Of which type a subject's global id is."""


def subject_of(actor: Actor, kind: SubjectType, text: str) -> Subject:
    """What an id names; NotFound for another organisation's."""
    known = ids.expect(text, ID_TYPES[kind])
    if kind is not SubjectType.REPORT:
        return kind, known.uuid
    tenant_id, report_id = known.tenant_and_uuid
    if tenant_id != actor.tenant:
        raise NotFound("report")
    return kind, report_id


def subject_id_of(one: Attachment) -> str:
    """The global id of what a file stands beside."""
    is_report = one.subject_type is SubjectType.REPORT
    key = f"{one.tenant_id}:{one.subject_id}" if is_report else str(one.subject_id)
    return str(ids.GlobalId(ID_TYPES[one.subject_type], key))


def make_router(rooms: Rooms) -> Router:
    settings = rooms.settings
    limits = Limits(settings.attachment_limit_bytes, settings.attachments_limit_bytes)

    @post(
        "/{subject_type:str}/{subject_id:str}",
        status_code=201,
        request_max_body_size=limits.file + MULTIPART_OVERHEAD,
    )
    async def upload(
        request: Request[Any, Any, Any], subject_type: FromPath[str], subject_id: FromPath[str]
    ) -> Response[dict[str, Value]]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        kind = _type_of(subject_type)
        viewer.actor.require(NEEDED[kind])
        subject = subject_of(viewer.actor, kind, subject_id)
        file = await file_of(request)
        content = await file.read()
        rules.check_size(len(content), limits)
        file_name = clean_file_name(file.filename)
        new = NewFile(
            id=make_id(),
            file_name=file_name,
            media_type=await asyncio.to_thread(sniff.media_type_of, file_name, content),
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        key = attachment_key(viewer.actor.tenant, new.id)
        await rooms.files.put(key, content)
        try:
            async with rooms.database.write(viewer.actor) as tx:
                about = await OPENERS[kind](tx, subject)
                await actions.add(tx, subject, new, limits, about)
                if kind in SHARED_AT_ONCE:
                    await actions.share_for(tx, [subject])
        except Unavailable:
            # Whether it was committed is unknown: the file may be needed.
            raise
        except Exception:
            await rooms.files.remove(key)
            raise
        known = str(ids.GlobalId("Attachment", f"{viewer.actor.tenant}:{new.id}"))
        return Response({"attachment": {"id": known, "mediaType": new.media_type}}, status_code=201)

    @get("/{attachment_id:str}/file")
    async def original(
        request: Request[Any, Any, Any], attachment_id: FromPath[str]
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        tenant_id, wanted = ids.expect(attachment_id, "Attachment").tenant_and_uuid
        async with rooms.database.read(viewer.actor) as tx:
            found = await queries.get_attachment(tx, tenant_id, wanted)
        refusal = rules.refusal_to_hand_out(
            found.scan,
            is_own=viewer.actor.tenant_id == found.tenant_id,
            unscanned_to_officers=settings.unscanned_to_officers,
        )
        if refusal is not None:
            raise refusal
        try:
            content = await rooms.files.get(attachment_key(found.tenant_id, found.id), found.sha256)
        except FileNotFoundError:
            raise NotFound("file") from None
        return attachment(content, found.media_type, found.file_name)

    return Router("/attachments", route_handlers=[upload, original])


def _type_of(text: str) -> SubjectType:
    kind = next((one for one in OPENERS if one.value == text), None)
    if kind is None:
        raise Invalid(
            "SUBJECT_UNKNOWN",
            "แนบไฟล์กับสิ่งนี้ไม่ได้",
            "Files cannot be attached to this.",
            field="subjectType",
            values={"possible": [one.value for one in OPENERS]},
        )
    return kind

"""The job that reads an uploaded document: file → sheets → draft → findings, kept or refused."""

from __future__ import annotations

import asyncio
from uuid import UUID

import structlog

from plan_core.actor import Actor
from plan_core.errors import Invalid, SimitiError, Unavailable
from plan_core.files import Damaged, StoreAway, document_key
from plan_core.framework import queries as framework
from plan_core.intake import queries, reading
from plan_core.intake.actions import receiving
from plan_core.intake.model import DocumentState
from plan_core.intake.reading import Progress
from plan_core.places import queries as places
from worker.running import Rooms

log = structlog.get_logger()

LET_GO = (DocumentState.REFUSED, DocumentState.DISCARDED)
"""States in which nothing but the record is kept."""


async def read_document(
    rooms: Rooms, actor: Actor, document_id: UUID, is_last_attempt: bool
) -> None:
    """Safe to run twice: a document that is read or refused already stays as it is."""
    async with rooms.database.read(actor) as tx:
        document = await queries.get_document(tx, document_id)
        editions = await framework.list_editions(tx.session)
        owner = await places.get_organisation(tx.session, actor.tenant)
    key = document_key(actor.tenant, document_id)
    if document.state not in receiving.TO_BE_READ:
        if document.state in LET_GO:
            # A worker that died after refusing may have left the file behind.
            await rooms.files.remove(key)
        return
    loop = asyncio.get_running_loop()

    async def save_progress(progress: Progress) -> None:
        async with rooms.database.write(actor) as tx:
            await receiving.save_progress(tx, document_id, progress)

    def report(progress: Progress) -> None:
        asyncio.run_coroutine_threadsafe(save_progress(progress), loop).result(timeout=30)

    try:
        if is_last_attempt:
            raise _gave_up()
        content = await rooms.files.get(key, document.sha256)
        found = await asyncio.to_thread(reading.read, document.file_name, content, editions, report)
    except (Unavailable, StoreAway, TimeoutError):
        raise
    except (FileNotFoundError, Damaged):
        log.exception("reading.file_lost", document=str(document_id))
        refusal: SimitiError = _file_is_gone()
    except Invalid as error:
        refusal = error
    except Exception:
        # A document that our reader trips over: a bug, but the officer must not wait for ever.
        log.exception("reading.broke", document=str(document_id))
        refusal = _reader_broke()
    else:
        async with rooms.database.write(actor) as tx:
            await receiving.save_reading(tx, document_id, found, expected_name=owner.name_th)
        return
    async with rooms.database.write(actor) as tx:
        await receiving.refuse(tx, document_id, refusal)
    await rooms.files.remove(key)


def _gave_up() -> Invalid:
    return Invalid(
        "DOCUMENT_TOO_HARD",
        "อ่านเอกสารนี้หลายครั้งแล้วไม่สำเร็จ ระบบไม่ได้เก็บอะไรไว้ ลองบันทึกเป็นแบบฟอร์ม Excel ของระบบ",
        "Reading this document failed several times. Nothing was kept; please use our Excel form.",
    )


def _file_is_gone() -> Invalid:
    return Invalid(
        "DOCUMENT_FILE_MISSING",
        "ไม่พบไฟล์ที่อัปโหลด หรือไฟล์เสียหาย โปรดอัปโหลดอีกครั้ง",
        "The uploaded file is gone or damaged; please upload it again.",
    )


def _reader_broke() -> Invalid:
    return Invalid(
        "DOCUMENT_UNREADABLE",
        "ระบบอ่านเอกสารนี้ไม่สำเร็จ และบันทึกปัญหาไว้แล้ว ไม่มีข้อมูลใดถูกนำเข้า",
        "We could not read this document; the fault has been logged. Nothing was imported.",
    )

"""From an uploaded file to a reading: each step a transaction of its own, safe to repeat."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from plan_core import jobs
from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.db.transaction import WriteTx
from plan_core.errors import Conflict, SimitiError
from plan_core.framework.model import Edition
from plan_core.intake import queries
from plan_core.intake.model import Document, DocumentReading, DocumentState
from plan_core.intake.reading import Progress, Reading

TO_BE_READ = (DocumentState.WAITING, DocumentState.READING)


async def receive(
    tx: WriteTx,
    document_id: UUID,
    *,
    file_name: str,
    media_type: str,
    size_bytes: int,
    sha256: str,
    received_by: str,
) -> Document:
    """Record a stored file and promise its reading. Conflict when the same file is here already."""
    tx.actor.require(Permission.PLAN_IMPORT)
    same = await queries.find_same_file(tx, sha256)
    if same is not None:
        raise already_imported(same)
    newest = await tx.session.scalar(select(Edition.code).order_by(Edition.code.desc()).limit(1))
    document = Document(
        tenant_id=tx.actor.tenant,
        id=document_id,
        edition_code=newest or "",
        file_name=file_name,
        media_type=media_type,
        size_bytes=size_bytes,
        sha256=sha256,
        state=DocumentState.WAITING,
        received_at=tx.now,
        received_by=received_by,
        progress_step="WAITING",
        progress_percent=0,
        initiatives_found=0,
    )
    try:
        async with tx.session.begin_nested():
            tx.session.add(document)
    except IntegrityError as error:
        # The unique index saw a twin that committed between our look and our insert.
        if "uq_document_file" in str(error.orig):
            raise already_imported(await queries.find_same_file(tx, sha256)) from error
        raise
    audit.record(
        tx,
        "receive_document",
        "document",
        document.id,
        None,
        {"fileName": file_name, "sizeBytes": size_bytes, "sha256": sha256},
    )
    tx.enqueue(jobs.READ_DOCUMENT, document.id)
    await tx.session.flush()
    return document


async def save_progress(tx: WriteTx, document_id: UUID, progress: Progress) -> None:
    """What the person who waits sees; a document that is settled already stays as it is."""
    document = await queries.get_document(tx, document_id, lock=True)
    if document.state not in TO_BE_READ:
        return
    document.state = DocumentState.READING
    document.progress_step = progress.step
    document.progress_percent = 100 * progress.done // progress.total
    document.initiatives_found = progress.initiatives
    await tx.session.flush()


async def save_reading(
    tx: WriteTx, document_id: UUID, reading: Reading, *, expected_name: str = ""
) -> None:
    """Keep what was read, once; the second of two workers changes nothing.

    `expected_name` is the organisation's: a document that names another becomes a finding.
    """
    document = await queries.get_document(tx, document_id, lock=True)
    if document.state not in TO_BE_READ:
        return
    tx.session.add(
        DocumentReading(
            tenant_id=tx.actor.tenant,
            id=document.id,
            version=1,
            sheets=_json(reading.sheets),
            draft=_json(replace(reading.draft, organisation_name_expected=expected_name)),
            explanations="{}",
        )
    )
    document.state = DocumentState.READ
    document.edition_code = reading.draft.edition_code
    document.progress_step = "DONE"
    document.progress_percent = 100
    document.initiatives_found = len(reading.draft.initiatives)
    audit.record(
        tx,
        "read_document",
        "document",
        document.id,
        None,
        {"initiatives": len(reading.draft.initiatives), "findings": len(reading.findings)},
    )
    await tx.session.flush()


async def refuse(tx: WriteTx, document_id: UUID, refusal: SimitiError) -> None:
    """Keep only the record and the reason; the caller removes the file."""
    document = await queries.get_document(tx, document_id, lock=True)
    if document.state not in TO_BE_READ:
        return
    kept = queries.Refusal(refusal.code, refusal.message_th, refusal.message_en, refusal.values)
    document.state = DocumentState.REFUSED
    document.problem = _json(kept)
    document.progress_step = "DONE"
    document.progress_percent = 100
    audit.record(tx, "refuse_document", "document", document.id, None, {"code": refusal.code})
    await tx.session.flush()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def already_imported(same: Document | None) -> Conflict:
    refusal = Conflict(
        "DOCUMENT_ALREADY_IMPORTED",
        "ไฟล์นี้นำเข้าแล้ว ไม่มีการนำเข้าซ้ำ",
        "This file has been imported already; nothing was imported again.",
        field="file",
    )
    if same is not None:
        refusal.values = {
            "documentId": str(same.id),
            "fileName": same.file_name,
            "receivedAt": same.received_at.isoformat(),
            "state": same.state.value,
        }
    return refusal

"""Adding, removing, bringing back, sharing and judging files. Whether the subject may be changed
is asked by the room it belongs to (`plans.actions.attaching`, and reporting's)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from plan_core import jobs
from plan_core.attachments import queries, rules
from plan_core.attachments.kinds import ScanState, SubjectType
from plan_core.attachments.model import Attachment
from plan_core.attachments.rules import Limits
from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.transaction import WriteTx
from plan_core.errors import Conflict
from plan_core.places import queries as places

Subject = tuple[SubjectType, UUID]


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that lies in the store already, by what is known of its content."""

    id: UUID
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str


async def add(
    tx: WriteTx, subject: Subject, new: NewFile, limits: Limits, about: About | None = None
) -> Attachment:
    """Attach a stored file and promise its scan. Conflict when the same content is there."""
    rules.check_size(new.size_bytes, limits)
    rules.check_room(new.size_bytes, await queries.bytes_kept(tx), limits)
    same = await queries.find_same(tx, subject, new.sha256)
    if same is not None:
        raise already_attached(same)
    owner = await places.get_organisation(tx.session, tx.actor.tenant)
    added = Attachment(
        tenant_id=tx.actor.tenant,
        id=new.id,
        subject_type=subject[0],
        subject_id=subject[1],
        file_name=new.file_name,
        media_type=new.media_type,
        size_bytes=new.size_bytes,
        sha256=new.sha256,
        scan=ScanState.NOT_SCANNED,
        threat="",
        added_at=tx.now,
        added_by=tx.actor.name,
        is_shared=False,
        province_code=owner.province_code,
        district_code=owner.district_code,
    )
    try:
        async with tx.session.begin_nested():
            tx.session.add(added)
    except IntegrityError as error:
        # The unique index saw a twin that committed between our look and our insert.
        if "uq_attachment_file" in str(error.orig):
            raise already_attached(await queries.find_same(tx, subject, new.sha256)) from error
        raise
    audit.record(tx, "add_attachment", "attachment", added.id, None, _facts(added), about)
    tx.enqueue(jobs.SCAN_ATTACHMENT, added.id)
    await tx.session.flush()
    return added


async def remove(tx: WriteTx, attachment_id: UUID, about: About | None = None) -> Attachment:
    """Take a file away; its record and content are kept so that it can come back."""
    found = await queries.get_own(tx, attachment_id, lock=True)
    if found.removed_at is None:
        rules.check_removable(found.subject_type, is_shared=found.is_shared)
        found.removed_at = tx.now
        audit.record(tx, "remove_attachment", "attachment", found.id, _facts(found), None, about)
        await tx.session.flush()
    return found


async def restore(tx: WriteTx, attachment_id: UUID, about: About | None = None) -> Attachment:
    """Bring a removed file back. Conflict when the same content was attached meanwhile."""
    found = await queries.get_own(tx, attachment_id, lock=True)
    if found.removed_at is not None:
        same = await queries.find_same(tx, (found.subject_type, found.subject_id), found.sha256)
        if same is not None:
            raise already_attached(same)
        found.removed_at = None
        audit.record(tx, "restore_attachment", "attachment", found.id, None, _facts(found), about)
        await tx.session.flush()
    return found


async def share_for(tx: WriteTx, subjects: Collection[Subject]) -> None:
    """What was submitted names these subjects: from now on their area's officers see the files."""
    wanted = _among(subjects)
    query = (
        select(Attachment.id, Attachment.file_name)
        .where(
            Attachment.tenant_id == tx.actor.tenant,
            wanted,
            Attachment.removed_at.is_(None),
            Attachment.is_shared.is_(False),
        )
        .order_by(Attachment.id)
    )
    found = (await tx.session.execute(query)).all()
    if not found:
        return
    await tx.session.execute(
        update(Attachment)
        .where(
            Attachment.tenant_id == tx.actor.tenant, Attachment.id.in_([one.id for one in found])
        )
        .values(is_shared=True)
    )
    for one in found:
        facts = {"fileName": one.file_name}
        audit.record(tx, "share_attachment", "attachment", one.id, None, facts)


def _among(subjects: Collection[Subject]):
    by_type: dict[SubjectType, list[UUID]] = {}
    for kind, subject_id in subjects:
        by_type.setdefault(kind, []).append(subject_id)
    return or_(
        *(
            (Attachment.subject_type == kind) & Attachment.subject_id.in_(ids)
            for kind, ids in by_type.items()
        )
    )


async def save_scan(tx: WriteTx, attachment_id: UUID, threat: str | None) -> None:
    """What the scanner said, once: the name of a threat, or None for a clean file."""
    found = await queries.get_own(tx, attachment_id, lock=True)
    if found.scan is not ScanState.NOT_SCANNED:
        return
    found.scan = ScanState.CLEAN if threat is None else ScanState.INFECTED
    found.threat = threat or ""
    found.scanned_at = tx.now
    audit.record(
        tx,
        "scan_attachment",
        "attachment",
        found.id,
        None,
        {"scan": found.scan.value, "threat": found.threat},
    )
    await tx.session.flush()


def already_attached(same: Attachment | None) -> Conflict:
    refusal = Conflict(
        "FILE_ALREADY_ATTACHED",
        "แนบไฟล์นี้ไว้แล้ว ไม่มีการแนบซ้ำ",
        "This file is attached already; nothing was attached again.",
        field="file",
    )
    if same is not None:
        refusal.values = {"fileName": same.file_name, "addedAt": same.added_at.isoformat()}
    return refusal


def _facts(one: Attachment) -> dict[str, object]:
    return {
        "subjectType": one.subject_type.value,
        "subjectId": str(one.subject_id),
        "fileName": one.file_name,
        "mediaType": one.media_type,
        "sizeBytes": one.size_bytes,
        "sha256": one.sha256,
    }

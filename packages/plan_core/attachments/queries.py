"""Reading attached files: one's own, and what was shared with one's area."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from plan_core.actor import Permission
from plan_core.attachments.kinds import SubjectType
from plan_core.attachments.model import Attachment
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound


async def get_own(tx: ReadTx, attachment_id: UUID, *, lock: bool = False) -> Attachment:
    """One of the actor's organisation, a removed one too."""
    query = select(Attachment).where(
        Attachment.tenant_id == tx.actor.tenant, Attachment.id == attachment_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = await tx.session.scalar(query)
    if found is None:
        raise NotFound("attachment")
    return found


async def get_attachment(tx: ReadTx, tenant_id: int, attachment_id: UUID) -> Attachment:
    """One's own or one that was shared with one's area; what was removed is not there."""
    tx.actor.require(Permission.SUBMITTED_READ)
    found = await tx.session.scalar(
        select(Attachment).where(
            Attachment.tenant_id == tenant_id,
            Attachment.id == attachment_id,
            Attachment.removed_at.is_(None),
        )
    )
    if found is None:
        raise NotFound("attachment")
    return found


async def list_attachments(
    tx: ReadTx, tenant_id: int, types: Collection[SubjectType], subject_ids: Collection[UUID]
) -> Sequence[Attachment]:
    """The files of some subjects that the actor may see, in the order of adding."""
    return await _list(
        tx, tenant_id, Attachment.subject_type.in_(types), Attachment.subject_id.in_(subject_ids)
    )


async def _list(tx: ReadTx, tenant_id: int, *which: ColumnElement[bool]) -> Sequence[Attachment]:
    tx.actor.require(Permission.SUBMITTED_READ)
    query = (
        select(Attachment)
        .where(Attachment.tenant_id == tenant_id, *which, Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    )
    return (await tx.session.scalars(query)).all()


async def list_these(
    tx: ReadTx, tenant_id: int, attachment_ids: Collection[UUID]
) -> Sequence[Attachment]:
    """Those of these files that are there and that the actor may see."""
    return await _list(tx, tenant_id, Attachment.id.in_(attachment_ids))


async def find_same(
    tx: ReadTx, subject: tuple[SubjectType, UUID], sha256: str
) -> Attachment | None:
    """The same content beside the same subject."""
    return await tx.session.scalar(
        select(Attachment).where(
            Attachment.tenant_id == tx.actor.tenant,
            Attachment.subject_type == subject[0],
            Attachment.subject_id == subject[1],
            Attachment.sha256 == sha256,
            Attachment.removed_at.is_(None),
        )
    )


async def bytes_kept(tx: ReadTx) -> int:
    """What all files of the organisation weigh, the removed ones included."""
    weight = await tx.session.scalar(
        select(func.coalesce(func.sum(Attachment.size_bytes), 0)).where(
            Attachment.tenant_id == tx.actor.tenant
        )
    )
    return int(weight or 0)

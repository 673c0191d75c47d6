"""What a person does with the own notifications: mark them read, choose when mails come."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from plan_core.db.transaction import ReadTx
from plan_core.errors import Invalid, NotFound
from plan_core.notifications import queries
from plan_core.notifications.model import MailSetting, Notification
from plan_core.notifications.rules import Digest, Language

MOST_AT_ONCE = 100


async def mark_read(tx: ReadTx, ids: Sequence[UUID]) -> list[Notification]:
    """These notifications, read from now on; one that is not mine is NotFound, and none is read."""
    if len(ids) > MOST_AT_ONCE:
        raise Invalid(
            "PAGE_SIZE",
            f"ทำได้ครั้งละไม่เกิน {MOST_AT_ONCE} รายการ",
            f"At most {MOST_AT_ONCE} at a time.",
            field="ids",
        )
    query = select(Notification).where(
        Notification.person_id == tx.actor.person_id, Notification.id.in_(ids)
    )
    found = {one.id: one for one in await tx.session.scalars(query)}
    if len(found) != len(set(ids)):
        raise NotFound("notification")
    for one in found.values():
        one.read_at = one.read_at or tx.now
    await tx.session.flush()
    return [found[one] for one in ids]


async def mark_all_read(tx: ReadTx) -> None:
    await tx.session.execute(
        update(Notification)
        .where(Notification.person_id == tx.actor.person_id, Notification.read_at.is_(None))
        .values(read_at=tx.now)
    )


async def set_setting(tx: ReadTx, digest: Digest, language: Language) -> MailSetting:
    """When mails come, and in which language. Switching them on begins now, not in the past."""
    person_id = tx.actor.person_id
    await tx.session.execute(
        insert(MailSetting)
        .values(
            person_id=person_id,
            id=person_id,
            digest=digest,
            language=language,
            since=tx.now,
        )
        .on_conflict_do_nothing(index_elements=["person_id", "id"])
    )
    row = await queries.find_setting(tx)
    if row is None:
        raise NotFound("setting")
    if row.digest is Digest.NONE and digest is not Digest.NONE:
        row.since = tx.now
    row.digest, row.language = digest, language
    await tx.session.flush()
    return row

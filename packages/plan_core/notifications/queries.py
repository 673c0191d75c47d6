"""A person's own notifications, setting and kept mails; all in `Database.personal`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.db.transaction import Database, ReadTx
from plan_core.errors import NotFound
from plan_core.notifications.model import Mail, MailSetting, Notification
from plan_core.notifications.rules import MailState

MOST_KEPT_SHOWN = 100


async def list_notifications(
    tx: ReadTx, first: int, after: UUID | None = None, *, unread_only: bool = False
) -> Sequence[Notification]:
    """Newest first, from behind the notification `after`; NotFound when that one is not mine."""
    query = (
        select(Notification)
        .where(Notification.person_id == tx.actor.person_id)
        .order_by(Notification.created_at.desc(), Notification.id.desc())
        .limit(first)
    )
    if after is not None:
        last = await _get(tx, after)
        query = query.where(
            tuple_(Notification.created_at, Notification.id) < (last.created_at, last.id)
        )
    if unread_only:
        query = query.where(Notification.read_at.is_(None))
    return (await tx.session.scalars(query)).all()


async def _get(tx: ReadTx, notification_id: UUID) -> Notification:
    found = await tx.session.get(Notification, (tx.actor.person_id, notification_id))
    if found is None:
        raise NotFound("notification")
    return found


async def count_unread(tx: ReadTx) -> int:
    query = select(func.count()).where(
        Notification.person_id == tx.actor.person_id, Notification.read_at.is_(None)
    )
    return await tx.session.scalar(query) or 0


async def find_setting(tx: ReadTx) -> MailSetting | None:
    """None for who never chose: the defaults count."""
    person_id = tx.actor.person_id
    return await tx.session.get(MailSetting, (person_id, person_id))


async def list_kept_mails(tx: ReadTx) -> Sequence[Mail]:
    """Mails that stay here because there is no mail server; newest first."""
    query = (
        select(Mail)
        .where(Mail.person_id == tx.actor.person_id, Mail.state == MailState.KEPT)
        .order_by(Mail.made_at.desc(), Mail.id.desc())
        .limit(MOST_KEPT_SHOWN)
    )
    return (await tx.session.scalars(query)).all()


LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MailCounts:
    """How everybody's mails stand; `failed` and `trouble` since a week ago."""

    waiting: int
    kept: int
    failed: int
    since: datetime
    trouble: str


async def count_mails(session: AsyncSession, now: datetime) -> MailCounts:
    """The worker's role."""
    since = now - LATELY
    lately = and_(Mail.state == MailState.FAILED, Mail.made_at >= since)
    counts = [
        await session.scalar(select(func.count()).select_from(Mail).where(which)) or 0
        for which in (Mail.state == MailState.WAITING, Mail.state == MailState.KEPT, lately)
    ]
    newest = select(Mail.trouble).where(lately).order_by(Mail.made_at.desc()).limit(1)
    return MailCounts(*counts, since=since, trouble=await session.scalar(newest) or "")


async def look_at_mails(worker_url: str) -> MailCounts:
    """The same, for callers without a loop or a database of their own."""
    database = Database(worker_url, pool_size=1)
    try:
        async with database.unscoped() as session:
            return await count_mails(session, database.clock())
    finally:
        await database.close()

"""Old notifications and mails are taken away; what they told of stays where it happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.notifications.model import Mail, Notification
from plan_core.notifications.rules import KEPT_READ, KEPT_UNREAD, MailState

MOST_AT_ONCE = 5_000
"""So many rows go in one transaction; the next round takes more."""


@dataclass(frozen=True, slots=True)
class Gone:
    notifications: int
    mails: int


async def remove_old(session: AsyncSession, now: datetime) -> Gone:
    """The worker's role. A mail that still waits is never old."""
    old_notification = or_(
        and_(Notification.read_at.is_not(None), Notification.created_at < now - KEPT_READ),
        Notification.created_at < now - KEPT_UNREAD,
    )
    old_mail = and_(Mail.state != MailState.WAITING, Mail.made_at < now - KEPT_UNREAD)
    return Gone(
        await _remove(session, Notification, old_notification),
        await _remove(session, Mail, old_mail),
    )


async def _remove(
    session: AsyncSession, of: type[Notification | Mail], is_old: ColumnElement[bool]
) -> int:
    chosen = select(of.person_id, of.id).where(is_old).limit(MOST_AT_ONCE)
    gone = await session.scalars(
        delete(of).where(tuple_(of.person_id, of.id).in_(chosen)).returning(of.id)
    )
    return len(gone.all())

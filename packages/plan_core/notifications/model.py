"""What belongs to one person: notifications, how they want their mails, and the mails."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base, PersonRow, one_of, text_enum
from plan_core.notifications.rules import Digest, Language, MailState, NotificationKind, Place


class Notification(PersonRow, Base):
    """Something that happened and concerns this person.

    What is shown is not kept: `kind` and `told` (JSON) become words of either language in
    words.py. `membership_id` is the post that it concerns.
    """

    __tablename__ = "notification"

    kind: Mapped[NotificationKind] = mapped_column(text_enum(NotificationKind))
    membership_id: Mapped[UUID]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """Whose plan it is about; None for what is about an area."""
    told: Mapped[str]
    place: Mapped[Place] = mapped_column(text_enum(Place))
    """Which page it leads to; the ids that the page needs are in `told`."""
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("kind", NotificationKind),
            one_of("place", Place),
            Index(None, "person_id", "created_at", "id"),
            # By the worker, who takes old ones away.
            Index(None, "created_at"),
            Index(
                "ix_notification_unmailed",
                "person_id",
                "created_at",
                postgresql_where="mailed_at IS NULL AND read_at IS NULL",
            ),
        )


class MailSetting(PersonRow, Base):
    """How a person wants mails; without a row: each at once, in Thai. `id` is the person's own."""

    __tablename__ = "mail_setting"

    digest: Mapped[Digest] = mapped_column(text_enum(Digest))
    language: Mapped[Language] = mapped_column(text_enum(Language))
    since: Mapped[datetime]
    """What happened before is not mailed: nobody gets a heap by switching mails on."""

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (one_of("digest", Digest), one_of("language", Language))


class Mail(PersonRow, Base):
    """One mail; written by the worker only. A sent one keeps its subject and no text."""

    __tablename__ = "mail"

    address: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    state: Mapped[MailState] = mapped_column(text_enum(MailState))
    attempts: Mapped[int]
    trouble: Mapped[str]
    """What the mail server said last; for the operator."""
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """When it is tried next; moved on before each try, so that two workers never try at once."""
    sent_at: Mapped[datetime | None]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("state", MailState),
            Index("ix_mail_waiting", "due_at", postgresql_where="state = 'WAITING'"),
        )

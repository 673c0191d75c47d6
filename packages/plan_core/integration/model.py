"""Webhooks of an organisation, and the messages that went or go to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base, TenantRow, one_of, text_enum
from plan_core.integration.events import EventType
from plan_core.integration.rules import DisabledFor, MessageState, WebhookState


class Webhook(TenantRow, Base):
    """Where an organisation wants to be told. Its secret is not here (`integration.secrets`).

    `told_through` is the number of the last change that messages were made of.
    """

    __tablename__ = "webhook"

    url: Mapped[str]
    description: Mapped[str]
    events: Mapped[str]
    """Names of events, a blank between them."""
    state: Mapped[WebhookState] = mapped_column(text_enum(WebhookState))
    disabled_for: Mapped[DisabledFor | None] = mapped_column(text_enum(DisabledFor))
    secret_number: Mapped[int]
    earlier_until: Mapped[datetime | None]
    """Until when the secret before this one signs too."""
    told_through: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    version: Mapped[int]

    @property
    def wanted(self) -> list[EventType]:
        return [EventType(one) for one in self.events.split()]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("state", WebhookState),
            one_of("disabled_for", DisabledFor),
            CheckConstraint(
                "(state = 'DISABLED') = (disabled_for IS NOT NULL)", name="disabled_says_why"
            ),
            CheckConstraint("told_through >= 0", name="told_through_counts"),
        )


class WebhookMessage(TenantRow, Base):
    """One message to one webhook, of the changes `first_sequence` to `last_sequence`; for a test
    both are 0. `attempts` fences: who lost a message in hand can no longer settle it."""

    __tablename__ = "webhook_message"

    webhook_id: Mapped[UUID]
    event: Mapped[EventType] = mapped_column(text_enum(EventType))
    first_sequence: Mapped[int]
    last_sequence: Mapped[int]
    state: Mapped[MessageState] = mapped_column(text_enum(MessageState))
    attempts: Mapped[int]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    status: Mapped[int | None]
    """The HTTP status that came back last; None when no answer did."""
    trouble: Mapped[str]
    """Why no answer came; empty when one did."""

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("state", MessageState),
            one_of("event", EventType),
            CheckConstraint("first_sequence <= last_sequence", name="range_is_in_order"),
            ForeignKeyConstraint(["tenant_id", "webhook_id"], ["webhook.tenant_id", "webhook.id"]),
            Index(None, "tenant_id", "webhook_id", "made_at"),
            Index("ix_webhook_message_due", "due_at", postgresql_where="state = 'WAITING'"),
        )

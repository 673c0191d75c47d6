"""Reading the own organisation's webhooks and the log of their messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from plan_core.actor import Permission
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.integration.model import Webhook, WebhookMessage
from plan_core.integration.rules import MessageState, WebhookState


@dataclass(frozen=True, slots=True)
class Counted:
    """How a webhook's messages stand."""

    waiting: int = 0
    failed: int = 0
    last_sent_at: datetime | None = None


NONE = Counted()


async def list_webhooks(tx: ReadTx) -> Sequence[Webhook]:
    """The oldest first, without those that were removed."""
    tx.actor.require(Permission.INTEGRATION_EDIT)
    query = (
        select(Webhook)
        .where(Webhook.tenant_id == tx.actor.tenant, Webhook.state != WebhookState.REMOVED)
        .order_by(Webhook.id)
    )
    return (await tx.session.scalars(query)).all()


async def get_webhook(tx: ReadTx, webhook_id: UUID, *, lock: bool = False) -> Webhook:
    tx.actor.require(Permission.INTEGRATION_EDIT)
    query = select(Webhook).where(
        Webhook.tenant_id == tx.actor.tenant,
        Webhook.id == webhook_id,
        Webhook.state != WebhookState.REMOVED,
    )
    found = await tx.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("webhook")
    return found


async def count_messages(tx: ReadTx) -> Mapping[UUID, Counted]:
    """By webhook; those without any message are left out."""
    tx.actor.require(Permission.INTEGRATION_EDIT)
    state = WebhookMessage.state
    query = (
        select(
            WebhookMessage.webhook_id,
            func.count().filter(state == MessageState.WAITING),
            func.count().filter(state == MessageState.FAILED),
            func.max(WebhookMessage.tried_at).filter(state == MessageState.SENT),
        )
        .where(WebhookMessage.tenant_id == tx.actor.tenant)
        .group_by(WebhookMessage.webhook_id)
    )
    found = await tx.session.execute(query)
    return {key: Counted(waiting, failed, last) for key, waiting, failed, last in found}


async def list_messages(
    tx: ReadTx, webhook_id: UUID, first: int, before: UUID | None = None
) -> Sequence[WebhookMessage]:
    """The newest first, from behind the message `before`."""
    tx.actor.require(Permission.INTEGRATION_EDIT)
    query = (
        select(WebhookMessage)
        .where(WebhookMessage.tenant_id == tx.actor.tenant, WebhookMessage.webhook_id == webhook_id)
        .order_by(WebhookMessage.id.desc())
        .limit(first)
    )
    if before is not None:
        query = query.where(WebhookMessage.id < before)
    return (await tx.session.scalars(query)).all()

"""Saying where the own organisation wants to be told, and having it told again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.audit import queries as audit_queries
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.errors import NotFound
from plan_core.integration import addresses, queries, rules, secrets, webhook_queries
from plan_core.integration.addresses import Network
from plan_core.integration.events import EventType, Span, told_of
from plan_core.integration.model import Webhook, WebhookMessage
from plan_core.integration.rules import MessageState, WebhookState


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """What an organisation says of a webhook."""

    url: str
    description: str
    events: Collection[EventType]

    def clean(self, allowed: Sequence[Network]) -> NewWebhook:
        return NewWebhook(
            addresses.clean_url(self.url, allowed),
            rules.clean_description(self.description),
            rules.check_events(self.events),
        )


async def add_webhook(tx: WriteTx, new: NewWebhook, allowed: Sequence[Network]) -> Webhook:
    """Be told of what changes from now on."""
    tx.actor.require(Permission.INTEGRATION_EDIT)
    said = new.clean(allowed)
    rules.check_room(len(await webhook_queries.list_webhooks(tx)))
    added = Webhook(
        tenant_id=tx.actor.tenant,
        id=make_id(),
        url=said.url,
        description=said.description,
        events=" ".join(said.events),
        state=WebhookState.ACTIVE,
        secret_number=1,
        told_through=(await audit_queries.find_head(tx)).sequence,
        made_at=tx.now,
        made_by=tx.actor.name,
        version=1,
    )
    tx.session.add(added)
    await tx.session.flush()
    audit.record(tx, "add_webhook", "webhook", added.id, None, _facts_of(added))
    return added


async def set_webhook(
    tx: WriteTx,
    webhook_id: UUID,
    version: int,
    new: NewWebhook,
    allowed: Sequence[Network],
    *,
    is_active: bool,
) -> Webhook:
    """Change what it is told, or pause it. One that is active again is told what it missed."""
    found = await _open(tx, webhook_id, version)
    said = new.clean(allowed)
    before = _facts_of(found)
    found.url, found.description = said.url, said.description
    found.events = " ".join(said.events)
    if is_active:
        found.state, found.disabled_for = WebhookState.ACTIVE, None
    elif found.state is WebhookState.ACTIVE:
        found.state = WebhookState.PAUSED
    return await _changed(tx, "set_webhook", found, before)


async def rotate_secret(tx: WriteTx, webhook_id: UUID, version: int) -> Webhook:
    """A new secret from now on; the one before it signs too for a day."""
    found = await _open(tx, webhook_id, version)
    before = _facts_of(found)
    found.secret_number += 1
    found.earlier_until = tx.now + secrets.OVERLAP
    return await _changed(tx, "rotate_webhook_secret", found, before)


async def remove_webhook(tx: WriteTx, webhook_id: UUID, version: int) -> None:
    """It is told nothing any more, and cannot come back."""
    found = await _open(tx, webhook_id, version)
    before = _facts_of(found)
    found.state, found.disabled_for = WebhookState.REMOVED, None
    await _changed(tx, "remove_webhook", found, before)


async def send_test(tx: WriteTx, webhook_id: UUID) -> WebhookMessage:
    """A message that tells of nothing, at once."""
    found = await webhook_queries.get_webhook(tx, webhook_id)
    message = message_of(tx.actor.tenant, found.id, Span(EventType.TEST, 0, 0), tx.now, tx.now)
    tx.session.add(message)
    await tx.session.flush()
    return message


async def replay_message(tx: WriteTx, message_id: UUID) -> WebhookMessage:
    """Send a message again that was sent or failed: the same message, by the same id."""
    tx.actor.require(Permission.INTEGRATION_EDIT)
    query = (
        select(WebhookMessage)
        .where(WebhookMessage.tenant_id == tx.actor.tenant, WebhookMessage.id == message_id)
        .with_for_update()
    )
    found = await tx.session.scalar(query)
    if found is None:
        raise NotFound("message")
    await webhook_queries.get_webhook(tx, found.webhook_id)
    if found.state is not MessageState.WAITING:
        found.state, found.attempts, found.due_at = MessageState.WAITING, 0, tx.now
        await tx.session.flush()
    return found


async def replay_changes(
    tx: WriteTx, webhook_id: UUID, after: int, through: int
) -> list[WebhookMessage]:
    """Tell again of the changes behind `after` up to `through`, in new messages."""
    found = await webhook_queries.get_webhook(tx, webhook_id)
    head = (await audit_queries.find_head(tx)).sequence
    rules.check_range(after, through, head)
    changes = await queries.read_range(tx, after, through)
    messages = [
        message_of(tx.actor.tenant, found.id, told, tx.now, tx.now)
        for told in told_of(changes, found.wanted)
    ]
    tx.session.add_all(messages)
    await tx.session.flush()
    return messages


def message_of(
    tenant_id: int, webhook_id: UUID, told: Span, now: datetime, due_at: datetime
) -> WebhookMessage:
    return WebhookMessage(
        tenant_id=tenant_id,
        id=make_id(),
        webhook_id=webhook_id,
        event=told.event,
        first_sequence=told.first,
        last_sequence=told.last,
        state=MessageState.WAITING,
        attempts=0,
        made_at=now,
        due_at=due_at,
        trouble="",
    )


async def _open(tx: WriteTx, webhook_id: UUID, version: int) -> Webhook:
    found = await webhook_queries.get_webhook(tx, webhook_id, lock=True)
    if found.version != version:
        refusal = changed_meanwhile()
        refusal.values["current"] = {"version": found.version}
        raise refusal
    return found


async def _changed(tx: WriteTx, verb: str, found: Webhook, before: dict[str, object]) -> Webhook:
    found.version += 1
    await tx.session.flush()
    audit.record(tx, verb, "webhook", found.id, before, _facts_of(found))
    return found


def _facts_of(webhook: Webhook) -> dict[str, object]:
    return {
        "url": webhook.url,
        "description": webhook.description,
        "events": webhook.events.split(),
        "state": webhook.state.value,
        "secretNumber": webhook.secret_number,
        "version": webhook.version,
    }

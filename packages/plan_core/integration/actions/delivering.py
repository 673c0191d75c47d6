"""From changes to messages, and from messages to their receivers. The worker's role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.audit import queries as audit_queries
from plan_core.audit.model import AuditHead
from plan_core.db.transaction import Database
from plan_core.integration import events, queries, rules, secrets
from plan_core.integration.actions.registering import message_of
from plan_core.integration.events import STEPS, EventType, Span, told_of
from plan_core.integration.model import Webhook, WebhookMessage
from plan_core.integration.rules import DisabledFor, MessageState, WebhookState
from plan_core.places.model import Organisation

MOST_AT_ONCE = 100
"""So many webhooks are looked at in one round, and so many changes of each are read."""
MOST_CHANGES = 2_000
LONGEST_TROUBLE = 200


@dataclass(frozen=True, slots=True)
class Behind:
    """A webhook that has not been told of all changes yet."""

    tenant_id: int
    webhook_id: UUID
    told_through: int
    events: tuple[EventType, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A message in one worker's hands until its lease ends, and how to send it."""

    tenant_id: int
    id: UUID
    webhook_id: UUID
    url: str
    body: str
    secrets: tuple[str, ...]
    """The newest first."""
    attempts: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: an HTTP status, or why none did. `wished` is the answer's Retry-After."""

    status: int | None = None
    trouble: str = ""
    wished: timedelta | None = None

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status == 410


async def find_behind(session: AsyncSession) -> list[Behind]:
    """The longest behind first."""
    query = (
        select(Webhook)
        .join(AuditHead, AuditHead.tenant_id == Webhook.tenant_id)
        .where(Webhook.state == WebhookState.ACTIVE, AuditHead.sequence > Webhook.told_through)
        .order_by(Webhook.told_through - AuditHead.sequence)
        .limit(MOST_AT_ONCE)
    )
    return [
        Behind(one.tenant_id, one.id, one.told_through, tuple(one.wanted))
        for one in await session.scalars(query)
    ]


async def compose(database: Database, behind: Behind) -> None:
    """Make messages of what a webhook was not told yet, unless another worker just did."""
    async with database.read(audit_queries.reader_of(behind.tenant_id)) as tx:
        changes = await queries.read_range(
            tx, behind.told_through, behind.told_through + MOST_CHANGES
        )
    if not changes:
        return
    now = database.clock()
    async with database.unscoped() as session:
        moved = await session.scalar(
            update(Webhook)
            .where(
                Webhook.tenant_id == behind.tenant_id,
                Webhook.id == behind.webhook_id,
                Webhook.told_through == behind.told_through,
                Webhook.state == WebhookState.ACTIVE,
            )
            .values(told_through=changes[-1].sequence)
            .returning(Webhook.id)
        )
        if moved is None:
            return
        for told in told_of(changes, behind.events):
            if not await _gather(session, behind, told, now):
                due_at = now if told.event in STEPS else now + rules.GATHERING
                session.add(message_of(behind.tenant_id, behind.webhook_id, told, now, due_at))


async def _gather(session: AsyncSession, behind: Behind, told: Span, now: datetime) -> bool:
    """Whether a message that still waits for more of its kind has taken it in."""
    if told.event in STEPS:
        return False
    taken_in = await session.scalar(
        update(WebhookMessage)
        .where(
            WebhookMessage.tenant_id == behind.tenant_id,
            WebhookMessage.webhook_id == behind.webhook_id,
            WebhookMessage.event == told.event,
            WebhookMessage.state == MessageState.WAITING,
            WebhookMessage.attempts == 0,
            WebhookMessage.due_at > now,
            WebhookMessage.last_sequence < told.first,
        )
        .values(last_sequence=told.last)
        .returning(WebhookMessage.id)
    )
    return taken_in is not None


async def take(session: AsyncSession, now: datetime, key: str, most: int) -> list[Taken]:
    """Messages that are due; nobody else takes them before their lease ends."""
    query = (
        select(WebhookMessage, Webhook, Organisation.code)
        .join(
            Webhook,
            (Webhook.tenant_id == WebhookMessage.tenant_id)
            & (Webhook.id == WebhookMessage.webhook_id),
        )
        .join(Organisation, Organisation.id == WebhookMessage.tenant_id)
        .where(
            WebhookMessage.state == MessageState.WAITING,
            WebhookMessage.due_at <= now,
            Webhook.state == WebhookState.ACTIVE,
        )
        .order_by(WebhookMessage.due_at, WebhookMessage.id)
        .limit(most)
        .with_for_update(of=WebhookMessage, skip_locked=True)
    )
    taken: list[Taken] = []
    for message, webhook, code in (await session.execute(query)).all():
        message.attempts += 1
        message.due_at = now + rules.LEASE
        told = Span(message.event, message.first_sequence, message.last_sequence)
        taken.append(
            Taken(
                message.tenant_id,
                message.id,
                webhook.id,
                webhook.url,
                events.body_of(told, message.made_at, code),
                _secrets_of(webhook, key, now),
                message.attempts,
            )
        )
    return taken


def _secrets_of(webhook: Webhook, key: str, now: datetime) -> tuple[str, ...]:
    numbers = [webhook.secret_number]
    if webhook.earlier_until is not None and now < webhook.earlier_until:
        numbers.append(webhook.secret_number - 1)
    return tuple(secrets.secret_of(key, webhook.tenant_id, webhook.id, one) for one in numbers)


async def settle(
    session: AsyncSession, taken: Taken, answered: Answered, now: datetime, chance: float
) -> DisabledFor | None:
    """Write down what came of it, unless another worker has taken the message since; why the
    webhook was disabled, when it was by this."""
    if answered.is_taken:
        values: dict[str, object] = {"state": MessageState.SENT}
    else:
        pause = rules.pause_after(taken.attempts, chance, answered.wished)
        is_over = answered.is_gone or pause is None
        values = {"state": MessageState.FAILED} if is_over else {"due_at": now + (pause or LEAST)}
    values |= {
        "tried_at": now,
        "status": answered.status,
        "trouble": answered.trouble[:LONGEST_TROUBLE],
    }
    settled = await session.scalar(
        update(WebhookMessage)
        .where(
            WebhookMessage.tenant_id == taken.tenant_id,
            WebhookMessage.id == taken.id,
            WebhookMessage.state == MessageState.WAITING,
            WebhookMessage.attempts == taken.attempts,
        )
        .values(**values)
        .returning(WebhookMessage.id)
    )
    if settled is not None and values.get("state") is MessageState.FAILED:
        why = DisabledFor.GONE if answered.is_gone else DisabledFor.FAILING
        return why if await _disable(session, taken, why) else None
    return None


LEAST = timedelta(seconds=5)


async def _disable(session: AsyncSession, taken: Taken, why: DisabledFor) -> bool:
    """Whether it was active until now: several messages may be over at once."""
    disabled = await session.scalar(
        update(Webhook)
        .where(
            Webhook.tenant_id == taken.tenant_id,
            Webhook.id == taken.webhook_id,
            Webhook.state == WebhookState.ACTIVE,
        )
        .values(state=WebhookState.DISABLED, disabled_for=why, version=Webhook.version + 1)
        .returning(Webhook.id)
    )
    return disabled is not None


async def remove_old(session: AsyncSession, now: datetime) -> int:
    """Messages that are done with for long. One that still waits is never old."""
    chosen = (
        select(WebhookMessage.tenant_id, WebhookMessage.id)
        .where(
            WebhookMessage.state != MessageState.WAITING,
            WebhookMessage.made_at < now - rules.KEPT,
        )
        .limit(MOST_CHANGES)
    )
    gone = await session.scalars(
        delete(WebhookMessage)
        .where(tuple_(WebhookMessage.tenant_id, WebhookMessage.id).in_(chosen))
        .returning(WebhookMessage.id)
    )
    return len(gone.all())

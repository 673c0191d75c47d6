"""Webhooks of the own organisation in the schema: where other systems are told of changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import strawberry

from api import ids
from api.schema.base import After, First, Info, PageInfo, Problem, check_first, says
from api.schema.places import global_id
from plan_core.errors import SimitiError, Unavailable
from plan_core.integration import events, rules, secrets, webhook_queries
from plan_core.integration.actions import registering
from plan_core.integration.actions.registering import NewWebhook
from plan_core.integration.events import EventType
from plan_core.integration.model import Webhook as WebhookRow
from plan_core.integration.model import WebhookMessage as MessageRow
from plan_core.integration.webhook_queries import Counted

strawberry.enum(EventType, name="WebhookEvent", description="What a message tells of.")
strawberry.enum(
    rules.WebhookState,
    description="PAUSED by its organisation or DISABLED by Simiti it is told all later.",
)
strawberry.enum(
    rules.DisabledFor,
    name="WebhookDisabledFor",
    description="GONE: the receiver answered 410. FAILING: no try of a message got through.",
)
strawberry.enum(rules.MessageState, name="WebhookMessageState", description="How a message stands.")


@strawberry.type(description="One message to a webhook. It tells how far to read, nothing else.")
class WebhookMessage:
    id: strawberry.ID = says("Opaque id, for `replayWebhookMessage`.")
    webhook_id: str = says("The header `webhook-id`, the same however often it is sent.")
    event: EventType = says("What it tells of.")
    after: int = says("`after` for `changes`, to read what it tells of.")
    through: int = says("The last change that it tells of; 0 for a test.")
    state: rules.MessageState = says("How it stands.")
    attempts: int = says("How often it was tried.")
    made_at: datetime = says("When it was made (UTC).")
    due_at: datetime | None = says("When it is tried next (UTC); null when it is done with.")
    tried_at: datetime | None = says("When it was tried last (UTC).")
    status: int | None = says("The HTTP status of the last answer; null when there was none.")
    trouble: str = says("Why there was no answer, in English; empty when there was one.")

    @classmethod
    def of(cls, row: MessageRow) -> WebhookMessage:
        is_open = row.state is rules.MessageState.WAITING
        return cls(
            id=global_id("WebhookMessage", row.id),
            webhook_id=events.message_id(row.id),
            event=row.event,
            after=max(row.first_sequence - 1, 0),
            through=row.last_sequence,
            state=row.state,
            attempts=row.attempts,
            made_at=row.made_at,
            due_at=row.due_at if is_open else None,
            tried_at=row.tried_at,
            status=row.status,
            trouble=row.trouble,
        )


@strawberry.type(description="A message on a page.")
class WebhookMessageEdge:
    cursor: str = says("Where this edge stands.")
    node: WebhookMessage = says("The message.")


@strawberry.type(description="A page of a webhook's messages.")
class WebhookMessageConnection:
    edges: list[WebhookMessageEdge] = says("The page's messages, newest first.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.type(description="An address of another system that is told of changes.")
class Webhook:
    id: strawberry.ID = says("Opaque id.")
    version: int = says("Send it back with changes.")
    url: str = says("Where messages go.")
    description: str = says("What it is for.")
    events: list[EventType] = says("What it is told of.")
    state: rules.WebhookState = says("Whether it is told.")
    disabled_for: rules.DisabledFor | None = says("Why Simiti disabled it; null when it did not.")
    told_through: int = says("The last change that messages were made of.")
    earlier_secret_until: datetime | None = says(
        "Until when the secret before the present one signs too (UTC); null once it does not."
    )
    made_at: datetime = says("When it was added (UTC).")
    made_by: str = says("By whom.")
    waiting: int = says("Messages that wait.")
    failed: int = says("Messages that were given up.")
    last_sent_at: datetime | None = says("When a message was last taken (UTC).")

    @classmethod
    def of(cls, row: WebhookRow, now: datetime, counted: Counted = webhook_queries.NONE) -> Webhook:
        earlier = row.earlier_until
        return cls(
            id=global_id("Webhook", row.id),
            version=row.version,
            url=row.url,
            description=row.description,
            events=row.wanted,
            state=row.state,
            disabled_for=row.disabled_for,
            told_through=row.told_through,
            earlier_secret_until=earlier if earlier and earlier > now else None,
            made_at=row.made_at,
            made_by=row.made_by,
            waiting=counted.waiting,
            failed=counted.failed,
            last_sent_at=counted.last_sent_at,
        )


@strawberry.type
class WebhooksQuery:
    @strawberry.field(description="Where the own organisation has other systems told.")
    async def webhooks(self, info: Info) -> list[Webhook]:
        async with info.context.database.read(info.context.actor) as tx:
            found = await webhook_queries.list_webhooks(tx)
            counted = await webhook_queries.count_messages(tx)
        none = webhook_queries.NONE
        return [Webhook.of(one, tx.now, counted.get(one.id, none)) for one in found]

    @strawberry.field(description="The log of a webhook's messages, newest first.")
    async def webhook_messages(
        self,
        info: Info,
        webhook_id: Annotated[strawberry.ID, strawberry.argument(description="The webhook.")],
        first: First,
        after: After = None,
    ) -> WebhookMessageConnection:
        check_first(first)
        key = ids.expect(webhook_id, "Webhook").uuid
        before = None if after is None else ids.expect(after, "WebhookMessage").uuid
        async with info.context.database.read(info.context.actor) as tx:
            await webhook_queries.get_webhook(tx, key)
            found = await webhook_queries.list_messages(tx, key, first + 1, before)
        nodes = [WebhookMessage.of(one) for one in found[:first]]
        return WebhookMessageConnection(
            edges=[WebhookMessageEdge(cursor=one.id, node=one) for one in nodes],
            page_info=PageInfo.of(
                [one.id for one in nodes], has_next=len(found) > first, after=after
            ),
        )


@strawberry.input(description="An address that shall be told of changes.")
class AddWebhookInput:
    url: str = says("Begins with https://.")
    events: list[EventType] = says("What it is told of.")
    description: str = strawberry.field(default="", description="What it is for.")


@strawberry.input(description="What a webhook shall be from now on.")
class SetWebhookInput:
    id: strawberry.ID = says("The webhook.")
    version: int = says("The version that was seen.")
    url: str = says("Begins with https://.")
    events: list[EventType] = says("What it is told of.")
    description: str = strawberry.field(default="", description="What it is for.")
    is_active: bool = strawberry.field(
        default=True, description="False pauses it; true also ends DISABLED."
    )


@strawberry.input(description="Which webhook gets a new secret.")
class RotateWebhookSecretInput:
    id: strawberry.ID = says("The webhook.")
    version: int = says("The version that was seen.")


@strawberry.input(description="Which webhook is told nothing any more.")
class RemoveWebhookInput:
    id: strawberry.ID = says("The webhook.")
    version: int = says("The version that was seen.")


@strawberry.input(description="Which webhook.")
class TestWebhookInput:
    id: strawberry.ID = says("The webhook.")


@strawberry.input(description="Which message.")
class ReplayWebhookMessageInput:
    id: strawberry.ID = says("The message.")


@strawberry.input(description="Which changes are told again.")
class ReplayWebhookInput:
    id: strawberry.ID = says("The webhook.")
    after: int = says("Changes numbered above this one.")
    through: int = says("And up to this one.")


@strawberry.type(description="The webhook as it stands now, or why it was refused.")
class WebhookPayload:
    webhook: Webhook | None = says("The webhook; null when refused or removed.")
    secret: str | None = says("A new secret, `whsec_…`; null when there is none.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type(description="Messages that will be sent, or why it was refused.")
class WebhookMessagesPayload:
    messages: list[WebhookMessage] = says("The messages, oldest first.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


def _refused(refusal: SimitiError) -> WebhookPayload:
    return WebhookPayload(webhook=None, secret=None, problems=[Problem.of(refusal)])


def _done(row: WebhookRow, now: datetime, secret: str | None = None) -> WebhookPayload:
    return WebhookPayload(webhook=Webhook.of(row, now), secret=secret, problems=[])


def _sent(rows: Sequence[MessageRow]) -> WebhookMessagesPayload:
    return WebhookMessagesPayload(messages=[WebhookMessage.of(one) for one in rows], problems=[])


def _not_sent(refusal: SimitiError) -> WebhookMessagesPayload:
    return WebhookMessagesPayload(messages=[], problems=[Problem.of(refusal)])


def _key_of(info: Info) -> str:
    """What secrets are made from; Unavailable where the operator has not set it."""
    key = info.context.rooms.settings.webhook_key
    if not key:
        raise Unavailable(
            "WEBHOOKS_OFF",
            "ระบบนี้ยังไม่เปิดใช้เว็บฮุก โปรดติดต่อผู้ดูแลระบบ",
            "Webhooks are not set up here; ask the operator.",
        )
    return key


@strawberry.type
class WebhooksMutation:
    @strawberry.mutation(description="Have another system told of changes from now on.")
    async def add_webhook(self, info: Info, input: AddWebhookInput) -> WebhookPayload:
        allowed = info.context.rooms.settings.allowed_networks
        new = NewWebhook(input.url, input.description, input.events)
        try:
            key = _key_of(info)
            async with info.context.database.write(info.context.actor) as tx:
                row = await registering.add_webhook(tx, new, allowed)
        except SimitiError as refusal:
            return _refused(refusal)
        return _done(row, tx.now, secrets.secret_of(key, row.tenant_id, row.id, row.secret_number))

    @strawberry.mutation(description="Change a webhook, pause it, or have it told again.")
    async def set_webhook(self, info: Info, input: SetWebhookInput) -> WebhookPayload:
        allowed = info.context.rooms.settings.allowed_networks
        new = NewWebhook(input.url, input.description, input.events)
        try:
            webhook_id = ids.expect(input.id, "Webhook").uuid
            async with info.context.database.write(info.context.actor) as tx:
                row = await registering.set_webhook(
                    tx, webhook_id, input.version, new, allowed, is_active=input.is_active
                )
        except SimitiError as refusal:
            return _refused(refusal)
        return _done(row, tx.now)

    @strawberry.mutation(
        description="A new secret; for 24 hours messages are signed by the one before it too."
    )
    async def rotate_webhook_secret(
        self, info: Info, input: RotateWebhookSecretInput
    ) -> WebhookPayload:
        try:
            key, webhook_id = _key_of(info), ids.expect(input.id, "Webhook").uuid
            async with info.context.database.write(info.context.actor) as tx:
                row = await registering.rotate_secret(tx, webhook_id, input.version)
        except SimitiError as refusal:
            return _refused(refusal)
        return _done(row, tx.now, secrets.secret_of(key, row.tenant_id, row.id, row.secret_number))

    @strawberry.mutation(description="Tell it nothing any more.")
    async def remove_webhook(self, info: Info, input: RemoveWebhookInput) -> WebhookPayload:
        try:
            webhook_id = ids.expect(input.id, "Webhook").uuid
            async with info.context.database.write(info.context.actor) as tx:
                await registering.remove_webhook(tx, webhook_id, input.version)
        except SimitiError as refusal:
            return _refused(refusal)
        return WebhookPayload(webhook=None, secret=None, problems=[])

    @strawberry.mutation(description="Send it a message that tells of nothing.")
    async def test_webhook(self, info: Info, input: TestWebhookInput) -> WebhookMessagesPayload:
        try:
            webhook_id = ids.expect(input.id, "Webhook").uuid
            async with info.context.database.write(info.context.actor) as tx:
                row = await registering.send_test(tx, webhook_id)
        except SimitiError as refusal:
            return _not_sent(refusal)
        return _sent([row])

    @strawberry.mutation(description="Send a message again, by the same `webhook-id`.")
    async def replay_webhook_message(
        self, info: Info, input: ReplayWebhookMessageInput
    ) -> WebhookMessagesPayload:
        try:
            message_id = ids.expect(input.id, "WebhookMessage").uuid
            async with info.context.database.write(info.context.actor) as tx:
                row = await registering.replay_message(tx, message_id)
        except SimitiError as refusal:
            return _not_sent(refusal)
        return _sent([row])

    @strawberry.mutation(description="Tell again of a range of changes, in new messages.")
    async def replay_webhook(self, info: Info, input: ReplayWebhookInput) -> WebhookMessagesPayload:
        try:
            webhook_id = ids.expect(input.id, "Webhook").uuid
            async with info.context.database.write(info.context.actor) as tx:
                rows = await registering.replay_changes(tx, webhook_id, input.after, input.through)
        except SimitiError as refusal:
            return _not_sent(refusal)
        return _sent(rows)

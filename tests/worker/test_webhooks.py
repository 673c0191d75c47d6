"""Telling other systems: a real receiver that answers well or badly, and names that lead inside."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import trustme
from sqlalchemy import select
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from make.people import make_actor, make_organisation, organisation_of
from make.plans import make_plan, submit
from make.receiver import Receiver, open_receiver
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.db.base import make_id
from plan_core.db.transaction import utc_now
from plan_core.integration import guarded, queries, rules, secrets, webhook_queries
from plan_core.integration.actions import delivering, registering
from plan_core.integration.actions.registering import NewWebhook
from plan_core.integration.addresses import read_networks
from plan_core.integration.events import CHOOSABLE, EventType
from plan_core.integration.model import Webhook, WebhookMessage
from plan_core.integration.rules import DisabledFor, MessageState, WebhookState
from plan_core.notifications import words
from plan_core.notifications.model import Notification
from plan_core.notifications.rules import Language
from plan_core.plans import queries as plan_queries
from plan_core.plans.actions import filling
from plan_core.plans.actions.filling import CellEdit
from plan_core.values import Budget
from worker import sending, webhooks
from worker.running import Rooms

KEY = "the key of this installation"
HERE = read_networks("127.0.0.1")


class Site:
    """An approver with a plan, a webhook, and a receiver for it."""

    def __init__(self, world: World, rooms: Rooms, receiver: Receiver, actor: Actor) -> None:
        self.world = world
        self.rooms = rooms
        self.receiver = receiver
        self.actor = actor
        self.webhook_id = UUID(int=0)

    async def add(self, *wanted: EventType, url: str = "") -> None:
        new = NewWebhook(url or self.receiver.url, "สำเนา", wanted or CHOOSABLE)
        async with self.world.app.write(self.actor) as tx:
            self.webhook_id = (await registering.add_webhook(tx, new, HERE)).id

    async def edit(self, *amounts: int) -> None:
        for amount in amounts:
            async with self.world.app.write(self.actor) as tx:
                plan = await plan_queries.find_newest_plan(tx)
                assert plan is not None
                content = await plan_queries.get_content(tx, plan, self.world.edition)
                cell = content.rows[0].cells[0]
                edit = CellEdit(cell.id, cell.version, Budget.of(amount))
                await filling.set_budget_cells(tx, [edit])

    async def deliver(self, later: timedelta = timedelta()) -> None:
        """One round, so much later than the one before."""
        self.world.clock.now += later
        await webhooks.deliver(self.rooms)

    async def webhook(self) -> Webhook:
        async with self.world.app.read(self.actor) as tx:
            return await webhook_queries.get_webhook(tx, self.webhook_id)

    async def messages(self) -> list[WebhookMessage]:
        """The oldest first."""
        async with self.world.app.read(self.actor) as tx:
            found = await webhook_queries.list_messages(tx, self.webhook_id, 100)
        return list(found)[::-1]

    async def message(self) -> WebhookMessage:
        (found,) = await self.messages()
        return found

    async def notices(self, actor: Actor | None = None) -> list[words.Said]:
        """Of the approver, or of somebody else."""
        reader = actor or self.actor
        async with self.world.app.personal(reader) as tx:
            mine = Notification.person_id == reader.person_id
            found = await tx.session.scalars(select(Notification).where(mine))
            return [words.say(one.kind, words.read(one.told), Language.TH) for one in found]

    def secret(self, number: int = 1) -> str:
        return secrets.secret_of(KEY, self.actor.tenant, self.webhook_id, number)

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(one.body) for one in self.receiver.received]


@pytest.fixture
async def site(world: World, rooms: Rooms) -> AsyncIterator[Site]:
    rooms.settings = rooms.settings.model_copy(
        update={"webhook_key": KEY, "webhook_allow": "127.0.0.1"}
    )
    actor = await make_actor(world, Role.APPROVER)
    await make_plan(world, actor)
    async with open_receiver() as receiver:
        site = Site(world, rooms, receiver, actor)
        yield site
        # Other tests of this file see the same database.
        async with world.app.write(actor) as tx:
            for one in await webhook_queries.list_webhooks(tx):
                await registering.remove_webhook(tx, one.id, one.version)


async def test_edits_are_told_together_and_only_from_the_webhooks_beginning(site: Site) -> None:
    await site.edit(1)
    await site.add()
    await site.edit(2, 3)
    await site.deliver()
    assert not site.receiver.received, "more edits may come"
    await site.edit(4)
    await site.deliver()
    await site.deliver(rules.GATHERING)
    (told,) = site.told()
    async with site.world.app.read(site.actor) as tx:
        page = await queries.list_changes(tx, told["data"]["after"], 100)
    edits = [one.sequence for one in page.changes if one.verb == "set_budget_cell"]
    assert (told["type"], len(edits)) == ("plan.changed", 3)
    assert told["data"]["through"] == edits[-1] == page.head
    assert (await site.message()).state is MessageState.SENT


async def test_a_submission_is_told_at_once_and_alone(site: Site) -> None:
    await site.add(EventType.PLAN_SUBMITTED)
    await submit(site.world, site.actor)
    await site.deliver()
    (told,) = site.told()
    async with site.world.app.read(site.actor) as tx:
        page = await queries.list_changes(tx, told["data"]["after"], 1)
    assert [one.verb for one in page.changes] == ["submit_plan"]
    assert told["data"]["through"] == page.changes[0].sequence
    assert "ส่ง" not in site.receiver.received[0].body.decode()


async def say_somethings_are_verified_as_standard_webhooks_say(site: Site) -> None:
    site.world.clock.now = utc_now()
    await site.add()
    await say_something(site)
    await site.deliver()
    (got,) = site.receiver.received
    assert got.target == "/hook"
    assert got.headers["content-type"] == "application/json"
    body = Verifier(site.secret()).verify(got.body, got.headers)
    assert body["type"] == "webhook.test"
    for bad in (site.secret(2), secrets.secret_of(KEY, site.actor.tenant, UUID(int=9), 1)):
        with pytest.raises(WebhookVerificationError):
            Verifier(bad).verify(got.body, got.headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(site.secret()).verify(got.body + b" ", got.headers)


async def test_a_new_secret_signs_beside_the_earlier_one_for_a_day(site: Site) -> None:
    site.world.clock.now = utc_now()
    await site.add()
    async with site.world.app.write(site.actor) as tx:
        await registering.rotate_secret(tx, site.webhook_id, 1)
    await say_something(site)
    await site.deliver()
    (got,) = site.receiver.received
    for number in (1, 2):
        assert Verifier(site.secret(number)).verify(got.body, got.headers)
    await say_something(site)
    await site.deliver(secrets.OVERLAP)
    assert len(site.receiver.received[1].headers["webhook-signature"].split(" ")) == 1


@pytest.mark.parametrize("status", [301, 307, 400, 401, 404, 500, 503])
async def test_what_is_not_taken_is_tried_again_as_the_same_message(
    site: Site, status: int
) -> None:
    await site.add()
    site.receiver.say(status, "Location: http://127.0.0.1:1/elsewhere")
    await say_something(site)
    await site.deliver()
    first = await site.message()
    assert (first.state, first.status, first.attempts) == (MessageState.WAITING, status, 1)
    await site.deliver(timedelta(seconds=1))
    assert len(site.receiver.received) == 1
    await site.deliver(rules.PAUSES[0] * 1.2)
    assert (await site.message()).state is MessageState.SENT
    once, again = site.receiver.received
    assert (once.message, once.body) == (again.message, again.body)


async def test_a_receiver_that_is_gone_is_told_no_more_and_everything_once_it_is_back(
    site: Site,
) -> None:
    organisation = await organisation_of(site.world, site.actor)
    colleague = await make_actor(site.world, Role.EDITOR, organisation)
    neighbour = await make_actor(site.world, Role.APPROVER)
    await site.add()
    site.receiver.say(410)
    await say_something(site)
    await site.deliver()
    webhook = await site.webhook()
    assert (webhook.state, webhook.disabled_for) == (WebhookState.DISABLED, DisabledFor.GONE)
    (notice,) = await site.notices()
    assert "127.0.0.1" in notice.title
    assert site.receiver.url not in notice.title + notice.detail, "its path may be a secret"
    assert "(410)" in notice.detail
    for other in (colleague, neighbour):
        assert await site.notices(other) == []
    await site.edit(1, 2)
    await site.deliver(timedelta(days=3))
    assert len(site.receiver.received) == 1
    new = NewWebhook(site.receiver.url, "", CHOOSABLE)
    async with site.world.app.write(site.actor) as tx:
        await registering.set_webhook(
            tx, site.webhook_id, webhook.version, new, HERE, is_active=True
        )
    await site.deliver()
    await site.deliver(rules.GATHERING)
    told = site.told()[-1]
    assert (told["type"], len(site.told())) == ("plan.changed", 2)
    assert told["data"]["through"] - told["data"]["after"] >= 2


async def test_a_receiver_that_never_answers_well_is_given_up_after_days(site: Site) -> None:
    await site.add()
    site.receiver.answers = [b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"] * 20
    await say_something(site)
    for pause in (timedelta(), *rules.PAUSES):
        await site.deliver(pause * 1.2)
    assert len(site.receiver.received) == rules.MOST_TRIES
    webhook, message = await site.webhook(), await site.message()
    assert (webhook.state, webhook.disabled_for) == (WebhookState.DISABLED, DisabledFor.FAILING)
    (notice,) = await site.notices()
    assert "ครบกำหนดส่งซ้ำ" in notice.detail
    assert (message.state, message.attempts) == (MessageState.FAILED, rules.MOST_TRIES)


async def test_a_receivers_retry_after_is_heard(site: Site) -> None:
    await site.add()
    site.receiver.say(429, "Retry-After: 3600")
    await say_something(site)
    await site.deliver()
    await site.deliver(timedelta(minutes=59))
    assert len(site.receiver.received) == 1
    await site.deliver(timedelta(minutes=2))
    assert len(site.receiver.received) == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 200",
        b"HTTP/1.1 999999 Odd\r\n\r\n",
        b"HTTP/1.1 500 No\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    ],
)
async def test_an_answer_that_is_none_is_written_down_and_tried_again(
    site: Site, answer: bytes
) -> None:
    await site.add()
    site.receiver.answers.append(answer)
    await say_something(site)
    await site.deliver()
    message = await site.message()
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert message.trouble or message.status
    await site.deliver(rules.PAUSES[0] * 1.2)
    assert (await site.message()).state is MessageState.SENT


async def test_a_slow_receiver_is_left_and_holds_up_nobody(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "ANSWER_SECONDS", 0.3)
    await site.add()
    await say_something(site)
    site.receiver.pause = 30
    async with open_receiver() as quick:
        await site.add(url=quick.url)
        await say_something(site)
        async with asyncio.timeout(5):
            await site.deliver()
        assert len(quick.received) == 1
    (quick_one,) = await site.messages()
    assert quick_one.state is MessageState.SENT


async def test_nobody_there_is_no_reason_to_stop(site: Site) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    await site.add(url=url)
    await say_something(site)
    await site.deliver()
    message = await site.message()
    assert (message.state, message.status) == (MessageState.WAITING, None)
    assert "Connect" in message.trouble


async def test_a_paused_webhook_is_told_later_what_it_missed(site: Site) -> None:
    await site.add()
    new = NewWebhook(site.receiver.url, "", CHOOSABLE)
    async with site.world.app.write(site.actor) as tx:
        await registering.set_webhook(tx, site.webhook_id, 1, new, HERE, is_active=False)
    await site.edit(1)
    await site.deliver()
    await site.deliver(timedelta(hours=1))
    assert not site.receiver.received
    async with site.world.app.write(site.actor) as tx:
        await registering.set_webhook(tx, site.webhook_id, 2, new, HERE, is_active=True)
    await site.deliver()
    await site.deliver(rules.GATHERING)
    assert [one["type"] for one in site.told()] == ["plan.changed"]


async def test_a_message_and_a_range_are_told_again(site: Site) -> None:
    await site.add()
    await site.edit(1, 2)
    await site.deliver()
    await site.deliver(rules.GATHERING)
    (first,) = site.receiver.received
    sent = await site.message()
    async with site.world.app.write(site.actor) as tx:
        await registering.replay_message(tx, sent.id)
    await site.deliver()
    assert site.receiver.received[1].message == first.message
    async with site.world.app.write(site.actor) as tx:
        again = await registering.replay_changes(
            tx, site.webhook_id, sent.first_sequence - 1, sent.last_sequence
        )
    await site.deliver()
    assert len(again) == 1
    assert site.receiver.received[2].message != first.message
    assert site.told()[2]["data"] == site.told()[0]["data"]


async def test_two_workers_make_and_send_each_message_once(site: Site) -> None:
    await site.add()
    for amount in range(3):
        await site.edit(amount)
    for _ in range(6):
        await say_something(site)
    rounds = (webhooks.deliver(site.rooms) for _ in range(4))
    await asyncio.gather(*rounds)
    site.world.clock.now += rules.GATHERING
    await asyncio.gather(*(webhooks.deliver(site.rooms) for _ in range(4)))
    ids = [one.message for one in site.receiver.received]
    assert len(ids) == len(set(ids)) == 7


async def test_a_worker_that_lost_a_message_cannot_settle_it(site: Site) -> None:
    """It was taken again after the lease: the second one's word counts."""
    await site.add()
    await say_something(site)
    now = site.world.clock()
    async with site.world.worker.unscoped() as session:
        (lost,) = await delivering.take(session, now, KEY, 8)
    async with site.world.worker.unscoped() as session:
        assert not await delivering.take(session, now, KEY, 8)
    later = now + rules.LEASE
    async with site.world.worker.unscoped() as session:
        (taken,) = await delivering.take(session, later, KEY, 8)
    gone = delivering.Answered(status=410)
    async with site.world.worker.unscoped() as session:
        await delivering.settle(session, lost, gone, later, 0)
    assert (await site.webhook()).state is WebhookState.ACTIVE
    async with site.world.worker.unscoped() as session:
        await delivering.settle(session, taken, delivering.Answered(status=200), later, 0)
    assert (await site.message()).state is MessageState.SENT


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0"])  # noqa: S104
async def test_a_name_that_leads_inside_gets_nothing(site: Site, host: str) -> None:
    """The address was good when it was registered; what the operator names has changed since."""
    site.rooms.settings = site.rooms.settings.model_copy(update={"webhook_allow": ""})
    taken = await make_taken(site, f"https://{host}:{site.receiver.port}/")
    answered = await sending.send(taken, utc_now(), ())
    assert (answered.status, answered.trouble) == (None, guarded.NOT_REACHABLE)
    assert site.receiver.connections == 0


async def test_a_name_with_one_inner_address_gets_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, site.receiver.port))
        for address in ("203.150.1.1", "127.0.0.1")
    ]

    async def look_up(*_: object, **__: object) -> object:
        return found

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up, raising=False)
    answered = await sending.send(
        await make_taken(site, "https://receiver.example/"), utc_now(), ()
    )
    assert answered.trouble == guarded.NOT_REACHABLE
    assert site.receiver.connections == 0


async def test_without_encryption_only_a_named_network_is_sent_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look_up(*_: object, **__: object) -> object:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.150.1.1", 80))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up, raising=False)
    answered = await sending.send(
        await make_taken(site, "http://receiver.example/"), utc_now(), HERE
    )
    assert answered.trouble == guarded.NOT_ENCRYPTED


async def test_a_certificate_must_be_believed_and_fit_the_name(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)  # pyright: ignore[reportUnknownMemberType]
    async with open_receiver(context) as receiver:
        named = await make_taken(site, f"https://localhost:{receiver.port}/")
        bare = await make_taken(site, f"https://127.0.0.1:{receiver.port}/")
        unknown = await sending.send(named, utc_now(), HERE)
        assert "CERTIFICATE_VERIFY_FAILED" in unknown.trouble
        authority.cert_pem.write_to_path(tmp_path / "authority.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        assert (await sending.send(named, utc_now(), HERE)).status == 204
        assert "CERTIFICATE_VERIFY_FAILED" in (await sending.send(bare, utc_now(), HERE)).trouble
        assert len(receiver.received) == 1


async def test_without_a_key_nothing_is_made_or_sent(site: Site) -> None:
    await site.add()
    await say_something(site)
    await site.edit(1)
    site.rooms.settings = site.rooms.settings.model_copy(update={"webhook_key": ""})
    await site.deliver()
    assert not site.receiver.received
    assert len(await site.messages()) == 1


async def test_old_messages_go_and_those_that_wait_stay(site: Site) -> None:
    await site.add()
    await say_something(site)
    await site.deliver()
    site.receiver.say(500)
    await say_something(site)
    await site.deliver()
    site.world.clock.now += rules.KEPT + timedelta(days=1)
    await webhooks.tidy(site.rooms)
    assert [one.state for one in await site.messages()] == [MessageState.WAITING]


async def test_nobody_else_sees_or_moves_a_webhook(site: Site) -> None:
    await site.add()
    await say_something(site)
    stranger = await make_actor(site.world, Role.APPROVER, await make_organisation(site.world))
    async with site.world.app.read(stranger) as tx:
        assert not (await tx.session.scalars(select(Webhook))).all()
        assert not (await tx.session.scalars(select(WebhookMessage))).all()


async def say_something(site: Site) -> None:
    async with site.world.app.write(site.actor) as tx:
        await registering.send_test(tx, site.webhook_id)


async def make_taken(site: Site, url: str) -> delivering.Taken:
    return delivering.Taken(site.actor.tenant, make_id(), make_id(), url, "{}", (site.secret(),), 1)

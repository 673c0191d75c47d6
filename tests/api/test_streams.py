"""Following a plan: what arrives, for whom, how much of it, and when it ends."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar
from sqlalchemy import text, update

from api import ids, streaming
from api.context import Rooms
from api.live import MOST_OF_ONE_PERSON, Mailbox
from make.api import Api, global_id
from make.people import make_actor, organisation_of
from make.plans import make_plan, submit
from make.streams import FOLLOW, OpenAnswer, open_answer
from plan_core.actor import Actor, Role
from plan_core.db.base import make_id
from plan_core.db.news import News
from plan_core.people import rules
from plan_core.people.actions import sessions
from plan_core.people.model import SignIn


class Office:
    """One organisation: two editors, an approver, their plan."""

    def __init__(self, api: Api, mine: Actor, other: Actor, plan: dict[str, Any]) -> None:
        self.api = api
        self.mine = mine
        self.other = other
        self.plan = plan

    @property
    def plan_id(self) -> str:
        return self.plan["id"]

    def cell(self, row: int = 0, at: int = 0) -> dict[str, Any]:
        return self.plan["initiatives"][row]["budgets"][at]

    @asynccontextmanager
    async def follow(
        self, actor: Actor | None, plan_id: str | None = None
    ) -> AsyncGenerator[OpenAnswer]:
        token = "" if actor is None else await self.api.token(actor)
        variables = {"id": plan_id or self.plan_id}
        async with open_answer(self.api.app, token, FOLLOW, variables) as answer:
            yield answer

    async def set(self, amount: int, row: int = 0) -> None:
        """The colleague sets the first cell of a row, whatever its version is now."""
        plan = await self.api.data(
            self.other, "{ plan { initiatives { budgets { id version } } } }"
        )
        cell = plan["plan"]["initiatives"][row]["budgets"][0]
        answer = await self.api.mutate(
            self.other,
            "setBudgetCells",
            "planVersion",
            cells=[{**cell, "state": "AMOUNT", "amount": str(amount)}],
        )
        assert answer["problems"] == []


async def wait_until_listening(api: Api) -> None:
    """A listener that comes later has every stream look again, and drops what it did not hear."""
    rooms: Rooms = api.app.state.rooms
    await asyncio.wait_for(rooms.listener.listening.wait(), 10)


@pytest.fixture
async def office(api: Api) -> Office:
    await wait_until_listening(api)
    mine = await make_actor(api.world)
    other = await make_actor(api.world, Role.APPROVER, await organisation_of(api.world, mine))
    await make_plan(api.world, mine)
    plan = await api.data(mine, "{ plan { id version initiatives { id budgets { id } } } }")
    return Office(api, mine, other, plan["plan"])


async def test_the_first_event_says_where_the_plan_stands(office: Office) -> None:
    async with office.follow(office.mine) as answer:
        assert answer.status == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store, no-transform"
        assert answer.headers["x-accel-buffering"] == "no"
        assert await answer.next() == {
            "planId": office.plan_id,
            "version": office.plan["version"],
            "sinceVersion": None,
            "state": "DRAFT",
            "savedBy": None,
            "isOwn": False,
            "isWord": False,
            "initiatives": None,
        }
        await asyncio.sleep(0.05)
        assert answer.is_silent()


async def test_a_colleagues_cell_arrives_with_its_row_and_their_name(office: Office) -> None:
    async with office.follow(office.mine) as answer:
        before = await answer.next()
        await office.set(123)
        change = await answer.next()
        assert (change["sinceVersion"], change["version"]) == (
            before["version"],
            before["version"] + 1,
        )
        assert change["savedBy"].startswith("person")
        assert change["isOwn"] is False
        (row,) = change["initiatives"]
        assert row["id"] == office.plan["initiatives"][0]["id"]
        assert row["number"] == 1
        assert row["budgets"][0]["amount"] == "123"
        assert len(row["budgets"]) == 4
        await office.set(5, row=1)
        again = await answer.next()
        assert again["sinceVersion"] == change["version"]
        assert again["initiatives"][0]["number"] == 2


async def test_ones_own_edit_is_told_as_ones_own(office: Office) -> None:
    async with office.follow(office.other) as answer:
        await answer.next()
        await office.set(7)
        assert (await answer.next())["isOwn"] is True


async def test_an_officers_word_is_told_without_a_new_version(office: Office) -> None:
    revision = await submit(office.api.world, office.other)
    officer = await make_actor(office.api.world, Role.PROVINCE_OFFICER)
    gid = str(ids.GlobalId("Revision", f"{revision.tenant_id}:{revision.id}"))
    async with office.follow(office.mine) as answer:
        before = await answer.next()
        said = await office.api.mutate(
            officer, "addComment", "revision { id }", revisionId=gid, text="โปรดตรวจ"
        )
        assert said["problems"] == []
        word = await answer.next()
        assert word["isWord"] is True
        assert (word["version"], word["sinceVersion"]) == (before["version"], before["version"])
        assert (word["savedBy"], word["isOwn"], word["initiatives"]) == (None, False, [])
        await office.api.mutate(officer, "acceptPlan", "revision { id }", revisionId=gid)
        assert (await answer.next())["isWord"] is True


async def test_moving_and_submitting_say_read_the_plan_again(office: Office) -> None:
    async with office.follow(office.mine) as answer:
        await answer.next()
        row = office.plan["initiatives"][0]
        await office.api.mutate(
            office.other,
            "moveInitiative",
            "plan { version }",
            id=row["id"],
            version=1,
            missionCode="2.2",
        )
        assert (await answer.next())["initiatives"] is None
        await submit(office.api.world, office.other)
        change = await answer.next()
        assert (change["state"], change["initiatives"]) == ("SUBMITTED", None)


async def test_what_waits_in_a_mailbox_is_put_together_and_does_not_grow(office: Office) -> None:
    box = Mailbox(office.mine, make_id())
    parts = [make_id() for _ in range(3)]
    for version, part in enumerate(parts, 1):
        box.put(News(1, box.subject_id, version, office.mine.person_id, frozenset({part})))
    told = await anext(box)
    assert told is not None
    assert (told.version, told.parts) == (3, frozenset(parts))
    box.put(News(1, box.subject_id, 4, office.mine.person_id, frozenset(parts)))
    box.miss()
    assert await anext(box) is None
    box.end()
    assert [news async for news in box] == []


async def test_every_event_goes_on_where_the_one_before_ended(office: Office) -> None:
    async with office.follow(office.mine) as answer:
        version = first = (await answer.next())["version"]
        for amount in (1, 2, 3):
            await office.set(amount, row=amount % 2)
        while version < first + 3:
            change = await answer.next()
            assert change["sinceVersion"] == version
            version = change["version"]


async def test_another_organisations_plan_is_as_absent_as_none(office: Office) -> None:
    stranger = await make_actor(office.api.world)
    await make_plan(office.api.world, stranger)
    answers: list[Any] = []
    for plan_id in (office.plan_id, global_id("Plan", make_id())):
        async with office.follow(stranger, plan_id) as answer:
            assert answer.status == 404
            body = await answer.whole()
            body["errors"][0]["extensions"].pop("requestId")
            answers.append(body)
    assert answers[0] == answers[1]
    assert rooms_of(office.api.app).live.boxes() == []


async def test_nobody_hears_of_another_organisations_plan(office: Office) -> None:
    stranger = await make_actor(office.api.world)
    await make_plan(office.api.world, stranger)
    plan = await office.api.data(stranger, "{ plan { id } }")
    async with office.follow(stranger, plan["plan"]["id"]) as answer:
        await answer.next()
        await office.set(77)
        await asyncio.sleep(0.1)
        assert answer.is_silent()


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("{ viewer { isDemo } }", 400, "BAD_REQUEST"),
        ("subscription { nothing }", 400, "BAD_REQUEST"),
        ("subscription {", 400, "BAD_REQUEST"),
        ("", 400, "BAD_REQUEST"),
        (
            'subscription { planChanged(planId: "x") { version } viewer { isDemo } }',
            400,
            "BAD_REQUEST",
        ),
        ('subscription { planChanged(planId: "x") { version } }', 401, "UNAUTHENTICATED"),
        (
            "subscription { planChanged(planId: 1) {"
            + " ".join(f"a{n}: version" for n in range(20))
            + "} }",
            400,
            "BAD_REQUEST",
        ),
    ],
)
async def test_what_cannot_be_followed_is_refused_before_a_stream_begins(
    api: Api, query: str, status: int, code: str
) -> None:
    async with open_answer(api.app, "", query) as answer:
        assert answer.status == status
        body = await answer.whole()
        assert body["errors"][0]["extensions"]["code"] == code
        assert "data" not in body


async def test_without_accepting_a_stream_a_subscription_is_a_request_error(office: Office) -> None:
    answer = await office.api.post(office.mine, FOLLOW, id=office.plan_id)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_a_stream_ends_when_its_session_does(office: Office) -> None:
    async with office.follow(office.mine) as answer:
        await answer.next()
        await office.api.call(office.mine, "POST", "/auth/sign-out")
        await office.set(8)
        await assert_signed_out(answer)


async def test_a_stream_ends_when_its_session_moves_to_another_post(office: Office) -> None:
    """The token is a new one; what the old one opened is over."""
    async with office.follow(office.mine) as answer:
        await answer.next()
        door = office.api.world.door
        async with door.unscoped() as session:
            token = await office.api.token(office.mine)
            await sessions.switch_post(
                session, token, office.mine.membership_id, office.api.world.clock()
            )
        await office.set(8)
        await assert_signed_out(answer)


async def test_a_quiet_stream_notices_the_end_of_its_session_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "HEARTBEAT_SECONDS", 0.05)
    async with office.follow(office.mine) as answer:
        await answer.next()
        beat = await answer.event()
        assert beat is not None
        assert beat.kind == ""
        await leave_idle(office, office.mine)
        await assert_signed_out(answer)


async def leave_idle(office: Office, actor: Actor) -> None:
    """As if half an hour had passed since the session was last used."""
    token = await office.api.token(actor)
    world = office.api.world
    async with world.door.unscoped() as session:
        await session.execute(
            update(SignIn)
            .where(SignIn.token_hash == rules.hash_token(token))
            .values(seen_at=world.clock() - rules.IDLE_LIMIT)
        )


async def assert_signed_out(answer: OpenAnswer) -> None:
    """Heartbeats aside, the error comes, and then the end."""
    event = await answer.event()
    while event is not None and not event.kind:
        event = await answer.event()
    assert event is not None
    assert event.body["data"] is None
    assert event.body["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    last = await answer.event()
    assert last is not None
    assert last.kind == "complete"
    assert await answer.event() is None


async def test_neither_a_stream_nor_what_a_page_asks_by_itself_keeps_a_session_awake(
    office: Office,
) -> None:
    api, earlier = office.api, office.api.world.clock() - timedelta(minutes=20)
    token = await api.token(office.mine)
    async with api.world.door.unscoped() as session:
        await session.execute(
            update(SignIn)
            .where(SignIn.token_hash == rules.hash_token(token))
            .values(seen_at=earlier)
        )
    async with office.follow(office.mine) as answer:
        await answer.next()
    body = {"query": "{ plan { id } }"}
    unattended = {"Simiti-Unattended": "1"}
    assert await seen_at(office, token) == earlier
    await api.call(office.mine, "POST", "/graphql", json=body, headers=unattended)
    assert await seen_at(office, token) == earlier
    await api.call(office.mine, "POST", "/graphql", json=body)
    assert await seen_at(office, token) > earlier


async def seen_at(office: Office, token: str) -> Any:
    async with office.api.world.door.unscoped() as session:
        return await session.scalar(
            text("SELECT seen_at FROM sign_in WHERE token_hash = :hash"),
            {"hash": rules.hash_token(token)},
        )


async def test_a_person_may_open_so_many_streams_and_hanging_up_makes_room(office: Office) -> None:
    live = rooms_of(office.api.app).live
    async with AsyncExitStack() as stack:
        for _ in range(MOST_OF_ONE_PERSON):
            await (await stack.enter_async_context(office.follow(office.mine))).next()
        async with office.follow(office.mine) as answer:
            assert answer.status == 429
            extensions = (await answer.whole())["errors"][0]["extensions"]
            assert extensions["reason"] == "STREAMS_OF_ONE_PERSON"
        async with office.follow(office.other) as answer:
            assert answer.status == 200
    await asyncio.gather(*streaming.CLOSING)
    assert live.boxes() == []
    async with office.follow(office.mine) as answer:
        assert answer.status == 200
        assert len(live.boxes()) == 1


async def test_a_process_holds_so_many_streams(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.live.MOST_STREAMS", 1)
    async with office.follow(office.mine), office.follow(office.other) as answer:
        assert answer.status == 503
        assert answer.headers["retry-after"] == "30"
        extensions = (await answer.whole())["errors"][0]["extensions"]
        assert (extensions["code"], extensions["reason"]) == ("UNAVAILABLE", "STREAMS_FULL")


async def test_a_process_that_ends_completes_its_streams_and_opens_no_more(office: Office) -> None:
    async with office.follow(office.mine) as answer:
        await answer.next()
        rooms_of(office.api.app).live.end()
        event = await answer.event()
        assert event is not None
        assert event.kind == "complete"
        assert await answer.event() is None
    async with office.follow(office.mine) as answer:
        assert answer.status == 503


async def test_after_its_line_was_cut_every_stream_is_told_to_look_again(office: Office) -> None:
    async with office.follow(office.mine) as answer:
        first = await answer.next()
        async with office.api.world.app.read(office.mine) as tx:
            await tx.session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                    " application_name = 'simiti-listener' AND datname = current_database()"
                )
            )
        again = await answer.next()
        assert again == first
        await office.set(9)
        assert (await answer.next())["initiatives"][0]["budgets"][0]["amount"] == "9"


def rooms_of(app: Litestar) -> Rooms:
    return app.state["rooms"]

"""From a step to a mail at a real SMTP server: taken, refused, cut off, away, or kept here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import update

from make.mails import Case, make_returned
from make.post_office import PostOffice, free_port, open_post_office
from make.world import World
from plan_core.actor import Scope
from plan_core.db.base import make_id
from plan_core.db.outbox import Job, JobState
from plan_core.db.transaction import utc_now
from plan_core.notifications import letters, smtp
from plan_core.notifications.model import Mail, Notification
from plan_core.notifications.rules import MailState, NotificationKind
from plan_core.notifications.smtp import Outcome, Server
from plan_core.people.actions import addressing, tokens
from plan_core.people.actions.tokens import NewToken
from plan_core.people.model import Person
from worker import notifying, running
from worker.settings import Settings


@pytest.fixture(scope="module")
def post_office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@pytest.fixture
async def posting(rooms: running.Rooms, post_office: PostOffice, world: World) -> PostOffice:
    """The rooms with this mail server, whose box is empty and whose mood is good."""
    rooms.settings = rooms.settings.model_copy(
        update={
            "smtp_url": post_office.url,
            "mail_sender": "สี่มิติ <no-reply@simiti.go.th>",
            "origin": "https://simiti.go.th",
        }
    )
    async with world.worker.unscoped() as session:
        await session.execute(update(Mail).values(state=MailState.FAILED))
        await session.execute(update(Notification).values(mailed_at=world.clock()))
    post_office.says, post_office.hangs_up = "", False
    post_office.arrived.clear()
    return post_office


@pytest.fixture
async def case(world: World) -> Case:
    return await make_returned(world)


async def test_the_job_of_an_officer_tells_the_organisation(
    case: Case, rooms: running.Rooms
) -> None:
    states = await case.run_jobs()
    assert set(states) == {JobState.DONE}
    told = {NotificationKind.RETURNED, NotificationKind.SENT_TO_COMMITTEE}
    assert set(await case.inbox()) == told


async def test_running_the_jobs_again_after_everything_tells_nobody_twice(
    case: Case, rooms: running.Rooms
) -> None:
    await case.run_jobs()
    async with case.world.worker.unscoped() as session:
        await session.execute(update(Job).values(state=JobState.WAITING))
    await case.run_jobs()
    assert len(await case.inbox()) == 2


async def test_the_job_of_an_officer_who_left_fails(case: Case, rooms: running.Rooms) -> None:
    async with case.world.operator.unscoped() as session:
        left = update(Person).where(Person.id == case.officer.person_id)
        await session.execute(left.values(is_active=False))
    assert JobState.FAILED in await case.run_jobs()
    assert NotificationKind.RETURNED not in await case.inbox()


async def test_what_happened_arrives_as_one_thai_mail(
    case: Case, rooms: running.Rooms, posting: PostOffice
) -> None:
    await case.run_jobs()
    for _ in range(2):
        await notifying.deliver(rooms)
    (message,) = posting.arrived
    assert message["To"] == "kamon@huamueang.go.th"
    assert message["Subject"] == "[สี่มิติ] มีการแจ้งเตือน ๒ รายการ"
    assert message["From"] == "สี่มิติ <no-reply@simiti.go.th>"
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "ถูกส่งกลับแก้ไข" in text
    assert "https://simiti.go.th/notifications/" in text
    assert "ยอดรวมไม่ตรง" not in text, "an officer's reasons stay in the system"
    (mail,) = await case.mails()
    assert (mail.state, mail.text) == (MailState.SENT, "")


async def test_a_server_that_refuses_for_good_ends_it(
    case: Case, rooms: running.Rooms, posting: PostOffice
) -> None:
    posting.says = "550 no such user"
    await case.run_jobs()
    await notifying.deliver(rooms)
    (mail,) = await case.mails()
    assert (mail.state, mail.trouble) == (MailState.FAILED, "550 no such user")


async def test_a_server_that_says_later_is_asked_later(
    case: Case, rooms: running.Rooms, posting: PostOffice
) -> None:
    posting.says = "451 try again"
    await case.run_jobs()
    await notifying.deliver(rooms)
    posting.says = ""
    await notifying.deliver(rooms)
    assert posting.arrived == []
    case.world.clock.move(minutes=1)
    await notifying.deliver(rooms)
    assert len(posting.arrived) == 1
    (mail,) = await case.mails()
    assert (mail.state, mail.attempts, mail.trouble) == (MailState.SENT, 2, "")


@pytest.mark.parametrize("fault", ["hangs up", "is away", "speaks no TLS"])
async def test_a_server_that_does_not_answer_is_waited_for(
    case: Case, rooms: running.Rooms, posting: PostOffice, fault: str
) -> None:
    good = rooms.settings
    if fault == "hangs up":
        posting.hangs_up = True
    elif fault == "is away":
        away = f"smtp://127.0.0.1:{free_port()}"
        rooms.settings = good.model_copy(update={"smtp_url": away})
    else:
        rooms.settings = good.model_copy(update={"smtp_url": posting.url.partition("?")[0]})
    await case.run_jobs()
    await notifying.deliver(rooms)
    (mail,) = await case.mails()
    assert (mail.state, mail.attempts) == (MailState.WAITING, 0)
    assert mail.trouble
    assert posting.arrived == []
    posting.hangs_up, rooms.settings = False, good
    case.world.clock.move(minutes=1)
    await notifying.deliver(rooms)
    assert len(posting.arrived) == 1


async def test_without_a_mail_server_mails_are_kept(case: Case, rooms: running.Rooms) -> None:
    await case.run_jobs()
    await notifying.deliver(rooms)
    (mail,) = await case.mails()
    assert mail.state is MailState.KEPT
    assert f"{rooms.settings.public_url}/notifications/" in mail.text


async def test_an_address_that_cannot_exist_is_never_sent_to(
    case: Case, rooms: running.Rooms, posting: PostOffice
) -> None:
    async with case.world.operator.unscoped() as session:
        await addressing.set_address(
            session, case.editor.person_id, "editor@simiti.example", case.world.clock()
        )
    case.world.clock.move(minutes=1)
    async with case.world.worker.unscoped() as session:
        await session.execute(update(Notification).values(created_at=case.world.clock()))
    await case.run_jobs()
    await notifying.deliver(rooms)
    assert posting.arrived == []
    assert [mail.state for mail in await case.mails()] == [MailState.KEPT]


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.go.th", Server("mail.go.th", 587, "", "", is_tls=False, starttls=True)),
        ("smtps://mail.go.th", Server("mail.go.th", 465, "", "", is_tls=True, starttls=False)),
        (
            "smtp://a%40b:p%3Aw@mail.go.th:25?starttls=no",
            Server("mail.go.th", 25, "a@b", "p:w", is_tls=False, starttls=False),
        ),
    ],
)
def test_a_mail_servers_address_says_how_to_speak_to_it(url: str, server: Server) -> None:
    assert Server.of(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.go.th",
        "http://mail.go.th",
        "smtp://",
        "smtp://m?starttls=x",
        "smtp://a:%E0%B8%81@mail.go.th",
    ],
)
def test_half_a_mail_configuration_stops_the_start(url: str) -> None:
    needed: dict[str, Any] = dict.fromkeys(["worker_database_url", "broker_url", "files_url"], "x")
    with pytest.raises(ValidationError):
        Settings(**needed, smtp_url=url, mail_sender="a@b.go.th")
    with pytest.raises(ValidationError):
        Settings(**needed, smtp_url="smtp://mail.go.th")
    assert Settings(**needed).smtp_url == ""


def test_a_wrong_password_is_our_fault_and_not_the_mails(post_office: PostOffice) -> None:
    """This server knows no passwords at all."""
    parts = post_office.url.replace("smtp://", "smtp://user:secret@")
    letter = letters.Letter("เรื่อง", "ข้อความ")
    envelope = letters.Envelope(
        make_id(), "a@b.go.th", "n@simiti.go.th", utc_now(), "https://simiti.go.th"
    )
    told = smtp.send(Server.of(parts), letters.to_message(letter, envelope))
    assert told.outcome is Outcome.AWAY


async def test_a_token_made_in_ones_name_is_mailed_in_the_next_round(
    posting: PostOffice, case: Case, rooms: running.Rooms
) -> None:
    world, owner = case.world, case.editor
    now = world.clock()
    async with world.door.unscoped() as session:
        new = NewToken("ระบบบัญชี", [Scope.PLAN_READ], now + timedelta(days=30))
        await tokens.create_token(session, owner, new, now)
    await notifying.deliver(rooms)
    (mail,) = await case.mails()
    assert (mail.state, mail.subject.count("ระบบบัญชี")) == (MailState.SENT, 1)
    assert len(posting.arrived) == 1

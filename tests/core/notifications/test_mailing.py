"""From notifications to mails: grouped, in time, once; codes that only their address learns."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from make.people import make_actor
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.errors import SimitiError, TooMany
from plan_core.notifications import queries, rules
from plan_core.notifications.actions import mailing, reading, telling
from plan_core.notifications.actions.telling import Event, Reader
from plan_core.notifications.model import Mail
from plan_core.notifications.rules import Digest, Language, MailState, NotificationKind
from plan_core.notifications.words import Told
from plan_core.people import queries as people
from plan_core.people.actions import addressing
from plan_core.values import THAILAND

URL = "https://simiti.example"


class Office:
    """An officer with a confirmed address."""

    def __init__(self, world: World, officer: Actor) -> None:
        self.world = world
        self.officer = officer

    async def tell(self, times: int = 1) -> None:
        reader = Reader(self.officer.person_id, self.officer.membership_id, self.officer.role)
        for number in range(1, times + 1):
            told = Told(organisation="อบต.ทดสอบ", number=number)
            event = Event(uuid4(), NotificationKind.SUBMITTED, None, told)
            async with self.world.worker.unscoped() as session:
                await telling.tell(session, event, [reader], self.world.clock())

    async def want(self, digest: Digest, language: Language = Language.TH) -> None:
        async with self.world.app.personal(self.officer) as tx:
            await reading.set_setting(tx, digest, language)

    async def compose(self) -> None:
        async with self.world.worker.unscoped() as session:
            await mailing.compose_digests(session, self.world.clock(), URL)

    async def mails(self) -> Sequence[Mail]:
        async with self.world.worker.unscoped() as session:
            query = select(Mail).where(Mail.person_id == self.officer.person_id).order_by(Mail.id)
            return (await session.scalars(query)).all()

    async def set_address(self, address: str = "officer@phrae.go.th") -> None:
        async with self.world.operator.unscoped() as session:
            await addressing.set_address(
                session, self.officer.person_id, address, self.world.clock()
            )


@pytest.fixture
async def office(world: World) -> Office:
    office = Office(world, await make_actor(world, Role.PROVINCE_OFFICER))
    await office.set_address()
    return office


def at(office: Office, day: int, hour: int, minute: int = 0) -> None:
    """Set the clock by Thai hours of November 2026; the 23rd is a Monday."""
    clock = office.world.clock
    clock.now = datetime(2026, 11, day, hour, minute, tzinfo=THAILAND)


async def test_what_happened_is_mailed_at_once_and_once(office: Office) -> None:
    await office.tell()
    for _ in range(3):
        await office.compose()
    (mail,) = await office.mails()
    assert (mail.address, mail.state) == ("officer@phrae.go.th", MailState.WAITING)
    assert mail.subject == "[สี่มิติ] อบต.ทดสอบ ส่งแผน ฉบับที่ ๑"


async def test_two_workers_compose_one_mail(office: Office) -> None:
    await office.tell(5)
    await asyncio.gather(*(office.compose() for _ in range(4)))
    texts = "".join(mail.text for mail in await office.mails())
    assert len(re.findall(r"/notifications/[0-9a-f-]{36}", texts)) == 5


async def test_a_daily_digest_waits_for_eight_and_holds_all_of_the_day_before(
    office: Office,
) -> None:
    at(office, 24, 7, 0)
    await office.set_address()
    await office.want(Digest.DAILY)
    at(office, 24, 9, 0)
    await office.tell(2)
    at(office, 24, 23, 59)
    await office.compose()
    assert await office.mails() == []
    at(office, 25, 8, 0)
    await office.compose()
    (mail,) = await office.mails()
    assert mail.subject == "[สี่มิติ] มีการแจ้งเตือน ๒ รายการ"
    at(office, 25, 8, 1)
    await office.tell()
    at(office, 25, 22)
    await office.compose()
    assert len(await office.mails()) == 1


async def test_a_weekly_digest_comes_on_monday(office: Office) -> None:
    at(office, 23, 7, 0)
    await office.set_address()
    await office.want(Digest.WEEKLY, Language.EN)
    at(office, 23, 9)
    await office.tell(3)
    at(office, 29, 23, 59)
    await office.compose()
    assert await office.mails() == []
    at(office, 30, 8, 1)
    await office.compose()
    (mail,) = await office.mails()
    assert mail.subject == "[Simiti] 3 notifications"


async def test_who_wants_no_mails_gets_none_and_later_no_heap(office: Office) -> None:
    await office.want(Digest.NONE)
    await office.tell(3)
    await office.compose()
    assert await office.mails() == []
    office.world.clock.move(minutes=1)
    await office.want(Digest.AT_ONCE)
    await office.compose()
    assert await office.mails() == []
    office.world.clock.move(minutes=1)
    await office.tell()
    await office.compose()
    assert len(await office.mails()) == 1


async def test_what_was_read_in_the_app_is_not_mailed(office: Office) -> None:
    await office.tell(2)
    async with office.world.app.personal(office.officer) as tx:
        await reading.mark_all_read(tx)
    await office.compose()
    assert await office.mails() == []


async def test_who_has_no_address_gets_no_mail(world: World) -> None:
    office = Office(world, await make_actor(world, Role.DISTRICT_OFFICER))
    await office.tell()
    await office.compose()
    assert await office.mails() == []


async def take_and(office: Office, outcome: str, trouble: str = "451 later") -> bool:
    """Take the next mail and settle it so; whether there was one."""
    async with office.world.worker.unscoped() as session:
        taken = await mailing.take(session, office.world.clock())
    if taken is None:
        return False
    async with office.world.worker.unscoped() as session:
        match outcome:
            case "sent":
                await mailing.settle_sent(session, taken, office.world.clock())
            case "kept":
                await mailing.settle_kept(session, taken)
            case "away":
                await mailing.settle_away(session, taken, trouble, office.world.clock())
            case _:
                for_good = outcome == "refused"
                await mailing.settle_refused(session, taken, trouble, for_good=for_good)
    return True


@pytest.fixture
async def waiting(office: Office) -> Office:
    """A mail that waits to be sent, and no other."""
    async with office.world.worker.unscoped() as session:
        await session.execute(update(Mail).values(state=MailState.FAILED))
    await office.tell()
    await office.compose()
    return office


async def test_a_sent_mail_keeps_no_text(waiting: Office) -> None:
    assert await take_and(waiting, "sent")
    (mail,) = await waiting.mails()
    assert (mail.state, mail.text, mail.attempts) == (MailState.SENT, "", 1)
    assert mail.sent_at == waiting.world.clock.now
    assert not await take_and(waiting, "sent")


async def test_a_mail_is_tried_with_growing_pauses_and_then_given_up(waiting: Office) -> None:
    tries = 0
    for _ in range(60 * 24 * 2):
        if await take_and(waiting, "not now"):
            tries += 1
            if (await waiting.mails())[0].state is MailState.FAILED:
                break
            assert not await take_and(waiting, "not now")
        waiting.world.clock.move(minutes=15)
    (mail,) = await waiting.mails()
    assert (mail.state, mail.trouble, tries) == (MailState.FAILED, "451 later", rules.MOST_TRIES)


async def test_a_refusal_for_good_ends_it_at_once(waiting: Office) -> None:
    await take_and(waiting, "refused", "550 no such user")
    (mail,) = await waiting.mails()
    assert (mail.state, mail.trouble) == (MailState.FAILED, "550 no such user")


async def test_tries_do_not_count_while_the_server_is_away_but_days_do(waiting: Office) -> None:
    for _ in range(20):
        assert await take_and(waiting, "away", "refused connection")
        assert (await waiting.mails())[0].attempts == 0
        waiting.world.clock.move(minutes=1)
    waiting.world.clock.move(days=3)
    await take_and(waiting, "away", "refused connection")
    assert (await waiting.mails())[0].state is MailState.FAILED


async def test_two_workers_never_take_the_same_mail(waiting: Office) -> None:
    async def take() -> bool:
        async with waiting.world.worker.unscoped() as session:
            return await mailing.take(session, waiting.world.clock()) is not None

    assert sum(await asyncio.gather(*(take() for _ in range(5)))) == 1


async def test_a_kept_mail_is_read_by_its_person_alone(waiting: Office) -> None:
    await take_and(waiting, "kept")
    async with waiting.world.app.personal(waiting.officer) as tx:
        (mail,) = await queries.list_kept_mails(tx)
    assert f"{URL}/notifications/" in mail.text
    other = await make_actor(waiting.world, Role.PROVINCE_OFFICER)
    async with waiting.world.app.personal(other) as tx:
        assert await queries.list_kept_mails(tx) == []
    async with waiting.world.worker.unscoped() as session:
        assert (await queries.count_mails(session, waiting.world.clock())).kept >= 1


class Newcomer(Office):
    """Somebody who wants mails to a new address."""

    async def ask(self, address: str = "new@phrae.go.th") -> None:
        async with self.world.door.unscoped() as session:
            await addressing.ask_for_address(
                session, self.officer.person_id, address, self.world.clock()
            )

    async def code(self) -> str:
        """As it stands in the newest mail."""
        async with self.world.worker.unscoped() as session:
            await mailing.compose_codes(session, self.world.clock(), URL)
        found = re.search(r"\b\d{8}\b", (await self.mails())[-1].text)
        assert found is not None
        return found[0]

    async def confirm(self, code: str) -> str:
        """The code of the refusal, or nothing."""
        async with self.world.door.unscoped() as session:
            refusal: SimitiError | None = await addressing.confirm_address(
                session, self.officer.person_id, code, self.world.clock()
            )
        return "" if refusal is None else refusal.code

    async def address(self) -> str | None:
        async with self.world.door.unscoped() as session:
            row = await people.find_address(session, self.officer.person_id)
        return row.address if row else None


@pytest.fixture
async def newcomer(world: World) -> Newcomer:
    return Newcomer(world, await make_actor(world))


async def test_an_address_counts_once_its_code_comes_back(newcomer: Newcomer) -> None:
    await newcomer.ask()
    code = await newcomer.code()
    (mail,) = await newcomer.mails()
    assert mail.address == "new@phrae.go.th"
    assert await newcomer.address() is None
    assert await newcomer.confirm("00000000" if code != "00000000" else "1") == "CODE_WRONG"
    assert await newcomer.confirm(f" {code[:4]} {code[4:]} ") == ""
    assert await newcomer.address() == "new@phrae.go.th"
    assert await newcomer.confirm(code) == "CODE_EXPIRED"


async def test_the_fifth_wrong_code_ends_it_even_for_the_right_one(newcomer: Newcomer) -> None:
    await newcomer.ask()
    code = await newcomer.code()
    wrong = "11111111" if code != "11111111" else "22222222"
    assert [await newcomer.confirm(wrong) for _ in range(5)] == ["CODE_WRONG"] * 5
    assert await newcomer.confirm(code) == "CODE_EXPIRED"
    assert await newcomer.address() is None


async def test_a_code_is_good_for_half_an_hour(newcomer: Newcomer) -> None:
    await newcomer.ask()
    code = await newcomer.code()
    newcomer.world.clock.move(minutes=30)
    assert await newcomer.confirm(code) == "CODE_EXPIRED"


async def test_a_new_wish_ends_the_code_of_the_one_before(newcomer: Newcomer) -> None:
    await newcomer.ask()
    first = await newcomer.code()
    with pytest.raises(TooMany):
        await newcomer.ask("other@phrae.go.th")
    newcomer.world.clock.move(minutes=1)
    await newcomer.ask("other@phrae.go.th")
    assert await newcomer.confirm(first) == "CODE_EXPIRED"
    assert await newcomer.confirm(await newcomer.code()) == ""
    assert await newcomer.address() == "other@phrae.go.th"

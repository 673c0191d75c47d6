"""From notifications to mails: composing, taking one to send, settling it. The worker's role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.db.base import make_id
from plan_core.notifications import letters, rules, words
from plan_core.notifications.letters import Item, Letter
from plan_core.notifications.model import Mail, MailSetting, Notification
from plan_core.notifications.rules import Digest, Language, MailState
from plan_core.people import addresses
from plan_core.people.model import MailAddress, Person

MOST_AT_ONCE = 500
"""So many notifications, or codes, are looked at in one go; the next go follows in seconds."""
LONGEST_TROUBLE = 300


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail in one worker's hands, until `due_at` of its row comes again."""

    person_id: UUID
    id: UUID
    address: str
    letter: Letter
    made_at: datetime
    attempts: int


async def compose_codes(session: AsyncSession, now: datetime, public_url: str) -> None:
    """A code for each address that waits for one. Only its hash stays behind."""
    query = (
        select(MailAddress.person_id, MailAddress.wanted, MailSetting.language)
        .outerjoin(MailSetting, MailSetting.person_id == MailAddress.person_id)
        .where(MailAddress.wanted.is_not(None), MailAddress.code_hash.is_(None))
        .limit(MOST_AT_ONCE)
        .with_for_update(of=MailAddress, skip_locked=True)
    )
    for person_id, wanted, language in (await session.execute(query)).all():
        code = addresses.make_code()
        await session.execute(
            update(MailAddress)
            .where(MailAddress.person_id == person_id)
            .values(
                code_hash=addresses.hash_code(person_id, code),
                code_expires_at=now + addresses.CODE_LIFETIME,
                tries=0,
            )
        )
        letter = letters.write_code(code, language or Language.TH, public_url)
        session.add(_mail(person_id, wanted, letter, now))


async def compose_digests(session: AsyncSession, now: datetime, public_url: str) -> None:
    """One mail for each person of all that is due to them, unread and not mailed yet.

    The rows stay locked until they say that they are mailed: a second worker passes them over.
    """
    since = func.coalesce(MailSetting.since, MailAddress.confirmed_at)
    query = (
        select(
            Notification,
            MailAddress.address,
            Person.display_name,
            func.coalesce(MailSetting.language, Language.TH.value).label("language"),
        )
        .join(MailAddress, MailAddress.person_id == Notification.person_id)
        .join(Person, Person.id == Notification.person_id)
        .outerjoin(MailSetting, MailSetting.person_id == Notification.person_id)
        .where(
            Notification.mailed_at.is_(None),
            Notification.read_at.is_(None),
            Notification.created_at >= func.greatest(since, MailAddress.confirmed_at),
            MailAddress.address.is_not(None),
            Person.is_active,
            _is_due(now),
        )
        .order_by(Notification.person_id, Notification.created_at, Notification.id)
        .limit(MOST_AT_ONCE)
        .with_for_update(of=Notification, skip_locked=True)
    )
    rows = (await session.execute(query)).all()
    for person_id, group in groupby(rows, key=lambda row: row[0].person_id):
        own = list(group)
        _, address, name, language = own[0]
        items = [_item(one, Language(language)) for one, *_ in own]
        letter = letters.write_digest(name, items, Language(language), public_url)
        session.add(_mail(person_id, address, letter, now))
        for one, *_ in own:
            one.mailed_at = now


def _is_due(now: datetime) -> ColumnElement[bool]:
    """By each person's digest; who never chose gets mails at once, and so does everybody of what
    was done to their account."""
    chosen = func.coalesce(MailSetting.digest, Digest.AT_ONCE.value)
    ways: list[ColumnElement[bool]] = [Notification.kind.in_(rules.ACCOUNT_KINDS)]
    for digest in Digest:
        cut_off = rules.cut_off(digest, now)
        if cut_off is not None:
            ways.append(and_(chosen == digest.value, Notification.created_at <= cut_off))
    return or_(*ways)


def _item(one: Notification, language: Language) -> Item:
    return Item(one.id, words.say(one.kind, words.read(one.told), language), one.created_at)


def _mail(person_id: UUID, address: str | None, letter: Letter, now: datetime) -> Mail:
    if address is None:
        raise ValueError("the query asks for rows with an address")
    return Mail(
        person_id=person_id,
        id=make_id(),
        address=address,
        subject=letter.subject,
        text=letter.text,
        state=MailState.WAITING,
        attempts=0,
        trouble="",
        made_at=now,
        due_at=now,
    )


async def take(session: AsyncSession, now: datetime) -> Taken | None:
    """The mail that has waited longest; nobody else takes it before its pause is over."""
    query = (
        select(Mail)
        .where(Mail.state == MailState.WAITING, Mail.due_at <= now)
        .order_by(Mail.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    mail = await session.scalar(query)
    if mail is None:
        return None
    mail.attempts += 1
    mail.due_at = now + rules.pause_after(mail.attempts)
    letter = Letter(mail.subject, mail.text)
    return Taken(mail.person_id, mail.id, mail.address, letter, mail.made_at, mail.attempts)


async def settle_sent(session: AsyncSession, taken: Taken, now: datetime) -> None:
    """It is the mail server's now; its text is not kept here."""
    await _settle(session, taken, state=MailState.SENT, sent_at=now, text="", trouble="")


async def settle_kept(session: AsyncSession, taken: Taken) -> None:
    """It goes nowhere: there is no mail server, or the address is one that cannot exist."""
    await _settle(session, taken, state=MailState.KEPT, attempts=0)


async def settle_refused(
    session: AsyncSession, taken: Taken, trouble: str, *, for_good: bool
) -> None:
    """The server said no: for good, or the pauses run out, or it is tried again."""
    over = for_good or taken.attempts >= rules.MOST_TRIES
    more: dict[str, object] = {"state": MailState.FAILED, "text": ""} if over else {}
    await _settle(session, taken, trouble=trouble[:LONGEST_TROUBLE], **more)


async def settle_away(session: AsyncSession, taken: Taken, trouble: str, now: datetime) -> None:
    """There was nobody to say anything: this try does not count, but days of it do."""
    if now - taken.made_at >= rules.GIVEN_UP_AFTER:
        await settle_refused(session, taken, trouble, for_good=True)
        return
    await _settle(
        session,
        taken,
        attempts=taken.attempts - 1,
        due_at=now + rules.AWAY_PAUSE,
        trouble=trouble[:LONGEST_TROUBLE],
    )


async def _settle(session: AsyncSession, taken: Taken, **values: object) -> None:
    """Unless another worker has taken it since."""
    await session.execute(
        update(Mail)
        .where(
            Mail.person_id == taken.person_id,
            Mail.id == taken.id,
            Mail.state == MailState.WAITING,
            Mail.attempts == taken.attempts,
        )
        .values(**values)
    )

"""Mails over TLS to a real server: STARTTLS, TLS from the first byte, and certificates that are
not believed. The authority that signs them is made here, and believed by `SSL_CERT_FILE`."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme
from sqlalchemy import update
from structlog.testing import CapturingLogger

from make.mails import Case, make_returned
from make.post_office import (
    PASSWORD,
    USERNAME,
    Counter,
    PostOffice,
    Speaks,
    open_post_office,
)
from make.world import World
from plan_core.db.base import make_id
from plan_core.db.transaction import utc_now
from plan_core.notifications import letters, smtp
from plan_core.notifications.model import Mail, Notification
from plan_core.notifications.rules import MailState
from plan_core.notifications.smtp import Outcome, Server, Told
from worker import notifying, running

SCHEMES = {Speaks.STARTTLS: "smtp", Speaks.TLS: "smtps"}
Open = Callable[[Speaks, str], PostOffice]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def believed(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an operator does for an authority of one's own."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


@pytest.fixture
def opened(authority: trustme.CA) -> Iterator[Open]:
    """A post office that speaks so, and shows a certificate for this name."""
    with ExitStack() as stack:

        def open_one(speaks: Speaks, name: str) -> PostOffice:
            certificate = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            authority.issue_cert(name).configure_cert(certificate)  # pyright: ignore[reportUnknownMemberType]
            door: AbstractContextManager[PostOffice] = open_post_office(
                Counter(speaks, certificate)
            )
            return stack.enter_context(door)

        yield open_one


def address(office: PostOffice, speaks: Speaks, password: str = PASSWORD) -> str:
    who = f"{quote(USERNAME, safe='')}:{quote(password, safe='')}"
    return f"{SCHEMES[speaks]}://{who}@127.0.0.1:{office.port}"


def send(url: str) -> Told:
    letter = letters.Letter("แผนถูกส่งกลับ", "โปรดแก้ไข")
    envelope = letters.Envelope(
        make_id(), "kamon@huamueang.go.th", USERNAME, utc_now(), "https://simiti.go.th"
    )
    return smtp.send(Server.of(url), letters.to_message(letter, envelope))


@pytest.mark.parametrize("speaks", SCHEMES)
def test_a_mail_is_sent_over_tls_with_a_password(opened: Open, speaks: Speaks) -> None:
    office = opened(speaks, "127.0.0.1")
    assert send(address(office, speaks)) == Told(Outcome.SENT)
    (message,) = office.arrived
    assert message["Subject"] == "แผนถูกส่งกลับ"
    assert office.signed_in == [True]


@pytest.mark.parametrize("speaks", SCHEMES)
def test_a_wrong_password_over_tls_is_waited_out(opened: Open, speaks: Speaks) -> None:
    office = opened(speaks, "127.0.0.1")
    told = send(address(office, speaks, "another"))
    assert told.outcome is Outcome.AWAY
    assert told.said.startswith("535")
    assert office.arrived == []


@pytest.mark.parametrize("speaks", SCHEMES)
def test_a_certificate_of_somebody_else_is_refused(opened: Open, speaks: Speaks) -> None:
    office = opened(speaks, "mail.elsewhere.example")
    told = send(address(office, speaks))
    assert told.outcome is Outcome.AWAY
    assert told.said.startswith("the certificate of 127.0.0.1 was refused: IP address mismatch")
    assert office.arrived == []


@pytest.mark.parametrize("speaks", SCHEMES)
def test_an_authority_that_nobody_knows_is_refused(
    opened: Open, speaks: Speaks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    told = send(address(opened(speaks, "127.0.0.1"), speaks))
    assert told.outcome is Outcome.AWAY
    assert "was refused: unable to get local issuer certificate" in told.said


@pytest.mark.parametrize("speaks", SCHEMES)
async def test_a_mail_whose_server_is_not_believed_waits_and_is_sent_later(
    opened: Open,
    speaks: Speaks,
    rooms: running.Rooms,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case: Case = await make_returned(world)
    async with world.worker.unscoped() as session:
        others = Notification.person_id != case.editor.person_id
        await session.execute(update(Mail).values(state=MailState.FAILED))
        await session.execute(update(Notification).where(others).values(mailed_at=world.clock()))
    wrong, right = opened(speaks, "mail.elsewhere.example"), opened(speaks, "127.0.0.1")

    def use(office: PostOffice) -> None:
        rooms.settings = rooms.settings.model_copy(
            update={"smtp_url": address(office, speaks), "mail_sender": USERNAME}
        )

    use(wrong)
    await case.run_jobs()
    logger = CapturingLogger()
    monkeypatch.setattr(notifying, "log", logger)
    await notifying.deliver(rooms)
    (call,) = [one for one in logger.calls if one.args == ("mail.not_sent",)]
    line = call.kwargs
    assert (call.method_name, line["outcome"]) == ("warning", "AWAY")
    assert "the certificate of 127.0.0.1 was refused" in line["said"]
    assert PASSWORD not in str(logger.calls)
    (mail,) = await case.mails()
    assert (mail.state, mail.attempts, mail.trouble) == (MailState.WAITING, 0, line["said"])

    use(right)
    world.clock.move(minutes=1)
    await notifying.deliver(rooms)
    assert [message["To"] for message in right.arrived] == ["kamon@huamueang.go.th"]
    assert wrong.arrived == []
    (mail,) = await case.mails()
    assert mail.state is MailState.SENT

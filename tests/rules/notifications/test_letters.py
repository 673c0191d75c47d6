"""Mails: Thai headers as RFC 2047 wants them, nothing smuggled in, links where they lead."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from uuid import uuid4

import msgspec
import pytest

from plan_core.notifications import letters, words
from plan_core.notifications.letters import Envelope, Item, Letter
from plan_core.notifications.rules import Language, NotificationKind
from plan_core.notifications.words import Said, Told

URL = "https://simiti.example"
AT = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)


def envelope(sender: str = "สี่มิติ <no-reply@simiti.example>") -> Envelope:
    return Envelope(uuid4(), "somsri@phrae.go.th", sender, AT, URL)


def arrived(message: EmailMessage) -> EmailMessage:
    """As the other side reads its bytes."""
    found = message_from_bytes(message.as_bytes(), policy=SMTP)
    assert isinstance(found, EmailMessage)
    return found


def item(title: str = "อบต.หัวเมือง ส่งแผน ฉบับที่ 1", detail: str = "โดย ประเสริฐ") -> Item:
    return Item(uuid4(), Said(title, detail), AT)


def test_a_thai_subject_travels_as_ascii_and_arrives_as_thai() -> None:
    letter = letters.write_digest("กมลชนก", [item()], Language.TH, URL)
    sent = letters.to_message(letter, envelope())
    head = sent.as_bytes().partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert b"=?utf-8?" in head
    found = arrived(sent)
    assert found["Subject"] == "[สี่มิติ] อบต.หัวเมือง ส่งแผน ฉบับที่ ๑"
    assert found["From"] == "สี่มิติ <no-reply@simiti.example>"
    assert found["List-Unsubscribe"] == f"<{URL}/notifications/settings>"


def test_one_mail_holds_all_its_notifications_each_with_its_address() -> None:
    items = [item(), item("ฉบับที่ 2", "")]
    letter = letters.write_digest("กมลชนก", items, Language.TH, URL)
    assert letter.subject == "[สี่มิติ] มีการแจ้งเตือน ๒ รายการ"
    for one in items:
        assert f"{URL}/notifications/{one.id}" in letter.text
    assert "๒๔ พฤศจิกายน ๒๕๖๙ เวลา ๐๙.๐๕ น." in letter.text
    in_english = letters.write_digest("Kamon", items, Language.EN, URL)
    assert in_english.subject == "[Simiti] 2 notifications"
    assert "24 November 2026, 09:05" in in_english.text


def test_both_parts_of_a_message_say_the_same_and_links_are_links() -> None:
    letter = letters.write_digest("กมลชนก", [item("<script>alert(1)</script>")], Language.TH, URL)
    found = arrived(letters.to_message(letter, envelope()))
    plain, html = found.get_body(("plain",)), found.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n").rstrip() == letter.text
    assert "<script>" not in html.get_content()
    assert f'href="{URL}/notifications/settings"' in html.get_content()
    assert "src=" not in html.get_content()


@pytest.mark.parametrize(
    "nasty",
    ["x\r\nBcc: all@phrae.go.th", "x\nBcc: all@phrae.go.th", "x\x00y", "x\u2028Bcc: z", "x\x85y"],
)
def test_no_name_smuggles_a_header_in(nasty: str) -> None:
    letter = letters.write_digest(nasty, [item(nasty)], Language.TH, URL)
    found = arrived(letters.to_message(letter, envelope()))
    assert found["Bcc"] is None
    assert found["To"] == "somsri@phrae.go.th"
    assert found["Subject"].startswith("[สี่มิติ] x")


def test_an_address_with_a_line_end_makes_no_message() -> None:
    bad = Envelope(uuid4(), "a@b.go.th\r\nBcc: all@phrae.go.th", "n@simiti.example", AT, URL)
    with pytest.raises(ValueError, match="linefeed"):
        letters.to_message(Letter("x", "y"), bad)


def test_an_endless_subject_is_cut() -> None:
    assert len(letters.one_line("ก" * 5_000)) == letters.LONGEST_SUBJECT


def test_the_code_is_in_the_text_and_not_in_the_subject() -> None:
    letter = letters.write_code("01234567", Language.TH, URL)
    assert "01234567" in letter.text
    assert "01234567" not in letter.subject


EVERYTHING = Told(
    organisation="อบต.หัวเมือง",
    edition="2561-2564",
    number=2,
    by="ประเสริฐ",
    reasons=3,
    days=7,
    due_on=date(2026, 12, 31),
    late=("อบต.ก", "อบต.ข"),
    late_count=5,
    fiscal_year=2562,
    round="SIX_MONTHS",
)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", NotificationKind)
def test_every_kind_has_words_in_both_languages(kind: NotificationKind, language: Language) -> None:
    said = words.say(kind, EVERYTHING, language)
    assert said.title
    assert "{" not in said.title + said.detail
    assert "\n" not in said.title + said.detail
    bare = words.say(kind, Told(), language)
    assert bare.title


def test_what_is_told_comes_back_from_its_text() -> None:
    assert words.read(words.keep(EVERYTHING)) == EVERYTHING


def test_days_are_thai_days_in_thai_years() -> None:
    about = msgspec.structs.replace(EVERYTHING, round="")
    said = words.say(NotificationKind.DEADLINE_NEAR, about, Language.TH)
    assert said.title == "อีก 7 วันถึงกำหนดส่งแผน 2561-2564"
    assert said.detail == "อบต.หัวเมือง ยังไม่ได้ส่งแผน กำหนดส่ง 31 ธันวาคม 2569"
    late = words.say(NotificationKind.LATE_ORGANISATIONS, EVERYTHING, Language.TH)
    assert late.detail == "อบต.ก, อบต.ข และอีก 3 แห่ง"

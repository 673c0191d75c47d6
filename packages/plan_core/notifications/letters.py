"""Mails as text, and as messages for a mail server; pure. Titles of what happened, never a plan."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from uuid import UUID

from plan_core.notifications import words
from plan_core.notifications.rules import Language
from plan_core.notifications.words import Said
from plan_core.thai_text import collapse_spaces, to_thai_digits

LONGEST_SUBJECT = 150
SETTINGS_PATH = "/notifications/settings"
_LINK = re.compile(r"https?://\S+")
_CONTROLS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Item:
    """One notification in a mail."""

    id: UUID
    said: Said
    at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words."""

    subject: str
    text: str


def one_line(text: str) -> str:
    """Fit for a header: no line ends, no control characters, not endless."""
    return collapse_spaces(_CONTROLS.sub(" ", text))[:LONGEST_SUBJECT]


def digits(text: str, language: Language) -> str:
    return to_thai_digits(text) if language is Language.TH else text


def write_digest(name: str, items: Sequence[Item], language: Language, public_url: str) -> Letter:
    """One mail for one or many notifications, oldest first; each has the address of its place."""
    is_thai = language is Language.TH
    count = len(items)
    many = f"มีการแจ้งเตือน {count} รายการ" if is_thai else f"{count} notifications"
    subject = items[0].said.title if count == 1 else many
    lines = [f"เรียน คุณ{name}" if is_thai else f"Dear {name},", ""]
    for item in items:
        lines.append(digits(item.said.title, language))
        if item.said.detail:
            lines.append(digits(item.said.detail, language))
        lines.append(digits(words.moment(item.at, language), language))
        lines += [f"{public_url}/notifications/{item.id}", ""]
    lines += _foot(language, public_url)
    return Letter(one_line(f"[{_system(language)}] {digits(subject, language)}"), "\n".join(lines))


def write_code(code: str, language: Language, public_url: str) -> Letter:
    """The code that shows that an address is the person's own. It names nobody: it may be wrong."""
    if language is Language.TH:
        subject = "รหัสยืนยันที่อยู่อีเมล"
        lines = [
            f"รหัสยืนยันคือ {code}",
            "ใช้ได้ภายใน ๓๐ นาที โปรดกรอกในหน้าตั้งค่าการแจ้งเตือน",
            f"{public_url}{SETTINGS_PATH}",
            "",
            "หากท่านไม่ได้ขอรหัสนี้ โปรดเพิกเฉย จะไม่มีอีเมลอื่นส่งถึงท่าน",
        ]
    else:
        subject = "Code for your e-mail address"
        lines = [
            f"The code is {code}",
            "It counts for 30 minutes. Type it in the settings of notifications:",
            f"{public_url}{SETTINGS_PATH}",
            "",
            "If you did not ask for it, please ignore this mail; no other one will come.",
        ]
    return Letter(one_line(f"[{_system(language)}] {subject}"), "\n".join(lines))


def _foot(language: Language, public_url: str) -> list[str]:
    if language is Language.TH:
        return ["เลือกเวลารับอีเมล หรือเลิกรับ:", f"{public_url}{SETTINGS_PATH}"]
    return ["Choose when mails come, or none:", f"{public_url}{SETTINGS_PATH}"]


def _system(language: Language) -> str:
    return "สี่มิติ" if language is Language.TH else "Simiti"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a message needs beside its words. `sender` may have a name: `สี่มิติ <no-reply@…>`."""

    id: UUID
    address: str
    sender: str
    made_at: datetime
    public_url: str


def to_message(letter: Letter, envelope: Envelope) -> EmailMessage:
    """Plain text with an HTML twin. The Message-ID is the mail's own: copies are known.

    The mail package encodes other scripts (RFC 2047) and refuses line ends in headers.
    """
    name, address = parseaddr(envelope.sender)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(letter.subject)
    message["From"] = f"{one_line(name)} <{address}>" if name else address
    message["To"] = envelope.address
    message["Date"] = format_datetime(envelope.made_at)
    message["Message-ID"] = f"<{envelope.id}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{envelope.public_url}{SETTINGS_PATH}>"
    message.set_content(letter.text + "\n", cte="base64")
    message.add_alternative(to_html(letter.text), subtype="html", cte="base64")
    return message


def to_html(text: str) -> str:
    """The same words with their addresses as links; nothing is fetched from anywhere."""
    lines = [_LINK.sub(_link, html.escape(line)) for line in text.split("\n")]
    body = "<br>\n".join(lines)
    return f'<!doctype html>\n<html lang="th"><body><p>{body}</p></body></html>\n'


def _link(found: re.Match[str]) -> str:
    return f'<a href="{found[0]}">{found[0]}</a>'

"""Rules of mail addresses and of the codes that confirm them; pure, but for chance."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

from plan_core.errors import Invalid, Locked, TooMany

LONGEST_ADDRESS = 254
CODE_DIGITS = 8
CODE_LIFETIME = timedelta(minutes=30)
MOST_TRIES = 5
REST = timedelta(minutes=1)
"""Between two codes: our mails must not become somebody's nuisance."""
MOST_ASKS = 10
DAY = timedelta(days=1)
RESERVED = (".example", ".invalid", ".test", ".localhost")
"""Ends of addresses that exist nowhere (RFC 6761); the demonstration's people have such ones."""


def check_address(text: str) -> str:
    """The address in the one form in which it is kept; Invalid ADDRESS_UNSUITABLE.

    Letters of other scripts before the @ need a newer mail server than offices have: refused.
    """
    try:
        if len(text) > LONGEST_ADDRESS:
            raise EmailNotValidError
        found = validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError:
        raise Invalid(
            "ADDRESS_UNSUITABLE",
            "ที่อยู่อีเมลไม่ถูกต้อง ตัวอย่าง somsri@phrae.go.th",
            "This is no e-mail address. An example: somsri@phrae.go.th.",
            field="address",
        ) from None
    return found.ascii_email or found.normalized


def is_reserved(address: str) -> bool:
    """Whether no mail can ever arrive there."""
    return address.lower().endswith(RESERVED)


def make_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def hash_code(person_id: UUID, code: str) -> bytes:
    """What is kept of a code. It is short, but lives half an hour and allows five tries."""
    return hashlib.sha256(f"{person_id} {code}".encode("utf-8", "surrogatepass")).digest()


def count_ask(asks: int, asked_at: datetime | None, now: datetime) -> int:
    """How often a code was asked for lately, this time included; TooMany when it is too often."""
    if asked_at is None or now - asked_at >= DAY:
        return 1
    rest = DAY if asks >= MOST_ASKS else REST
    if now - asked_at < rest:
        seconds = max(1, int((rest - (now - asked_at)).total_seconds()))
        raise TooMany(
            "CODE_ASKED_TOO_OFTEN",
            "เพิ่งส่งรหัสยืนยันไป โปรดรอสักครู่แล้วขอใหม่",
            "A code was sent a moment ago; please wait before asking for another.",
            values={"retryAfterSeconds": seconds},
        )
    return asks + 1


def code_refused() -> Invalid:
    return Invalid(
        "CODE_WRONG",
        "รหัสยืนยันไม่ถูกต้อง",
        "This is not the code.",
        field="code",
    )


def code_expired() -> Locked:
    """Too late, too many tries, or nothing was asked for."""
    return Locked(
        "CODE_EXPIRED",
        "รหัสยืนยันใช้ไม่ได้แล้ว โปรดขอรหัสใหม่",
        "This code no longer counts; please ask for a new one.",
    )

"""The second step of signing in: codes of a phone (RFC 6238), and recovery codes. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime
from uuid import UUID

from pyotp.totp import TOTP

from plan_core.errors import Conflict, Invalid, Unauthenticated, Unavailable
from plan_core.thai_text import to_arabic_digits

ISSUER = "Simiti"
SECONDS = 30
TOLERATED = (0, -1, 1)
"""Steps that a phone's clock may be off, the likeliest first."""
RECOVERY_CODES = 10
_RECOVERY_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_RECOVERY_LENGTH = 16
_SECRET_BYTES = 20


def secret_of(key: str, person_id: UUID, enrolment: UUID) -> bytes:
    """What the phone holds: made from the installation's key, kept nowhere, as webhooks' are."""
    if not key:
        raise ValueError("an installation without a key has no secrets")
    about = f"simiti-second-step:{person_id.hex}:{enrolment.hex}"
    return hmac.new(key.encode(), about.encode(), hashlib.sha256).digest()[:_SECRET_BYTES]


def _phone(secret: bytes) -> TOTP:
    return TOTP(secret_text(secret), interval=SECONDS)


def secret_text(secret: bytes) -> str:
    """In base 32, as phones take it."""
    return base64.b32encode(secret).decode("ascii")


def address_of(secret: bytes, username: str) -> str:
    """What the picture says: `otpauth://totp/…`."""
    return _phone(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def step_of(secret: bytes, code: str, now: datetime, last_step: int) -> int | None:
    """The time step whose code it is; None for a wrong code, and for one that was used already.

    A step counts once, and none before it counts any more.
    """
    phone, step = _phone(secret), int(now.timestamp()) // SECONDS
    for offset in TOLERATED:
        expected = phone.generate_otp(step + offset)
        if hmac.compare_digest(expected, code) and step + offset > last_step:
            return step + offset
    return None


def clean_code(text: str) -> str:
    """Without blanks and hyphens, Thai digits as others, letters large."""
    return re.sub(r"[\s-]", "", to_arabic_digits(text)).upper()


def is_of_phone(code: str) -> bool:
    return re.fullmatch(r"[0-9]{6}", code, re.ASCII) is not None


def make_recovery_code() -> str:
    """80 random bits in four groups of four letters."""
    made = "".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(_RECOVERY_LENGTH))
    return "-".join(made[at : at + 4] for at in range(0, _RECOVERY_LENGTH, 4))


def hash_recovery_code(person_id: UUID, code: str) -> bytes:
    """Random enough for a fast hash; the same code of two people is two hashes."""
    return hashlib.sha256(person_id.bytes + clean_code(code).encode()).digest()


def needed() -> Unauthenticated:
    return Unauthenticated(
        "SECOND_STEP_NEEDED",
        "ใส่รหัส 6 หลักจากแอปยืนยันตัวตน หรือรหัสกู้คืน",
        "Enter the six digits of your authenticator app, or a recovery code.",
    )


def refused() -> Unauthenticated:
    return Unauthenticated(
        "SECOND_STEP_REFUSED",
        "รหัสไม่ถูกต้อง หมดเวลา หรือใช้ไปแล้ว รอรหัสถัดไปแล้วลองอีกครั้ง",
        "That code is wrong, over or used. Wait for the next one and try again.",
    )


def not_confirmed() -> Invalid:
    return Invalid(
        "SECOND_STEP_CODE",
        "รหัสไม่ตรง ตรวจเวลาในโทรศัพท์ให้ตรง แล้วใส่รหัสล่าสุด",
        "The code does not fit. Check that the phone's clock is right, then enter the newest.",
        field="code",
    )


def already_on() -> Conflict:
    return Conflict(
        "SECOND_STEP_ON",
        "บัญชีนี้ใช้การยืนยันสองขั้นอยู่แล้ว ปิดของเดิมก่อนจึงตั้งใหม่ได้",
        "The second step is on already. Turn it off before setting another one up.",
    )


def not_begun() -> Conflict:
    return Conflict(
        "SECOND_STEP_NOT_BEGUN",
        "ยังไม่ได้เริ่มตั้งการยืนยันสองขั้น หรือไม่ได้เปิดใช้",
        "The second step was not begun, or is not on.",
    )


def without_key() -> Unavailable:
    return Unavailable(
        "SECOND_STEP_UNAVAILABLE",
        "ระบบนี้ยังไม่ได้ตั้งกุญแจสำหรับการยืนยันสองขั้น โปรดแจ้งผู้ดูแลระบบ",
        "This installation has no key for second steps. Please tell the operator.",
    )

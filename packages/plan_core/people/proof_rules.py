"""What a sign-in provider proves: how it is kept, and the refusals a person is shown. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from plan_core.errors import Conflict, Forbidden, Invalid, SimitiError, Unauthenticated, Unavailable

LONGEST_SUBJECT = 255
"""As OpenID Connect has it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A person as a provider knows them. `email` only where the provider says it verified it."""

    issuer: str
    subject_hash: bytes
    email: str = ""


def hash_subject(issuer: str, claim: str, value: str) -> bytes:
    """What is kept of a person's name at a provider; another claim is another name."""
    return hashlib.sha256("\0".join((issuer, claim, value)).encode()).digest()


REFUSALS = {
    "OIDC_UNKNOWN": (
        "ระบบนี้ไม่ได้เปิดใช้ผู้ให้บริการยืนยันตัวตนนี้",
        "This sign-in provider is not set up here.",
    ),
    "OIDC_AWAY": (
        "ติดต่อผู้ให้บริการยืนยันตัวตนไม่ได้ในขณะนี้ ลองใหม่ หรือใช้รหัสผ่าน",
        "The sign-in provider cannot be reached now. Try again, or use your password.",
    ),
    "OIDC_UNFIT": (
        "ผู้ให้บริการยืนยันตัวตนตอบไม่ตรงกับที่ตั้งค่าไว้ โปรดแจ้งผู้ดูแลระบบ",
        "The sign-in provider does not answer as it is set up here. Please tell the operator.",
    ),
    "OIDC_ENDED": (
        "การเข้าสู่ระบบครั้งนี้หมดเวลาหรือถูกใช้ไปแล้ว โปรดเริ่มใหม่",
        "This sign-in took too long or was used already. Please begin again.",
    ),
    "OIDC_STATE": (
        "คำตอบจากผู้ให้บริการไม่ใช่ของการเข้าสู่ระบบครั้งนี้ โปรดเริ่มใหม่จากหน้านี้",
        "The provider's answer does not belong to this sign-in. Please begin again from here.",
    ),
    "OIDC_DENIED": (
        "ท่านยกเลิก หรือผู้ให้บริการไม่ยืนยันตัวตน",
        "You cancelled, or the provider did not confirm who you are.",
    ),
    "OIDC_CODE_REFUSED": (
        "ผู้ให้บริการไม่รับรหัสของการเข้าสู่ระบบครั้งนี้ โปรดเริ่มใหม่",
        "The provider did not take this sign-in's code. Please begin again.",
    ),
    "OIDC_TOKEN_REFUSED": (
        "คำยืนยันของผู้ให้บริการตรวจสอบไม่ผ่าน จึงไม่ให้เข้าสู่ระบบ โปรดแจ้งผู้ดูแลระบบ",
        "The provider's proof did not pass the checks. Please tell the operator.",
    ),
    "OIDC_TOKEN_EXPIRED": (
        "คำยืนยันของผู้ให้บริการหมดอายุ โปรดเริ่มใหม่",
        "The provider's proof has expired. Please begin again.",
    ),
    "OIDC_NOT_LINKED": (
        "ยังไม่มีบัญชีที่ผูกกับผู้ให้บริการนี้ เข้าสู่ระบบด้วยรหัสผ่าน แล้วผูกบัญชีในหน้าของท่าน",
        "No account is linked with it yet. Sign in by password, then link it on your own page.",
    ),
    "OIDC_LINKED_ELSEWHERE": (
        "ตัวตนนี้ผูกกับบัญชีอื่นแล้ว หรือบัญชีของท่านผูกกับผู้ให้บริการนี้แล้ว",
        "This identity is linked with another account, or your account is linked already.",
    ),
    "OIDC_LINK_ENDED": (
        "เซสชันที่เริ่มผูกบัญชีสิ้นสุดแล้ว โปรดเข้าสู่ระบบแล้วเริ่มใหม่",
        "The session that began linking has ended. Sign in and begin again.",
    ),
}
"""Codes with their Thai and English words; the sign-in page shows them."""

_KINDS: dict[str, type[SimitiError]] = {
    "OIDC_UNKNOWN": Invalid,
    "OIDC_AWAY": Unavailable,
    "OIDC_UNFIT": Unavailable,
    "OIDC_LINKED_ELSEWHERE": Conflict,
    "OIDC_NOT_LINKED": Forbidden,
}


def refusal(code: str) -> SimitiError:
    kind = _KINDS.get(code, Unauthenticated)
    return kind(code, *REFUSALS[code])

"""Tokens of programs: how they look, how long they last, what they may ask. Pure."""

from __future__ import annotations

import ipaddress
import re
import secrets
import zlib
from collections.abc import Collection
from datetime import datetime, timedelta

from plan_core.actor import PERMISSIONS, SCOPES, Role, Scope
from plan_core.errors import Invalid, Unauthenticated

PREFIX = "simiti_"
"""By this and the checksum a token is known wherever it was left behind."""
SECRET_LETTERS = 64
LONGEST_LIFE = timedelta(days=366)
MOST_TOKENS = 20
"""That are good at the same time, of one person."""
MOST_NETWORKS = 10
LONGEST_NAME = 100
MOST_DOCUMENTS = 50
OVERLAP = timedelta(hours=24)
"""How long a token that was replaced is still good."""
TOUCH_INTERVAL = timedelta(minutes=1)
HINT_LETTERS = 4
ACCESS_PREFIX = "simiti_at_"
"""Of a short-lived token that a program got for its own."""
ACCESS_LIFE = timedelta(minutes=15)


def make_token() -> str:
    """32 random bytes with their checksum behind them: `simiti_` and 72 hexadecimal letters."""
    secret = secrets.token_hex(SECRET_LETTERS // 2)
    return f"{PREFIX}{secret}{_checksum(secret)}"


def is_token(text: str) -> bool:
    """Whether it is one that could have been given out: a typing error asks no database."""
    found = re.fullmatch(rf"{PREFIX}([0-9a-f]{{{SECRET_LETTERS}}})([0-9a-f]{{8}})", text, re.ASCII)
    return found is not None and _checksum(found[1]) == found[2]


def make_access_token() -> str:
    secret = secrets.token_hex(SECRET_LETTERS // 2)
    return f"{ACCESS_PREFIX}{secret}{_checksum(secret)}"


def is_access_token(text: str) -> bool:
    return text.startswith(ACCESS_PREFIX) and is_token(PREFIX + text.removeprefix(ACCESS_PREFIX))


def _checksum(secret: str) -> str:
    return f"{zlib.crc32(secret.encode()):08x}"


def hint_of(token: str) -> str:
    return token[-HINT_LETTERS:]


def clean_name(text: str) -> str:
    cleaned = " ".join(text.split())
    if not 1 <= len(cleaned) <= LONGEST_NAME:
        raise Invalid(
            "TOKEN_NAME",
            f"ตั้งชื่อโทเคน 1 ถึง {LONGEST_NAME} อักขระ",
            f"A token's name has 1 to {LONGEST_NAME} characters.",
            field="name",
            values={"most": LONGEST_NAME},
        )
    return cleaned


def check_scopes(role: Role, scopes: Collection[Scope]) -> list[Scope]:
    """In their usual order; Invalid for one that gives this role nothing."""
    chosen = [one for one in Scope if one in scopes]
    useless = [one for one in chosen if not SCOPES[one] & PERMISSIONS[role]]
    if useless or not chosen:
        raise Invalid(
            "TOKEN_SCOPES",
            "เลือกขอบเขตอย่างน้อยหนึ่งอย่าง และเฉพาะที่ตำแหน่งของท่านมีสิทธิ",
            "Choose at least one scope, and only such as your post has rights in.",
            field="scopes",
            values={"useless": [one.value for one in useless]},
        )
    return chosen


def scopes_for(role: Role) -> list[Scope]:
    """Those that give this role something."""
    return [one for one in Scope if SCOPES[one] & PERMISSIONS[role]]


def clean_networks(networks: Collection[str]) -> str:
    """As they are kept; Invalid for what is no network."""
    cleaned: list[str] = []
    for at, text in enumerate(networks):
        try:
            cleaned.append(str(ipaddress.ip_network(text.strip())))
        except ValueError as error:
            raise Invalid(
                "TOKEN_NETWORK",
                f"{text[:50]} ไม่ใช่เครือข่าย ตัวอย่าง: 203.150.1.0/24",
                f"{text[:50]} is no network; like 203.150.1.0/24.",
                field=f"networks.{at}",
            ) from error
    if len(cleaned) > MOST_NETWORKS:
        raise Invalid(
            "TOKEN_NETWORK",
            f"ระบุเครือข่ายได้ไม่เกิน {MOST_NETWORKS}",
            f"At most {MOST_NETWORKS} networks.",
            field="networks",
            values={"most": MOST_NETWORKS},
        )
    return ",".join(cleaned)


def comes_from(networks: str, address: str) -> bool:
    """Whether a token bound to `networks` may come from this address."""
    if not networks:
        return True
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in ipaddress.ip_network(one) for one in networks.split(","))


def check_expiry(expires_at: datetime, now: datetime) -> None:
    if not now < expires_at <= now + LONGEST_LIFE:
        raise Invalid(
            "TOKEN_EXPIRY",
            "วันหมดอายุต้องอยู่ในอนาคตและไม่เกินหนึ่งปี",
            "A token expires in the future, within a year.",
            field="expiresAt",
        )


def check_documents(documents: Collection[str]) -> None:
    if len(documents) > MOST_DOCUMENTS:
        raise Invalid(
            "TOKEN_DOCUMENTS",
            f"ลงทะเบียนเอกสารกับโทเคนหนึ่งได้ไม่เกิน {MOST_DOCUMENTS} ฉบับ",
            f"A token has at most {MOST_DOCUMENTS} documents.",
            field="documents",
            values={"most": MOST_DOCUMENTS},
        )


def check_room(good: int) -> None:
    if good >= MOST_TOKENS:
        raise Invalid(
            "TOKENS_MANY",
            f"มีโทเคนที่ใช้ได้พร้อมกันได้ไม่เกิน {MOST_TOKENS} รายการ",
            f"At most {MOST_TOKENS} tokens are good at the same time.",
            values={"most": MOST_TOKENS},
        )


def token_refused() -> Unauthenticated:
    """The same words whether it never was one, has ended, or comes from elsewhere."""
    return Unauthenticated(
        "TOKEN_REFUSED",
        "โทเคนใช้ไม่ได้: ไม่ถูกต้อง หมดอายุ ถูกยกเลิก หรือมาจากเครือข่ายที่ไม่อนุญาต",
        "The token is not good: wrong, expired, revoked, or from a network it is not bound to.",
    )


def token_ended() -> Invalid:
    return Invalid(
        "TOKEN_ENDED",
        "โทเคนนี้หมดอายุหรือถูกยกเลิกแล้ว โปรดสร้างใหม่",
        "This token has expired or was revoked; make a new one.",
        field="id",
    )

"""What a username and a password may be, how long a sign-in lasts, and the lockout's arithmetic."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from plan_core.actor import Role
from plan_core.errors import Invalid, TooMany, Unauthenticated
from plan_core.thai_text import collapse_spaces, normalise

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
TOUCH_INTERVAL = timedelta(minutes=1)

FAILURES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=4)
"""Long enough to end guessing, short enough that a prankster cannot shut an office out for days."""
FORGIVEN_AFTER = timedelta(hours=24)

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
LONGEST_DISPLAY_NAME = 120

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]", re.ASCII)


def fold_username(text: str) -> str:
    """The one spelling under which a username is kept and looked up."""
    return text.strip().lower()


def is_username(folded: str) -> bool:
    return _USERNAME.fullmatch(folded) is not None


def check_username(text: str) -> str:
    """The folded username; Invalid USERNAME_UNSUITABLE."""
    folded = fold_username(text)
    if not is_username(folded):
        raise Invalid(
            "USERNAME_UNSUITABLE",
            "ชื่อผู้ใช้ต้องยาว 3–64 ตัว ใช้ได้เฉพาะ a–z 0–9 จุด ขีด และขีดล่าง",
            "A username has 3 to 64 of a–z, 0–9, dot, hyphen and underscore.",
            field="username",
        )
    return folded


def normalise_password(password: str) -> bytes:
    """The bytes that are hashed: the same key strokes give the same bytes on every device."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def check_password(password: str, username: str) -> None:
    """Raise Invalid PASSWORD_UNSUITABLE; length matters, prescribed mixtures of signs do not."""
    fits = SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD
    if not fits or username in password.lower() or len(set(password)) < 5:
        raise Invalid(
            "PASSWORD_UNSUITABLE",
            f"รหัสผ่านต้องยาว {SHORTEST_PASSWORD}–{LONGEST_PASSWORD} ตัว"
            " ไม่มีชื่อผู้ใช้อยู่ข้างใน และไม่ซ้ำตัวเดิมไปตลอด",
            f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters, does not"
            " contain the username, and is not one character over and over.",
            field="password",
        )


def check_display_name(text: str) -> str:
    """The name with plain spaces; Invalid DISPLAY_NAME_UNSUITABLE."""
    name = collapse_spaces(normalise(text))
    if not 1 <= len(name) <= LONGEST_DISPLAY_NAME or not name.isprintable():
        raise Invalid(
            "DISPLAY_NAME_UNSUITABLE",
            f"ชื่อที่แสดงต้องยาว 1–{LONGEST_DISPLAY_NAME} ตัวอักษร",
            f"A display name has 1 to {LONGEST_DISPLAY_NAME} characters.",
            field="displayName",
        )
    return name


@dataclass(frozen=True, slots=True)
class Scope:
    """What a post is about: an organisation, a district with its province, a province, or all."""

    organisation_id: int | None = None
    province_code: str | None = None
    district_code: str | None = None


_SCOPES: dict[Role, tuple[bool, bool, bool]] = {
    Role.EDITOR: (True, False, False),
    Role.APPROVER: (True, False, False),
    Role.VIEWER: (True, False, False),
    Role.DISTRICT_OFFICER: (False, True, True),
    Role.PROVINCE_OFFICER: (False, True, False),
    Role.NATIONAL_VIEWER: (False, False, False),
    Role.OPERATOR: (False, False, False),
}
"""Whether a role needs an organisation, a province, a district."""


def check_scope(role: Role, scope: Scope) -> None:
    """Raise Invalid SCOPE_DOES_NOT_FIT when a role lacks its scope or has more than its scope."""
    given = (
        scope.organisation_id is not None,
        scope.province_code is not None,
        scope.district_code is not None,
    )
    if given != _SCOPES[role]:
        raise Invalid(
            "SCOPE_DOES_NOT_FIT",
            f"ขอบเขตไม่ตรงกับตำแหน่ง {role}",
            f"The role {role} needs exactly its own scope: an organisation for editors, approvers"
            " and viewers, a district or a province for officers, none for the others.",
            field="role",
        )
    if scope.district_code is not None and not scope.district_code.startswith(
        scope.province_code or "-"
    ):
        raise Invalid(
            "SCOPE_DOES_NOT_FIT",
            "อำเภอไม่อยู่ในจังหวัดที่ระบุ",
            "The district does not lie in that province.",
            field="districtCode",
        )


def hash_token(token: str) -> bytes:
    """What is kept of a session's token. It is random, so a fast hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True)
class CameFrom:
    """Where somebody signs in: what kind of browser it is, and its address."""

    device: str = ""
    address: str = ""

    @classmethod
    def of(cls, agent: str, address: str) -> CameFrom:
        return cls(device_of(agent), address[:LONGEST_ADDRESS])


NOWHERE = CameFrom()
LONGEST_ADDRESS = 64
_BROWSERS = (
    # Each calls itself by the names of those before it as well.
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Line/", "LINE"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """`Chrome · Windows` from a browser's description of itself; empty for what nobody knows.

    Only so much is kept: enough for a person to know the own device again, too little to trace it.
    """
    named = (
        next((name for sign, name in known if sign in agent), "") for known in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(name for name in named if name)


def session_key(token_hash: bytes) -> str:
    """By which a person names one of the own sessions; nobody signs in with it."""
    return hashlib.sha256(b"session:" + token_hash).hexdigest()[:32]


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    return locked_until is not None and now < locked_until


def count_failure(
    failures: int, locked_until: datetime | None, now: datetime
) -> tuple[int, datetime | None]:
    """Failures and lock after one more failure: from the fifth on locked, each time twice as long.

    A lock that ended a day ago is forgiven.
    """
    if locked_until is not None and now - locked_until >= FORGIVEN_AFTER:
        failures = 0
    failures += 1
    beyond = failures - FAILURES_BEFORE_LOCK
    if beyond < 0:
        return failures, None
    return failures, now + min(FIRST_LOCK * 2 ** min(beyond, 10), LONGEST_LOCK)


def is_current(seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Whether a sign-in still counts: neither idle too long nor past its last hour."""
    return now < expires_at and now - seen_at < IDLE_LIMIT


def sign_in_failed() -> Unauthenticated:
    """One answer for an unknown name, a wrong password and a closed account."""
    return Unauthenticated(
        "SIGN_IN_FAILED",
        "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง",
        "The username or the password is not right.",
    )


def sign_in_locked(locked_until: datetime, now: datetime) -> TooMany:
    """`values.retryAfterSeconds` says when to try again."""
    seconds = max(1, int((locked_until - now).total_seconds()))
    minutes = -(-seconds // 60)
    return TooMany(
        "SIGN_IN_LOCKED",
        f"ใส่รหัสผ่านผิดหลายครั้ง บัญชีถูกพักไว้ ลองใหม่ได้ในอีก {minutes} นาที",
        f"Too many wrong passwords. The account rests; try again in {minutes} minutes.",
        values={"retryAfterSeconds": seconds},
    )

"""Refusals a person can act on: one base, six kinds, a stable code and both languages each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value] | None"
"""What an error may carry: plain JSON, so that no boundary has to guess (amounts are strings)."""


class SimitiError(Exception):
    """A refusal with a stable `code`, Thai and English messages and the values they mention.

    `field` names the input it is about in the words of the API, or is empty.
    """

    def __init__(
        self,
        code: str,
        message_th: str,
        message_en: str,
        *,
        field: str = "",
        values: Mapping[str, Value] | None = None,
    ) -> None:
        super().__init__(f"{code}: {message_en}")
        self.code = code
        self.message_th = message_th
        self.message_en = message_en
        self.field = field
        self.values: dict[str, Value] = dict(values or {})


class NotFound(SimitiError):
    """Absent, or not visible to this actor: the two look the same on purpose."""

    def __init__(self, what: str = "") -> None:
        super().__init__(
            "NOT_FOUND",
            "ไม่พบรายการนี้ หรือท่านไม่มีสิทธิเห็นรายการนี้",
            "There is no such item, or you may not see it.",
            values={"what": what} if what else None,
        )


class Unauthenticated(SimitiError):
    """Nobody is signed in."""

    def __init__(
        self,
        code: str = "UNAUTHENTICATED",
        message_th: str = "กรุณาเข้าสู่ระบบก่อน",
        message_en: str = "Please sign in first.",
    ) -> None:
        super().__init__(code, message_th, message_en)


class Forbidden(SimitiError):
    """Visible, but this actor may not do it."""

    def __init__(
        self,
        code: str = "FORBIDDEN",
        message_th: str = "ท่านไม่มีสิทธิทำรายการนี้",
        message_en: str = "You may not do this.",
    ) -> None:
        super().__init__(code, message_th, message_en)


class Invalid(SimitiError):
    """An input that cannot be understood or breaks a rule; `field` says which."""


class Conflict(SimitiError):
    """Somebody else was first; `values["current"]` holds what is there now."""


class Locked(SimitiError):
    """The thing is in a state that does not allow changes."""


class TooMany(Locked):
    """Asked too often; `values["retryAfterSeconds"]` says when to try again."""


class RateLimited(TooMany):
    """A program, or a person, asked for more than the bucket of points holds."""


class Unavailable(SimitiError):
    """A part of the system is away; trying again is safe."""

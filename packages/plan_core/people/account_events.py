"""What can be done to an account's ways in, and what is written down of it. Pure."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class AccountEventKind(StrEnum):
    IDENTITY_LINKED = "IDENTITY_LINKED"
    IDENTITY_UNLINKED = "IDENTITY_UNLINKED"
    SECOND_STEP_ON = "SECOND_STEP_ON"
    SECOND_STEP_OFF = "SECOND_STEP_OFF"
    TOKEN_MADE = "TOKEN_MADE"  # noqa: S105
    TOKEN_REPLACED = "TOKEN_REPLACED"  # noqa: S105
    """A successor was made; `facts` say of which."""
    TOKEN_REVOKED = "TOKEN_REVOKED"  # noqa: S105


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """Names and numbers: no secret, and nothing that a provider calls a person."""

    issuer: str = ""
    """Of an identity: the provider's address."""
    name: str = ""
    """Of a token, as the others are."""
    hint: str = ""
    scopes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    expires_at: str = ""
    documents: int = 0
    replaces: str = ""
    """Id of the token that it follows."""


def keep(facts: Facts) -> str:
    return msgspec.json.encode(facts).decode()


def read(text: str) -> Facts:
    return msgspec.json.decode(text, type=Facts)

"""What a committed transaction tells every process: ids only, each reader looks for itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

import msgspec

CHANNEL = "simiti_news"
LONGEST = 7_000
"""Bytes of one message; PostgreSQL takes less than 8,000."""


@dataclass(frozen=True, slots=True)
class News:
    """A thing of an organisation has a new version, and who made it.

    `parts` are the ids of what changed inside it (a plan's rows); None: anything may have changed.
    """

    tenant_id: int
    subject_id: UUID
    version: int
    person_id: UUID
    parts: frozenset[UUID] | None = None

    def after(self, earlier: News | None) -> News:
        """Both in one: the later version, and everything that changed in either."""
        if earlier is None:
            return self
        if self.parts is None or earlier.parts is None:
            return replace(self, parts=None)
        return replace(self, parts=self.parts | earlier.parts)


def write(news: News) -> str:
    """As the text of one notification; too many parts become "anything"."""
    text = msgspec.json.encode(news)
    if len(text) > LONGEST:
        text = msgspec.json.encode(replace(news, parts=None))
    return text.decode()


def read(text: str) -> News:
    """Raises msgspec.MsgspecError for what another version of the program may have written."""
    return msgspec.json.decode(text, type=News)

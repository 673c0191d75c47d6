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
    """A thing of an organisation has a new version, and who made it; or something was said of it.

    `parts` are the ids of what changed inside it (a plan's rows); None: anything may have changed.
    With `is_word` somebody said something about it: 0 as version says that it is as it was.
    """

    tenant_id: int
    subject_id: UUID
    version: int
    person_id: UUID
    parts: frozenset[UUID] | None = None
    is_word: bool = False

    @classmethod
    def word(cls, tenant_id: int, subject_id: UUID, person_id: UUID) -> News:
        """Something was said, and nothing changed."""
        return cls(tenant_id, subject_id, 0, person_id, frozenset(), is_word=True)

    def after(self, earlier: News | None) -> News:
        """Both in one: the later version, and everything that changed or was said in either."""
        if earlier is None:
            return self
        # A word names its speaker; who saved is named by what was saved.
        later = self if self.version or not earlier.version else earlier
        return replace(
            later,
            parts=None
            if self.parts is None or earlier.parts is None
            else self.parts | earlier.parts,
            is_word=self.is_word or earlier.is_word,
        )


def write(news: News) -> str:
    """As the text of one notification; too many parts become "anything"."""
    text = msgspec.json.encode(news)
    if len(text) > LONGEST:
        text = msgspec.json.encode(replace(news, parts=None))
    return text.decode()


def read(text: str) -> News:
    """Raises msgspec.MsgspecError for what another version of the program may have written."""
    return msgspec.json.decode(text, type=News)

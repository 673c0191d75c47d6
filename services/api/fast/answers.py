"""Answers that were given before, kept while nothing that they were made from has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from time import monotonic

LARGEST = 16 * 1024 * 1024
LONGEST_SECONDS = 60.0
"""An answer says when its figures were read; that is never longer ago than this."""
OVERHEAD = 2_048
"""What the key and the entry take, roughly, besides the answer's own bytes and the text."""


@dataclass(frozen=True, slots=True)
class Kept:
    word: object
    body: bytes
    since: float
    size: int


class Answers:
    """By who asks for what. An answer counts only for the word of the data it was made from."""

    def __init__(self, most_bytes: int) -> None:
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._most_bytes = most_bytes
        self.bytes = 0

    @property
    def is_off(self) -> bool:
        return self._most_bytes <= 0

    def find(self, key: Hashable, word: object) -> bytes | None:
        found = self._kept.get(key)
        if found is None:
            return None
        if found.word != word or monotonic() - found.since > LONGEST_SECONDS:
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return found.body

    def keep(self, key: Hashable, word: object, body: bytes, more_bytes: int = 0) -> None:
        """`more_bytes` is what the key holds besides."""
        size = len(body) + more_bytes + OVERHEAD
        if size > min(LARGEST, self._most_bytes):
            return
        self._drop(key)
        self._kept[key] = Kept(word, body, monotonic(), size)
        self.bytes += size
        while self.bytes > self._most_bytes:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self.bytes -= gone.size

    def __len__(self) -> int:
        return len(self._kept)

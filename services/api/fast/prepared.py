"""Lists made of values that never change: made when first looked at, their JSON kept.

What is kept is a function of the values alone: `of` is the values themselves, or an object that
stands for them (compared by who it is, and alive as long as it is kept). So it cannot be stale, and
it tells nobody more than the values that the asker's own query brought.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, cast, overload

import msgspec

MOST_BYTES = 48 * 1024 * 1024
"""The whole nation's organisations are 26 MB."""
MOST_BYTES_INSIDE = 32 * 1024 * 1024
OVERHEAD = 400
"""Roughly what keeping one text takes besides the text."""
FUNCTION = 16 * 1024
"""Roughly what a compiled function takes, which lives as long as one of its texts is kept: clients
that word a question in ever new ways bring ever new ones."""

Show = Callable[[Any, Any], Any]
"""A compiled function: (list, info) → what the JSON says, which is the same whoever asks."""
T = TypeVar("T")
Key = tuple[object, str, Show]


class Prepared(Sequence[Any]):
    """Looks like the list that `make` gives, and makes it only for who looks inside.

    `name` tells lists of the same values apart.
    """

    __slots__ = ("_made", "_make", "name", "of")

    def __init__(self, of: object, name: str, make: Callable[[], list[Any]]) -> None:
        self.of = of
        self.name = name
        self._make = make
        self._made: list[Any] | None = None

    def items(self) -> list[Any]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __len__(self) -> int:
        return len(self.items())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items())

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self.items()[index]


def prepared(of: object, name: str, make: Callable[[], list[T]]) -> list[T]:
    """A `Prepared`, which serves as the list that it stands for."""
    return cast("list[T]", Prepared(of, name, make))


class Texts:
    """JSON of prepared lists, the least used go first.

    Lists inside of lists are kept in `inside`, for when one of many changes: were they kept among
    the others, a large answer would drive out its own first part by its last.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, inside: Texts | None = None) -> None:
        self._inside = inside
        self._is_open = False
        self._kept: OrderedDict[Key, msgspec.Raw] = OrderedDict()
        self._texts_of: Counter[Show] = Counter()
        self._most_bytes = most_bytes
        self.bytes = 0

    def show(self, given: Prepared, show: Show, info: object = None) -> msgspec.Raw:
        if self._is_open and self._inside is not None:
            return self._inside.show(given, show, info)
        key = (given.of, given.name, show)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        self._is_open = True
        try:
            text = msgspec.json.encode(show(given.items(), info))
        finally:
            self._is_open = False
        kept = self._kept[key] = msgspec.Raw(text)
        if not self._texts_of[show]:
            self.bytes += FUNCTION
        self._texts_of[show] += 1
        self.bytes += len(text) + OVERHEAD
        while self.bytes > self._most_bytes:
            self._forget_the_least_used()
        return kept

    def _forget_the_least_used(self) -> None:
        (_, _, show), gone = self._kept.popitem(last=False)
        self.bytes -= len(bytes(gone)) + OVERHEAD
        self._texts_of[show] -= 1
        if not self._texts_of[show]:
            del self._texts_of[show]
            self.bytes -= FUNCTION

    def __len__(self) -> int:
        return len(self._kept)


TEXTS = Texts(inside=Texts(MOST_BYTES_INSIDE))
"""Of this process."""

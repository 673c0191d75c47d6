"""What a request did, from the page to the last statement, for who runs Simiti: off unless asked.

Spans carry names and ids, never what tenants or people wrote. See ADR 60. Nothing of OpenTelemetry
is imported before `begin`: who does not trace pays for one comparison.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from plan_core.spans import Tracing

Value = str | int | bool


class Span(Protocol):
    """Open while its block runs; what is noted of it is seen by operators."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None: ...

    def note(self, name: str, value: Value) -> None: ...

    def fail(self, why: str) -> None:
        """`why` is a code of ours or the name of an exception: never a message."""
        ...

    def end(self) -> None:
        """Before its block does; what comes then is no longer noted."""
        ...


class _Nothing:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_how: object) -> None:
        pass

    def note(self, name: str, value: Value) -> None:
        pass

    def fail(self, why: str) -> None:
        pass

    def end(self) -> None:
        pass


NOTHING: Span = _Nothing()
_tracing: Tracing | None = None


def begin(url: str, share: float, service: str) -> None:
    """For the rest of this process's life, where `url` names a collector (OTLP over HTTP).

    `share` of what begins here is recorded. After a fork it is called in the child.
    """
    global _tracing  # noqa: PLW0603 - one process, one way to its collector
    if url and _tracing is None:
        from plan_core.spans import Tracing

        _tracing = Tracing(url, share, service)


def end() -> None:
    """Send what is left, for a few seconds at most, and be off again."""
    global _tracing  # noqa: PLW0603
    if _tracing is not None:
        _tracing.end()
        _tracing = None


def is_on() -> bool:
    return _tracing is not None


def enter(name: str, header: str | None) -> Span:
    """What comes from outside; its `header` says of which trace it is, not whether we record it."""
    return NOTHING if _tracing is None else _tracing.enter(name, header)


def resume(name: str, kept: str | None) -> Span:
    """What was asked for earlier, by `kept` from there; without it a trace of its own."""
    return NOTHING if _tracing is None else _tracing.resume(name, kept)


def span(name: str) -> Span:
    """A part of what is recorded around it; nothing where nothing is."""
    if _tracing is None or not _tracing.is_recorded():
        return NOTHING
    return _tracing.span(name)


def statement(text: str) -> Span:
    """A statement on its way to the database: its kind and its tables, not its text. It has no
    parts, so it may begin in one place and end in another."""
    if _tracing is None or not _tracing.is_recorded():
        return NOTHING
    return _tracing.statement(summary_of(text))


def carried() -> str | None:
    """The `traceparent` of here and now, for whoever carries on; None when nothing is traced."""
    return None if _tracing is None else _tracing.carried()


def ids() -> dict[str, str] | None:
    """What a line of the log says of its trace."""
    return None if _tracing is None else _tracing.ids()


_VERBS = frozenset(
    {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"}
    | {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"}
)
_TABLE = re.compile(
    # What is quoted comes first, so that no word in it is taken for a table.
    r"'(?:[^']|'')*'"
    # Not a function's call, nor `IS DISTINCT FROM a_column`.
    r"|(?:(?<!DISTINCT )FROM|JOIN)\s+(?P<read>\w+)\b(?!\s*\()"
    r"|INTO\s+(?P<added>\w+)|UPDATE\s+(?P<changed>\w+)\s+SET\b",
    re.IGNORECASE,
)
LONGEST_SUMMARY = 120


@lru_cache(maxsize=4_096)
def summary_of(text: str) -> str:
    """`SELECT plan initiative`, which OpenTelemetry calls a query's summary. Values cannot be in
    it: a verb, and words that stand where names of tables do."""
    first = (text.split(maxsplit=1) or [""])[0].upper().rstrip(";")
    words = [first if first in _VERBS else "OTHER"]
    for found in _TABLE.finditer(text):
        table = found["read"] or found["added"] or found["changed"]
        if table and table not in words:
            words.append(table)
    kept = " ".join(words)
    # Ended between words: a name that was cut says the wrong thing.
    return kept if len(kept) <= LONGEST_SUMMARY else kept[:LONGEST_SUMMARY].rpartition(" ")[0]

"""The part of a long text that an edit changed, for the audit log. Pure.

Texts save themselves while they are typed; a log of whole texts would hold each page hundreds of
times.
"""

from __future__ import annotations

from itertools import takewhile

SHORT = 400
"""Texts up to this length are written down whole."""
AROUND = 40
"""Signs kept on both sides of what changed, so that a reader knows the place."""


def changed_part(before: str, after: str) -> tuple[str, str]:
    """Both texts; of long ones only the changed part, with `…` for what is the same."""
    if max(len(before), len(after)) <= SHORT:
        return before, after
    if before == after:
        return "…", "…"
    head = _same(before, after)
    tail = _same(before[head:][::-1], after[head:][::-1])
    start, stop = max(head - AROUND, 0), max(tail - AROUND, 0)
    return _cut(before, start, stop), _cut(after, start, stop)


def _same(one: str, other: str) -> int:
    """How many signs both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str, start: int, stop: int) -> str:
    end = len(text) - stop
    return ("…" if start else "") + text[start:end] + ("…" if stop else "")

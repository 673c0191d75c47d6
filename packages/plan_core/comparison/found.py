"""What is looked for, and where a text holds it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from plan_core.errors import Invalid
from plan_core.thai_text import collapse_spaces, fold_to_search, normalise

SHORTEST, LONGEST, MOST_TERMS = 2, 100, 6
AROUND = 70
"""Signs shown before and behind what was found in a long text."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was typed, and its words as they are looked for."""

    typed: str
    folded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text, in UTF-16 units as browsers count."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Found:
    """The text or a piece of it, with what was found marked; `is_cut` when there is more of it."""

    text: str
    marks: tuple[Mark, ...]
    is_cut: bool


def terms_of(typed: str) -> Terms:
    """Words apart by spaces. Invalid for what is too short, too long or too many."""
    words = collapse_spaces(normalise(typed)).split()
    folded = tuple(dict.fromkeys(key for word in words if (key := fold_to_search(word)[0])))
    if sum(map(len, folded)) < SHORTEST:
        raise Invalid(
            "SEARCH_TOO_SHORT",
            f"พิมพ์คำที่ต้องการค้นอย่างน้อย {SHORTEST} ตัวอักษร",
            f"Type at least {SHORTEST} letters to search for.",
            field="text",
            values={"least": SHORTEST},
        )
    if len(typed) > LONGEST or len(folded) > MOST_TERMS:
        raise Invalid(
            "SEARCH_TOO_LONG",
            f"คำค้นต้องไม่เกิน {LONGEST} ตัวอักษร และไม่เกิน {MOST_TERMS} คำ",
            f"Search for at most {LONGEST} letters and {MOST_TERMS} words.",
            field="text",
            values={"most": LONGEST, "mostWords": MOST_TERMS},
        )
    return Terms(" ".join(words), folded)


def found_in(text: str, terms: Terms) -> Found:
    """The text, cut around the first find when it is long, with every find marked."""
    folded, places = _folded(text) if len(text) <= _SHORT else fold_to_search(text)
    spans: list[tuple[int, int]] = []
    for term in terms.folded:
        at = folded.find(term)
        while at >= 0:
            spans.append((places[at], _end(text, places[at + len(term) - 1])))
            at = folded.find(term, at + len(term))
    merged = _merged(spans)
    begin, end = _piece(text, merged)
    return Found(
        text[begin:end],
        tuple(
            Mark(_units(text[begin:start]), _units(text[start:stop]))
            for start, stop in merged
            if begin <= start and stop <= end
        ),
        is_cut=begin > 0 or end < len(text),
    )


_SHORT = 200


@lru_cache(maxsize=4_096)
def _folded(text: str) -> tuple[str, list[int]]:
    """Who types on, turns the page or comes back finds the same titles again."""
    return fold_to_search(text)


def _end(text: str, last: int) -> int:
    """Behind the sign and the marks above it, so that no mark is torn off its letter."""
    end = last + 1
    while end < len(text) and "\u0e47" <= text[end] <= "\u0e4e":
        end += 1
    return end


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _piece(text: str, spans: list[tuple[int, int]]) -> tuple[int, int]:
    if len(text) <= 3 * AROUND or not spans:
        return 0, min(len(text), 3 * AROUND)
    start, stop = spans[0]
    begin, end = max(0, start - AROUND), min(len(text), stop + 2 * AROUND)
    # Not in the middle of a letter and its marks.
    while begin > 0 and ("\u0e31" <= text[begin] <= "\u0e4e" and not text[begin].isalpha()):
        begin -= 1
    return begin, end


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2

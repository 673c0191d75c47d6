"""Titles as printed → clean titles: marks, markup and numbering off, the words untouched."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from plan_core.thai_text import collapse_spaces, normalise, to_arabic_digits
from plan_core.values import KIND_WORDS

_SHORT = 500
"""Texts up to this length are asked for again and again: headings, labels, cells."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--[^<>]{0,500}-->")
_BREAK = re.compile(r"<br\s{0,3}/?>|</p>\s{0,3}<p>", re.IGNORECASE)
_MARKS = re.compile("[✓✔☑√✗☐□■▪●◦•➢➤☞*_`\\\\]+")
_BULLET = re.compile(r"^[-–—•*+o]\s+|^[-–—•](?=[ก-๙])")
_HANGING = re.compile("(?<=[เแโใไ]) (?=[ก-ฮ])| (?=[ะัาำิ-ฺ็-๎ๅ])")
"""A space that no Thai word can hold: behind a leading vowel, or before a mark."""
_NUMBER = re.compile(
    r"(?:ข้อ(?:ที่)?\s?)?\(?(\d{1,3}(?:\.\d{1,3}){0,4}|\d{4}(?=\s?[.)]))(?:\s?[.)]{1,2}\s*|\s+)(?=[^\d\s.,)])"
    r"|(\d{1,3}(?:\.\d{1,3}){1,4})(?=[^\d\s.,)])"
)
_NUMBER_BELOW = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,4})\s?\((\d{1,3})\)\s*(?=[^\d\s.,)])")
"""A number below another: "1.1.1(2)"."""
_KIND = "|".join(KIND_WORDS.values())
_NEXT_ITEM = re.compile(
    rf"(?:(?<=[\s✓✔☑√>])|^)\(?(\d{{1,3}}(?:\.\d{{1,3}}){{0,4}})\s?[.)]{{1,2}}\s*(?={_KIND})"
    r"|(?:^|(?<=[\n✓✔☑√]))\s?\(?(\d{1,3})\s?[.)]{1,2}\s*(?=[^\d\s.,)])"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text and the number before it: "๔. กิจกรรม…" is ("๔", (4,), "กิจกรรม…")."""

    printed: str
    number: tuple[int, ...]
    text: str


def plain(text: str) -> str:
    """Text without markup, with single spaces; broken Thai marks repaired."""
    return _plain_short(text) if len(text) <= _SHORT else _plain(text)


def _plain(text: str) -> str:
    return collapse_spaces(normalise(plain_lines(text)))


_plain_short = lru_cache(maxsize=4096)(_plain)


def plain_lines(text: str) -> str:
    """Text without markup; breaks inside a cell become line ends. Angle brackets of text stay."""
    return _unescaped(_TAG.sub(" ", _BREAK.sub("\n", text)) if "<" in text else text).replace(
        "**", ""
    )


def _unescaped(text: str) -> str:
    return html.unescape(text) if "&" in text else text


def is_more_than_markup(text: str) -> bool:
    """Something is printed, be it only asterisks; "** **" is a blank in bold."""
    bare = "".join(html.unescape(_TAG.sub(" ", text)).split())
    return bare not in {"", "****", "__"}


def clean(text: str) -> str:
    """A readable title. A space inside a Thai word goes only where it cannot belong."""
    return _clean_short(text) if len(text) <= _SHORT else _clean(text)


def _clean(text: str) -> str:
    bare = collapse_spaces(_MARKS.sub(" ", plain(text)))
    return _HANGING.sub("", bare)


_clean_short = lru_cache(maxsize=4096)(_clean)


def numbered(text: str) -> Numbered:
    """Take the numbering or bullet off a title; `printed` is "" where there is none."""
    bare = _BULLET.sub("", clean(text))
    arabic = to_arabic_digits(bare)
    below = _NUMBER_BELOW.match(arabic)
    if below is not None:
        number = tuple(int(part) for part in (*below[1].split("."), below[2]))
        return Numbered(bare[: below.end(2) + 1], number, bare[below.end() :].strip())
    match = _NUMBER.match(arabic)
    if match is None:
        return Numbered("", (), bare)
    start, end = match.span(1) if match[1] else match.span(2)
    number = tuple(int(part) for part in (match[1] or match[2]).split("."))
    return Numbered(bare[start:end], number, bare[match.end() :].strip())


def items_of(cell: str) -> tuple[str, ...]:
    """The items that one cell holds: split only before numbers that count on from the first."""
    text = normalise(plain_lines(cell))
    arabic = to_arabic_digits(text)
    starts: list[int] = []
    last: tuple[int, ...] = ()
    for match in _NEXT_ITEM.finditer(arabic):
        number = tuple(int(part) for part in (match[1] or match[2]).split("."))
        if not last or number == (*last[:-1], last[-1] + 1):
            starts.append(match.start())
            last = number
    if len(starts) < 2 or text[: starts[0]].strip(" \n-•"):
        return (cell,)
    ends = [*starts[1:], len(text)]
    return tuple(text[a:b].strip() for a, b in zip(starts, ends, strict=True))

"""Printed headings → dimensions and missions of an edition: by number first, then by title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from plan_core.framework.rules import FrameworkEdition, FrameworkMission, dimension_code_of
from plan_core.intake.titles import clean
from plan_core.thai_text import fold_key, to_arabic_digits

SAME_TITLE = 80
"""From here on a printed title is taken to be the framework's, whatever its number says not."""
OTHER_TITLE = 50
"""Below this a printed title does not resemble the framework's at all."""

_DIMENSION = re.compile(
    r"[#\s\d.)-]{0,12}(มิ\s?ติ|มติ|มิต|มิดิ|[Dd][Ii][Mm][Ee][Nn][Ss][Ii][Oo][Nn])\s?(ที่|นี้|ที|ท)?\s?(\d{1,2})(?!\d)[\s.:)]*(.*)"
)
_LABEL = re.compile(
    r"(?:ภารกิจ(?:ตามมิติ)?(?:ที่)?\s?)?\(?(\d{1,2})(?:\.(\d{1,2}))?(?:\.\d{1,2}){0,3}"
    r"\s?[.)]{0,2}\s*(?=[^\d.]|$)(.*)"
)
_STARTS_DIMENSION = re.compile("มิ|มติ|dimension", re.IGNORECASE)
_MAX_START = 80
_CONTINUED = re.compile(r"\(\s?ต่อ\s?\)")
_MAX_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class DimensionHeading:
    """A heading "มิติที่ N title". `is_slip` when the word is printed otherwise."""

    code: str
    title: str
    word: str
    is_slip: bool


@dataclass(frozen=True, slots=True)
class MissionMatch:
    """The mission a label means; `code` is "" when it fits none. `similarity` is that of titles,
    `better` a mission whose title fits where the numbered one's does not."""

    code: str
    similarity: float
    by: str = "NUMBER"
    better: str = ""


def dimension_heading(text: str) -> DimensionHeading | None:
    if not _STARTS_DIMENSION.search(text[:_MAX_START]):
        return None
    bare = clean(text[: 2 * _MAX_CHARACTERS])[:_MAX_CHARACTERS]
    match = _DIMENSION.fullmatch(to_arabic_digits(bare))
    if match is None:
        return None
    word = f"{match[1]}{match[2] or ''}".replace(" ", "")
    return DimensionHeading(
        code=str(int(match[3])),
        title=bare[match.start(4) :].strip(),
        word=word,
        is_slip=word.casefold() not in {"มิติที่", "มิติ", "dimension"},
    )


def similarity(a: str, b: str) -> float:
    """0–100 over folded keys; a title cut short at the end of a cell still resembles the whole."""
    return _alike(_key(a[:_MAX_CHARACTERS]), _key(b[:_MAX_CHARACTERS]))


def _alike(x: str, y: str) -> float:
    if not x or not y:
        return 0.0
    whole = fuzz.ratio(x, y)
    shorter = min(len(x), len(y))
    return max(whole, fuzz.ratio(x[:shorter], y[:shorter]) - 5 if shorter >= 20 else 0.0)


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    return fold_key(text)


def mission_label(text: str) -> tuple[tuple[int, ...], str]:
    """A label's number and title: "๑.๒ การสร้าง…" is ((1, 2), "การสร้าง…")."""
    bare = _CONTINUED.sub("", clean(text[: 2 * _MAX_CHARACTERS])).strip()[:_MAX_CHARACTERS]
    match = _LABEL.fullmatch(to_arabic_digits(bare))
    if match is None:
        return (), bare
    number = tuple(int(part) for part in (match[1], match[2]) if part)
    return number, bare[match.start(3) :].strip()


def mission_of(text: str, dimension: str, edition: FrameworkEdition) -> MissionMatch:
    """The mission a printed label means inside a dimension ("" when that is unknown)."""
    number, title = mission_label(text)
    if len(number) == 2:
        code = f"{number[0]}.{number[1]}"
    elif len(number) == 1 and dimension:
        code = f"{dimension}.{number[0]}"
    else:
        code = ""
    numbered = edition.find_mission(code)
    if numbered is None:
        inside = [m for m in edition.missions() if dimension_code_of(m.code) == dimension]
        among = inside if inside and not code else [*edition.missions()]
        best, score = best_title(title, among)
        found = best.code if best is not None and score >= SAME_TITLE else ""
        return MissionMatch(found, score, "TITLE")
    own = similarity(title, numbered.title) if title else 100.0
    best, score = best_title(title, edition.missions()) if own < OTHER_TITLE else (None, 0.0)
    disagrees = best is not None and score >= SAME_TITLE
    return MissionMatch(code, own, "NUMBER", best.code if best is not None and disagrees else "")


def best_title(
    title: str, missions: Iterable[FrameworkMission]
) -> tuple[FrameworkMission | None, float]:
    key = _key(title[:_MAX_CHARACTERS])
    scored = [(_alike(key, _key(mission.title)), mission) for mission in missions]
    if not scored or not title:
        return None, 0.0
    score, mission = max(scored, key=lambda pair: pair[0])
    return mission, score

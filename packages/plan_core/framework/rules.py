"""A framework edition as a plain value, and the editions that come with the package."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise

import msgspec

from plan_core import values
from plan_core.errors import Invalid
from plan_core.thai_text import fold_key, to_arabic_digits

MIN_YEAR, MAX_YEAR = 2500, 2700
MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class FrameworkSubMission:
    """A part of a mission; `code` is like "1.2.1"."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class FrameworkMission:
    """A mission of a dimension; `code` is like "1.2". Few editions name sub-missions."""

    code: str
    title: str
    sub_missions: tuple[FrameworkSubMission, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameworkDimension:
    """One of the dimensions; `code` is like "1"."""

    code: str
    title: str
    missions: tuple[FrameworkMission, ...]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """What an earlier edition's dimensions and missions are in this one, by their codes.

    A pair (earlier, later); later is empty when nothing corresponds. A mission without a pair of
    its own goes where its dimension goes.
    """

    from_edition: str
    pairs: tuple[tuple[str, str], ...]

    def place_of(self, code: str) -> str | None:
        known = dict(self.pairs)
        found = known.get(code)
        if found is None:
            found = known.get(dimension_code_of(code))
        return found or None


@dataclass(frozen=True, slots=True)
class FrameworkEdition:
    """What one edition of the guideline prescribes, for the fiscal years it covers."""

    code: str
    first_year_be: int
    last_year_be: int
    dimensions: tuple[FrameworkDimension, ...]
    title: str = ""
    crosswalks: tuple[Crosswalk, ...] = ()
    """From earlier editions, oldest first."""

    @property
    def fiscal_years(self) -> tuple[int, ...]:
        return values.fiscal_years(self.first_year_be, self.last_year_be)

    def missions(self) -> Iterator[FrameworkMission]:
        return (mission for dimension in self.dimensions for mission in dimension.missions)

    def sub_missions(self) -> Iterator[FrameworkSubMission]:
        return (one for mission in self.missions() for one in mission.sub_missions)

    def find_dimension(self, code: str) -> FrameworkDimension | None:
        return next((d for d in self.dimensions if d.code == code), None)

    def find_mission(self, code: str) -> FrameworkMission | None:
        return next((m for m in self.missions() if m.code == code), None)

    def find_title(self, code: str) -> str | None:
        """Of a dimension or a mission."""
        found = self.find_dimension(code) or self.find_mission(code)
        return None if found is None else found.title


Framework = FrameworkEdition


def dimension_code_of(mission_code: str) -> str:
    """ "1.2" belongs to dimension "1"; no mission belongs to none."""
    return mission_code.partition(".")[0]


@cache
def load_editions() -> tuple[FrameworkEdition, ...]:
    """The editions in `editions/*.toml`, oldest first: adding a file adds an edition."""
    folder = resources.files("plan_core.framework") / "editions"
    texts = [f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".toml")]
    return tuple(sorted(map(read_edition, texts), key=lambda edition: edition.first_year_be))


def read_edition(text: str) -> FrameworkEdition:
    """An edition from its file. Invalid EDITION_UNREADABLE with what is wrong in it."""
    try:
        edition = msgspec.convert(tomllib.loads(text), FrameworkEdition)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _unreadable(str(error)) from error
    _check_edition(edition)
    walks = (replace(one, pairs=tuple(sorted(one.pairs))) for one in edition.crosswalks)
    return replace(edition, crosswalks=tuple(sorted(walks, key=lambda one: one.from_edition)))


def text_of(content: bytes) -> str:
    """A file's text; EDITION_UNREADABLE when it is none."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unreadable("the file is not UTF-8 text") from error


def _check_edition(edition: FrameworkEdition) -> None:
    if not MIN_YEAR <= edition.first_year_be <= edition.last_year_be <= MAX_YEAR:
        raise _unreadable("first_year_be and last_year_be are Buddhist-era years in order")
    if edition.last_year_be - edition.first_year_be >= MOST_YEARS:
        raise _unreadable(f"an edition covers at most {MOST_YEARS} years")
    if not re.fullmatch(r"[0-9A-Za-z-]{1,20}", edition.code):
        raise _unreadable("code is up to 20 letters, digits and hyphens")
    dimensions = [dimension.code for dimension in edition.dimensions]
    missions = [mission.code for mission in edition.missions()]
    codes = [*dimensions, *missions]
    if not missions or len(codes) != len(set(codes)):
        raise _unreadable("there are missions, and no code stands twice")
    for dimension in edition.dimensions:
        if not re.fullmatch(r"[1-9][0-9]?", dimension.code) or not dimension.title:
            raise _unreadable(f"dimension {dimension.code}: a number and a title")
        for mission in dimension.missions:
            is_inside = re.fullmatch(re.escape(dimension.code) + r"\.[1-9][0-9]?", mission.code)
            if not is_inside or not mission.title:
                raise _unreadable(f"mission {mission.code}: a number inside its dimension, a title")
            _check_sub_missions(mission)
    for walk in edition.crosswalks:
        earlier = [code for code, _ in walk.pairs]
        if len(earlier) != len(set(earlier)):
            raise _unreadable(f"crosswalk from {walk.from_edition}: a code stands twice")
        for _, later in walk.pairs:
            if later and later not in codes:
                raise _unreadable(f"crosswalk from {walk.from_edition}: there is no {later} here")


def _check_sub_missions(mission: FrameworkMission) -> None:
    seen: set[str] = set()
    for one in mission.sub_missions:
        is_inside = re.fullmatch(re.escape(mission.code) + r"\.[1-9][0-9]?", one.code)
        if not is_inside or not one.title or one.code in seen:
            raise _unreadable(
                f"sub-mission {one.code}: a number inside its mission that stands once, a title"
            )
        seen.add(one.code)


_NUMBER = re.compile(r"\s*([0-9๐-๙]+(?:\s*\.\s*[0-9๐-๙]+)+)\s*[.)]?\s*")


def sub_mission_of(mission: FrameworkMission, printed: str) -> FrameworkSubMission | None:
    """The sub-mission that a plan prints above its rows: by its number, else by its title."""
    number = _NUMBER.match(printed)
    code = "" if number is None else "".join(to_arabic_digits(number[1]).split())
    key = fold_key(printed[number.end() :] if number else printed)
    by_code = next((one for one in mission.sub_missions if one.code == code), None)
    return by_code or next(
        (one for one in mission.sub_missions if fold_key(one.title) == key), None
    )


def _unreadable(reason: str) -> Invalid:
    return Invalid(
        "EDITION_UNREADABLE",
        f"แฟ้มฉบับของกรอบไม่ถูกต้อง: {reason}",
        f"The edition's file cannot be used: {reason}.",
        field="file",
        values={"reason": reason},
    )


@dataclass(frozen=True, slots=True)
class Followed:
    """An earlier edition's mission, and what it is in the edition that a series ends with."""

    edition: FrameworkEdition
    mission: FrameworkMission
    code: str | None
    """Of a dimension or a mission there; None when nothing corresponds."""


def follow(editions: Sequence[FrameworkEdition]) -> list[Followed]:
    """Every mission of the editions before the last, step by step to the last. Oldest first."""
    followed: list[Followed] = []
    for at, edition in enumerate(editions[:-1]):
        for mission in edition.missions():
            code: str | None = mission.code
            for before, after in pairwise(editions[at:]):
                walk = next((w for w in after.crosswalks if w.from_edition == before.code), None)
                code = walk.place_of(code) if walk is not None and code is not None else None
            followed.append(Followed(edition, mission, code))
    return followed


def edition_for(editions: Iterable[FrameworkEdition], years: Iterable[int]) -> FrameworkEdition:
    """The edition that shares most fiscal years with a plan; among equals the tightest, oldest.

    A plan of years that no edition knows still gets one to match its missions against.
    """
    wanted = set(years)
    return min(
        editions,
        key=lambda edition: (
            -len(wanted & set(edition.fiscal_years)),
            len(set(edition.fiscal_years) - wanted),
            edition.first_year_be,
        ),
    )

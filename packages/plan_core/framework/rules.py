"""A framework edition as a plain value, and the editions that come with the package."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec

from plan_core import values


@dataclass(frozen=True, slots=True)
class FrameworkMission:
    """A mission of a dimension; `code` is like "1.2"."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class FrameworkDimension:
    """One of the dimensions; `code` is like "1"."""

    code: str
    title: str
    missions: tuple[FrameworkMission, ...]


@dataclass(frozen=True, slots=True)
class FrameworkEdition:
    """What one edition of the guideline prescribes, for the fiscal years it covers."""

    code: str
    first_year_be: int
    last_year_be: int
    dimensions: tuple[FrameworkDimension, ...]
    title: str = ""

    @property
    def fiscal_years(self) -> tuple[int, ...]:
        return values.fiscal_years(self.first_year_be, self.last_year_be)

    def missions(self) -> Iterator[FrameworkMission]:
        return (mission for dimension in self.dimensions for mission in dimension.missions)

    def find_dimension(self, code: str) -> FrameworkDimension | None:
        return next((d for d in self.dimensions if d.code == code), None)

    def find_mission(self, code: str) -> FrameworkMission | None:
        return next((m for m in self.missions() if m.code == code), None)


Framework = FrameworkEdition


def dimension_code_of(mission_code: str) -> str:
    """ "1.2" belongs to dimension "1"; no mission belongs to none."""
    return mission_code.partition(".")[0]


@cache
def load_editions() -> tuple[FrameworkEdition, ...]:
    """The editions in `editions/*.toml`, oldest first: adding a file adds an edition."""
    folder = resources.files("plan_core.framework") / "editions"
    texts = [f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".toml")]
    editions = [msgspec.convert(tomllib.loads(text), FrameworkEdition) for text in texts]
    return tuple(sorted(editions, key=lambda edition: edition.first_year_be))


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

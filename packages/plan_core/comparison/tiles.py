"""The map of an area: what tiles and districts say, told apart without colour. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from plan_core.comparison.answer import ComparedOrganisation, Comparison
from plan_core.comparison.rules import CoverageLook, Timeliness
from plan_core.places.model import District
from plan_core.plans.totals import add_budgets
from plan_core.values import Budget, BudgetState

STEPS = 5
_HAVING = {CoverageLook.WITH_MONEY, CoverageLook.WITHOUT_MONEY}


class MapMeasure(StrEnum):
    """What the map shows of each organisation."""

    TIMELINESS = "TIMELINESS"
    COVERAGE = "COVERAGE"
    TOTAL = "TOTAL"


class TileLook(StrEnum):
    """Seven looks never to be confused; STEP alone has a step."""

    ON_TIME = "ON_TIME"
    LATE = "LATE"
    AWAITED = "AWAITED"
    MISSING = "MISSING"
    UNSTATED = "UNSTATED"
    NO_BUDGET = "NO_BUDGET"
    STEP = "STEP"


@dataclass(frozen=True, slots=True)
class Tile:
    """An organisation on the map; `step` is 1, the weakest, to 5."""

    line: ComparedOrganisation
    look: TileLook
    step: int | None

    @property
    def covered(self) -> int:
        return covered(self.line)


@dataclass(frozen=True, slots=True)
class MapDistrict:
    """A district's tiles together; `district` None: the province-wide organisations."""

    district: District | None
    tiles: tuple[Tile, ...]
    look: TileLook
    step: int | None

    def how_many(self, *looks: Timeliness) -> int:
        return sum(1 for tile in self.tiles if tile.line.timeliness in looks)

    @property
    def submitted(self) -> int:
        return sum(1 for tile in self.tiles if tile.line.has_plan)

    @property
    def total(self) -> Budget | None:
        """What the submitted plans add up to; None where there is none."""
        return _total_of([tile.line for tile in self.tiles])

    @property
    def covered(self) -> int:
        """Missions with rows, over all submitted plans."""
        return sum(tile.covered for tile in self.tiles)


@dataclass(frozen=True, slots=True)
class ComparisonMap:
    comparison: Comparison
    measure: MapMeasure
    districts: tuple[MapDistrict, ...]

    @property
    def missions(self) -> int:
        return sum(1 for _ in self.comparison.edition.missions())


def covered(line: ComparedOrganisation) -> int:
    """Missions in which the submitted plan has rows."""
    return sum(1 for one in line.coverage if one.look in _HAVING)


def map_of(comparison: Comparison, measure: MapMeasure) -> ComparisonMap:
    """Tiles by district in the comparison's order; fifths are of those that are shown."""
    lines = comparison.organisations
    tile_of = _tiles(measure, lines)
    groups: dict[str, list[ComparedOrganisation]] = {}
    for line in lines:
        groups.setdefault(line.district.code if line.district else "", []).append(line)
    group_of = _groups(measure, [*groups.values()])
    return ComparisonMap(
        comparison,
        measure,
        tuple(
            MapDistrict(own[0].district, tuple(map(tile_of, own)), *group_of(own))
            for own in groups.values()
        ),
    )


def step_of_share(part: int, whole: int) -> int:
    """A share as one of five steps; nothing at all is the first."""
    return max(1, -(-STEPS * part // whole))


def fifth_of(own: int, all_of_them: Sequence[int]) -> int:
    """Which fifth an amount is in; equal amounts stand in the same one."""
    return step_of_share(sum(1 for one in all_of_them if one <= own), len(all_of_them))


Look = tuple[TileLook, int | None]


def _tiles(
    measure: MapMeasure, lines: Sequence[ComparedOrganisation]
) -> Callable[[ComparedOrganisation], Tile]:
    amounts = _amounts([line.total for line in lines])

    def look_of(line: ComparedOrganisation) -> Look:
        if measure is MapMeasure.COVERAGE:
            return TileLook.STEP, step_of_share(covered(line), len(line.coverage))
        return _by_total(line.total, amounts)

    def tile(line: ComparedOrganisation) -> Tile:
        if not line.has_plan or measure is MapMeasure.TIMELINESS:
            return Tile(line, TileLook(line.timeliness.value), None)
        return Tile(line, *look_of(line))

    return tile


def _groups(
    measure: MapMeasure, groups: Sequence[Sequence[ComparedOrganisation]]
) -> Callable[[Sequence[ComparedOrganisation]], Look]:
    amounts = _amounts([_total_of(own) for own in groups])

    def look(own: Sequence[ComparedOrganisation]) -> Look:
        plans = [line for line in own if line.has_plan]
        if not plans:
            overdue = any(line.timeliness is Timeliness.MISSING for line in own)
            return (TileLook.MISSING if overdue else TileLook.AWAITED), None
        match measure:
            case MapMeasure.TIMELINESS:
                on_time = sum(1 for line in own if line.timeliness is Timeliness.ON_TIME)
                return TileLook.STEP, step_of_share(on_time, len(own))
            case MapMeasure.COVERAGE:
                whole = sum(len(line.coverage) for line in plans)
                return TileLook.STEP, step_of_share(sum(map(covered, plans)), whole)
            case MapMeasure.TOTAL:
                return _by_total(_total_of(own), amounts)

    return look


def _amounts(totals: Sequence[Budget | None]) -> list[int]:
    return [one.satang for one in totals if one is not None and one.satang is not None]


def _by_total(total: Budget | None, amounts: Sequence[int]) -> Look:
    if total is not None and total.satang is not None:
        return TileLook.STEP, fifth_of(total.satang, amounts)
    is_none = total is not None and total.state is BudgetState.NONE
    return (TileLook.NO_BUDGET if is_none else TileLook.UNSTATED), None


def _total_of(lines: Sequence[ComparedOrganisation]) -> Budget | None:
    totals = [line.total for line in lines if line.total is not None]
    return add_budgets(totals) if totals else None

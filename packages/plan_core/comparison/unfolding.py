"""A wide rollup row unfolded: budgets by dimension, coverage by mission. Pure.

A province asks for a hundred of them at once, so amounts are added up as satang, and what the
last thousand figures unfolded to is kept: the same figures always unfold to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from plan_core.comparison import rules
from plan_core.comparison.answer import (
    DimensionBudget,
    MissionCoverage,
    OrganisationFigures,
    SubMissionCoverage,
    add_years,
)
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.model import PlanRollup
from plan_core.plans.rollup import KINDS
from plan_core.plans.totals import KindCounts, add_budgets, add_cells
from plan_core.values import UNSTATED


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where the chosen years of an edition's missions lie in the arrays: mission by mission and
    year by year; `inside` are the missions of each dimension, as places."""

    years: tuple[int, ...]
    missions: tuple[tuple[str, tuple[int, ...]], ...]
    inside: tuple[tuple[str, tuple[int, ...]], ...]
    sub_missions: tuple[tuple[str, tuple[int, ...]], ...]


@lru_cache(maxsize=64)
def layout_of(edition: FrameworkEdition, years: tuple[int, ...]) -> Layout:
    """The same object for the same edition and years."""
    known = edition.fiscal_years
    chosen = [known.index(year) for year in years]

    def placed(codes: Iterable[str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
        return tuple(
            (code, tuple(at * len(known) + year for year in chosen))
            for at, code in enumerate(codes)
        )

    missions = placed(mission.code for mission in edition.missions())
    places = {code: at for at, (code, _) in enumerate(missions)}
    inside = tuple(
        (dimension.code, tuple(places[mission.code] for mission in dimension.missions))
        for dimension in edition.dimensions
    )
    return Layout(years, missions, inside, placed(one.code for one in edition.sub_missions()))


def unfold(layout: Layout, rollup: PlanRollup) -> OrganisationFigures:
    """Missions without rows say nothing, so dimensions leave them out."""
    counts, states = tuple(rollup.counts), tuple(rollup.states)
    below = None
    if rollup.sub_counts is not None:
        below = (
            tuple(rollup.sub_counts),
            tuple(rollup.sub_states or ()),
            tuple(rollup.sub_amounts_satang or ()),
        )
    return _unfold(layout, counts, states, tuple(rollup.amounts_satang), below)


_Arrays: TypeAlias = tuple[tuple[int, ...], tuple[str, ...], tuple[int | None, ...]]


@lru_cache(maxsize=1_024)
def _unfold(
    layout: Layout,
    counts: tuple[int, ...],
    states: tuple[str, ...],
    amounts_satang: tuple[int | None, ...],
    below: _Arrays | None,
) -> OrganisationFigures:
    cells = tuple(zip(states, amounts_satang, strict=True))
    by_mission = _by_kind(counts)
    rows = [sum(kinds) for kinds in by_mission]
    dimensions: list[DimensionBudget] = []
    for code, inside in layout.inside:
        filled = [layout.missions[place][1] for place in inside if rows[place]]
        by_year = {
            year: add_cells([cells[places[at]] for places in filled])
            for at, year in enumerate(layout.years)
        }
        dimensions.append(DimensionBudget(code, by_year, sum(rows[place] for place in inside)))
    coverage = [
        _covered(code, kinds, [cells[place] for place in places])
        for (code, places), kinds in zip(layout.missions, by_mission, strict=True)
    ]
    years = add_years(dimensions, layout.years)
    return OrganisationFigures(
        tuple(dimensions),
        tuple(coverage),
        years,
        add_budgets(years.values()),
        None if below is None else _covered_below(layout, below),
    )


def _by_kind(counts: Sequence[int]) -> list[Sequence[int]]:
    return [counts[at : at + len(KINDS)] for at in range(0, len(counts), len(KINDS))]


def _covered_below(layout: Layout, below: _Arrays) -> tuple[SubMissionCoverage, ...] | None:
    """None when the edition named other sub-missions than now when they were counted."""
    counts, states, amounts_satang = below
    by_part = _by_kind(counts)
    if len(by_part) != len(layout.sub_missions):
        return None
    cells = tuple(zip(states, amounts_satang, strict=True))
    found: list[SubMissionCoverage] = []
    for (code, places), kinds in zip(layout.sub_missions, by_part, strict=True):
        one = _covered(code, kinds, [cells[place] for place in places])
        found.append(SubMissionCoverage(code, one.look, one.counts, one.budget))
    return tuple(found)


def _covered(
    code: str, counts: Sequence[int], cells: Sequence[tuple[str, int | None]]
) -> MissionCoverage:
    budget, kinds = add_cells(cells), KindCounts(*counts)
    look = rules.look_of(True, kinds.total, budget.satang or 0)
    return MissionCoverage(code, look, kinds, budget)


@lru_cache(maxsize=64)
def uncovered(layout: Layout) -> OrganisationFigures:
    """Of an organisation without a plan."""
    look = rules.look_of(False, 0, 0)
    coverage = tuple(
        MissionCoverage(code, look, KindCounts(), UNSTATED) for code, _ in layout.missions
    )
    below = tuple(
        SubMissionCoverage(code, look, KindCounts(), UNSTATED) for code, _ in layout.sub_missions
    )
    return OrganisationFigures((), coverage, {}, None, below)

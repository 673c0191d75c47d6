"""Adding up: three states that are never merged, and figures that agree with each other."""

import itertools
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_core.framework.rules import FrameworkDimension, FrameworkEdition, FrameworkMission
from plan_core.plans.rollup import KINDS, figures_of
from plan_core.plans.totals import (
    KindCounts,
    add_budgets,
    add_cells,
    add_rows,
    count_kinds,
    total_of,
)
from plan_core.values import NO_BUDGET, UNSTATED, Budget, BudgetState, InitiativeKind

EDITION = FrameworkEdition(
    "test",
    2561,
    2563,
    tuple(
        FrameworkDimension(
            str(d), "", tuple(FrameworkMission(f"{d}.{m}", "") for m in range(1, last + 1))
        )
        for d, last in ((1, 3), (2, 1), (3, 2))
    ),
)
YEARS = EDITION.fiscal_years
MISSIONS = [mission.code for mission in EDITION.missions()]


@dataclass(frozen=True)
class Row:
    mission_code: str
    kind: InitiativeKind | None
    budgets: dict[int, Budget]


budgets = st.one_of(
    st.just(NO_BUDGET),
    st.just(UNSTATED),
    st.decimals(0, 999_999, places=2).map(Budget.of),
)
rows = st.lists(
    st.builds(
        Row,
        st.sampled_from(MISSIONS),
        st.none() | st.sampled_from(KINDS),
        st.dictionaries(st.sampled_from(YEARS), budgets),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        ([], UNSTATED),
        ([UNSTATED], UNSTATED),
        ([NO_BUDGET], NO_BUDGET),
        ([NO_BUDGET, NO_BUDGET], NO_BUDGET),
        ([NO_BUDGET, UNSTATED], UNSTATED),
        ([Budget.of(0)], Budget.of(0)),
        ([Budget.of(0), NO_BUDGET], Budget.of(0)),
        ([Budget.of(5), UNSTATED, NO_BUDGET], Budget.of(5)),
        ([Budget.of("0.10"), Budget.of("0.20")], Budget.of("0.30")),
    ],
)
def test_a_sum_is_an_amount_or_none_or_not_stated(cells: list[Budget], total: Budget) -> None:
    assert add_budgets(cells) == total


@given(st.lists(st.lists(budgets, min_size=1), min_size=1))
def test_sums_of_sums_are_the_sum_of_all(groups: list[list[Budget]]) -> None:
    """What rollups rely on: adding up missions is adding up their cells."""
    assert add_budgets(add_budgets(group) for group in groups) == add_budgets(
        cell for group in groups for cell in group
    )


@given(rows)
def test_dimensions_missions_years_and_cells_all_add_up(some: list[Row]) -> None:
    totals = total_of(some, EDITION, YEARS)
    cells = [row.budgets.get(year, UNSTATED) for row in some for year in YEARS]
    assert totals.grand_total == sum((cell.amount or 0 for cell in cells), Decimal(0))
    assert totals.counts.total == len(some)
    assert totals.cells.amounts + totals.cells.none + totals.cells.unstated == len(cells)
    assert totals.cells.none == cells.count(NO_BUDGET)
    assert totals.cells.unstated == cells.count(UNSTATED)
    assert [one.dimension_code for one in totals.dimensions] == ["1", "2", "3"]
    listed = [mission for one in totals.dimensions for mission in one.missions]
    assert [mission.mission_code for mission in listed] == MISSIONS
    for year in YEARS:
        money = sum((one.years[year].amount or 0 for one in totals.dimensions), Decimal(0))
        assert money == (totals.years[year].amount or 0)
        assert money == sum((one.years[year].amount or 0 for one in listed), Decimal(0))
    assert sum(one.counts.total for one in listed) == len(some)


@given(rows)
def test_the_flat_figures_are_the_totals_by_mission(some: list[Row]) -> None:
    figures = figures_of(some, EDITION)
    totals = total_of(some, EDITION, YEARS)
    listed = [mission for one in totals.dimensions for mission in one.missions]
    assert len(figures.counts) == len(MISSIONS) * len(KINDS)
    assert len(figures.states) == len(figures.amounts_satang) == len(MISSIONS) * len(YEARS)
    for index, mission in enumerate(listed):
        at = index * len(KINDS)
        counts = mission.counts
        assert figures.counts[at : at + len(KINDS)] == [
            counts.projects,
            counts.activities,
            counts.measures,
            counts.guidelines,
        ]
        for offset, year in enumerate(YEARS):
            cell = index * len(YEARS) + offset
            assert figures.states[cell] == mission.years[year].state.value
            assert figures.amounts_satang[cell] == mission.years[year].satang


def test_years_that_were_not_asked_for_do_not_count() -> None:
    row = Row("1.1", InitiativeKind.PROJECT, {2561: Budget.of(1), 2562: Budget.of(2)})
    totals = total_of([row], EDITION, [2562])
    assert totals.grand_total == 2
    assert list(totals.years) == [2562]
    assert totals.cells.amounts == 1


def test_kinds_are_counted_each_for_itself() -> None:
    some = [Row("1.1", kind, {}) for kind in (*KINDS, InitiativeKind.PROJECT, None)]
    assert count_kinds(some) == KindCounts(2, 1, 1, 1, 1)
    assert count_kinds(some).total == 6
    assert count_kinds([]) == KindCounts()


@given(rows)
def test_every_row_is_counted_under_one_kind_or_none(some: list[Row]) -> None:
    counts = add_rows(some, YEARS).counts
    assert [counts.of(kind) for kind in KINDS] == [
        sum(row.kind is kind for row in some) for kind in KINDS
    ]
    assert sum(counts.of(kind) for kind in KINDS) + counts.unknown == len(some)


def test_no_money_and_zero_baht_stay_apart() -> None:
    without = Row("1.1", None, {2561: NO_BUDGET})
    zero = Row("1.1", None, {2561: Budget.of(0)})
    assert add_rows([without], [2561]).years == {2561: NO_BUDGET}
    assert add_rows([without, zero], [2561]).years == {2561: Budget.of(0)}


def test_kept_cells_add_up_to_what_their_budgets_add_up_to() -> None:
    """In every mix of the three states, amounts with satang and none at all included."""
    cells = [("AMOUNT", 0), ("AMOUNT", 1_050), ("AMOUNT", 30_000_00), ("NONE", None)]
    cells.append(("UNSTATED", None))
    for length in range(4):
        for some in itertools.product(cells, repeat=length):
            budgets = [Budget.from_satang(BudgetState(state), satang) for state, satang in some]
            assert add_cells(some) == add_budgets(budgets), some
    nothing: list[tuple[str, int | None]] = []
    assert add_cells(nothing) == UNSTATED

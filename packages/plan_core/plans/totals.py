"""Adding up a plan: budgets by dimension, mission and year, and counts by kind. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from plan_core.framework.rules import FrameworkEdition
from plan_core.values import NO_BUDGET, UNSTATED, Budget, BudgetState, InitiativeKind


class CountedRow(Protocol):
    """What is needed of a row to add it up, be it of a draft, a plan or a revision."""

    @property
    def mission_code(self) -> str: ...
    @property
    def kind(self) -> InitiativeKind | None: ...
    @property
    def budgets(self) -> Mapping[int, Budget]: ...


@dataclass(frozen=True, slots=True)
class Counted:
    """A row as it counts and nothing else. Rows of a plan make their budgets anew whenever they
    are asked, and adding up asks many times."""

    mission_code: str
    kind: InitiativeKind | None
    budgets: Mapping[int, Budget]

    @classmethod
    def list_of(cls, rows: Iterable[CountedRow]) -> list[Counted]:
        return [cls(row.mission_code, row.kind, row.budgets) for row in rows]


@dataclass(frozen=True, slots=True)
class KindCounts:
    """How many rows are of each kind; `unknown` of none."""

    projects: int = 0
    activities: int = 0
    measures: int = 0
    guidelines: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return self.projects + self.activities + self.measures + self.guidelines + self.unknown

    def of(self, kind: InitiativeKind) -> int:
        match kind:
            case InitiativeKind.PROJECT:
                return self.projects
            case InitiativeKind.ACTIVITY:
                return self.activities
            case InitiativeKind.MEASURE:
                return self.measures
            case InitiativeKind.GUIDELINE:
                return self.guidelines


@dataclass(frozen=True, slots=True)
class CellCounts:
    amounts: int
    none: int
    unstated: int


@dataclass(frozen=True, slots=True)
class RowsTotal:
    """Any rows together. A year is AMOUNT only where a cell holds money, so that "no money" and
    "0 baht" stay apart; `grand_total` is baht."""

    years: Mapping[int, Budget]
    counts: KindCounts
    cells: CellCounts
    grand_total: Decimal


@dataclass(frozen=True, slots=True)
class MissionTotal:
    mission_code: str
    years: Mapping[int, Budget]
    counts: KindCounts


@dataclass(frozen=True, slots=True)
class DimensionTotal:
    dimension_code: str
    years: Mapping[int, Budget]
    counts: KindCounts
    missions: tuple[MissionTotal, ...]


@dataclass(frozen=True, slots=True)
class PlanTotals:
    """`years` maps a BE fiscal year to the sum over the plan; `grand_total` is baht."""

    years: Mapping[int, Budget]
    counts: KindCounts
    cells: CellCounts
    grand_total: Decimal
    dimensions: tuple[DimensionTotal, ...]


def add_budgets(budgets: Iterable[Budget]) -> Budget:
    """The sum of the amounts; without any: `-` when every cell says so, else not stated."""
    total: Decimal | None = None
    says_none = says_nothing = False
    for budget in budgets:
        if budget.amount is not None:
            total = budget.amount if total is None else total + budget.amount
        elif budget.state is BudgetState.NONE:
            says_none = True
        else:
            says_nothing = True
    if total is not None:
        return Budget(BudgetState.AMOUNT, total)
    return NO_BUDGET if says_none and not says_nothing else UNSTATED


def add_cells(cells: Iterable[tuple[str, int | None]]) -> Budget:
    """The same for cells as they are kept: a state's text, and satang where there is an amount."""
    total: int | None = None
    says_none = says_nothing = False
    for state, satang in cells:
        if satang is not None:
            total = satang if total is None else total + satang
        elif state == "NONE":
            says_none = True
        else:
            says_nothing = True
    if total is not None:
        return Budget.from_satang(BudgetState.AMOUNT, total)
    return NO_BUDGET if says_none and not says_nothing else UNSTATED


def count_kinds(rows: Iterable[CountedRow]) -> KindCounts:
    kinds = [row.kind for row in rows]
    return KindCounts(
        projects=kinds.count(InitiativeKind.PROJECT),
        activities=kinds.count(InitiativeKind.ACTIVITY),
        measures=kinds.count(InitiativeKind.MEASURE),
        guidelines=kinds.count(InitiativeKind.GUIDELINE),
        unknown=kinds.count(None),
    )


def add_years(rows: Sequence[CountedRow], years: Sequence[int]) -> dict[int, Budget]:
    return {year: add_budgets(row.budgets.get(year, UNSTATED) for row in rows) for year in years}


def add_rows(rows: Sequence[CountedRow], years: Sequence[int]) -> RowsTotal:
    per_year = add_years(rows, years)
    states = [row.budgets.get(year, UNSTATED).state for row in rows for year in years]
    return RowsTotal(
        years=per_year,
        counts=count_kinds(rows),
        cells=CellCounts(
            amounts=states.count(BudgetState.AMOUNT),
            none=states.count(BudgetState.NONE),
            unstated=states.count(BudgetState.UNSTATED),
        ),
        grand_total=sum((budget.amount or Decimal(0) for budget in per_year.values()), Decimal(0)),
    )


def total_of(
    rows: Sequence[CountedRow], edition: FrameworkEdition, years: Sequence[int]
) -> PlanTotals:
    """Totals over every dimension and mission of the edition, the empty ones included."""
    rows = Counted.list_of(rows)
    dimensions: list[DimensionTotal] = []
    for dimension in edition.dimensions:
        of_missions = [
            (mission.code, [row for row in rows if row.mission_code == mission.code])
            for mission in dimension.missions
        ]
        of_dimension = [row for _, some in of_missions for row in some]
        missions = tuple(
            MissionTotal(code, add_years(some, years), count_kinds(some))
            for code, some in of_missions
        )
        dimensions.append(
            DimensionTotal(
                dimension.code, add_years(of_dimension, years), count_kinds(of_dimension), missions
            )
        )
    whole = add_rows(rows, years)
    return PlanTotals(
        years=whole.years,
        counts=whole.counts,
        cells=whole.cells,
        grand_total=whole.grand_total,
        dimensions=tuple(dimensions),
    )

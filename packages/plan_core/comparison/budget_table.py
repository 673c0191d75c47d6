"""The budget comparison as it is shown: columns, groups, lines, subtotals, changes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from plan_core.comparison import picture
from plan_core.comparison.answer import ComparedOrganisation, Comparison, DimensionBudget
from plan_core.comparison.figures import (
    BudgetMeasure,
    Change,
    Figure,
    change_of,
    figure_of,
)
from plan_core.comparison.picture import Column, View
from plan_core.places.model import District
from plan_core.plans.totals import add_budgets
from plan_core.values import Budget, OrganisationKind


class Against(StrEnum):
    """What each figure is compared with."""

    YEAR_BEFORE = "YEAR_BEFORE"
    REVISION_BEFORE = "REVISION_BEFORE"
    FIRST_REVISION = "FIRST_REVISION"


class BudgetView(StrEnum):
    """The columns: see `picture.columns_of`."""

    YEARS = "YEARS"
    DIMENSIONS = "DIMENSIONS"
    BOTH = "BOTH"

    @property
    def as_view(self) -> View:
        return _VIEWS[self]


_VIEWS: dict[BudgetView, View] = {
    BudgetView.YEARS: "years",
    BudgetView.DIMENSIONS: "dimensions",
    BudgetView.BOTH: "both",
}


class Grouping(StrEnum):
    """Which organisations stand together, with a subtotal."""

    NONE = "NONE"
    DISTRICT = "DISTRICT"
    KIND = "KIND"
    DISTRICT_AND_KIND = "DISTRICT_AND_KIND"


@dataclass(frozen=True, slots=True)
class Shown:
    """The reader's choices."""

    view: View = "both"
    dimension_code: str | None = None
    measure: BudgetMeasure = BudgetMeasure.AMOUNT
    against: Against | None = None
    grouping: Grouping = Grouping.DISTRICT
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier revision of an organisation, in the same years."""

    revision_id: UUID
    number: int
    submitted_at: datetime
    dimensions: tuple[DimensionBudget, ...]


@dataclass(frozen=True, slots=True)
class People:
    year_be: int
    people: int
    source: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of an organisation besides its figures; `people` by year, the oldest first."""

    earlier: Earlier | None = None
    people: tuple[People, ...] = ()

    def people_in(self, year_be: int) -> People | None:
        """By the newest register that is no newer than the year."""
        return next((one for one in reversed(self.people) if one.year_be <= year_be), None)


@dataclass(frozen=True, slots=True)
class Cell:
    figure: Figure
    change: Change | None


@dataclass(frozen=True, slots=True)
class Line:
    """`cells` stand in the order of the columns; none without a submitted plan."""

    line: ComparedOrganisation
    earlier: Earlier | None
    people: People | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """`is_outer`: the sum of a district whose kinds stand above it, without lines of its own."""

    district: District | None
    kind: OrganisationKind | None
    is_outer: bool
    organisations: int
    lines: tuple[Line, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class BudgetTable:
    comparison: Comparison
    shown: Shown
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    cells: tuple[Cell, ...]

    def has_change(self, at: int) -> bool:
        """Whether the column has a change at all: the first year and the total have none."""
        return self.cells[at].change is not None or any(
            line.cells[at].change is not None
            for group in self.groups
            for line in group.lines
            if line.cells
        )


def table_of(comparison: Comparison, beside: Mapping[int, Beside], shown: Shown) -> BudgetTable:
    """`beside` by organisation. Invalid DIMENSION_UNKNOWN for one that the edition has not."""
    columns = picture.columns_of(comparison, shown.view, shown.dimension_code)
    sums = _Sums(comparison, beside, shown, columns)
    lines = [
        Line(
            one,
            sums.beside(one).earlier,
            sums.beside(one).people_in(comparison.fiscal_years[-1]),
            sums.cells([one]) if one.has_plan else (),
        )
        for one in comparison.organisations
    ]
    _sort(lines, columns, shown.sort)
    return BudgetTable(
        comparison,
        shown,
        tuple(columns),
        tuple(_groups(lines, shown.grouping, sums)),
        sums.cells(comparison.organisations),
    )


class _Sums:
    """Figures of one organisation, of several, or of all, by column."""

    def __init__(
        self,
        comparison: Comparison,
        beside: Mapping[int, Beside],
        shown: Shown,
        columns: Sequence[Column],
    ) -> None:
        self._beside = beside
        self._shown = shown
        self._columns = columns
        self._years = comparison.fiscal_years
        self._known: dict[object, tuple[int, Budget]] = {}

    def beside(self, one: ComparedOrganisation) -> Beside:
        return self._beside.get(one.organisation.id, _NOTHING_BESIDE)

    def cells(self, lines: Sequence[ComparedOrganisation]) -> tuple[Cell, ...]:
        plans = [one for one in lines if one.has_plan]
        figures = [self._figure(column, plans, _present) for column in self._columns]
        return tuple(
            Cell(figure, self._change(column, figure, figures, plans))
            for column, figure in zip(self._columns, figures, strict=True)
        )

    def _figure(
        self, column: Column, plans: Sequence[ComparedOrganisation], dimensions_of: DimensionsOf
    ) -> Figure:
        measure = self._shown.measure
        people = 0
        left_out = 0
        counted: list[ComparedOrganisation] = list(plans)
        if measure is BudgetMeasure.PER_HEAD:
            # A province's own organisation has the people of all others: not counted twice.
            local = [one for one in plans if one.organisation.kind is not OrganisationKind.PAO]
            counted = []
            for one in local or plans:
                known = self.beside(one).people_in(column.fiscal_year_be or self._years[-1])
                if known is not None:
                    counted.append(one)
                    people += known.people
            left_out = len(plans) - len(counted)
            # Nobody's people are known: `-`, blank and no rows are still what they are.
            counted = counted or list(plans)
        inside = [self._own(column, one, dimensions_of) for one in counted]
        rows = sum(own for own, _ in inside)
        budget = add_budgets(amount for own, amount in inside if own)
        divisor: Decimal | int | None = None
        match measure:
            case BudgetMeasure.AMOUNT:
                pass
            case BudgetMeasure.SHARE:
                whole = [self._own(_WHOLE, one, dimensions_of) for one in counted]
                divisor = add_budgets(amount for own, amount in whole if own).amount
            case BudgetMeasure.PER_INITIATIVE:
                divisor = rows
            case BudgetMeasure.PER_HEAD:
                divisor = people
        every_row = sum(self._own(column, one, dimensions_of)[0] for one in plans)
        return figure_of(measure, budget, rows, divisor, left_out, every_row - rows)

    def _own(
        self, column: Column, one: ComparedOrganisation, dimensions_of: DimensionsOf
    ) -> tuple[int, Budget]:
        """Rows and budget of one organisation: added up once for its line and all its sums."""
        key = (column.dimension_code, column.fiscal_year_be, one.organisation.id, dimensions_of)
        known = self._known.get(key)
        if known is None:
            dimensions = dimensions_of(one, self.beside(one))
            known = self._known[key] = (_rows(column, dimensions), column.of(dimensions))
        return known

    def _change(
        self,
        column: Column,
        now: Figure,
        figures: Sequence[Figure],
        plans: Sequence[ComparedOrganisation],
    ) -> Change | None:
        measure = self._shown.measure
        if self._shown.against is None:
            return None
        if self._shown.against is Against.YEAR_BEFORE:
            before = self._year_before(column)
            return None if before is None else change_of(figures[before], now, measure)
        # Only who has an earlier revision is compared, with itself.
        twice = [one for one in plans if self.beside(one).earlier is not None]
        if not twice:
            return None
        now = now if len(twice) == len(plans) else self._figure(column, twice, _present)
        return change_of(self._figure(column, twice, _earlier), now, measure)

    def _year_before(self, column: Column) -> int | None:
        """Where the same dimension's year before stands, of the years that are shown."""
        if column.fiscal_year_be is None:
            return None
        at = self._years.index(column.fiscal_year_be)
        return next(
            (
                place
                for place, one in enumerate(self._columns)
                if at > 0
                and one.fiscal_year_be == self._years[at - 1]
                and one.dimension_code == column.dimension_code
            ),
            None,
        )


DimensionsOf = Callable[[ComparedOrganisation, Beside], tuple[DimensionBudget, ...]]
_NOTHING_BESIDE = Beside()
_WHOLE = Column("total", None, None)


def _present(one: ComparedOrganisation, _beside: Beside) -> tuple[DimensionBudget, ...]:
    return one.dimensions


def _earlier(_one: ComparedOrganisation, beside: Beside) -> tuple[DimensionBudget, ...]:
    return () if beside.earlier is None else beside.earlier.dimensions


def _rows(column: Column, dimensions: Sequence[DimensionBudget]) -> int:
    return sum(
        one.rows
        for one in dimensions
        if column.dimension_code is None or one.dimension_code == column.dimension_code
    )


def _sort(lines: list[Line], columns: Sequence[Column], sort: str) -> None:
    """By name, by a column's figure, or by its change (`~` behind the key); `-` before it: the
    largest first. Who has no such figure comes last."""
    key, is_down = sort.removeprefix("-"), sort.startswith("-")
    at = next((at for at, one in enumerate(columns) if one.key == key.removesuffix("~")), None)
    if at is None:
        lines.sort(key=lambda one: one.line.organisation.sort_key, reverse=is_down)
        return

    def value(line: Line) -> tuple[bool, Decimal]:
        found: Decimal | None = None
        if line.cells:
            change = line.cells[at].change
            figure = line.cells[at].figure.value
            found = figure if not key.endswith("~") else change.amount if change else None
        return found is None, (found or Decimal(0)) * (-1 if is_down else 1)

    lines.sort(key=lambda one: one.line.organisation.sort_key)
    lines.sort(key=value)


_KINDS = tuple(OrganisationKind)


def _groups(lines: Sequence[Line], grouping: Grouping, sums: _Sums) -> list[Group]:
    """In the order of the districts' names, and of kinds; who lies in no district comes first."""
    by_district = grouping in (Grouping.DISTRICT, Grouping.DISTRICT_AND_KIND)
    by_kind = grouping in (Grouping.KIND, Grouping.DISTRICT_AND_KIND)

    def key(one: Line) -> tuple[str, str, int]:
        district = one.line.district if by_district else None
        kind = _KINDS.index(one.line.organisation.kind) if by_kind else 0
        return (district.sort_key, district.code, kind) if district else ("", "", kind)

    inside: dict[tuple[str, str, int], list[Line]] = {}
    for line in lines:
        inside.setdefault(key(line), []).append(line)
    groups: list[Group] = []
    for place in sorted(inside):
        own = inside[place]
        district = own[0].line.district if by_district else None
        kind = own[0].line.organisation.kind if by_kind else None
        cells = sums.cells([one.line for one in own])
        groups.append(Group(district, kind, False, len(own), tuple(own), cells))
        if grouping is not Grouping.DISTRICT_AND_KIND:
            continue
        of_district = [other for other in sorted(inside) if other[:2] == place[:2]]
        if place == of_district[-1] and len(of_district) > 1:
            everybody = [one.line for other in of_district for one in inside[other]]
            groups.append(Group(district, None, True, len(everybody), (), sums.cells(everybody)))
    return groups


def is_only_one(table: BudgetTable, line: Line) -> bool:
    """Compared with an earlier revision, and there is none."""
    against = table.shown.against
    return bool(line.cells) and against not in (None, Against.YEAR_BEFORE) and not line.earlier

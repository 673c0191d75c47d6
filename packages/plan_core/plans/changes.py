"""What a difference between two contents of a plan is made of: plain values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from plan_core.plans.body import BodyRow
from plan_core.values import Budget, InitiativeKind

NO_MONEY = Decimal(0)


class ChangeKind(StrEnum):
    """What happened to a row or a text; a row can be moved and changed at once."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    MOVED = "MOVED"
    CHANGED = "CHANGED"


class TextKind(StrEnum):
    """What a text beside the rows is."""

    SECTION = "SECTION"
    RISK = "RISK"
    APPOINTMENT = "APPOINTMENT"
    MEMBER = "MEMBER"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field by its name in the API, with its words before and after; a list has a line each."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """A budget of one year; None where there is no such row before, or after."""

    fiscal_year_be: int
    before: Budget | None
    after: Budget | None

    @property
    def difference(self) -> Decimal:
        """Baht more (or less) than before."""
        return _baht(self.after) - _baht(self.before)


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row before and after. An added or removed row lists all its cells, another one only
    those that differ; cells whose state differs are listed even when no money does."""

    before: BodyRow | None
    after: BodyRow | None
    is_moved: bool
    fields: tuple[FieldChange, ...]
    cells: tuple[CellChange, ...]

    @property
    def row(self) -> BodyRow:
        """The row as it is now, or as it was."""
        row = self.after or self.before
        if row is None:
            raise ValueError("a change is about a row")
        return row

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        if self.before is None:
            return (ChangeKind.ADDED,)
        if self.after is None:
            return (ChangeKind.REMOVED,)
        moved = (ChangeKind.MOVED,) if self.is_moved else ()
        changed = (ChangeKind.CHANGED,) if self.fields or self.cells else ()
        return moved + changed

    @property
    def difference(self) -> Decimal:
        return sum((cell.difference for cell in self.cells), NO_MONEY)


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text of Part 1, a risk, the order that appoints the committees, or one of its lines."""

    text: TextKind
    kind: ChangeKind
    title: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class TotalChange:
    """What a dimension's rows add up to, before and after; dimension "" is the whole plan."""

    dimension_code: str
    years: tuple[CellChange, ...]
    counts_before: Mapping[InitiativeKind, int]
    counts_after: Mapping[InitiativeKind, int]

    @property
    def difference(self) -> Decimal:
        return sum((year.difference for year in self.years), NO_MONEY)

    @property
    def is_same(self) -> bool:
        return self.counts_before == self.counts_after and all(
            year.before == year.after for year in self.years
        )


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Everything that differs, in printed order.

    `renumbered` counts rows that only got another number because others came, went or moved.
    """

    rows: tuple[RowChange, ...]
    texts: tuple[TextChange, ...]
    totals: tuple[TotalChange, ...]
    renumbered: int

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.texts or self.renumbered)

    def count(self, kind: ChangeKind) -> int:
        """How many rows this happened to."""
        return sum(1 for row in self.rows if kind in row.kinds)


def _baht(budget: Budget | None) -> Decimal:
    if budget is None or budget.amount is None:
        return NO_MONEY
    return budget.amount

"""What a pivot may be asked for, and how its figures become lines and columns. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from plan_core.errors import Invalid
from plan_core.values import Budget

MOST_CELLS = 5_000
MOST_LEVELS = 2


class PivotAxis(StrEnum):
    """What lines or columns stand for."""

    ORGANISATION = "ORGANISATION"
    DISTRICT = "DISTRICT"
    ORGANISATION_KIND = "ORGANISATION_KIND"
    TIMELINESS = "TIMELINESS"
    DIMENSION = "DIMENSION"
    MISSION = "MISSION"
    KIND = "KIND"
    FISCAL_YEAR = "FISCAL_YEAR"


class PivotValue(StrEnum):
    """What a cell says. SHARE is of the whole table's money, in percent."""

    BUDGET = "BUDGET"
    SHARE = "SHARE"
    PER_INITIATIVE = "PER_INITIATIVE"
    INITIATIVES = "INITIATIVES"
    WITH_MONEY = "WITH_MONEY"
    ORGANISATIONS = "ORGANISATIONS"


@dataclass(frozen=True, slots=True)
class Label:
    """A line's or column's key with its name; "" names what has none, like no district."""

    key: str
    name: str
    sort: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What some rows come to: distinct rows, those with money, organisations, and baht."""

    initiatives: int
    with_money: int
    organisations: int
    budget: Budget

    def says(self, value: PivotValue, whole: Figure) -> Budget | Decimal | int | None:
        """None where there is nothing to divide by."""
        match value:
            case PivotValue.BUDGET:
                return self.budget
            case PivotValue.INITIATIVES:
                return self.initiatives
            case PivotValue.WITH_MONEY:
                return self.with_money
            case PivotValue.ORGANISATIONS:
                return self.organisations
            case PivotValue.SHARE:
                return self.share_of(whole)
            case PivotValue.PER_INITIATIVE:
                return self.per_initiative

    def share_of(self, whole: Figure) -> Decimal | None:
        """Percent of the whole table's money, to two places."""
        if self.budget.amount is None or not whole.budget.amount:
            return None
        return (100 * self.budget.amount / whole.budget.amount).quantize(_CENT)

    @property
    def per_initiative(self) -> Decimal | None:
        """Baht for each row, to the satang."""
        if self.budget.amount is None or not self.initiatives:
            return None
        return (self.budget.amount / self.initiatives).quantize(_CENT)


_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Summed:
    """A figure as it was summed: by its lines' labels (fewer: a subtotal), and its column's."""

    line: tuple[Label, ...]
    column: Label | None
    figure: Figure


@dataclass(frozen=True, slots=True)
class Line:
    """`cells` follow the columns, None where there is no row; without labels it is the total."""

    labels: tuple[Label, ...]
    cells: tuple[Figure | None, ...]
    total: Figure


@dataclass(frozen=True, slots=True)
class Order:
    """By what lines are sorted: their names, or a column's values ("total" for the last one)."""

    column: str | None = None
    value: PivotValue = PivotValue.BUDGET
    is_descending: bool = False


def check_axes(rows: Sequence[PivotAxis], columns: PivotAxis | None) -> None:
    chosen = [*rows, *([columns] if columns else [])]
    if not 1 <= len(rows) <= MOST_LEVELS or len(set(chosen)) < len(chosen):
        raise Invalid(
            "PIVOT_AXES",
            "เลือกแถวได้หนึ่งหรือสองอย่าง และแต่ละอย่างใช้ได้ครั้งเดียว",
            "Choose one or two things for the lines, and each thing only once.",
            field="rows",
            values={"most": MOST_LEVELS},
        )


def too_large() -> Invalid:
    return Invalid(
        "PIVOT_TOO_LARGE",
        f"ตารางนี้มีมากกว่า {MOST_CELLS:,} ช่อง โปรดเลือกตัวกรองเพิ่ม หรือเปลี่ยนแถวและคอลัมน์",
        f"This table has more than {MOST_CELLS:,} cells. Filter more, or choose other lines.",
        field="rows",
        values={"most": MOST_CELLS},
    )


def lay_out(
    summed: Iterable[Summed], levels: int, order: Order
) -> tuple[tuple[Label, ...], tuple[Line, ...]]:
    """Columns in their own order; lines with the whole first, each group before what is in it."""
    figures: dict[tuple[str, ...], dict[str | None, Figure]] = {}
    lines: dict[tuple[str, ...], tuple[Label, ...]] = {}
    columns: dict[str, Label] = {}
    for one in summed:
        key = tuple(label.key for label in one.line)
        lines[key] = one.line
        figures.setdefault(key, {})[one.column.key if one.column else None] = one.figure
        if one.column:
            columns[one.column.key] = one.column
    shown = sorted(columns.values(), key=lambda label: (label.sort, label.key))
    if len(lines) * (len(shown) + 1) > MOST_CELLS:
        raise too_large()
    if not lines:
        return (), ()
    made = {
        key: Line(
            labels,
            tuple(figures[key].get(column.key) for column in shown),
            figures[key][None],
        )
        for key, labels in lines.items()
    }
    at = next((at for at, one in enumerate(shown) if one.key == order.column), None)
    rank = _ranking(made[()].total, at, order)
    return tuple(shown), (made[()], *_below((), made, levels, rank))


def _ranking(whole: Figure, at: int | None, order: Order) -> Callable[[Line], tuple[object, ...]]:
    def rank(line: Line) -> tuple[object, ...]:
        label = line.labels[-1]
        if order.column is None:
            return (label.sort, label.key)
        figure = line.total if at is None else line.cells[at]
        said = None if figure is None else figure.says(order.value, whole)
        amount = said.amount if isinstance(said, Budget) else said
        # Where there is no number, last in both directions.
        number = Decimal(amount or 0)
        return (amount is None, -number if order.is_descending else number, label.sort, label.key)

    return rank


def _below(
    above: tuple[str, ...],
    made: Mapping[tuple[str, ...], Line],
    levels: int,
    rank: Callable[[Line], tuple[object, ...]],
) -> list[Line]:
    if len(above) == levels:
        return []
    inside = [
        (key, line)
        for key, line in made.items()
        if len(key) == len(above) + 1 and key[: len(above)] == above
    ]
    inside.sort(key=lambda pair: rank(pair[1]))
    return [one for key, line in inside for one in (line, *_below(key, made, levels, rank))]

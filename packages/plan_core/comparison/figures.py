"""One figure of the budget comparison, how it was made, and how it changed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from plan_core.values import Budget, BudgetState

HUNDREDTH = Decimal("0.01")


class BudgetMeasure(StrEnum):
    """How budgets are compared."""

    AMOUNT = "AMOUNT"
    SHARE = "SHARE"
    PER_INITIATIVE = "PER_INITIATIVE"
    PER_HEAD = "PER_HEAD"


class FigureLook(StrEnum):
    """NO_ROWS: nothing is planned there. UNKNOWN: an amount, but nothing to divide it by."""

    VALUE = "VALUE"
    NONE = "NONE"
    UNSTATED = "UNSTATED"
    NO_ROWS = "NO_ROWS"
    UNKNOWN = "UNKNOWN"


class ChangeLook(StrEnum):
    """FROM_ZERO has no percentage. BEGAN, ENDED: from `-` or no row to an amount, and back; they
    have no difference, since `-` is no 0. INCOMPARABLE: a side is blank or unknown."""

    UP = "UP"
    DOWN = "DOWN"
    SAME = "SAME"
    FROM_ZERO = "FROM_ZERO"
    BEGAN = "BEGAN"
    ENDED = "ENDED"
    NOTHING = "NOTHING"
    INCOMPARABLE = "INCOMPARABLE"


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is what is shown: baht, or percent. `amount` baht of `rows` rows were divided by
    `divisor`; `left_out` organisations could not be counted in."""

    look: FigureLook
    value: Decimal | None = None
    amount: Decimal | None = None
    divisor: Decimal | None = None
    rows: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """From `before`. `amount` is in the unit of the figures (percentage points for shares)."""

    look: ChangeLook
    before: Figure
    amount: Decimal | None = None
    percent: Decimal | None = None


def figure_of(
    measure: BudgetMeasure,
    budget: Budget,
    rows: int,
    divisor: Decimal | int | None,
    left_out: int,
    rows_left_out: int = 0,
) -> Figure:
    """`divisor` None or 0: not known, or nothing; never a division by it. Where only those who were
    left out have rows, nothing is known."""
    if not rows:
        look = FigureLook.UNKNOWN if rows_left_out else FigureLook.NO_ROWS
        return Figure(look, left_out=left_out)
    amount = budget.amount
    if amount is None:
        is_none = budget.state is BudgetState.NONE
        look = FigureLook.NONE if is_none else FigureLook.UNSTATED
        return Figure(look, rows=rows, left_out=left_out)
    if measure is BudgetMeasure.AMOUNT:
        return Figure(FigureLook.VALUE, amount, amount, None, rows, left_out)
    if not divisor:
        return Figure(FigureLook.UNKNOWN, None, amount, None, rows, left_out)
    by = Decimal(divisor)
    part = amount * 100 if measure is BudgetMeasure.SHARE else amount
    return Figure(FigureLook.VALUE, rounded(part / by), amount, by, rows, left_out)


def rounded(value: Decimal) -> Decimal:
    """To hundredths, half away from zero; without decimals when it is whole."""
    exact = value.quantize(HUNDREDTH, ROUND_HALF_UP)
    return exact.to_integral_value() if exact == exact.to_integral_value() else exact


_ABSENT = {FigureLook.NONE, FigureLook.NO_ROWS}


def change_of(before: Figure, now: Figure, measure: BudgetMeasure) -> Change:
    """Shares change by points and have no percentage of a percentage."""
    if before.value is not None and now.value is not None:
        amount = now.value - before.value
        if not before.value:
            look = ChangeLook.FROM_ZERO if amount else ChangeLook.SAME
            return Change(look, before, amount)
        look = ChangeLook.UP if amount > 0 else ChangeLook.DOWN if amount else ChangeLook.SAME
        is_share = measure is BudgetMeasure.SHARE
        percent = None if is_share else rounded(amount * 100 / before.value)
        return Change(look, before, amount, percent)
    was_absent, is_absent = before.look in _ABSENT, now.look in _ABSENT
    if was_absent and is_absent:
        return Change(ChangeLook.NOTHING, before)
    if was_absent and now.look is FigureLook.VALUE:
        return Change(ChangeLook.BEGAN, before)
    if is_absent and before.look is FigureLook.VALUE:
        return Change(ChangeLook.ENDED, before)
    return Change(ChangeLook.INCOMPARABLE, before)

"""Figures and their changes: zero, `-`, blank and nothing are four things."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_core.comparison.figures import (
    BudgetMeasure,
    ChangeLook,
    Figure,
    FigureLook,
    change_of,
    figure_of,
    rounded,
)
from plan_core.values import NO_BUDGET, UNSTATED, Budget

AMOUNT = BudgetMeasure.AMOUNT


def figure(budget: Budget | int | None, rows: int = 1) -> Figure:
    """None: no rows at all."""
    if budget is None:
        return figure_of(AMOUNT, UNSTATED, 0, None, 0)
    given = budget if isinstance(budget, Budget) else Budget.of(budget)
    return figure_of(AMOUNT, given, rows, None, 0)


@pytest.mark.parametrize(
    ("before", "now", "look", "amount", "percent"),
    [
        (100, 150, ChangeLook.UP, 50, 50),
        (300, 100, ChangeLook.DOWN, -200, Decimal("-66.67")),
        (100, 0, ChangeLook.DOWN, -100, -100),
        (100, 100, ChangeLook.SAME, 0, 0),
        (0, 100, ChangeLook.FROM_ZERO, 100, None),
        (0, 0, ChangeLook.SAME, 0, None),
        (NO_BUDGET, 100, ChangeLook.BEGAN, None, None),
        (NO_BUDGET, 0, ChangeLook.BEGAN, None, None),
        (None, 100, ChangeLook.BEGAN, None, None),
        (100, NO_BUDGET, ChangeLook.ENDED, None, None),
        (100, None, ChangeLook.ENDED, None, None),
        (NO_BUDGET, NO_BUDGET, ChangeLook.NOTHING, None, None),
        (NO_BUDGET, None, ChangeLook.NOTHING, None, None),
        (UNSTATED, 100, ChangeLook.INCOMPARABLE, None, None),
        (100, UNSTATED, ChangeLook.INCOMPARABLE, None, None),
        (UNSTATED, NO_BUDGET, ChangeLook.INCOMPARABLE, None, None),
        (UNSTATED, UNSTATED, ChangeLook.INCOMPARABLE, None, None),
    ],
)
def test_a_change_is_a_number_only_between_two_amounts(
    before: Budget | int | None,
    now: Budget | int | None,
    look: ChangeLook,
    amount: int | None,
    percent: Decimal | int | None,
) -> None:
    change = change_of(figure(before), figure(now), AMOUNT)
    assert (change.look, change.amount, change.percent) == (look, amount, percent)


def test_shares_change_by_points_without_a_percentage() -> None:
    one, two = (figure_of(BudgetMeasure.SHARE, Budget.of(n), 1, 400, 0) for n in (100, 150))
    change = change_of(one, two, BudgetMeasure.SHARE)
    assert (one.value, two.value) == (25, Decimal("37.50"))
    assert (change.look, change.amount, change.percent) == (ChangeLook.UP, Decimal("12.5"), None)


@pytest.mark.parametrize(
    ("budget", "rows", "divisor", "look"),
    [
        (Budget.of(100), 2, None, FigureLook.UNKNOWN),
        (Budget.of(0), 2, 0, FigureLook.UNKNOWN),
        (NO_BUDGET, 2, None, FigureLook.NONE),
        (UNSTATED, 2, 7, FigureLook.UNSTATED),
        (UNSTATED, 0, None, FigureLook.NO_ROWS),
        (Budget.of(0), 2, 7, FigureLook.VALUE),
    ],
)
def test_what_cannot_be_divided_is_unknown_and_no_zero(
    budget: Budget, rows: int, divisor: int | None, look: FigureLook
) -> None:
    assert figure_of(BudgetMeasure.PER_HEAD, budget, rows, divisor, 0).look is look


def test_a_part_is_rounded_half_away_from_zero_and_whole_when_it_is() -> None:
    assert rounded(Decimal("0.125")) == Decimal("0.13")
    assert rounded(Decimal("-0.125")) == Decimal("-0.13")
    assert str(rounded(Decimal("7.000"))) == "7"


@given(st.integers(1, 10**14), st.integers(0, 10**14))
def test_a_change_back_brings_the_same_amount_back(before: int, now: int) -> None:
    there = change_of(figure(before), figure(now), AMOUNT)
    back = change_of(figure(now), figure(before), AMOUNT)
    assert there.amount is not None
    assert back.amount == -there.amount

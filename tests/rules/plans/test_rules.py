"""What a plan may hold."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_core.errors import Invalid
from plan_core.framework.rules import load_editions
from plan_core.plans import rules
from plan_core.values import NO_BUDGET, UNSTATED, Budget

EDITION = load_editions()[0]


@pytest.mark.parametrize(
    "amount", ["0", "-0", "0.00", "1", "0.01", "999999999999.99", "1E+3", "1.10", "12.000"]
)
def test_an_amount_that_a_cell_takes(amount: str) -> None:
    rules.check_budget(Budget.of(amount))


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("NaN", "BUDGET_UNREADABLE"),
        ("sNaN", "BUDGET_UNREADABLE"),
        ("Infinity", "BUDGET_UNREADABLE"),
        ("-Infinity", "BUDGET_UNREADABLE"),
        ("-0.01", "BUDGET_NEGATIVE"),
        ("-1e400", "BUDGET_NEGATIVE"),
        ("1000000000000", "BUDGET_TOO_LARGE"),
        ("1e400", "BUDGET_TOO_LARGE"),
        ("999999999999.991", "BUDGET_TOO_LARGE"),
        ("0.001", "BUDGET_TOO_FINE"),
        ("1.005", "BUDGET_TOO_FINE"),
        ("1e-30", "BUDGET_TOO_FINE"),
        ("100.00000000000000000000000000000001", "BUDGET_TOO_FINE"),
    ],
)
def test_an_amount_that_no_cell_takes(amount: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_budget(Budget.of(amount), "cells.3")
    assert (refusal.value.code, refusal.value.field) == (code, "cells.3")
    assert isinstance(refusal.value.values["amount"], str)


def test_cells_without_an_amount_are_always_fine() -> None:
    rules.check_budget(NO_BUDGET)
    rules.check_budget(UNSTATED)


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_any_decimal_is_taken_exactly_or_refused(amount: Decimal) -> None:
    budget = Budget.of(amount)
    try:
        rules.check_budget(budget)
    except Invalid:
        return
    assert budget.satang is not None
    assert budget.satang >= 0
    assert Decimal(budget.satang) == amount * 100


@pytest.mark.parametrize(
    ("title", "cleaned"),
    [
        ("  โครงการ \n อบรม ", "โครงการ อบรม"),
        ("โครงการ\u200bอบรม\ufeff", "โครงการอบรม"),
        ("กําหนด", "กำหนด"),
        ("เเผน\x00", "แผน"),
    ],
)
def test_a_title_gets_plain_spaces_and_sound_marks(title: str, cleaned: str) -> None:
    assert rules.clean_title(title) == cleaned


@pytest.mark.parametrize("title", ["", "  ", "\n\t", "\u200b", "\x00"])
def test_a_title_that_says_nothing_is_refused(title: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.clean_title(title)
    assert refusal.value.code == "TITLE_EMPTY"


def test_texts_end_at_their_limit() -> None:
    assert len(rules.clean_title("ก" * rules.MAX_TITLE)) == rules.MAX_TITLE
    assert len(rules.clean_remarks("ก" * rules.MAX_REMARKS)) == rules.MAX_REMARKS
    assert rules.clean_remarks("  ") == ""
    for clean, most in ((rules.clean_title, rules.MAX_TITLE), (rules.clean_remarks, 2_000)):
        with pytest.raises(Invalid) as refusal:
            clean("ก" * (most + 1))
        assert refusal.value.values == {"length": most + 1, "most": most}


def test_every_mission_of_the_edition_is_known_and_no_other() -> None:
    for mission in EDITION.missions():
        rules.check_mission(EDITION, mission.code)
    for code in ("", "1", "1.4", "1.1.1", "๑.๑", " 1.1", "5.1"):
        with pytest.raises(Invalid):
            rules.check_mission(EDITION, code)


def test_a_plan_without_rows_is_not_submitted() -> None:
    rules.check_something_to_submit(1)
    with pytest.raises(Invalid, match="PLAN_EMPTY"):
        rules.check_something_to_submit(0)


def test_a_plan_has_room_for_so_many_rows() -> None:
    rules.check_room_for_rows(rules.MAX_ROWS)
    with pytest.raises(Invalid):
        rules.check_room_for_rows(rules.MAX_ROWS + 1)


class Row:
    """Rows are told apart by what they are, not by what they hold."""

    def __init__(self, *, shown: bool = True) -> None:
        self.shown = shown

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row)

    __hash__ = None  # pyright: ignore[reportAssignmentType]


def ids(rows: list[Row]) -> list[int]:
    return [id(row) for row in rows]


@given(st.integers(0, 6), st.data())
def test_a_row_lands_at_its_position_and_the_others_keep_their_order(
    count: int, data: st.DataObject
) -> None:
    rows = [Row() for _ in range(count)]
    is_inside = bool(rows) and data.draw(st.booleans())
    row = data.draw(st.sampled_from(rows)) if is_inside else Row()
    others = [other for other in rows if other is not row]
    position = data.draw(st.none() | st.integers(1, len(others) + 1))
    placed = rules.place_in_order(rows, row, position)
    assert placed[-1 if position is None else position - 1] is row
    assert ids([other for other in placed if other is not row]) == ids(others)


@given(st.lists(st.booleans(), max_size=6), st.data())
def test_hidden_rows_keep_their_places_between_the_shown_ones(
    shown: list[bool], data: st.DataObject
) -> None:
    rows = [Row(shown=one) for one in shown]
    new = Row()
    position = data.draw(st.none() | st.integers(1, sum(shown) + 1))
    placed = rules.place_in_order(rows, new, position, lambda row: row.shown)
    assert ids([row for row in placed if row is not new]) == ids(rows)
    visible = [row for row in placed if row.shown]
    assert visible[-1 if position is None else position - 1] is new


@pytest.mark.parametrize("position", [0, -1, 3, 10**9])
def test_a_position_out_of_range_is_refused_with_the_last_one(position: int) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.place_in_order([Row()], Row(), position)
    assert refusal.value.values == {"position": position, "last": 2}

"""A pivot's lines from its sums, whatever they are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_core.comparison.pivot_rules import (
    MOST_CELLS,
    Figure,
    Label,
    Order,
    PivotValue,
    Summed,
    lay_out,
)
from plan_core.errors import Invalid
from plan_core.values import NO_BUDGET, UNSTATED, Budget

BUDGETS = st.sampled_from([NO_BUDGET, UNSTATED, *(Budget.of(n) for n in (0, 5, 70))])
FACTS = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("12")),
    BUDGETS,
    min_size=1,
)


def label(key: str) -> Label:
    return Label(key, "", key)


def summed_of(facts: dict[tuple[str, str, str], Budget]) -> list[Summed]:
    """Each level's sums; which budgets they hold does not matter to the order of lines."""
    made: dict[tuple[tuple[str, ...], str | None], Budget] = {}
    for (outer, inner, column), budget in facts.items():
        for line in ((), (outer,), (outer, inner)):
            made[line, column] = made[line, None] = budget
    return [
        Summed(
            tuple(label(key) for key in line),
            label(column) if column else None,
            Figure(1, 1, 1, budget),
        )
        for (line, column), budget in made.items()
    ]


@given(FACTS, st.sampled_from([None, "total", "1"]), st.booleans())
def test_no_line_is_lost_and_each_group_stands_before_its_own(
    facts: dict[tuple[str, str, str], Budget], column: str | None, descending: bool
) -> None:
    order = Order(column, PivotValue.BUDGET, descending)
    columns, lines = lay_out(summed_of(facts), 2, order)
    keys = [tuple(one.key for one in line.labels) for line in lines]
    assert keys[0] == ()
    assert len(set(keys)) == len(keys)
    assert set(keys) == {(), *((o,) for o, _, _ in facts), *((o, i) for o, i, _ in facts)}
    assert all(key[:1] == keys[at - 1][:1] for at, key in enumerate(keys) if len(key) == 2)
    assert [one.key for one in columns] == sorted({c for _, _, c in facts})
    assert all(len(line.cells) == len(columns) for line in lines)


def test_what_has_no_number_comes_last_both_ways() -> None:
    facts = {
        ("a", "x", "1"): NO_BUDGET,
        ("b", "x", "1"): Budget.of(5),
        ("c", "x", "1"): Budget.of(9),
    }
    for descending, expected in ((True, "cba"), (False, "bca")):
        _, lines = lay_out(summed_of(facts), 2, Order("total", PivotValue.BUDGET, descending))
        assert "".join(line.labels[0].key for line in lines if len(line.labels) == 1) == expected


def test_shares_and_averages_say_nothing_where_there_is_nothing_to_divide() -> None:
    whole = Figure(3, 1, 1, Budget.of(300))
    assert Figure(2, 1, 1, Budget.of(100)).says(PivotValue.SHARE, whole) == Decimal("33.33")
    assert Figure(3, 1, 1, Budget.of(100)).says(PivotValue.PER_INITIATIVE, whole) == Decimal(
        "33.33"
    )
    assert Figure(2, 0, 1, NO_BUDGET).says(PivotValue.SHARE, whole) is None
    assert Figure(2, 0, 1, UNSTATED).says(PivotValue.PER_INITIATIVE, whole) is None
    assert Figure(1, 1, 1, Budget.of(1)).says(PivotValue.SHARE, Figure(1, 0, 1, NO_BUDGET)) is None


def test_too_many_cells_are_refused_and_not_cut() -> None:
    figure = Figure(1, 0, 1, NO_BUDGET)
    many = [Summed((label(str(n)),), None, figure) for n in range(MOST_CELLS)]
    with pytest.raises(Invalid) as refusal:
        lay_out([Summed((), None, figure), *many], 1, Order())
    assert refusal.value.code == "PIVOT_TOO_LARGE"

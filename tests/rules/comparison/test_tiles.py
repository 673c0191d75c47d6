"""Steps of the map: shares and fifths."""

from hypothesis import given
from hypothesis import strategies as st

from plan_core.comparison.tiles import STEPS, fifth_of, step_of_share


def test_a_share_is_one_of_five_steps_and_nothing_is_the_first() -> None:
    assert [step_of_share(part, 10) for part in (0, 1, 2, 3, 9, 10)] == [1, 1, 1, 2, 5, 5]


def test_fifths_are_of_those_that_state_an_amount() -> None:
    amounts = [10, 20, 30, 40, 50, 50]
    assert [fifth_of(one, amounts) for one in amounts] == [1, 2, 3, 4, 5, 5]
    assert fifth_of(0, [0]) == 5


@given(st.lists(st.integers(0, 2**60), min_size=1))
def test_more_money_never_stands_in_a_weaker_step(amounts: list[int]) -> None:
    steps = [fifth_of(one, amounts) for one in sorted(amounts)]
    assert steps == sorted(steps)
    assert set(steps) <= set(range(1, STEPS + 1))

"""Which rows of several organisations are the same initiative."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from plan_core.comparison.duplicates import ALIKE, PlannedRow, duplicates_of, triples_of
from plan_core.thai_text import fold_key

CAMPAIGN = "โครงการรณรงค์ต่อต้านการทุจริตในหน่วยงาน"


def row(tenant_id: int, title: str, *amounts: int | None) -> PlannedRow:
    return PlannedRow(tenant_id, "1.1", 1, title, fold_key(title), amounts)


def test_the_same_title_with_the_same_amounts_in_two_organisations_is_found() -> None:
    (found,) = duplicates_of([row(1, CAMPAIGN, 100, None), row(2, CAMPAIGN, 100, None)])
    assert (found.organisations, found.is_same, found.total) == (2, True, 1)


def test_one_organisation_alone_is_its_own_matter() -> None:
    assert duplicates_of([row(1, CAMPAIGN, 100), row(1, CAMPAIGN, 100)]) == []


def test_equal_titles_with_other_amounts_are_usual() -> None:
    assert duplicates_of([row(1, CAMPAIGN, 100), row(2, CAMPAIGN, 101)]) == []
    assert duplicates_of([row(1, CAMPAIGN, 100, None), row(2, CAMPAIGN, None, 100)]) == []


def test_rows_without_money_are_not_compared() -> None:
    assert duplicates_of([row(1, CAMPAIGN, 0, None), row(2, CAMPAIGN, 0, None)]) == []


def test_a_title_that_is_almost_the_same_is_told_as_alike() -> None:
    (found,) = duplicates_of([row(1, CAMPAIGN, 100), row(2, CAMPAIGN + "ท้องถิ่น", 100)])
    assert (found.organisations, found.is_same) == (2, False)
    assert duplicates_of([row(1, CAMPAIGN, 100), row(2, "อบรมคุณธรรมผู้บริหาร", 100)]) == []


def test_a_chain_of_likeness_is_one_group_and_the_widest_comes_first() -> None:
    far = [row(one, CAMPAIGN + "ก" * one * 4, 100) for one in range(1, 5)]
    pair = [row(1, "อบรมคุณธรรมผู้บริหาร", 700), row(2, "อบรมคุณธรรมผู้บริหาร", 700)]
    first, second = duplicates_of([*pair, *far])
    assert (first.organisations, second.organisations) == (4, 2)


@given(st.lists(st.text("กขค", max_size=12), min_size=2, max_size=12, unique=True))
def test_the_groups_are_those_that_comparing_every_two_titles_gives(titles: list[str]) -> None:
    rows = [PlannedRow(at, "1.1", 1, title, title, (100,)) for at, title in enumerate(titles)]
    groups = [{at} for at in range(len(rows))]
    for first, second in combinations(range(len(rows)), 2):
        a, b = triples_of(titles[first]), triples_of(titles[second])
        if len(a & b) >= ALIKE * len(a | b):
            joined = [one for one in groups if first in one or second in one]
            groups = [one for one in groups if one not in joined] + [set().union(*joined)]
    expected = {frozenset(one) for one in groups if len(one) > 1}
    found = {frozenset(row.tenant_id for row in one.rows) for one in duplicates_of(rows)}
    assert found == expected

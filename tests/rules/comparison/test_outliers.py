"""Which budgets are far from their peers', and by which figures."""

from hypothesis import given
from hypothesis import strategies as st

from plan_core.comparison.outliers import Plan, at_share, fences_of, outliers_of
from plan_core.values import OrganisationKind

SAO, TOWN = OrganisationKind.SAO, OrganisationKind.TOWN
BAHT = 100


def plans(*baht: int, kind: OrganisationKind = SAO, first: int = 1) -> list[Plan]:
    return [
        Plan(tenant_id, kind, {("1", 2561): amount * BAHT})
        for tenant_id, amount in enumerate(baht, start=first)
    ]


def test_a_budget_ten_times_its_peers_is_far_and_says_what_it_was_judged_by() -> None:
    (found,) = outliers_of(plans(100, 100, 200, 400, 400, 4_000))
    assert (found.tenant_id, found.amount, found.peers, found.is_high) == (6, 4_000, 5, True)
    assert (found.median, found.times) == (200, 20)
    # Quartiles 100 and 400: their ratio of 4, to the power of 1.5, is 8; 12.5 goes outwards.
    assert (found.low, found.high) == (12, 3_200)


def test_a_tiny_budget_is_far_too() -> None:
    (found,) = outliers_of(plans(100, 100, 200, 400, 400, 1))
    assert (found.tenant_id, found.is_high, found.times) == (6, False, 200)


def test_four_peers_say_nothing_and_five_do() -> None:
    assert outliers_of(plans(100, 100, 100, 100, 9_000)) == []
    assert len(outliers_of(plans(100, 100, 100, 100, 100, 9_000))) == 1


def test_where_all_plan_the_same_only_twice_as_much_is_far() -> None:
    assert outliers_of(plans(100, 100, 100, 100, 100, 200)) == []
    assert len(outliers_of(plans(100, 100, 100, 100, 100, 201))) == 1
    assert outliers_of(plans(100, 100, 100, 100, 100, 50)) == []
    assert len(outliers_of(plans(100, 100, 100, 100, 100, 49))) == 1


def test_another_kind_is_no_peer() -> None:
    assert outliers_of(plans(*[100] * 5) + plans(9_000, kind=TOWN, first=10)) == []


@given(st.lists(st.integers(1, 10**15), min_size=5, max_size=40))
def test_the_fences_hold_the_middle_half_and_keep_in_order(peers: list[int]) -> None:
    ordered = sorted(peers)
    low, high = fences_of(ordered)
    assert low <= at_share(ordered, 0.25) <= at_share(ordered, 0.75) <= high

"""Peer groups: nobody can be recognised in one, and figures are coarse."""

from datetime import UTC, datetime
from itertools import count

from hypothesis import given
from hypothesis import strategies as some

from plan_core.comparison import profile_rules as rules
from plan_core.comparison.profile_rules import Registered, Unit
from plan_core.values import OrganisationKind

SAO = OrganisationKind.SAO


def register(**districts: int) -> list[Registered]:
    """So many organisations by district, like `d5406=7`."""
    ids = count(1)
    return [
        Registered(next(ids), SAO, name[1:3], name[1:])
        for name, many in districts.items()
        for _ in range(many)
    ]


def areas_of(found: list[rules.Group]) -> list[tuple[tuple[str, ...], int]]:
    return sorted((one.areas, len(one.tenants)) for one in found)


def test_a_district_of_ten_stands_alone_and_small_ones_stand_together() -> None:
    found = rules.groups_of(register(d5401=10, d5402=7, d5403=3, d5404=14))
    assert areas_of(found) == [(("5401",), 10), (("5402", "5403"), 10), (("5404",), 14)]


def test_what_stays_too_small_joins_the_smallest_neighbour_and_never_stands_beside_it() -> None:
    found = rules.groups_of(register(d5401=10, d5402=9, d5404=14))
    assert areas_of(found) == [(("5401", "5402"), 19), (("5404",), 14)]


def test_small_provinces_stand_together_and_a_lone_one_joins_another() -> None:
    together = rules.groups_of(register(d5401=5, d5501=5, d5601=11))
    assert areas_of(together) == [(("5401", "5501"), 10), (("5601",), 11)]
    lone = rules.groups_of(register(d5401=3, d5601=11))
    assert areas_of(lone) == [(("5401", "5601"), 14)]


@given(
    some.lists(
        some.tuples(
            some.sampled_from(list(OrganisationKind)),
            some.sampled_from(["5401", "5402", "5403", "5501", "5502", "5601", None]),
        ),
        max_size=80,
    )
)
def test_every_organisation_is_in_exactly_one_group_of_ten_where_its_kind_has_ten(
    places: list[tuple[OrganisationKind, str | None]],
) -> None:
    all_ = [
        Registered(at, kind, (district or "5700")[:2], district)
        for at, (kind, district) in enumerate(places)
    ]
    found = rules.groups_of(all_)
    assert sorted(one for group in found for one in group.tenants) == list(range(len(all_)))
    for group in found:
        of_kind = sum(1 for one in all_ if one.kind is group.kind)
        assert len(group.tenants) >= min(rules.LEAST_GROUP, of_kind)
        # An area of a kind is in one group only: no group holds a part of another.
        others = [one for one in found if one is not group and one.kind is group.kind]
        assert not any(set(one.areas) & set(group.areas) for one in others)
    assert len({group.code for group in found}) == len(found)


def test_five_have_no_quartiles_and_six_have() -> None:
    values = [1_000_00 * at for at in range(1, 7)]
    assert rules.quartiles_of(values[:5], Unit.BAHT) is None
    assert rules.quartiles_of([*values[:5], None, None], Unit.BAHT) is None
    found = rules.quartiles_of(values, Unit.BAHT)
    assert found is not None
    assert found.counted == 6


def test_quartiles_are_coarse_and_tell_neither_the_least_nor_the_most() -> None:
    values = [one * 100 for one in (1, 123_456, 234_567, 345_678, 456_789, 9_999_999)]
    found = rules.quartiles_of(values, Unit.BAHT)
    assert found is not None
    baht = [one // 100 for one in (found.low, found.median, found.high)]
    assert baht == [150_000, 290_000, 430_000]
    days = rules.quartiles_of([0, 0, 0, 300, 1_100, 9_900], Unit.DAYS)
    assert days is not None
    assert (days.low, days.median, days.high) == (0, 0, 1_000)


def test_one_organisation_more_or_less_makes_no_new_figures() -> None:
    assert [rules.may_replace(10, new) for new in (10, 11, 14, 15, 6, 5)] == [
        *(True, False, False, True, False, True)
    ]


def test_peers_are_counted_once_a_thai_week() -> None:
    sunday = datetime(2026, 11, 22, 16, 59, tzinfo=UTC)
    monday = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert rules.is_due(None, sunday)
    assert not rules.is_due(datetime(2026, 11, 16, 2, 0, tzinfo=UTC), sunday)
    assert rules.is_due(sunday, monday)
    assert not rules.is_due(monday, datetime(2026, 11, 29, 16, 59, tzinfo=UTC))

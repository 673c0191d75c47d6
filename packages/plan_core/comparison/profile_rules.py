"""Peer groups and their quartiles: who is compared with whom, and how coarsely. Pure.

Values are hundredths: satang, hundredths of a count, of a per cent, of a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from plan_core.comparison.rules import days_late
from plan_core.framework.rules import FrameworkEdition
from plan_core.values import InitiativeKind, OrganisationKind, thai_day

LEAST_MEMBERS = 6
"""Each member then stands among five others at least."""
LEAST_GROUP = 10
"""Of the register: a few that have not submitted must not leave a group without any figure."""
LEAST_CHANGE = 5
"""Figures of a group are not made anew for fewer organisations that came or left."""
HUNDREDTHS = 100

Values = Mapping[str, int | None]
"""By figure; None where the organisation has none."""


class Unit(StrEnum):
    """What a figure counts."""

    BAHT = "BAHT"
    COUNT = "COUNT"
    PERCENT = "PERCENT"
    DAYS = "DAYS"


STEPS = {Unit.COUNT: 2, Unit.PERCENT: 5, Unit.DAYS: 5}
"""Quartiles are multiples of it. Money has two digits that count, thousands of baht at least."""
LEAST_BAHT_STEP = 1_000

TOTAL, DIMENSION = "TOTAL", "DIMENSION_"
UNITS = {
    TOTAL: Unit.BAHT,
    "ROWS": Unit.COUNT,
    **{kind.value: Unit.COUNT for kind in InitiativeKind},
    "MISSIONS": Unit.COUNT,
    "MISSIONS_WITH_MONEY": Unit.COUNT,
    "SHEETS": Unit.PERCENT,
    "RESPONSIBLE": Unit.PERCENT,
    "DAYS_LATE": Unit.DAYS,
    "SCORE": Unit.PERCENT,
}


def unit_of(figure: str) -> Unit:
    return Unit.BAHT if figure.startswith(DIMENSION) else UNITS[figure]


def names_of(edition: FrameworkEdition) -> tuple[str, ...]:
    """Every figure, in the order in which it is read."""
    dimensions = tuple(DIMENSION + one.code for one in edition.dimensions)
    return (TOTAL, *dimensions, *(name for name in UNITS if name != TOTAL))


@dataclass(frozen=True, slots=True)
class Kept:
    """What a rollup says of one organisation's newest revision."""

    counts: Sequence[int]
    states: Sequence[str]
    amounts_satang: Sequence[int | None]
    parts: Sequence[int] | None
    first_submitted_at: datetime


def values_of(
    edition: FrameworkEdition,
    kept: Kept | None,
    score_hundredths: int | None,
    due_on: date | None,
    now: datetime,
) -> dict[str, int | None]:
    """An organisation's figures; all None without a submitted plan."""
    found: dict[str, int | None] = dict.fromkeys(names_of(edition))
    if kept is None:
        return found
    years, kinds = len(edition.fiscal_years), len(InitiativeKind)
    stated: list[int] = []
    covered = with_money = at = 0
    for dimension in edition.dimensions:
        amounts: list[int] = []
        for _mission in dimension.missions:
            here = [
                amount
                for amount in kept.amounts_satang[at * years : (at + 1) * years]
                if amount is not None
            ]
            covered += any(kept.counts[at * kinds : (at + 1) * kinds])
            with_money += sum(here) > 0
            amounts += here
            at += 1
        # `-` and blank are no amounts of 0: without any amount there is nothing to compare.
        found[DIMENSION + dimension.code] = sum(amounts) if amounts else None
        stated += amounts
    found[TOTAL] = sum(stated) if stated else None
    for k, kind in enumerate(InitiativeKind):
        found[kind.value] = sum(kept.counts[k::kinds]) * HUNDREDTHS
    found["ROWS"] = sum(kept.counts) * HUNDREDTHS
    found["MISSIONS"] = covered * HUNDREDTHS
    found["MISSIONS_WITH_MONEY"] = with_money * HUNDREDTHS
    if kept.parts and kept.parts[3]:
        _sections, _risks, _answered, rows, sheets, responsible, _committees = kept.parts
        found["SHEETS"] = round(sheets * 100 * HUNDREDTHS / rows)
        found["RESPONSIBLE"] = round(responsible * 100 * HUNDREDTHS / rows)
    if due_on is not None:
        found["DAYS_LATE"] = days_late(kept.first_submitted_at, due_on, now) * HUNDREDTHS
    found["SCORE"] = score_hundredths
    return found


@dataclass(frozen=True, slots=True)
class Quartiles:
    counted: int
    low: int
    median: int
    high: int


def quartiles_of(values: Iterable[int | None], unit: Unit) -> Quartiles | None:
    """Rounded; None where fewer than six have the figure. Never the least or the most."""
    known = sorted(value for value in values if value is not None)
    if len(known) < LEAST_MEMBERS:
        return None
    low, median, high = (_rounded(_quantile(known, at), unit) for at in (1, 2, 3))
    return Quartiles(len(known), low, median, high)


def _quantile(values: Sequence[int], quarters: int) -> Decimal:
    place = Decimal((len(values) - 1) * quarters) / 4
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


def _rounded(value: Decimal, unit: Unit) -> int:
    if unit is Unit.BAHT:
        baht = int(value / HUNDREDTHS)
        step = max(LEAST_BAHT_STEP, 10 ** (len(str(baht)) - 2))
    else:
        step = STEPS[unit]
    return int((value / (step * HUNDREDTHS)).to_integral_value()) * step * HUNDREDTHS


def may_replace(old: int, new: int) -> bool:
    """Whether figures of so many members may follow those of so many: what one organisation adds
    or takes away would be the difference of the two."""
    return old == new or abs(old - new) >= LEAST_CHANGE


def is_due(last: datetime | None, now: datetime) -> bool:
    """Once in each week of Thailand, at its first moment or as soon as possible after it."""
    return last is None or thai_day(now).isocalendar()[:2] > thai_day(last).isocalendar()[:2]


@dataclass(frozen=True, slots=True)
class Registered:
    """Where an organisation of the register stands."""

    tenant_id: int
    kind: OrganisationKind
    province_code: str
    district_code: str | None

    @property
    def area(self) -> str:
        return self.district_code or self.province_code


@dataclass(frozen=True, slots=True)
class Group:
    """Organisations that are compared with each other."""

    kind: OrganisationKind
    areas: tuple[str, ...]
    tenants: tuple[int, ...]

    @property
    def code(self) -> str:
        return f"{self.kind.value}:{self.areas[0]}"


def groups_of(register: Iterable[Registered]) -> list[Group]:
    """Each organisation in exactly one group: of its kind and district, or of several districts
    of its province together where they are small, or of several provinces.

    Only what is public decides, so that no plan moves an organisation to other peers.
    """
    by_kind: defaultdict[OrganisationKind, defaultdict[str, list[Registered]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for one in register:
        by_kind[one.kind][one.province_code].append(one)
    found: list[Group] = []
    for kind, by_province in sorted(by_kind.items()):
        provinces = [_joined(_by_area(kind, inside)) for _, inside in sorted(by_province.items())]
        small = [one for groups in provinces for one in groups if len(one.tenants) < LEAST_GROUP]
        whole = [one for groups in provinces for one in groups if len(one.tenants) >= LEAST_GROUP]
        # What a province alone cannot make large enough stands with other such provinces.
        found += _joined([*whole, *small])
    return found


def _by_area(kind: OrganisationKind, register: Iterable[Registered]) -> list[Group]:
    inside: defaultdict[str, list[int]] = defaultdict(list)
    for one in register:
        inside[one.area].append(one.tenant_id)
    return [Group(kind, (area,), tuple(sorted(ids))) for area, ids in sorted(inside.items())]


def _joined(groups: Sequence[Group]) -> list[Group]:
    """The small ones as one; while that is too small itself the smallest of the others joins."""
    rest = [one for one in groups if len(one.tenants) < LEAST_GROUP]
    large = sorted(
        (one for one in groups if len(one.tenants) >= LEAST_GROUP),
        key=lambda one: (len(one.tenants), one.areas),
    )
    while rest and sum(len(one.tenants) for one in rest) < LEAST_GROUP and large:
        rest.append(large.pop(0))
    return [*large, _together(rest)] if rest else large


def _together(groups: Sequence[Group]) -> Group:
    return Group(
        groups[0].kind,
        tuple(sorted(area for one in groups for area in one.areas)),
        tuple(sorted(tenant for one in groups for tenant in one.tenants)),
    )

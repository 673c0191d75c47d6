"""Budgets far from those of their peers, with the figures that they were judged by. Pure.

The peers of an organisation are the others of its kind in the area that planned an amount for
the same dimension and year. Budgets are compared by how many times larger they are, not by how
many baht: quartile fences on a logarithmic scale, which a few odd budgets do not move.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from plan_core.framework.rules import FrameworkEdition, dimension_code_of
from plan_core.values import OrganisationKind, baht_of

LEAST_PEERS = 5
"""Fewer say nothing about what is usual."""
FENCE = 1.5
"""So many times the distance between the quartiles beyond them begins what is far."""
LEAST_TIMES = 2
"""Nothing less than twice the upper quartile, or more than half of the lower one, is far."""

Amounts = Mapping[tuple[str, int], int]
"""Satang by dimension and fiscal year; only where an amount above zero is planned."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one organisation plans."""

    tenant_id: int
    kind: OrganisationKind
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Outlier:
    """One budget far from its peers'; amounts are baht. `times`: so many times the median, or
    so many times less than it; one decimal.
    """

    tenant_id: int
    kind: OrganisationKind
    dimension_code: str
    fiscal_year_be: int
    amount: Decimal
    peers: int
    median: Decimal
    low: Decimal
    high: Decimal
    times: Decimal

    @property
    def is_high(self) -> bool:
        return self.amount > self.high

    @property
    def distance(self) -> float:
        """How many times beyond the fence it lies."""
        return float(self.amount / self.high if self.is_high else self.low / self.amount)


def amounts_of(amounts_satang: Sequence[int | None], edition: FrameworkEdition) -> Amounts:
    """A rollup's amounts, which run over missions × years, by dimension."""
    years = edition.fiscal_years
    sums: defaultdict[tuple[str, int], int] = defaultdict(int)
    for m, mission in enumerate(edition.missions()):
        for y, year in enumerate(years):
            satang = amounts_satang[m * len(years) + y]
            if satang:
                sums[dimension_code_of(mission.code), year] += satang
    return sums


def outliers_of(plans: Iterable[Plan]) -> list[Outlier]:
    """The farthest first."""
    groups: defaultdict[tuple[OrganisationKind, str, int], list[tuple[int, int]]] = defaultdict(
        list
    )
    for plan in plans:
        for (dimension, year), satang in plan.amounts.items():
            groups[plan.kind, dimension, year].append((satang, plan.tenant_id))
    found: list[Outlier] = []
    for (kind, dimension, year), group in groups.items():
        if len(group) <= LEAST_PEERS:
            continue
        group.sort()
        for at, (satang, tenant_id) in enumerate(group):
            peers = [one for one, _ in group[:at] + group[at + 1 :]]
            low, high = fences_of(peers)
            if low <= satang <= high:
                continue
            median = at_share(peers, 0.5)
            found.append(
                Outlier(
                    tenant_id,
                    kind,
                    dimension,
                    year,
                    amount=baht_of(satang),
                    peers=len(peers),
                    median=baht_of(median).quantize(Decimal(1))
                    if median >= 100
                    else baht_of(median),
                    low=baht_of(low),
                    high=baht_of(high),
                    times=_times(satang, median),
                )
            )
    return sorted(
        found, key=lambda one: (-one.distance, one.dimension_code, one.fiscal_year_be, one.kind)
    )


def _times(satang: int, median: int) -> Decimal:
    larger, smaller = max(satang, median), min(satang, median)
    return (Decimal(larger) / smaller).quantize(Decimal("0.1"))


def fences_of(peers: Sequence[int]) -> tuple[int, int]:
    """Between which amounts a budget is usual; `peers` in order, all above zero. In satang.

    Whole baht, outwards: more would pretend to an exactness that a usual range does not have.
    """
    low, high = (math.log(at_share(peers, share)) for share in (0.25, 0.75))
    beyond = max(FENCE * (high - low), math.log(LEAST_TIMES))
    least, most = round(math.exp(low - beyond)), round(math.exp(high + beyond))
    return least // 100 * 100, -(-most // 100) * 100


def at_share(ordered: Sequence[int], share: float) -> int:
    """The value below which this share lies, between two neighbours by their ratio."""
    place = share * (len(ordered) - 1)
    below, above = ordered[math.floor(place)], ordered[math.ceil(place)]
    if below == above:
        return below
    part = place - math.floor(place)
    return round(math.exp(math.log(below) * (1 - part) + math.log(above) * part))

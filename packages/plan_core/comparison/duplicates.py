"""The same initiative in several organisations: alike in title, equal in every amount. Pure.

A title alone says little: many offices carry out what one guideline asks for. Rows are looked at
only beside rows with exactly their amounts in every year, one of them above zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from plan_core.values import baht_of

ALIKE = 0.6
"""So large a share of the letter triples of two titles must be common to both."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A submitted row; `key` is its title folded for search, amounts follow the fiscal years."""

    tenant_id: int
    mission_code: str
    number: int
    title: str
    key: str
    amounts_satang: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Rows of at least two organisations, in their order. `is_same`: one title in all of them."""

    rows: tuple[PlannedRow, ...]
    organisations: int
    is_same: bool

    @property
    def total(self) -> Decimal:
        """Baht of one of the rows over all years; the others have the same."""
        return baht_of(sum(satang or 0 for satang in self.rows[0].amounts_satang))


def duplicates_of(rows: Iterable[PlannedRow]) -> list[Duplicate]:
    """In most organisations first, then the most money."""
    by_amounts: defaultdict[tuple[int | None, ...], list[PlannedRow]] = defaultdict(list)
    for row in rows:
        if any(row.amounts_satang):
            by_amounts[row.amounts_satang].append(row)
    found: list[Duplicate] = []
    for group in by_amounts.values():
        by_key: defaultdict[str, list[PlannedRow]] = defaultdict(list)
        for row in group:
            by_key[row.key].append(row)
        for keys in _alike(list(by_key)):
            inside = tuple(row for row in group if row.key in keys)
            organisations = len({row.tenant_id for row in inside})
            if organisations > 1:
                found.append(Duplicate(inside, organisations, is_same=len(keys) == 1))
    return sorted(found, key=lambda one: (-one.organisations, -one.total, one.rows[0].key))


def triples_of(key: str) -> frozenset[str]:
    padded = f"  {key} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _alike(keys: Sequence[str]) -> list[set[str]]:
    """Keys in groups: each is alike to another one of its group.

    Every two are compared, so a set of triples is one number with a bit for each: many rows have
    a usual round amount, and sets themselves took half a minute for a province of them.
    """
    bits: dict[str, int] = {}
    marks = [
        (sum(1 << bits.setdefault(one, len(bits)) for one in triples), len(triples))
        for triples in map(triples_of, keys)
    ]
    leader = list(range(len(keys)))

    def first_of(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for second, (own, size) in enumerate(marks):
        for first in range(second):
            other, its_size = marks[first]
            common = (own & other).bit_count()
            if common >= ALIKE * (size + its_size - common):
                a, b = first_of(first), first_of(second)
                leader[max(a, b)] = min(a, b)
    groups: defaultdict[int, set[str]] = defaultdict(set)
    for at, key in enumerate(keys):
        groups[first_of(at)].add(key)
    return list(groups.values())

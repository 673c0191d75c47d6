"""Words found in what an area submitted: the newest revisions, the best places first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Annotated
from uuid import UUID

import msgspec

from plan_core.comparison.found import Found, Terms, found_in
from plan_core.comparison.lines import Area
from plan_core.comparison.searchable import (
    KeptText,
    Searchable,
    TextRow,
    Texts,
    read_searchable,
)
from plan_core.db.transaction import Look
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import Organisation
from plan_core.plans.searched import SearchedPlace
from plan_core.values import InitiativeKind, OrganisationKind

_Number = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Where to look; None means everywhere. Dimensions and kinds of rows leave out other texts."""

    organisation_kind: OrganisationKind | None = None
    dimension_code: str | None = None
    kind: InitiativeKind | None = None

    def admits(self, row: TextRow | None) -> bool:
        if row is None:
            return self.dimension_code is None and self.kind is None
        return self.dimension_code in (None, row.dimension_code) and self.kind in (None, row.kind)


@dataclass(frozen=True, slots=True, order=True)
class HitKey:
    """Where a hit stands in the order of all, and where a page of them ended."""

    rank: _Number
    sort_key: str
    tenant_id: _Number
    position: _Number
    id: UUID


@dataclass(frozen=True, slots=True)
class Hit:
    """One text with what was found in it."""

    key: HitKey
    organisation: Organisation
    revision_id: UUID
    revision_number: int
    place: SearchedPlace
    row: TextRow | None
    found: Found


_INEXACT = len(SearchedPlace)
_RANKS = {place: at for at, place in enumerate(SearchedPlace)}


async def search(
    look: Look,
    edition: FrameworkEdition,
    area: Area | None,
    terms: Terms,
    wanted: SearchFilter,
    first: int,
    after: HitKey | None = None,
) -> Sequence[Hit]:
    """At most `first` hits behind `after`; without an area, of the actor's own organisation.

    A text counts when every term is in it, whatever its tone marks, spaces and digits. First come
    texts that hold the words just as they were typed, then titles before other places.
    """
    sources = await read_searchable(look, edition.code, area)
    if wanted.organisation_kind is not None:
        sources = [one for one in sources if one.organisation.kind is wanted.organisation_kind]
    hits = _in_order(sources, terms, wanted)
    if after is not None:
        hits = (hit for hit in hits if hit[0] > after)
    return [_hit_of(key, place, one, text, terms) for key, place, one, text in islice(hits, first)]


_Match = tuple[HitKey, SearchedPlace, Searchable, KeptText]


def _in_order(
    sources: Sequence[Searchable], terms: Terms, wanted: SearchFilter
) -> Iterator[_Match]:
    """The exact ones as they are come upon, the others behind them."""
    typed = terms.typed.lower()
    inexact: list[_Match] = []

    def exact() -> Iterator[_Match]:
        for place, one, text in _matches(sources, terms.folded, wanted):
            is_exact = typed in text.text.lower()
            rank = _RANKS[place] + (0 if is_exact else _INEXACT)
            key = HitKey(rank, *one.order, text.position, text.id)
            if is_exact:
                yield key, place, one, text
            else:
                inexact.append((key, place, one, text))

    return chain(exact(), inexact)


def _matches(
    sources: Sequence[Searchable], folded: tuple[str, ...], wanted: SearchFilter
) -> Iterator[tuple[SearchedPlace, Searchable, KeptText]]:
    """In the order of places, organisations, positions."""
    for place in SearchedPlace:
        for one in sources:
            texts = one.texts.get(place)
            if texts is not None:
                for text in _holding(texts, folded):
                    if wanted.admits(text.row):
                        yield place, one, text


def _holding(texts: Texts, folded: tuple[str, ...]) -> Iterable[KeptText]:
    if not all(term in texts.keys for term in folded):
        return ()
    if len(folded) == 1:
        (term,) = folded
        return [text for text in texts.found if term in text.key]
    return [text for text in texts.found if all(term in text.key for term in folded)]


def _hit_of(
    key: HitKey, place: SearchedPlace, one: Searchable, text: KeptText, terms: Terms
) -> Hit:
    return Hit(
        key,
        one.organisation,
        one.revision_id,
        one.revision_number,
        place,
        text.row,
        found_in(text.text, terms),
    )

"""Words found in what an area submitted: the newest revisions, the best places first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Integer,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    tuple_,
)

from plan_core.actor import Permission
from plan_core.comparison.found import Found, Terms, found_in
from plan_core.comparison.lines import Area
from plan_core.db.asking import Question, Row, columns_of, share_as
from plan_core.db.transaction import Look
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import Organisation
from plan_core.plans.model import PlanRollup, RevisionInitiative, SearchedText
from plan_core.plans.searched import SearchedPlace
from plan_core.values import InitiativeKind, OrganisationKind

_Number = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Where to look; None means everywhere. Dimensions and kinds of rows leave out other texts."""

    organisation_kind: OrganisationKind | None = None
    dimension_code: str | None = None
    kind: InitiativeKind | None = None


@dataclass(frozen=True, slots=True)
class HitKey:
    """Where a page of hits ended."""

    rank: _Number
    sort_key: str
    tenant_id: _Number
    position: _Number
    id: UUID


@dataclass(frozen=True, slots=True)
class HitRow:
    """The submitted row that a text belongs to."""

    title: str
    number: int
    mission_code: str
    kind: InitiativeKind


@dataclass(frozen=True, slots=True)
class Hit:
    """One text with what was found in it."""

    key: HitKey
    organisation: Organisation
    revision_id: UUID
    revision_number: int
    place: SearchedPlace
    row: HitRow | None
    found: Found


_PLACES = list(SearchedPlace)
_INEXACT = len(_PLACES)


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
    look.actor.require(Permission.SUBMITTED_READ)
    given: dict[str, Any] = {
        "edition": edition.code,
        "typed": terms.typed.lower(),
        "first": first,
        **{f"term{at}": term for at, term in enumerate(terms.folded)},
    }
    if area is None:
        given["tenant"] = look.actor.tenant
    else:
        given["province"] = area.province_code
        given |= _given(district=area.district_code)
    given |= _given(
        organisation_kind=wanted.organisation_kind,
        dimension=wanted.dimension_code,
        kind=wanted.kind,
    )
    if after is not None:
        given |= {f"after_{name}": value for name, value in asdict(after).items()}
    rows = await look.ask(_question(frozenset(given)), **given)
    return [_hit_of(row, terms) for row in rows]


def _given(**values: str | None) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value is not None}


def _hit_of(row: Row, terms: Terms) -> Hit:
    organisation = share_as(Organisation, row)
    return Hit(
        HitKey(
            row["rank"],
            organisation.sort_key,
            row["tenant_id"],
            row["position"],
            row["text_id"],
        ),
        organisation,
        row["revision_id"],
        row["revision_number"],
        SearchedPlace(row["place"]),
        None
        if row["title"] is None
        else HitRow(row["title"], row["number"], row["mission_code"], InitiativeKind(row["kind"])),
        found_in(row["text"], terms),
    )


@lru_cache(maxsize=256)
def _question(given: frozenset[str]) -> Question:
    """By the names of what is given: a filter that is not asked for is not in the statement."""

    def value(name: str, type_: Any = Text) -> Any:
        return bindparam(name, type_=type_, required=True)

    page = _page(given, value)
    row = RevisionInitiative
    query = (
        select(
            page,
            row.title,
            row.number,
            row.mission_code,
            row.kind,
            *columns_of(Organisation),
        )
        .select_from(page)
        .join(Organisation, Organisation.id == page.c.tenant_id)
        .outerjoin(row, _belongs(row, page.c))
        .order_by(
            page.c.rank,
            Organisation.sort_key,
            page.c.tenant_id,
            page.c.position,
            page.c.text_id,
        )
    )
    return Question(query)


def _page(given: frozenset[str], value: Callable[..., Any]) -> CTE:
    """The texts alone: the rows they belong to are looked up for a page of them, not for all."""
    text, row = SearchedText, RevisionInitiative
    place = case({one: at for at, one in enumerate(_PLACES)}, value=text.place, else_=_INEXACT)
    is_exact = func.strpos(func.lower(text.text), value("typed")) > 0
    rank = place + case((is_exact, 0), else_=literal(_INEXACT, Integer))
    order = (rank, Organisation.sort_key, text.tenant_id, text.position, text.id)
    query = (
        select(
            text.tenant_id,
            text.id.label("text_id"),
            text.revision_id,
            text.initiative_id,
            text.position,
            text.place,
            text.text,
            PlanRollup.revision_number,
            rank.label("rank"),
        )
        .select_from(PlanRollup)
        .join(
            text,
            and_(
                text.tenant_id == PlanRollup.tenant_id,
                text.revision_id == PlanRollup.revision_id,
            ),
        )
        .join(Organisation, Organisation.id == PlanRollup.tenant_id)
        .where(PlanRollup.edition_code == value("edition"))
        .order_by(*order)
        .limit(value("first", Integer))
    )
    if given & {"dimension", "kind"}:
        query = query.join(row, _belongs(row, text))
    filters: dict[str, Any] = {
        "tenant": PlanRollup.tenant_id,
        "province": PlanRollup.province_code,
        "district": PlanRollup.district_code,
        "organisation_kind": Organisation.kind,
        "dimension": row.dimension_code,
        "kind": row.kind,
    }
    for name in sorted(given & filters.keys()):
        type_ = BigInteger if name == "tenant" else Text
        query = query.where(filters[name] == value(name, type_))
    for name in sorted(one for one in given if one.startswith("term")):
        # Three to four times as quick as LIKE (ADR 27).
        query = query.where(func.strpos(text.key, value(name)) > 0)
    if "after_id" in given:
        behind = (
            value("after_rank", Integer),
            value("after_sort_key"),
            value("after_tenant_id", BigInteger),
            value("after_position", BigInteger),
            value("after_id", Uuid),
        )
        query = query.where(tuple_(*order) > tuple_(*behind))
    return query.cte("page").prefix_with("MATERIALIZED")


def _belongs(row: type[RevisionInitiative], text: Any) -> ColumnElement[bool]:
    return and_(
        row.tenant_id == text.tenant_id,
        row.revision_id == text.revision_id,
        row.initiative_id == text.initiative_id,
    )

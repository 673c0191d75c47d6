"""Searching what was submitted, in the schema."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

import msgspec
import strawberry

from api.schema.base import (
    After,
    DistrictCode,
    EditionCode,
    First,
    Info,
    KindOfOrganisation,
    PageInfo,
    ProvinceCode,
    argument,
    check_first,
    says,
)
from api.schema.places import Organisation, global_id
from plan_core.actor import Permission
from plan_core.comparison import found, searching
from plan_core.comparison.queries import area_of
from plan_core.comparison.searching import Hit, HitKey, SearchFilter
from plan_core.errors import NotFound
from plan_core.plans.searched import SearchedPlace
from plan_core.values import InitiativeKind

strawberry.enum(SearchedPlace, description="Where in a plan a text stands.")


@strawberry.type(description="A stretch of a text.")
class SearchMark:
    start: int = says("Where it begins, in UTF-16 units.")
    length: int = says("How long it is, in UTF-16 units.")


@strawberry.type(description="A text of a submitted plan with what was found in it.")
class SearchHit:
    organisation: Organisation = says("Whose plan it is.")
    revision_id: strawberry.ID = says("The newest revision, in which it stands.")
    revision_number: int = says("Its number.")
    place: SearchedPlace = says("Where it stands.")
    text: str = says("The text, or a piece of it.")
    is_cut: bool = says("Whether there is more of it.")
    marks: list[SearchMark] = says("What was found, in order.")
    title: str | None = says("Title of the row that it belongs to.")
    number: int | None = says("The row's number in its mission.")
    mission_code: str | None = says("The row's mission.")
    kind: InitiativeKind | None = says("The row's kind.")

    @classmethod
    def of(cls, hit: Hit) -> SearchHit:
        row = hit.row
        revision = f"{hit.organisation.id}:{hit.revision_id}"
        return cls(
            organisation=Organisation.of(hit.organisation),
            revision_id=global_id("Revision", revision),
            revision_number=hit.revision_number,
            place=hit.place,
            text=hit.found.text,
            is_cut=hit.found.is_cut,
            marks=[SearchMark(start=one.start, length=one.length) for one in hit.found.marks],
            title=None if row is None else row.title,
            number=None if row is None else row.number,
            mission_code=None if row is None else row.mission_code,
            kind=None if row is None else row.kind,
        )


@strawberry.type(description="A hit on a page.")
class SearchHitEdge:
    cursor: str = says("Where this edge stands.")
    node: SearchHit = says("The hit.")


@strawberry.type(description="A page of hits, the best first.")
class SearchHitConnection:
    edges: list[SearchHitEdge] = says("The page's hits.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.type
class SearchQuery:
    @strawberry.field(
        description="Words in what was submitted, whatever their tone marks, spaces and digits: "
        "of the area for officers, of the own organisation for its members."
    )
    async def search(
        self,
        info: Info,
        text: Annotated[str, argument("Words; a text must hold all of them.")],
        edition_code: EditionCode = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
        organisation_kind: KindOfOrganisation = None,
        dimension_code: Annotated[str | None, argument("Only this dimension, like 1.")] = None,
        kind: Annotated[InitiativeKind | None, argument("Only rows of this kind.")] = None,
        first: First = 20,
        after: After = None,
    ) -> SearchHitConnection:
        actor = info.context.actor
        actor.require(Permission.SUBMITTED_READ)
        check_first(first)
        terms = found.terms_of(text)
        area = (
            area_of(actor, province_code, district_code) if actor.may(Permission.COMPARE) else None
        )
        edition = await info.context.rooms.edition(edition_code)
        wanted = SearchFilter(organisation_kind, dimension_code, kind)
        async with info.context.database.look(actor) as look:
            hits = await searching.search(
                look, edition, area, terms, wanted, first + 1, _key_of(after)
            )
        edges = [
            SearchHitEdge(cursor=_cursor(hit.key), node=SearchHit.of(hit)) for hit in hits[:first]
        ]
        return SearchHitConnection(
            edges=edges,
            page_info=PageInfo.of(
                [edge.cursor for edge in edges], has_next=len(hits) > first, after=after
            ),
        )


def _cursor(key: HitKey) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode()


def _key_of(cursor: str | None) -> HitKey | None:
    """A cursor is only a place in an order: row-level security applies to what is behind it."""
    if cursor is None:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor), type=HitKey)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise NotFound("cursor") from None

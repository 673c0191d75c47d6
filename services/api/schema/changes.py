"""The feeds of changes in the schema: what a program reads again to keep its copy in step."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api.schema.base import (
    After,
    DistrictCode,
    First,
    Info,
    PageInfo,
    ProvinceCode,
    argument,
    check_first,
    says,
)
from api.schema.places import global_id
from plan_core.comparison.queries import area_of
from plan_core.errors import NotFound
from plan_core.integration import queries
from plan_core.integration.changes import Change as ChangeValue
from plan_core.integration.changes import ChangedType, Reach
from plan_core.places import queries as place_queries

strawberry.enum(ChangedType, description="What kind of thing changed.")
strawberry.enum(
    Reach,
    name="ChangeReach",
    description="How far a change goes. ONE: the thing itself. ORDER: the places of its neighbours"
    " too. PLAN: anything in its plan may have changed, read it whole.",
)

ChangeNumber = Annotated[int, argument("Where the copy stands: 0 for the very beginning.")]
WITH_TENANT = {"Revision", "Report", "Attachment"}
"""Ids of these name their organisation too, for officers read them."""
NODES = {
    ChangedType.PLAN: "Plan",
    ChangedType.INITIATIVE: "Initiative",
    ChangedType.BUDGET_CELL: "BudgetCell",
    ChangedType.RISK: "PlanRisk",
    ChangedType.AMENDMENT: "Amendment",
    ChangedType.REVISION: "Revision",
    ChangedType.REPORT: "Report",
    ChangedType.ATTACHMENT: "Attachment",
    ChangedType.DOCUMENT: "Document",
}
"""What `node` can fetch. The others are read with their plan or their report."""


@strawberry.type(description="One change. It says what to read again, not what is there now.")
class Change:
    sequence: int = says("Counts the organisation's changes from 1, without a gap.")
    at: datetime = says("When (UTC). Several changes of one transaction share it.")
    verb: str = says("What was done, like `set_budget_cell`. New verbs may come at any time.")
    type: ChangedType = says("What kind of thing it was done to.")
    id: strawberry.ID | None = says(
        "The thing, for `node`; null for one that `node` does not know."
    )
    plan_id: strawberry.ID | None = says("The plan that it belongs to, if any.")
    initiative_id: strawberry.ID | None = says("The row that it belongs to, if any.")
    section_code: str = says("The code of a SECTION; else empty.")
    is_removal: bool = says("There is no such thing any more: take it out of the copy.")
    reach: Reach = says("How far it goes beyond this one thing.")

    @classmethod
    def of(cls, change: ChangeValue, tenant_id: int) -> Change:
        node = NODES.get(change.type)
        key = f"{tenant_id}:{change.id}" if node in WITH_TENANT else change.id
        return cls(
            sequence=change.sequence,
            at=change.at,
            verb=change.verb,
            type=change.type,
            id=_id(node, key),
            plan_id=_id("Plan", change.plan_id),
            initiative_id=_id("Initiative", change.initiative_id),
            section_code=change.section_code,
            is_removal=change.is_removal,
            reach=change.reach,
        )


def _id(type_name: str | None, key: UUID | str | None) -> strawberry.ID | None:
    return None if type_name is None or key is None else global_id(type_name, key)


@strawberry.type(description="Changes in the order in which they were committed.")
class ChangePage:
    changes: list[Change] = says("Oldest first.")
    next_after: int = says("`after` of the next page. Keep it: it is where the copy stands.")
    head: int = says("The newest change's number; the page was the last one if `nextAfter` is it.")

    @classmethod
    def of(cls, page: queries.Page, tenant_id: int) -> ChangePage:
        return cls(
            changes=[Change.of(one, tenant_id) for one in page.changes],
            next_after=page.through,
            head=page.head,
        )


@strawberry.type(description="How far the changes to what an organisation submitted have come.")
class ChangeHead:
    organisation_code: str = says("The organisation, for `submittedChanges`.")
    head: int = says("The number of its newest change.")


@strawberry.type(description="An organisation's head on a page.")
class ChangeHeadEdge:
    cursor: str = says("Where this edge stands.")
    node: ChangeHead = says("The head.")


@strawberry.type(description="A page of heads, by the organisations' codes.")
class ChangeHeadConnection:
    edges: list[ChangeHeadEdge] = says("One for each organisation that ever submitted anything.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.type
class ChangesQuery:
    @strawberry.field(
        description="What changed in the viewer's own organisation since a number, oldest first."
    )
    async def changes(
        self,
        info: Info,
        first: First,
        after: ChangeNumber = 0,
        types: Annotated[
            list[ChangedType] | None, argument("Only of these kinds; all when left out.")
        ] = None,
    ) -> ChangePage:
        check_first(first)
        async with info.context.database.read(info.context.actor) as tx:
            page = await queries.list_changes(tx, after, first, types or ())
        return ChangePage.of(page, info.context.actor.tenant)

    @strawberry.field(
        description="What was done to what an organisation submitted, since a number, oldest first:"
        " for officers of its area and for itself. Counted apart from `changes`."
    )
    async def submitted_changes(
        self,
        info: Info,
        organisation_code: Annotated[str, argument("The organisation's 7-digit code.")],
        first: First,
        after: ChangeNumber = 0,
        types: Annotated[
            list[ChangedType] | None, argument("REVISION or REPORT; both when left out.")
        ] = None,
    ) -> ChangePage:
        check_first(first)
        async with info.context.database.read(info.context.actor) as tx:
            organisation = await place_queries.find_organisation(tx.session, organisation_code)
            if organisation is None:
                raise NotFound("organisation")
            page = await queries.list_shown(tx, organisation.id, after, first, types or ())
        return ChangePage.of(page, organisation.id)

    @strawberry.field(
        description="How far each organisation of an area has come, so that a copy of the area asks"
        " only those with news. One statement, however large the area."
    )
    async def change_heads(
        self,
        info: Info,
        first: First,
        after: After = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
    ) -> ChangeHeadConnection:
        check_first(first)
        area = area_of(info.context.actor, province_code, district_code)
        async with info.context.database.read(info.context.actor) as tx:
            found = await queries.list_heads(
                tx, area.province_code, area.district_code, first + 1, after or ""
            )
        edges = [
            ChangeHeadEdge(
                cursor=one.code, node=ChangeHead(organisation_code=one.code, head=one.sequence)
            )
            for one in found[:first]
        ]
        cursors = [edge.cursor for edge in edges]
        return ChangeHeadConnection(
            edges=edges,
            page_info=PageInfo.of(cursors, has_next=len(found) > first, after=after),
        )

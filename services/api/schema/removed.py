"""What was removed from the own plan and can come back, in the schema."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import strawberry

from api import ids
from api.schema.base import After, Info, PageInfo, PlanEditionCode, YearAmount, check_first, says
from api.schema.history import First, number_in
from api.schema.places import global_id
from api.schema.plans import find_own_plan
from plan_core.errors import NotFound
from plan_core.framework.rules import dimension_code_of
from plan_core.plans import removed_queries
from plan_core.values import InitiativeKind, RiskCategory


@strawberry.type(description="A row that was taken out; `restoreInitiative` brings it back.")
class RemovedInitiative:
    id: strawberry.ID = says("The row.")
    mission_code: str = says("The mission it stood in, and comes back to.")
    dimension_code: str = says("The dimension of that mission.")
    kind: InitiativeKind = says("What it is.")
    title: str = says("Its title.")
    remarks: str = says("The column หมายเหตุ.")
    budgets: list[YearAmount] = says("What its cells said; they come back with it.")
    removed_at: datetime = says("When it was taken out (UTC).")
    removed_by: str = says("By whom.")
    acting_for: str = says("In whose place; empty when in the own.")

    @classmethod
    def of(cls, found: removed_queries.RemovedRow) -> RemovedInitiative:
        row = found.row
        return cls(
            id=global_id("Initiative", row.id),
            mission_code=row.mission_code,
            dimension_code=dimension_code_of(row.mission_code),
            kind=row.kind,
            title=row.title,
            remarks=row.remarks,
            budgets=YearAmount.list_of(found.budgets),
            removed_at=found.removed_at,
            removed_by=found.removed_by,
            acting_for=found.acting_for,
        )


@strawberry.type(description="A removed row on a page.")
class RemovedInitiativeEdge:
    cursor: str = says("Where this edge stands.")
    node: RemovedInitiative = says("The row.")


@strawberry.type(description="A page of removed rows.")
class RemovedInitiativeConnection:
    edges: list[RemovedInitiativeEdge] = says("The page's rows, last removed first.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.type(description="A risk that was taken out; `restoreRisk` brings it back.")
class RemovedRisk:
    id: strawberry.ID = says("The risk.")
    category: RiskCategory = says("The category it stood in, and comes back to.")
    text: str = says("The risk in words.")
    removed_at: datetime = says("When it was taken out (UTC).")
    removed_by: str = says("By whom.")
    acting_for: str = says("In whose place; empty when in the own.")

    @classmethod
    def of(cls, found: removed_queries.RemovedRisk) -> RemovedRisk:
        return cls(
            id=global_id("PlanRisk", found.id),
            category=found.risk.category,
            text=found.risk.text,
            removed_at=found.entry.at,
            removed_by=found.entry.by_name,
            acting_for=found.entry.acting_for,
        )


@strawberry.type(description="A removed risk on a page.")
class RemovedRiskEdge:
    cursor: str = says("Where this edge stands.")
    node: RemovedRisk = says("The risk.")


@strawberry.type(description="A page of removed risks.")
class RemovedRiskConnection:
    edges: list[RemovedRiskEdge] = says("The page's risks, last removed first.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.type
class RemovedQuery:
    @strawberry.field(
        description="Rows that were taken out of the viewer's own organisation's plan."
    )
    async def removed_initiatives(
        self, info: Info, first: First, after: After = None, edition_code: PlanEditionCode = None
    ) -> RemovedInitiativeConnection:
        check_first(first)
        last = None if after is None else _place_in(after)
        async with info.context.database.read(info.context.actor) as tx:
            plan, _ = await find_own_plan(info, tx, edition_code)
            found = (
                []
                if plan is None
                else await removed_queries.list_removed(tx, plan, first + 1, last)
            )
        edges = [
            RemovedInitiativeEdge(
                cursor=_cursor(one.removed_at, one.row.id), node=RemovedInitiative.of(one)
            )
            for one in found[:first]
        ]
        cursors = [edge.cursor for edge in edges]
        return RemovedInitiativeConnection(
            edges=edges,
            page_info=PageInfo.of(cursors, has_next=len(found) > first, after=after),
        )

    @strawberry.field(
        description="Risks that were taken out of the viewer's own organisation's plan."
    )
    async def removed_risks(
        self, info: Info, first: First, after: After = None, edition_code: PlanEditionCode = None
    ) -> RemovedRiskConnection:
        check_first(first)
        before = None if after is None else number_in(after, "RemovedRisk")
        async with info.context.database.read(info.context.actor) as tx:
            plan, _ = await find_own_plan(info, tx, edition_code)
            found = (
                []
                if plan is None
                else await removed_queries.list_removed_risks(tx, plan, first + 1, before)
            )
        edges = [
            RemovedRiskEdge(
                cursor=global_id("RemovedRisk", one.entry.sequence), node=RemovedRisk.of(one)
            )
            for one in found[:first]
        ]
        cursors = [edge.cursor for edge in edges]
        return RemovedRiskConnection(
            edges=edges,
            page_info=PageInfo.of(cursors, has_next=len(found) > first, after=after),
        )


_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _cursor(removed_at: datetime, row: UUID) -> str:
    """The moment itself: a row that was brought back meanwhile still says where the page ended."""
    return global_id("RemovedInitiative", f"{(removed_at - _START) // _MICROSECOND}:{row}")


def _place_in(cursor: str) -> tuple[datetime, UUID]:
    """Raises NotFound for a cursor that this API never gave out."""
    micros, row = ids.expect(cursor, "RemovedInitiative").tenant_and_uuid
    try:
        return _START + micros * _MICROSECOND, row
    except OverflowError:
        raise NotFound() from None

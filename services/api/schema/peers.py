"""Rows of peers' published plans, in the schema."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.schema.base import (
    Budget,
    EditionCode,
    First,
    FiscalYear,
    Info,
    argument,
    check_first,
    says,
)
from api.schema.revisions import DraftBudget
from plan_core.plans import rules
from plan_core.publishing import peers
from plan_core.values import InitiativeKind


@strawberry.type(description="A title that peers publish in a mission, to begin a row from.")
class PeerRow:
    title: str = says("The title.")
    kind: InitiativeKind = says("What it is.")
    organisations: int = says("How many published plans of the province have it.")
    example: str = says("The organisation whose budgets these are.")
    budgets: list[DraftBudget] = says("That organisation's budgets, one per fiscal year.")

    @classmethod
    def of(cls, row: peers.PeerRow) -> PeerRow:
        return cls(
            title=row.title,
            kind=row.kind,
            organisations=row.organisations,
            example=row.example,
            budgets=[
                DraftBudget(fiscal_year=FiscalYear.of(be), budget=Budget.of(budget))
                for be, budget in sorted(row.budgets.items())
            ],
        )


@strawberry.type
class PeersQuery:
    @strawberry.field(
        description="What other organisations of the province publish in a mission, "
        "the most common first."
    )
    async def peer_rows(
        self,
        info: Info,
        mission_code: Annotated[str, argument("The mission, like 1.2.")],
        text: Annotated[str, argument("Only titles with this text; digits and spaces fold.")] = "",
        edition_code: EditionCode = None,
        first: First = 20,
    ) -> list[PeerRow]:
        actor = info.context.actor
        check_first(first)
        edition = await info.context.rooms.edition(edition_code)
        rules.check_mission(edition, mission_code)
        async with info.context.database.read(actor) as tx:
            found = await peers.list_peer_rows(tx, edition, mission_code, text, first)
        return [PeerRow.of(row) for row in found]

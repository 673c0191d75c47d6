"""What other systems call rows of the own plans, in the schema: looked through, let go of."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api import ids
from api.schema.base import After, First, Info, PageInfo, Problem, argument, check_first, says
from api.schema.places import global_id
from api.schema.plan_blocks import told
from plan_core.errors import NotFound, SimitiError
from plan_core.integration import upsert_queries
from plan_core.integration.actions import unlinking
from plan_core.integration.upsert_model import ExternalReference as ReferenceRow


@strawberry.type(description="What another system calls a row of a plan.")
class ExternalReference:
    id: strawberry.ID = says("Opaque id, for removing it.")
    system: str = says("The other system, as `upsertInitiatives` named it.")
    value: str = says("The row's name there.")
    initiative_id: strawberry.ID = says("The row; it may have been taken out of its plan.")
    made_at: datetime = says("Since when (UTC).")

    @classmethod
    def of(cls, row: ReferenceRow) -> ExternalReference:
        return cls(
            id=global_id("ExternalReference", row.id),
            system=row.system,
            value=row.value,
            initiative_id=global_id("Initiative", row.initiative_id),
            made_at=row.made_at,
        )


@strawberry.type(description="A name on a page.")
class ExternalReferenceEdge:
    cursor: str = says("Where this edge stands.")
    node: ExternalReference = says("The name.")


@strawberry.type(description="A page of names.")
class ExternalReferenceConnection:
    edges: list[ExternalReferenceEdge] = says("The page's names, in an order that stays.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.input(description="Names to let go of; the rows stay as they are.")
class RemoveExternalReferencesInput:
    ids: list[strawberry.ID] = says("Of the names, 1 to 200, each once.")


@strawberry.type(description="What was let go of, or why nothing was.")
class RemoveExternalReferencesPayload:
    removed: list[ExternalReference] = says("As they were, in the order of the input; or none.")
    problems: list[Problem] = says("One per refusal, `field` like `ids.3`.")


@strawberry.type
class ExternalNamesQuery:
    @strawberry.field(
        description="What other systems call rows of the viewer's own organisation's plans."
    )
    async def external_references(
        self,
        info: Info,
        first: First,
        after: After = None,
        system: Annotated[str | None, argument("Of this system only.")] = None,
    ) -> ExternalReferenceConnection:
        check_first(first)
        behind = None if after is None else ids.expect(after, "ExternalReference").uuid
        async with info.context.database.read(info.context.actor) as tx:
            found = await upsert_queries.page_of_references(tx, system, first + 1, behind)
        nodes = [ExternalReference.of(one) for one in found[:first]]
        return ExternalReferenceConnection(
            edges=[ExternalReferenceEdge(cursor=one.id, node=one) for one in nodes],
            page_info=PageInfo.of(
                [one.id for one in nodes], has_next=len(found) > first, after=after
            ),
        )


@strawberry.type
class ExternalNamesMutation:
    @strawberry.mutation(
        description="Let go of names that were wrong, all or none: `upsertInitiatives` may then"
        " give the rows other names, and the names to other rows."
    )
    async def remove_external_references(
        self, info: Info, input: RemoveExternalReferencesInput
    ) -> RemoveExternalReferencesPayload:
        try:
            wanted = [_uuid_of(at, one) for at, one in enumerate(input.ids)]
            async with info.context.database.write(info.context.actor) as tx:
                removed = await unlinking.unlink(tx, wanted)
        except SimitiError as refusal:
            return RemoveExternalReferencesPayload(removed=[], problems=told(refusal))
        return RemoveExternalReferencesPayload(
            removed=[ExternalReference.of(one) for one in removed], problems=[]
        )


def _uuid_of(at: int, text: strawberry.ID) -> UUID:
    try:
        return ids.expect(text, "ExternalReference").uuid
    except NotFound as missing:
        missing.field = f"ids.{at}"
        raise

"""What programs do in the viewer's organisation, in the schema: for who connects systems to it."""

from __future__ import annotations

from datetime import datetime

import strawberry

from api.schema.base import After, First, Info, PageInfo, check_first, says
from api.schema.history import number_in
from api.schema.places import global_id
from plan_core.actor import Scope
from plan_core.integration import programs
from plan_core.integration.changes import ChangedType


@strawberry.type(
    description="Something that a program changed by its token, or that was done to a token."
)
class ProgramAct:
    id: strawberry.ID = says("Opaque id.")
    number: int = says("Its number in the organisation's audit log.")
    at: datetime = says("When (UTC).")
    by_name: str = says("The token's owner, by the name of then.")
    token_id: strawberry.ID = says("Opaque id of the token.")
    token_name: str = says("What its owner called it.")
    verb: str = says("What was done, by its name in the audit log, as in `changes`.")
    type: ChangedType = says("To what kind of thing; TOKEN: to the token itself, by its owner.")
    scopes: list[Scope] = says("Of a TOKEN: what it may be used for. Else empty.")
    expires_at: datetime | None = says("Of a TOKEN: when it ends by itself (UTC). Else null.")

    @classmethod
    def of(cls, act: programs.ProgramAct) -> ProgramAct:
        return cls(
            id=global_id("ProgramAct", act.id),
            number=act.sequence,
            at=act.at,
            by_name=act.by_name,
            token_id=global_id("ApiToken", act.token_id),
            token_name=act.token_name,
            verb=act.verb,
            type=act.type,
            scopes=list(act.scopes),
            expires_at=act.expires_at,
        )


@strawberry.type(description="An act on a page.")
class ProgramActEdge:
    cursor: str = says("Where this edge stands.")
    node: ProgramAct = says("The act.")


@strawberry.type(description="A page of what programs did.")
class ProgramActConnection:
    edges: list[ProgramActEdge] = says("The page's acts, newest first.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.type
class ProgramsQuery:
    @strawberry.field(
        description="What programs changed in the viewer's own organisation by a token of anybody's"
        " there, and which tokens were made, replaced and revoked for it: newest first."
    )
    async def program_acts(
        self, info: Info, first: First, after: After = None
    ) -> ProgramActConnection:
        check_first(first)
        before = None if after is None else number_in(after, "ProgramAct")
        async with info.context.database.read(info.context.actor) as tx:
            found = await programs.list_acts(tx, first + 1, before)
        nodes = [ProgramAct.of(one) for one in found[:first]]
        cursors = [global_id("ProgramAct", node.number) for node in nodes]
        return ProgramActConnection(
            edges=[
                ProgramActEdge(cursor=cursor, node=node)
                for cursor, node in zip(cursors, nodes, strict=True)
            ],
            page_info=PageInfo.of(cursors, has_next=len(found) > first, after=after),
        )

"""What was done to the viewer's account, in the schema: the log of one's own ways in."""

from __future__ import annotations

from datetime import datetime

import strawberry

from api import ids
from api.schema.base import After, First, Info, PageInfo, check_first, says
from api.schema.places import global_id
from plan_core.people import account_events, account_queries
from plan_core.people.account_events import AccountEventKind
from plan_core.people.model import AccountEvent as Row

strawberry.enum(
    AccountEventKind,
    description="What was done to a way into an account. TOKEN_REPLACED: a successor was made.",
)


@strawberry.type(description="Something that was done to the viewer's ways in; it never changes.")
class AccountEvent:
    id: strawberry.ID = says("Opaque id.")
    at: datetime = says("When (UTC).")
    kind: AccountEventKind = says("What was done.")
    by_name: str | None = says("Who did it, by the name of then; null: the operator.")
    issuer: str | None = says("Of an identity: the provider's address.")
    token_name: str | None = says("Of a token: what it is for.")
    token_hint: str | None = says("Of a token: its last four letters.")

    @classmethod
    def of(cls, row: Row) -> AccountEvent:
        facts = account_events.read(row.facts)
        return cls(
            id=global_id("AccountEvent", row.id),
            at=row.at,
            kind=row.kind,
            by_name=row.by_name or None,
            issuer=facts.issuer or None,
            token_name=facts.name or None,
            token_hint=facts.hint or None,
        )


@strawberry.type(description="An event on a page.")
class AccountEventEdge:
    cursor: str = says("Where this edge stands.")
    node: AccountEvent = says("The event.")


@strawberry.type(description="A page of what was done to the viewer's account.")
class AccountEventConnection:
    edges: list[AccountEventEdge] = says("The page's events, newest first.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.type
class AccountEventsQuery:
    @strawberry.field(
        description="What was done to the viewer's own ways in, by whomever: newest first."
    )
    async def account_events(
        self, info: Info, first: First, after: After = None
    ) -> AccountEventConnection:
        check_first(first)
        door, person = info.context.rooms.door, info.context.person
        before = None if after is None else ids.expect(after, "AccountEvent").uuid
        async with door.unscoped() as session:
            found = await account_queries.list_events(session, person, first + 1, before)
        nodes = [AccountEvent.of(one) for one in found[:first]]
        return AccountEventConnection(
            edges=[AccountEventEdge(cursor=node.id, node=node) for node in nodes],
            page_info=PageInfo.of(
                [node.id for node in nodes], has_next=len(found) > first, after=after
            ),
        )

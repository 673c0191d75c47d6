"""Signing in another's place in the schema: who may be chosen, granting, revoking, what was."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from api import ids
from api.schema.base import After, First, Info, PageInfo, Problem, check_first, says
from api.schema.places import global_id
from plan_core.actor import Role
from plan_core.errors import SimitiError
from plan_core.people import delegation_queries as queries
from plan_core.people import delegation_rules as rules
from plan_core.people.actions import delegating
from plan_core.people.delegation_rules import ActingKind, DelegationState, NewDelegation
from plan_core.people.model_delegation import Delegation as Row
from plan_core.values import thai_day


@strawberry.type(description="Somebody with a post in the viewer's own organisation.")
class Colleague:
    post_id: strawberry.ID = says("Opaque id of the post.")
    role: Role = says("The role that the post gives.")
    name: str = says("Who holds it.")
    may_receive: bool = says("Whether signing can be delegated to this post.")


@strawberry.type(description="Signing that an approver handed to a colleague for some days.")
class Delegation:
    id: strawberry.ID = says("Opaque id, for revoking it.")
    state: DelegationState = says("How it stands today.")
    kind: ActingKind = says("In which of the two ways.")
    from_name: str = says("Who granted it.")
    position: str = says("The position in whose place the delegate signs.")
    to_name: str = says("Who signs.")
    first_on: date = says("The first day, in Thailand.")
    last_on: date = says("The last day, in Thailand; it still counts.")
    order_number: str = says("Number of the order.")
    reason: str = says("Why.")
    words: str = says("As it stands beside a signature, in Thai.")
    granted_at: datetime = says("When it was granted (UTC).")
    revoked_at: datetime | None = says("When it was revoked; null when it was not.")
    revoked_by: str = says("Who revoked it; empty when nobody did.")

    @classmethod
    def of(cls, row: Row, today: date) -> Delegation:
        return cls(
            id=global_id("Delegation", row.id),
            state=rules.state_on(today, row.first_on, row.last_on, row.revoked_at),
            kind=row.kind,
            from_name=row.from_name,
            position=row.position,
            to_name=row.to_name,
            first_on=row.first_on,
            last_on=row.last_on,
            order_number=row.order_number,
            reason=row.reason,
            words=rules.acting_words(row.kind, row.position, row.from_name, row.order_number),
            granted_at=row.granted_at,
            revoked_at=row.revoked_at,
            revoked_by=row.revoked_by,
        )


@strawberry.type(description="A delegation on a page.")
class DelegationEdge:
    cursor: str = says("Where this edge stands.")
    node: Delegation = says("The delegation.")


@strawberry.type(description="A page of delegations.")
class DelegationConnection:
    edges: list[DelegationEdge] = says("The page's delegations, the last to end first.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.input(description="An order by which a colleague signs in one's own place.")
class GrantSigningInput:
    to_post_id: strawberry.ID = says("The colleague's post.")
    kind: ActingKind = says("In which of the two ways.")
    position: str = says("One's own position, as the order says it.")
    first_on: date = says("The first day, in Thailand; today or later.")
    last_on: date = says("The last day; it still counts. A year at most.")
    order_number: str = says("Number of the order.")
    reason: str = says("Why.")


@strawberry.input(description="Which delegation ends now.")
class RevokeSigningInput:
    id: strawberry.ID = says("The delegation.")


@strawberry.type(description="The delegation as it stands now, or why it was refused.")
class DelegationPayload:
    delegation: Delegation | None = says("The delegation.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class DelegationsQuery:
    @strawberry.field(description="Delegations of signing in the own organisation.")
    async def delegations(
        self, info: Info, first: First = 50, after: After = None
    ) -> DelegationConnection:
        check_first(first)
        last = None if after is None else ids.expect(after, "Delegation").uuid
        async with info.context.database.read(info.context.actor) as tx:
            found = await queries.list_delegations(tx, first + 1, last)
            today = thai_day(tx.now)
        nodes = [Delegation.of(one, today) for one in found[:first]]
        return DelegationConnection(
            edges=[DelegationEdge(cursor=node.id, node=node) for node in nodes],
            page_info=PageInfo.of(
                [node.id for node in nodes], has_next=len(found) > first, after=after
            ),
        )

    @strawberry.field(
        description="Who holds a post in the own organisation; for who may delegate signing."
    )
    async def colleagues(self, info: Info) -> list[Colleague]:
        actor = info.context.actor
        async with info.context.rooms.door.unscoped() as session:
            found = await queries.list_colleagues(session, actor)
        return [
            Colleague(
                post_id=global_id("Post", one.membership_id),
                role=one.role,
                name=one.name,
                may_receive=rules.may_receive(actor.person_id, one.person_id, one.role),
            )
            for one in found
        ]


@strawberry.type
class DelegationsMutation:
    @strawberry.mutation(description="Hand one's own signing to a colleague for some days.")
    async def grant_signing(self, info: Info, input: GrantSigningInput) -> DelegationPayload:
        actor = info.context.actor
        new = NewDelegation(
            kind=input.kind,
            position=input.position,
            first_on=input.first_on,
            last_on=input.last_on,
            order_number=input.order_number,
            reason=input.reason,
        )
        try:
            post_id = ids.expect(input.to_post_id, "Post").uuid
            async with info.context.rooms.door.unscoped() as session:
                to = await queries.get_colleague(session, actor, post_id)
            async with info.context.database.write(actor) as tx:
                granted = await delegating.grant_signing(tx, to, new)
                today = thai_day(tx.now)
        except SimitiError as refusal:
            return DelegationPayload(delegation=None, problems=[Problem.of(refusal)])
        return DelegationPayload(delegation=Delegation.of(granted, today), problems=[])

    @strawberry.mutation(description="End a delegation of the own organisation now.")
    async def revoke_signing(self, info: Info, input: RevokeSigningInput) -> DelegationPayload:
        try:
            delegation_id = ids.expect(input.id, "Delegation").uuid
            async with info.context.database.write(info.context.actor) as tx:
                revoked = await delegating.revoke_signing(tx, delegation_id)
                today = thai_day(tx.now)
        except SimitiError as refusal:
            return DelegationPayload(delegation=None, problems=[Problem.of(refusal)])
        return DelegationPayload(delegation=Delegation.of(revoked, today), problems=[])

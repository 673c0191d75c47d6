"""Where a person is signed in, in the schema: to be looked at, and ended."""

from __future__ import annotations

from datetime import datetime

import strawberry

from api import ids
from api.schema.base import Info, Problem, says
from api.schema.places import global_id
from plan_core.errors import SimitiError
from plan_core.people import queries, rules
from plan_core.people.actions import sessions
from plan_core.people.model import SignIn


@strawberry.type(description="One place where the viewer is signed in.")
class Session:
    id: strawberry.ID = says("Opaque id; nobody signs in with it.")
    is_this: bool = says("Whether it is the one that asks.")
    device: str = says("The kind of browser, like `Chrome · Windows`; empty when unknown.")
    opened_from: str = says("The address that it was opened from; empty when unknown.")
    started_at: datetime = says("When it began, or its post was changed (UTC).")
    seen_at: datetime = says("When it was used last (UTC), to the minute.")
    expires_at: datetime = says("When it ends whatever happens (UTC).")

    @classmethod
    def of(cls, row: SignIn, token: str) -> Session:
        return cls(
            id=global_id("Session", rules.session_key(row.token_hash)),
            is_this=row.token_hash == rules.hash_token(token),
            device=row.device or "",
            opened_from=row.opened_from or "",
            started_at=row.started_at,
            seen_at=row.seen_at,
            expires_at=row.expires_at,
        )


@strawberry.input(description="Which of the viewer's sessions ends now.")
class EndSessionInput:
    id: strawberry.ID | None = strawberry.field(
        default=None, description="The session; all but the one that asks when left out."
    )


@strawberry.type(description="What is left, or why it was refused.")
class EndSessionPayload:
    sessions: list[Session] | None = says("The open sessions; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class SessionsQuery:
    @strawberry.field(description="Where the viewer is signed in, the last used first.")
    async def sessions(self, info: Info) -> list[Session]:
        return await _list(info)


@strawberry.type
class SessionsMutation:
    @strawberry.mutation(description="End a session of the viewer's, or all but this one.")
    async def end_session(self, info: Info, input: EndSessionInput) -> EndSessionPayload:
        context = info.context
        door, actor = context.rooms.door, context.person
        try:
            key = None if input.id is None else ids.expect(input.id, "Session").key
            async with door.unscoped() as session:
                await sessions.end_session(session, actor, context.token, key, door.clock())
            return EndSessionPayload(sessions=await _list(info), problems=[])
        except SimitiError as refusal:
            return EndSessionPayload(sessions=None, problems=[Problem.of(refusal)])


async def _list(info: Info) -> list[Session]:
    context = info.context
    door = context.rooms.door
    async with door.unscoped() as session:
        found = await queries.list_sign_ins(session, context.person, door.clock())
    return [Session.of(one, context.token) for one in found]

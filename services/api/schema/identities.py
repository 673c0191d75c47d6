"""By which sign-in providers a person is known, in the schema: to be looked at, and unlinked."""

from __future__ import annotations

from datetime import datetime

import strawberry

from api import ids
from api.schema.base import Info, Problem, says
from api.schema.places import global_id
from plan_core.errors import SimitiError
from plan_core.people.actions import proving
from plan_core.people.model import ProvenIdentity


@strawberry.type(description="A sign-in provider that proves who the viewer is.")
class Identity:
    id: strawberry.ID = says("Opaque id; what the provider calls the person is never told.")
    issuer: str = says("The provider's address; `/auth/providers` names it.")
    linked_at: datetime = says("When it was linked (UTC).")
    used_at: datetime | None = says("When the viewer signed in by it last (UTC).")

    @classmethod
    def of(cls, row: ProvenIdentity) -> Identity:
        return cls(
            id=global_id("Identity", row.id),
            issuer=row.issuer,
            linked_at=row.linked_at,
            used_at=row.used_at,
        )


@strawberry.input(description="Which provider no longer proves the viewer.")
class UnlinkIdentityInput:
    id: strawberry.ID = says("The identity.")


@strawberry.type(description="What is left, or why it was refused.")
class UnlinkIdentityPayload:
    identities: list[Identity] | None = says("Those that stay; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class IdentitiesQuery:
    @strawberry.field(description="Sign-in providers that the viewer linked, the oldest first.")
    async def identities(self, info: Info) -> list[Identity]:
        return await _list(info)


@strawberry.type
class IdentitiesMutation:
    @strawberry.mutation(description="Unlink a sign-in provider; the password stays.")
    async def unlink_identity(
        self, info: Info, input: UnlinkIdentityInput
    ) -> UnlinkIdentityPayload:
        door, actor = info.context.rooms.door, info.context.person
        try:
            key = ids.expect(input.id, "Identity").uuid
            async with door.unscoped() as session:
                await proving.unlink(session, actor, key, door.clock())
        except SimitiError as refusal:
            return UnlinkIdentityPayload(identities=None, problems=[Problem.of(refusal)])
        return UnlinkIdentityPayload(identities=await _list(info), problems=[])


async def _list(info: Info) -> list[Identity]:
    async with info.context.rooms.door.unscoped() as session:
        found = await proving.list_identities(session, info.context.person)
    return [Identity.of(one) for one in found]

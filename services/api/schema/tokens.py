"""One's own tokens for programs in the schema: made, replaced, revoked; each is shown once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import strawberry

from api import ids
from api.schema.base import Info, Problem, says
from api.schema.deprecations import Deprecations, deprecations_of
from api.schema.places import global_id
from api.trusted import check_texts
from plan_core.actor import Scope
from plan_core.errors import SimitiError
from plan_core.people import token_queries, token_rules
from plan_core.people.actions import tokens
from plan_core.people.actions.tokens import Made, NewToken
from plan_core.people.model import DeprecatedUse as UseRow
from plan_core.people.token_queries import Standing


@strawberry.type(
    description="That requests of a token name something that the schema is going to lose."
)
class DeprecatedUse:
    coordinate: str = says(
        "What it is, as a schema coordinate: `Type.field`, `Type.field(argument:)`, `Enum.VALUE`."
    )
    reason: str = says("Why it is deprecated, as the schema says it.")
    replacement: str | None = says("What to use in its place.")
    removed_on: date | None = says("The day from which it is not there any more.")
    first_used_on: date = says("The first day (in Thailand) on which the token used it.")
    last_used_on: date = says("The last such day.")
    requests: int = says("How many requests named it; some seconds behind.")

    @classmethod
    def those_of(
        cls, rows: Iterable[UseRow], deprecations: Deprecations
    ) -> Iterator[DeprecatedUse]:
        """What was removed since is left out: whoever still asks for it is refused."""
        for row in rows:
            known = deprecations.known.get(row.coordinate)
            if known is not None:
                yield cls(
                    coordinate=row.coordinate,
                    reason=known.reason,
                    replacement=known.replacement,
                    removed_on=known.removed_on,
                    first_used_on=row.first_on,
                    last_used_on=row.last_on,
                    requests=row.uses,
                )


@strawberry.type(description="A token by which a program asks in the viewer's place.")
class ApiToken:
    id: strawberry.ID = says("Opaque id.")
    client_id: str = says("As a client of OAuth 2: its id; the secret is the token itself.")
    name: str = says("What it is for.")
    hint: str = says("Its last four letters.")
    post_id: strawberry.ID = says("The post of the viewer's that it asks in.")
    scopes: list[Scope] = says("What it may be used for.")
    networks: list[str] = says("Where it may come from; anywhere when empty.")
    is_good: bool = says("Whether it can be used now.")
    made_at: datetime = says("When it was made (UTC).")
    expires_at: datetime = says("When it ends by itself (UTC).")
    revoked_at: datetime | None = says("When it was revoked (UTC).")
    used_at: datetime | None = says("When it was used last (UTC), to the minute.")
    used_from: str = says("The address that it came from then.")
    document_count: int = says("How many documents it may ask and nothing else; 0: anything.")
    deprecated_uses: list[DeprecatedUse] = says(
        "What its requests still use although it is deprecated; for its owner alone."
    )

    @classmethod
    def of(cls, found: Standing, info: Info, now: datetime) -> ApiToken:
        row, scopes = found.row, token_queries.scopes_of(found.row)
        known = deprecations_of(info.schema._schema)  # pyright: ignore[reportPrivateUsage]
        return cls(
            id=global_id("ApiToken", row.id),
            client_id=row.id.hex,
            name=row.name,
            hint=row.hint,
            post_id=global_id("Post", row.membership_id),
            scopes=[one for one in Scope if one in scopes],
            networks=[one for one in row.networks.split(",") if one],
            is_good=tokens.is_good(row, now),
            made_at=row.made_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
            used_at=row.used_at,
            used_from=row.used_from,
            document_count=found.document_count,
            deprecated_uses=list(DeprecatedUse.those_of(found.deprecated_uses, known)),
        )


@strawberry.input(description="A token for a program, in the post that the viewer acts in.")
class CreateApiTokenInput:
    name: str = says("What it is for.")
    scopes: list[Scope] = says("What it may be used for; each must give the post something.")
    expires_at: datetime = says("When it ends by itself; within a year.")
    networks: list[str] = strawberry.field(
        default_factory=list, description="Where it may come from, like 203.150.1.0/24."
    )
    documents: list[str] = strawberry.field(
        default_factory=list,
        description="Texts of the only documents it may ask, at most 50; anything when empty.",
    )


@strawberry.input(description="Which token gets a successor.")
class RotateApiTokenInput:
    id: strawberry.ID = says("The token.")
    expires_at: datetime = says("When the new one ends by itself; within a year.")
    documents: list[str] = strawberry.field(
        default_factory=list,
        description="Documents of the new one in place of the earlier one's; the same when empty.",
    )


@strawberry.input(description="Which token ends now.")
class RevokeApiTokenInput:
    id: strawberry.ID = says("The token.")


@strawberry.type(description="The token as it stands now, or why it was refused.")
class ApiTokenPayload:
    api_token: ApiToken | None = says("The token; null when refused.")
    secret: str | None = says("What the program sends, `simiti_…`: shown this once.")
    problems: list[Problem] = says("Why it was refused; empty on success.")

    @classmethod
    def refused(cls, refusal: SimitiError) -> ApiTokenPayload:
        return cls(api_token=None, secret=None, problems=[Problem.of(refusal)])

    @classmethod
    def made(cls, made: Made, info: Info) -> ApiTokenPayload:
        now = info.context.rooms.door.clock()
        token = ApiToken.of(Standing(made.row, made.document_count, ()), info, now)
        return cls(api_token=token, secret=made.token, problems=[])


def _documents_in(info: Info, texts: list[str]) -> dict[str, str]:
    """Invalid for one that the schema would refuse: found now, not at night."""
    info.context.actor.require_person()
    token_rules.check_documents(texts)
    core = info.schema._schema  # pyright: ignore[reportPrivateUsage]
    return check_texts(core, texts)


@strawberry.type
class TokensQuery:
    @strawberry.field(description="The viewer's own tokens in all posts, the newest first.")
    async def api_tokens(self, info: Info) -> list[ApiToken]:
        door, person = info.context.rooms.door, info.context.person
        async with door.unscoped() as session:
            rows = await token_queries.list_tokens(session, person)
            found = await token_queries.list_standings(session, person, rows)
        return [ApiToken.of(one, info, door.clock()) for one in found]

    @strawberry.field(description="What a token in the viewer's post can be used for.")
    def token_scopes(self, info: Info) -> list[Scope]:
        return token_rules.scopes_for(info.context.actor.role)


@strawberry.type
class TokensMutation:
    @strawberry.mutation(description="Make a token. What it is is shown this once.")
    async def create_api_token(self, info: Info, input: CreateApiTokenInput) -> ApiTokenPayload:
        door, actor = info.context.rooms.door, info.context.actor
        try:
            documents = _documents_in(info, input.documents)
            new = NewToken(input.name, input.scopes, input.expires_at, input.networks, documents)
            async with door.unscoped() as session:
                made = await tokens.create_token(session, actor, new, door.clock())
        except SimitiError as refusal:
            return ApiTokenPayload.refused(refusal)
        return ApiTokenPayload.made(made, info)

    @strawberry.mutation(
        description="Another token with the same rights; the earlier one is good for a day more."
    )
    async def rotate_api_token(self, info: Info, input: RotateApiTokenInput) -> ApiTokenPayload:
        door, actor = info.context.rooms.door, info.context.actor
        try:
            key = ids.expect(input.id, "ApiToken").uuid
            documents = _documents_in(info, input.documents)
            async with door.unscoped() as session:
                made = await tokens.rotate_token(
                    session, actor, key, input.expires_at, door.clock(), documents
                )
        except SimitiError as refusal:
            return ApiTokenPayload.refused(refusal)
        return ApiTokenPayload.made(made, info)

    @strawberry.mutation(description="End a token now.")
    async def revoke_api_token(self, info: Info, input: RevokeApiTokenInput) -> ApiTokenPayload:
        door, actor = info.context.rooms.door, info.context.actor
        try:
            key = ids.expect(input.id, "ApiToken").uuid
            async with door.unscoped() as session:
                row = await tokens.revoke_token(session, actor, key, door.clock())
                (found,) = await token_queries.list_standings(session, actor, [row])
        except SimitiError as refusal:
            return ApiTokenPayload.refused(refusal)
        token = ApiToken.of(found, info, door.clock())
        return ApiTokenPayload(api_token=token, secret=None, problems=[])

"""Whose a token is, and a person's tokens. The door's role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, bindparam, func, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor, Scope
from plan_core.db.asking import Question, Remembered, Row, columns_of, read_as
from plan_core.db.transaction import Database
from plan_core.errors import NotFound
from plan_core.people import queries, rules, token_rules
from plan_core.people.model import (
    AccessToken,
    ApiToken,
    ApiTokenDocument,
    DeprecatedUse,
    Membership,
    Person,
)
from plan_core.people.queries import SignedIn
from plan_core.places.model import District, Organisation, Province


@cache
def _bearer(*, is_access: bool = False) -> Question:
    """By the hash of a token, or of a short-lived one of it: the same statement but for a join."""
    now = bindparam("now", type_=DateTime(timezone=True), required=True)
    token_hash = bindparam("token_hash", type_=LargeBinary, required=True)
    asked = select(
        ApiToken.id.label("token_id"),
        ApiToken.name.label("token_name"),
        ApiToken.token_hash,
        ApiToken.networks,
        ApiToken.scopes,
        (AccessToken.scopes if is_access else null()).label("asked_scopes"),
        ApiToken.used_at,
        ApiToken.made_at,
        (AccessToken.expires_at if is_access else ApiToken.expires_at).label("expires_at"),
        Person.username,
        Person.display_name,
        Person.is_demo,
        *columns_of(Membership),
        *columns_of(Organisation),
        *columns_of(Province),
        *columns_of(District),
    )
    if is_access:
        asked = asked.join(AccessToken, AccessToken.api_token_id == ApiToken.id).where(
            AccessToken.token_hash == token_hash, AccessToken.expires_at > now
        )
    else:
        asked = asked.where(ApiToken.token_hash == token_hash)
    return Question(
        asked.join(Person, Person.id == ApiToken.person_id)
        .join(Membership, Membership.id == ApiToken.membership_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Province, Province.code == queries.province_of_post())
        .outerjoin(District, District.code == queries.district_of_post())
        .where(
            ApiToken.expires_at > now,
            ApiToken.revoked_at.is_(None),
            Membership.person_id == ApiToken.person_id,
            Person.is_active,
        )
    )


async def find_bearer(door: Database, token: str, address: str, now: datetime) -> SignedIn | None:
    """The person in whose place a program asks, in one statement; None when the token is not good.

    What the person has lost the token has lost: the post's rights are the post's of now, and a
    delegation is never a program's.
    """
    is_access = token_rules.is_access_token(token)
    if not is_access and not token_rules.is_token(token):
        return None
    token_hash = rules.hash_token(token)
    question = _bearer(is_access=True) if is_access else _bearer()
    rows = await door.ask(question, {"token_hash": token_hash, "now": now})
    if not rows or not token_rules.comes_from(rows[0]["networks"], address):
        return None
    return BEARERS.of(token_hash, rows, _bearer_of)


async def find_client(door: Database, secret: str, address: str, now: datetime) -> SignedIn | None:
    """As `find_bearer`, and only by a token itself: a short-lived one gets no others."""
    return (
        None if not token_rules.is_token(secret) else await find_bearer(door, secret, address, now)
    )


def _bearer_of(rows: Sequence[Row]) -> SignedIn:
    (row,) = rows
    post = queries.post_of(row)
    actor = queries.actor_for(read_as(Membership, row), row["display_name"])
    return SignedIn(
        actor=replace(
            actor,
            scopes=_scopes_of(row),
            token_id=row["token_id"],
            token_name=row["token_name"],
        ),
        username=row["username"],
        display_name=row["display_name"],
        is_demo=queries.is_demo(row, post),
        post=post,
        posts=(post,),
        # One that was never used is due to be noted at once.
        seen_at=row["used_at"] or row["made_at"] - token_rules.TOUCH_INTERVAL,
        expires_at=row["expires_at"],
        token_hash=row["token_hash"],
    )


def _scopes_of(row: Row) -> frozenset[Scope]:
    """What the token has now, and of that what was asked for when the short-lived one was made."""
    held, asked = queries.scopes_in(row["scopes"]), row["asked_scopes"]
    return held if asked is None else held & queries.scopes_in(asked)


BEARERS: Remembered[SignedIn] = Remembered()
"""As `queries.SIGNED_IN`."""


def scopes_of(row: ApiToken) -> frozenset[Scope]:
    return queries.scopes_in(row.scopes)


async def list_tokens(session: AsyncSession, actor: Actor) -> Sequence[ApiToken]:
    """The person's own, in whatever post, the newest first."""
    actor.require_person()
    query = (
        select(ApiToken).where(ApiToken.person_id == actor.person_id).order_by(ApiToken.id.desc())
    )
    return (await session.scalars(query)).all()


async def get_token(session: AsyncSession, actor: Actor, token_id: UUID) -> ApiToken:
    """One's own; another's looks as if it were not there."""
    actor.require_person()
    query = select(ApiToken).where(ApiToken.id == token_id, ApiToken.person_id == actor.person_id)
    found = await session.scalar(query.with_for_update())
    if found is None:
        raise NotFound("token")
    return found


async def documents_of(door: Database, token_hash: bytes) -> frozenset[str]:
    """Hashes of the documents that a token may ask; empty when it may ask anything."""
    query = (
        select(ApiTokenDocument.digest)
        .join(ApiToken, ApiToken.id == ApiTokenDocument.token_id)
        .where(ApiToken.token_hash == token_hash)
    )
    async with door.unscoped() as session:
        return frozenset(await session.scalars(query))


async def text_of(door: Database, token_hash: bytes, digest: str) -> str | None:
    """A document of a token's, by its hash."""
    query = (
        select(ApiTokenDocument.text)
        .join(ApiToken, ApiToken.id == ApiTokenDocument.token_id)
        .where(ApiToken.token_hash == token_hash, ApiTokenDocument.digest == digest)
    )
    async with door.unscoped() as session:
        return await session.scalar(query)


async def texts_of(session: AsyncSession, token_id: UUID) -> dict[str, str]:
    query = select(ApiTokenDocument).where(ApiTokenDocument.token_id == token_id)
    return {one.digest: one.text for one in await session.scalars(query)}


@dataclass(frozen=True, slots=True)
class Standing:
    """A token as its owner sees it."""

    row: ApiToken
    document_count: int
    """Documents that it may ask and nothing else; 0 when it may ask anything."""
    deprecated_uses: Sequence[DeprecatedUse]
    """In the order of their names."""


async def list_standings(
    session: AsyncSession, actor: Actor, rows: Sequence[ApiToken]
) -> list[Standing]:
    """Of tokens of the person's own."""
    keys = [one.id for one in rows]
    counts = await count_documents(session, keys)
    uses = await list_deprecated_uses(session, actor, keys)
    return [Standing(one, counts.get(one.id, 0), uses.get(one.id, ())) for one in rows]


async def count_documents(session: AsyncSession, tokens: Sequence[UUID]) -> dict[UUID, int]:
    """How many documents each has; none that has no list."""
    query = (
        select(ApiTokenDocument.token_id, func.count())
        .where(ApiTokenDocument.token_id.in_(tokens))
        .group_by(ApiTokenDocument.token_id)
    )
    return {found[0]: found[1] for found in await session.execute(query)}


async def list_deprecated_uses(
    session: AsyncSession, actor: Actor, tokens: Sequence[UUID]
) -> dict[UUID, list[DeprecatedUse]]:
    """What the person's own tokens used of the schema although it is to go."""
    actor.require_person()
    query = (
        select(DeprecatedUse)
        .join(ApiToken, ApiToken.id == DeprecatedUse.token_id)
        .where(ApiToken.person_id == actor.person_id, ApiToken.id.in_(tokens))
        .order_by(DeprecatedUse.coordinate)
    )
    found: dict[UUID, list[DeprecatedUse]] = {}
    for one in await session.scalars(query):
        found.setdefault(one.token_id, []).append(one)
    return found

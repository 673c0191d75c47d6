"""Whose a token is, and a person's tokens. The door's role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor, Scope
from plan_core.db.asking import Question, Remembered, Row, columns_of, read_as
from plan_core.db.transaction import Database
from plan_core.errors import NotFound
from plan_core.people import queries, rules, token_rules
from plan_core.people.model import ApiToken, ApiTokenDocument, Membership, Person
from plan_core.people.queries import SignedIn
from plan_core.places.model import District, Organisation, Province


@cache
def _bearer() -> Question:
    return Question(
        select(
            ApiToken.id.label("token_id"),
            ApiToken.networks,
            ApiToken.scopes,
            ApiToken.used_at,
            ApiToken.made_at,
            ApiToken.expires_at,
            Person.username,
            Person.display_name,
            Person.is_demo,
            *columns_of(Membership),
            *columns_of(Organisation),
            *columns_of(Province),
            *columns_of(District),
        )
        .join(Person, Person.id == ApiToken.person_id)
        .join(Membership, Membership.id == ApiToken.membership_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Province, Province.code == queries.province_of_post())
        .outerjoin(District, District.code == queries.district_of_post())
        .where(
            ApiToken.token_hash == bindparam("token_hash", type_=LargeBinary, required=True),
            ApiToken.expires_at > bindparam("now", type_=DateTime(timezone=True), required=True),
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
    if not token_rules.is_token(token):
        return None
    token_hash = rules.hash_token(token)
    rows = await door.ask(_bearer(), {"token_hash": token_hash, "now": now})
    if not rows or not token_rules.comes_from(rows[0]["networks"], address):
        return None
    return BEARERS.of(token_hash, rows, _bearer_of)


def _bearer_of(rows: Sequence[Row]) -> SignedIn:
    (row,) = rows
    post = queries.post_of(row)
    actor = queries.actor_for(read_as(Membership, row), row["display_name"])
    return SignedIn(
        actor=replace(actor, scopes=queries.scopes_in(row["scopes"]), token_id=row["token_id"]),
        username=row["username"],
        display_name=row["display_name"],
        is_demo=queries.is_demo(row, post),
        post=post,
        posts=(post,),
        # One that was never used is due to be noted at once.
        seen_at=row["used_at"] or row["made_at"] - token_rules.TOUCH_INTERVAL,
        expires_at=row["expires_at"],
    )


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


async def count_documents(session: AsyncSession, tokens: Sequence[UUID]) -> dict[UUID, int]:
    """How many documents each has; none that has no list."""
    query = (
        select(ApiTokenDocument.token_id, func.count())
        .where(ApiTokenDocument.token_id.in_(tokens))
        .group_by(ApiTokenDocument.token_id)
    )
    return {found[0]: found[1] for found in await session.execute(query)}

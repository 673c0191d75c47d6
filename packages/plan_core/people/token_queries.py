"""Whose a token is, and a person's tokens. The door's role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor, Scope
from plan_core.errors import NotFound
from plan_core.people import queries, rules, token_rules
from plan_core.people.model import ApiToken, Membership, Person
from plan_core.people.queries import Post, SignedIn
from plan_core.places.model import District, Organisation, Province


async def find_bearer(
    session: AsyncSession, token: str, address: str, now: datetime
) -> SignedIn | None:
    """The person in whose place a program asks, in one statement; None when the token is not good.

    What the person has lost the token has lost: the post's rights are the post's of now, and a
    delegation is never a program's.
    """
    if not token_rules.is_token(token):
        return None
    found = (
        await session.execute(
            select(ApiToken, Person, Membership, Organisation, Province, District)
            .join(Person, Person.id == ApiToken.person_id)
            .join(Membership, Membership.id == ApiToken.membership_id)
            .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
            .outerjoin(Province, Province.code == queries.province_of_post())
            .outerjoin(District, District.code == queries.district_of_post())
            .where(
                ApiToken.token_hash == rules.hash_token(token),
                ApiToken.expires_at > now,
                ApiToken.revoked_at.is_(None),
                Membership.person_id == ApiToken.person_id,
                Person.is_active,
            )
        )
    ).one_or_none()
    if found is None:
        return None
    row, person, membership, organisation, province, district = found
    if not token_rules.comes_from(row.networks, address):
        return None
    post = Post(membership.id, membership.role, organisation, province, district)
    return SignedIn(
        actor=replace(queries.actor_for(membership, person.display_name), scopes=scopes_of(row)),
        username=person.username,
        display_name=person.display_name,
        is_demo=person.is_demo or (post.organisation is not None and post.organisation.is_demo),
        post=post,
        posts=(post,),
        # One that was never used is due to be noted at once.
        seen_at=row.used_at or row.made_at - token_rules.TOUCH_INTERVAL,
        expires_at=row.expires_at,
    )


def scopes_of(row: ApiToken) -> frozenset[Scope]:
    """Names that this version of the program does not know give nothing."""
    known = {one.value for one in Scope}
    return frozenset(Scope(one) for one in row.scopes.split() if one in known)


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

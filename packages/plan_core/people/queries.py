"""Who is signed in and in which post: read by the door; a job's person: read by the worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import PERMISSIONS, Actor, Permission, Role
from plan_core.people import rules
from plan_core.people.model import MailAddress, Membership, Person, SignIn
from plan_core.places.model import District, Organisation, Province


@dataclass(frozen=True, slots=True)
class Post:
    """One membership with the places it is about; an organisation's post names its area too."""

    membership_id: UUID
    role: Role
    organisation: Organisation | None
    province: Province | None
    district: District | None

    @property
    def permissions(self) -> tuple[Permission, ...]:
        return tuple(sorted(PERMISSIONS[self.role]))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a valid session, acting in the chosen `post`; `posts` are all they hold."""

    actor: Actor
    username: str
    display_name: str
    is_demo: bool
    post: Post
    posts: tuple[Post, ...]
    seen_at: datetime
    expires_at: datetime

    def is_due_for_touch(self, now: datetime) -> bool:
        return now - self.seen_at >= rules.TOUCH_INTERVAL


def actor_for(membership: Membership, name: str) -> Actor:
    """The actor of a post: its scope is the post's own and nothing wider."""
    return Actor(
        person_id=membership.person_id,
        membership_id=membership.id,
        role=membership.role,
        tenant_id=membership.organisation_id,
        province_code=membership.province_code,
        district_code=membership.district_code,
        name=name,
    )


async def find_signed_in(session: AsyncSession, token: str, now: datetime) -> SignedIn | None:
    """The person of a session's token, in one statement; None when it is stale, ended or unknown.

    A lockout does not end open sessions: else anyone could throw a person out by guessing.
    """
    query = (
        select(SignIn, Person, Membership, Organisation, Province, District)
        .join(Person, Person.id == SignIn.person_id)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Province, Province.code == _province_of_post())
        .outerjoin(District, District.code == _district_of_post())
        .where(
            SignIn.token_hash == rules.hash_token(token),
            SignIn.expires_at > now,
            SignIn.seen_at > now - rules.IDLE_LIMIT,
            Person.is_active,
        )
        .order_by(Membership.id)
    )
    rows = (await session.execute(query)).all()
    for sign_in, person, membership, *_ in rows:
        if membership.id == sign_in.membership_id:
            posts = tuple(Post(m.id, m.role, o, p, d) for _, _, m, o, p, d in rows)
            post = next(post for post in posts if post.membership_id == membership.id)
            return SignedIn(
                actor=actor_for(membership, person.display_name),
                username=person.username,
                display_name=person.display_name,
                is_demo=person.is_demo
                or (post.organisation is not None and post.organisation.is_demo),
                post=post,
                posts=posts,
                seen_at=sign_in.seen_at,
                expires_at=sign_in.expires_at,
            )
    return None


def _province_of_post() -> ColumnElement[str]:
    return func.coalesce(Membership.province_code, Organisation.province_code)


def _district_of_post() -> ColumnElement[str]:
    return func.coalesce(Membership.district_code, Organisation.district_code)


async def find_person(session: AsyncSession, username: str) -> Person | None:
    """By the folded username; what cannot be a username is nobody's and is not looked up."""
    folded = rules.fold_username(username)
    if not rules.is_username(folded):
        return None
    return await session.scalar(select(Person).where(Person.username == folded))


async def find_name(session: AsyncSession, person_id: UUID) -> str | None:
    """The name shown to others."""
    return await session.scalar(select(Person.display_name).where(Person.id == person_id))


async def find_actor(session: AsyncSession, membership_id: UUID, tenant_id: int) -> Actor | None:
    """Who a job about an organisation acts as; None when nobody may.

    The person may have left, the post may be gone, or the message names an organisation that the
    post has nothing to do with: an officer's area must hold it.
    """
    query = (
        select(Membership, Person.display_name)
        .join(Person, Person.id == Membership.person_id)
        .join(
            Organisation,
            or_(
                Membership.organisation_id == Organisation.id,
                and_(
                    Membership.role == Role.DISTRICT_OFFICER,
                    Membership.district_code == Organisation.district_code,
                ),
                and_(
                    Membership.role == Role.PROVINCE_OFFICER,
                    Membership.province_code == Organisation.province_code,
                ),
            ),
        )
        .where(Membership.id == membership_id, Organisation.id == tenant_id, Person.is_active)
    )
    found = (await session.execute(query)).one_or_none()
    return None if found is None else actor_for(*found)


async def find_address(session: AsyncSession, person_id: UUID) -> MailAddress | None:
    """Where a person's mails go; None for who never asked for any."""
    return await session.get(MailAddress, person_id)


async def list_memberships(session: AsyncSession, person_id: UUID) -> list[Membership]:
    """The posts of a person, oldest first."""
    query = select(Membership).where(Membership.person_id == person_id).order_by(Membership.id)
    return list((await session.scalars(query)).all())


def is_stale(now: datetime) -> ColumnElement[bool]:
    """Sign-ins that can never count again."""
    return or_(SignIn.expires_at <= now, SignIn.seen_at <= now - rules.IDLE_LIMIT)

"""Who is signed in and in which post: read by the door; a job's person: read by the worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Self
from uuid import UUID

from sqlalchemy import ColumnElement, Date, DateTime, Select, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from plan_core.actor import DELEGABLE, PERMISSIONS, Actor, Permission, Role
from plan_core.people import delegation_queries, delegation_rules, rules
from plan_core.people.delegation_rules import ActingKind
from plan_core.people.model import MailAddress, Membership, Person, SignIn
from plan_core.people.model_delegation import Delegation
from plan_core.places.model import District, Organisation, Province
from plan_core.values import thai_day


@dataclass(frozen=True, slots=True)
class SigningFor:
    """A delegation that is in force: what the holder of the post signs in whose place."""

    delegation_id: UUID
    kind: ActingKind
    position: str
    name: str
    order_number: str
    first_on: date
    last_on: date

    @classmethod
    def of(cls, delegation: Delegation | None) -> Self | None:
        if delegation is None:
            return None
        return cls(
            delegation_id=delegation.id,
            kind=delegation.kind,
            position=delegation.position,
            name=delegation.from_name,
            order_number=delegation.order_number,
            first_on=delegation.first_on,
            last_on=delegation.last_on,
        )

    @property
    def words(self) -> str:
        return delegation_rules.acting_words(self.kind, self.position, self.name, self.order_number)


@dataclass(frozen=True, slots=True)
class Post:
    """One membership with the places it is about; an organisation's post names its area too."""

    membership_id: UUID
    role: Role
    organisation: Organisation | None
    province: Province | None
    district: District | None
    signing_for: SigningFor | None = None

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """Of the role, and what somebody delegated to this post for today."""
        delegated = DELEGABLE if self.signing_for else frozenset[Permission]()
        return tuple(sorted(PERMISSIONS[self.role] | delegated))


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


def actor_for(membership: Membership, name: str, signing_for: SigningFor | None = None) -> Actor:
    """The actor of a post: its scope is the post's own and nothing wider."""
    return Actor(
        person_id=membership.person_id,
        membership_id=membership.id,
        role=membership.role,
        tenant_id=membership.organisation_id,
        province_code=membership.province_code,
        district_code=membership.district_code,
        name=name,
        delegated=DELEGABLE if signing_for else frozenset(),
        acting_for=signing_for.words if signing_for else "",
    )


_SEEN_BY_THE_DOOR = load_only(
    Delegation.kind,
    Delegation.position,
    Delegation.from_name,
    Delegation.order_number,
    Delegation.first_on,
    Delegation.last_on,
    raiseload=True,
)


@cache
def _signed_in_query() -> Select[
    SignIn, Person, Membership, Organisation, Province, District, Delegation
]:
    """Put together once: every request asks it, and that costs more than running it."""
    now = bindparam("now", type_=DateTime(timezone=True))
    return (
        select(SignIn, Person, Membership, Organisation, Province, District, Delegation)
        .options(_SEEN_BY_THE_DOOR)
        .join(Person, Person.id == SignIn.person_id)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Province, Province.code == province_of_post())
        .outerjoin(District, District.code == district_of_post())
        .outerjoin(Delegation, delegation_queries.in_force(bindparam("today", type_=Date)))
        .where(
            SignIn.token_hash == bindparam("token_hash"),
            SignIn.expires_at > now,
            SignIn.seen_at > bindparam("idle_since", type_=DateTime(timezone=True)),
            Person.is_active,
        )
        .order_by(Membership.id)
    )


async def find_signed_in(session: AsyncSession, token: str, now: datetime) -> SignedIn | None:
    """The person of a session's token, in one statement; None when it is stale, ended or unknown.

    A lockout does not end open sessions: else anyone could throw a person out by guessing.
    Delegations are looked up by the day in Thailand at `now`: they begin and end by themselves.
    """
    asked = {
        "token_hash": rules.hash_token(token),
        "now": now,
        "idle_since": now - rules.IDLE_LIMIT,
        "today": thai_day(now),
    }
    rows = (await session.execute(_signed_in_query(), asked)).all()
    for sign_in, person, membership, *_ in rows:
        if membership.id == sign_in.membership_id:
            posts = tuple(
                Post(m.id, m.role, o, p, d, SigningFor.of(signing))
                for _, _, m, o, p, d, signing in rows
            )
            post = next(post for post in posts if post.membership_id == membership.id)
            return SignedIn(
                actor=actor_for(membership, person.display_name, post.signing_for),
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


def province_of_post() -> ColumnElement[str]:
    return func.coalesce(Membership.province_code, Organisation.province_code)


def district_of_post() -> ColumnElement[str]:
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

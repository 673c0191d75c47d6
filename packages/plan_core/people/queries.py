"""Who is signed in and in which post: read by the door; a job's person: read by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Self
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    LargeBinary,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import DELEGABLE, PERMISSIONS, Actor, Permission, Role, Scope
from plan_core.db.asking import Question, Remembered, Row, columns_of, find_as, read_as
from plan_core.db.transaction import Database
from plan_core.people import delegation_queries, delegation_rules, rules
from plan_core.people.delegation_rules import ActingKind
from plan_core.people.model import ApiToken, MailAddress, Membership, Person, SignIn
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
    def of(cls, row: Row) -> Self:
        return cls(
            delegation_id=row["delegation_id"],
            kind=ActingKind(row["acting_kind"]),
            position=row["position"],
            name=row["from_name"],
            order_number=row["order_number"],
            first_on=row["first_on"],
            last_on=row["last_on"],
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
    token_hash: bytes | None = None
    """Of the token that asks, or that the asking short-lived one was got for; a person has none."""

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


SIGNED_IN: Remembered[SignedIn | None] = Remembered()
"""Of this process, by the hash of a token. What a session may do is asked anew in each request;
only the objects that say so are not made anew while the answer is the same."""


@cache
def _signed_in() -> Question:
    now = bindparam("now", type_=DateTime(timezone=True), required=True)
    return Question(
        select(
            SignIn.seen_at,
            SignIn.expires_at,
            SignIn.membership_id.label("chosen_id"),
            Person.username,
            Person.display_name,
            Person.is_demo,
            *columns_of(Membership),
            *columns_of(Organisation),
            *columns_of(Province),
            *columns_of(District),
            Delegation.id.label("delegation_id"),
            Delegation.kind.label("acting_kind"),
            Delegation.position,
            Delegation.from_name,
            Delegation.order_number,
            Delegation.first_on,
            Delegation.last_on,
        )
        .join(Person, Person.id == SignIn.person_id)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Province, Province.code == province_of_post())
        .outerjoin(District, District.code == district_of_post())
        .outerjoin(
            Delegation,
            delegation_queries.in_force(bindparam("today", type_=Date, required=True)),
        )
        .where(
            SignIn.token_hash == bindparam("token_hash", type_=LargeBinary, required=True),
            SignIn.expires_at > now,
            SignIn.seen_at > bindparam("idle_since", type_=DateTime(timezone=True), required=True),
            Person.is_active,
        )
        .order_by(Membership.id)
    )


async def find_signed_in(door: Database, token: str, now: datetime) -> SignedIn | None:
    """The person of a session's token, in one statement; None when it is stale, ended or unknown.

    A lockout does not end open sessions: else anyone could throw a person out by guessing.
    Delegations are looked up by the day in Thailand at `now`: they begin and end by themselves.
    """
    token_hash = rules.hash_token(token)
    asked = {
        "token_hash": token_hash,
        "now": now,
        "idle_since": now - rules.IDLE_LIMIT,
        "today": thai_day(now),
    }
    rows = await door.ask(_signed_in(), asked)
    return SIGNED_IN.of(token_hash, rows, _signed_in_of)


def _signed_in_of(rows: Sequence[Row]) -> SignedIn | None:
    chosen = next((row for row in rows if row["membership_id"] == row["chosen_id"]), None)
    if chosen is None:
        return None
    posts = tuple(_post_of(row) for row in rows)
    post = next(one for one in posts if one.membership_id == chosen["chosen_id"])
    return SignedIn(
        actor=actor_for(read_as(Membership, chosen), str(chosen["display_name"]), post.signing_for),
        username=chosen["username"],
        display_name=chosen["display_name"],
        is_demo=is_demo(chosen, post),
        post=post,
        posts=posts,
        seen_at=chosen["seen_at"],
        expires_at=chosen["expires_at"],
    )


def _post_of(row: Row) -> Post:
    return post_of(row, SigningFor.of(row) if row["delegation_id"] is not None else None)


def post_of(row: Row, signing_for: SigningFor | None = None) -> Post:
    """From a row with the columns of the post and of its places."""
    return Post(
        row["membership_id"],
        Role(row["membership_role"]),
        find_as(Organisation, row, "organisation_id"),
        find_as(Province, row, "province_code"),
        find_as(District, row, "district_code"),
        signing_for,
    )


def is_demo(row: Row, post: Post) -> bool:
    return row["is_demo"] or (post.organisation is not None and post.organisation.is_demo)


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


async def find_asker(
    session: AsyncSession,
    person_id: UUID,
    membership_id: UUID,
    token_id: UUID | None,
    now: datetime,
) -> Actor | None:
    """Who asked for something that is made later, with the rights of now; None when the person has
    left, lost the post, or the token that asked is not good any more. The worker's role."""
    query = (
        select(Membership, Person.display_name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id == membership_id, Person.id == person_id, Person.is_active)
    )
    found = (await session.execute(query)).one_or_none()
    if found is None:
        return None
    actor = actor_for(*found)
    if token_id is None:
        return actor
    token = (
        await session.execute(
            select(ApiToken.scopes, ApiToken.name).where(
                ApiToken.id == token_id,
                ApiToken.person_id == person_id,
                ApiToken.membership_id == membership_id,
                ApiToken.revoked_at.is_(None),
                ApiToken.expires_at > now,
            )
        )
    ).one_or_none()
    if token is None:
        return None
    return replace(actor, scopes=scopes_in(token.scopes), token_id=token_id, token_name=token.name)


def scopes_in(text: str) -> frozenset[Scope]:
    """Names that this version of the program does not know give nothing."""
    known = {one.value for one in Scope}
    return frozenset(Scope(one) for one in text.split() if one in known)


async def find_address(session: AsyncSession, person_id: UUID) -> MailAddress | None:
    """Where a person's mails go; None for who never asked for any."""
    return await session.get(MailAddress, person_id)


async def list_memberships(session: AsyncSession, person_id: UUID) -> list[Membership]:
    """The posts of a person, oldest first."""
    query = select(Membership).where(Membership.person_id == person_id).order_by(Membership.id)
    return list((await session.scalars(query)).all())


async def list_sign_ins(session: AsyncSession, actor: Actor, now: datetime) -> Sequence[SignIn]:
    """The person's own open sessions, whatever post they are in, the last seen first."""
    actor.require_person()
    query = (
        select(SignIn)
        .where(SignIn.person_id == actor.person_id, ~is_stale(now))
        .order_by(SignIn.seen_at.desc(), SignIn.started_at.desc())
    )
    return (await session.scalars(query)).all()


def is_stale(now: datetime) -> ColumnElement[bool]:
    """Sign-ins that can never count again."""
    return or_(SignIn.expires_at <= now, SignIn.seen_at <= now - rules.IDLE_LIMIT)

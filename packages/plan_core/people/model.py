"""People, the posts they hold, and their sign-ins. Only the door and the operator see them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.actor import Role
from plan_core.db.base import Base, one_of, text_enum
from plan_core.people.account_events import AccountEventKind


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("username"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str]
    display_name: Mapped[str]
    password_hash: Mapped[str]
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)


class Membership(Base):
    """One post: a role in exactly one scope (organisation, district, province, or the nation)."""

    __tablename__ = "membership"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint(
            "CASE WHEN role IN ('EDITOR', 'APPROVER', 'VIEWER')"
            " THEN organisation_id IS NOT NULL AND province_code IS NULL AND district_code IS NULL"
            " WHEN role = 'DISTRICT_OFFICER'"
            " THEN organisation_id IS NULL AND province_code IS NOT NULL"
            " AND district_code IS NOT NULL"
            " WHEN role = 'PROVINCE_OFFICER'"
            " THEN organisation_id IS NULL AND province_code IS NOT NULL AND district_code IS NULL"
            " ELSE organisation_id IS NULL AND province_code IS NULL AND district_code IS NULL END",
            name="scope_fits_role",
        ),
        Index(None, "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    province_code: Mapped[str | None] = mapped_column(ForeignKey("province.code"))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("district.code"))


class SignIn(Base):
    """One open session. Only the SHA-256 of the cookie's token is kept."""

    __tablename__ = "sign_in"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    device: Mapped[str | None]
    """What kind of browser it was opened in; None for what was opened before this was kept."""
    opened_from: Mapped[str | None]
    """The address that it was opened from."""


class ApiToken(Base):
    """A person's token for a program, in one of their posts. Never deleted while the post is held.

    Only its hash is kept; `hint` are its last letters, by which its owner knows it.
    """

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    hint: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    name: Mapped[str]
    scopes: Mapped[str]
    """Names of scopes, a blank between them."""
    networks: Mapped[str]
    """Where it may come from, a comma between them; empty for anywhere."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    used_from: Mapped[str]
    """The address that it came from last; empty when it was never used."""


class AccessToken(Base):
    """A token for minutes that a program got for its `ApiToken`, and that ends with it."""

    __tablename__ = "access_token"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    api_token_id: Mapped[UUID] = mapped_column(
        ForeignKey("api_token.id", ondelete="CASCADE"), index=True
    )
    scopes: Mapped[str]
    """Names of scopes, a blank between them; never more than the token's own count."""
    expires_at: Mapped[datetime]


class ApiTokenDocument(Base):
    """A document that a token may ask; one that has any may ask nothing else. Never changed."""

    __tablename__ = "api_token_document"

    token_id: Mapped[UUID] = mapped_column(
        ForeignKey("api_token.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the text, in hexadecimal letters."""
    text: Mapped[str]


class DeprecatedUse(Base):
    """That operations of a token named something that the schema will lose; counted by requests."""

    __tablename__ = "deprecated_use"

    token_id: Mapped[UUID] = mapped_column(
        ForeignKey("api_token.id", ondelete="CASCADE"), primary_key=True
    )
    coordinate: Mapped[str] = mapped_column(primary_key=True)
    """Of the schema's part, like `Type.field` or `Type.field(argument:)`."""
    first_on: Mapped[date]
    last_on: Mapped[date]
    uses: Mapped[int]


class AccountEvent(Base):
    """Something that was done to an account's ways in. Added once, and never changed but for
    `told_at`; the worker tells whom it concerns."""

    __tablename__ = "account_event"
    __table_args__ = (
        one_of("kind", AccountEventKind),
        Index(None, "person_id", "id"),
        Index("ix_account_event_untold", "id", postgresql_where="told_at IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    """Whose account it is."""
    at: Mapped[datetime]
    kind: Mapped[AccountEventKind] = mapped_column(text_enum(AccountEventKind))
    by_name: Mapped[str]
    """Who did it: the person, by the name of then; empty for the operator."""
    membership_id: Mapped[UUID | None]
    """The post that it was done in, or that a token is of."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """Of a token in an organisation's post: whose log it belongs into."""
    token_id: Mapped[UUID | None]
    facts: Mapped[str]
    """JSON: what is said of it, names only."""
    told_at: Mapped[datetime | None]


class ProvenIdentity(Base):
    """Whom a sign-in provider knows a person as. It proves who somebody is and grants nothing.

    What the provider calls the person is kept as a hash only: it may be a citizen's number.
    """

    __tablename__ = "proven_identity"
    __table_args__ = (
        UniqueConstraint("issuer", "subject_hash"),
        UniqueConstraint("person_id", "issuer"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    issuer: Mapped[str]
    subject_hash: Mapped[bytes]
    linked_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SecondStep(Base):
    """That a phone's code is asked for after the password; on from `confirmed_at`.

    The phone's secret is made from the installation's key and `enrolment`: it is nowhere kept.
    """

    __tablename__ = "second_step"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    enrolment: Mapped[UUID]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int]
    """The time step that was used last: it and those before it count no more."""


class RecoveryCode(Base):
    """One that was not used yet: its hash."""

    __tablename__ = "recovery_code"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)


class MailAddress(Base):
    """Where a person's mails go, and the address that waits for its code.

    A new address counts when the code that was mailed to it comes back: `wanted` becomes `address`.
    """

    __tablename__ = "mail_address"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    address: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    wanted: Mapped[str | None]
    asked_at: Mapped[datetime | None]
    asks: Mapped[int]
    code_hash: Mapped[bytes | None]
    """Made by the worker, which alone knows the code before it is mailed."""
    code_expires_at: Mapped[datetime | None]
    tries: Mapped[int]

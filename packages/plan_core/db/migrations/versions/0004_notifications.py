"""Notifications, how people want their mails, and the mails.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "mail",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "WAITING", "SENT", "FAILED", "KEPT", name="mailstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('WAITING', 'SENT', 'FAILED', 'KEPT')", name=op.f("ck_mail_state_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_mail")),
    )
    op.create_index(
        "ix_mail_waiting", "mail", ["due_at"], unique=False, postgresql_where="state = 'WAITING'"
    )
    op.create_table(
        "mail_address",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asks", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_address_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_address")),
    )
    op.create_table(
        "mail_setting",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "digest",
            sa.Enum(
                "NONE", "AT_ONCE", "DAILY", "WEEKLY", name="digest", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "language",
            sa.Enum("TH", "EN", name="language", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "digest IN ('NONE', 'AT_ONCE', 'DAILY', 'WEEKLY')",
            name=op.f("ck_mail_setting_digest_is_known"),
        ),
        sa.CheckConstraint(
            "language IN ('TH', 'EN')", name=op.f("ck_mail_setting_language_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_setting_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_mail_setting")),
    )
    op.create_table(
        "notification",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "SENT_TO_COMMITTEE",
                "TAKEN_BACK",
                "SUBMITTED",
                "RETURNED",
                "ACCEPTED",
                "ADOPTED",
                "PUBLISHED",
                "COMMENTED",
                "DEADLINE_NEAR",
                "DEADLINE_PASSED",
                "LATE_ORGANISATIONS",
                name="notificationkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column(
            "place",
            sa.Enum("PLAN", "REVISION", "COMPARISON", name="place", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('SENT_TO_COMMITTEE', 'TAKEN_BACK', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'ADOPTED', 'PUBLISHED', 'COMMENTED', 'DEADLINE_NEAR', 'DEADLINE_PASSED', 'LATE_ORGANISATIONS')",
            name=op.f("ck_notification_kind_is_known"),
        ),
        sa.CheckConstraint(
            "place IN ('PLAN', 'REVISION', 'COMPARISON')",
            name=op.f("ck_notification_place_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_notification_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notification_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_notification")),
    )
    op.create_index(
        op.f("ix_notification_person_id_created_at_id"),
        "notification",
        ["person_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_notification_unmailed",
        "notification",
        ["person_id", "created_at"],
        unique=False,
        postgresql_where="mailed_at IS NULL AND read_at IS NULL",
    )
    secure()


def secure() -> None:
    """The application reads and answers; what people are told and mailed is the worker's to write."""
    rights = [
        *security.personal("notification", app="UPDATE (read_at)"),
        *security.personal("mail_setting", app="INSERT, UPDATE (digest, language, since)"),
        *security.personal("mail"),
        *security.door_only(
            "mail_address",
            door="SELECT, INSERT, UPDATE",
            operator="SELECT, INSERT, UPDATE",
            worker="SELECT, UPDATE (code_hash, code_expires_at, tries)",
        ),
    ]
    for right in rights:
        op.execute(right)

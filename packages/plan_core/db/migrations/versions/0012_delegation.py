"""Signing is handed to a colleague for some days.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0012"
down_revision = "0011"

KINDS = (
    "kind IN ('SENT_TO_COMMITTEE', 'TAKEN_BACK', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'ADOPTED',"
    " 'PUBLISHED', 'COMMENTED', 'DEADLINE_NEAR', 'DEADLINE_PASSED', 'LATE_ORGANISATIONS',"
    " 'REPORT_NEAR', 'REPORT_PASSED', 'LATE_REPORTS', 'SIGNING_GRANTED', 'SIGNING_REVOKED')"
)
PLACES = "place IN ('PLAN', 'REVISION', 'COMPARISON', 'REPORT', 'AREA_REPORTS', 'SIGNING')"


def upgrade() -> None:
    op.create_table(
        "delegation",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("from_post_id", sa.Uuid(), nullable=False),
        sa.Column("from_name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("to_post_id", sa.Uuid(), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ACTING', 'ON_BEHALF')", name=op.f("ck_delegation_kind_is_known")
        ),
        sa.CheckConstraint(
            "last_on >= first_on AND last_on - first_on < 366", name=op.f("ck_delegation_days_fit")
        ),
        sa.CheckConstraint(
            "from_post_id <> to_post_id", name=op.f("ck_delegation_is_handed_to_another_post")
        ),
        sa.CheckConstraint(
            "position <> '' AND order_number <> '' AND reason <> ''",
            name=op.f("ck_delegation_says_by_what_order"),
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by = '')",
            name=op.f("ck_delegation_revoker_fits_revoking"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_delegation_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_delegation_tenant_id_number")),
    )
    op.create_index(
        op.f("ix_delegation_tenant_id_to_post_id_last_on"),
        "delegation",
        ["tenant_id", "to_post_id", "last_on"],
    )
    rights = security.delegated(
        "delegation",
        ends="revoked_at, revoked_by",
        door="tenant_id, id, kind, from_post_id, from_name, position, to_post_id, first_on,"
        " last_on, order_number, revoked_at",
    )
    for right in rights:
        op.execute(right)
    widen("kind", KINDS)
    widen("place", PLACES)


def widen(column: str, known: str) -> None:
    """A CHECK of notifications that knows more than before; what is kept fits it already."""
    name = op.f(f"ck_notification_{column}_is_known")
    op.drop_constraint(name, "notification", type_="check")
    op.create_check_constraint(name, "notification", known)

"""Webhooks of an organisation and their messages; the worker sees how far each log goes.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0026"
down_revision = "0019"

EVENTS = (
    "event IN ('plan.changed', 'plan.sent_to_committee', 'plan.submitted', 'plan.returned',"
    " 'plan.accepted', 'plan.adopted', 'plan.published', 'plan.reviewed', 'report.changed',"
    " 'report.submitted', 'report.scored', 'publication.changed', 'document.changed',"
    " 'webhook.test')"
)


def upgrade() -> None:
    op.create_table(
        "webhook",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("disabled_for", sa.String(32), nullable=True),
        sa.Column("secret_number", sa.BigInteger(), nullable=False),
        sa.Column("earlier_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_through", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('ACTIVE', 'PAUSED', 'DISABLED', 'REMOVED')",
            name=op.f("ck_webhook_state_is_known"),
        ),
        sa.CheckConstraint(
            "disabled_for IN ('GONE', 'FAILING')", name=op.f("ck_webhook_disabled_for_is_known")
        ),
        sa.CheckConstraint(
            "(state = 'DISABLED') = (disabled_for IS NOT NULL)",
            name=op.f("ck_webhook_disabled_says_why"),
        ),
        sa.CheckConstraint("told_through >= 0", name=op.f("ck_webhook_told_through_counts")),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_webhook_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_webhook")),
    )
    op.create_table(
        "webhook_message",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("first_sequence", sa.BigInteger(), nullable=False),
        sa.Column("last_sequence", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('WAITING', 'SENT', 'FAILED')",
            name=op.f("ck_webhook_message_state_is_known"),
        ),
        sa.CheckConstraint(EVENTS, name=op.f("ck_webhook_message_event_is_known")),
        sa.CheckConstraint(
            "first_sequence <= last_sequence", name=op.f("ck_webhook_message_range_is_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_webhook_message_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "webhook_id"],
            ["webhook.tenant_id", "webhook.id"],
            name=op.f("fk_webhook_message_tenant_id_webhook_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_webhook_message")),
    )
    op.create_index(
        op.f("ix_webhook_message_tenant_id_webhook_id_made_at"),
        "webhook_message",
        ["tenant_id", "webhook_id", "made_at"],
    )
    op.create_index(
        "ix_webhook_message_due",
        "webhook_message",
        ["due_at"],
        postgresql_where=sa.text("state = 'WAITING'"),
    )
    for right in (
        *security.delivered(
            "webhook",
            app="INSERT, UPDATE",
            worker="SELECT, UPDATE (told_through, state, disabled_for, version)",
        ),
        *security.delivered(
            "webhook_message",
            app="INSERT, UPDATE (state, attempts, due_at)",
            worker="SELECT, INSERT, DELETE,"
            " UPDATE (last_sequence, state, attempts, due_at, tried_at, status, trouble)",
        ),
        *security.let_worker_see_ends("audit_head"),
    ):
        op.execute(right)

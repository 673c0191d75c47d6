"""What was done to accounts' ways in, and by which program's token an entry of the log was made.

A migration may run beside the previous release: its entries name no token, and are sealed as ever.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0053"
down_revision = "0052"

KINDS = (
    "kind IN ('IDENTITY_LINKED', 'IDENTITY_UNLINKED', 'SECOND_STEP_ON', 'SECOND_STEP_OFF',"
    " 'TOKEN_MADE', 'TOKEN_REPLACED', 'TOKEN_REVOKED')"
)


def upgrade() -> None:
    op.add_column("audit_entry", sa.Column("token_id", sa.Uuid(), nullable=True))
    op.add_column("audit_entry", sa.Column("token_name", sa.Text(), nullable=True))
    op.create_index(
        "ix_audit_entry_of_programs",
        "audit_entry",
        ["tenant_id", "sequence"],
        postgresql_where=sa.text("token_id IS NOT NULL OR subject_type = 'api_token'"),
    )
    op.create_table(
        "account_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("token_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_account_event_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_account_event_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_account_event_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_event")),
    )
    op.create_index(op.f("ix_account_event_person_id_id"), "account_event", ["person_id", "id"])
    op.create_index(
        "ix_account_event_untold",
        "account_event",
        ["id"],
        postgresql_where=sa.text("told_at IS NULL"),
    )
    for right in (
        *security.door_only(
            "account_event",
            door="SELECT, INSERT",
            operator="INSERT",
            worker="SELECT, UPDATE (told_at)",
        ),
        *security.let_worker_name_tokens("api_token"),
    ):
        op.execute(right)

"""Exports that somebody asked for; webhooks tell when one is finished.

A migration may run beside the previous release: add first, remove one release later.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0035"
down_revision = "0042"

EVENTS = (
    "event IN ('plan.changed', 'plan.sent_to_committee', 'plan.submitted', 'plan.returned',"
    " 'plan.accepted', 'plan.adopted', 'plan.published', 'plan.reviewed', 'report.changed',"
    " 'report.submitted', 'report.scored', 'publication.changed', 'document.changed',"
    " 'export.finished', 'webhook.test')"
)


def upgrade() -> None:
    op.create_table(
        "export_job",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("token_id", sa.Uuid(), nullable=True),
        sa.Column("preset", sa.String(32), nullable=False),
        sa.Column("format", sa.String(32), nullable=False),
        sa.Column("edition_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year_be", sa.BigInteger(), nullable=True),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("request_sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lines", sa.BigInteger(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("problem_code", sa.Text(), nullable=False),
        sa.Column("problem_th", sa.Text(), nullable=False),
        sa.Column("problem_en", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "preset IN ('PLAN', 'SUBMITTED', 'REPORTS')",
            name=op.f("ck_export_job_preset_is_known"),
        ),
        sa.CheckConstraint(
            "format IN ('JSONL', 'CSV', 'XLSX', 'PARQUET')",
            name=op.f("ck_export_job_format_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'EXPIRED')",
            name=op.f("ck_export_job_state_is_known"),
        ),
        sa.CheckConstraint(
            "(state = 'FAILED') = (problem_code <> '')",
            name=op.f("ck_export_job_failed_says_why"),
        ),
        sa.CheckConstraint(
            "(state = 'RUNNING') = (leased_until IS NOT NULL)", name=op.f("ck_export_job_lease")
        ),
        sa.CheckConstraint(
            "(state IN ('DONE', 'EXPIRED')) = (sha256 <> '')",
            name=op.f("ck_export_job_done_has_checksum"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_export_job_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_export_job")),
        sa.UniqueConstraint(
            "person_id",
            "membership_id",
            "idempotency_key",
            name=op.f("uq_export_job_person_id_membership_id_idempotency_key"),
        ),
    )
    op.create_index(
        "ix_export_job_open",
        "export_job",
        ["due_at"],
        postgresql_where=sa.text("state IN ('WAITING', 'RUNNING')"),
    )
    op.drop_constraint(op.f("ck_webhook_message_event_is_known"), "webhook_message", type_="check")
    op.create_check_constraint(op.f("ck_webhook_message_event_is_known"), "webhook_message", EVENTS)
    for right in (
        *security.personal("export_job", app="INSERT"),
        *security.let_worker_ask_of_tokens("api_token"),
    ):
        op.execute(right)

"""Files beside plans and reports: private until what they belong to is submitted.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("scan", sa.String(32), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("threat", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "subject_type IN ('PLAN', 'INITIATIVE', 'APPOINTMENT', 'PROGRESS', 'REPORT')",
            name=op.f("ck_attachment_subject_type_is_known"),
        ),
        sa.CheckConstraint(
            "scan IN ('NOT_SCANNED', 'CLEAN', 'INFECTED')",
            name=op.f("ck_attachment_scan_is_known"),
        ),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_attachment_size_is_positive")),
        sa.CheckConstraint(
            "(scan = 'INFECTED') = (threat <> '')", name=op.f("ck_attachment_threat_fits_scan")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_attachment_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_attachment")),
    )
    op.create_index(
        op.f("ix_attachment_tenant_id_subject_type_subject_id"),
        "attachment",
        ["tenant_id", "subject_type", "subject_id"],
    )
    op.create_index(
        "uq_attachment_file",
        "attachment",
        ["tenant_id", "subject_type", "subject_id", "sha256"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    for right in security.shared("attachment", verbs="INSERT, UPDATE"):
        op.execute(right)

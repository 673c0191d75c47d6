"""What is published is a copy that everybody reads.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "PLAN",
                "FOLLOW_UP",
                "ANNUAL_RESULT",
                name="publicationkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amendment_number", sa.BigInteger(), nullable=True),
        sa.Column(
            "amendment_kind",
            sa.Enum("ADD", "CHANGE", "CORRECT", name="amendmentkind", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "amendment_kind IN ('ADD', 'CHANGE', 'CORRECT')",
            name=op.f("ck_publication_amendment_kind_is_known"),
        ),
        sa.CheckConstraint(
            "is_withdrawn = (content = '')", name=op.f("ck_publication_content_fits_act")
        ),
        sa.CheckConstraint(
            "is_withdrawn = (reason <> '')", name=op.f("ck_publication_reason_fits_act")
        ),
        sa.CheckConstraint(
            "kind IN ('PLAN', 'FOLLOW_UP', 'ANNUAL_RESULT')",
            name=op.f("ck_publication_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_publication_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_publication")),
        sa.UniqueConstraint(
            "tenant_id",
            "kind",
            "period",
            "sequence",
            name=op.f("uq_publication_tenant_id_kind_period_sequence"),
        ),
    )
    for right in security.public("publication"):
        op.execute(right)

"""Findings of a plan are explained where it is written.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "finding_explanation",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("finding_key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["plan.tenant_id", "plan.id"],
            name=op.f("fk_finding_explanation_tenant_id_plan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_finding_explanation_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_finding_explanation")),
        sa.UniqueConstraint(
            "tenant_id",
            "plan_id",
            "finding_key",
            name=op.f("uq_finding_explanation_tenant_id_plan_id_finding_key"),
        ),
    )
    for right in security.private("finding_explanation", verbs="INSERT, UPDATE, DELETE"):
        op.execute(right)

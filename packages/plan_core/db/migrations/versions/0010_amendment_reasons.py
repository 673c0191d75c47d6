"""Why each row of an amendment is altered, beside the amendment's own reason.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "amendment_reason",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "amendment_id"],
            ["amendment.tenant_id", "amendment.id"],
            name=op.f("fk_amendment_reason_tenant_id_amendment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "initiative_id"],
            ["initiative.tenant_id", "initiative.id"],
            name=op.f("fk_amendment_reason_tenant_id_initiative_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_amendment_reason_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_amendment_reason")),
        sa.UniqueConstraint(
            "tenant_id",
            "amendment_id",
            "initiative_id",
            name=op.f("uq_amendment_reason_tenant_id_amendment_id_initiative_id"),
        ),
    )
    for right in security.private("amendment_reason", verbs="INSERT, UPDATE, DELETE"):
        op.execute(right)

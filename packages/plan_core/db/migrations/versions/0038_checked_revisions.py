"""What the checks noticed in a revision when it was submitted.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0038"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "checked_revision",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("codes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("severities", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("counts", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("explained", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("noticed", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id"],
            ["revision.tenant_id", "revision.id"],
            name=op.f("fk_checked_revision_tenant_id_revision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_checked_revision_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_checked_revision")),
        sa.UniqueConstraint(
            "tenant_id", "revision_id", name=op.f("uq_checked_revision_tenant_id_revision_id")
        ),
    )
    for right in security.area_readable("checked_revision", verbs="INSERT"):
        op.execute(right)

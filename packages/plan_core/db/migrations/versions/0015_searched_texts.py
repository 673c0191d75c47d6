"""The words of what was submitted, with the keys that they are searched by.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "searched_text",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(32), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "place IN ('TITLE', 'RISK', 'SECTION', 'REMARKS', 'SHEET')",
            name=op.f("ck_searched_text_place_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id"],
            ["revision.tenant_id", "revision.id"],
            name=op.f("fk_searched_text_tenant_id_revision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_searched_text_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_searched_text")),
    )
    op.create_index(
        op.f("ix_searched_text_tenant_id_revision_id"),
        "searched_text",
        ["tenant_id", "revision_id"],
        unique=False,
    )
    for right in security.area_readable("searched_text", verbs="INSERT"):
        op.execute(right)

"""Outlines of districts and subdistricts, loaded by an operator.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0018"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "area_outline",
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("areas", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "level IN ('DISTRICT', 'SUBDISTRICT')", name=op.f("ck_area_outline_level_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["province_code"], ["province.code"], name=op.f("fk_area_outline_province_code")
        ),
        sa.PrimaryKeyConstraint("province_code", "level", name=op.f("pk_area_outline")),
    )
    for right in security.reference("area_outline"):
        op.execute(right)

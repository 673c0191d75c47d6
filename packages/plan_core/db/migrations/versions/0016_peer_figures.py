"""Quartiles of peer groups: finished figures, of no single organisation.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from plan_core.db import security

revision = "0016"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "peer_group",
        sa.Column("edition_code", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("areas", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("members", sa.BigInteger(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('SAO', 'TOWN_SUBDISTRICT', 'TOWN', 'CITY', 'PAO', 'SPECIAL')",
            name=op.f("ck_peer_group_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_code"], ["edition.code"], name=op.f("fk_peer_group_edition_code")
        ),
        sa.PrimaryKeyConstraint("edition_code", "code", name=op.f("pk_peer_group")),
    )
    op.create_table(
        "peer_figure",
        sa.Column("edition_code", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("low", sa.BigInteger(), nullable=False),
        sa.Column("median", sa.BigInteger(), nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("counted >= 6", name=op.f("ck_peer_figure_nobody_is_recognised")),
        sa.ForeignKeyConstraint(
            ["edition_code", "group_code"],
            ["peer_group.edition_code", "peer_group.code"],
            name=op.f("fk_peer_figure_edition_code_group_code"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "edition_code", "group_code", "figure", name=op.f("pk_peer_figure")
        ),
    )
    for table in ("peer_group", "peer_figure"):
        for right in security.finished(table):
            op.execute(right)

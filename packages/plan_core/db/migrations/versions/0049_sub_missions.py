"""Sub-missions of an edition, what a row stands under, and the figures by sub-mission.

A migration may run beside the previous release: what it writes has none of them.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    op.create_table(
        "sub_mission",
        sa.Column("edition_code", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("mission_code", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_code", "mission_code"],
            ["mission.edition_code", "mission.code"],
            name=op.f("fk_sub_mission_edition_code_mission_code"),
        ),
        sa.PrimaryKeyConstraint("edition_code", "code", name=op.f("pk_sub_mission")),
    )
    for right in security.reference("sub_mission"):
        op.execute(right)
    op.add_column("initiative", sa.Column("sub_mission", sa.Text(), nullable=True))
    op.add_column("revision_initiative", sa.Column("sub_mission", sa.Text(), nullable=True))
    for name, kind in (
        ("sub_counts", sa.BigInteger()),
        ("sub_states", sa.Text()),
        ("sub_amounts_satang", sa.BigInteger()),
    ):
        op.add_column("plan_rollup", sa.Column(name, sa.ARRAY(kind), nullable=True))

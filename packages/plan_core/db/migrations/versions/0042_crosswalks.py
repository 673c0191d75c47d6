"""What dimensions and missions of an earlier edition are in the one that follows it.

A migration may run beside the previous release: add first, remove one release later.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.create_table(
        "crosswalk",
        sa.Column("edition_code", sa.Text(), nullable=False),
        sa.Column("from_edition_code", sa.Text(), nullable=False),
        sa.Column("from_code", sa.Text(), nullable=False),
        sa.Column("to_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_code"], ["edition.code"], name=op.f("fk_crosswalk_edition_code")
        ),
        sa.ForeignKeyConstraint(
            ["from_edition_code"], ["edition.code"], name=op.f("fk_crosswalk_from_edition_code")
        ),
        sa.PrimaryKeyConstraint(
            "edition_code", "from_edition_code", "from_code", name=op.f("pk_crosswalk")
        ),
    )
    for right in security.reference("crosswalk"):
        op.execute(right)

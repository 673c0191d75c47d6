"""What a token's operations use of the schema although it is to go, counted for its owner.

A migration may run beside the previous release, which counts nothing.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0052"
down_revision = "0050"


def upgrade() -> None:
    op.create_table(
        "deprecated_use",
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("coordinate", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"],
            ["api_token.id"],
            name=op.f("fk_deprecated_use_token_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_id", "coordinate", name=op.f("pk_deprecated_use")),
    )
    for right in security.door_only(
        "deprecated_use", door="SELECT, INSERT, UPDATE (last_on, uses)"
    ):
        op.execute(right)

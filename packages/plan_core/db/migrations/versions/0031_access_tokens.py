"""Short-lived tokens that a program gets for its own: OAuth 2 client credentials.

A migration may run beside the previous release: add first, remove one release later.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "access_token",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("api_token_id", sa.Uuid(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["api_token_id"],
            ["api_token.id"],
            name=op.f("fk_access_token_api_token_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_access_token")),
    )
    op.create_index(op.f("ix_access_token_api_token_id"), "access_token", ["api_token_id"])
    for right in security.door_only(
        "access_token", door="SELECT, INSERT, DELETE", operator="SELECT, DELETE"
    ):
        op.execute(right)

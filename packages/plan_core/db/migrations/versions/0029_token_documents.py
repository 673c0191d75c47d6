"""Documents that a token may ask, and nothing else.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0029"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "api_token_document",
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"],
            ["api_token.id"],
            name=op.f("fk_api_token_document_token_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_id", "digest", name=op.f("pk_api_token_document")),
    )
    for right in security.door_only("api_token_document", door="SELECT, INSERT", operator="SELECT"):
        op.execute(right)

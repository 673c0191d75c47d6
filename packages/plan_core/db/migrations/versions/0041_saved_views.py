"""Views of the comparison that a person keeps.

A migration may run beside the previous release: add first, remove one release later.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0041"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "person_id",
            "membership_id",
            "name",
            name=op.f("uq_saved_view_person_id_membership_id_name"),
        ),
    )
    for right in security.personal("saved_view", app="INSERT, UPDATE (query, saved_at), DELETE"):
        op.execute(right)

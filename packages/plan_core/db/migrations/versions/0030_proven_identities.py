"""Whom a sign-in provider knows a person as.

A migration may run beside the previous release: add first, remove one release later.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0030"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "proven_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject_hash", sa.LargeBinary(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_proven_identity_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proven_identity")),
        sa.UniqueConstraint(
            "issuer", "subject_hash", name=op.f("uq_proven_identity_issuer_subject_hash")
        ),
        sa.UniqueConstraint(
            "person_id", "issuer", name=op.f("uq_proven_identity_person_id_issuer")
        ),
    )
    for right in security.door_only(
        "proven_identity",
        door="SELECT, INSERT, UPDATE (used_at), DELETE",
        operator="SELECT, DELETE",
    ):
        op.execute(right)

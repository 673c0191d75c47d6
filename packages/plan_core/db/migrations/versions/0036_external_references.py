"""What other systems call rows of a plan, and the answers given to their idempotency keys.

A migration may run beside the previous release: add first, remove one release later.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0036"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "external_reference",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_external_reference_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "initiative_id"],
            ["initiative.tenant_id", "initiative.id"],
            name=op.f("fk_external_reference_tenant_id_initiative_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_external_reference")),
        sa.UniqueConstraint(
            "tenant_id",
            "system",
            "value",
            name=op.f("uq_external_reference_tenant_id_system_value"),
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "initiative_id",
            "system",
            name=op.f("uq_external_reference_tenant_id_initiative_id_system"),
        ),
    )
    op.create_table(
        "kept_upsert",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("request_sha256", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_kept_upsert_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_kept_upsert")),
        sa.UniqueConstraint(
            "tenant_id",
            "person_id",
            "idempotency_key",
            name=op.f("uq_kept_upsert_tenant_id_person_id_idempotency_key"),
        ),
    )
    for table in ("external_reference", "kept_upsert"):
        for right in security.private(table, verbs="INSERT, UPDATE, DELETE"):
            op.execute(right)

"""A phone's code after the password, and recovery codes.

A migration may run beside the previous release: add first, remove one release later.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.create_table(
        "second_step",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_step_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_step")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_recovery_code_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "code_hash", name=op.f("pk_recovery_code")),
    )
    columns = "enrolment, confirmed_at, last_step"
    rights = (
        ("second_step", f"SELECT, INSERT, UPDATE ({columns}), DELETE"),
        ("recovery_code", "SELECT, INSERT, DELETE"),
    )
    for table, door in rights:
        for right in security.door_only(table, door=door, operator="SELECT, DELETE"):
            op.execute(right)

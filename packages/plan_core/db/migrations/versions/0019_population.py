"""People of each organisation by year, for budgets per head.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "organisation_population",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("year_be", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "people > 0", name=op.f("ck_organisation_population_people_are_counted")
        ),
        sa.CheckConstraint(
            "year_be BETWEEN 2500 AND 2650",
            name=op.f("ck_organisation_population_year_is_buddhist"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_population_organisation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "year_be", name=op.f("pk_organisation_population")
        ),
    )
    for right in security.reference("organisation_population"):
        op.execute(right)

"""A central score says where it comes from and of which day it is.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("sar_score", sa.Column("central_source", sa.Text(), nullable=True))
    op.add_column("sar_score", sa.Column("central_on", sa.Date(), nullable=True))
    # Nothing could write a central score before, so that no row breaks it.
    op.create_check_constraint(
        op.f("ck_sar_score_central_score_has_source"),
        "sar_score",
        "(central_score_hundredths IS NULL) = (central_source IS NULL)"
        " AND (central_score_hundredths IS NULL) = (central_on IS NULL)",
    )

"""How much of the document is written is counted with the figures of a revision.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column(
        "plan_rollup",
        sa.Column("parts", postgresql.ARRAY(sa.BigInteger()), nullable=True),
    )

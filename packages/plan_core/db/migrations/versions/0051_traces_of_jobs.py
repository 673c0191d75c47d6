"""What was asked for goes on in the trace of the request that asked for it.

A migration may run beside the previous release, which leaves these columns empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0054"


def upgrade() -> None:
    for table in ("job", "export_job"):
        op.add_column(table, sa.Column("traceparent", sa.Text(), nullable=True))

"""What kind of browser a session was opened in, and from where.

A migration may run beside the previous release: add first, remove one release later.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0029"


def upgrade() -> None:
    for name in ("device", "opened_from"):
        op.add_column("sign_in", sa.Column(name, sa.Text(), nullable=True))

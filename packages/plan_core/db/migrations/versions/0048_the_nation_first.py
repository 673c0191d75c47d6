"""Policies of what areas read ask first whether the nation is seen.

A migration may run beside the previous release: who sees what stays the same.
"""

from alembic import op

from plan_core.db import security

revision = "0048"
down_revision = "0037"

IN_AREA = (
    "checked_revision",
    "consistency_review",
    "plan_rollup",
    "report",
    "return_reason",
    "revision",
    "revision_initiative",
    "revision_step",
    "row_comment",
    "sar_score",
    "searched_text",
    "shown_change",
)


def upgrade() -> None:
    for table in IN_AREA:
        op.execute(f"ALTER POLICY area_read ON {table} USING ({security.IN_AREA})")
    op.execute(f"ALTER POLICY shared_read ON attachment USING ({security.SHARED})")

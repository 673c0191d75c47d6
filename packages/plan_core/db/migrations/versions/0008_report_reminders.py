"""Reminders of reports: more kinds of notifications, and more pages that they lead to.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

KINDS = (
    "'SENT_TO_COMMITTEE', 'TAKEN_BACK', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'ADOPTED',"
    " 'PUBLISHED', 'COMMENTED', 'DEADLINE_NEAR', 'DEADLINE_PASSED', 'LATE_ORGANISATIONS',"
    " 'REPORT_NEAR', 'REPORT_PASSED', 'LATE_REPORTS'"
)
PLACES = "'PLAN', 'REVISION', 'COMPARISON', 'REPORT', 'AREA_REPORTS'"


def upgrade() -> None:
    for column, known in (("kind", KINDS), ("place", PLACES)):
        name = op.f(f"ck_notification_{column}_is_known")
        op.drop_constraint(name, "notification", type_="check")
        op.create_check_constraint(name, "notification", f"{column} IN ({known})")

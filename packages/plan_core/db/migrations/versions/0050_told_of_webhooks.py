"""A webhook that was disabled is told: one more kind of notification, and where it leads.

A migration may run beside the previous release, which writes no such kind.
"""

from alembic import op

revision = "0050"
down_revision = "0049"

KINDS = (
    "kind IN ('SENT_TO_COMMITTEE', 'TAKEN_BACK', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'ADOPTED',"
    " 'PUBLISHED', 'COMMENTED', 'INCONSISTENT', 'REPORT_PUBLISHED', 'DEADLINE_NEAR',"
    " 'DEADLINE_PASSED', 'LATE_ORGANISATIONS', 'REPORT_NEAR', 'REPORT_PASSED', 'LATE_REPORTS',"
    " 'SIGNING_GRANTED', 'SIGNING_REVOKED', 'WEBHOOK_DISABLED')"
)
PLACES = (
    "place IN ('PLAN', 'REVISION', 'COMPARISON', 'REPORT', 'AREA_REPORTS', 'SIGNING',"
    " 'INTEGRATION')"
)


def upgrade() -> None:
    for column, allowed in (("kind", KINDS), ("place", PLACES)):
        name = op.f(f"ck_notification_{column}_is_known")
        op.drop_constraint(name, "notification", type_="check")
        op.create_check_constraint(name, "notification", allowed)

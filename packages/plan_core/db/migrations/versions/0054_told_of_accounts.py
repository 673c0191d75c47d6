"""A person is told what was done to their account: more kinds of notification, and where they lead.

A migration may run beside the previous release, which writes no such kind.
"""

from alembic import op

revision = "0054"
down_revision = "0053"

KINDS = (
    "kind IN ('SENT_TO_COMMITTEE', 'TAKEN_BACK', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'ADOPTED',"
    " 'PUBLISHED', 'COMMENTED', 'INCONSISTENT', 'REPORT_PUBLISHED', 'DEADLINE_NEAR',"
    " 'DEADLINE_PASSED', 'LATE_ORGANISATIONS', 'REPORT_NEAR', 'REPORT_PASSED', 'LATE_REPORTS',"
    " 'SIGNING_GRANTED', 'SIGNING_REVOKED', 'WEBHOOK_DISABLED', 'IDENTITY_LINKED',"
    " 'IDENTITY_UNLINKED', 'SECOND_STEP_ON', 'SECOND_STEP_OFF', 'TOKEN_MADE')"
)
PLACES = (
    "place IN ('PLAN', 'REVISION', 'COMPARISON', 'REPORT', 'AREA_REPORTS', 'SIGNING',"
    " 'INTEGRATION', 'SESSIONS', 'TOKENS')"
)


def upgrade() -> None:
    for column, allowed in (("kind", KINDS), ("place", PLACES)):
        name = op.f(f"ck_notification_{column}_is_known")
        op.drop_constraint(name, "notification", type_="check")
        op.create_check_constraint(name, "notification", allowed)

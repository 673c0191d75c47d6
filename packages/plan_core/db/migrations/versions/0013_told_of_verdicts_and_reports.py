"""Verdicts on rows and published reports are told: more kinds of notifications.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

from alembic import op

revision = "0013"
down_revision = "0012"

KINDS = (
    "kind IN ('SENT_TO_COMMITTEE', 'TAKEN_BACK', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'ADOPTED',"
    " 'PUBLISHED', 'COMMENTED', 'INCONSISTENT', 'REPORT_PUBLISHED', 'DEADLINE_NEAR',"
    " 'DEADLINE_PASSED', 'LATE_ORGANISATIONS', 'REPORT_NEAR', 'REPORT_PASSED', 'LATE_REPORTS',"
    " 'SIGNING_GRANTED', 'SIGNING_REVOKED')"
)


def upgrade() -> None:
    name = op.f("ck_notification_kind_is_known")
    op.drop_constraint(name, "notification", type_="check")
    op.create_check_constraint(name, "notification", KINDS)
    # Old ones are looked for by age.
    op.create_index(op.f("ix_notification_created_at"), "notification", ["created_at"])

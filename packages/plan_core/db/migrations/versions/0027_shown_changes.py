"""What was done to submitted plans and reports, numbered for the officers of their area.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0027"
down_revision = "0026"

OF_REVISIONS = (
    "'submit_plan', 'return_plan', 'accept_plan', 'adopt_plan', 'publish_plan', 'add_comment'"
)
OF_REPORTS = "'submit_report', 'score_sar', 'import_central_score'"
TABLES = ("audit_entry", "audit_head", "revision", "report", "shown_change")


def upgrade() -> None:
    op.create_table(
        "shown_change",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(revision_id, report_id) = 1",
            name=op.f("ck_shown_change_is_about_one_thing"),
        ),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", f"{thing}_id", area],
                [f"{thing}.tenant_id", f"{thing}.id", f"{thing}.{area}"],
                name=op.f(f"fk_shown_change_tenant_id_{thing}_id_{area}"),
            )
            for thing in ("revision", "report")
            for area in ("province_code", "district_code")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_shown_change_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_shown_change")),
        sa.UniqueConstraint(
            "tenant_id", "sequence", name=op.f("uq_shown_change_tenant_id_sequence")
        ),
    )
    op.create_index(
        op.f("ix_shown_change_province_code_tenant_id_sequence"),
        "shown_change",
        ["province_code", "tenant_id", "sequence"],
    )
    op.add_column(
        "audit_head",
        sa.Column("shown", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    )
    op.alter_column("audit_head", "shown", server_default=None)
    for right in security.reviewed("shown_change"):
        op.execute(right)
    number_what_was_done()


def number_what_was_done() -> None:
    """From the log, in its order. Verdicts on rows are left out: they are read with what is there.

    What the previous release does while it still runs beside this one is not numbered.
    """
    for table in TABLES:
        # The owner too is bound by row-level security; it has no organisation of its own.
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO shown_change (tenant_id, id, province_code, district_code, sequence, at, verb,"  # noqa: S608
        " revision_id, report_id, plan_id)"
        " SELECT entry.tenant_id, entry.id, found.province_code, found.district_code,"
        " row_number() OVER (PARTITION BY entry.tenant_id ORDER BY entry.sequence),"
        " entry.at, entry.verb, found.revision_id, found.report_id, entry.plan_id"
        " FROM audit_entry AS entry JOIN ("
        " SELECT tenant_id, id, province_code, district_code, 'revision' AS kind,"
        " id AS revision_id, NULL::uuid AS report_id FROM revision UNION ALL"
        " SELECT tenant_id, id, province_code, district_code, 'report' AS kind,"
        " NULL::uuid AS revision_id, id AS report_id FROM report"
        ") AS found ON found.tenant_id = entry.tenant_id AND found.id = entry.subject_id"
        " AND found.kind = entry.subject_type"
        f" WHERE entry.verb IN ({OF_REVISIONS}, {OF_REPORTS})"
    )
    op.execute(
        "UPDATE audit_head SET shown = found.last FROM"
        " (SELECT tenant_id, max(sequence) AS last FROM shown_change GROUP BY tenant_id) AS found"
        " WHERE audit_head.tenant_id = found.tenant_id"
    )
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")

"""Reporting: progress, reports, the self-assessment and its scores.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import sqlalchemy as sa
from alembic import op

from plan_core.db import security

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "report_deadline",
        sa.Column("edition_code", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year_be", sa.BigInteger(), nullable=False),
        sa.Column(
            "round",
            sa.Enum(
                "SIX_MONTHS", "TWELVE_MONTHS", name="reportround", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "round IN ('SIX_MONTHS', 'TWELVE_MONTHS')",
            name=op.f("ck_report_deadline_round_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_code"], ["edition.code"], name=op.f("fk_report_deadline_edition_code")
        ),
        sa.ForeignKeyConstraint(
            ["province_code"], ["province.code"], name=op.f("fk_report_deadline_province_code")
        ),
        sa.PrimaryKeyConstraint(
            "edition_code",
            "province_code",
            "fiscal_year_be",
            "round",
            name=op.f("pk_report_deadline"),
        ),
    )
    op.create_table(
        "progress",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_code", sa.Text(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year_be", sa.BigInteger(), nullable=False),
        sa.Column(
            "round",
            sa.Enum(
                "SIX_MONTHS", "TWELVE_MONTHS", name="reportround", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "NONE_YET",
                "IN_PROGRESS",
                "DONE",
                "CANNOT",
                name="progressstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "in_ordinance",
            sa.Enum("YES", "NO", "UNSTATED", name="inordinance", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "ordinance_state",
            sa.Enum("AMOUNT", "NONE", "UNSTATED", name="budgetstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("ordinance_satang", sa.BigInteger(), nullable=True),
        sa.Column("disbursed_satang", sa.BigInteger(), nullable=True),
        sa.Column(
            "cannot_reason",
            sa.Enum(
                "NO_BUDGET",
                "POLICY_CHANGED",
                "TOO_FEW_STAFF",
                "OTHER",
                name="cannotreason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("cannot_text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence_links", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(ordinance_state = 'AMOUNT') = (ordinance_satang IS NOT NULL)",
            name=op.f("ck_progress_ordinance_fits_state"),
        ),
        sa.CheckConstraint(
            "(status = 'CANNOT') = (cannot_reason IS NOT NULL)",
            name=op.f("ck_progress_reason_fits_status"),
        ),
        sa.CheckConstraint(
            "cannot_reason IN ('NO_BUDGET', 'POLICY_CHANGED', 'TOO_FEW_STAFF', 'OTHER')",
            name=op.f("ck_progress_cannot_reason_is_known"),
        ),
        sa.CheckConstraint(
            "in_ordinance IN ('YES', 'NO', 'UNSTATED')",
            name=op.f("ck_progress_in_ordinance_is_known"),
        ),
        sa.CheckConstraint(
            "ordinance_state IN ('AMOUNT', 'NONE', 'UNSTATED')",
            name=op.f("ck_progress_ordinance_state_is_known"),
        ),
        sa.CheckConstraint(
            "round IN ('SIX_MONTHS', 'TWELVE_MONTHS')", name=op.f("ck_progress_round_is_known")
        ),
        sa.CheckConstraint(
            "status IN ('NONE_YET', 'IN_PROGRESS', 'DONE', 'CANNOT')",
            name=op.f("ck_progress_status_is_known"),
        ),
        sa.CheckConstraint(
            "ordinance_satang >= 0 AND disbursed_satang >= 0",
            name=op.f("ck_progress_amounts_are_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_code"], ["edition.code"], name=op.f("fk_progress_edition_code")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_progress_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_progress")),
        sa.UniqueConstraint(
            "tenant_id",
            "initiative_id",
            "fiscal_year_be",
            "round",
            name="uq_progress_tenant_id_initiative_id_year_round",
        ),
    )
    op.create_index(
        op.f("ix_progress_tenant_id_edition_code_fiscal_year_be"),
        "progress",
        ["tenant_id", "edition_code", "fiscal_year_be"],
        unique=False,
    )
    op.create_table(
        "sar_entry",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year_be", sa.BigInteger(), nullable=False),
        sa.Column("dimension_code", sa.Text(), nullable=False),
        sa.Column("self_score_hundredths", sa.BigInteger(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "self_score_hundredths BETWEEN 0 AND 10000",
            name=op.f("ck_sar_entry_self_score_is_on_the_scale"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_code"], ["edition.code"], name=op.f("fk_sar_entry_edition_code")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_sar_entry_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sar_entry")),
        sa.UniqueConstraint(
            "tenant_id",
            "edition_code",
            "fiscal_year_be",
            "dimension_code",
            name="uq_sar_entry_tenant_id_year_dimension",
        ),
    )
    op.create_table(
        "report",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year_be", sa.BigInteger(), nullable=False),
        sa.Column(
            "round",
            sa.Enum(
                "SIX_MONTHS", "TWELVE_MONTHS", name="reportround", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("score_hundredths", sa.BigInteger(), nullable=True),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("left_out", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("in_progress", sa.BigInteger(), nullable=False),
        sa.Column("cannot", sa.BigInteger(), nullable=False),
        sa.Column("none_yet", sa.BigInteger(), nullable=False),
        sa.Column("planned_satang", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("ordinance_satang", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("disbursed_satang", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "round IN ('SIX_MONTHS', 'TWELVE_MONTHS')", name=op.f("ck_report_round_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["edition_code"], ["edition.code"], name=op.f("fk_report_edition_code")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id"],
            ["revision.tenant_id", "revision.id"],
            name=op.f("fk_report_tenant_id_revision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_report_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_report")),
        sa.UniqueConstraint(
            "tenant_id",
            "edition_code",
            "fiscal_year_be",
            "round",
            "number",
            name="uq_report_tenant_id_year_round_number",
        ),
        sa.UniqueConstraint(
            "tenant_id", "id", "district_code", name=op.f("uq_report_tenant_id_id_district_code")
        ),
        sa.UniqueConstraint(
            "tenant_id", "id", "province_code", name=op.f("uq_report_tenant_id_id_province_code")
        ),
    )
    op.create_index(
        op.f("ix_report_province_code_edition_code_fiscal_year_be_round"),
        "report",
        ["province_code", "edition_code", "fiscal_year_be", "round"],
        unique=False,
    )
    op.create_table(
        "sar_score",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("dimension_code", sa.Text(), nullable=False),
        sa.Column("province_score_hundredths", sa.BigInteger(), nullable=True),
        sa.Column("central_score_hundredths", sa.BigInteger(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "province_score_hundredths BETWEEN 0 AND 10000 AND central_score_hundredths BETWEEN 0 AND 10000",
            name=op.f("ck_sar_score_scores_are_on_the_scale"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "report_id", "district_code"],
            ["report.tenant_id", "report.id", "report.district_code"],
            name=op.f("fk_sar_score_tenant_id_report_id_district_code"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "report_id", "province_code"],
            ["report.tenant_id", "report.id", "report.province_code"],
            name=op.f("fk_sar_score_tenant_id_report_id_province_code"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_sar_score_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sar_score")),
    )
    op.create_index(
        op.f("ix_sar_score_tenant_id_report_id_at"),
        "sar_score",
        ["tenant_id", "report_id", "at"],
        unique=False,
    )
    secure()


def secure() -> None:
    """Policies and grants: entries are private, a report is a submitted fact, scores are said."""
    rights = [
        *security.private("progress", verbs="INSERT, UPDATE, DELETE"),
        *security.private("sar_entry", verbs="INSERT, UPDATE, DELETE"),
        *security.area_readable("report", verbs="INSERT"),
        *security.reviewed("sar_score"),
        *security.reference("report_deadline"),
    ]
    for right in rights:
        op.execute(right)

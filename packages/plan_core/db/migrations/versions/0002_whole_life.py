"""A plan's whole life: steps of revisions, parts beside the rows, a chained audit log.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

import hashlib
import json
from collections import defaultdict
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

from plan_core.db import security
from plan_core.db.base import make_id

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # What is said about a revision refers to its area: these come first.
    for area in ("district_code", "province_code"):
        op.create_unique_constraint(
            op.f(f"uq_revision_tenant_id_id_{area}"), "revision", ["tenant_id", "id", area]
        )
    op.create_table(
        "audit_head",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_audit_head_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_audit_head")),
        sa.UniqueConstraint("tenant_id", name=op.f("uq_audit_head_tenant_id")),
    )
    op.create_table(
        "amendment",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("ADD", "CHANGE", "CORRECT", name="amendmentkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("base_revision_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ADD', 'CHANGE', 'CORRECT')", name=op.f("ck_amendment_kind_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "base_revision_id"],
            ["revision.tenant_id", "revision.id"],
            name=op.f("fk_amendment_tenant_id_base_revision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["plan.tenant_id", "plan.id"],
            name=op.f("fk_amendment_tenant_id_plan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_amendment_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_amendment")),
        sa.UniqueConstraint(
            "tenant_id", "plan_id", "number", name=op.f("uq_amendment_tenant_id_plan_id_number")
        ),
    )
    op.create_table(
        "appointment",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("preamble", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["plan.tenant_id", "plan.id"],
            name=op.f("fk_appointment_tenant_id_plan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_appointment_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("tenant_id", "plan_id", name=op.f("uq_appointment_tenant_id_plan_id")),
    )
    op.create_table(
        "committee_member",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column(
            "committee",
            sa.Enum(
                "PLAN_MAKING", "MONITORING", name="committeekind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "committee IN ('PLAN_MAKING', 'MONITORING')",
            name=op.f("ck_committee_member_committee_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["plan.tenant_id", "plan.id"],
            name=op.f("fk_committee_member_tenant_id_plan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_committee_member_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_committee_member")),
    )
    op.create_index(
        op.f("ix_committee_member_tenant_id_plan_id_committee_position"),
        "committee_member",
        ["tenant_id", "plan_id", "committee", "position"],
        unique=False,
    )
    op.create_table(
        "consistency_review",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("CONSISTENT", "INCONSISTENT", name="verdict", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('CONSISTENT', 'INCONSISTENT')",
            name=op.f("ck_consistency_review_verdict_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id", "district_code"],
            ["revision.tenant_id", "revision.id", "revision.district_code"],
            name=op.f("fk_consistency_review_tenant_id_revision_id_district_code"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id", "province_code"],
            ["revision.tenant_id", "revision.id", "revision.province_code"],
            name=op.f("fk_consistency_review_tenant_id_revision_id_province_code"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_consistency_review_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_consistency_review")),
    )
    op.create_index(
        op.f("ix_consistency_review_tenant_id_revision_id_at"),
        "consistency_review",
        ["tenant_id", "revision_id", "at"],
        unique=False,
    )
    op.create_table(
        "revision_step",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "SUBMITTED",
                "RETURNED",
                "ACCEPTED",
                "ADOPTED",
                "PUBLISHED",
                name="stepkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("signed_as", sa.Text(), nullable=False),
        sa.Column("acting_for", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('SUBMITTED', 'RETURNED', 'ACCEPTED', 'ADOPTED', 'PUBLISHED')",
            name=op.f("ck_revision_step_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id", "district_code"],
            ["revision.tenant_id", "revision.id", "revision.district_code"],
            name=op.f("fk_revision_step_tenant_id_revision_id_district_code"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id", "province_code"],
            ["revision.tenant_id", "revision.id", "revision.province_code"],
            name=op.f("fk_revision_step_tenant_id_revision_id_province_code"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_revision_step_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_revision_step")),
        sa.UniqueConstraint(
            "tenant_id",
            "revision_id",
            "sequence",
            name=op.f("uq_revision_step_tenant_id_revision_id_sequence"),
        ),
    )
    op.create_index(
        op.f("ix_revision_step_tenant_id_revision_id_at"),
        "revision_step",
        ["tenant_id", "revision_id", "at"],
        unique=False,
    )
    op.create_table(
        "row_comment",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id", "district_code"],
            ["revision.tenant_id", "revision.id", "revision.district_code"],
            name=op.f("fk_row_comment_tenant_id_revision_id_district_code"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id", "province_code"],
            ["revision.tenant_id", "revision.id", "revision.province_code"],
            name=op.f("fk_row_comment_tenant_id_revision_id_province_code"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_row_comment_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_row_comment")),
    )
    op.create_index(
        op.f("ix_row_comment_tenant_id_revision_id_at"),
        "row_comment",
        ["tenant_id", "revision_id", "at"],
        unique=False,
    )
    op.create_table(
        "initiative_sheet",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("duration", sa.Text(), nullable=False),
        sa.Column("quarters", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("responsible_unit", sa.Text(), nullable=False),
        sa.Column("responsible_person", sa.Text(), nullable=False),
        sa.Column("target_groups", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("expected_outcome", sa.Text(), nullable=False),
        sa.Column("indicators", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("development_plan_item", sa.Text(), nullable=False),
        sa.Column("ordinance_item", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "initiative_id"],
            ["initiative.tenant_id", "initiative.id"],
            name=op.f("fk_initiative_sheet_tenant_id_initiative_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["plan.tenant_id", "plan.id"],
            name=op.f("fk_initiative_sheet_tenant_id_plan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_initiative_sheet_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_initiative_sheet")),
        sa.UniqueConstraint(
            "tenant_id", "initiative_id", name=op.f("uq_initiative_sheet_tenant_id_initiative_id")
        ),
    )
    op.create_index(
        op.f("ix_initiative_sheet_tenant_id_plan_id"),
        "initiative_sheet",
        ["tenant_id", "plan_id"],
        unique=False,
    )
    op.create_table(
        "return_reason",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "PLAN",
                "ROW",
                "CELL",
                "SECTION",
                "RISKS",
                "COMMITTEES",
                name="partkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.Column("fiscal_year_be", sa.BigInteger(), nullable=True),
        sa.Column("section_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "part IN ('PLAN', 'ROW', 'CELL', 'SECTION', 'RISKS', 'COMMITTEES')",
            name=op.f("ck_return_reason_part_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id", "district_code"],
            ["revision.tenant_id", "revision.id", "revision.district_code"],
            name=op.f("fk_return_reason_tenant_id_revision_id_district_code"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id", "province_code"],
            ["revision.tenant_id", "revision.id", "revision.province_code"],
            name=op.f("fk_return_reason_tenant_id_revision_id_province_code"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "step_id"],
            ["revision_step.tenant_id", "revision_step.id"],
            name=op.f("fk_return_reason_tenant_id_step_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_return_reason_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_return_reason")),
    )
    op.create_index(
        op.f("ix_return_reason_tenant_id_revision_id_at"),
        "return_reason",
        ["tenant_id", "revision_id", "at"],
        unique=False,
    )
    op.create_table(
        "risk_response",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("risk_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "initiative_id"],
            ["initiative.tenant_id", "initiative.id"],
            name=op.f("fk_risk_response_tenant_id_initiative_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["plan.tenant_id", "plan.id"],
            name=op.f("fk_risk_response_tenant_id_plan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "risk_id"],
            ["risk.tenant_id", "risk.id"],
            name=op.f("fk_risk_response_tenant_id_risk_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["organisation.id"], name=op.f("fk_risk_response_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_risk_response")),
        sa.UniqueConstraint(
            "tenant_id",
            "risk_id",
            "initiative_id",
            name=op.f("uq_risk_response_tenant_id_risk_id_initiative_id"),
        ),
    )
    op.create_index(
        op.f("ix_risk_response_tenant_id_plan_id"),
        "risk_response",
        ["tenant_id", "plan_id"],
        unique=False,
    )
    alter_first_tables()
    chain_audit_log()
    secure()


def alter_first_tables() -> None:
    """New columns of tables that may hold rows already."""
    op.add_column("plan", sa.Column("amendment_id", sa.Uuid(), nullable=True))
    op.drop_constraint(op.f("ck_plan_state_is_known"), "plan")
    op.create_check_constraint(
        op.f("ck_plan_state_is_known"), "plan", "state IN ('DRAFT', 'IN_COMMITTEE', 'SUBMITTED')"
    )
    op.add_column("revision", sa.Column("amendment_id", sa.Uuid(), nullable=True))
    # Which row an old revision's was is not known: its rows get ids that no row has.
    fill("revision_initiative", "initiative_id", sa.Uuid(), "gen_random_uuid()")
    fill("plan_section", "version", sa.BigInteger(), "1")
    fill("risk", "version", sa.BigInteger(), "1")
    fill("risk", "factors_text", sa.Text(), "''")
    op.add_column("risk", sa.Column("factor", sa.String(length=32), nullable=True))
    op.add_column("risk", sa.Column("likelihood", sa.BigInteger(), nullable=True))
    op.add_column("risk", sa.Column("impact", sa.BigInteger(), nullable=True))
    for name, rule in (
        ("factor_is_known", "factor IN ('INTERNAL', 'EXTERNAL')"),
        ("likelihood_is_on_the_scale", "likelihood BETWEEN 1 AND 5"),
        ("impact_is_on_the_scale", "impact BETWEEN 1 AND 5"),
    ):
        op.create_check_constraint(op.f(f"ck_risk_{name}"), "risk", rule)


def fill(table: str, column: str, kind: sa.types.TypeEngine[Any], value: str) -> None:
    """A required column: what is there gets a value, what comes brings its own."""
    op.add_column(table, sa.Column(column, kind, nullable=False, server_default=sa.text(value)))
    op.alter_column(table, column, server_default=None)


def chain_audit_log() -> None:
    """Number and seal the entries of an earlier release, as audit.rules does."""
    fill("audit_entry", "by_name", sa.Text(), "''")
    fill("audit_entry", "sequence", sa.BigInteger(), "0")
    fill("audit_entry", "sha256", sa.Text(), "''")
    connection = op.get_bind()
    # Forced row-level security would show the owner no rows, and nothing would be said.
    for table in ("audit_entry", "audit_head"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    entries = connection.execute(
        sa.text(
            "SELECT tenant_id, id, at, person_id, by_name, verb, subject_type, subject_id,"
            " before, after FROM audit_entry ORDER BY tenant_id, at, id"
        )
    ).all()
    sequences: defaultdict[int, int] = defaultdict(int)
    seals: defaultdict[int, str] = defaultdict(str)
    for entry in entries:
        tenant = entry.tenant_id
        sequences[tenant] += 1
        told = [
            "simiti.audit.1",
            seals[tenant],
            tenant,
            str(entry.id),
            sequences[tenant],
            entry.at.astimezone(UTC).isoformat(),
            str(entry.person_id),
            entry.by_name,
            entry.verb,
            entry.subject_type,
            str(entry.subject_id),
            entry.before,
            entry.after,
        ]
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        seals[tenant] = hashlib.sha256(text.encode()).hexdigest()
        connection.execute(
            sa.text(
                "UPDATE audit_entry SET sequence = :sequence, sha256 = :seal"
                " WHERE tenant_id = :tenant AND id = :id"
            ),
            {
                "sequence": sequences[tenant],
                "seal": seals[tenant],
                "tenant": tenant,
                "id": entry.id,
            },
        )
    for tenant, sequence in sequences.items():
        connection.execute(
            sa.text("INSERT INTO audit_head VALUES (:tenant, :id, :sequence, :seal)"),
            {"tenant": tenant, "id": make_id(), "sequence": sequence, "seal": seals[tenant]},
        )
    op.execute("ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY")
    op.create_unique_constraint(
        op.f("uq_audit_entry_tenant_id_sequence"), "audit_entry", ["tenant_id", "sequence"]
    )


def secure() -> None:
    """Policies and grants of the new tables; reviewers append to the log and promise jobs."""
    rights = [*security.setting_functions("simiti_reviewing_tenant", "simiti_person")]
    for table in (
        "initiative_sheet",
        "risk_response",
        "appointment",
        "committee_member",
        "amendment",
    ):
        rights += security.private(table, verbs="INSERT, UPDATE, DELETE")
    for table in ("revision_step", "return_reason", "consistency_review", "row_comment"):
        rights += security.reviewed(table)
    rights += security.chain_head("audit_head")
    for table in ("audit_entry", "job"):
        rights += security.let_reviewers_append(table)
    for right in rights:
        op.execute(right)

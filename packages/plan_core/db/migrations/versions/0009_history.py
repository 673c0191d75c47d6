"""The audit log knows the plan and the part that an entry is about, and whose place one acted in.

A migration may run beside the previous release: add first, remove one release later.
Every tenant table is listed in security.py, which gives it its policies and grants.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

PARTS = (
    ("plan", "SELECT tenant_id, id, id, 'plan' FROM plan"),
    ("initiative", "SELECT tenant_id, id, plan_id, 'row:' || id FROM initiative"),
    ("budget_cell", "SELECT tenant_id, id, plan_id, 'row:' || initiative_id FROM budget_cell"),
    ("plan_section", "SELECT tenant_id, id, plan_id, 'section:' || code FROM plan_section"),
    ("risk", "SELECT tenant_id, id, plan_id, 'risk:' || id FROM risk"),
    ("appointment", "SELECT tenant_id, id, plan_id, 'committees' FROM appointment"),
    ("amendment", "SELECT tenant_id, id, plan_id, 'plan' FROM amendment"),
    ("revision", "SELECT tenant_id, id, plan_id, 'plan' FROM revision"),
)
"""By the subject's type: whose it is, its id, its plan and its part (`audit.about.About`)."""


def upgrade() -> None:
    op.add_column("audit_entry", sa.Column("plan_id", sa.Uuid(), nullable=True))
    fill("acting_for", sa.Text(), "''")
    fill("part", sa.Text(), "''")
    fill("form", sa.BigInteger(), "1")
    find_parts_of_earlier_entries()
    for columns in (
        ["tenant_id", "plan_id", "sequence"],
        ["tenant_id", "plan_id", "part", "sequence"],
        ["tenant_id", "plan_id", "person_id", "sequence"],
    ):
        op.create_index(op.f(f"ix_audit_entry_{'_'.join(columns)}"), "audit_entry", columns)


def fill(column: str, kind: sa.types.TypeEngine[Any], value: str) -> None:
    """A required column: what is there gets a value, what comes brings its own."""
    op.add_column(
        "audit_entry", sa.Column(column, kind, nullable=False, server_default=sa.text(value))
    )
    op.alter_column("audit_entry", column, server_default=None)


def find_parts_of_earlier_entries() -> None:
    """Of what is still there. Their seals say nothing of it, as their form 1 tells."""
    tables = ("audit_entry", *(kind for kind, _ in PARTS))
    for table in tables:
        # The owner too is bound by row-level security; it has no organisation of its own.
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    for kind, subjects in PARTS:  # constants, all of them
        op.execute(
            "UPDATE audit_entry SET plan_id = found.plan_id, part = found.part"  # noqa: S608
            f" FROM ({subjects}) AS found (tenant_id, id, plan_id, part)"
            f" WHERE subject_type = '{kind}' AND audit_entry.tenant_id = found.tenant_id"
            " AND subject_id = found.id"
        )
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")

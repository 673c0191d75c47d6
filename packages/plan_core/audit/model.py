"""The audit log: append-only for every role of the application, and chained so that it shows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from plan_core.db.base import Base, TenantRow


class AuditEntry(TenantRow, Base):
    """One change: by whom, to what, from what to what (JSON text; amounts as strings).

    `sequence` counts an organisation's entries without a gap; `sha256` is about the whole entry
    and the entry before (`audit.rules.seal_of`), so that none can be changed or taken out unseen.
    """

    __tablename__ = "audit_entry"

    at: Mapped[datetime]
    person_id: Mapped[UUID]
    by_name: Mapped[str]
    verb: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    before: Mapped[str | None]
    after: Mapped[str | None]
    sequence: Mapped[int]
    sha256: Mapped[str]
    acting_for: Mapped[str]
    plan_id: Mapped[UUID | None]
    """The plan that it is about, and which `part` of it (`audit.about.About`)."""
    part: Mapped[str]
    form: Mapped[int]
    """How it is sealed (`audit.rules.FORM`)."""

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            Index(None, "tenant_id", "subject_id", "at"),
            # The history of a plan, of one part of it, and of what one person did to it.
            Index(None, "tenant_id", "plan_id", "sequence"),
            Index(None, "tenant_id", "plan_id", "part", "sequence"),
            Index(None, "tenant_id", "plan_id", "person_id", "sequence"),
            UniqueConstraint("tenant_id", "sequence"),
        )


class AuditHead(TenantRow, Base):
    """The end of an organisation's chain: who adds to it holds this row until the commit."""

    __tablename__ = "audit_head"

    sequence: Mapped[int]
    sha256: Mapped[str]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (UniqueConstraint("tenant_id"),)

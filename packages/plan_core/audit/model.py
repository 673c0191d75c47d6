"""The audit log: append-only for every role of the application."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from plan_core.db.base import Base, TenantRow


class AuditEntry(TenantRow, Base):
    """One change: by whom, to what, from what to what (JSON text; amounts as strings)."""

    __tablename__ = "audit_entry"

    at: Mapped[datetime]
    person_id: Mapped[UUID]
    verb: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    before: Mapped[str | None]
    after: Mapped[str | None]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (Index(None, "tenant_id", "subject_id", "at"),)

"""The audit log: append-only for every role of the application, and chained so that it shows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
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
    token_id: Mapped[UUID | None]
    """Of the program's token by which it was done; None for the person's own hand."""
    token_name: Mapped[str | None]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            Index(None, "tenant_id", "subject_id", "at"),
            # The history of a plan, of one part of it, and of what one person did to it.
            Index(None, "tenant_id", "plan_id", "sequence"),
            Index(None, "tenant_id", "plan_id", "part", "sequence"),
            Index(None, "tenant_id", "plan_id", "person_id", "sequence"),
            UniqueConstraint("tenant_id", "sequence"),
            # What programs did, and what was done to their tokens: few among very many.
            Index(
                "ix_audit_entry_of_programs",
                "tenant_id",
                "sequence",
                postgresql_where="token_id IS NOT NULL OR subject_type = 'api_token'",
            ),
        )


class AuditHead(TenantRow, Base):
    """The end of an organisation's chain: who adds to it holds this row until the commit."""

    __tablename__ = "audit_head"

    sequence: Mapped[int]
    sha256: Mapped[str]
    shown: Mapped[int]
    """The number of the last `ShownChange`."""

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (UniqueConstraint("tenant_id"),)


class ShownChange(TenantRow, Base):
    """Something was done to what was submitted: that much officers of the area may know.

    `sequence` counts an organisation's without a gap, apart from the log's own numbers, which would
    tell how busy a draft is. The id is the log's entry's.
    """

    __tablename__ = "shown_change"

    province_code: Mapped[str]
    district_code: Mapped[str | None]
    sequence: Mapped[int]
    at: Mapped[datetime]
    verb: Mapped[str]
    revision_id: Mapped[UUID | None]
    report_id: Mapped[UUID | None]
    """What it was done to: one of the two, whose area is this row's."""
    plan_id: Mapped[UUID | None]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            CheckConstraint("num_nonnulls(revision_id, report_id) = 1", name="is_about_one_thing"),
            *(
                ForeignKeyConstraint(
                    ["tenant_id", f"{thing}_id", area],
                    [f"{thing}.tenant_id", f"{thing}.id", f"{thing}.{area}"],
                )
                for thing in ("revision", "report")
                for area in ("province_code", "district_code")
            ),
            UniqueConstraint("tenant_id", "sequence"),
            Index(None, "province_code", "tenant_id", "sequence"),
        )

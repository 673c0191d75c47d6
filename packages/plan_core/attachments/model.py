"""Attached files: private to their organisation until what they belong to is submitted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.attachments.kinds import ScanState, SubjectType
from plan_core.db.base import Base, TenantRow, one_of, text_enum


class Attachment(TenantRow, Base):
    """One file; the content lies in the store under `files.attachment_key`."""

    __tablename__ = "attachment"

    subject_type: Mapped[SubjectType] = mapped_column(text_enum(SubjectType))
    subject_id: Mapped[UUID]
    file_name: Mapped[str]
    media_type: Mapped[str]
    """What the content is, whatever the name says."""
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    scan: Mapped[ScanState] = mapped_column(text_enum(ScanState))
    scanned_at: Mapped[datetime | None]
    threat: Mapped[str]
    """The scanner's name for what it found."""
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    removed_at: Mapped[datetime | None]
    is_shared: Mapped[bool]
    """Whether officers of the area may read it."""
    province_code: Mapped[str]
    district_code: Mapped[str | None]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("subject_type", SubjectType),
            one_of("scan", ScanState),
            CheckConstraint("size_bytes > 0", name="size_is_positive"),
            CheckConstraint("(scan = 'INFECTED') = (threat <> '')", name="threat_fits_scan"),
            Index(None, "tenant_id", "subject_type", "subject_id"),
            Index(
                "uq_attachment_file",
                "tenant_id",
                "subject_type",
                "subject_id",
                "sha256",
                unique=True,
                postgresql_where="removed_at IS NULL",
            ),
        )

"""Uploaded documents and what was read from them, private to their organisation; and what the
checks noticed in what was submitted, which its area's officers read too."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base, TenantRow, one_of, text_enum
from plan_core.plans.model import AreaRow


class DocumentState(StrEnum):
    """WAITING → READING → READ → ACCEPTED or DISCARDED; REFUSED keeps only its record."""

    WAITING = "WAITING"
    READING = "READING"
    READ = "READ"
    REFUSED = "REFUSED"
    ACCEPTED = "ACCEPTED"
    DISCARDED = "DISCARDED"


class Document(TenantRow, Base):
    __tablename__ = "document"

    edition_code: Mapped[str]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    state: Mapped[DocumentState] = mapped_column(text_enum(DocumentState))
    received_at: Mapped[datetime]
    received_by: Mapped[str]
    progress_step: Mapped[str]
    progress_percent: Mapped[int]
    initiatives_found: Mapped[int]
    problem: Mapped[str | None]
    """The refusal as JSON text: code, messages, values."""
    plan_id: Mapped[UUID | None]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("state", DocumentState),
            Index(None, "tenant_id", "received_at"),
            Index(
                "uq_document_file",
                "tenant_id",
                "sha256",
                unique=True,
                postgresql_where="state NOT IN ('REFUSED', 'DISCARDED')",
            ),
        )


class DocumentReading(TenantRow, Base):
    """What was read, as the officer has corrected it so far. One row a document, same id."""

    __tablename__ = "document_reading"

    version: Mapped[int] = mapped_column()
    sheets: Mapped[str]
    """The neutral picture of the file (JSON text): what the review shows as the source."""
    draft: Mapped[str]
    """The PlanDraft (JSON text)."""
    explanations: Mapped[str]
    """Finding key → {text, by, at} (JSON text)."""

    __mapper_args__: ClassVar = {"version_id_col": version, "version_id_generator": False}

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (ForeignKeyConstraint(["tenant_id", "id"], ["document.tenant_id", "document.id"]),)


class CheckedRevision(AreaRow, Base):
    """What the checks noticed in a revision when it was submitted; one row a revision.

    `codes`, `severities`, `counts` and `explained` run side by side, one entry for each code in
    each severity: how many places it was noticed at, and at how many of them it was explained.
    `noticed` is all of it as JSON text, as `noticed.encode` writes it. A revision that was
    submitted before the checks' findings were kept has no row.
    """

    __tablename__ = "checked_revision"

    revision_id: Mapped[UUID]
    codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    severities: Mapped[list[str]] = mapped_column(ARRAY(Text))
    counts: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    explained: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    noticed: Mapped[str]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            ForeignKeyConstraint(
                ["tenant_id", "revision_id"], ["revision.tenant_id", "revision.id"]
            ),
            UniqueConstraint("tenant_id", "revision_id"),
        )

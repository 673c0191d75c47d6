"""Exports that somebody asked for: each is its own job (ADR 34)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base, PersonRow, one_of, text_enum
from plan_core.integration.export_rules import (
    ExportFormat,
    ExportPreset,
    ExportRequest,
    ExportState,
)


class ExportJob(PersonRow, Base):
    """A file that is asked for, being made, there, or gone again.

    `membership_id` is the post in which it was asked for, `token_id` the token, if one asked.
    `attempt` fences: a worker that lost its lease can no longer settle it.
    """

    __tablename__ = "export_job"

    membership_id: Mapped[UUID]
    token_id: Mapped[UUID | None]
    preset: Mapped[ExportPreset] = mapped_column(text_enum(ExportPreset))
    format: Mapped[ExportFormat] = mapped_column(text_enum(ExportFormat))
    edition_code: Mapped[str]
    fiscal_year_be: Mapped[int | None]
    area: Mapped[str]
    idempotency_key: Mapped[str | None]
    request_sha256: Mapped[str]
    state: Mapped[ExportState] = mapped_column(text_enum(ExportState))
    attempt: Mapped[int]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    lines: Mapped[int | None]
    size_bytes: Mapped[int | None]
    sha256: Mapped[str]
    manifest: Mapped[str] = mapped_column(deferred=True)
    """JSON text; empty while there is no file."""
    problem_code: Mapped[str]
    problem_th: Mapped[str]
    problem_en: Mapped[str]
    traceparent: Mapped[str | None]
    """Of the request that asked for it, where requests are traced (ADR 60)."""

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("preset", ExportPreset),
            one_of("format", ExportFormat),
            one_of("state", ExportState),
            CheckConstraint("(state = 'FAILED') = (problem_code <> '')", name="failed_says_why"),
            CheckConstraint("(state = 'RUNNING') = (leased_until IS NOT NULL)", name="lease"),
            CheckConstraint(
                "(state IN ('DONE', 'EXPIRED')) = (sha256 <> '')", name="done_has_checksum"
            ),
            UniqueConstraint("person_id", "membership_id", "idempotency_key"),
            Index(
                "ix_export_job_open",
                "due_at",
                postgresql_where="state IN ('WAITING', 'RUNNING')",
            ),
        )

    @property
    def request(self) -> ExportRequest:
        return ExportRequest(
            self.preset, self.format, self.edition_code, self.fiscal_year_be, self.area
        )

"""Promised jobs: rows of the promising transaction, sent after it, swept up when lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base, TenantRow, one_of, text_enum


class JobState(StrEnum):
    """WAITING may be taken; RUNNING is leased; DONE and FAILED are final."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What travels through the broker: ids only."""

    tenant_id: int
    job_id: UUID


class Job(TenantRow, Base):
    """A named action that runs later, as the person who asked for it.

    `attempt` fences: a worker that lost its lease can no longer finish the job.
    """

    __tablename__ = "job"

    name: Mapped[str]
    subject_id: Mapped[UUID]
    person_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    state: Mapped[JobState] = mapped_column(text_enum(JobState))
    attempt: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """When the sweeper sends it again, unless a worker has taken it by then."""
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    traceparent: Mapped[str | None]
    """Of the request that promised it, where requests are traced (ADR 60): random ids only."""

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("state", JobState),
            Index(
                "ix_job_open",
                "due_at",
                postgresql_where="state IN ('WAITING', 'RUNNING')",
            ),
        )

"""Publications: the only rows of an organisation that anybody may read, only ever added to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base, TenantRow, one_of, text_enum
from plan_core.plans.stages import AmendmentKind


class PublicationKind(StrEnum):
    """What is published: a plan, its 6-month follow-up, its annual result."""

    PLAN = "PLAN"
    FOLLOW_UP = "FOLLOW_UP"
    ANNUAL_RESULT = "ANNUAL_RESULT"


class Publication(TenantRow, Base):
    """One act of publishing or, without content, of withdrawing; `sequence` orders the acts.

    `period` is an edition's code or a fiscal year, `number` the revision's or the report's.
    `content` is what is shown, as JSON text (`documents.py`), and `sha256` is about that text.
    """

    __tablename__ = "publication"

    kind: Mapped[PublicationKind] = mapped_column(text_enum(PublicationKind))
    period: Mapped[str]
    number: Mapped[int]
    sequence: Mapped[int]
    source_id: Mapped[UUID]
    """The revision or the report that it is a copy of."""
    is_withdrawn: Mapped[bool]
    reason: Mapped[str]
    """Why it was withdrawn."""
    amendment_number: Mapped[int | None]
    amendment_kind: Mapped[AmendmentKind | None] = mapped_column(text_enum(AmendmentKind))
    content: Mapped[str]
    sha256: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    """The role in which it was done; never a person's name."""

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("kind", PublicationKind),
            one_of("amendment_kind", AmendmentKind),
            CheckConstraint("is_withdrawn = (content = '')", name="content_fits_act"),
            CheckConstraint("is_withdrawn = (reason <> '')", name="reason_fits_act"),
            UniqueConstraint("tenant_id", "kind", "period", "sequence"),
        )

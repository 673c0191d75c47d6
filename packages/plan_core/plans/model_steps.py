"""What is said about a submitted revision, by its organisation and by its area's officers.

All of it is only ever added to. Each row carries the revision's area, tied to it by a foreign key.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base, one_of, text_enum
from plan_core.plans.model import AreaRow
from plan_core.plans.stages import PartKind, StepKind, Verdict


class AboutRevision(AreaRow):
    """A row about one revision, said by somebody in some post."""

    revision_id: Mapped[UUID]
    at: Mapped[datetime]
    person_id: Mapped[UUID]
    by_name: Mapped[str]
    by_role: Mapped[str]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            *(
                ForeignKeyConstraint(
                    ["tenant_id", "revision_id", area],
                    ["revision.tenant_id", "revision.id", f"revision.{area}"],
                )
                for area in ("province_code", "district_code")
            ),
            Index(None, "tenant_id", "revision_id", "at"),
        )


class RevisionStep(AboutRevision, Base):
    """One step of a revision's way; `sequence` counts them, so that two at once cannot both win.

    An adoption says who signed, as what, for whom, by which order, on which day.
    """

    __tablename__ = "revision_step"

    sequence: Mapped[int]
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind))
    note: Mapped[str]
    signed_by: Mapped[str]
    signed_as: Mapped[str]
    acting_for: Mapped[str]
    order_number: Mapped[str]
    signed_on: Mapped[date | None]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("kind", StepKind),
            UniqueConstraint("tenant_id", "revision_id", "sequence"),
            *super().table_rules(),
        )


class ReturnReason(AboutRevision, Base):
    """Why a part was returned; exactly the named parts may be changed again."""

    __tablename__ = "return_reason"

    step_id: Mapped[UUID]
    part: Mapped[PartKind] = mapped_column(text_enum(PartKind))
    initiative_id: Mapped[UUID | None]
    fiscal_year_be: Mapped[int | None]
    section_code: Mapped[str]
    reason: Mapped[str]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("part", PartKind),
            ForeignKeyConstraint(
                ["tenant_id", "step_id"], ["revision_step.tenant_id", "revision_step.id"]
            ),
            *super().table_rules(),
        )


class ConsistencyReview(AboutRevision, Base):
    """An officer's verdict on one row; the newest counts."""

    __tablename__ = "consistency_review"

    initiative_id: Mapped[UUID]
    verdict: Mapped[Verdict] = mapped_column(text_enum(Verdict))
    reason: Mapped[str]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (one_of("verdict", Verdict), *super().table_rules())


class RowComment(AboutRevision, Base):
    """A remark on a submitted row, or on the whole revision; the organisation may answer."""

    __tablename__ = "row_comment"

    initiative_id: Mapped[UUID | None]
    text: Mapped[str]

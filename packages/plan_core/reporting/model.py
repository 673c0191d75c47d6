"""Reporting: working entries of an organisation, its immutable reports, what is said of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base, TenantRow, one_of, text_enum
from plan_core.plans.model import AreaRow
from plan_core.reporting.rules import (
    CannotReason,
    Entry,
    InOrdinance,
    ProgressStatus,
    ReportRound,
    score_from,
)
from plan_core.values import Budget, BudgetState, baht_of


class Progress(TenantRow, Base):
    """What is reported of one initiative in one round of one year, while it may still change.

    `initiative_id` is the working copy's row, the same in every revision. `is_locked`: the
    initiative is done and the year closed; whoever may submit reports opens it again, in writing.
    """

    __tablename__ = "progress"

    edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"))
    initiative_id: Mapped[UUID]
    fiscal_year_be: Mapped[int]
    round: Mapped[ReportRound] = mapped_column(text_enum(ReportRound))
    status: Mapped[ProgressStatus] = mapped_column(text_enum(ProgressStatus))
    in_ordinance: Mapped[InOrdinance] = mapped_column(text_enum(InOrdinance))
    ordinance_state: Mapped[BudgetState] = mapped_column(text_enum(BudgetState))
    ordinance_satang: Mapped[int | None]
    disbursed_satang: Mapped[int | None]
    cannot_reason: Mapped[CannotReason | None] = mapped_column(text_enum(CannotReason))
    cannot_text: Mapped[str]
    note: Mapped[str]
    evidence_links: Mapped[list[str]] = mapped_column(ARRAY(Text))
    is_locked: Mapped[bool]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version, "version_id_generator": False}

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("round", ReportRound),
            one_of("status", ProgressStatus),
            one_of("in_ordinance", InOrdinance),
            one_of("ordinance_state", BudgetState),
            one_of("cannot_reason", CannotReason),
            CheckConstraint(
                "(ordinance_state = 'AMOUNT') = (ordinance_satang IS NOT NULL)",
                name="ordinance_fits_state",
            ),
            CheckConstraint(
                "ordinance_satang >= 0 AND disbursed_satang >= 0", name="amounts_are_not_negative"
            ),
            CheckConstraint(
                "(status = 'CANNOT') = (cannot_reason IS NOT NULL)", name="reason_fits_status"
            ),
            UniqueConstraint(
                "tenant_id",
                "initiative_id",
                "fiscal_year_be",
                "round",
                name="uq_progress_tenant_id_initiative_id_year_round",
            ),
            Index(None, "tenant_id", "edition_code", "fiscal_year_be"),
        )

    @property
    def entry(self) -> Entry:
        return Entry(
            status=self.status,
            in_ordinance=self.in_ordinance,
            ordinance=Budget.from_satang(self.ordinance_state, self.ordinance_satang),
            disbursed=None if self.disbursed_satang is None else baht_of(self.disbursed_satang),
            cannot_reason=self.cannot_reason,
            cannot_text=self.cannot_text,
            note=self.note,
            evidence_links=tuple(self.evidence_links),
        )


class Report(AreaRow, Base):
    """What was submitted of one round, numbered, for ever as it was.

    `body` is the whole report as JSON text. The figures are for comparing without reading it:
    arrays run over the edition's dimensions in order; an amount is NULL where none was stated.
    """

    __tablename__ = "report"

    edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"))
    fiscal_year_be: Mapped[int]
    round: Mapped[ReportRound] = mapped_column(text_enum(ReportRound))
    number: Mapped[int]
    revision_id: Mapped[UUID]
    """The revision whose rows are reported on."""
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[str]
    body: Mapped[str]
    sha256: Mapped[str]
    score_hundredths: Mapped[int | None]
    counted: Mapped[int]
    left_out: Mapped[int]
    done: Mapped[int]
    in_progress: Mapped[int]
    cannot: Mapped[int]
    none_yet: Mapped[int]
    planned_satang: Mapped[list[int | None]] = mapped_column(ARRAY(BigInteger))
    ordinance_satang: Mapped[list[int | None]] = mapped_column(ARRAY(BigInteger))
    disbursed_satang: Mapped[list[int | None]] = mapped_column(ARRAY(BigInteger))

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("round", ReportRound),
            ForeignKeyConstraint(
                ["tenant_id", "revision_id"], ["revision.tenant_id", "revision.id"]
            ),
            UniqueConstraint(
                "tenant_id",
                "edition_code",
                "fiscal_year_be",
                "round",
                "number",
                name="uq_report_tenant_id_year_round_number",
            ),
            UniqueConstraint("tenant_id", "id", "province_code"),
            UniqueConstraint("tenant_id", "id", "district_code"),
            Index(None, "province_code", "edition_code", "fiscal_year_be", "round"),
        )

    @property
    def score(self) -> Decimal | None:
        return score_from(self.score_hundredths)


class SarEntry(TenantRow, Base):
    """The organisation's own assessment of one dimension in one year; 10000 is a full score."""

    __tablename__ = "sar_entry"

    edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"))
    fiscal_year_be: Mapped[int]
    dimension_code: Mapped[str]
    self_score_hundredths: Mapped[int | None]
    comment: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version, "version_id_generator": False}

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            CheckConstraint(
                "self_score_hundredths BETWEEN 0 AND 10000", name="self_score_is_on_the_scale"
            ),
            UniqueConstraint(
                "tenant_id",
                "edition_code",
                "fiscal_year_be",
                "dimension_code",
                name="uq_sar_entry_tenant_id_year_dimension",
            ),
        )


class SarScore(AreaRow, Base):
    """A score of one dimension of a report, said and never changed; the newest of each kind counts.

    Either the province's own, or the national system's as an officer brought it in: from where
    (`central_source`) and of which day (`central_on`).
    """

    __tablename__ = "sar_score"

    report_id: Mapped[UUID]
    at: Mapped[datetime]
    person_id: Mapped[UUID]
    by_name: Mapped[str]
    by_role: Mapped[str]
    dimension_code: Mapped[str]
    province_score_hundredths: Mapped[int | None]
    central_score_hundredths: Mapped[int | None]
    central_source: Mapped[str | None]
    central_on: Mapped[date | None]
    comment: Mapped[str]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            CheckConstraint(
                "province_score_hundredths BETWEEN 0 AND 10000"
                " AND central_score_hundredths BETWEEN 0 AND 10000",
                name="scores_are_on_the_scale",
            ),
            CheckConstraint(
                "(central_score_hundredths IS NULL) = (central_source IS NULL)"
                " AND (central_score_hundredths IS NULL) = (central_on IS NULL)",
                name="central_score_has_source",
            ),
            *(
                ForeignKeyConstraint(
                    ["tenant_id", "report_id", area],
                    ["report.tenant_id", "report.id", f"report.{area}"],
                )
                for area in ("province_code", "district_code")
            ),
            Index(None, "tenant_id", "report_id", "at"),
        )


class ReportDeadline(Base):
    """The day by which the reports of a province are due for one round of one year."""

    __tablename__ = "report_deadline"
    __table_args__ = (one_of("round", ReportRound),)

    edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"), primary_key=True)
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"), primary_key=True)
    fiscal_year_be: Mapped[int] = mapped_column(primary_key=True)
    round: Mapped[ReportRound] = mapped_column(text_enum(ReportRound), primary_key=True)
    due_on: Mapped[date]

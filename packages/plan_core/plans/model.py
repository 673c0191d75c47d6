"""The plan of an organisation: draft rows, and the immutable revisions made from them."""

from __future__ import annotations

from datetime import datetime
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

from plan_core.audit.about import ShownTo
from plan_core.db.base import Base, TenantRow, one_of, text_enum
from plan_core.plans.searched import SearchedPlace
from plan_core.plans.stages import PlanState, RiskFactor
from plan_core.values import Budget, BudgetState, InitiativeKind, RiskCategory

AMOUNT_FITS_STATE = CheckConstraint(
    "(state = 'AMOUNT') = (amount_satang IS NOT NULL)", name="amount_fits_state"
)


def belongs_to_plan() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["tenant_id", "plan_id"], ["plan.tenant_id", "plan.id"], ondelete="CASCADE"
    )


class Plan(TenantRow, Base):
    """The working copy for one edition. Every change of any part raises `version`."""

    __tablename__ = "plan"

    edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"))
    state: Mapped[PlanState] = mapped_column(text_enum(PlanState))
    version: Mapped[int] = mapped_column()
    updated_at: Mapped[datetime]
    amendment_id: Mapped[UUID | None]
    """The amendment that is being written; None before the first adoption and between two."""

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (one_of("state", PlanState), UniqueConstraint("tenant_id", "edition_code"))


class Initiative(TenantRow, Base):
    """One row of the plan. `position` orders it in its mission; a removed row keeps its cells."""

    __tablename__ = "initiative"

    plan_id: Mapped[UUID]
    mission_code: Mapped[str]
    position: Mapped[int]
    number_printed: Mapped[str]
    kind: Mapped[InitiativeKind] = mapped_column(text_enum(InitiativeKind))
    title: Mapped[str]
    remarks: Mapped[str]
    sub_mission: Mapped[str | None]
    """The part of its mission that it stands under, as the plan words it; None under none."""
    search_key: Mapped[str]
    version: Mapped[int] = mapped_column()
    removed_at: Mapped[datetime | None]

    __mapper_args__: ClassVar = {"version_id_col": version, "version_id_generator": False}

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("kind", InitiativeKind),
            belongs_to_plan(),
            Index(None, "tenant_id", "plan_id", "mission_code", "position"),
        )


class BudgetCell(TenantRow, Base):
    """One initiative in one fiscal year."""

    __tablename__ = "budget_cell"

    plan_id: Mapped[UUID]
    initiative_id: Mapped[UUID]
    fiscal_year_be: Mapped[int]
    state: Mapped[BudgetState] = mapped_column(text_enum(BudgetState))
    amount_satang: Mapped[int | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version, "version_id_generator": False}

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("state", BudgetState),
            AMOUNT_FITS_STATE,
            CheckConstraint("amount_satang >= 0", name="amount_is_not_negative"),
            belongs_to_plan(),
            ForeignKeyConstraint(
                ["tenant_id", "initiative_id"],
                ["initiative.tenant_id", "initiative.id"],
                ondelete="CASCADE",
            ),
            UniqueConstraint("tenant_id", "initiative_id", "fiscal_year_be"),
            Index(None, "tenant_id", "plan_id"),
        )

    @property
    def budget(self) -> Budget:
        return Budget.from_satang(self.state, self.amount_satang)


class PlanSection(TenantRow, Base):
    """A text of Part 1. `body` is plain text with a few marks for structure (`plans.rich_text`)."""

    __tablename__ = "plan_section"

    plan_id: Mapped[UUID]
    position: Mapped[int]
    code: Mapped[str]
    title_th: Mapped[str]
    body: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version, "version_id_generator": False}

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (belongs_to_plan(), Index(None, "tenant_id", "plan_id"))


class Risk(TenantRow, Base):
    """A risk of Part 1. `likelihood` and `impact` are 1 (least) to 5, None while nobody said."""

    __tablename__ = "risk"

    plan_id: Mapped[UUID]
    position: Mapped[int]
    category: Mapped[RiskCategory] = mapped_column(text_enum(RiskCategory))
    text: Mapped[str]
    factor: Mapped[RiskFactor | None] = mapped_column(text_enum(RiskFactor))
    factors_text: Mapped[str]
    likelihood: Mapped[int | None]
    impact: Mapped[int | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version, "version_id_generator": False}

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("category", RiskCategory),
            one_of("factor", RiskFactor),
            CheckConstraint("likelihood BETWEEN 1 AND 5", name="likelihood_is_on_the_scale"),
            CheckConstraint("impact BETWEEN 1 AND 5", name="impact_is_on_the_scale"),
            belongs_to_plan(),
            Index(None, "tenant_id", "plan_id"),
        )


class Acceptance(TenantRow, Base):
    """What the accepted document claimed and how differences were explained; one row a plan.

    JSON text: the printed totals as they were read, the explanations by finding key.
    """

    __tablename__ = "acceptance"

    plan_id: Mapped[UUID]
    document_id: Mapped[UUID]
    accepted_at: Mapped[datetime]
    accepted_by: Mapped[str]
    declared: Mapped[str]
    explanations: Mapped[str]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (belongs_to_plan(), UniqueConstraint("tenant_id", "plan_id"))


class AreaRow(TenantRow):
    """A submitted fact: officers of its province and district may read it."""

    province_code: Mapped[str]
    district_code: Mapped[str | None]

    @property
    def shown_to(self) -> ShownTo:
        return ShownTo(self.province_code, self.district_code)


class Revision(AreaRow, Base):
    """What was submitted, numbered, for ever as it was. `body` is the whole plan as JSON text."""

    __tablename__ = "revision"

    plan_id: Mapped[UUID]
    edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"))
    number: Mapped[int]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[str]
    body: Mapped[str]
    sha256: Mapped[str]
    amendment_id: Mapped[UUID | None]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            UniqueConstraint("tenant_id", "edition_code", "number"),
            # What is said about a revision carries its area, and these tie the two together.
            UniqueConstraint("tenant_id", "id", "province_code"),
            UniqueConstraint("tenant_id", "id", "district_code"),
        )


class RevisionInitiative(AreaRow, Base):
    """One row of a revision; `states` and `amounts_satang` follow the edition's fiscal years."""

    __tablename__ = "revision_initiative"

    revision_id: Mapped[UUID]
    initiative_id: Mapped[UUID]
    """The row of the working copy that it was: the same in every revision of a plan."""
    edition_code: Mapped[str]
    dimension_code: Mapped[str]
    mission_code: Mapped[str]
    position: Mapped[int]
    number: Mapped[int]
    kind: Mapped[InitiativeKind] = mapped_column(text_enum(InitiativeKind))
    title: Mapped[str]
    remarks: Mapped[str]
    sub_mission: Mapped[str | None]
    search_key: Mapped[str]
    states: Mapped[list[str]] = mapped_column(ARRAY(Text))
    amounts_satang: Mapped[list[int | None]] = mapped_column(ARRAY(BigInteger))

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("kind", InitiativeKind),
            ForeignKeyConstraint(
                ["tenant_id", "revision_id"], ["revision.tenant_id", "revision.id"]
            ),
            Index(None, "tenant_id", "revision_id", "position"),
        )


class SearchedText(AreaRow, Base):
    """A text of a revision with the key that it is searched by; written with the revision."""

    __tablename__ = "searched_text"

    revision_id: Mapped[UUID]
    place: Mapped[SearchedPlace] = mapped_column(text_enum(SearchedPlace))
    position: Mapped[int]
    initiative_id: Mapped[UUID | None]
    """The row of the working copy that it belongs to."""
    text: Mapped[str]
    key: Mapped[str]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("place", SearchedPlace),
            ForeignKeyConstraint(
                ["tenant_id", "revision_id"], ["revision.tenant_id", "revision.id"]
            ),
            Index(None, "tenant_id", "revision_id"),
        )


class PlanRollup(AreaRow, Base):
    """The current revision's figures, one wide row per organisation and edition.

    Written in the transaction that makes the revision. Arrays run over the edition's missions
    (in order) × what the name says: `counts` × four kinds, `states` and `amounts_satang` ×
    fiscal years.
    """

    __tablename__ = "plan_rollup"

    edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"))
    revision_id: Mapped[UUID]
    revision_number: Mapped[int]
    first_submitted_at: Mapped[datetime]
    submitted_at: Mapped[datetime]
    counts: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    states: Mapped[list[str]] = mapped_column(ARRAY(Text))
    amounts_satang: Mapped[list[int | None]] = mapped_column(ARRAY(BigInteger))
    parts: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    """`rollup.Parts` in order; None for what was submitted before it was counted."""
    sub_counts: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    """The same three over the edition's sub-missions; None before they were counted."""
    sub_states: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    sub_amounts_satang: Mapped[list[int | None] | None] = mapped_column(ARRAY(BigInteger))

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            ForeignKeyConstraint(
                ["tenant_id", "revision_id"], ["revision.tenant_id", "revision.id"]
            ),
            UniqueConstraint("tenant_id", "edition_code"),
            Index(None, "province_code", "edition_code"),
        )

"""Further parts of the working copy: Part 3's sheets, committees, links of risks, amendments."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base, TenantRow, one_of, text_enum
from plan_core.plans.model import belongs_to_plan
from plan_core.plans.stages import AmendmentKind, CommitteeKind


def _belongs_to_initiative() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["tenant_id", "initiative_id"],
        ["initiative.tenant_id", "initiative.id"],
        ondelete="CASCADE",
    )


class InitiativeSheet(TenantRow, Base):
    """Part 3: what stands on the page of one initiative. "" says that nothing is written.

    `target_groups` are codes (`sheets_rules.TARGET_GROUPS`), `quarters` texts like `2561-Q1`,
    `indicators` JSON text (`content.Indicator`), in the order in which they are printed.
    """

    __tablename__ = "initiative_sheet"

    plan_id: Mapped[UUID]
    initiative_id: Mapped[UUID]
    rationale: Mapped[str]
    objectives: Mapped[str]
    targets: Mapped[str]
    place: Mapped[str]
    method: Mapped[str]
    duration: Mapped[str]
    quarters: Mapped[list[str]] = mapped_column(ARRAY(Text))
    responsible_unit: Mapped[str]
    responsible_person: Mapped[str]
    target_groups: Mapped[list[str]] = mapped_column(ARRAY(Text))
    expected_outcome: Mapped[str]
    indicators: Mapped[str]
    legal_basis: Mapped[str]
    development_plan_item: Mapped[str]
    ordinance_item: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version, "version_id_generator": False}

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            belongs_to_plan(),
            _belongs_to_initiative(),
            UniqueConstraint("tenant_id", "initiative_id"),
            Index(None, "tenant_id", "plan_id"),
        )


class RiskResponse(TenantRow, Base):
    """An initiative that answers a risk."""

    __tablename__ = "risk_response"

    plan_id: Mapped[UUID]
    risk_id: Mapped[UUID]
    initiative_id: Mapped[UUID]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            belongs_to_plan(),
            ForeignKeyConstraint(
                ["tenant_id", "risk_id"], ["risk.tenant_id", "risk.id"], ondelete="CASCADE"
            ),
            _belongs_to_initiative(),
            UniqueConstraint("tenant_id", "risk_id", "initiative_id"),
            Index(None, "tenant_id", "plan_id"),
        )


class Appointment(TenantRow, Base):
    """The order that appoints both committees; one a plan."""

    __tablename__ = "appointment"

    plan_id: Mapped[UUID]
    order_number: Mapped[str]
    ordered_on: Mapped[date | None]
    preamble: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version, "version_id_generator": False}

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (belongs_to_plan(), UniqueConstraint("tenant_id", "plan_id"))


class CommitteeMember(TenantRow, Base):
    """One line of the order: a name, the post it is held by, the duty in the committee."""

    __tablename__ = "committee_member"

    plan_id: Mapped[UUID]
    committee: Mapped[CommitteeKind] = mapped_column(text_enum(CommitteeKind))
    position: Mapped[int]
    name: Mapped[str]
    post: Mapped[str]
    duty: Mapped[str]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("committee", CommitteeKind),
            belongs_to_plan(),
            Index(None, "tenant_id", "plan_id", "committee", "position"),
        )


class Amendment(TenantRow, Base):
    """A lawful alteration of an adopted plan, from its opening to the adoption of its revision.

    `number` counts a plan's amendments; `base_revision_id` is what it alters.
    """

    __tablename__ = "amendment"

    plan_id: Mapped[UUID]
    number: Mapped[int]
    kind: Mapped[AmendmentKind] = mapped_column(text_enum(AmendmentKind))
    reason: Mapped[str]
    order_number: Mapped[str]
    met_on: Mapped[date | None]
    base_revision_id: Mapped[UUID]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version, "version_id_generator": False}

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("kind", AmendmentKind),
            belongs_to_plan(),
            ForeignKeyConstraint(
                ["tenant_id", "base_revision_id"], ["revision.tenant_id", "revision.id"]
            ),
            UniqueConstraint("tenant_id", "plan_id", "number"),
        )


class AmendmentReason(TenantRow, Base):
    """Why an amendment alters one row; an empty one leaves it to the amendment's own reason."""

    __tablename__ = "amendment_reason"

    amendment_id: Mapped[UUID]
    initiative_id: Mapped[UUID]
    reason: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version, "version_id_generator": False}

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            ForeignKeyConstraint(
                ["tenant_id", "amendment_id"],
                ["amendment.tenant_id", "amendment.id"],
                ondelete="CASCADE",
            ),
            _belongs_to_initiative(),
            UniqueConstraint("tenant_id", "amendment_id", "initiative_id"),
        )


class FindingExplanation(TenantRow, Base):
    """Why a finding stands, by its key; an empty text says that it is not explained any more."""

    __tablename__ = "finding_explanation"

    plan_id: Mapped[UUID]
    finding_key: Mapped[str]
    text: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[datetime]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (belongs_to_plan(), UniqueConstraint("tenant_id", "plan_id", "finding_key"))

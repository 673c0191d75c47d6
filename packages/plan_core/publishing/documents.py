"""What a publication shows, as plain values and as the JSON text that its checksum is about. Pure.

Only what the printed document holds: no ids of ours, no remarks of officers, and of a row's sheet
not the responsible person, whom the printed form names by unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

import msgspec

from plan_core.plans.body import BodyBudget
from plan_core.plans.parts import AmendmentHead, AppointmentOrder, Indicator, NewSection
from plan_core.plans.stages import RiskFactor
from plan_core.plans.totals import KindCounts
from plan_core.values import InitiativeKind, OrganisationKind, RiskCategory

PLAN_FORMAT = "simiti.publication.plan"
REPORT_FORMAT = "simiti.publication.report"
VERSION = 1

Budgets = Mapping[str, BodyBudget]
"""By BE fiscal year, as text."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """The organisation as it was called when it published."""

    code: str
    name: str
    kind: OrganisationKind
    province: str
    district: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """Who put the plan into force, as what, in whose place, by which order, when."""

    signed_by: str
    signed_as: str
    acting_for: str
    order_number: str
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class PublicSheet:
    """Part 3 of a row, without the person who is responsible for it."""

    rationale: str
    objectives: str
    targets: str
    place: str
    method: str
    duration: str
    quarters: tuple[str, ...]
    responsible_unit: str
    target_groups: tuple[str, ...]
    expected_outcome: str
    indicators: tuple[Indicator, ...]
    legal_basis: str
    development_plan_item: str
    ordinance_item: str


@dataclass(frozen=True, slots=True)
class PublicRow:
    number: int
    kind: InitiativeKind
    title: str
    remarks: str
    budgets: Budgets
    sheet: PublicSheet | None = None
    sub_mission: str | None = None
    """The part of its mission that it stands under, as the plan words it."""


@dataclass(frozen=True, slots=True)
class PublicMission:
    code: str
    title: str
    rows: tuple[PublicRow, ...]


@dataclass(frozen=True, slots=True)
class PublicDimension:
    code: str
    title: str
    missions: tuple[PublicMission, ...]
    totals: Budgets
    counts: KindCounts


@dataclass(frozen=True, slots=True)
class PublicRisk:
    """`answered_by` names rows like "1.1/2": mission and number."""

    category: RiskCategory
    text: str
    factor: RiskFactor | None
    factors_text: str
    likelihood: int | None
    impact: int | None
    answered_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """An adopted revision, complete."""

    format: str
    version: int
    organisation: Publisher
    edition: str
    edition_title: str
    fiscal_years: tuple[int, ...]
    number: int
    submitted_on: date
    adoption: Adoption
    dimensions: tuple[PublicDimension, ...]
    totals: Budgets
    grand_total: Decimal
    counts: KindCounts
    sections: tuple[NewSection, ...]
    risks: tuple[PublicRisk, ...]
    appointment: AppointmentOrder | None = None
    amendment: AmendmentHead | None = None


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """What was done of one row in the year; `status` is reporting's word, amounts are baht."""

    mission: str
    number: int
    kind: InitiativeKind
    title: str
    planned: BodyBudget
    ordinance: BodyBudget
    disbursed_amount: Decimal | None
    status: str
    status_th: str
    reason: str = ""
    """Why it cannot be done."""
    note: str = ""
    links: tuple[str, ...] = ()
    is_counted: bool = True
    """False: found inconsistent with its dimension, so that it leaves totals and score."""


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A round of reporting as it was submitted. `score` is of 100, None without rows."""

    format: str
    version: int
    organisation: Publisher
    edition: str
    fiscal_year: int
    number: int
    submitted_on: date
    score: Decimal | None
    rows: tuple[ReportedRow, ...]


Document = TypeVar("Document", PublishedPlan, PublishedReport)


def encode(document: PublishedPlan | PublishedReport) -> str:
    """JSON text with a fixed order of keys, so that equal content has an equal checksum."""
    return msgspec.json.encode(document, order="deterministic").decode()


def decode(text: str, kind: type[Document]) -> Document:
    return msgspec.json.decode(text, type=kind)

"""What stands beside a plan's rows, as plain values: texts, risks, sheets, committees. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plan_core.plans.stages import AmendmentKind, CommitteeKind, RiskFactor
from plan_core.values import RiskCategory


@dataclass(frozen=True, slots=True)
class NewSection:
    code: str
    title_th: str
    body: str


@dataclass(frozen=True, slots=True)
class NewRisk:
    """A risk; `likelihood` and `impact` are 1 to 5, None while nobody said."""

    category: RiskCategory
    text: str
    factor: RiskFactor | None = None
    factors_text: str = ""
    likelihood: int | None = None
    impact: int | None = None
    answered_by: tuple[UUID, ...] = ()
    """The rows that answer it."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What shows that an initiative has worked."""

    text: str
    baseline: str = ""
    target: str = ""
    unit: str = ""
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Part 3: the page of one initiative. "" says that nothing is written."""

    rationale: str = ""
    objectives: str = ""
    targets: str = ""
    place: str = ""
    method: str = ""
    duration: str = ""
    quarters: tuple[str, ...] = ()
    responsible_unit: str = ""
    responsible_person: str = ""
    target_groups: tuple[str, ...] = ()
    expected_outcome: str = ""
    indicators: tuple[Indicator, ...] = ()
    legal_basis: str = ""
    development_plan_item: str = ""
    ordinance_item: str = ""

    def texts(self) -> tuple[str, ...]:
        """Everything that is printed of it."""
        indicators = [
            word
            for one in self.indicators
            for word in (one.text, one.baseline, one.target, one.unit, one.tool)
        ]
        return (
            self.rationale,
            self.objectives,
            self.targets,
            self.place,
            self.method,
            self.duration,
            self.responsible_unit,
            self.responsible_person,
            self.expected_outcome,
            self.legal_basis,
            self.development_plan_item,
            self.ordinance_item,
            *indicators,
        )


@dataclass(frozen=True, slots=True)
class Member:
    """One line of the order that appoints the committees."""

    committee: CommitteeKind
    name: str
    post: str
    duty: str


@dataclass(frozen=True, slots=True)
class AppointmentOrder:
    """The order itself with its members, in printed order."""

    order_number: str
    ordered_on: date | None
    preamble: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class AmendmentHead:
    """Which amendment a revision is."""

    number: int
    kind: AmendmentKind
    reason: str
    order_number: str
    met_on: date | None
    base_number: int
    """The revision that it alters."""

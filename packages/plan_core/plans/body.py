"""A revision's whole content as one value, and as the JSON text its checksum is about. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

import msgspec

from plan_core.plans.parts import AmendmentHead, AppointmentOrder, NewRisk, NewSection, Sheet
from plan_core.values import Budget, BudgetState, InitiativeKind

FORMAT = "simiti.revision"
VERSION = 2


@dataclass(frozen=True, slots=True)
class BodyBudget:
    """A cell: `amount` in baht exactly when the state is AMOUNT."""

    state: BudgetState
    amount: Decimal | None = None

    @classmethod
    def of(cls, budget: Budget) -> BodyBudget:
        return cls(budget.state, budget.amount)

    @property
    def budget(self) -> Budget:
        return Budget(self.state, self.amount)


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A row; `id` is the working copy's, None in revisions of version 1. Years are BE, as text."""

    mission: str
    number: int
    kind: InitiativeKind
    title: str
    remarks: str
    budgets: Mapping[str, BodyBudget]
    id: UUID | None = None
    sheet: Sheet | None = None
    sub_mission: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """Everything that was submitted."""

    format: str
    version: int
    edition: str
    initiatives: tuple[BodyRow, ...]
    sections: tuple[NewSection, ...]
    risks: tuple[NewRisk, ...]
    appointment: AppointmentOrder | None = None
    amendment: AmendmentHead | None = None
    row_reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of an amendment: why a row is altered, by the working copy's id; removed rows too."""


def encode(body: Body) -> str:
    """JSON text with a fixed order of keys, so that equal content has an equal checksum."""
    return msgspec.json.encode(body, order="deterministic").decode()


def decode(text: str) -> Body:
    """A revision of this or an earlier version."""
    return msgspec.json.decode(text, type=Body)

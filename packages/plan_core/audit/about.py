"""Which part of a plan an entry of the log is about: the key its history is found by. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

PLAN = "plan"
COMMITTEES = "committees"


@dataclass(frozen=True, slots=True)
class About:
    """A row's part holds its cells, its sheet and whatever else belongs to it."""

    plan_id: UUID
    part: str

    @classmethod
    def plan(cls, plan_id: UUID) -> About:
        return cls(plan_id, PLAN)

    @classmethod
    def row(cls, plan_id: UUID, initiative_id: UUID) -> About:
        return cls(plan_id, f"row:{initiative_id}")

    @classmethod
    def section(cls, plan_id: UUID, code: str) -> About:
        return cls(plan_id, f"section:{code}")

    @classmethod
    def risk(cls, plan_id: UUID, risk_id: UUID) -> About:
        return cls(plan_id, f"risk:{risk_id}")

    @classmethod
    def committees(cls, plan_id: UUID) -> About:
        return cls(plan_id, COMMITTEES)


@dataclass(frozen=True, slots=True)
class ShownTo:
    """The area whose officers may know that something was done: only of what was submitted."""

    province_code: str
    district_code: str | None

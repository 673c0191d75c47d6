"""A plan's rows as plain values: what is written into a plan, and what a revision keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from plan_core.plans.model import BudgetCell, Initiative, Plan
from plan_core.values import Budget, InitiativeKind


@dataclass(frozen=True, slots=True)
class NewInitiative:
    """A row to write; `budgets` by BE fiscal year, a year left out is not stated."""

    mission_code: str
    kind: InitiativeKind
    title: str
    budgets: Mapping[int, Budget]
    number_printed: str = ""
    remarks: str = ""
    sub_mission: str | None = None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One visible row of a plan with its cells in the order of the years."""

    initiative: Initiative
    number: int
    cells: tuple[BudgetCell, ...]

    @property
    def id(self) -> UUID:
        return self.initiative.id

    @property
    def mission_code(self) -> str:
        return self.initiative.mission_code

    @property
    def sub_mission(self) -> str | None:
        return self.initiative.sub_mission

    @property
    def kind(self) -> InitiativeKind:
        return self.initiative.kind

    @property
    def budgets(self) -> dict[int, Budget]:
        return {cell.fiscal_year_be: cell.budget for cell in self.cells}


@dataclass(frozen=True, slots=True, eq=False)
class PlanContent:
    """A plan with all its rows, in printed order. One object for the same rows."""

    plan: Plan
    rows: tuple[PlanRow, ...]

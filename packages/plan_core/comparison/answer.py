"""What a comparison answers: plain values, ready to be shown, counted or written to a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from plan_core.comparison.rules import CoverageLook, Timeliness
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import District, Organisation, Province
from plan_core.plans.totals import KindCounts


@dataclass(frozen=True, slots=True)
class DimensionBudget:
    """`years` maps a BE fiscal year to baht; only the years that were asked for."""

    dimension_code: str
    years: Mapping[int, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.years.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class MissionCoverage:
    mission_code: str
    look: CoverageLook
    counts: KindCounts
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ComparedOrganisation:
    """One line of the comparison; without a submitted plan there are no budgets at all."""

    organisation: Organisation
    district: District | None
    timeliness: Timeliness
    days_late: int
    revision_number: int | None
    submitted_at: datetime | None
    dimensions: tuple[DimensionBudget, ...]
    coverage: tuple[MissionCoverage, ...]

    @property
    def has_plan(self) -> bool:
        return self.revision_number is not None

    @property
    def years(self) -> dict[int, Decimal]:
        return add_years(self.dimensions)

    @property
    def total(self) -> Decimal | None:
        return sum(self.years.values(), Decimal(0)) if self.has_plan else None


@dataclass(frozen=True, slots=True)
class Comparison:
    edition: FrameworkEdition
    province: Province
    district: District | None
    fiscal_years: tuple[int, ...]
    due_on: date | None
    made_at: datetime
    organisations: tuple[ComparedOrganisation, ...]

    def totals_by_dimension(self) -> tuple[DimensionBudget, ...]:
        return tuple(
            DimensionBudget(
                dimension.code,
                {
                    year: sum(
                        (
                            budget.years[year]
                            for line in self.organisations
                            for budget in line.dimensions
                            if budget.dimension_code == dimension.code
                        ),
                        Decimal(0),
                    )
                    for year in self.fiscal_years
                },
            )
            for dimension in self.edition.dimensions
        )

    def how_many(self, *looks: Timeliness) -> int:
        return sum(1 for line in self.organisations if line.timeliness in looks)

    def covering(self, mission_index: int, *looks: CoverageLook) -> int:
        """How many organisations have one of these looks at a mission of the edition."""
        return sum(1 for line in self.organisations if line.coverage[mission_index].look in looks)


def add_years(budgets: tuple[DimensionBudget, ...]) -> dict[int, Decimal]:
    years: dict[int, Decimal] = {}
    for budget in budgets:
        for year, amount in budget.years.items():
            years[year] = years.get(year, Decimal(0)) + amount
    return years

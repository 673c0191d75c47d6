"""What a comparison answers: plain values, ready to be shown, counted or written to a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plan_core.comparison.rules import CoverageLook, Timeliness
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import District, Organisation, Province
from plan_core.plans.totals import KindCounts, add_budgets
from plan_core.values import Budget


@dataclass(frozen=True, slots=True)
class DimensionBudget:
    """`years` maps a BE fiscal year to what it adds up to; only the years that were asked for.

    `rows` are behind it: where there are none, nothing is said, so sums leave it out.
    """

    dimension_code: str
    years: Mapping[int, Budget]
    rows: int

    @property
    def total(self) -> Budget:
        return add_budgets(self.years.values())


@dataclass(frozen=True, slots=True)
class MissionCoverage:
    mission_code: str
    look: CoverageLook
    counts: KindCounts
    budget: Budget


@dataclass(frozen=True, slots=True)
class SubMissionCoverage:
    sub_mission_code: str
    look: CoverageLook
    counts: KindCounts
    budget: Budget


@dataclass(frozen=True, slots=True, eq=False)
class OrganisationFigures:
    """What one organisation's figures unfold to; the same object for the same figures."""

    dimensions: tuple[DimensionBudget, ...]
    coverage: tuple[MissionCoverage, ...]
    years: Mapping[int, Budget]
    total: Budget | None
    """None without a submitted plan, which has no `dimensions` and no `years` either."""
    sub_coverage: tuple[SubMissionCoverage, ...] | None
    """None when it was submitted before the edition's sub-missions were counted."""


@dataclass(frozen=True, slots=True)
class ComparedOrganisation:
    """One line of the comparison; without a submitted plan there are no budgets at all."""

    organisation: Organisation
    district: District | None
    timeliness: Timeliness
    days_late: int
    revision_id: UUID | None
    revision_number: int | None
    submitted_at: datetime | None
    figures: OrganisationFigures

    @property
    def has_plan(self) -> bool:
        return self.revision_number is not None

    @property
    def dimensions(self) -> tuple[DimensionBudget, ...]:
        return self.figures.dimensions

    @property
    def coverage(self) -> tuple[MissionCoverage, ...]:
        return self.figures.coverage

    @property
    def sub_coverage(self) -> tuple[SubMissionCoverage, ...] | None:
        return self.figures.sub_coverage

    @property
    def years(self) -> Mapping[int, Budget]:
        return self.figures.years

    @property
    def total(self) -> Budget | None:
        return self.figures.total


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The lines of an area; the same object for the same rows, years and day."""

    organisations: tuple[ComparedOrganisation, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    edition: FrameworkEdition
    province: Province
    district: District | None
    fiscal_years: tuple[int, ...]
    due_on: date | None
    made_at: datetime
    compared: Compared

    @property
    def organisations(self) -> tuple[ComparedOrganisation, ...]:
        return self.compared.organisations

    def totals_by_dimension(self) -> tuple[DimensionBudget, ...]:
        """What all organisations with a plan add up to."""
        with_plan = [line.dimensions for line in self.organisations if line.has_plan]
        return tuple(
            DimensionBudget(
                dimension.code,
                add_years([budgets[index] for budgets in with_plan], self.fiscal_years),
                sum(budgets[index].rows for budgets in with_plan),
            )
            for index, dimension in enumerate(self.edition.dimensions)
        )

    def years(self, by_dimension: Sequence[DimensionBudget] | None = None) -> dict[int, Budget]:
        """What all organisations add up to, by year; of what `totals_by_dimension` has told."""
        return add_years(by_dimension or self.totals_by_dimension(), self.fiscal_years)

    def how_many(self, *looks: Timeliness) -> int:
        return sum(1 for line in self.organisations if line.timeliness in looks)

    def covering(self, mission_index: int, *looks: CoverageLook) -> int:
        """How many organisations have one of these looks at a mission of the edition."""
        return sum(1 for line in self.organisations if line.coverage[mission_index].look in looks)


def add_years(budgets: Sequence[DimensionBudget], years: Iterable[int]) -> dict[int, Budget]:
    """The sum of several, by year."""
    filled = [budget for budget in budgets if budget.rows]
    return {year: add_budgets(budget.years[year] for budget in filled) for year in years}

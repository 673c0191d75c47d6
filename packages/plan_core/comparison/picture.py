"""Which columns of money the screen shows of a comparison. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plan_core.comparison.answer import Comparison, DimensionBudget
from plan_core.errors import Invalid
from plan_core.plans.totals import add_budgets
from plan_core.values import Budget

View = Literal["years", "dimensions", "both"]
VIEWS: tuple[View, ...] = ("years", "dimensions", "both")
Dimensions = tuple[DimensionBudget, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of money; `key` is its name in addresses: 2561, d1, 2561d1, total."""

    key: str
    dimension_code: str | None
    fiscal_year_be: int | None

    def of(self, dimensions: Dimensions) -> Budget:
        """What an organisation, or the whole area, has in this column."""
        return add_budgets(
            budget.years[year]
            for budget in dimensions
            for year in budget.years
            if self.dimension_code in (None, budget.dimension_code)
            and self.fiscal_year_be in (None, year)
            and budget.rows
        )


def columns_of(comparison: Comparison, view: View, dimension_code: str | None) -> list[Column]:
    """The columns of a view, of one dimension when it is named; the total comes last."""
    codes = [dimension.code for dimension in comparison.edition.dimensions]
    if dimension_code is not None and dimension_code not in codes:
        raise Invalid(
            "DIMENSION_UNKNOWN",
            f"ไม่มีมิติ {dimension_code} ในกรอบฉบับ {comparison.edition.code}",
            f"The edition {comparison.edition.code} has no dimension {dimension_code}.",
            field="dimension",
        )
    years = comparison.fiscal_years
    total = Column("total", dimension_code, None)
    if view == "dimensions":
        shown = [code for code in codes if dimension_code in (None, code)]
        return [*(Column(f"d{code}", code, None) for code in shown), total]
    if view == "years" or dimension_code is not None:
        return [*(Column(str(year), dimension_code, year) for year in years), total]
    both = [
        column
        for year in years
        for column in (
            *(Column(f"{year}d{code}", code, year) for code in codes),
            Column(str(year), None, year),
        )
    ]
    return [*both, total]

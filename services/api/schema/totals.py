"""What rows add up to, in the schema."""

from __future__ import annotations

from decimal import Decimal

import strawberry

from api.schema.base import (
    YearAmount,
    says,
)
from plan_core.plans import totals


@strawberry.type(description="How many rows of each kind.")
class KindCounts:
    total: int = says("All rows.")
    projects: int = says("โครงการ")
    activities: int = says("กิจกรรม")
    measures: int = says("มาตรการ")
    guidelines: int = says("แนวปฏิบัติงาน")
    unknown: int = says("Rows whose kind could not be told.")

    @classmethod
    def of(cls, counts: totals.KindCounts) -> KindCounts:
        return cls(
            total=counts.total,
            projects=counts.projects,
            activities=counts.activities,
            measures=counts.measures,
            guidelines=counts.guidelines,
            unknown=counts.unknown,
        )


@strawberry.type(description="How many budget cells are in each state.")
class CellCounts:
    amounts: int = says("Cells that hold an amount.")
    none: int = says("Cells with `-`: no budget needed.")
    unstated: int = says("Blank cells: not stated.")


@strawberry.type(description="What the rows of a mission add up to.")
class MissionTotal:
    mission_code: str = says("The mission.")
    years: list[YearAmount] = says("Sum by fiscal year.")
    counts: KindCounts = says("Rows by kind.")


@strawberry.type(description="What the rows of a dimension add up to.")
class DimensionTotal:
    dimension_code: str = says("The dimension.")
    years: list[YearAmount] = says("Sum by fiscal year.")
    counts: KindCounts = says("Rows by kind.")
    missions: list[MissionTotal] = says("The same by mission, empty missions included.")


@strawberry.type(description="What a plan adds up to, computed from its rows.")
class PlanTotals:
    years: list[YearAmount] = says("Sum by fiscal year.")
    counts: KindCounts = says("Rows by kind.")
    cells: CellCounts = says("Budget cells by state.")
    grand_total: Decimal = says("Baht over all years.")
    dimensions: list[DimensionTotal] = says("By dimension, in order.")

    @classmethod
    def of(cls, computed: totals.PlanTotals) -> PlanTotals:
        return cls(
            years=YearAmount.list_of(computed.years),
            counts=KindCounts.of(computed.counts),
            cells=CellCounts(
                amounts=computed.cells.amounts,
                none=computed.cells.none,
                unstated=computed.cells.unstated,
            ),
            grand_total=computed.grand_total,
            dimensions=[
                DimensionTotal(
                    dimension_code=dimension.dimension_code,
                    years=YearAmount.list_of(dimension.years),
                    counts=KindCounts.of(dimension.counts),
                    missions=[
                        MissionTotal(
                            mission_code=mission.mission_code,
                            years=YearAmount.list_of(mission.years),
                            counts=KindCounts.of(mission.counts),
                        )
                        for mission in dimension.missions
                    ],
                )
                for dimension in computed.dimensions
            ],
        )

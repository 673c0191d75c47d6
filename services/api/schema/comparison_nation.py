"""The provinces side by side, in the schema."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from api.fast.prepared import prepared
from api.schema.base import EditionCode, FiscalYear, Info, argument, says
from api.schema.comparison import DimensionBudget, MissionCovered, YearTotal
from api.schema.framework import FrameworkEdition
from api.schema.places import Province
from plan_core.comparison import nation
from plan_core.plans.totals import add_budgets
from plan_core.values import BudgetState


@strawberry.type(description="A province, or the nation, with what its organisations submitted.")
class ComparedProvince:
    province: Province | None = says("The province; null for all of them.")
    organisations: int = says("Organisations in it.")
    submitted: int = says("Those with a submitted plan.")
    late: int = says("Of these, those that came late.")
    missing: int = says("Those without a plan although it is due.")
    state: BudgetState = says("State of the total.")
    total: Decimal | None = says("Baht over the chosen years, when the state is AMOUNT.")
    years: list[YearTotal] = says("By fiscal year.")
    dimensions: list[DimensionBudget] = says("By dimension.")
    covered_missions: list[MissionCovered] = says("By mission.")

    @classmethod
    def of(cls, line: nation.ComparedProvince, found: nation.Nation) -> ComparedProvince:
        years = line.years(found.fiscal_years)
        total = add_budgets(years.values())
        return cls(
            province=None if line.province is None else Province.of(line.province),
            organisations=line.organisations,
            submitted=line.submitted,
            late=line.late,
            missing=line.missing,
            state=total.state,
            total=total.amount,
            years=YearTotal.list_of(years),
            dimensions=[DimensionBudget.of(budget) for budget in line.dimensions],
            covered_missions=[
                MissionCovered(
                    mission_code=one.mission_code,
                    organisations=one.organisations,
                    with_money=one.with_money,
                )
                for one in line.covered
            ],
        )


@strawberry.type(description="The provinces side by side, from what was submitted.")
class Nation:
    edition: FrameworkEdition = says("The edition compared.")
    fiscal_years: list[FiscalYear] = says("The chosen years.")
    made_at: datetime = says("When these figures were read (UTC).")
    compared: list[ComparedProvince] = says("Provinces with organisations, by Thai name.")
    total: ComparedProvince = says("The whole nation.")

    @classmethod
    def of(cls, found: nation.Nation) -> Nation:
        return cls(
            edition=FrameworkEdition.of(found.edition),
            fiscal_years=[FiscalYear.of(be) for be in found.fiscal_years],
            made_at=found.made_at,
            compared=prepared(
                found.compared,
                "compared",
                lambda: [ComparedProvince.of(line, found) for line in found.provinces],
            ),
            total=ComparedProvince.of(found.total, found),
        )


@strawberry.type
class NationQuery:
    @strawberry.field(
        description="Budgets and coverage by province; for who sees the whole nation."
    )
    async def nation(
        self,
        info: Info,
        edition_code: EditionCode = None,
        fiscal_years: Annotated[
            list[int] | None, argument("Buddhist-era fiscal years; all when left out.")
        ] = None,
    ) -> Nation:
        edition = await info.context.rooms.edition(edition_code)
        async with info.context.database.look(info.context.actor) as look:
            found = await nation.compare_provinces(
                look,
                edition,
                fiscal_years=fiscal_years,
                marks=info.context.seen.get((nation.Nation, edition.code)),
            )
        return Nation.of(found)

"""Budgets across editions of the framework, in the schema."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import strawberry

from api.schema.base import (
    Budget,
    DistrictCode,
    EditionCode,
    FiscalYear,
    Info,
    KindOfOrganisation,
    argument,
    says,
)
from api.schema.framework import FrameworkEdition
from api.schema.places import District, Organisation, Province
from plan_core.comparison import series
from plan_core.framework.rules import Followed
from plan_core.values import Budget as BudgetValue


@strawberry.type(description="A year of the series.")
class SeriesYear:
    fiscal_year: FiscalYear = says("The year.")
    edition_code: str | None = says("The edition that covers it; null between two editions.")
    submitted: int = says("How many organisations submitted a plan of that edition.")


@strawberry.type(
    description="What a year adds up to; without a budget where no edition or no plan covers it."
)
class SeriesFigure:
    fiscal_year: FiscalYear = says("The year.")
    budget: Budget | None = says("The sum, in one of the three states; null when nothing is known.")

    @classmethod
    def list_of(
        cls, years: Sequence[series.SeriesYear], figures: Sequence[BudgetValue | None]
    ) -> list[SeriesFigure]:
        return [
            cls(
                fiscal_year=FiscalYear.of(year.fiscal_year_be),
                budget=None if budget is None else Budget.of(budget),
            )
            for year, budget in zip(years, figures, strict=True)
        ]


@strawberry.type(description="A dimension of the last edition, with its like in earlier ones.")
class SeriesDimension:
    dimension_code: str = says("Its code in the last edition.")
    title_th: str = says("Its title there.")
    figures: list[SeriesFigure] = says("Year by year.")


@strawberry.type(description="What a mission of an earlier edition is in the last one.")
class FollowedMission:
    edition_code: str = says("The earlier edition.")
    mission_code: str = says("The mission's code there.")
    title_th: str = says("Its title there.")
    to_code: str | None = says(
        "The dimension or mission of the last edition; null when nothing there corresponds."
    )
    to_title_th: str | None = says("The title of that.")

    @classmethod
    def of(cls, one: Followed, found: series.Series) -> FollowedMission:
        return cls(
            edition_code=one.edition.code,
            mission_code=one.mission.code,
            title_th=one.mission.title,
            to_code=one.code,
            to_title_th=None if one.code is None else found.editions[-1].find_title(one.code),
        )


@strawberry.type(description="Money of a mission that has no counterpart in the last edition.")
class UnmappedMission:
    mission: FollowedMission = says("The mission.")
    figures: list[SeriesFigure] = says("Year by year.")


@strawberry.type(description="A province of the nation, or an organisation of the area.")
class SeriesPlace:
    province: Province | None = says("The province, when the nation was asked for.")
    organisation: Organisation | None = says("The organisation, when an area was asked for.")
    figures: list[SeriesFigure] = says("Its budgets, year by year, of all its missions.")


@strawberry.type(description="Budgets year by year, across editions of the framework.")
class Series:
    edition: FrameworkEdition = says("The edition that all is told in.")
    province: Province | None = says("The province; null for the nation.")
    district: District | None = says("The district, when only one was asked for.")
    made_at: datetime = says("When these figures were read (UTC).")
    organisations: int = says("How many organisations the area has.")
    fiscal_years: list[SeriesYear] = says("From the first edition's first year to the last.")
    dimensions: list[SeriesDimension] = says("By dimension of the last edition.")
    unmapped: list[UnmappedMission] = says("What cannot be told in the last edition.")
    total_figures: list[SeriesFigure] = says("Everything, what is unmapped included.")
    series_places: list[SeriesPlace] = says("Provinces by name, or organisations.")
    followed: list[FollowedMission] = says("What every earlier mission is in the last edition.")

    @classmethod
    def of(cls, found: series.Series) -> Series:
        years = found.years
        return cls(
            edition=FrameworkEdition.of(found.editions[-1]),
            province=None if found.province is None else Province.of(found.province),
            district=None if found.district is None else District.of(found.district),
            made_at=found.made_at,
            organisations=found.organisations,
            fiscal_years=[
                SeriesYear(
                    fiscal_year=FiscalYear.of(one.fiscal_year_be),
                    edition_code=one.edition_code,
                    submitted=one.submitted,
                )
                for one in years
            ],
            dimensions=[
                SeriesDimension(
                    dimension_code=one.code,
                    title_th=one.title,
                    figures=SeriesFigure.list_of(years, one.figures),
                )
                for one in found.dimensions
            ],
            unmapped=[
                UnmappedMission(
                    mission=FollowedMission.of(one.mission, found),
                    figures=SeriesFigure.list_of(years, one.figures),
                )
                for one in found.unmapped
            ],
            total_figures=SeriesFigure.list_of(years, found.total),
            series_places=[
                SeriesPlace(
                    province=None if one.province is None else Province.of(one.province),
                    organisation=None
                    if one.organisation is None
                    else Organisation.of(one.organisation),
                    figures=SeriesFigure.list_of(years, one.figures),
                )
                for one in found.places
            ],
            followed=[FollowedMission.of(one, found) for one in found.followed],
        )


@strawberry.type
class SeriesQuery:
    @strawberry.field(
        description="Budgets year by year across editions, told in the chosen or the newest one; "
        "of the nation by province, or of an area by organisation."
    )
    async def series(
        self,
        info: Info,
        edition_code: EditionCode = None,
        province_code: Annotated[
            str | None,
            argument("The province; the own one, or for who sees the nation all, when left out."),
        ] = None,
        district_code: DistrictCode = None,
        kind: KindOfOrganisation = None,
    ) -> Series:
        actor = info.context.actor
        area = series.area_of(actor, province_code, district_code)
        last = await info.context.rooms.edition(edition_code)
        editions = series.until(await info.context.rooms.editions(), last)
        async with info.context.database.read(actor) as tx:
            found = await series.read_series(tx, editions, area, kind)
        return Series.of(found)

"""The map of an area in the schema: tiles of organisations, districts as blocks or outlines."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from api.schema.base import (
    DistrictCode,
    EditionCode,
    Info,
    KindOfOrganisation,
    ProvinceCode,
    argument,
    says,
)
from api.schema.comparison import compare, revision_id_of
from api.schema.places import District, Organisation, Province
from plan_core.comparison import queries, rules, tiles
from plan_core.comparison.tiles import TileLook
from plan_core.values import BudgetState

strawberry.enum(
    tiles.MapMeasure,
    description="What a map shows: TIMELINESS, COVERAGE (missions with rows), TOTAL (baht).",
)
strawberry.enum(
    TileLook,
    description=(
        "ON_TIME and LATE plans; AWAITED and MISSING ones; UNSTATED and NO_BUDGET (`-`) totals;"
        " STEP of five."
    ),
)


@strawberry.type(description="An organisation on the map.")
class MapTile:
    organisation: Organisation = says("The organisation.")
    revision_id: strawberry.ID | None = says("The revision shown; null without a submitted plan.")
    timeliness: rules.Timeliness = says("Whether its plan came, and in time.")
    days_late: int = says("Days after the due day, until submission or today; 0 when in time.")
    covered: int = says("Missions in which its plan has rows.")
    state: BudgetState | None = says("State of the total; null without a submitted plan.")
    total: Decimal | None = says("Baht over the chosen years, when the state is AMOUNT.")
    look: TileLook = says("What the tile looks like.")
    step: int | None = says("1, the weakest, to 5; null unless the look is STEP.")

    @classmethod
    def of(cls, tile: tiles.Tile) -> MapTile:
        line = tile.line
        return cls(
            organisation=Organisation.of(line.organisation),
            revision_id=revision_id_of(line),
            timeliness=line.timeliness,
            days_late=line.days_late,
            covered=tile.covered,
            state=None if line.total is None else line.total.state,
            total=None if line.total is None else line.total.amount,
            look=tile.look,
            step=tile.step,
        )


@strawberry.type(description="A district on the map, with what its organisations come to.")
class MapDistrict:
    district: District | None = says("The district; null for province-wide organisations.")
    submitted: int = says("Organisations with a submitted plan.")
    on_time: int = says("Of these, in time.")
    late: int = says("Of these, late.")
    missing: int = says("Not there although the due day has passed.")
    awaited: int = says("Not there, and not due yet.")
    covered: int = says("Missions with rows, added up over the submitted plans.")
    state: BudgetState | None = says("State of the total; null without a submitted plan.")
    total: Decimal | None = says("Baht over the chosen years, when the state is AMOUNT.")
    look: TileLook = says("What its area looks like.")
    step: int | None = says("1, the weakest, to 5; null unless the look is STEP.")
    tiles: list[MapTile] = says("Its organisations, by name.")

    @classmethod
    def of(cls, one: tiles.MapDistrict) -> MapDistrict:
        total, time = one.total, rules.Timeliness
        return cls(
            district=None if one.district is None else District.of(one.district),
            submitted=one.submitted,
            on_time=one.how_many(time.ON_TIME),
            late=one.how_many(time.LATE),
            missing=one.how_many(time.MISSING),
            awaited=one.how_many(time.AWAITED),
            covered=one.covered,
            state=None if total is None else total.state,
            total=None if total is None else total.amount,
            look=one.look,
            step=one.step,
            tiles=[MapTile.of(tile) for tile in one.tiles],
        )


@strawberry.type(description="An area as a map of one measure, from submitted plans.")
class ComparisonMap:
    province: Province = says("The province.")
    district: District | None = says("The district, when only one was asked for.")
    measure: tiles.MapMeasure = says("What is shown.")
    missions: int = says("Missions of the edition.")
    due_on: date | None = says("The day by which plans were due.")
    made_at: datetime = says("When these figures were read (UTC).")
    map_districts: list[MapDistrict] = says("Districts in the order of their names.")

    @classmethod
    def of(cls, found: tiles.ComparisonMap) -> ComparisonMap:
        comparison = found.comparison
        return cls(
            province=Province.of(comparison.province),
            district=None if comparison.district is None else District.of(comparison.district),
            measure=found.measure,
            missions=found.missions,
            due_on=comparison.due_on,
            made_at=comparison.made_at,
            map_districts=[MapDistrict.of(one) for one in found.districts],
        )


@strawberry.type
class MapQuery:
    @strawberry.field(description="An area's organisations and districts as a map of one measure.")
    async def comparison_map(
        self,
        info: Info,
        measure: Annotated[tiles.MapMeasure, argument("What is shown.")],
        edition_code: EditionCode = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
        kind: KindOfOrganisation = None,
        fiscal_years: Annotated[
            list[int] | None, argument("Buddhist-era fiscal years; all when left out.")
        ] = None,
    ) -> ComparisonMap:
        area = queries.area_of(info.context.actor, province_code, district_code)
        found = await compare(info, area, edition_code, kind, fiscal_years)
        return ComparisonMap.of(tiles.map_of(found, measure))

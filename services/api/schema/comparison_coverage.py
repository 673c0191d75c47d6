"""What an area leaves uncovered, in the schema."""

from __future__ import annotations

from datetime import datetime
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
from api.schema.comparison import MissionCovered, compare
from api.schema.places import District, Organisation
from plan_core.comparison import coverage, queries
from plan_core.comparison.answer import Comparison


@strawberry.type(description="Missions in which no submitted plan of a district has a row.")
class DistrictGap:
    district: District | None = says("The district; null for province-wide organisations.")
    plans: int = says("Submitted plans of the district.")
    mission_codes: list[str] = says("The missions.")


@strawberry.type(description="How many of a district's organisations cover each mission.")
class DistrictCoverage:
    district: District | None = says("The district; null for province-wide organisations.")
    organisations: int = says("Its organisations.")
    plans: int = says("Of these, those with a submitted plan; 0 is not the same as nobody covers.")
    covered_missions: list[MissionCovered] = says("Every mission of the edition.")

    @classmethod
    def of(cls, one: coverage.DistrictCoverage) -> DistrictCoverage:
        return cls(
            district=None if one.district is None else District.of(one.district),
            organisations=one.organisations,
            plans=one.plans,
            covered_missions=[
                MissionCovered(
                    mission_code=mission.mission_code,
                    organisations=mission.plans,
                    with_money=mission.with_money,
                )
                for mission in one.missions
            ],
        )


@strawberry.type(description="A mission that an organisation leaves empty and most peers do not.")
class LackingMission:
    mission_code: str = says("The mission.")
    having: int = says("How many of its peers have rows there.")


@strawberry.type(description="What one organisation lacks against its peers.")
class OrganisationLack:
    organisation: Organisation = says("The organisation.")
    peers: int = says("Other submitted plans of its kind that it is compared with.")
    is_of_district: bool = says("Whether those are of its district; else of the whole area.")
    missions: list[LackingMission] = says("What more than half of them have.")

    @classmethod
    def of(cls, lack: coverage.Lack) -> OrganisationLack:
        return cls(
            organisation=Organisation.of(lack.line.organisation),
            peers=lack.peers,
            is_of_district=lack.is_of_district,
            missions=[
                LackingMission(mission_code=one.mission_code, having=one.having)
                for one in lack.missions
            ],
        )


@strawberry.type(description="What an area leaves uncovered, from submitted plans.")
class CoverageGaps:
    made_at: datetime = says("When it was read (UTC).")
    mission_codes: list[str] = says("Missions that nobody of the whole area covers.")
    districts: list[DistrictCoverage] = says("Every district, those without a plan too.")
    by_district: list[DistrictGap] = says("By district, those with a plan.")
    lacks: list[OrganisationLack] = says("Organisations that lack what most of their peers have.")

    @classmethod
    def of(cls, found: Comparison) -> CoverageGaps:
        return cls(
            made_at=found.made_at,
            mission_codes=list(coverage.nobody_has(found)),
            districts=[DistrictCoverage.of(one) for one in coverage.districts_of(found)],
            by_district=[
                DistrictGap(
                    district=None if one.district is None else District.of(one.district),
                    plans=one.plans,
                    mission_codes=list(one.missions),
                )
                for one in coverage.gaps_of(found)
            ],
            lacks=[OrganisationLack.of(one) for one in coverage.lacks_of(found)],
        )


@strawberry.type
class CoverageQuery:
    @strawberry.field(
        description="Missions that nobody covers, and what an organisation's peers have."
    )
    async def coverage_gaps(
        self,
        info: Info,
        edition_code: EditionCode = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
        kind: KindOfOrganisation = None,
        fiscal_years: Annotated[
            list[int] | None,
            argument("Buddhist-era fiscal years whose money counts; all when left out."),
        ] = None,
    ) -> CoverageGaps:
        area = queries.area_of(info.context.actor, province_code, district_code)
        found = await compare(info, area, edition_code, kind, fiscal_years)
        return CoverageGaps.of(found)

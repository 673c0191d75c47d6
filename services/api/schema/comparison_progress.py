"""How far an area's plans are carried out, paid for and assessed, in the schema."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import strawberry

from api.schema.base import (
    DistrictCode,
    EditionCode,
    FiscalYear,
    Info,
    KindOfOrganisation,
    ProvinceCode,
    says,
)
from api.schema.places import District, Organisation, Province, global_id
from api.schema.reporting_types import rules
from plan_core.comparison import progress
from plan_core.comparison.queries import area_of


@strawberry.type(description="One dimension in one year: money and scores; null: not stated.")
class AreaDimensionProgress:
    dimension_code: str = says("The dimension.")
    planned: Decimal | None = says("Baht in the plan.")
    disbursed: Decimal | None = says("Baht that were paid out.")
    self_score: Decimal | None = says("The organisation's own score, 0 to 100.")
    province_score: Decimal | None = says("The newest by the province's officers.")
    central_score: Decimal | None = says("The newest of the national system.")
    against_province: Decimal | None = says("The own score less the province's.")
    against_central: Decimal | None = says("The own score less the central one.")

    @classmethod
    def of(cls, one: progress.DimensionProgress) -> AreaDimensionProgress:
        return cls(
            dimension_code=one.dimension_code,
            planned=one.planned,
            disbursed=one.disbursed,
            self_score=one.self_score,
            province_score=one.province_score,
            central_score=one.central_score,
            against_province=one.against_province,
            against_central=one.against_central,
        )


@strawberry.type(description="An organisation's newest report of a year; of the whole year if any.")
class ReportedYear:
    fiscal_year: FiscalYear = says("The fiscal year.")
    round: rules.ReportRound = says("What was reported on.")
    report_id: strawberry.ID = says("The report.")
    submitted_at: datetime = says("When it came (UTC).")
    score: Decimal | None = says("(done + ½ in progress) ÷ all × 100; null with nothing counted.")
    flag: rules.ReportFlag | None = says("What the score is called in this round.")
    counted: int = says("Initiatives in the score.")
    left_out: int = says("Initiatives that a reviewer found inconsistent.")
    done: int = says("Done.")
    in_progress: int = says("In progress.")
    cannot: int = says("Cannot be carried out.")
    none_yet: int = says("Not reported on.")
    planned: Decimal | None = says("Baht in the plan.")
    disbursed: Decimal | None = says("Baht that were paid out; null while nobody stated any.")
    dimensions: list[AreaDimensionProgress] = says("By dimension.")

    @classmethod
    def of(cls, one: progress.YearProgress) -> ReportedYear:
        return cls(
            fiscal_year=FiscalYear.of(one.fiscal_year_be),
            round=one.round,
            report_id=global_id("Report", f"{one.tenant_id}:{one.report_id}"),
            submitted_at=one.submitted_at,
            score=one.score,
            flag=one.flag,
            counted=one.counted,
            left_out=one.left_out,
            done=one.done,
            in_progress=one.in_progress,
            cannot=one.cannot,
            none_yet=one.none_yet,
            planned=one.planned,
            disbursed=one.disbursed,
            dimensions=[AreaDimensionProgress.of(part) for part in one.dimensions],
        )


@strawberry.type(description="One organisation's progress.")
class ProgressLine:
    organisation: Organisation = says("The organisation.")
    years: list[ReportedYear] = says("The years that it has reported on.")

    @classmethod
    def of(cls, line: progress.ProgressLine) -> ProgressLine:
        return cls(
            organisation=Organisation.of(line.organisation),
            years=[ReportedYear.of(one) for one in line.years],
        )


@strawberry.type(description="All organisations that reported on a year.")
class ProgressTally:
    fiscal_year: FiscalYear = says("The fiscal year.")
    reported: int = says("Organisations.")
    green: int = says("Of these, with a green score.")
    orange: int = says("With an orange one.")
    red: int = says("With a red one.")
    done: int = says("Initiatives done.")
    in_progress: int = says("In progress.")
    cannot: int = says("Cannot be carried out.")
    none_yet: int = says("Not reported on.")
    left_out: int = says("Found inconsistent, and in no total.")
    planned: Decimal | None = says("Baht in these organisations' plans.")
    disbursed: Decimal | None = says("Baht that they paid out.")

    @classmethod
    def of(cls, tally: progress.YearTally) -> ProgressTally:
        return cls(
            fiscal_year=FiscalYear.of(tally.fiscal_year_be),
            reported=tally.reported,
            green=tally.green,
            orange=tally.orange,
            red=tally.red,
            done=tally.done,
            in_progress=tally.in_progress,
            cannot=tally.cannot,
            none_yet=tally.none_yet,
            left_out=tally.left_out,
            planned=tally.planned,
            disbursed=tally.disbursed,
        )


@strawberry.type(description="How far an area's plans are carried out, from submitted reports.")
class AreaProgress:
    province: Province = says("The province.")
    district: District | None = says("The district, when only one was asked for.")
    made_at: datetime = says("When these figures were read (UTC).")
    organisations: list[ProgressLine] = says("By district and name.")
    years: list[ProgressTally] = says("By fiscal year.")

    @classmethod
    def of(cls, found: progress.AreaProgress) -> AreaProgress:
        return cls(
            province=Province.of(found.province),
            district=None if found.district is None else District.of(found.district),
            made_at=found.made_at,
            organisations=[ProgressLine.of(line) for line in found.lines],
            years=[ProgressTally.of(one) for one in found.by_year()],
        )


@strawberry.type
class AreaProgressQuery:
    @strawberry.field(description="Scores, money and assessments of an area's reports.")
    async def area_progress(
        self,
        info: Info,
        edition_code: EditionCode = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
        kind: KindOfOrganisation = None,
    ) -> AreaProgress:
        actor = info.context.actor
        area = area_of(actor, province_code, district_code)
        edition = await info.context.rooms.edition(edition_code)
        async with info.context.database.read(actor) as tx:
            found = await progress.list_progress(tx, edition, area, kind=kind)
        return AreaProgress.of(found)

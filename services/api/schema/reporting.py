"""Reporting in the schema: the sheet of a round, submitting it, owners, carrying over."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.schema.base import (
    DistrictCode,
    EditionCode,
    FiscalYear,
    Info,
    ProvinceCode,
    argument,
    says,
)
from api.schema.places import Organisation, global_id
from api.schema.reporting_types import (
    ProgressRow,
    Report,
    ReportFigures,
    ReportingSheet,
    SarLine,
    SarScore,
    basis_of,
)
from plan_core.comparison import queries as comparison_queries
from plan_core.comparison import reports as area_reports
from plan_core.comparison import rules as comparison_rules
from plan_core.db.transaction import ReadTx
from plan_core.framework.rules import FrameworkEdition
from plan_core.places import queries as place_queries
from plan_core.reporting import queries, rules
from plan_core.reporting.queries import Sheet
from plan_core.reporting.rules import ReportRound

Year = Annotated[int, argument("The fiscal year, Buddhist era.")]
Round = Annotated[ReportRound, argument("Which of the two reports.")]


@strawberry.type(description="A row that lacks somebody or something.")
class OwedRow:
    row: ProgressRow = says("The row.")
    unit: str = says("The unit responsible for it; empty when not stated.")
    lacks_person: bool = says("Nobody is named as responsible.")
    lacks_report: bool = says("Nobody has reported on it.")


@strawberry.type(description="Somebody with the rows they still owe.")
class ReportOwner:
    person: str = says("The responsible person; empty for nobody.")
    rows: list[OwedRow] = says("What is owed.")

    @classmethod
    def of(cls, owner: queries.Owner) -> ReportOwner:
        return cls(
            person=owner.person,
            rows=[
                OwedRow(
                    row=ProgressRow.of(one.row),
                    unit=one.unit,
                    lacks_person=one.lacks_person,
                    lacks_report=one.lacks_report,
                )
                for one in owner.rows
            ],
        )


@strawberry.type(description="The year's self-assessment of the own organisation.")
class Sar:
    fiscal_year: FiscalYear = says("The fiscal year.")
    lines: list[SarLine] = says("By dimension; budget and counts come from the plan.")
    scores: list[SarScore] = says("The newest score of each dimension, of whichever report.")


@strawberry.type(description="A plan that unfinished rows can be carried into.")
class CarryTarget:
    plan_id: strawberry.ID = says("The plan: a draft of another edition.")
    edition_code: str = says("Its edition.")


@strawberry.type(description="What the year's end found unfinished.")
class CarryOver:
    rows: list[ProgressRow] = says("Unfinished rows, in the order of the plan.")
    targets: list[CarryTarget] = says("Where they can go; empty when no other plan was started.")


@strawberry.type(description="One organisation of an area: has it reported?")
class AreaReport:
    organisation: Organisation = says("The organisation.")
    report: Report | None = says("Its newest report of the round; null when there is none.")
    timeliness: comparison_rules.Timeliness = says("Whether the first report came, and in time.")
    days_late: int = says("Days after the due day, until the first report or today.")

    @classmethod
    def of(cls, line: area_reports.AreaReport) -> AreaReport:
        return cls(
            organisation=Organisation.of(line.organisation),
            report=None if line.report is None else Report.of(line.report),
            timeliness=line.timeliness,
            days_late=line.days_late,
        )


async def edition_of_year(info: Info, fiscal_year_be: int, code: str | None) -> FrameworkEdition:
    """The named edition, or the newest that has this year."""
    if code is None:
        for edition in reversed(await info.context.rooms.editions()):
            if fiscal_year_be in edition.fiscal_years:
                return edition
    return await info.context.rooms.edition(code)


async def load_sheet(tx: ReadTx, sheet: Sheet) -> ReportingSheet:
    """The sheet with what stands beside it: reports, deadline, the organisation's words."""
    edition, year, round_ = sheet.edition, sheet.fiscal_year_be, sheet.round
    organisation = await place_queries.get_organisation(tx.session, tx.actor.tenant)
    reports = await queries.list_reports(tx, edition.code, year, round_)
    due_on = await queries.find_deadline(tx, edition.code, organisation.province_code, year, round_)
    first_at = reports[-1].submitted_at if reports else None
    starts_on, ends_on = rules.period_of(year, round_)
    return ReportingSheet(
        edition_code=edition.code,
        fiscal_year=FiscalYear.of(year),
        fiscal_years=[FiscalYear.of(one) for one in edition.fiscal_years],
        round=round_,
        starts_on=starts_on,
        ends_on=ends_on,
        ordinance_word=rules.ordinance_word(organisation.kind),
        basis=basis_of(sheet.basis),
        rows=[ProgressRow.of(row) for row in sheet.rows],
        figures=ReportFigures.of(sheet.figures, round_),
        fingerprint=sheet.fingerprint,
        reports=[Report.of(one) for one in reports],
        due_on=due_on,
        timeliness=comparison_rules.timeliness_of(first_at, due_on, tx.now),
        days_late=comparison_rules.days_late(first_at, due_on, tx.now),
    )


@strawberry.type
class ReportingQuery:
    @strawberry.field(description="The own organisation's sheet of one round.")
    async def reporting_sheet(
        self, info: Info, fiscal_year: Year, round: Round, edition_code: EditionCode = None
    ) -> ReportingSheet:
        actor = info.context.actor
        edition = await edition_of_year(info, fiscal_year, edition_code)
        async with info.context.database.read(actor) as tx:
            sheet = await queries.get_sheet(tx, edition, fiscal_year, round)
            return await load_sheet(tx, sheet)

    @strawberry.field(description="The own organisation's reports, newest first.")
    async def reports(
        self,
        info: Info,
        fiscal_year: Annotated[int | None, argument("Only this year.")] = None,
        edition_code: EditionCode = None,
    ) -> list[Report]:
        actor = info.context.actor
        edition = await info.context.rooms.edition(edition_code)
        async with info.context.database.read(actor) as tx:
            found = await queries.list_reports(tx, edition.code, fiscal_year, None)
        return [Report.of(one) for one in found]

    @strawberry.field(description="Rows without a responsible person or a report, by person.")
    async def report_owners(
        self, info: Info, fiscal_year: Year, round: Round, edition_code: EditionCode = None
    ) -> list[ReportOwner]:
        actor = info.context.actor
        edition = await edition_of_year(info, fiscal_year, edition_code)
        async with info.context.database.read(actor) as tx:
            sheet = await queries.get_sheet(tx, edition, fiscal_year, round)
            owners = await queries.list_owners(tx, sheet)
        return [ReportOwner.of(one) for one in owners]

    @strawberry.field(description="The year's self-assessment, prefilled from the plan.")
    async def sar(self, info: Info, fiscal_year: Year, edition_code: EditionCode = None) -> Sar:
        actor = info.context.actor
        edition = await edition_of_year(info, fiscal_year, edition_code)
        round_ = ReportRound.TWELVE_MONTHS
        async with info.context.database.read(actor) as tx:
            sheet = await queries.get_sheet(tx, edition, fiscal_year, round_)
            return await load_sar(tx, sheet)

    @strawberry.field(description="What the year's end found unfinished, and where it can go.")
    async def carry_over(
        self, info: Info, fiscal_year: Year, edition_code: EditionCode = None
    ) -> CarryOver:
        actor = info.context.actor
        edition = await edition_of_year(info, fiscal_year, edition_code)
        async with info.context.database.read(actor) as tx:
            sheet = await queries.get_sheet(tx, edition, fiscal_year, ReportRound.TWELVE_MONTHS)
            targets = await queries.list_targets(tx, edition.code)
        return CarryOver(
            rows=[ProgressRow.of(row) for row in queries.unfinished(sheet.rows)],
            targets=[
                CarryTarget(plan_id=global_id("Plan", one.id), edition_code=one.edition_code)
                for one in targets
            ],
        )

    @strawberry.field(description="Who in an area has reported, and what it comes to.")
    async def area_reports(
        self,
        info: Info,
        fiscal_year: Year,
        round: Round,
        edition_code: EditionCode = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
    ) -> list[AreaReport]:
        actor = info.context.actor
        area = comparison_queries.area_of(actor, province_code, district_code)
        edition = await edition_of_year(info, fiscal_year, edition_code)
        async with info.context.database.read(actor) as tx:
            found = await area_reports.list_area_reports(tx, edition, area, fiscal_year, round)
        return [AreaReport.of(one) for one in found]


async def load_sar(tx: ReadTx, sheet: Sheet) -> Sar:
    scores = await queries.list_scores(
        tx, tx.actor.tenant, sheet.edition.code, sheet.fiscal_year_be
    )
    return Sar(
        fiscal_year=FiscalYear.of(sheet.fiscal_year_be),
        lines=[SarLine.of(line) for line in sheet.sar],
        scores=[SarScore.of(one) for one in scores],
    )

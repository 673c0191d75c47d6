"""Who of an area has submitted what, how whole it is, and who must be chased, in the schema."""

from __future__ import annotations

from datetime import date, datetime

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
from plan_core.comparison import chasing, rules, submissions
from plan_core.comparison.queries import area_of
from plan_core.plans import rollup
from plan_core.plans.stages import PlanStage
from plan_core.reporting.rules import ReportRound

strawberry.enum(
    chasing.ChaseReason,
    description="What an organisation must be reminded of, the most pressing first.",
)


@strawberry.type(description="How much of the submitted document is written.")
class PlanParts:
    sections: int = says("Usual sections of Part 1 with words in them, of eight.")
    risks: int = says("Risks in the register.")
    risks_answered: int = says("Of these, answered by at least one row.")
    rows: int = says("Rows of the plan.")
    sheets: int = says("Rows with a page of Part 3.")
    responsible: int = says("Rows that name a responsible person or unit.")
    committees: int = says("Of the two committees, those with a member.")
    missing: list[str] = says("Parts that are not whole: SECTIONS, RISKS, SHEETS and so on.")

    @classmethod
    def of(cls, parts: rollup.Parts) -> PlanParts:
        return cls(
            sections=parts.sections,
            risks=parts.risks,
            risks_answered=parts.risks_answered,
            rows=parts.rows,
            sheets=parts.sheets,
            responsible=parts.responsible,
            committees=parts.committees,
            missing=list(parts.missing),
        )


@strawberry.type(description="One thing that an organisation must be reminded of.")
class Chase:
    reason: chasing.ChaseReason = says("What.")
    days: int = says("Past the due day, or since the step that waits for an answer.")
    fiscal_year: FiscalYear | None = says("Of the newest report that is owed.")
    round: ReportRound | None = says("Of the newest report that is owed.")
    rounds: int = says("How many reports are owed; 0 when it is about the plan.")

    @classmethod
    def of(cls, chase: chasing.Chase) -> Chase:
        due = chase.round
        return cls(
            reason=chase.reason,
            days=chase.days,
            fiscal_year=None if due is None else FiscalYear.of(due.fiscal_year_be),
            round=None if due is None else due.round,
            rounds=chase.rounds,
        )


@strawberry.type(description="What came from one organisation.")
class SubmissionLine:
    organisation: Organisation = says("The organisation.")
    timeliness: rules.Timeliness = says("Whether its plan came, and in time.")
    days_late: int = says("Days after the due day, until submission or today; 0 when in time.")
    first_submitted_at: datetime | None = says("When the first revision came (UTC).")
    submitted_at: datetime | None = says("When the newest revision came (UTC).")
    revision_id: strawberry.ID | None = says("The newest revision.")
    revision_number: int | None = says("Its number.")
    stage: PlanStage | None = says("Where it stands; null while nothing was submitted.")
    stage_since: datetime | None = says("Since when (UTC).")
    parts: PlanParts | None = says("How whole it is; null where that was not counted yet.")
    reports: int = says("Rounds that it has reported on.")
    chases: list[Chase] = says("What it must be reminded of today.")

    @classmethod
    def of(cls, line: submissions.SubmissionLine) -> SubmissionLine:
        kept = line.rollup
        return cls(
            organisation=Organisation.of(line.organisation),
            timeliness=line.timeliness,
            days_late=line.days_late,
            first_submitted_at=kept.first_submitted_at if kept else None,
            submitted_at=kept.submitted_at if kept else None,
            revision_id=(
                global_id("Revision", f"{kept.tenant_id}:{kept.revision_id}") if kept else None
            ),
            revision_number=kept.revision_number if kept else None,
            stage=line.stage,
            stage_since=line.stage_since,
            parts=None if line.parts is None else PlanParts.of(line.parts),
            reports=len(line.reported),
            chases=[Chase.of(one) for one in line.chases],
        )


@strawberry.type(description="How many of some organisations; stages count what stands there now.")
class SubmissionTally:
    district: District | None = says("Of this district; null for all, or for province-wide ones.")
    expected: int = says("Organisations.")
    received: int = says("Plans that came.")
    on_time: int = says("Of these, in time.")
    late: int = says("Of these, late.")
    missing: int = says("Not there although the due day has passed.")
    awaited: int = says("Not there, and not due yet.")
    returned: int = says("Returned and not sent again.")
    accepted: int = says("Accepted and not adopted yet.")
    adopted: int = says("Adopted and not published yet.")
    published: int = says("Published.")
    whole: int = says("Plans none of whose parts is missing.")

    @classmethod
    def of(cls, tally: submissions.Tally, district: District | None = None) -> SubmissionTally:
        return cls(
            district=district,
            expected=tally.expected,
            received=tally.received,
            on_time=tally.on_time,
            late=tally.late,
            missing=tally.missing,
            awaited=tally.awaited,
            returned=tally.returned,
            accepted=tally.accepted,
            adopted=tally.adopted,
            published=tally.published,
            whole=tally.whole,
        )


@strawberry.type(description="Reports on one round.")
class RoundTally:
    fiscal_year: FiscalYear = says("The fiscal year.")
    round: ReportRound = says("The round.")
    due_on: date = says("The day by which reports were due.")
    expected: int = says("Organisations that submitted a plan.")
    received: int = says("Of these, those that reported.")
    on_time: int = says("In time.")
    late: int = says("Late.")
    missing: int = says("Not there although the due day has passed.")

    @classmethod
    def of(cls, tally: submissions.RoundTally) -> RoundTally:
        return cls(
            fiscal_year=FiscalYear.of(tally.due.fiscal_year_be),
            round=tally.due.round,
            due_on=tally.due.due_on,
            expected=tally.expected,
            received=tally.received,
            on_time=tally.on_time,
            late=tally.late,
            missing=tally.missing,
        )


@strawberry.type(description="How many plans had come by the end of a day.")
class ReceivedBy:
    on: date = says("The day, in Thailand.")
    received: int = says("First submissions until its end.")


@strawberry.type(description="An area's submissions: who is in time, how whole, who must be asked.")
class Submissions:
    province: Province = says("The province.")
    district: District | None = says("The district, when only one was asked for.")
    due_on: date | None = says("The day by which plans were due.")
    made_at: datetime = says("When these figures were read (UTC).")
    organisations: list[SubmissionLine] = says("By district and name.")
    totals: SubmissionTally = says("The whole area.")
    districts: list[SubmissionTally] = says("By district.")
    rounds: list[RoundTally] = says("Reports by round, the first due first.")
    over_time: list[ReceivedBy] = says("Days on which a first plan came.")

    @classmethod
    def of(cls, found: submissions.Submissions) -> Submissions:
        return cls(
            province=Province.of(found.province),
            district=None if found.district is None else District.of(found.district),
            due_on=found.due_on,
            made_at=found.made_at,
            organisations=[SubmissionLine.of(line) for line in found.lines],
            totals=SubmissionTally.of(found.total),
            districts=[
                SubmissionTally.of(tally, None if district is None else District.of(district))
                for district, tally in found.by_district()
            ],
            rounds=[RoundTally.of(one) for one in found.by_round()],
            over_time=[ReceivedBy(on=on, received=count) for on, count in found.over_time()],
        )


@strawberry.type
class SubmissionsQuery:
    @strawberry.field(description="Who of an area has submitted what, and who must be chased.")
    async def submissions(
        self,
        info: Info,
        edition_code: EditionCode = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
        kind: KindOfOrganisation = None,
    ) -> Submissions:
        actor = info.context.actor
        area = area_of(actor, province_code, district_code)
        edition = await info.context.rooms.edition(edition_code)
        async with info.context.database.read(actor) as tx:
            found = await submissions.list_submissions(tx, edition, area, kind=kind)
        return Submissions.of(found)

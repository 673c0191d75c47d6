"""What reports are made of, in the schema."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import strawberry

from api import ids
from api.schema import attachments
from api.schema.attachments import Attachment
from api.schema.base import Budget, FiscalYear, Info, Node, says
from api.schema.places import Organisation, global_id, organisation_of
from api.schema.totals import KindCounts
from plan_core.attachments.kinds import SubjectType
from plan_core.comparison import rules as comparison_rules
from plan_core.plans import totals
from plan_core.plans.queries import SubmittedKey
from plan_core.reporting import body, figures, model, queries, rules
from plan_core.values import InitiativeKind

for _enum, _description in (
    (rules.ProgressStatus, "How far an initiative is; NONE_YET: nobody has reported on it."),
    (rules.CannotReason, "Why an initiative cannot be carried out; OTHER needs a text."),
    (rules.InOrdinance, "Whether the year's budget ordinance has the initiative."),
    (rules.ReportFlag, "What a score is called; a limit itself belongs to the better flag."),
    (rules.EntryWarning, "What looks odd in an entry, without being refused."),
):
    strawberry.enum(_enum, description=_description)


@strawberry.type(description="What is reported of one initiative in one round.")
class ProgressEntry:
    status: rules.ProgressStatus = says("How far it is.")
    in_ordinance: rules.InOrdinance = says("Whether the budget ordinance has it.")
    ordinance: Budget = says("Its amount in the budget ordinance.")
    disbursed: Decimal | None = says("Baht that were paid out; null while not stated.")
    cannot_reason: rules.CannotReason | None = says("Exactly when the status is CANNOT.")
    cannot_text: str = says("The reason in words; needed for OTHER.")
    note: str = says("The column หมายเหตุ.")
    evidence_links: list[str] = says("Addresses of evidence, https only.")

    @classmethod
    def of(cls, entry: rules.Entry) -> ProgressEntry:
        return cls(
            status=entry.status,
            in_ordinance=entry.in_ordinance,
            ordinance=Budget.of(entry.ordinance),
            disbursed=entry.disbursed,
            cannot_reason=entry.cannot_reason,
            cannot_text=entry.cannot_text,
            note=entry.note,
            evidence_links=list(entry.evidence_links),
        )


@strawberry.type(description="A file of evidence, as it is named beside an entry.")
class EvidenceFile:
    attachment_id: strawberry.ID = says("The attachment: `node` has it for who may see it.")
    file_name: str = says("Its name, for people to read.")
    media_type: str = says("What the content is.")
    size_bytes: int = says("Its size in bytes.")
    sha256: str = says("SHA-256 of its content, in hexadecimal.")

    @classmethod
    def of(cls, tenant_id: int, one: figures.EvidenceFile | body.BodyFile) -> EvidenceFile:
        return cls(
            attachment_id=global_id("Attachment", f"{tenant_id}:{one.id}"),
            file_name=one.file_name,
            media_type=one.media_type,
            size_bytes=one.size_bytes,
            sha256=one.sha256,
        )


@strawberry.type(description="One initiative of the plan in one round.")
class ProgressRow:
    initiative_id: strawberry.ID = says("The initiative.")
    dimension_code: str = says("Its dimension.")
    mission_code: str = says("Its mission.")
    number: int = says("Its number inside the mission.")
    kind: InitiativeKind = says("What it is.")
    title: str = says("Its title.")
    planned: Budget = says("What the plan has for this year; read only.")
    entry: ProgressEntry = says("What is entered.")
    version: int = says("Send it back with an edit; 0 while nothing was entered.")
    is_locked: bool = says("Done: the year is closed until somebody unlocks it.")
    is_carried: bool = says("Done in the first half already, so the whole year has it too.")
    is_counted: bool = says("False when a reviewer found it inconsistent: it leaves the totals.")
    left_out_because: str = says("The reviewer's reason.")
    previous: ProgressEntry | None = says("The first half's entry, in the round of the year.")
    warnings: list[rules.EntryWarning] = says("What looks odd.")
    updated_by: str = says("Who entered it last; empty for nobody.")
    entry_id: strawberry.ID | None = says("What its files stand beside; null before it is entered.")
    evidence: list[EvidenceFile] = says("The shown entry's files, in the order of adding.")

    @classmethod
    def of(cls, row: figures.SheetRow) -> ProgressRow:
        return cls(
            initiative_id=global_id("Initiative", row.initiative_id),
            dimension_code=row.dimension_code,
            mission_code=row.mission_code,
            number=row.number,
            kind=row.kind,
            title=row.title,
            planned=Budget.of(row.planned),
            entry=ProgressEntry.of(row.entry),
            version=row.version,
            is_locked=row.is_locked,
            is_carried=row.is_carried,
            is_counted=row.is_counted,
            left_out_because=row.left_out_because,
            previous=None if row.previous is None else ProgressEntry.of(row.previous),
            warnings=list(rules.warnings_of(row.entry, row.planned)),
            updated_by=row.updated_by,
            entry_id=None if row.entry_id is None else global_id("Progress", row.entry_id),
            evidence=[EvidenceFile.of(one.tenant_id, one) for one in row.evidence],
        )


@strawberry.type(description="How many initiatives stand where; only counted ones, but `leftOut`.")
class StatusCounts:
    counted: int = says("Initiatives in totals and score.")
    left_out: int = says("Initiatives that a reviewer found inconsistent.")
    done: int = says("Done.")
    in_progress: int = says("In progress.")
    cannot: int = says("Cannot be carried out.")
    none_yet: int = says("Not reported on.")

    @classmethod
    def of(cls, counts: figures.StatusCounts | model.Report) -> StatusCounts:
        return cls(
            counted=counts.counted,
            left_out=counts.left_out,
            done=counts.done,
            in_progress=counts.in_progress,
            cannot=counts.cannot,
            none_yet=counts.none_yet,
        )


@strawberry.type(description="What one dimension comes to.")
class DimensionProgress:
    dimension_code: str = says("The dimension.")
    counts: StatusCounts = says("How many stand where.")
    planned: Budget = says("In the plan.")
    ordinance: Budget = says("In the budget ordinance.")
    disbursed: Decimal | None = says("Paid out; null while nobody stated any.")


@strawberry.type(description="What a round comes to.")
class ReportFigures:
    counts: StatusCounts = says("How many stand where.")
    score: Decimal | None = says("(done + ½ in progress) ÷ all × 100; null with nothing to report.")
    flag: rules.ReportFlag | None = says("What the score is called in this round.")
    planned: Budget = says("In the plan.")
    ordinance: Budget = says("In the budget ordinance.")
    disbursed: Decimal | None = says("Paid out; null while nobody stated any.")
    dimensions: list[DimensionProgress] = says("By dimension.")

    @classmethod
    def of(cls, whole: figures.Figures, round_: rules.ReportRound) -> ReportFigures:
        return cls(
            counts=StatusCounts.of(whole.counts),
            score=whole.score,
            flag=rules.flag_of(whole.score, round_),
            planned=Budget.of(whole.planned),
            ordinance=Budget.of(whole.ordinance),
            disbursed=whole.disbursed,
            dimensions=[
                DimensionProgress(
                    dimension_code=one.dimension_code,
                    counts=StatusCounts.of(one.counts),
                    planned=Budget.of(one.planned),
                    ordinance=Budget.of(one.ordinance),
                    disbursed=one.disbursed,
                )
                for one in whole.dimensions
            ],
        )


@strawberry.type(description="The national system's score of one dimension, as it was brought in.")
class CentralScore:
    score: Decimal = says("0 to 100.")
    source: str = says("Where it comes from, as the officer named it.")
    scored_on: date = says("Of which day it is.")
    by_name: str = says("Who brought it in.")
    at: datetime = says("When it was brought in (UTC).")


@strawberry.type(description="What others gave one dimension beside the own score.")
class SarScore:
    dimension_code: str = says("The dimension.")
    province_score: Decimal | None = says("By the province's officers, 0 to 100.")
    central_score: Decimal | None = says("The national system's; null until it is imported.")
    central: CentralScore | None = says("The central score with its source and day.")
    comment: str = says("What the province's officer wrote.")
    by_name: str = says("Who gave the province's score; else who brought the central one in.")
    at: datetime = says("When (UTC).")
    report_id: strawberry.ID = says("The report it is about.")

    @classmethod
    def of(cls, scores: queries.Scores) -> SarScore:
        shown = scores.shown
        central = _central_of(scores.central)
        return cls(
            dimension_code=scores.dimension_code,
            province_score=rules.score_from(
                scores.province.province_score_hundredths if scores.province else None
            ),
            central_score=central.score if central else None,
            central=central,
            comment=scores.province.comment if scores.province else "",
            by_name=shown.by_name,
            at=shown.at,
            report_id=global_id("Report", f"{shown.tenant_id}:{shown.report_id}"),
        )


def _central_of(row: model.SarScore | None) -> CentralScore | None:
    score = rules.score_from(row.central_score_hundredths) if row else None
    if row is None or score is None or row.central_on is None or row.central_source is None:
        return None
    return CentralScore(
        score=score,
        source=row.central_source,
        scored_on=row.central_on,
        by_name=row.by_name,
        at=row.at,
    )


@strawberry.type(description="The self-assessment of one dimension in one year.")
class SarLine:
    dimension_code: str = says("The dimension.")
    planned: Budget = says("The year's budget in the plan.")
    kinds: KindCounts = says("Initiatives by kind.")
    counts: StatusCounts = says("How many stand where at the year's end.")
    self_score: Decimal | None = says("The organisation's own score, 0 to 100.")
    comment: str = says("What the organisation wrote.")
    version: int = says("Send it back with an edit; 0 while nothing was entered.")

    @classmethod
    def of(cls, line: figures.SarLine) -> SarLine:
        return cls(
            dimension_code=line.dimension_code,
            planned=Budget.of(line.planned),
            kinds=kind_counts(line.kinds),
            counts=StatusCounts.of(line.counts),
            self_score=line.self_score,
            comment=line.comment,
            version=line.version,
        )


def kind_counts(kinds: dict[InitiativeKind, int]) -> KindCounts:
    return KindCounts.of(
        totals.KindCounts(
            projects=kinds.get(InitiativeKind.PROJECT, 0),
            activities=kinds.get(InitiativeKind.ACTIVITY, 0),
            measures=kinds.get(InitiativeKind.MEASURE, 0),
            guidelines=kinds.get(InitiativeKind.GUIDELINE, 0),
        )
    )


@strawberry.type(description="A row of a submitted report.")
class ReportedRow:
    mission_code: str = says("Its mission.")
    number: int = says("Its number inside the mission.")
    kind: InitiativeKind = says("What it is.")
    title: str = says("Its title.")
    planned: Budget = says("In the plan.")
    entry: ProgressEntry = says("What was reported.")
    is_counted: bool = says("False when it was left out as inconsistent.")
    left_out_because: str = says("The reviewer's reason.")
    evidence: list[EvidenceFile] = says("The files that were submitted with it.")

    @classmethod
    def of(cls, tenant_id: int, row: body.BodyRow) -> ReportedRow:
        return cls(
            mission_code=row.mission,
            number=row.number,
            kind=row.kind,
            title=row.title,
            planned=Budget.of(row.planned.budget),
            entry=ProgressEntry(
                status=row.status,
                in_ordinance=row.in_ordinance,
                ordinance=Budget.of(row.ordinance.budget),
                disbursed=row.disbursed,
                cannot_reason=row.cannot_reason,
                cannot_text=row.cannot_text,
                note=row.note,
                evidence_links=list(row.evidence_links),
            ),
            is_counted=row.is_counted,
            left_out_because=row.left_out_because,
            evidence=[EvidenceFile.of(tenant_id, one) for one in row.evidence],
        )


@strawberry.type(description="A dimension of the self-assessment as it was submitted.")
class ReportedSar:
    dimension_code: str = says("The dimension.")
    planned: Budget = says("The year's budget in the plan.")
    kinds: KindCounts = says("Initiatives by kind.")
    self_score: Decimal | None = says("The organisation's own score, 0 to 100.")
    comment: str = says("What the organisation wrote.")

    @classmethod
    def of(cls, sar: body.BodySar) -> ReportedSar:
        return cls(
            dimension_code=sar.dimension,
            planned=Budget.of(sar.planned.budget),
            kinds=kind_counts({InitiativeKind(key): count for key, count in sar.counts.items()}),
            self_score=sar.self_score,
            comment=sar.comment,
        )


@strawberry.type(description="What was submitted of one round: immutable and numbered.")
class Report(Node):
    edition_code: str = says("The edition.")
    fiscal_year: FiscalYear = says("The fiscal year.")
    round: rules.ReportRound = says("Which of the two reports.")
    number: int = says("1, 2, … of this round.")
    submitted_at: datetime = says("When (UTC).")
    submitted_by: str = says("Who submitted it.")
    sha256: str = says("Checksum of the whole content.")
    counts: StatusCounts = says("How many stand where.")
    score: Decimal | None = says("(done + ½ in progress) ÷ all × 100; null with nothing to report.")
    flag: rules.ReportFlag | None = says("What the score is called in this round.")
    disbursed: Decimal | None = says("Paid out; null when nobody stated any.")
    tenant_id: strawberry.Private[int]
    row_id: strawberry.Private[str]

    @strawberry.field(description="Whose report it is.")
    async def organisation(self, info: Info) -> Organisation:
        return await organisation_of(info, self.tenant_id)

    @strawberry.field(description="Its rows, in the order of the plan.")
    async def rows(self, info: Info) -> list[ReportedRow]:
        return [ReportedRow.of(self.tenant_id, row) for row in (await self._body(info)).rows]

    @strawberry.field(description="The evidence it names, as far as the viewer may see it.")
    async def evidence(self, info: Info) -> list[Attachment]:
        named = [one.id for row in (await self._body(info)).rows for one in row.evidence]
        return await attachments.load_these(info, self.tenant_id, named)

    @strawberry.field(description="Files beside the report itself, like its signed copy.")
    async def attachments(self, info: Info) -> list[Attachment]:
        key = self._key()
        return await attachments.load(info, key.tenant_id, [SubjectType.REPORT], [key.id])

    @strawberry.field(description="The self-assessment; only a report on the whole year has it.")
    async def sar(self, info: Info) -> list[ReportedSar]:
        return [ReportedSar.of(one) for one in (await self._body(info)).sar]

    @strawberry.field(description="The province's scores of this report, and the year's central.")
    async def scores(self, info: Info) -> list[SarScore]:
        key = self._key()
        async with info.context.database.read(info.context.actor) as tx:
            found = await queries.list_scores(
                tx, key.tenant_id, self.edition_code, self.fiscal_year.be, key.id
            )
        return [SarScore.of(one) for one in found]

    def _key(self) -> SubmittedKey:
        return SubmittedKey(self.tenant_id, ids.uuid_of(self.row_id))

    async def _body(self, info: Info) -> body.Body:
        async with info.context.database.read(info.context.actor) as tx:
            return body.decode((await queries.get_report(tx, self._key())).body)

    @classmethod
    def of(cls, report: model.Report) -> Report:
        return cls(
            id=global_id("Report", f"{report.tenant_id}:{report.id}"),
            edition_code=report.edition_code,
            fiscal_year=FiscalYear.of(report.fiscal_year_be),
            round=report.round,
            number=report.number,
            submitted_at=report.submitted_at,
            submitted_by=report.submitted_by,
            sha256=report.sha256,
            counts=StatusCounts.of(report),
            score=report.score,
            flag=rules.flag_of(report.score, report.round),
            disbursed=queries.disbursed_of(report),
            tenant_id=report.tenant_id,
            row_id=str(report.id),
        )


async def find_report_node(info: Info, wanted: ids.GlobalId) -> Node | None:
    tenant_id, row_id = wanted.tenant_and_uuid
    async with info.context.database.read(info.context.actor) as tx:
        report = await queries.find_report(tx, SubmittedKey(tenant_id, row_id))
    return None if report is None else Report.of(report)


@strawberry.type(description="Which revision of the plan is reported on.")
class ReportBasis:
    revision_id: strawberry.ID = says("The revision.")
    number: int = says("Its number.")
    submitted_at: datetime = says("When it was submitted (UTC).")
    is_adopted: bool = says("False: none was adopted yet, so it is the newest submitted one.")


@strawberry.type(description="One round of the own organisation, as it is entered.")
class ReportingSheet:
    edition_code: str = says("The edition of the plan.")
    fiscal_year: FiscalYear = says("The fiscal year.")
    fiscal_years: list[FiscalYear] = says("All years of the edition.")
    round: rules.ReportRound = says("Which of the two reports.")
    starts_on: date = says("The first day it is about.")
    ends_on: date = says("The last day it is about.")
    ordinance_word: str = says("ข้อบัญญัติ, or a municipality's เทศบัญญัติ.")
    basis: ReportBasis | None = says("Null while no plan was submitted: there are no rows then.")
    rows: list[ProgressRow] = says("In the order of the plan.")
    figures: ReportFigures = says("What it comes to now.")
    fingerprint: str = says("Name it when submitting: another sheet than the one seen is refused.")
    reports: list[Report] = says("What was submitted of this round, newest first.")
    due_on: date | None = says("The day by which it is due, if one is set.")
    timeliness: comparison_rules.Timeliness = says("Whether it came, and in time.")
    days_late: int = says("Days after the due day, until the first report or today.")


def basis_of(basis: queries.Basis | None) -> ReportBasis | None:
    if basis is None:
        return None
    revision = basis.revision
    return ReportBasis(
        revision_id=global_id("Revision", f"{revision.tenant_id}:{revision.id}"),
        number=revision.number,
        submitted_at=revision.submitted_at,
        is_adopted=basis.is_adopted,
    )

"""Reading reports: the sheet of a round, what was submitted, deadlines, who is responsible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import defer

from plan_core.actor import Permission
from plan_core.attachments import queries as attachments
from plan_core.attachments.kinds import ScanState, SubjectType
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import queries as plan_queries
from plan_core.plans import rules as plan_rules
from plan_core.plans.model import Plan, Revision, RevisionInitiative
from plan_core.plans.model_parts import InitiativeSheet
from plan_core.plans.model_steps import ConsistencyReview, RevisionStep
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import PlanState, StepKind, Verdict
from plan_core.reporting import body
from plan_core.reporting.figures import (
    EvidenceFile,
    Figures,
    SarLine,
    SheetRow,
    figures_of,
    sar_lines,
)
from plan_core.reporting.model import Progress, Report, ReportDeadline, SarEntry, SarScore
from plan_core.reporting.rules import Entry, ProgressStatus, ReportRound, score_from
from plan_core.values import Budget, BudgetState


@dataclass(frozen=True, slots=True)
class Basis:
    """Which revision's rows are reported on: the newest one in force, else the newest submitted."""

    revision: Revision
    is_adopted: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One round as it is entered. `text` is the report that would be submitted now."""

    edition: FrameworkEdition
    fiscal_year_be: int
    round: ReportRound
    basis: Basis | None
    rows: tuple[SheetRow, ...]
    figures: Figures
    sar: tuple[SarLine, ...]
    text: str

    @property
    def fingerprint(self) -> str:
        """Of everything in it: submitting names it, so that only what was seen is submitted."""
        return body.checksum(self.text)


async def find_basis(tx: ReadTx, edition_code: str) -> Basis | None:
    """Of the own organisation: one statement, without the revision's large body."""
    adopted = exists().where(
        RevisionStep.tenant_id == Revision.tenant_id,
        RevisionStep.revision_id == Revision.id,
        RevisionStep.kind == StepKind.ADOPTED,
    )
    query = (
        select(Revision, adopted.label("is_adopted"))
        .where(Revision.tenant_id == tx.actor.tenant, Revision.edition_code == edition_code)
        .order_by(adopted.desc(), Revision.number.desc())
        .limit(1)
        .options(defer(Revision.body, raiseload=True))
    )
    found = (await tx.session.execute(query)).one_or_none()
    return None if found is None else Basis(found[0], bool(found[1]))


async def get_sheet(
    tx: ReadTx, edition: FrameworkEdition, fiscal_year_be: int, round_: ReportRound
) -> Sheet:
    """The own organisation's sheet: six statements. Without a submitted plan it has no rows."""
    tx.actor.require(Permission.PLAN_READ)
    plan_rules.check_year(edition, fiscal_year_be)
    basis = await find_basis(tx, edition.code)
    rows: tuple[SheetRow, ...] = ()
    if basis is not None:
        submitted = await plan_queries.list_revision_rows(tx, basis.revision)
        entries = await list_progress(tx, edition.code, fiscal_year_be)
        evidence = await list_evidence(tx, entries)
        verdicts = await list_inconsistent(tx, edition.code)
        shown = [
            _row(one, edition, fiscal_year_be, round_, entries[one.initiative_id], verdicts)
            for one in submitted
        ]
        rows = tuple(_with_evidence(row, entries[row.initiative_id], evidence) for row in shown)
    figures = figures_of(rows, edition)
    written = {
        one.dimension_code: (score_from(one.self_score_hundredths), one.comment, one.version)
        for one in await list_sar_entries(tx, edition.code, fiscal_year_be)
    }
    sar = sar_lines(rows, edition, written)
    head = (0, "") if basis is None else (basis.revision.number, basis.revision.sha256)
    whole = body.make_body(
        edition_code=edition.code,
        fiscal_year_be=fiscal_year_be,
        round_=round_,
        revision=head,
        rows=rows,
        figures=figures,
        sar=sar,
    )
    return Sheet(edition, fiscal_year_be, round_, basis, rows, figures, sar, body.encode(whole))


Rounds = dict[ReportRound, Progress]


def _row(
    one: RevisionInitiative,
    edition: FrameworkEdition,
    fiscal_year_be: int,
    round_: ReportRound,
    entries: Rounds,
    verdicts: dict[UUID, str],
) -> SheetRow:
    own = entries.get(round_)
    before = entries.get(ReportRound.SIX_MONTHS) if round_ is ReportRound.TWELVE_MONTHS else None
    carried = own is None and before is not None and before.status is ProgressStatus.DONE
    shown = before if carried else own
    index = edition.fiscal_years.index(fiscal_year_be)
    return SheetRow(
        initiative_id=one.initiative_id,
        dimension_code=one.dimension_code,
        mission_code=one.mission_code,
        number=one.number,
        kind=one.kind,
        title=one.title,
        planned=Budget.from_satang(BudgetState(one.states[index]), one.amounts_satang[index]),
        entry=Entry() if shown is None else shown.entry,
        version=0 if own is None else own.version,
        is_locked=any(progress.is_locked for progress in entries.values()),
        is_carried=carried,
        is_counted=one.initiative_id not in verdicts,
        left_out_because=verdicts.get(one.initiative_id, ""),
        previous=None if before is None else before.entry,
        updated_by="" if shown is None else shown.updated_by,
        entry_id=None if own is None else own.id,
    )


def _with_evidence(
    row: SheetRow, entries: Rounds, evidence: dict[UUID, list[EvidenceFile]]
) -> SheetRow:
    """With the files of the entry that is shown."""
    carried = entries.get(ReportRound.SIX_MONTHS) if row.is_carried else None
    entry_id = row.entry_id if carried is None else carried.id
    return row if entry_id is None else replace(row, evidence=tuple(evidence.get(entry_id, ())))


async def list_evidence(
    tx: ReadTx, entries: Mapping[UUID, Rounds]
) -> defaultdict[UUID, list[EvidenceFile]]:
    """The files beside some entries, by entry, in the order of adding."""
    wanted = [entry.id for rounds in entries.values() for entry in rounds.values()]
    found: defaultdict[UUID, list[EvidenceFile]] = defaultdict(list)
    if not wanted:
        return found
    for one in await attachments.list_attachments(
        tx, tx.actor.tenant, [SubjectType.PROGRESS], wanted
    ):
        found[one.subject_id].append(
            EvidenceFile(
                one.tenant_id,
                one.id,
                one.subject_id,
                one.file_name,
                one.media_type,
                one.size_bytes,
                one.sha256,
                is_infected=one.scan is ScanState.INFECTED,
            )
        )
    return found


async def get_progress(tx: ReadTx, progress_id: UUID) -> Progress:
    """An entry of the own organisation."""
    found = await tx.session.scalar(
        select(Progress).where(Progress.tenant_id == tx.actor.tenant, Progress.id == progress_id)
    )
    if found is None:
        raise NotFound("progress")
    return found


async def list_progress(
    tx: ReadTx, edition_code: str, fiscal_year_be: int
) -> defaultdict[UUID, Rounds]:
    """All entries of a year by initiative and round, as they are now."""
    query = (
        select(Progress)
        .where(
            Progress.tenant_id == tx.actor.tenant,
            Progress.edition_code == edition_code,
            Progress.fiscal_year_be == fiscal_year_be,
        )
        .execution_options(populate_existing=True)
    )
    found: defaultdict[UUID, Rounds] = defaultdict(dict)
    for one in await tx.session.scalars(query):
        found[one.initiative_id][one.round] = one
    return found


async def list_inconsistent(tx: ReadTx, edition_code: str) -> dict[UUID, str]:
    """Rows whose newest verdict, on whatever revision, is that they do not fit; with the reason."""
    query = (
        select(ConsistencyReview)
        .join(
            Revision,
            and_(
                Revision.tenant_id == ConsistencyReview.tenant_id,
                Revision.id == ConsistencyReview.revision_id,
            ),
        )
        .where(
            ConsistencyReview.tenant_id == tx.actor.tenant, Revision.edition_code == edition_code
        )
        .order_by(ConsistencyReview.initiative_id, ConsistencyReview.at, ConsistencyReview.id)
    )
    newest = {one.initiative_id: one for one in await tx.session.scalars(query)}
    return {
        initiative_id: one.reason
        for initiative_id, one in newest.items()
        if one.verdict is Verdict.INCONSISTENT
    }


async def list_sar_entries(
    tx: ReadTx, edition_code: str, fiscal_year_be: int
) -> Sequence[SarEntry]:
    query = (
        select(SarEntry)
        .where(
            SarEntry.tenant_id == tx.actor.tenant,
            SarEntry.edition_code == edition_code,
            SarEntry.fiscal_year_be == fiscal_year_be,
        )
        .execution_options(populate_existing=True)
    )
    return (await tx.session.scalars(query)).all()


async def list_reports(
    tx: ReadTx, edition_code: str, fiscal_year_be: int | None, round_: ReportRound | None
) -> Sequence[Report]:
    """The organisation's own reports, newest first, without their large bodies."""
    tx.actor.require(Permission.SUBMITTED_READ)
    query = (
        select(Report)
        .where(Report.tenant_id == tx.actor.tenant, Report.edition_code == edition_code)
        .order_by(Report.fiscal_year_be.desc(), Report.submitted_at.desc(), Report.number.desc())
        .options(defer(Report.body, raiseload=True))
    )
    if fiscal_year_be is not None:
        query = query.where(Report.fiscal_year_be == fiscal_year_be)
    if round_ is not None:
        query = query.where(Report.round == round_)
    return (await tx.session.scalars(query)).all()


async def find_report(tx: ReadTx, key: SubmittedKey) -> Report | None:
    """A report of the own organisation or of the actor's area, with its body."""
    tx.actor.require(Permission.SUBMITTED_READ)
    return await tx.session.scalar(
        select(Report).where(Report.tenant_id == key.tenant_id, Report.id == key.id)
    )


@dataclass(frozen=True, slots=True)
class Scores:
    """What others gave one dimension; `shown` is the province's or, without one, the central."""

    dimension_code: str
    shown: SarScore
    province: SarScore | None
    central: SarScore | None


async def list_scores(
    tx: ReadTx,
    tenant_id: int,
    edition_code: str,
    fiscal_year_be: int,
    report_id: UUID | None = None,
) -> list[Scores]:
    """The newest of both scores of each dimension of a year, by dimension.

    `report_id`: the province's only on this report. The central score is about the year.
    """
    query = (
        select(SarScore)
        .join(Report, and_(Report.tenant_id == SarScore.tenant_id, Report.id == SarScore.report_id))
        .where(
            SarScore.tenant_id == tenant_id,
            Report.edition_code == edition_code,
            Report.fiscal_year_be == fiscal_year_be,
        )
        .order_by(SarScore.at, SarScore.id)
    )
    province: dict[str, SarScore] = {}
    central: dict[str, SarScore] = {}
    for one in await tx.session.scalars(query):
        if one.central_score_hundredths is not None:
            central[one.dimension_code] = one
        elif report_id in {None, one.report_id}:
            province[one.dimension_code] = one
    shown = central | province
    return [
        Scores(code, shown[code], province.get(code), central.get(code)) for code in sorted(shown)
    ]


async def list_central_scores(
    tx: ReadTx, province_code: str, edition_code: str, fiscal_year_be: int
) -> dict[int, dict[str, Decimal]]:
    """The newest central scores of a year in a province: by organisation and dimension."""
    query = (
        select(SarScore)
        .join(Report, and_(Report.tenant_id == SarScore.tenant_id, Report.id == SarScore.report_id))
        .where(
            SarScore.province_code == province_code,
            SarScore.central_score_hundredths.is_not(None),
            Report.edition_code == edition_code,
            Report.fiscal_year_be == fiscal_year_be,
        )
        .order_by(SarScore.at, SarScore.id)
    )
    found: defaultdict[int, dict[str, Decimal]] = defaultdict(dict)
    for one in await tx.session.scalars(query):
        score = score_from(one.central_score_hundredths)
        if score is not None:
            found[one.tenant_id][one.dimension_code] = score
    return found


async def find_deadline(
    tx: ReadTx, edition_code: str, province_code: str, fiscal_year_be: int, round_: ReportRound
) -> date | None:
    return await tx.session.scalar(
        select(ReportDeadline.due_on).where(
            ReportDeadline.edition_code == edition_code,
            ReportDeadline.province_code == province_code,
            ReportDeadline.fiscal_year_be == fiscal_year_be,
            ReportDeadline.round == round_,
        )
    )


@dataclass(frozen=True, slots=True)
class Owed:
    """A row that lacks somebody or something."""

    row: SheetRow
    unit: str
    lacks_person: bool
    lacks_report: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody with what they still owe; "" is nobody."""

    person: str
    rows: tuple[Owed, ...]


async def list_owners(tx: ReadTx, sheet: Sheet) -> list[Owner]:
    """Rows without a responsible person or without a report, by person; nobody's first.

    Who is responsible is said by the working copy of today, not by the revision.
    """
    if sheet.basis is None:
        return []
    found = await tx.session.scalars(
        select(InitiativeSheet).where(
            InitiativeSheet.tenant_id == tx.actor.tenant,
            InitiativeSheet.plan_id == sheet.basis.revision.plan_id,
        )
    )
    sheets = {one.initiative_id: one for one in found}
    owed: defaultdict[str, list[Owed]] = defaultdict(list)
    for row in sheet.rows:
        written = sheets.get(row.initiative_id)
        person = written.responsible_person.strip() if written else ""
        lacks_report = row.entry.status is ProgressStatus.NONE_YET
        if lacks_report or not person:
            unit = written.responsible_unit if written else ""
            owed[person].append(Owed(row, unit, not person, lacks_report))
    return [Owner(person, tuple(owed[person])) for person in sorted(owed)]


async def list_targets(tx: ReadTx, edition_code: str) -> Sequence[Plan]:
    """The organisation's plans of other editions that are being written."""
    query = (
        select(Plan)
        .where(
            Plan.tenant_id == tx.actor.tenant,
            Plan.edition_code != edition_code,
            Plan.state == PlanState.DRAFT,
        )
        .order_by(Plan.edition_code)
    )
    return (await tx.session.scalars(query)).all()


def unfinished(rows: Iterable[SheetRow]) -> list[SheetRow]:
    """What the year's end found undone: it may be taken over into a later plan."""
    return [row for row in rows if row.entry.status is not ProgressStatus.DONE]


def disbursed_of(report: Report) -> Decimal | None:
    """What a report states to be disbursed, over all dimensions."""
    stated = [one for one in report.disbursed_satang if one is not None]
    return Decimal(sum(stated)).scaleb(-2) if stated else None


async def get_report(tx: ReadTx, key: SubmittedKey) -> Report:
    report = await find_report(tx, key)
    if report is None:
        raise NotFound("report")
    return report

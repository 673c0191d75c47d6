"""From a submitted report to what is published of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plan_core import personal_data
from plan_core.errors import Invalid
from plan_core.publishing.documents import (
    REPORT_FORMAT,
    VERSION,
    PublishedReport,
    Publisher,
    ReportedRow,
)
from plan_core.publishing.model import PublicationKind
from plan_core.reporting.body import Body, BodyRow
from plan_core.reporting.rules import (
    REASON_WORDS,
    STATUS_WORDS,
    CannotReason,
    ProgressStatus,
    ReportRound,
)

KIND_OF_ROUND: dict[ReportRound, PublicationKind] = {
    ReportRound.SIX_MONTHS: PublicationKind.FOLLOW_UP,
    ReportRound.TWELVE_MONTHS: PublicationKind.ANNUAL_RESULT,
}
ROUND_OF_KIND = {kind: round_ for round_, kind in KIND_OF_ROUND.items()}


def report_of(body: Body, number: int, submitted_on: date, publisher: Publisher) -> PublishedReport:
    """Every row with what became of it. An officer's reason for leaving one out stays inside."""
    return PublishedReport(
        format=REPORT_FORMAT,
        version=VERSION,
        organisation=publisher,
        edition=body.edition,
        fiscal_year=body.fiscal_year,
        number=number,
        submitted_on=submitted_on,
        score=body.score,
        rows=tuple(_row(row) for row in body.rows),
    )


def _row(row: BodyRow) -> ReportedRow:
    return ReportedRow(
        mission=row.mission,
        number=row.number,
        kind=row.kind,
        title=row.title,
        planned=row.planned,
        ordinance=row.ordinance,
        disbursed_amount=row.disbursed,
        status=row.status.value,
        status_th=STATUS_WORDS[row.status],
        reason=_reason(row),
        note=row.note,
        links=row.evidence_links,
        is_counted=row.is_counted,
    )


def _reason(row: BodyRow) -> str:
    """Why it cannot be done: the words that were written, else those of the choice."""
    if row.status is not ProgressStatus.CANNOT or row.cannot_reason is None:
        return ""
    if row.cannot_reason is CannotReason.OTHER:
        return row.cannot_text
    return " ".join(filter(None, (REASON_WORDS[row.cannot_reason], row.cannot_text)))


def check_personal_data(report: PublishedReport) -> None:
    """Invalid CITIZEN_NUMBER when a text that would become public holds one."""
    found = dict(_citizen_numbers(report))
    if found:
        places = ", ".join(found)
        raise Invalid(
            "CITIZEN_NUMBER",
            f"พบเลขประจำตัวประชาชนในรายการ {places} โปรดลบออก ส่งรายงานฉบับใหม่ แล้วเผยแพร่ฉบับนั้น",
            f"There is a citizen's number in {places}. Remove it, submit again, publish that one.",
            values={"numbers": [*found.values()], "rows": [*found]},
        )


def _citizen_numbers(report: PublishedReport) -> Iterator[tuple[str, str]]:
    for row in report.rows:
        for text in (row.title, row.reason, row.note, *row.links):
            for number in personal_data.citizen_numbers(text):
                yield f"{row.mission} ({row.number})", number

"""Submitting a round: from the working entries to an immutable numbered report."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.errors import Invalid
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import Organisation
from plan_core.reporting import queries, rules
from plan_core.reporting.actions import evidence
from plan_core.reporting.actions.entering import nothing_to_report, open_basis
from plan_core.reporting.model import Report
from plan_core.reporting.queries import Sheet
from plan_core.reporting.rules import ReportRound
from plan_core.values import satang_of


async def submit_report(
    tx: WriteTx,
    edition: FrameworkEdition,
    fiscal_year_be: int,
    round_: ReportRound,
    fingerprint: str,
) -> Report:
    """Make the next report of exactly the sheet that was seen; Conflict for another one."""
    tx.actor.require(Permission.REPORT_SUBMIT)
    await open_basis(tx, edition)
    sheet = await queries.get_sheet(tx, edition, fiscal_year_be, round_)
    if sheet.fingerprint != fingerprint:
        refusal = changed_meanwhile()
        refusal.values["current"] = {"fingerprint": sheet.fingerprint}
        raise refusal
    evidence.check_clean(sheet)
    number = await _check_changed(tx, sheet) + 1
    report = await _report_of(tx, sheet, number)
    tx.session.add(report)
    await evidence.share(tx, sheet)
    audit.record(
        tx,
        "submit_report",
        "report",
        report.id,
        None,
        {
            "fiscalYear": fiscal_year_be,
            "round": round_.value,
            "number": number,
            "sha256": report.sha256,
            "score": report.score,
        },
        by=Permission.REPORT_SUBMIT,
        shown_to=report.shown_to,
    )
    try:
        await tx.session.flush()
    except IntegrityError as error:
        if "uq_report_tenant_id_year_round_number" in str(error.orig):
            raise changed_meanwhile() from error
        raise
    return report


async def _check_changed(tx: WriteTx, sheet: Sheet) -> int:
    """The last report's number; Invalid when it says exactly the same."""
    newest = await queries.list_reports(tx, sheet.edition.code, sheet.fiscal_year_be, sheet.round)
    if newest and newest[0].sha256 == sheet.fingerprint:
        raise Invalid(
            "REPORT_UNCHANGED",
            f"รายงานฉบับที่ {newest[0].number} เหมือนกับที่จะส่งทุกประการ จึงไม่ต้องส่งซ้ำ",
            f"Report {newest[0].number} says exactly this already.",
            values={"number": newest[0].number},
        )
    last = await tx.session.scalar(
        select(func.max(Report.number)).where(
            Report.tenant_id == tx.tenant_id,
            Report.edition_code == sheet.edition.code,
            Report.fiscal_year_be == sheet.fiscal_year_be,
            Report.round == sheet.round,
        )
    )
    return last or 0


async def _report_of(tx: WriteTx, sheet: Sheet, number: int) -> Report:
    if sheet.basis is None:
        raise nothing_to_report()
    organisation = (
        await tx.session.scalars(select(Organisation).where(Organisation.id == tx.tenant_id))
    ).one()
    figures, counts = sheet.figures, sheet.figures.counts
    score = figures.score
    return Report(
        tenant_id=tx.tenant_id,
        id=make_id(),
        province_code=organisation.province_code,
        district_code=organisation.district_code,
        edition_code=sheet.edition.code,
        fiscal_year_be=sheet.fiscal_year_be,
        round=sheet.round,
        number=number,
        revision_id=sheet.basis.revision.id,
        submitted_at=tx.now,
        submitted_by=tx.actor.name_with(Permission.REPORT_SUBMIT),
        body=sheet.text,
        sha256=sheet.fingerprint,
        score_hundredths=None if score is None else rules.hundredths_of(score, "score"),
        counted=counts.counted,
        left_out=counts.left_out,
        done=counts.done,
        in_progress=counts.in_progress,
        cannot=counts.cannot,
        none_yet=counts.none_yet,
        planned_satang=[one.planned.satang for one in figures.dimensions],
        ordinance_satang=[one.ordinance.satang for one in figures.dimensions],
        disbursed_satang=[
            None if one.disbursed is None else satang_of(one.disbursed)
            for one in figures.dimensions
        ],
    )

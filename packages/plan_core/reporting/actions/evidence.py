"""Files beside entries and reports: when they may be changed. The files' own room does the rest."""

from __future__ import annotations

from plan_core.actor import Permission
from plan_core.attachments import actions as attachments
from plan_core.attachments.actions import Subject
from plan_core.attachments.kinds import SubjectType
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, Locked, NotFound
from plan_core.framework import queries as framework
from plan_core.plans.queries import SubmittedKey
from plan_core.reporting import queries
from plan_core.reporting.actions import assessing, entering
from plan_core.reporting.model import Progress

TYPES = frozenset({SubjectType.PROGRESS, SubjectType.REPORT})
"""What of reporting may have files."""


async def open_subject(tx: WriteTx, subject: Subject) -> None:
    """Opens the entry or the report for a change of its files; no plan's history tells of it."""
    kind, subject_id = subject
    match kind:
        case SubjectType.PROGRESS:
            tx.actor.require(Permission.REPORT_EDIT)
            await _open_entry(tx, await queries.get_progress(tx, subject_id))
        case SubjectType.REPORT:
            tx.actor.require(Permission.REPORT_SUBMIT)
            key = SubmittedKey(tx.actor.tenant, subject_id)
            await assessing.get_newest_report(tx, key)
        case _:
            raise NotFound("subject")


async def _open_entry(tx: WriteTx, entry: Progress) -> None:
    """Evidence is gathered before and after somebody says DONE, so that alone closes nothing.

    DONE and reported does: then the year must be opened again first.
    """
    edition = await framework.get_edition(tx.session, entry.edition_code)
    basis = await entering.open_basis(tx, edition)
    if entry.initiative_id not in basis.rows:
        raise NotFound("progress")
    await tx.session.refresh(entry)
    if entry.is_locked and await queries.list_reports(
        tx, entry.edition_code, entry.fiscal_year_be, entry.round
    ):
        raise Locked(
            "YEAR_DONE",
            "รายการนี้แล้วเสร็จและส่งรายงานแล้ว ต้องปลดล็อกก่อนจึงแก้หลักฐานได้",
            "This initiative is done and was reported; unlock it before changing its evidence.",
        )


def check_clean(sheet: queries.Sheet) -> None:
    """What nobody may open cannot be evidence."""
    infected = [one.file_name for row in sheet.rows for one in row.evidence if one.is_infected]
    if infected:
        raise Invalid(
            "EVIDENCE_INFECTED",
            f"ตรวจพบไวรัสในไฟล์หลักฐาน “{infected[0][:80]}” โปรดนำออกก่อนส่งรายงาน",
            f"A virus was found in the evidence “{infected[0][:80]}”; remove it before submitting.",
            values={"fileNames": [*infected]},
        )


async def share(tx: WriteTx, sheet: queries.Sheet) -> None:
    """The sheet was submitted: the files that it names become its officers' to read."""
    entries = {one.entry_id for row in sheet.rows for one in row.evidence}
    if entries:
        subjects: list[Subject] = [(SubjectType.PROGRESS, one) for one in sorted(entries)]
        await attachments.share_for(tx, subjects)

"""Entering progress: a block of entries at once, all or none; and opening a closed year again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, Locked, NotFound, SimitiError, Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import queries as plan_queries
from plan_core.plans import rules as plan_rules
from plan_core.plans.actions.editing import conflict
from plan_core.reporting import queries, rules
from plan_core.reporting.model import Progress
from plan_core.reporting.queries import Rounds
from plan_core.reporting.rules import Entry, ProgressStatus, ReportRound
from plan_core.values import amount_text, satang_of


@dataclass(frozen=True, slots=True)
class EntryEdit:
    """One initiative's new entry and the version its editor saw; 0 when there was none."""

    initiative_id: UUID
    version: int
    entry: Entry


class RefusedEntries(Invalid):
    """A block of entries was refused whole; `refusals` says why, by index in the block."""

    def __init__(self, refusals: Mapping[int, SimitiError]) -> None:
        super().__init__(
            "ENTRIES_REFUSED",
            f"ไม่ได้บันทึก เพราะมี {len(refusals)} รายการที่รับไม่ได้",
            f"Nothing was saved: {len(refusals)} entries were refused.",
            field="entries",
        )
        self.refusals = dict(refusals)


async def set_progress(
    tx: WriteTx,
    edition: FrameworkEdition,
    fiscal_year_be: int,
    round_: ReportRound,
    edits: Sequence[EntryEdit],
) -> None:
    """Set a block of entries, all or none. Raises RefusedEntries with every refused one."""
    tx.actor.require(Permission.REPORT_EDIT)
    plan_rules.check_year(edition, fiscal_year_be)
    check_block(edits)
    basis = await open_basis(tx, edition)
    entries = await queries.list_progress(tx, edition.code, fiscal_year_be)
    cleaned: list[Entry] = []
    refusals: dict[int, SimitiError] = {}
    for index, edit in enumerate(edits):
        try:
            check_edit(edit, round_, entries[edit.initiative_id], basis.rows)
            cleaned.append(rules.clean_entry(edit.entry))
        except SimitiError as refusal:
            refusals[index] = refusal
    if refusals:
        raise RefusedEntries(refusals)
    for edit, entry in zip(edits, cleaned, strict=True):
        found = entries[edit.initiative_id].get(round_)
        before = None if found is None else facts_of(found)
        if found is None:
            found = Progress(
                tenant_id=tx.tenant_id,
                id=make_id(),
                edition_code=edition.code,
                initiative_id=edit.initiative_id,
                fiscal_year_be=fiscal_year_be,
                round=round_,
                version=0,
            )
            tx.session.add(found)
        write_entry(tx, found, entry)
        about = About.row(basis.plan_id, found.initiative_id)
        audit.record(tx, "set_progress", "progress", found.id, before, facts_of(found), about)
    await tx.session.flush()


def check_block(edits: Sequence[EntryEdit]) -> None:
    if not 1 <= len(edits) <= plan_rules.MAX_ROWS:
        raise Invalid(
            "BLOCK_SIZE",
            f"บันทึกพร้อมกันได้ 1 ถึง {plan_rules.MAX_ROWS} รายการ",
            f"Between 1 and {plan_rules.MAX_ROWS} entries can be set at once.",
            field="entries",
        )
    if len({edit.initiative_id for edit in edits}) != len(edits):
        raise Invalid(
            "ENTRY_TWICE",
            "มีรายการเดียวกันซ้ำในชุดที่ส่งมา",
            "The same initiative is in the block twice.",
            field="entries",
        )


@dataclass(frozen=True, slots=True)
class OpenBasis:
    """The plan that is reported on, and its rows."""

    plan_id: UUID
    rows: frozenset[UUID]


async def open_basis(tx: WriteTx, edition: FrameworkEdition) -> OpenBasis:
    """The rows that are reported on. Holds the plan's lock, so that writers follow one another."""
    basis = await queries.find_basis(tx, edition.code)
    if basis is None:
        raise nothing_to_report()
    plan = await plan_queries.get_plan(tx, basis.revision.plan_id, lock=True)
    rows = await plan_queries.list_revision_rows(tx, basis.revision)
    return OpenBasis(plan.id, frozenset(row.initiative_id for row in rows))


def nothing_to_report() -> Invalid:
    return Invalid(
        "NOTHING_TO_REPORT",
        "ยังไม่มีแผนที่ส่งแล้ว จึงยังไม่มีรายการให้รายงาน",
        "No plan was submitted yet, so there is nothing to report on.",
    )


def check_edit(
    edit: EntryEdit, round_: ReportRound, entries: Rounds, known: Collection[UUID]
) -> None:
    """The row is reported on, its year is open, and nobody was faster."""
    if edit.initiative_id not in known:
        raise NotFound("initiative")
    if any(one.is_locked for one in entries.values()):
        raise Locked(
            "YEAR_DONE",
            "รายการนี้ดำเนินการแล้วเสร็จ ปีนี้จึงล็อกไว้ ผู้มีอำนาจส่งรายงานปลดล็อกได้โดยระบุเหตุผล",
            "This initiative is done and its year closed; an approver may unlock it with a reason.",
        )
    found = entries.get(round_)
    version = 0 if found is None else found.version
    if edit.version != version:
        current: dict[str, Value] = {"version": 0}
        raise conflict(current if found is None else facts_of(found))


def write_entry(tx: WriteTx, progress: Progress, entry: Entry) -> None:
    progress.status = entry.status
    progress.in_ordinance = entry.in_ordinance
    progress.ordinance_state = entry.ordinance.state
    progress.ordinance_satang = entry.ordinance.satang
    progress.disbursed_satang = None if entry.disbursed is None else satang_of(entry.disbursed)
    progress.cannot_reason = entry.cannot_reason
    progress.cannot_text = entry.cannot_text
    progress.note = entry.note
    progress.evidence_links = list(entry.evidence_links)
    progress.is_locked = entry.status is ProgressStatus.DONE
    progress.updated_at = tx.now
    progress.updated_by = tx.actor.name
    progress.version += 1


def facts_of(progress: Progress) -> dict[str, Value]:
    entry = progress.entry
    return {
        "fiscalYear": progress.fiscal_year_be,
        "round": progress.round.value,
        "status": entry.status.value,
        "inOrdinance": entry.in_ordinance.value,
        "ordinanceState": entry.ordinance.state.value,
        "ordinance": None
        if entry.ordinance.amount is None
        else amount_text(entry.ordinance.amount),
        "disbursed": None if entry.disbursed is None else amount_text(entry.disbursed),
        "cannotReason": None if entry.cannot_reason is None else entry.cannot_reason.value,
        "cannotText": entry.cannot_text,
        "note": entry.note,
        "evidenceLinks": [*entry.evidence_links],
        "isLocked": progress.is_locked,
        "updatedBy": progress.updated_by,
        "version": progress.version,
    }


async def unlock_progress(
    tx: WriteTx, edition: FrameworkEdition, fiscal_year_be: int, initiative_id: UUID, reason: str
) -> None:
    """Open the year of an initiative that was done; who, when and why stand in the audit log."""
    tx.actor.require(Permission.REPORT_SUBMIT)
    why = plan_rules.clean_reason(reason, "reason")
    basis = await open_basis(tx, edition)
    if initiative_id not in basis.rows:
        raise NotFound("initiative")
    entries = await queries.list_progress(tx, edition.code, fiscal_year_be)
    locked = [one for one in entries[initiative_id].values() if one.is_locked]
    if not locked:
        raise Invalid(
            "NOT_LOCKED",
            "รายการนี้ไม่ได้ล็อกอยู่",
            "This initiative is not locked.",
        )
    for one in locked:
        before = facts_of(one)
        one.is_locked = False
        one.version += 1
        after = facts_of(one) | {"reason": why}
        about = About.row(basis.plan_id, initiative_id)
        by = Permission.REPORT_SUBMIT
        audit.record(tx, "unlock_progress", "progress", one.id, before, after, about, by=by)
    await tx.session.flush()

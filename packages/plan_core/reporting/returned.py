"""A filled-in workbook → entries and every refused cell. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from plan_core.errors import Invalid, Locked, SimitiError
from plan_core.intake.read_xlsx import read_xlsx
from plan_core.intake.sheets import Line
from plan_core.reporting import rules, workbook
from plan_core.reporting.actions.entering import EntryEdit
from plan_core.reporting.figures import SheetRow
from plan_core.reporting.queries import Sheet
from plan_core.reporting.rules import Entry
from plan_core.thai_text import collapse_spaces, normalise
from plan_core.values import UNSTATED, budget_of

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """Where in the workbook (like `J7`), and why."""

    cell: str
    refusal: SimitiError


@dataclass(slots=True)
class Returned:
    """What a workbook says: rows that differ from the sheet, and what cannot be taken."""

    edits: list[EntryEdit] = field(default_factory=list[EntryEdit])
    unchanged: int = 0
    refused: list[RefusedCell] = field(default_factory=list[RefusedCell])


def read_returned(content: bytes, sheet: Sheet, owner: workbook.Owner) -> Returned:
    """Compare a workbook with the sheet as it is now.

    Raises Invalid DOCUMENT_… for an unsafe file, WORKBOOK_… for one of another organisation, year
    or round. Rows that are equal to what is kept are counted only.
    """
    lines = _table_of(content, sheet, owner)
    known = {str(row.initiative_id): row for row in sheet.rows}
    returned = Returned()
    seen: set[str] = set()
    for at, line in enumerate(lines[workbook.FIRST_ROW :], start=workbook.FIRST_ROW + 1):
        cells = [*line.cells, *[""] * (workbook.LINKS + 1 - len(line.cells))]
        if not any(cell.strip() for cell in cells):
            continue
        row_id = cells[workbook.ROW_ID].strip()
        row = known.get(row_id)
        if row is None or row_id in seen:
            returned.refused.append(RefusedCell(_name(workbook.ROW_ID, at), _unknown_row()))
            continue
        seen.add(row_id)
        _read_row(cells, at, row, returned)
    return returned


def _table_of(content: bytes, sheet: Sheet, owner: workbook.Owner) -> Sequence[Line]:
    found = next(
        (one for one in read_xlsx(content).sheets if one.name == workbook.SHEET_NAME), None
    )
    # The first line of a sheet is its name.
    lines: list[Line] = [] if found is None else list(found.lines[1:])
    if len(lines) < workbook.FIRST_ROW:
        raise _wrong("WORKBOOK_UNKNOWN", "form", workbook.FORM, "")
    facts = [cell.strip() for cell in lines[2].cells[:5]]
    facts += [""] * (5 - len(facts))
    wanted = (
        ("WORKBOOK_UNKNOWN", "form", workbook.FORM),
        ("WORKBOOK_OF_ANOTHER", "organisationCode", owner.code),
        ("WORKBOOK_OF_ANOTHER", "editionCode", sheet.edition.code),
        ("WORKBOOK_OF_ANOTHER", "fiscalYear", str(sheet.fiscal_year_be)),
        ("WORKBOOK_OF_ANOTHER", "round", sheet.round.value),
    )
    for (code, field_name, value), text in zip(wanted, facts, strict=True):
        if text != value:
            raise _wrong(code, field_name, value, text)
    printed = tuple(collapse_spaces(one) for one in lines[workbook.FIRST_ROW - 1].cells)
    if printed[: workbook.LINKS + 1] != workbook.headings(owner):
        raise _wrong("WORKBOOK_UNKNOWN", "headings", "", " | ".join(printed)[:200])
    return lines


def _wrong(code: str, field_name: str, wanted: str, found: str) -> Invalid:
    if code == "WORKBOOK_OF_ANOTHER":
        return Invalid(
            code,
            f"ไฟล์นี้เป็นของ {found or 'ที่อื่น'} ไม่ใช่ {wanted} ระบบจึงไม่รับ",
            f"This file is of {found or 'something else'}, not of {wanted}: it is not taken.",
            field=field_name,
            values={"wanted": wanted, "found": found[:100]},
        )
    return Invalid(
        code,
        "ไฟล์นี้ไม่ใช่แบบรายงานที่ดาวน์โหลดจากระบบ หรือหัวตารางถูกแก้ไข",
        "This is not the workbook that was downloaded here, or its headings were changed.",
        field=field_name,
        values={"found": found},
    )


def _unknown_row() -> Invalid:
    return Invalid(
        "ROW_UNKNOWN",
        "ไม่รู้จักรหัสแถวนี้ หรือมีซ้ำในไฟล์",
        "The row's id is unknown, or is in the file twice.",
    )


def _read_row(cells: Sequence[str], at: int, row: SheetRow, returned: Returned) -> None:
    refused: list[RefusedCell] = []
    entry = _read_entry(cells, at, refused)
    if entry is not None and not refused:
        if entry == row.entry:
            returned.unchanged += 1
            return
        try:
            entry = rules.clean_entry(entry)
        except Invalid as refusal:
            column = _COLUMNS.get(refusal.field, workbook.STATUS)
            refused.append(RefusedCell(_name(column, at), refusal))
        refused += _stale(cells, at, row)
    if entry is None or refused:
        returned.refused += refused
        return
    returned.edits.append(EntryEdit(row.initiative_id, row.version, entry))


def _stale(cells: Sequence[str], at: int, row: SheetRow) -> list[RefusedCell]:
    if row.is_locked:
        locked = Locked(
            "YEAR_DONE",
            "รายการนี้ดำเนินการแล้วเสร็จและล็อกไว้",
            "This initiative is done and locked.",
        )
        return [RefusedCell(_name(workbook.STATUS, at), locked)]
    if cells[workbook.VERSION].strip() != str(row.version):
        newer = Invalid(
            "WORKBOOK_OLD",
            "มีผู้แก้ไขรายการนี้ในระบบหลังจากดาวน์โหลดไฟล์ โปรดดาวน์โหลดไฟล์ใหม่",
            "Somebody changed this entry after the file was downloaded. Please download it anew.",
            values={"version": row.version, "updatedBy": row.updated_by},
        )
        return [RefusedCell(_name(workbook.VERSION, at), newer)]
    return []


_COLUMNS = {
    "ordinance": workbook.ORDINANCE,
    "disbursed": workbook.DISBURSED,
    "cannotReason": workbook.REASON,
    "cannotText": workbook.REASON_TEXT,
    "note": workbook.NOTE,
    "evidenceLinks": workbook.LINKS,
}


def _read_entry(cells: Sequence[str], at: int, refused: list[RefusedCell]) -> Entry | None:
    """None when a cell cannot be read; each such cell is in `refused`."""

    def word(column: int, words: Mapping[Word, str]) -> Word | None:
        text = collapse_spaces(normalise(cells[column]))
        if not text:
            return None
        found = next((key for key, one in words.items() if normalise(one) == text), None)
        if found is None:
            refused.append(RefusedCell(_name(column, at), _not_a_choice(text)))
        return found

    def money(column: int) -> rules.Budget:
        try:
            return budget_of(cells[column])
        except Invalid as refusal:
            refused.append(RefusedCell(_name(column, at), refusal))
            return UNSTATED

    status = word(workbook.STATUS, rules.STATUS_WORDS)
    in_ordinance = word(workbook.IN_ORDINANCE, rules.ORDINANCE_WORDS)
    reason = word(workbook.REASON, rules.REASON_WORDS)
    ordinance, disbursed = money(workbook.ORDINANCE), money(workbook.DISBURSED)
    if disbursed.state is rules.BudgetState.NONE:
        refused.append(RefusedCell(_name(workbook.DISBURSED, at), _no_dash()))
    if refused:
        return None
    return Entry(
        status=status or rules.ProgressStatus.NONE_YET,
        in_ordinance=in_ordinance or rules.InOrdinance.UNSTATED,
        ordinance=ordinance,
        disbursed=disbursed.amount,
        cannot_reason=reason,
        cannot_text=cells[workbook.REASON_TEXT].strip(),
        note=cells[workbook.NOTE].strip(),
        evidence_links=tuple(cells[workbook.LINKS].split()),
    )


def _not_a_choice(text: str) -> Invalid:
    return Invalid(
        "NOT_A_CHOICE",
        f"“{text[:60]}” ไม่ใช่ตัวเลือกของช่องนี้",
        f"“{text[:60]}” is not one of this cell's choices.",
        values={"text": text[:200]},
    )


def _no_dash() -> Invalid:
    return Invalid(
        "DISBURSED_UNREADABLE",
        "เบิกจ่ายใส่เป็นจำนวนเงิน ไม่มีการเบิกจ่ายใส่ 0 ยังไม่ทราบให้เว้นว่าง",
        "Disbursed is an amount: 0 when nothing was, blank while it is not known.",
    )


def _name(column: int, row: int) -> str:
    """Like J7; our workbook has no more than 26 columns."""
    return f"{chr(65 + column)}{row}"

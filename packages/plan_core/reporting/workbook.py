# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# (XlsxWriter types its optional arguments only in part.)
"""The sheet of a round as a workbook to fill in, and what is where in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from plan_core.reporting.figures import SheetRow
from plan_core.reporting.queries import Sheet
from plan_core.reporting.rules import ORDINANCE_WORDS, REASON_WORDS, ROUND_WORDS, STATUS_WORDS
from plan_core.values import KIND_WORDS, Budget, BudgetState

SHEET_NAME = "รายงาน"
FORM = "simiti.report.1"
FIRST_ROW = 4
"""Index of the first row of the table's body; its heading is just above."""

(
    ROW_ID,
    VERSION,
    MISSION,
    NUMBER,
    KIND,
    TITLE,
    PLANNED,
    IN_ORDINANCE,
    ORDINANCE,
    DISBURSED,
    STATUS,
    REASON,
    REASON_TEXT,
    NOTE,
    LINKS,
) = range(15)
"""The columns, from the left."""
_WIDTHS = (4, 4, 9, 7, 12, 56, 15, 12, 15, 15, 22, 22, 30, 34, 34)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose sheet it is, as the file says it."""

    code: str
    name: str
    ordinance_word: str


def headings(owner: Owner) -> tuple[str, ...]:
    word = owner.ordinance_word
    return (
        "รหัสแถว (ห้ามแก้)",
        "รุ่น (ห้ามแก้)",
        "ภารกิจ",
        "ลำดับ",
        "ประเภท",
        "ชื่อโครงการ/กิจกรรม/มาตรการ",
        "งบตามแผน (บาท)",
        f"มีใน{word}",
        f"งบตาม{word} (บาท)",
        "เบิกจ่าย (บาท)",
        "สถานะ",
        "เหตุผลที่ดำเนินการไม่ได้",
        "เหตุผลอื่น (ถ้าเลือก อื่น ๆ)",
        "หมายเหตุ",
        "ลิงก์หลักฐาน (https:// คั่นด้วยเว้นวรรค)",
    )


def make_workbook(sheet: Sheet, owner: Owner) -> bytes:
    """The plan's columns are protected; the others have their choices, and real numbers."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        page = book.add_worksheet(SHEET_NAME)
        formats = _formats(book)
        _write_head(page, sheet, owner, formats)
        for at, row in enumerate(sheet.rows, start=FIRST_ROW):
            _write_row(page, at, row, formats)
        last = max(FIRST_ROW + len(sheet.rows) - 1, FIRST_ROW)
        _add_choices(page, last)
        page.autofilter(FIRST_ROW - 1, 0, last, LINKS)
        page.freeze_panes(FIRST_ROW, TITLE + 1)
        page.protect("", {"autofilter": True, "sort": True, "format_columns": True})
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(FIRST_ROW - 1)
    return content.getvalue()


@dataclass(frozen=True, slots=True)
class Formats:
    """`fixed…` cells are protected by the sheet, the others are not."""

    head: Format
    title: Format
    fixed: Format
    fixed_money: Format
    text: Format
    money: Format


def _formats(book: Workbook) -> Formats:
    base = {"font_name": "TH SarabunPSK", "font_size": 14, "valign": "top"}
    grey = {"bg_color": "#F1F3F2", "text_wrap": True}
    money = {"num_format": "#,##0.00"}
    return Formats(
        head=book.add_format(
            {
                **base,
                "bold": True,
                "bg_color": "#0B5A43",
                "font_color": "#FFFFFF",
                "text_wrap": True,
            }
        ),
        title=book.add_format({**base, "bold": True}),
        fixed=book.add_format({**base, **grey}),
        fixed_money=book.add_format({**base, **grey, **money}),
        text=book.add_format({**base, "locked": False, "text_wrap": True}),
        money=book.add_format({**base, **money, "locked": False}),
    )


def _write_head(page: Worksheet, sheet: Sheet, owner: Owner, formats: Formats) -> None:
    """What the file is about: read back and compared when it returns."""
    facts = (
        FORM,
        owner.code,
        sheet.edition.code,
        str(sheet.fiscal_year_be),
        sheet.round.value,
    )
    page.write_string(
        0, TITLE, f"รายงานผลการดำเนินงาน ปีงบประมาณ {sheet.fiscal_year_be}", formats.title
    )
    page.write_string(1, TITLE, f"{owner.name} · {ROUND_WORDS[sheet.round]}", formats.title)
    for column, text in enumerate(facts):
        page.write_string(2, column, text, formats.fixed)
    for column, (text, width) in enumerate(zip(headings(owner), _WIDTHS, strict=True)):
        page.write_string(FIRST_ROW - 1, column, text, formats.head)
        page.set_column(column, column, width)


def _write_row(page: Worksheet, at: int, row: SheetRow, formats: Formats) -> None:
    entry = row.entry
    fixed: Sequence[str] = (
        str(row.initiative_id),
        str(row.version),
        row.mission_code,
        str(row.number),
        KIND_WORDS[row.kind],
        row.title,
    )
    for column, text in enumerate(fixed):
        page.write_string(at, column, text, formats.fixed)
    _write_budget(page, at, PLANNED, row.planned, formats.fixed_money)
    # What is done is closed: its cells are protected like the plan's.
    text_format = formats.fixed if row.is_locked else formats.text
    money_format = formats.fixed_money if row.is_locked else formats.money
    _write_budget(page, at, ORDINANCE, entry.ordinance, money_format)
    disbursed = (
        Budget(BudgetState.UNSTATED) if entry.disbursed is None else Budget.of(entry.disbursed)
    )
    _write_budget(page, at, DISBURSED, disbursed, money_format)
    reason = "" if entry.cannot_reason is None else REASON_WORDS[entry.cannot_reason]
    for column, text in (
        (IN_ORDINANCE, ORDINANCE_WORDS[entry.in_ordinance]),
        (STATUS, STATUS_WORDS[entry.status]),
        (REASON, reason),
        (REASON_TEXT, entry.cannot_text),
        (NOTE, entry.note),
        (LINKS, " ".join(entry.evidence_links)),
    ):
        page.write_string(at, column, text, text_format)


def _write_budget(page: Worksheet, at: int, column: int, budget: Budget, style: Format) -> None:
    if budget.amount is not None:
        page.write_number(at, column, float(budget.amount), style)
    elif budget.state is BudgetState.NONE:
        page.write_string(at, column, "-", style)
    else:
        page.write_blank(at, column, None, style)


def _add_choices(page: Worksheet, last: int) -> None:
    for column, words in (
        (IN_ORDINANCE, ORDINANCE_WORDS.values()),
        (STATUS, STATUS_WORDS.values()),
        (REASON, REASON_WORDS.values()),
    ):
        page.data_validation(
            FIRST_ROW, column, last, column, {"validate": "list", "source": list(words)}
        )

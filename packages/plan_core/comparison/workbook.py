# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# (XlsxWriter types its optional arguments only in part.)
"""A comparison as a spreadsheet: real numbers, frozen panes, filters, source and time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from plan_core.comparison import picture, rules
from plan_core.comparison.answer import ComparedOrganisation, Comparison
from plan_core.comparison.picture import View
from plan_core.comparison.rules import CoverageLook, Timeliness
from plan_core.thai_text import to_thai_digits
from plan_core.values import Budget, BudgetState

Language = Literal["th", "en"]
Digits = Literal["thai", "arabic"]

THAI_DIGITS = "[$-D00041E]"
"""Excel shows a real number with Thai digits behind this locale."""

WORDS: dict[str, tuple[str, str]] = {
    "organisation": ("องค์กร", "Organisation"),
    "code": ("รหัส อปท.", "Code"),
    "district": ("อำเภอ", "District"),
    "timeliness": ("การส่งแผน", "Submission"),
    "days_late": ("ช้า (วัน)", "Days late"),
    "revision": ("ฉบับที่", "Revision"),
    "total": ("รวม", "Total"),
    "whole_area": ("รวมทั้งหมด", "Total"),
    "dimension": ("มิติที่", "Dimension"),
    "year": ("ปี", "FY"),
    "mission": ("ภารกิจ", "Mission"),
    "projects": ("โครงการ", "Projects"),
    "activities": ("กิจกรรม", "Activities"),
    "measures": ("มาตรการ", "Measures"),
    "guidelines": ("แนวปฏิบัติงาน", "Guidelines"),
    "look": ("สถานะ", "Look"),
    "amount": ("งบประมาณ (บาท)", "Budget (baht)"),
    "budgets": ("งบประมาณ", "Budgets"),
    "coverage": ("ความครอบคลุม", "Coverage"),
    "raw": ("ข้อมูลดิบ", "Raw data"),
    "source": ("ที่มา", "Source"),
    "source_text": (
        "Simiti (สี่มิติ): แผนฉบับล่าสุดที่แต่ละองค์กรส่งแล้ว",
        "Simiti: the latest plan that each organisation submitted",
    ),
    "demo": ("ข้อมูลสาธิต ไม่ใช่ข้อมูลจริง", "Demonstration data, not real"),
    "made_at": ("ข้อมูล ณ", "As of"),
    "unit": ("หน่วย: บาท", "Unit: baht"),
    "edition": ("กรอบ", "Edition"),
    "province": ("จังหวัด", "Province"),
    "years": ("ปีงบประมาณ", "Fiscal years"),
    "due_on": ("กำหนดส่ง", "Due"),
}
TIMELINESS: dict[Timeliness, tuple[str, str]] = {
    Timeliness.ON_TIME: ("ส่งทันกำหนด", "On time"),
    Timeliness.LATE: ("ส่งช้า", "Late"),
    Timeliness.MISSING: ("ยังไม่ส่ง (เลยกำหนด)", "Missing (overdue)"),
    Timeliness.AWAITED: ("ยังไม่ส่ง", "Not yet"),
}
LOOKS: dict[CoverageLook, tuple[str, str]] = {
    CoverageLook.NO_PLAN: ("ไม่มีแผน", "No plan"),
    CoverageLook.NOTHING_HERE: ("ไม่มีรายการ", "Nothing here"),
    CoverageLook.WITHOUT_MONEY: ("มีรายการ ไม่มีงบ", "Without money"),
    CoverageLook.WITH_MONEY: ("มีงบ", "With money"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How the reader sees it: words, digits, and the columns and order of the screen."""

    language: Language = "th"
    digits: Digits = "thai"
    view: View = "both"
    dimension_code: str | None = None
    sort: str = "name"
    is_grouped: bool = True

    def word(self, key: str) -> str:
        return WORDS[key][0 if self.language == "th" else 1]

    def pick(self, words: tuple[str, str]) -> str:
        return words[0 if self.language == "th" else 1]

    def number_format(self, pattern: str) -> str:
        return f"{THAI_DIGITS}{pattern}" if self.digits == "thai" else pattern

    def text(self, text: str) -> str:
        return to_thai_digits(text) if self.digits == "thai" else text


@dataclass(frozen=True, slots=True)
class Money:
    """Whole baht without decimals; where there are satang, both digits."""

    whole: Format
    exact: Format

    def fits(self, amount: Decimal) -> Format:
        return self.whole if amount == amount.to_integral_value() else self.exact


@dataclass(frozen=True, slots=True)
class Formats:
    head: Format
    text: Format
    money: Money
    count: Format
    total_text: Format
    total_money: Money


def make_workbook(comparison: Comparison, look: Look) -> bytes:
    """Four sheets: budgets, coverage, raw data, source."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        formats = _formats(book, look)
        _write_budgets(book.add_worksheet(look.word("budgets")), comparison, look, formats)
        _write_coverage(book.add_worksheet(look.word("coverage")), comparison, look, formats)
        _write_raw(book.add_worksheet(look.word("raw")), comparison, look, formats)
        _write_source(book.add_worksheet(look.word("source")), comparison, look, formats)
    return content.getvalue()


def _formats(book: Workbook, look: Look) -> Formats:
    base = {"font_name": "TH SarabunPSK", "font_size": 16, "valign": "vcenter"}
    whole = {"num_format": look.number_format("#,##0")}
    exact = {"num_format": look.number_format("#,##0.00")}
    total = {"bold": True, "top": 1, "bg_color": "#E4F1EA"}
    head = {"bold": True, "bg_color": "#0B5A43", "font_color": "#FFFFFF", "text_wrap": True}
    return Formats(
        head=book.add_format({**base, **head, "align": "center"}),
        text=book.add_format(base),
        money=Money(book.add_format({**base, **whole}), book.add_format({**base, **exact})),
        count=book.add_format({**base, **whole}),
        total_text=book.add_format({**base, **total}),
        total_money=Money(
            book.add_format({**base, **whole, **total}), book.add_format({**base, **exact, **total})
        ),
    )


def _write_budgets(sheet: Worksheet, comparison: Comparison, look: Look, formats: Formats) -> None:
    """Organisations × the columns that the screen shows, with the whole area below."""
    columns = picture.columns_of(comparison, look.view, look.dimension_code)
    heads = [look.word(key) for key in ("organisation", "district", "timeliness")]
    heads += [look.text(_head_of(column, look)) for column in columns]
    _begin(sheet, heads, formats, frozen_columns=1)
    lines = picture.in_order(comparison, columns, look.sort, is_grouped=look.is_grouped)
    for row, line in enumerate(lines, start=1):
        _write_texts(sheet, row, _names(line, look), formats.text)
        if line.has_plan:  # else nothing at all: an empty cell is not a zero
            for at, column in enumerate(columns, start=3):
                _write_budget(sheet, row, at, column.of(line.dimensions), formats.money)
    last = len(lines)
    _write_texts(sheet, last + 1, [look.word("whole_area"), "", ""], formats.total_text)
    whole = comparison.totals_by_dimension()
    for at, column in enumerate(columns, start=3):
        _write_budget(sheet, last + 1, at, column.of(whole), formats.total_money)
    sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)


def _head_of(column: picture.Column, look: Look) -> str:
    code, year = column.dimension_code, column.fiscal_year_be
    parts = [
        f"{look.word('dimension')} {code}" if code else look.word("total"),
        *([f"{look.word('year')} {year}"] if year else []),
    ]
    return " ".join(parts)


def _names(line: ComparedOrganisation, look: Look) -> list[str]:
    district = line.district.name_th if line.district else ""
    return [line.organisation.name_th, district, look.pick(TIMELINESS[line.timeliness])]


def _write_coverage(sheet: Worksheet, comparison: Comparison, look: Look, formats: Formats) -> None:
    """Organisations × missions: the number of rows, or the words for "no plan"."""
    missions = [mission.code for mission in comparison.edition.missions()]
    heads = [look.word("organisation"), look.word("district"), *map(look.text, missions)]
    _begin(sheet, heads, formats, frozen_columns=1)
    for row, line in enumerate(comparison.organisations, start=1):
        _write_texts(sheet, row, _names(line, look)[:2], formats.text)
        for column, covered in enumerate(line.coverage, start=2):
            if covered.look is CoverageLook.NO_PLAN:
                sheet.write_string(row, column, look.pick(LOOKS[covered.look]), formats.text)
            else:
                sheet.write_number(row, column, covered.counts.total, formats.count)
    sheet.autofilter(0, 0, max(len(comparison.organisations), 1), len(heads) - 1)


def _write_raw(sheet: Worksheet, comparison: Comparison, look: Look, formats: Formats) -> None:
    """One line per organisation and mission, for the reader's own sums."""
    keys = ("code", "organisation", "district", "timeliness", "days_late", "revision", "mission")
    heads = [look.word(key) for key in keys]
    heads += [look.word(key) for key in ("projects", "activities", "measures", "guidelines")]
    heads += [look.word("look"), look.word("amount")]
    _begin(sheet, heads, formats, frozen_columns=2)
    row = 0
    for line in comparison.organisations:
        for covered in line.coverage:
            row += 1
            name, district, timeliness = _names(line, look)
            texts = [line.organisation.code, name, district, timeliness]
            _write_texts(sheet, row, texts, formats.text)
            sheet.write_number(row, 4, line.days_late, formats.count)
            if line.revision_number is not None:
                sheet.write_number(row, 5, line.revision_number, formats.count)
            sheet.write_string(row, 6, covered.mission_code, formats.text)
            if line.has_plan:
                counts = covered.counts
                for column, count in enumerate(
                    (counts.projects, counts.activities, counts.measures, counts.guidelines),
                    start=7,
                ):
                    sheet.write_number(row, column, count, formats.count)
                _write_budget(sheet, row, 12, covered.budget, formats.money)
            sheet.write_string(row, 11, look.pick(LOOKS[covered.look]), formats.text)
    sheet.autofilter(0, 0, max(row, 1), len(heads) - 1)


def _write_source(sheet: Worksheet, comparison: Comparison, look: Look, formats: Formats) -> None:
    made_at = comparison.made_at.astimezone(rules.BANGKOK)
    facts = [
        (look.word("source"), look.word("source_text")),
        (look.word("province"), comparison.province.name_th),
        (look.word("district"), comparison.district.name_th if comparison.district else "-"),
        (look.word("edition"), look.text(comparison.edition.title)),
        (look.word("years"), look.text(", ".join(map(str, comparison.fiscal_years)))),
        (look.word("due_on"), look.text(_thai_day(comparison))),
        (
            look.word("made_at"),
            look.text(f"{made_at:%d/%m}/{made_at.year + 543} {made_at:%H:%M} (UTC+7)"),
        ),
        (look.word("unit"), ""),
    ]
    if any(line.organisation.is_demo for line in comparison.organisations):
        facts.insert(0, (look.word("demo"), ""))
    for row, texts in enumerate(facts):
        _write_texts(sheet, row, texts, formats.text)
    sheet.set_column(0, 1, 40)


def _thai_day(comparison: Comparison) -> str:
    due_on = comparison.due_on
    return "-" if due_on is None else f"{due_on:%d/%m}/{due_on.year + 543}"


def _begin(sheet: Worksheet, heads: Sequence[str], formats: Formats, frozen_columns: int) -> None:
    _write_texts(sheet, 0, heads, formats.head)
    sheet.set_row(0, 48)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, len(heads) - 1, 16)
    sheet.freeze_panes(1, frozen_columns)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _write_budget(sheet: Worksheet, row: int, column: int, budget: Budget, style: Money) -> None:
    """A real number for an amount, `-` for no budget needed, an empty cell for not stated."""
    if budget.amount is not None:
        sheet.write_number(row, column, float(budget.amount), style.fits(budget.amount))
    elif budget.state is BudgetState.NONE:
        sheet.write_string(row, column, "-", style.whole)
    else:
        sheet.write_blank(row, column, None, style.whole)


def _write_texts(sheet: Worksheet, row: int, texts: Sequence[str], style: Format) -> None:
    """Always as text: a name that begins with = stays a name."""
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, style)

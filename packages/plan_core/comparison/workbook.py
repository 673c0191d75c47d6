# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# (XlsxWriter types its optional arguments only in part.)
"""A comparison as a spreadsheet: real numbers, frozen panes, filters, source and time."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from plan_core.comparison import picture
from plan_core.comparison.answer import ComparedOrganisation, Comparison
from plan_core.comparison.picture import View
from plan_core.comparison.rules import CoverageLook, Timeliness
from plan_core.comparison.sheet_parts import (
    Formats,
    Reading,
    begin,
    formats_of,
    make_book,
    write_budget,
    write_source,
    write_texts,
)

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
    "source_text": (
        "Simiti (สี่มิติ): แผนฉบับล่าสุดที่แต่ละองค์กรส่งแล้ว",
        "Simiti: the latest plan that each organisation submitted",
    ),
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
class Look(Reading):
    """How the reader sees it: words, digits, and the columns and order of the screen."""

    view: View = "both"
    dimension_code: str | None = None
    sort: str = "name"
    is_grouped: bool = True

    def word(self, key: str) -> str:
        return WORDS[key][0 if self.language == "th" else 1]


def make_workbook(comparison: Comparison, look: Look) -> bytes:
    """Four sheets: budgets, coverage, raw data, source."""

    def fill(book: Workbook) -> None:
        formats = formats_of(book, look)
        _write_budgets(book.add_worksheet(look.word("budgets")), comparison, look, formats)
        _write_coverage(book.add_worksheet(look.word("coverage")), comparison, look, formats)
        _write_raw(book.add_worksheet(look.word("raw")), comparison, look, formats)
        write_source(
            book,
            look,
            formats,
            WORDS["source_text"],
            comparison.made_at,
            [
                (WORDS["province"], comparison.province.name_th),
                (
                    WORDS["district"],
                    comparison.district.name_th if comparison.district else "-",
                ),
                (WORDS["edition"], look.text(comparison.edition.title)),
                (WORDS["years"], look.text(", ".join(map(str, comparison.fiscal_years)))),
                (WORDS["due_on"], look.day(comparison.due_on)),
                (WORDS["unit"], ""),
            ],
            is_demo=any(line.organisation.is_demo for line in comparison.organisations),
        )

    return make_book(fill)


def _write_budgets(sheet: Worksheet, comparison: Comparison, look: Look, formats: Formats) -> None:
    """Organisations × the columns that the screen shows, with the whole area below."""
    columns = picture.columns_of(comparison, look.view, look.dimension_code)
    heads = [look.word(key) for key in ("organisation", "district", "timeliness")]
    heads += [look.text(_head_of(column, look)) for column in columns]
    begin(sheet, heads, formats, frozen_columns=1)
    lines = picture.in_order(comparison, columns, look.sort, is_grouped=look.is_grouped)
    for row, line in enumerate(lines, start=1):
        write_texts(sheet, row, _names(line, look), formats.text)
        if line.has_plan:  # else nothing at all: an empty cell is not a zero
            for at, column in enumerate(columns, start=3):
                write_budget(sheet, row, at, column.of(line.dimensions), formats.money)
    last = len(lines)
    write_texts(sheet, last + 1, [look.word("whole_area"), "", ""], formats.total_text)
    whole = comparison.totals_by_dimension()
    for at, column in enumerate(columns, start=3):
        write_budget(sheet, last + 1, at, column.of(whole), formats.total_money)
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
    begin(sheet, heads, formats, frozen_columns=1)
    for row, line in enumerate(comparison.organisations, start=1):
        write_texts(sheet, row, _names(line, look)[:2], formats.text)
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
    begin(sheet, heads, formats, frozen_columns=2)
    row = 0
    for line in comparison.organisations:
        for covered in line.coverage:
            row += 1
            name, district, timeliness = _names(line, look)
            texts = [line.organisation.code, name, district, timeliness]
            write_texts(sheet, row, texts, formats.text)
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
                write_budget(sheet, row, 12, covered.budget, formats.money)
            sheet.write_string(row, 11, look.pick(LOOKS[covered.look]), formats.text)
    sheet.autofilter(0, 0, max(row, 1), len(heads) - 1)

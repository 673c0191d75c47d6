# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# (XlsxWriter types its optional arguments only in part.)
"""A comparison as a spreadsheet: real numbers, frozen panes, filters, source and time."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from plan_core.comparison import budgets_sheet
from plan_core.comparison.answer import ComparedOrganisation, Comparison
from plan_core.comparison.budget_table import BudgetTable
from plan_core.comparison.rules import CoverageLook
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
from plan_core.comparison.words import LOOKS, TIMELINESS, WORDS


def make_workbook(table: BudgetTable, look: Reading) -> bytes:
    """Five sheets: budgets as they are shown, how they were made, coverage, raw data, source."""
    comparison, shown = table.comparison, table.shown

    def fill(book: Workbook) -> None:
        formats = formats_of(book, look)
        budgets_sheet.write_budgets(book, table, look, formats)
        budgets_sheet.write_making(book, table, look, formats)
        _write_coverage(book, comparison, look, formats)
        _write_raw(book, comparison, look, formats)
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
                *budgets_sheet.choices_of(shown, look),
            ],
            is_demo=any(line.organisation.is_demo for line in comparison.organisations),
        )

    return make_book(fill)


def _names(line: ComparedOrganisation, look: Reading) -> list[str]:
    district = line.district.name_th if line.district else ""
    return [line.organisation.name_th, district, look.pick(TIMELINESS[line.timeliness])]


def _write_coverage(
    book: Workbook, comparison: Comparison, look: Reading, formats: Formats
) -> None:
    """Organisations × missions: the number of rows, or the words for "no plan"."""
    sheet = book.add_worksheet(look.pick(WORDS["coverage"]))
    missions = [mission.code for mission in comparison.edition.missions()]
    heads = [
        look.pick(WORDS["organisation"]),
        look.pick(WORDS["district"]),
        *map(look.text, missions),
    ]
    begin(sheet, heads, formats, frozen_columns=1)
    for row, line in enumerate(comparison.organisations, start=1):
        write_texts(sheet, row, _names(line, look)[:2], formats.text)
        for column, covered in enumerate(line.coverage, start=2):
            if covered.look is CoverageLook.NO_PLAN:
                sheet.write_string(row, column, look.pick(LOOKS[covered.look]), formats.text)
            else:
                sheet.write_number(row, column, covered.counts.total, formats.count)
    sheet.autofilter(0, 0, max(len(comparison.organisations), 1), len(heads) - 1)


def _write_raw(book: Workbook, comparison: Comparison, look: Reading, formats: Formats) -> None:
    """One line per organisation and mission, for the reader's own sums."""
    sheet = book.add_worksheet(look.pick(WORDS["raw"]))
    keys = ("code", "organisation", "district", "timeliness", "days_late", "revision", "mission")
    heads = [look.pick(WORDS[key]) for key in keys]
    heads += [look.pick(WORDS[key]) for key in ("projects", "activities", "measures", "guidelines")]
    heads += [look.pick(WORDS["look"]), look.pick(WORDS["amount"])]
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

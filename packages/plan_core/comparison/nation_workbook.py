# pyright: reportMissingTypeStubs=false
"""The provinces side by side as a spreadsheet: budgets, coverage, raw data, source."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from plan_core.comparison.nation import ComparedProvince, Nation
from plan_core.comparison.sheet_parts import (
    Cell,
    Reading,
    Table,
    Words,
    formats_of,
    make_book,
    write_source,
    write_table,
)
from plan_core.comparison.words import WORDS
from plan_core.plans.totals import add_budgets

_COUNTS: tuple[Words, ...] = (
    ("อปท.", "Organisations"),
    ("ส่งแล้ว", "Submitted"),
    ("ส่งช้า", "Late"),
    ("ยังไม่ส่ง (เลยกำหนด)", "Missing (overdue)"),
)


def make_workbook(found: Nation, look: Reading) -> bytes:
    def fill(book: Workbook) -> None:
        formats = formats_of(book, look)
        for table in (_budgets(found), _coverage(found), _raw(found)):
            write_table(book, table, look, formats)
        write_source(
            book,
            look,
            formats,
            WORDS["source_text"],
            found.made_at,
            [
                (WORDS["edition"], look.text(found.edition.title)),
                (WORDS["years"], look.text(", ".join(map(str, found.fiscal_years)))),
                (WORDS["unit"], ""),
            ],
            is_demo=False,
        )

    return make_book(fill)


def _name(line: ComparedProvince) -> str:
    return WORDS["whole_area"][0] if line.province is None else line.province.name_th


def _budgets(found: Nation) -> Table:
    def cells(line: ComparedProvince) -> list[Cell]:
        years = line.years(found.fiscal_years)
        by_dimension = [one.total for one in line.dimensions]
        return [
            _name(line),
            line.organisations,
            line.submitted,
            line.late,
            line.missing,
            *by_dimension,
            *years.values(),
            add_budgets(years.values()),
        ]

    heads = [
        WORDS["province"],
        *_COUNTS,
        *((f"มิติที่ {one.code}", f"Dimension {one.code}") for one in found.edition.dimensions),
        *((f"ปี {year}", f"FY {year}") for year in found.fiscal_years),
        WORDS["total"],
    ]
    return Table(
        WORDS["budgets"], heads, [cells(one) for one in found.provinces], cells(found.total)
    )


def _coverage(found: Nation) -> Table:
    heads = [WORDS["province"], _COUNTS[1]]
    heads += [(one.code, one.code) for one in found.edition.missions()]

    def cells(line: ComparedProvince) -> list[Cell]:
        return [_name(line), line.submitted, *(one.organisations for one in line.covered)]

    lines = [cells(one) for one in found.provinces]
    return Table(WORDS["coverage"], heads, lines, cells(found.total))


def _raw(found: Nation) -> Table:
    heads = [("รหัสจังหวัด", "Province code"), WORDS["province"], WORDS["dimension"]]
    heads += [("ปีงบประมาณ", "Fiscal year"), WORDS["amount"]]
    lines: list[list[Cell]] = [
        [line.province.code, line.province.name_th, dimension.dimension_code, year, budget]
        for line in found.provinces
        if line.province is not None
        for dimension in line.dimensions
        for year, budget in dimension.years.items()
    ]
    return Table(WORDS["raw"], heads, lines, frozen_columns=2)

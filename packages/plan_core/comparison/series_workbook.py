# pyright: reportMissingTypeStubs=false
"""Budgets across editions as a spreadsheet: by dimension, by place, the crosswalk, source."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from plan_core.comparison.series import Figures, Series
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

_NO_COUNTERPART: Words = ("ไม่มีที่เทียบ", "No counterpart")


def make_workbook(found: Series, look: Reading) -> bytes:
    """A year that no edition or no plan covers is an empty cell; `-` is what plans say."""

    def fill(book: Workbook) -> None:
        formats = formats_of(book, look)
        for table in (_dimensions(found, look), _places(found, look), _crosswalk(found, look)):
            write_table(book, table, look, formats)
        write_source(
            book,
            look,
            formats,
            WORDS["source_text"],
            found.made_at,
            [
                (WORDS["province"], found.province.name_th if found.province else "-"),
                (WORDS["district"], found.district.name_th if found.district else "-"),
                (WORDS["edition"], look.text(found.editions[-1].title)),
                (WORDS["unit"], ""),
            ],
            is_demo=any(one.organisation and one.organisation.is_demo for one in found.places),
        )

    return make_book(fill)


def _years(found: Series) -> list[Words]:
    return [
        (f"ปี {one.fiscal_year_be}", f"FY {one.fiscal_year_be}")
        if one.edition_code is not None
        else (f"ปี {one.fiscal_year_be} (ไม่มีกรอบ)", f"FY {one.fiscal_year_be} (no edition)")
        for one in found.years
    ]


def _cells(figures: Figures) -> list[Cell]:
    return list(figures)


def _dimensions(found: Series, look: Reading) -> Table:
    heads: list[Words] = [
        ("ฉบับ", "Edition"),
        ("รหัส", "Code"),
        ("ชื่อ", "Title"),
        *_years(found),
    ]
    last = found.editions[-1].code
    lines: list[list[Cell]] = [
        [last, look.text(one.code), one.title, *_cells(one.figures)] for one in found.dimensions
    ]
    lines += [
        [
            one.mission.edition.code,
            look.text(one.mission.mission.code),
            f"{one.mission.mission.title} ({look.pick(_NO_COUNTERPART)})",
            *_cells(one.figures),
        ]
        for one in found.unmapped
    ]
    total: list[Cell] = [look.pick(WORDS["total"]), "", "", *_cells(found.total)]
    return Table(WORDS["budgets"], heads, lines, total, frozen_columns=3)


def _places(found: Series, look: Reading) -> Table:
    heads: list[Words] = [
        ("รหัส", "Code"),
        WORDS["province"] if found.province is None else WORDS["organisation"],
        *_years(found),
    ]
    lines: list[list[Cell]] = []
    for one in found.places:
        place = one.province or one.organisation
        if place is not None:
            lines.append([place.code, place.name_th, *_cells(one.figures)])
    total: list[Cell] = ["", look.pick(WORDS["total"]), *_cells(found.total)]
    return Table(("รายพื้นที่", "By place"), heads, lines, total, frozen_columns=2)


def _crosswalk(found: Series, look: Reading) -> Table:
    heads: list[Words] = [
        ("ฉบับเดิม", "Earlier edition"),
        ("พันธกิจเดิม", "Mission there"),
        ("ชื่อเดิม", "Title there"),
        ("ฉบับใหม่", "Last edition"),
        ("รหัสใหม่", "Code there"),
        ("ชื่อใหม่", "Title there"),
    ]
    last = found.editions[-1]
    lines: list[list[Cell]] = [
        [
            one.edition.code,
            look.text(one.mission.code),
            one.mission.title,
            last.code,
            look.text(one.code) if one.code else look.pick(_NO_COUNTERPART),
            (last.find_title(one.code) if one.code else None) or "",
        ]
        for one in found.followed
    ]
    return Table(("ตารางเทียบฉบับ", "Crosswalk"), heads, lines, frozen_columns=2)

# pyright: reportMissingTypeStubs=false
"""An area's progress as a spreadsheet: by year, by report, and by dimension."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from plan_core.comparison.progress import AreaProgress, ProgressLine
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
from plan_core.comparison.submissions_workbook import ROUNDS
from plan_core.comparison.words import WORDS
from plan_core.reporting.rules import ReportFlag
from plan_core.values import thai_day

_W = WORDS
_ORGANISATION: tuple[Words, ...] = (_W["code"], _W["organisation"], _W["district"])
_YEAR: Words = ("ปีงบประมาณ", "Fiscal year")
_MONEY: tuple[Words, ...] = (
    ("งบประมาณตามแผน (บาท)", "Planned (baht)"),
    ("เบิกจ่าย (บาท)", "Disbursed (baht)"),
)
_COUNTS: tuple[Words, ...] = (
    ("แล้วเสร็จ", "Done"),
    ("อยู่ระหว่างดำเนินการ", "In progress"),
    ("ไม่สามารถดำเนินการได้", "Cannot"),
    ("ยังไม่รายงาน", "Not reported on"),
    ("ไม่นับ (ไม่สอดคล้อง)", "Left out"),
)
FLAGS: dict[ReportFlag, Words] = {
    ReportFlag.GREEN: ("ดี", "Good"),
    ReportFlag.ORANGE: ("ควรเร่ง", "Hurry"),
    ReportFlag.RED: ("ต้องปรับปรุง", "Must improve"),
}


def make_workbook(found: AreaProgress, look: Reading) -> bytes:
    """Four sheets: reports, dimensions, years, source."""

    def fill(book: Workbook) -> None:
        formats = formats_of(book, look)
        for table in (_reports(found, look), _dimensions(found, look), _years(found, look)):
            write_table(book, table, look, formats)
        write_source(
            book,
            look,
            formats,
            ("Simiti (สี่มิติ): รายงานผลที่ส่งแล้ว", "Simiti: submitted reports"),
            found.made_at,
            [
                (_W["province"], found.province.name_th),
                (_W["district"], found.district.name_th if found.district else "-"),
                (_W["edition"], look.text(found.edition.title)),
            ],
            is_demo=any(line.organisation.is_demo for line in found.lines),
        )

    return make_book(fill)


def _names(line: ProgressLine) -> list[Cell]:
    district = line.district.name_th if line.district else ""
    return [line.organisation.code, line.organisation.name_th, district]


def _reports(found: AreaProgress, look: Reading) -> Table:
    heads = [
        *_ORGANISATION,
        _YEAR,
        ("รอบ", "Round"),
        ("ส่งเมื่อ", "Submitted"),
        ("คะแนน", "Score"),
        ("ระดับ", "Flag"),
        *_COUNTS,
        *_MONEY,
    ]
    lines: list[list[Cell]] = [
        [
            *_names(line),
            look.text(str(one.fiscal_year_be)),
            look.text(look.pick(ROUNDS[one.round])),
            thai_day(one.submitted_at),
            one.score,
            look.pick(FLAGS[one.flag]) if one.flag else None,
            one.done,
            one.in_progress,
            one.cannot,
            one.none_yet,
            one.left_out,
            one.planned,
            one.disbursed,
        ]
        for line in found.lines
        for one in line.years
    ]
    return Table(("รายงานล่าสุดของแต่ละปี", "Newest reports"), heads, lines, frozen_columns=2)


def _dimensions(found: AreaProgress, look: Reading) -> Table:
    heads = [
        *_ORGANISATION,
        _YEAR,
        ("มิติ", "Dimension"),
        *_MONEY,
        ("คะแนนประเมินตนเอง", "Own score"),
        ("คะแนนจังหวัด", "Province's score"),
        ("คะแนนส่วนกลาง", "Central score"),
        ("ต่างจากจังหวัด", "Against province"),
        ("ต่างจากส่วนกลาง", "Against central"),
    ]
    lines: list[list[Cell]] = [
        [
            *_names(line),
            look.text(str(one.fiscal_year_be)),
            look.text(part.dimension_code),
            part.planned,
            part.disbursed,
            part.self_score,
            part.province_score,
            part.central_score,
            part.against_province,
            part.against_central,
        ]
        for line in found.lines
        for one in line.years
        for part in one.dimensions
    ]
    return Table(("รายมิติ", "By dimension"), heads, lines, frozen_columns=2)


def _years(found: AreaProgress, look: Reading) -> Table:
    heads = [
        _YEAR,
        ("หน่วยงานที่รายงาน", "Reported"),
        *(FLAGS[flag] for flag in ReportFlag),
        *_COUNTS,
        *_MONEY,
    ]
    lines: list[list[Cell]] = [
        [
            look.text(str(one.fiscal_year_be)),
            one.reported,
            one.green,
            one.orange,
            one.red,
            one.done,
            one.in_progress,
            one.cannot,
            one.none_yet,
            one.left_out,
            one.planned,
            one.disbursed,
        ]
        for one in found.by_year()
    ]
    return Table(("รายปี", "By year"), heads, lines)

# pyright: reportMissingTypeStubs=false
"""What looks odd in an area's plans as a spreadsheet: outliers, and rows that several share."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from plan_core.comparison.quality import Quality
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
from plan_core.values import Severity

_W = WORDS
SEVERITIES: dict[Severity, Words] = {
    Severity.CRITICAL: ("ร้ายแรง", "Critical"),
    Severity.ERROR: ("ผิดพลาด", "Error"),
    Severity.WARNING: ("ควรตรวจ", "Check"),
}
_ORGANISATION: tuple[Words, ...] = (_W["code"], _W["organisation"], _W["district"])


def make_workbook(found: Quality, look: Reading) -> bytes:
    """Five sheets: findings by rule, the same in rows, outliers, duplicates row by row, source."""

    def fill(book: Workbook) -> None:
        formats = formats_of(book, look)
        write_table(book, _matrix(found, look), look, formats)
        write_table(book, _findings(found, look), look, formats)
        write_table(book, _outliers(found, look), look, formats)
        write_table(book, _duplicates(found, look), look, formats)
        write_source(
            book,
            look,
            formats,
            ("Simiti (สี่มิติ): แผนที่ส่งแล้ว", "Simiti: submitted plans"),
            found.made_at,
            [
                (_W["province"], found.province.name_th),
                (_W["district"], found.district.name_th if found.district else "-"),
                (_W["edition"], look.text(found.edition.title)),
            ],
            is_demo=any(line.organisation.is_demo for line in found.lines),
        )

    return make_book(fill)


def _names(found: Quality) -> dict[int, list[Cell]]:
    return {
        tenant_id: [
            line.organisation.code,
            line.organisation.name_th,
            line.district.name_th if line.district else "",
        ]
        for tenant_id, line in found.by_tenant().items()
    }


def _matrix(found: Quality, look: Reading) -> Table:
    """Organisations × rules; an empty cell is of a plan that was not submitted or not checked."""
    names, rules = _names(found), found.rules()
    states: dict[str, Words] = {
        "checked": ("ตรวจแล้ว", "Checked"),
        "before": ("ส่งก่อนเริ่มเก็บผลตรวจ", "Submitted before this was kept"),
        "none": ("ยังไม่ส่ง", "Not submitted"),
    }
    heads: list[Words] = [*_ORGANISATION, ("สถานะ", "State"), *(one.title for one in rules)]
    lines: list[list[Cell]] = []
    for line in found.lines:
        counts = {one.code: 0 for one in rules}
        for one in line.rules or ():
            counts[one.code] += one.count
        state = "none" if line.rollup is None else "before" if line.rules is None else "checked"
        figures: list[Cell] = [None if line.rules is None else n for n in counts.values()]
        lines.append([*names[line.organisation.id], look.pick(states[state]), *figures])
    return Table(("ข้อสังเกตตามกฎ", "Findings by rule"), heads, lines, frozen_columns=2)


def _findings(found: Quality, look: Reading) -> Table:
    names = _names(found)
    titles = {one.code: one.title for one in found.rules()}
    heads: list[Words] = [
        *_ORGANISATION,
        ("ข้อสังเกต", "Finding"),
        ("รหัส", "Code"),
        ("ระดับ", "Severity"),
        ("จำนวน", "Places"),
        ("ชี้แจงแล้ว", "Explained"),
    ]
    lines: list[list[Cell]] = [
        [
            *names[line.organisation.id],
            look.pick(titles[one.code]),
            one.code,
            look.pick(SEVERITIES[one.severity]),
            one.count,
            one.explained,
        ]
        for line in found.lines
        for one in line.rules or ()
    ]
    return Table(("ข้อมูลดิบข้อสังเกต", "Raw findings"), heads, lines, frozen_columns=2)


def _outliers(found: Quality, look: Reading) -> Table:
    names = _names(found)
    heads: list[Words] = [
        *_ORGANISATION,
        ("มิติ", "Dimension"),
        ("ปีงบประมาณ", "Fiscal year"),
        ("งบประมาณ (บาท)", "Budget (baht)"),
        ("เทียบกับกลุ่ม", "Against peers"),
        ("ค่ากลางของกลุ่ม (บาท)", "Median of peers (baht)"),
        ("ช่วงปกติ ตั้งแต่ (บาท)", "Usual from (baht)"),
        ("ช่วงปกติ ถึง (บาท)", "Usual to (baht)"),
        ("ห่างจากค่ากลาง (เท่า)", "Times from the median"),
        ("จำนวนหน่วยงานในกลุ่ม", "Peers"),
    ]
    lines: list[list[Cell]] = [
        [
            *names[one.tenant_id],
            look.text(one.dimension_code),
            look.text(str(one.fiscal_year_be)),
            one.amount,
            look.pick(("สูงกว่าปกติ", "Higher") if one.is_high else ("ต่ำกว่าปกติ", "Lower")),
            one.median,
            one.low,
            one.high,
            one.times,
            one.peers,
        ]
        for one in found.outliers
    ]
    return Table(("งบประมาณต่างจากกลุ่ม", "Outliers"), heads, lines, frozen_columns=2)


def _duplicates(found: Quality, look: Reading) -> Table:
    names = _names(found)
    heads: list[Words] = [
        *_ORGANISATION,
        ("กลุ่มที่", "Group"),
        ("ชื่อเหมือนกันทุกแห่ง", "Same title"),
        ("พันธกิจ", "Mission"),
        ("ลำดับ", "Number"),
        ("รายการ", "Title"),
        ("งบประมาณรวมทุกปี (บาท)", "Budget of all years (baht)"),
    ]
    yes, no = look.pick(("ใช่", "Yes")), look.pick(("คล้ายกัน", "Alike"))
    lines: list[list[Cell]] = [
        [
            *names[row.tenant_id],
            at,
            yes if one.is_same else no,
            look.text(row.mission_code),
            row.number,
            row.title,
            one.total,
        ]
        for at, one in enumerate(found.duplicates, start=1)
        for row in one.rows
    ]
    return Table(("รายการซ้ำข้ามหน่วยงาน", "Shared rows"), heads, lines, frozen_columns=2)

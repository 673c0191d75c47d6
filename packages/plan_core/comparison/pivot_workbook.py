# pyright: reportMissingTypeStubs=false
"""A pivot as a spreadsheet: the table that is shown, all its figures as raw data, the source."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from plan_core.comparison.pivot import Pivot
from plan_core.comparison.pivot_rules import Figure, Label, Line, PivotAxis, PivotValue
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
from plan_core.values import Budget

AXES: dict[PivotAxis, Words] = {
    PivotAxis.ORGANISATION: ("อปท.", "Organisation"),
    PivotAxis.DISTRICT: ("อำเภอ", "District"),
    PivotAxis.ORGANISATION_KIND: ("ประเภท อปท.", "Kind of organisation"),
    PivotAxis.TIMELINESS: ("การส่งแผน", "Timeliness"),
    PivotAxis.DIMENSION: ("มิติ", "Dimension"),
    PivotAxis.MISSION: ("ภารกิจ", "Mission"),
    PivotAxis.KIND: ("ประเภทรายการ", "Kind of item"),
    PivotAxis.FISCAL_YEAR: ("ปีงบประมาณ", "Fiscal year"),
}
VALUES: dict[PivotValue, Words] = {
    PivotValue.BUDGET: ("งบประมาณ (บาท)", "Budget (baht)"),
    PivotValue.SHARE: ("ร้อยละของงบประมาณทั้งตาราง", "Share of the table's budget (%)"),
    PivotValue.PER_INITIATIVE: ("งบประมาณต่อรายการ (บาท)", "Budget per item (baht)"),
    PivotValue.INITIATIVES: ("จำนวนรายการ", "Items"),
    PivotValue.WITH_MONEY: ("รายการที่มีงบประมาณ", "Items with money"),
    PivotValue.ORGANISATIONS: ("จำนวน อปท.", "Organisations"),
}
_KEYS: dict[str, Words] = {
    "": ("ไม่สังกัดอำเภอ", "No district"),
    "SAO": ("อบต.", "OrBorTor"),
    "TOWN_SUBDISTRICT": ("เทศบาลตำบล", "Subdistrict municipality"),
    "TOWN": ("เทศบาลเมือง", "Town municipality"),
    "CITY": ("เทศบาลนคร", "City municipality"),
    "PAO": ("อบจ.", "Provincial organisation"),
    "SPECIAL": ("พิเศษ", "Special"),
    "ON_TIME": ("ทันกำหนด", "On time"),
    "LATE": ("ส่งช้า", "Late"),
    "PROJECT": ("โครงการ", "Project"),
    "ACTIVITY": ("กิจกรรม", "Activity"),
    "MEASURE": ("มาตรการ", "Measure"),
    "GUIDELINE": ("แนวปฏิบัติงาน", "Guideline"),
}
_SUM: Words = ("รวม", "Total")
_WHOLE: Words = ("รวมทั้งหมด", "Whole table")


def make_workbook(found: Pivot, look: Reading) -> bytes:
    def fill(book: Workbook) -> None:
        formats = formats_of(book, look)
        for table in (_shown(found, look), _raw(found, look)):
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
                (VALUES[found.definition.value], ""),
            ],
            is_demo=False,
        )

    return make_book(fill)


def _label(label: Label, look: Reading) -> str:
    if label.name:
        return label.name
    return look.pick(_KEYS[label.key]) if label.key in _KEYS else look.text(label.key)


def _shown(found: Pivot, look: Reading) -> Table:
    """Exactly the chosen value, in the order that is shown; the whole table is the last line."""
    wanted = found.definition
    value = wanted.value
    heads = [AXES[axis] for axis in wanted.rows]
    heads += [(name, name) for name in (_label(one, look) for one in found.columns)]
    heads.append(_SUM if found.columns else VALUES[value])
    if not found.lines:
        return Table(("ตาราง", "Table"), heads, [], frozen_columns=len(wanted.rows))
    whole = found.lines[0].total

    def cells(line: Line) -> list[Cell]:
        names: list[Cell] = [_label(one, look) for one in line.labels]
        names += [look.pick(_SUM)] * (len(wanted.rows) - len(names))
        return [*names, *(_cell(one, value, whole) for one in (*line.cells, line.total))]

    total = [look.pick(_WHOLE), *cells(found.lines[0])[1:]]
    return Table(
        ("ตาราง", "Table"),
        heads,
        [cells(line) for line in found.lines[1:]],
        total,
        frozen_columns=len(wanted.rows),
    )


def _cell(figure: Figure | None, value: PivotValue, whole: Figure) -> Cell:
    return None if figure is None else figure.says(value, whole)


def _raw(found: Pivot, look: Reading) -> Table:
    """Only cells, no sums: what is distinct cannot be added up."""
    wanted = found.definition
    axes = [*wanted.rows, *([wanted.columns] if wanted.columns else [])]
    values = (PivotValue.INITIATIVES, PivotValue.WITH_MONEY, PivotValue.ORGANISATIONS)
    heads = [AXES[axis] for axis in axes]
    heads += [*(VALUES[value] for value in values), ("สถานะ", "State"), VALUES[PivotValue.BUDGET]]
    lines: list[list[Cell]] = []
    for line in found.lines:
        if len(line.labels) < len(wanted.rows):
            continue
        pairs: list[tuple[Label | None, Figure | None]] = (
            [*zip(found.columns, line.cells, strict=True)]
            if wanted.columns
            else [(None, line.total)]
        )
        for column, figure in pairs:
            if figure is not None:
                names = [*line.labels, *([column] if column else [])]
                budget: Budget = figure.budget
                lines.append(
                    [
                        *(_label(one, look) for one in names),
                        figure.initiatives,
                        figure.with_money,
                        figure.organisations,
                        budget.state.value,
                        budget,
                    ]
                )
    return Table(WORDS["raw"], heads, lines, frozen_columns=len(wanted.rows))

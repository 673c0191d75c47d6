# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# (XlsxWriter types its optional arguments only in part.)
"""The budget comparison's two sheets: the table as it is shown, and how each figure was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from plan_core.comparison.budget_table import (
    Against,
    BudgetTable,
    Cell,
    Group,
    Grouping,
    Line,
    Shown,
    is_only_one,
)
from plan_core.comparison.figures import BudgetMeasure, Change, ChangeLook, Figure, FigureLook
from plan_core.comparison.picture import Column
from plan_core.comparison.sheet_parts import (
    Cell as TableCell,
)
from plan_core.comparison.sheet_parts import (
    Formats,
    Money,
    Reading,
    Table,
    Words,
    begin,
    write_table,
    write_texts,
)
from plan_core.comparison.words import TIMELINESS, WORDS
from plan_core.places import rules as places
from plan_core.values import OrganisationKind

MEASURES: dict[BudgetMeasure, Words] = {
    BudgetMeasure.AMOUNT: ("งบประมาณ (บาท)", "Budget (baht)"),
    BudgetMeasure.SHARE: ("สัดส่วนของงบประมาณรวม (%)", "Share of the own total (%)"),
    BudgetMeasure.PER_INITIATIVE: ("บาทต่อรายการ", "Baht per initiative"),
    BudgetMeasure.PER_HEAD: ("บาทต่อคน", "Baht per head"),
}
AGAINST: dict[Against, Words] = {
    Against.YEAR_BEFORE: ("เทียบกับปีก่อนหน้า", "Against the year before"),
    Against.REVISION_BEFORE: ("เทียบกับฉบับก่อนหน้า", "Against the revision before"),
    Against.FIRST_REVISION: ("เทียบกับฉบับแรก", "Against the first revision"),
}
GROUPINGS: dict[Grouping, Words] = {
    Grouping.NONE: ("ไม่จัดกลุ่ม", "None"),
    Grouping.DISTRICT: ("อำเภอ", "District"),
    Grouping.KIND: ("ประเภท อปท.", "Kind"),
    Grouping.DISTRICT_AND_KIND: ("อำเภอและประเภท อปท.", "District and kind"),
}
FIGURES: dict[FigureLook, Words] = {
    FigureLook.VALUE: ("มีตัวเลข", "A figure"),
    FigureLook.NONE: ("ไม่ใช้งบประมาณ", "No budget needed"),
    FigureLook.UNSTATED: ("ไม่ระบุ", "Not stated"),
    FigureLook.NO_ROWS: ("ไม่มีรายการ", "No initiatives"),
    FigureLook.UNKNOWN: ("ไม่ทราบตัวหาร", "Nothing to divide by"),
}
CHANGES: dict[ChangeLook, Words] = {
    ChangeLook.UP: ("เพิ่ม", "Up"),
    ChangeLook.DOWN: ("ลด", "Down"),
    ChangeLook.SAME: ("เท่าเดิม", "Same"),
    ChangeLook.FROM_ZERO: ("เพิ่มจากศูนย์", "Up from zero"),
    ChangeLook.BEGAN: ("เริ่มใช้งบ", "Begins"),
    ChangeLook.ENDED: ("เลิกใช้งบ", "Ends"),
    ChangeLook.NOTHING: ("ไม่ใช้งบทั้งสองครั้ง", "No budget in both"),
    ChangeLook.INCOMPARABLE: ("เทียบไม่ได้", "Cannot be compared"),
}
ONLY_ONE: Words = ("มีฉบับเดียว", "Only one revision")
_CHANGE: Words = ("เปลี่ยน", "change")
_PERCENT: Words = ("เปลี่ยน (%)", "change (%)")


@dataclass(frozen=True, slots=True)
class _Style:
    text: Format
    money: Money


def choices_of(shown: Shown, look: Reading) -> list[tuple[Words, str]]:
    """For the sheet of sources: what the reader chose to see."""
    return [
        (("แสดง", "Shown"), look.pick(MEASURES[shown.measure])),
        (("เทียบ", "Compared"), look.pick(AGAINST[shown.against]) if shown.against else "-"),
        (("จัดกลุ่ม", "Grouped"), look.pick(GROUPINGS[shown.grouping])),
    ]


def head_of(column: Column, look: Reading) -> str:
    code, year = column.dimension_code, column.fiscal_year_be
    parts = [
        f"{look.pick(WORDS['dimension'])} {code}" if code else look.pick(WORDS["total"]),
        *([f"{look.pick(WORDS['year'])} {year}"] if year else []),
    ]
    return " ".join(parts)


def kind_name(kind: OrganisationKind, look: Reading) -> str:
    """Kinds have Thai names only; special ones have none of their own."""
    return places.KIND_NAMES[kind][0] or look.pick(("รูปแบบพิเศษ", "Special"))


def write_budgets(book: Workbook, table: BudgetTable, look: Reading, formats: Formats) -> None:
    """Organisations × the columns of the screen, each group with its subtotal, the area last."""
    sheet = book.add_worksheet(look.pick(WORDS["budgets"]))
    heads = [look.pick(WORDS[key]) for key in ("organisation", "district", "timeliness")]
    for at, column in enumerate(table.columns):
        name = head_of(column, look)
        heads.append(look.text(name))
        if table.has_change(at):
            heads += [look.text(f"{name} {look.pick(words)}") for words in (_CHANGE, _PERCENT)]
    begin(sheet, heads, formats, frozen_columns=1)
    plain = _Style(formats.text, formats.money)
    bold = _Style(formats.total_text, formats.total_money)
    row = 0
    for group in table.groups:
        for line in group.lines:
            row += 1
            write_texts(sheet, row, _names(line, look), formats.text)
            if line.cells:  # else nothing at all: an empty cell is not a zero
                only = is_only_one(table, line)
                _write_cells(sheet, row, table, line.cells, plain, look, is_only_one=only)
        if table.shown.grouping is not Grouping.NONE and len(table.groups) > 1:
            row += 1
            write_texts(sheet, row, [_subtotal_name(group, look), "", ""], bold.text)
            _write_cells(sheet, row, table, group.cells, bold, look)
    write_texts(sheet, row + 1, [look.pick(WORDS["whole_area"]), "", ""], bold.text)
    _write_cells(sheet, row + 1, table, table.cells, bold, look)
    sheet.autofilter(0, 0, max(row, 1), len(heads) - 1)


def _names(line: Line, look: Reading) -> list[str]:
    one = line.line
    district = one.district.name_th if one.district else ""
    return [one.organisation.name_th, district, look.pick(TIMELINESS[one.timeliness])]


def _subtotal_name(group: Group, look: Reading) -> str:
    names = [
        group.district.name_th if group.district else "",
        kind_name(group.kind, look) if group.kind else "",
    ]
    told = " ".join(name for name in names if name)
    return f"{look.pick(WORDS['total'])} {told or look.pick(('ทั้งจังหวัด', 'province-wide'))}"


def _write_cells(
    sheet: Worksheet,
    row: int,
    table: BudgetTable,
    cells: Sequence[Cell],
    style: _Style,
    look: Reading,
    *,
    is_only_one: bool = False,
) -> None:
    at = 3
    for index, cell in enumerate(cells):
        _write_figure(sheet, row, at, cell.figure, style, look)
        at += 1
        if table.has_change(index):
            _write_change(sheet, row, at, cell.change, style, look, is_only_one=is_only_one)
            at += 2


def _write_figure(
    sheet: Worksheet, row: int, at: int, figure: Figure, style: _Style, look: Reading
) -> None:
    """A number; `-`; an empty cell for not stated; words where nothing is or can be divided."""
    if figure.value is not None:
        sheet.write_number(row, at, float(figure.value), style.money.fits(figure.value))
    elif figure.look is FigureLook.NONE:
        sheet.write_string(row, at, "-", style.money.whole)
    elif figure.look is FigureLook.UNSTATED:
        sheet.write_blank(row, at, None, style.money.whole)
    else:
        sheet.write_string(row, at, look.pick(FIGURES[figure.look]), style.text)


def _write_change(
    sheet: Worksheet,
    row: int,
    at: int,
    change: Change | None,
    style: _Style,
    look: Reading,
    *,
    is_only_one: bool,
) -> None:
    values = (None, None) if change is None else (change.amount, change.percent)
    for place, value in enumerate(values, start=at):
        if value is not None:
            sheet.write_number(row, place, float(value), style.money.fits(value))
        elif place == at and (change is not None or is_only_one):
            words = CHANGES[change.look] if change is not None else ONLY_ONE
            sheet.write_string(row, place, look.pick(words), style.text)
        else:
            sheet.write_blank(row, place, None, style.text)


def write_making(book: Workbook, table: BudgetTable, look: Reading, formats: Formats) -> None:
    """One line a figure: its revision, what was added up, what it was divided by, its change."""
    heads: list[Words] = [
        *(WORDS[key] for key in ("code", "organisation", "revision")),
        ("คอลัมน์", "Column"),
        MEASURES[table.shown.measure],
        WORDS["look"],
        ("รวมได้ (บาท)", "Added up (baht)"),
        ("ตัวหาร", "Divided by"),
        ("รายการ", "Initiatives"),
        ("ปีของประชากร", "Population of"),
        ("ที่มาของประชากร", "Population from"),
        ("เทียบกับฉบับที่", "Against revision"),
        ("ค่าที่เทียบ", "Before"),
        ("การเปลี่ยน", "Change"),
        _CHANGE,
        _PERCENT,
    ]
    lines = [
        made
        for group in table.groups
        for line in group.lines
        for made in _making_of(line, table, look)
    ]
    name: Words = ("ที่มาของตัวเลข", "How figures were made")
    write_table(book, Table(name, heads, lines, frozen_columns=2), look, formats)


def _making_of(line: Line, table: BudgetTable, look: Reading) -> Iterator[list[TableCell]]:
    one, people, earlier = line.line, line.people, line.earlier
    for column, cell in zip(table.columns, line.cells, strict=False):
        figure, change = cell.figure, cell.change
        before: Decimal | None = change.before.value if change else None
        yield [
            one.organisation.code,
            one.organisation.name_th,
            one.revision_number,
            look.text(head_of(column, look)),
            figure.value,
            look.pick(FIGURES[figure.look]),
            figure.amount,
            figure.divisor,
            figure.rows,
            people.year_be if people else None,
            people.source if people else None,
            earlier.number if earlier else None,
            before,
            look.pick(CHANGES[change.look]) if change else None,
            change.amount if change else None,
            change.percent if change else None,
        ]

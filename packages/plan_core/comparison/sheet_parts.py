# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# (XlsxWriter types its optional arguments only in part.)
"""What the spreadsheets of all screens share: how they look, begin, and where they come from."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from plan_core.thai_text import to_thai_digits
from plan_core.values import THAILAND, Budget, BudgetState

Language = Literal["th", "en"]
Digits = Literal["thai", "arabic"]

THAI_DIGITS = "[$-D00041E]"
"""Excel shows a real number with Thai digits behind this locale."""

Words = tuple[str, str]
"""In Thai and in English."""

SOURCE: dict[str, Words] = {
    "sheet": ("ที่มา", "Source"),
    "source": ("ที่มา", "Source"),
    "demo": ("ข้อมูลสาธิต ไม่ใช่ข้อมูลจริง", "Demonstration data, not real"),
    "made_at": ("ข้อมูล ณ", "As of"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How the reader sees it: in which words and digits."""

    language: Language = "th"
    digits: Digits = "thai"

    def pick(self, words: Words) -> str:
        return words[0 if self.language == "th" else 1]

    def number_format(self, pattern: str) -> str:
        return f"{THAI_DIGITS}{pattern}" if self.digits == "thai" else pattern

    def text(self, text: str) -> str:
        return to_thai_digits(text) if self.digits == "thai" else text

    def day(self, on: date | None) -> str:
        return "-" if on is None else self.text(f"{on:%d/%m}/{on.year + 543}")


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


def make_book(fill: Callable[[Workbook], None]) -> bytes:
    """A file with the sheets that `fill` adds."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        fill(book)
    return content.getvalue()


def formats_of(book: Workbook, look: Reading) -> Formats:
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


def begin(sheet: Worksheet, heads: Sequence[str], formats: Formats, frozen_columns: int) -> None:
    write_texts(sheet, 0, heads, formats.head)
    sheet.set_row(0, 48)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, len(heads) - 1, 16)
    sheet.freeze_panes(1, frozen_columns)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def write_budget(sheet: Worksheet, row: int, column: int, budget: Budget, style: Money) -> None:
    """A real number for an amount, `-` for no budget needed, an empty cell for not stated."""
    if budget.amount is not None:
        sheet.write_number(row, column, float(budget.amount), style.fits(budget.amount))
    elif budget.state is BudgetState.NONE:
        sheet.write_string(row, column, "-", style.whole)
    else:
        sheet.write_blank(row, column, None, style.whole)


def write_texts(sheet: Worksheet, row: int, texts: Sequence[str], style: Format) -> None:
    """Always as text: a name that begins with = stays a name."""
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, style)


def write_source(
    book: Workbook,
    look: Reading,
    formats: Formats,
    source: Words,
    made_at: datetime,
    facts: Sequence[tuple[Words, str]],
    *,
    is_demo: bool,
) -> None:
    """The last sheet: where the figures come from, of what they are and of which moment."""
    local = made_at.astimezone(THAILAND)
    moment = f"{local:%d/%m}/{local.year + 543} {local:%H:%M} (UTC+7)"
    lines = [
        *([(look.pick(SOURCE["demo"]), "")] if is_demo else []),
        (look.pick(SOURCE["source"]), look.pick(source)),
        *((look.pick(name), fact) for name, fact in facts),
        (look.pick(SOURCE["made_at"]), look.text(moment)),
    ]
    sheet = book.add_worksheet(look.pick(SOURCE["sheet"]))
    for row, texts in enumerate(lines):
        write_texts(sheet, row, texts, formats.text)
    sheet.set_column(0, 1, 40)


Cell = str | int | Decimal | Budget | date | None
"""A text, a count, an amount of money or a share, a budget in its three states, a day, nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of its own: heads, lines of as many cells, perhaps a last line of sums."""

    name: Words
    heads: Sequence[Words]
    lines: Sequence[Sequence[Cell]]
    total: Sequence[Cell] | None = None
    frozen_columns: int = 1


def write_table(book: Workbook, table: Table, look: Reading, formats: Formats) -> None:
    sheet = book.add_worksheet(look.pick(table.name))
    begin(
        sheet, [look.text(look.pick(head)) for head in table.heads], formats, table.frozen_columns
    )
    for row, cells in enumerate(table.lines, start=1):
        for column, cell in enumerate(cells):
            _write_cell(sheet, row, column, cell, look, formats)
    last = len(table.lines)
    for column, cell in enumerate(table.total or ()):
        if isinstance(cell, str):
            sheet.write_string(last + 1, column, cell, formats.total_text)
        elif isinstance(cell, Budget):
            write_budget(sheet, last + 1, column, cell, formats.total_money)
        elif isinstance(cell, int | Decimal):
            style = formats.total_money.fits(Decimal(cell))
            sheet.write_number(last + 1, column, float(cell), style)
        else:
            sheet.write_blank(last + 1, column, None, formats.total_text)
    sheet.autofilter(0, 0, max(last, 1), len(table.heads) - 1)


def _write_cell(
    sheet: Worksheet, row: int, column: int, cell: Cell, look: Reading, formats: Formats
) -> None:
    if isinstance(cell, Budget):
        write_budget(sheet, row, column, cell, formats.money)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, formats.count)
    elif isinstance(cell, Decimal):
        sheet.write_number(row, column, float(cell), formats.money.fits(cell))
    elif isinstance(cell, date):
        sheet.write_string(row, column, look.day(cell), formats.text)
    elif cell is None:
        sheet.write_blank(row, column, None, formats.text)
    else:
        sheet.write_string(row, column, cell, formats.text)

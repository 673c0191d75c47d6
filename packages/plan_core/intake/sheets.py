"""The neutral picture of a document: lines and table rows that know where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

DocumentFormat = Literal["text", "xlsx"]

PLAN_SHEET = "แผน"
GUIDE_SHEET = "คำแนะนำ"
LIST_SHEET = "รายการเลือก"
"""Names of the worksheets of our own template."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: line of the source, row of its table (0 outside), column; from 1."""

    sheet: str
    line: int
    row: int
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text (`row` 0, one cell) or one table row (`row` from 1).

    `merged` holds, by column index, the text of the merged cell that covers a blank one; `spans`
    are the columns whose own cell is such a merged one.
    """

    sheet: str
    line: int
    row: int
    cells: tuple[str, ...]
    merged: dict[int, str] = field(default_factory=dict[int, str])
    spans: frozenset[int] = frozenset()

    @property
    def is_table_row(self) -> bool:
        return self.row > 0

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)

    @property
    def text(self) -> str:
        return " ".join(cell.strip() for cell in self.cells if cell.strip())

    def cell(self, index: int | None) -> str:
        """The text at a column index; blank where the row is shorter."""
        if index is None or index >= len(self.cells):
            return ""
        return self.cells[index]

    def place(self, index: int | None = None) -> Place:
        return Place(self.sheet, self.line, self.row, None if index is None else index + 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page or worksheet; a text document is one sheet without a name.

    `hidden_rows` and `hidden_columns` count those that hold something and are read all the same.
    """

    name: str
    lines: tuple[Line, ...]
    hidden_rows: int = 0
    hidden_columns: int = 0


@dataclass(frozen=True, slots=True)
class Sheets:
    """A whole document, before any meaning."""

    format: DocumentFormat
    sheets: tuple[Sheet, ...]

    def lines(self) -> Iterator[Line]:
        for sheet in self.sheets:
            yield from sheet.lines

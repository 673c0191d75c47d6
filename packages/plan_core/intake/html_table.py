"""HTML tables that OCR leaves in a text: rows with their spans laid out, lines kept."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from plan_core.intake import sniff
from plan_core.intake.sheets import Line

OPENS = re.compile(r"<table\b", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(table|tr|td|th)\b([^<>]*)>", re.IGNORECASE)
_SPAN = re.compile(r"\b(row|col)span\s{0,3}=\s{0,3}[\"']?(\d{1,6})", re.IGNORECASE)
_MAX_SPAN_CELLS = 50_000


@dataclass(slots=True)
class _Grid:
    """Rows being laid out: what is above reaches down by `covered` (row, column) → text."""

    rows: list[tuple[int, dict[int, str]]] = field(default_factory=list[tuple[int, dict[int, str]]])
    covered: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    spanning: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])

    def add_row(self, line: int) -> None:
        self.rows.append((line, {}))

    def add_cell(self, text: str, down: int, across: int) -> None:
        row = len(self.rows) - 1
        cells = self.rows[row][1]
        column = len(cells)
        while (row, column) in self.covered or column in cells:
            column += 1
        if column + across > sniff.MAX_COLUMNS:
            raise sniff.too_many_columns(column + across, sniff.MAX_COLUMNS)
        cells[column] = text
        if down * across > 1:
            self.spanning.add((row, column))
        if down * across > _MAX_SPAN_CELLS:
            raise sniff.too_many_rows(down, _MAX_SPAN_CELLS)
        for r in range(row, row + down):
            for c in range(column, column + across):
                if (r, c) != (row, column):
                    self.covered[r, c] = text
        if len(self.covered) > _MAX_SPAN_CELLS:
            raise sniff.too_many_rows(len(self.covered), _MAX_SPAN_CELLS)


def read(lines: list[str], start: int) -> tuple[list[Line], int]:
    """The rows of the table that opens on line index `start`, and the index after it.

    Text before and after the table on its own lines is kept as lines of text. A table that never
    closes ends with the document.
    """
    grid = _Grid()
    result: list[Line] = []
    index, depth = start, 0
    attributes, text = "", [""]
    in_cell = False

    def close_cell() -> None:
        nonlocal in_cell
        if in_cell:
            if not grid.rows:
                grid.add_row(index + 1)
            grid.add_cell(html.unescape("\n".join(text)).strip(), *_spans(attributes))
        in_cell = False

    while index < len(lines):
        position = 0
        line = lines[index]
        for tag in _TAG.finditer(line):
            between = line[position : tag.start()]
            position = tag.end()
            if in_cell:
                text[-1] += between
            elif between.strip():
                result.append(Line("", index + 1, 0, (html.unescape(between),)))
            closing, name = bool(tag[1]), tag[2].lower()
            if name == "table":
                depth += -1 if closing else 1
                if depth > 1:
                    raise sniff.refusal(
                        "DOCUMENT_NESTED_TABLE",
                        f"บรรทัด {index + 1} มีตารางซ้อนในตาราง อ่านไม่ได้",
                        f"Line {index + 1} holds a table within a table, which cannot be read.",
                        {"line": index + 1},
                    )
            if name in {"td", "th", "tr", "table"}:
                close_cell()
            if not closing and name == "tr":
                grid.add_row(index + 1)
            elif not closing and name in {"td", "th"}:
                in_cell, attributes, text = True, tag[3], [""]
        rest = line[position:]
        if in_cell:
            text[-1] += rest
            text.append("")
        elif rest.strip():
            result.append(Line("", index + 1, 0, (html.unescape(rest),)))
        index += 1
        if depth <= 0:
            break
    close_cell()
    result.extend(_laid_out(grid))
    return sorted(result, key=lambda item: item.line), index


def _spans(attributes: str) -> tuple[int, int]:
    spans = {name.lower(): int(number) for name, number in _SPAN.findall(attributes)}
    return max(1, spans.get("row", 1)), max(1, spans.get("col", 1))


def _laid_out(grid: _Grid) -> list[Line]:
    result: list[Line] = []
    for number, (line, cells) in enumerate(grid.rows):
        covered = {c: text for (r, c), text in grid.covered.items() if r == number}
        width = max([*cells, *covered], default=-1) + 1
        row = tuple(cells.get(column, "") for column in range(width))
        spans = frozenset(c for r, c in grid.spanning if r == number)
        result.append(Line("", line, number + 1, row, covered, spans))
    return result

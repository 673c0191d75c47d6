"""Text and Markdown → sheets: tab rows, pipe rows and HTML tables, each with its line."""

from __future__ import annotations

import re

from plan_core.intake import html_table, sniff
from plan_core.intake.decode import decode
from plan_core.intake.sheets import Line, Sheet, Sheets

_LINE_END = re.compile("\r\n|\r|\n")
_DIVIDER_CELL = re.compile(":?-+:?")
_ACTIVE = re.compile(
    r"<\s*(?:script|iframe|object|embed|applet|form)\b|javascript\s*:|<[a-z][^<>]{0,200}\bon[a-z]+\s*=",
    re.IGNORECASE,
)


def read_text(content: bytes) -> Sheets:
    """Raises Invalid DOCUMENT_… for what cannot be read; keeps the text of every line otherwise."""
    text = decode(content)
    if _ACTIVE.search(text):
        raise sniff.unsupported("HTML with a script")
    return Sheets("text", (Sheet("", tuple(_lines(text))),))


def split_lines(text: str) -> list[str]:
    """Lines as an editor numbers them, within the limits."""
    lines = _LINE_END.split(text)
    if len(lines) > sniff.MAX_LINES:
        raise sniff.too_many_rows(len(lines), sniff.MAX_LINES)
    longest = max(len(line) for line in lines)
    if longest > sniff.MAX_LINE_CHARACTERS:
        raise sniff.refusal(
            "DOCUMENT_LINE_TOO_LONG",
            f"มีบรรทัดที่ยาวเกิน {sniff.MAX_LINE_CHARACTERS:,} ตัวอักษร",
            f"A line is longer than {sniff.MAX_LINE_CHARACTERS:,} characters.",
            {"characters": longest, "limit": sniff.MAX_LINE_CHARACTERS},
        )
    return lines


def _lines(text: str) -> list[Line]:
    lines = split_lines(text)
    result: list[Line] = []
    row = 0
    index = 0
    is_open = False
    while index < len(lines):
        line = lines[index]
        if html_table.OPENS.search(line):
            table, index = html_table.read(lines, index)
            result.extend(table)
            row = 0
            continue
        if not row:
            is_open = not line.lstrip(" ").startswith("|")
        cells = _cells(line, is_open=is_open)
        row = row + 1 if cells is not None else 0
        if cells is None:
            result.append(Line("", index + 1, 0, (line,)))
        elif not _is_divider(cells, row):
            result.append(Line("", index + 1, row, cells))
        index += 1
    return result


def _cells(line: str, *, is_open: bool) -> tuple[str, ...] | None:
    """The cells of a table row, or None for a line of text. The rows of an open table have no
    stroke before their first cell: one there stands behind a blank cell."""
    bare = line.strip(" ")
    if "\t" in bare:
        cells = tuple(line.split("\t"))
    elif bare.startswith("|") or bare.count("|") >= 2:
        cells = _pipe_cells(bare, is_open=is_open)
    else:
        return None
    if len(cells) > sniff.MAX_COLUMNS:
        raise sniff.too_many_columns(len(cells), sniff.MAX_COLUMNS)
    return cells


def _pipe_cells(line: str, *, is_open: bool) -> tuple[str, ...]:
    line = line.replace("\\|", "\x00")
    parts = (line if is_open else line.removeprefix("|")).removesuffix("|").split("|")
    return tuple(part.strip(" ").replace("\x00", "|") for part in parts)


def _is_divider(cells: tuple[str, ...], row: int) -> bool:
    """`|---|:-:|` under a heading. A row of single strokes further down could be budgets."""
    if not all(_DIVIDER_CELL.fullmatch(cell.strip()) for cell in cells):
        return False
    return row == 2 or any(len(cell.strip()) > 1 for cell in cells)

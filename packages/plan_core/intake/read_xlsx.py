"""Workbooks → sheets, behind the guards of `guard_xlsx`."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from plan_core.intake import guard_xlsx, refusals_xlsx
from plan_core.intake.sheets import Line, Sheet, Sheets
from plan_core.intake.watch_xlsx import Seen

_Value: TypeAlias = "int | float | str | bool | time | date | datetime | timedelta"


def read_xlsx(content: bytes) -> Sheets:
    """Every worksheet, cells as the texts they show; of a hidden one only that it is there.

    Raises Invalid DOCUMENT_…
    """
    seen = guard_xlsx.check(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return Sheets(
            "xlsx",
            tuple(
                _sheet(meta.name, workbook.get_sheet_by_name(meta.name), seen.get(meta.name))
                if meta.visible is SheetVisibleEnum.Visible
                else Sheet(meta.name, (Line(meta.name, 1, 1, ()),))
                for meta in workbook.sheets_metadata
            ),
        )
    except (CalamineError, ValueError, LookupError, OverflowError) as error:
        raise refusals_xlsx.damaged() from error
    except BaseException as error:
        # A panic inside the Rust library is no Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise refusals_xlsx.damaged() from error


def _sheet(name: str, sheet: CalamineSheet, seen: Seen | None) -> Sheet:
    """A worksheet is one table; a row with a single first cell may be a heading all the same."""
    covered = _covered(sheet)
    spans = [(row + 1, column) for (row, column), _ in sheet.merged_cell_ranges or ()]
    title = Line(name, 0, 0, (name,))
    rows = [
        Line(
            name,
            number,
            number,
            tuple(_text(value) for value in row),
            covered.get(number, {}),
            frozenset(c for r, c in spans if r == number),
        )
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1)
    ]
    hidden = (0, 0) if seen is None else (seen.hidden_rows, seen.hidden_columns)
    return Sheet(name, (title, *rows), *hidden)


def _covered(sheet: CalamineSheet) -> dict[int, dict[int, str]]:
    """By row and column index, the text of the merged cell that covers it."""
    values = sheet.to_python(skip_empty_area=False)
    covered: dict[int, dict[int, str]] = {}
    for (row, column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        inside = row < len(values) and column < len(values[row])
        text = _text(values[row][column]) if inside else ""
        for r in range(row, last_row + 1):
            for c in range(column, last_column + 1):
                if (r, c) != (row, column):
                    covered.setdefault(r + 1, {})[c] = text
    return covered


def _text(value: _Value) -> str:
    """Whole numbers without their point; others exactly as stored, so that nothing is rounded."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)

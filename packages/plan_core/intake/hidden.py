"""What a worksheet hides from the eye and reading takes in all the same."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.intake.draft import DraftNote, Place
from plan_core.intake.sheets import Sheets


def hidden_in(sheets: Sheets) -> Iterator[DraftNote]:
    for sheet in sheets.sheets:
        if sheet.hidden_rows or sheet.hidden_columns:
            values = {"rows": str(sheet.hidden_rows), "columns": str(sheet.hidden_columns)}
            yield DraftNote("HIDDEN_ROWS", Place(sheet.name, 0, 0), sheet.name, values=values)

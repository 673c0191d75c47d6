"""Budget cells of a row: what each says, and what is odd about it."""

from __future__ import annotations

import re

from plan_core.errors import Invalid
from plan_core.intake import titles
from plan_core.intake.draft import DraftNote
from plan_core.intake.sheets import Line
from plan_core.intake.walk import Walk, quote
from plan_core.values import UNSTATED, Budget, BudgetState, budget_of

_BREAKS = re.compile(r"\s*\n\s*")


def read_cell(line: Line, column: int, index: int = 0, count: int = 1) -> tuple[Budget, str]:
    """What a cell says to item `index` of the `count` on its row, and the code of what is odd.

    A stroke is said to all that share a cell; an amount is nobody's until an officer divides it,
    unless the cell has a line for each item.
    """
    own = line.cell(column)
    text = own if own.strip() else _covering(line, column)
    lines = _BREAKS.split(titles.plain_lines(text).strip())
    is_shared = count > 1 and len(lines) != count
    try:
        budget = budget_of(titles.plain(text if count == 1 or is_shared else lines[index]))
    except Invalid:
        return UNSTATED, "BUDGET_UNREADABLE"
    if budget == UNSTATED and titles.is_more_than_markup(text):
        return UNSTATED, "BUDGET_UNREADABLE"
    if budget.state is not BudgetState.AMOUNT:
        return budget, ""
    if column in line.spans or not own.strip():
        return UNSTATED, "BUDGET_MERGED"
    return (UNSTATED, "BUDGET_SHARED") if is_shared else (budget, "")


def _covering(line: Line, column: int) -> str:
    """The text of a merged budget cell; a heading that runs over the whole row is not one."""
    text = line.merged.get(column, "")
    return "" if text and text == next((c for c in line.cells if c.strip()), "") else text


def states_any(walk: Walk, line: Line) -> bool:
    """The row has something in one of its year columns."""
    return any((line.cell(c) or _covering(line, c)).strip() for c in walk.table.years)


def budgets_of(walk: Walk, line: Line, index: int = 0, count: int = 1) -> dict[int, Budget]:
    return {
        year: read_cell(line, column, index, count)[0] for column, year in walk.table.years.items()
    }


def note_cells(walk: Walk, line: Line, ids: list[str]) -> None:
    """What is odd about the cells of a row of items: unreadable, shared, merged."""

    def note(code: str, column: int, text: str, **values: str) -> None:
        place = line.place(column)
        walk.notes.append(
            DraftNote(code, place, quote(text), tuple(ids), walk.dimension, values=values)
        )

    if len(ids) > 1:
        note("CELL_HOLDS_SEVERAL", walk.table.title, "", items=str(len(ids)))
    merged: list[tuple[int, str, int]] = []
    for column, year in walk.table.years.items():
        odd = [read_cell(line, column, index, len(ids))[1] for index in range(max(len(ids), 1))]
        code = next((code for code in odd if code), "")
        text = titles.plain(line.cell(column) or _covering(line, column))
        if code == "BUDGET_MERGED":
            merged.append((column, text, year))
        elif code:
            note(code, column, text, years=str(year))
    for text in dict.fromkeys(text for _, text, _ in merged):
        column = next(c for c, t, _ in merged if t == text)
        years = " ".join(str(year) for _, t, year in merged if t == text)
        note("BUDGET_MERGED", column, text, years=years)
    total = line.cell(walk.table.row_total)
    if len(ids) == 1 and walk.table.row_total is not None and total.strip():
        note("ROW_TOTAL", walk.table.row_total, titles.plain(total))

"""What a converter makes of one row: a title over two rows, a merged text in every cell."""

from __future__ import annotations

import re

from plan_core.intake import cells, titles
from plan_core.intake.draft import DraftNote
from plan_core.intake.sheets import Line
from plan_core.intake.walk import Walk, quote
from plan_core.values import UNSTATED, kind_of

_LETTER = re.compile("[ก-๎A-Za-z]")
_REMARK = re.compile("หมายเหตุ|ที่มา|ลงชื่อ")
_MAX_TITLE = 2_000


def said_once(line: Line, mission: int | None, title: int) -> Line:
    """A merged row whose text stands in each of its cells, as one that holds it once."""
    filled = [cell.strip() for cell in line.cells if cell.strip()]
    if len(filled) < 2 or len(set(filled)) > 1 or not _LETTER.search(filled[0]):
        return line
    column = title if mission is None else mission
    cells_once = tuple(filled[0] if c == column else "" for c in range(len(line.cells)))
    return Line(line.sheet, line.line, line.row, cells_once, line.merged, line.spans)


def joins(walk: Walk, line: Line, numbered: titles.Numbered) -> bool:
    """The rest of the title above: no number, no kind word, and no budgets but those that the row
    above, which says none, lacks. Joined to it and noted."""
    above, table = walk.last_row, walk.table
    own = line.cell(table.number).strip() or line.cell(table.kind).strip() or numbered.number
    if above is None or own or kind_of(numbered.text) is not None:
        return False
    if not _LETTER.search(numbered.text) or _REMARK.match(numbered.text) or not walk.items:
        return False
    item = walk.items[-1]
    has_budgets = cells.states_any(walk, line)
    begun = bool(item.number) or item.kind is not None
    lacks = begun and all(budget == UNSTATED for budget in item.budgets.values())
    shares = len([i for i in walk.items[-2:] if i.place == item.place]) > 1
    if has_budgets and (not lacks or shares or cells.states_any(walk, above)):
        return False
    if len(item.title) > _MAX_TITLE or item.dimension != walk.dimension:
        return False
    rest = titles.plain(line.cell(table.title))
    item.title, item.printed = f"{item.title} {numbered.text}", f"{item.printed} {rest}"
    item.remarks = f"{item.remarks} {titles.plain(line.cell(table.remarks))}".strip()
    place = line.place(table.title)
    walk.notes.append(DraftNote("TITLE_CONTINUED", place, quote(rest), (item.id,), item.dimension))
    if has_budgets:
        item.budgets = cells.budgets_of(walk, line)
        cells.note_cells(walk, line, [item.id])
    walk.last_row = line
    return True

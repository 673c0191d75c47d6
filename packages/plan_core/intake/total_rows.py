"""Total rows of a table: told by their words, wherever on the row these stand."""

from __future__ import annotations

from dataclasses import replace

from plan_core.intake import cells, counts, declared, matching, titles
from plan_core.intake.sheets import Line
from plan_core.intake.walk import Walk


def columns_of(walk: Walk, line: Line, words: list[int]) -> list[int]:
    """The columns of words of a total row; none for any other row. What says so may stand in any
    cell: with a title, though, only the first cell and the title itself count."""
    title = walk.table.title
    if not words:
        words = [c for c, _ in walk.table.unread if line.cell(c).strip()]
        return words if any(declared.is_total(line.cell(c)) for c in words) else []
    if declared.is_total(line.cell(words[0])) or declared.is_total(line.cell(title)):
        return words
    bare = not line.cell(walk.table.number).strip() and not line.cell(walk.table.kind).strip()
    return words if bare and counts.is_counts(line.cell(title)) else []


def read(walk: Walk, line: Line, words: list[int]) -> None:
    texts = [line.cell(c) for c in words]
    dimension = mission = ""
    for text in [t for t in texts if not declared.is_total(t) and not counts.is_counts(t)]:
        heading = matching.dimension_heading(text)
        match = matching.mission_of(text, walk.dimension, walk.edition)
        if heading is not None:
            dimension = heading.code
        elif match.code and match.similarity >= matching.SAME_TITLE:
            mission = match.code
        else:
            continue
        texts.remove(text)
    texts.append(line.cell(walk.table.remarks))
    amounts = cells.budgets_of(walk, line)
    cells.note_cells(walk, line, [])
    place = line.place(words[0])
    row = declared.total_row(texts, walk.dimension, amounts, len(walk.items), place)
    row = replace(row, dimension=row.dimension or dimension, mission=row.mission or mission)
    if walk.totals and declared.goes_on(walk.totals[-1], row):
        walk.totals[-1] = declared.joined(walk.totals[-1], row)
    else:
        walk.totals.append(row)
    for text in row.counts.unread:
        walk.note("TOTAL_TEXT_UNREAD", place, text)
    heading = matching.dimension_heading(line.cell(words[0]))
    if heading is not None and heading.is_slip:
        said = titles.plain(line.cell(words[0]))
        walk.note("HEADING_SLIP", line.place(words[0]), said, word=heading.word)
    walk.label = None

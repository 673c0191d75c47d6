"""Rows of a plan table → labels, items, totals; what is none of them is noted as unread."""

from __future__ import annotations

import re
from dataclasses import replace

from plan_core.intake import (
    cells,
    continued,
    heading_rows,
    labels,
    matching,
    sniff,
    titles,
    total_rows,
)
from plan_core.intake.draft import DraftNote
from plan_core.intake.placing import Label
from plan_core.intake.sheets import Line
from plan_core.intake.walk import Item, Walk, quote
from plan_core.thai_text import to_arabic_digits
from plan_core.values import KIND_WORDS, UNSTATED, InitiativeKind, kind_of

_DIGIT = re.compile("[0-9]")
_LETTER = re.compile("[ก-๎A-Za-z]")
_AROUND_NUMBER = re.compile(r"[\s()]+|[.-]+$")
MAX_INITIATIVES = 2_000
_MAX_LINE = 300
"""No heading is longer: a line of more is prose."""
_PAGE = re.compile(r"[-–—\s]{0,5}(?:หน้า(?:ที่)?\s?)?\d{1,4}[-–—\s]{0,5}|[-*_=\s#]{3,200}|\f")
_KINDS_BY_WORD = {word: kind for kind, word in KIND_WORDS.items()}


def read_line(walk: Walk, line: Line) -> None:
    """A line of text between tables: a heading, something without meaning, or unread."""
    if len(line.text) > _MAX_LINE:
        _unread_text(walk, line)
        return
    text = titles.clean(line.text)
    if not text or _PAGE.fullmatch(to_arabic_digits(text)):
        return
    if not (labels.dimension(walk, line, text) or labels.mission_heading(walk, line, text)):
        _unread_text(walk, line)


def _unread_text(walk: Walk, line: Line) -> None:
    """Lines that follow each other are one note."""
    last = walk.notes[-1] if walk.notes else None
    if last is not None and last.code == "TEXT_UNREAD":
        until = int(last.values["until"])
        if last.place.sheet == line.sheet and line.line - until <= 2:
            text = quote(f"{last.text} {quote(line.text)}")
            walk.notes[-1] = replace(last, text=text, values={"until": str(line.line)})
            return
    walk.note("TEXT_UNREAD", line.place(), line.text, until=str(line.line))


def read_row(walk: Walk, line: Line, deeper: frozenset[tuple[int, ...]]) -> None:
    """A table row. `deeper` holds the numbers that later rows go further down from (1.1.1 …)."""
    if line.is_blank or heading_rows.is_heading_row(line):
        return
    line = _without_lost_tab(walk, continued.said_once(line, walk.table.mission, walk.table.title))
    words = [c for c in walk.table.leading if line.cell(c).strip()]
    has_money = cells.states_any(walk, line)
    first = titles.clean(line.cell(words[0])[:1_000]) if words else ""
    total = total_rows.columns_of(walk, line, words)
    if total:
        total_rows.read(walk, line, total)
    elif (words and not has_money and len(words) == 1 and labels.dimension(walk, line, first)) or (
        not words
        and line.text
        and not has_money
        and labels.dimension(walk, line, titles.clean(line.text))
    ):
        pass
    else:
        _content(walk, line, deeper, has_money=has_money)
    _cells_outside(walk, line)


def _content(
    walk: Walk, line: Line, deeper: frozenset[tuple[int, ...]], *, has_money: bool
) -> None:
    """A row with a mission label, an item, or both."""
    dimension_text = line.cell(walk.table.dimension)
    if dimension_text.strip() and not labels.dimension_cell(walk, line, dimension_text):
        walk.note("ROW_UNREAD", line.place(walk.table.dimension), dimension_text)
    label_text, title = line.cell(walk.table.mission), line.cell(walk.table.title)
    label = labels.label_of(walk, line, label_text) if label_text.strip() else None
    if not title.strip() and has_money and _names_item(walk, line):
        _items(walk, line)
        return
    if not title.strip():
        if has_money or not (label or dimension_text.strip()):
            walk.note("ROW_UNREAD", line.place(), line.text)
        elif label is not None:
            label.on_own_row = True
        return
    numbered = titles.numbered(title)
    if not has_money and _is_sub_heading(walk, line, numbered, deeper):
        return
    if label is None and continued.joins(walk, line, numbered):
        return
    if not _LETTER.search(numbered.text) or not _can_be_item(walk, line, numbered):
        walk.note("ROW_UNREAD", line.place(walk.table.title), line.text)
        return
    _items(walk, line)


def _names_item(walk: Walk, line: Line) -> bool:
    """Its own number or kind says that a row is an initiative, though its title is missing."""
    number = to_arabic_digits(line.cell(walk.table.number))
    return bool(_DIGIT.search(number)) or bool(line.cell(walk.table.kind).strip())


def _can_be_item(walk: Walk, line: Line, numbered: titles.Numbered) -> bool:
    """A title without number, kind word or any budget cell is not taken for an initiative."""
    stated = cells.states_any(walk, line)
    own_kind = bool(line.cell(walk.table.kind).strip())
    return bool(numbered.number) or stated or own_kind or kind_of(numbered.text) is not None


def _is_sub_heading(
    walk: Walk, line: Line, numbered: titles.Numbered, deeper: frozenset[tuple[int, ...]]
) -> bool:
    """A mission or sub-mission printed in the item column, on a row without any budget."""
    if walk.table.kind is not None:
        return False
    place = line.place(walk.table.title)
    match = matching.mission_of(line.cell(walk.table.title), walk.dimension, walk.edition)
    is_title = match.similarity >= matching.SAME_TITLE + 5 and bool(match.code)
    depth = len(numbered.number)
    if is_title and (depth == 2 or (depth < 2 and walk.table.mission is None)):
        labels.set_label(walk, match, line.cell(walk.table.title), place, own_row=True)
        return True
    no_kind = kind_of(numbered.text) is None
    if numbered.number in deeper or (no_kind and len(numbered.number) == 3):
        text = f"{numbered.printed} {numbered.text}"
        code = ".".join(str(n) for n in numbered.number[:2])
        mission = walk.edition.find_mission(code)
        if mission is not None and (walk.label is None or walk.label.mission != code):
            labels.set_label(
                walk, matching.MissionMatch(code, 100.0), mission.title, place, own_row=True
            )
        walk.open_sub_heading(text, place)
        return True
    return False


def _items(walk: Walk, line: Line) -> None:
    """The item or items of a row; a cell shared by several keeps its state only when it is `-`."""
    column = walk.table.title
    parts = titles.items_of(line.cell(column))
    ids: list[str] = []
    if len(walk.items) + len(parts) > MAX_INITIATIVES:
        raise sniff.too_many_rows(len(walk.items) + len(parts), MAX_INITIATIVES)
    for index, part in enumerate(parts):
        numbered = titles.numbered(part)
        own_number = _AROUND_NUMBER.sub("", titles.clean(line.cell(walk.table.number)))
        printed = numbered.printed or own_number
        number = numbered.number
        if not number and re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){0,4}", to_arabic_digits(own_number)):
            number = tuple(int(n) for n in to_arabic_digits(own_number).split("."))
        identity = f"r{len(walk.items) + 1}"
        ids.append(identity)
        walk.items.append(
            Item(
                id=identity,
                dimension=walk.dimension,
                number_printed=printed,
                number=number,
                kind=_kind(walk, line, numbered.text),
                title=numbered.text,
                printed=titles.plain(part),
                budgets=cells.budgets_of(walk, line, index, len(parts)),
                remarks=titles.plain(line.cell(walk.table.remarks)),
                place=line.place(column),
                label=_waiting_label(walk, line),
                sub_heading=walk.sub_heading,
            )
        )
    walk.last_row = line
    _mission_from_number(walk, len(parts))
    cells.note_cells(walk, line, ids)


def _waiting_label(walk: Walk, line: Line) -> Label | None:
    """The label for the first item after it; none for the items that follow."""
    if walk.label_waits:
        walk.label_waits = False
        return walk.label
    return walk.label if line.cell(walk.table.mission).strip() else None


def _mission_from_number(walk: Walk, count: int) -> None:
    """Without any label, "1.2.3.1" or "1.2.3" still says which mission an item belongs to."""
    for item in walk.items[-count:]:
        code = ".".join(str(n) for n in item.number[:2])
        mission = walk.edition.find_mission(code) if len(item.number) >= 3 else None
        if mission is not None and (walk.label is None or walk.label.mission != code):
            dimension = code.partition(".")[0]
            walk.dimension = item.dimension = dimension
            walk.label = item.label = Label(code, dimension, mission.title, item.place, True)


def _kind(walk: Walk, line: Line, title: str) -> InitiativeKind | None:
    """The kind column where there is one, else the title's first word."""
    said = titles.clean(line.cell(walk.table.kind))
    own = kind_of(title)
    if not said:
        return own
    kind = _KINDS_BY_WORD.get(said)
    if kind is None:
        walk.note("KIND_UNREADABLE", line.place(walk.table.kind), said)
    elif own is not None and own is not kind:
        identity = f"r{len(walk.items) + 1}"
        place = line.place(walk.table.kind)
        walk.notes.append(DraftNote("KIND_DIFFERS", place, said, (identity,), walk.dimension))
    return kind


def _cells_outside(walk: Walk, line: Line) -> None:
    known = walk.table.known | {c for c, _ in walk.table.unread}
    for column, cell in enumerate(line.cells):
        if cell.strip() and column not in known:
            walk.note("CELL_UNREAD", line.place(column), cell)


def _without_lost_tab(walk: Walk, line: Line) -> Line:
    """A row whose leading blank cell was trimmed away: an item where the mission should be, money
    where the title should be. Put back in its columns, and noted."""
    if (walk.table.mission, walk.table.title) != (0, 1):
        return line
    is_item = kind_of(titles.numbered(line.cell(0)[:_MAX_LINE]).text) is not None
    if not is_item or cells.read_cell(line, 1)[0] == UNSTATED:
        return line
    walk.note("ROW_SHIFTED", line.place(0), line.text)
    merged = {c + 1: text for c, text in line.merged.items()}
    spans = frozenset(c + 1 for c in line.spans)
    return Line(line.sheet, line.line, line.row, ("", *line.cells), merged, spans)

"""Table rows and the lines between them → events: headings, labels, items, totals, unread text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plan_core.errors import Invalid
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import columns, declared, matching, titles
from plan_core.intake.columns import Columns
from plan_core.intake.draft import DraftNote
from plan_core.intake.placing import Label
from plan_core.intake.sheets import Line, Place
from plan_core.thai_text import collapse_spaces, fold_key, to_arabic_digits
from plan_core.values import (
    KIND_WORDS,
    NO_BUDGET,
    UNSTATED,
    Budget,
    BudgetState,
    InitiativeKind,
    budget_of,
    kind_of,
)

_PAGE = re.compile(r"[-–—\s]{0,5}(?:หน้า(?:ที่)?\s?)?\d{1,4}[-–—\s]{0,5}|[-*_=\s#]{3,200}|\f")
_BREAKS = re.compile(r"[\n]+")
_KINDS_BY_WORD = {word: kind for kind, word in KIND_WORDS.items()}


@dataclass(slots=True)
class Item:
    """One initiative as its row says it, before it is known which mission it belongs to."""

    id: str
    dimension: str
    number_printed: str
    number: tuple[int, ...]
    kind: InitiativeKind | None
    title: str
    printed: str
    budgets: dict[int, Budget]
    remarks: str
    place: Place
    label: Label | None
    sub_heading: str


@dataclass(slots=True)
class Walk:
    """What reading knows while it walks through the table region."""

    edition: FrameworkEdition
    columns: Columns | None = None
    dimension: str = ""
    dimension_is_printed: bool = False
    label: Label | None = None
    label_waits: bool = False
    sub_heading: str = ""
    items: list[Item] = field(default_factory=list[Item])
    totals: list[declared.TotalRow] = field(default_factory=list[declared.TotalRow])
    notes: list[DraftNote] = field(default_factory=list[DraftNote])
    headings: list[DraftNote] = field(default_factory=list[DraftNote])

    def note(self, code: str, place: Place, text: str = "", **values: str) -> None:
        bare = collapse_spaces(text)[:500]
        self.notes.append(DraftNote(code, place, bare, dimension=self.dimension, values=values))


def read_line(walk: Walk, line: Line) -> None:
    """A line of text between tables: a heading, something without meaning, or unread."""
    text = titles.clean(line.text)
    if not text or _PAGE.fullmatch(to_arabic_digits(text)):
        return
    if not (_dimension(walk, line, text) or _mission_heading(walk, line, text)):
        walk.note("TEXT_UNREAD", line.place(), line.text)


def read_row(walk: Walk, line: Line, deeper: frozenset[tuple[int, ...]]) -> None:
    """A table row. `deeper` holds the numbers that later rows go further down from (1.1.1 …)."""
    assert walk.columns is not None
    if line.is_blank or columns.is_heading_row(line):
        return
    line = _without_lost_tab(walk, line)
    words = [c for c in walk.columns.leading if line.cell(c).strip()]
    money = [c for c in walk.columns.years if line.cell(c).strip()]
    first = titles.clean(line.cell(words[0])) if words else ""
    if words and declared.is_total(first):
        _total(walk, line, words)
    elif words and not money and len(words) == 1 and _dimension(walk, line, first):
        pass
    elif not words and line.text and not money and _dimension(walk, line, titles.clean(line.text)):
        pass
    else:
        _content(walk, line, deeper, has_money=bool(money))
    _cells_outside(walk, line)


def _content(
    walk: Walk, line: Line, deeper: frozenset[tuple[int, ...]], *, has_money: bool
) -> None:
    """A row with a mission label, an item, or both."""
    assert walk.columns is not None
    label_text, title = line.cell(walk.columns.mission), line.cell(walk.columns.title)
    label = _label(walk, line, label_text) if label_text.strip() else None
    if not title.strip():
        if has_money or label is None:
            walk.note("ROW_UNREAD", line.place(), line.text)
        elif label is not None:
            label.on_own_row = True
        return
    numbered = titles.numbered(title)
    if not has_money and _is_sub_heading(walk, line, numbered, deeper):
        return
    if not re.search("[ก-๙A-Za-z]", numbered.text) or not _can_be_item(walk, line, numbered):
        walk.note("ROW_UNREAD", line.place(walk.columns.title), line.text)
        return
    _items(walk, line)


def _can_be_item(walk: Walk, line: Line, numbered: titles.Numbered) -> bool:
    """A title without number, kind word or any budget cell is not taken for an initiative."""
    assert walk.columns is not None
    stated = any(line.cell(c).strip() for c in walk.columns.years)
    own_kind = bool(line.cell(walk.columns.kind).strip())
    return bool(numbered.number) or stated or own_kind or kind_of(numbered.text) is not None


def _is_sub_heading(
    walk: Walk, line: Line, numbered: titles.Numbered, deeper: frozenset[tuple[int, ...]]
) -> bool:
    """A mission or sub-mission printed in the item column, on a row without any budget."""
    assert walk.columns is not None
    if walk.columns.kind is not None:
        return False
    place = line.place(walk.columns.title)
    match = matching.mission_of(line.cell(walk.columns.title), walk.dimension, walk.edition)
    is_title = match.similarity >= matching.SAME_TITLE + 5 and bool(match.code)
    if is_title and len(numbered.number) <= 2:
        _set_label(walk, match, line.cell(walk.columns.title), place, own_row=True)
        return True
    no_kind = kind_of(numbered.text) is None
    if numbered.number in deeper or (no_kind and len(numbered.number) == 3):
        walk.sub_heading = f"{numbered.printed} {numbered.text}"
        code = ".".join(str(n) for n in numbered.number[:2])
        mission = walk.edition.find_mission(code)
        if mission is not None and (walk.label is None or walk.label.mission != code):
            _set_label(walk, matching.MissionMatch(code, 100.0), mission.title, place, own_row=True)
            walk.sub_heading = f"{numbered.printed} {numbered.text}"
        return True
    return False


def _label(walk: Walk, line: Line, text: str) -> Label | None:
    """The mission label of a row; the wrapped rest of the label above is no label of its own."""
    assert walk.columns is not None
    number, title = matching.mission_label(text)
    current = walk.label
    if current is not None and not number:
        known = walk.edition.find_mission(current.mission)
        alone, score = matching.best_title(title, walk.edition.missions())
        is_rest = known is not None and fold_key(title) in fold_key(current.printed + known.title)
        if is_rest or (score < matching.SAME_TITLE and _continues(current, title, known)):
            current.printed = collapse_spaces(f"{current.printed} {titles.plain(text)}")
            return None
        if alone is None:
            return None
    match = matching.mission_of(text, walk.dimension, walk.edition)
    return _set_label(walk, match, text, line.place(walk.columns.mission), own_row=False)


def _continues(current: Label, title: str, known: object) -> bool:
    """Joined to the label above, the text makes that label more like its mission's title."""
    goal = getattr(known, "title", "")
    longer = matching.similarity(f"{current.printed} {title}", goal)
    return bool(goal) and longer > matching.similarity(current.printed, goal)


def _set_label(
    walk: Walk, match: matching.MissionMatch, text: str, place: Place, *, own_row: bool
) -> Label:
    """Take a label as the current one, with what is odd about it noted."""
    code = match.code
    seen = {item.label.mission for item in walk.items if item.label is not None}
    if match.better and (code in seen or not walk.dimension_is_printed):
        code = match.better  # a dimension's heading was lost: its first mission says so
    elif match.better:
        walk.note("MISSION_TITLE_DIFFERS", place, text, mission=code, resembles=match.better)
    if not code:
        walk.note("MISSION_LABEL_UNKNOWN", place, text)
    dimension = code.partition(".")[0] or walk.dimension
    if dimension != walk.dimension:
        walk.dimension, walk.dimension_is_printed = dimension, False
        number, _ = matching.mission_label(text)
        if len(number) < 2:
            walk.note("DIMENSION_HEADING_MISSING", place, text, mission=code)
    current = walk.label
    if current is None or current.mission != code or not code or own_row:
        walk.sub_heading = "" if current is None or current.mission != code else walk.sub_heading
        walk.label = Label(code, dimension, titles.plain(text), place, own_row)
        walk.label_waits = True
    return walk.label or Label(code, dimension, titles.plain(text), place, own_row)


def _items(walk: Walk, line: Line) -> None:
    """The item or items of a row; a cell shared by several keeps its state only when it is `-`."""
    assert walk.columns is not None
    column = walk.columns.title
    parts = titles.items_of(line.cell(column))
    shared = [_budgets(walk, line, parts, index) for index in range(len(parts))]
    ids: list[str] = []
    for part, budgets in zip(parts, shared, strict=True):
        numbered = titles.numbered(part)
        own_number = titles.clean(line.cell(walk.columns.number)).strip("().) ")
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
                budgets=budgets,
                remarks=titles.plain(line.cell(walk.columns.remarks)),
                place=line.place(column),
                label=_waiting_label(walk, line),
                sub_heading=walk.sub_heading,
            )
        )
    _mission_from_number(walk, len(parts))
    _note_cells(walk, line, parts, ids)


def _waiting_label(walk: Walk, line: Line) -> Label | None:
    """The label for the first item after it; none for the items that follow."""
    if walk.label_waits:
        walk.label_waits = False
        return walk.label
    assert walk.columns is not None
    return walk.label if line.cell(walk.columns.mission).strip() else None


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
    assert walk.columns is not None
    said = titles.clean(line.cell(walk.columns.kind))
    own = kind_of(title)
    if not said:
        return own
    kind = _KINDS_BY_WORD.get(said)
    if kind is None:
        walk.note("KIND_UNREADABLE", line.place(walk.columns.kind), said)
    return kind


def _budgets(walk: Walk, line: Line, parts: tuple[str, ...], index: int) -> dict[int, Budget]:
    assert walk.columns is not None
    budgets: dict[int, Budget] = {}
    for column, year in walk.columns.years.items():
        texts = _BREAKS.split(titles.plain_lines(line.cell(column)).strip())
        if len(parts) > 1 and len(texts) == len(parts):
            budgets[year] = _budget(texts[index])
            continue
        budget = _budget(line.cell(column))
        is_shared = len(parts) > 1 and budget.state is BudgetState.AMOUNT
        budgets[year] = UNSTATED if is_shared else budget
    return budgets


def _budget(text: str) -> Budget:
    try:
        return budget_of(titles.plain(text).replace("**", ""))
    except Invalid:
        return UNSTATED


def _note_cells(walk: Walk, line: Line, parts: tuple[str, ...], ids: list[str]) -> None:
    """What is odd about the cells of a row of items: unreadable, shared, merged."""
    assert walk.columns is not None

    def note(code: str, column: int, text: str, **values: str) -> None:
        place = line.place(column)
        walk.notes.append(
            DraftNote(code, place, text[:500], tuple(ids), walk.dimension, values=values)
        )

    if len(parts) > 1:
        note("CELL_HOLDS_SEVERAL", walk.columns.title, "", items=str(len(parts)))
    for column, year in walk.columns.years.items():
        text = titles.plain(line.cell(column))
        if not text and line.merged.get(column, "").strip():
            note("BUDGET_MERGED", column, titles.plain(line.merged[column]), year=str(year))
        elif unread := _unreadable(text, len(parts), line.cell(column)):
            note(unread, column, text, year=str(year))
    if walk.columns.row_total is not None:
        text = titles.plain(line.cell(walk.columns.row_total))
        if len(ids) == 1 and text:
            note("ROW_TOTAL", walk.columns.row_total, text)


def _unreadable(text: str, count: int, raw: str) -> str:
    lines = _BREAKS.split(titles.plain_lines(raw).strip())
    if count > 1 and len(lines) == count:
        return "" if all(_reads(part) for part in lines) else "BUDGET_UNREADABLE"
    if not _reads(text):
        return "BUDGET_UNREADABLE"
    return "BUDGET_SHARED" if count > 1 and budget_of(text).state is BudgetState.AMOUNT else ""


def _reads(text: str) -> bool:
    try:
        budget_of(text)
    except Invalid:
        return False
    return True


def _total(walk: Walk, line: Line, words: list[int]) -> None:
    assert walk.columns is not None
    texts = [line.cell(c) for c in words] + [line.cell(walk.columns.remarks)]
    amounts: dict[int, Budget] = {}
    for column, year in walk.columns.years.items():
        text = titles.plain(line.cell(column))
        amounts[year] = _budget(text)
        if not _reads(text):
            walk.note("BUDGET_UNREADABLE", line.place(column), text, year=str(year))
    walk.totals.append(declared.total_row(texts, walk.dimension, amounts, line.place(words[0])))
    heading = matching.dimension_heading(texts[0])
    if heading is not None and heading.is_slip:
        walk.note("HEADING_SLIP", line.place(words[0]), titles.plain(texts[0]), word=heading.word)
    walk.label = None


def _cells_outside(walk: Walk, line: Line) -> None:
    assert walk.columns is not None
    known = walk.columns.known | {c for c, _ in walk.columns.unread}
    for column, cell in enumerate(line.cells):
        if cell.strip() and column not in known:
            walk.note("CELL_UNREAD", line.place(column), cell)


def _dimension(walk: Walk, line: Line, text: str) -> bool:
    heading = matching.dimension_heading(text)
    if heading is None:
        return False
    walk.dimension, walk.dimension_is_printed = heading.code, True
    walk.label, walk.sub_heading, walk.label_waits = None, "", False
    place = line.place()
    if heading.is_slip:
        walk.note("HEADING_SLIP", place, text, word=heading.word)
    values = {"title": heading.title}
    walk.headings.append(DraftNote("DIMENSION", place, heading.title, (), heading.code, "", values))
    return True


def _mission_heading(walk: Walk, line: Line, text: str) -> bool:
    """A mission printed as a heading between two tables."""
    match = matching.mission_of(text, walk.dimension, walk.edition)
    says_mission = fold_key(text).startswith("ภารกิจ")
    if not match.code or not (says_mission or match.similarity >= matching.SAME_TITLE):
        return False
    _set_label(walk, match, text, line.place(), own_row=True)
    return True


def _without_lost_tab(walk: Walk, line: Line) -> Line:
    """A row whose leading blank cell was trimmed away: an item where the mission should be, money
    where the title should be. Put back in its columns, and noted."""
    assert walk.columns is not None
    mission, title = walk.columns.mission, walk.columns.title
    if mission != 0 or title != 1 or not line.cell(1).strip() or not _reads(line.cell(1)):
        return line
    numbered = titles.numbered(line.cell(0))
    if (
        kind_of(numbered.text) is None
        or _budget(line.cell(1)) not in (NO_BUDGET,)
        and not any(ch.isdigit() for ch in line.cell(1))
    ):
        return line
    walk.note("ROW_SHIFTED", line.place(0), line.text)
    merged = {c + 1: text for c, text in line.merged.items()}
    return Line(line.sheet, line.line, line.row, ("", *line.cells), merged)

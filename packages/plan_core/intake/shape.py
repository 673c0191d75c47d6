"""Sheets → PlanDraft: find the table region, walk its rows, place them, keep the prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plan_core.framework.rules import FrameworkEdition, edition_for
from plan_core.intake import (
    columns,
    cover,
    declared,
    heading_rows,
    hidden,
    labels,
    part_one,
    placed,
    rows,
    sniff,
    titles,
)
from plan_core.intake.draft import DraftNote, DraftSection, PlanDraft
from plan_core.intake.matching import dimension_heading
from plan_core.intake.sheets import GUIDE_SHEET, LIST_SHEET, Line, Place, Sheets
from plan_core.intake.walk import Walk
from plan_core.values import kind_of

_UNIT_LINES = 6
_MAX_KIND = 60
_MAX_HEADING = 600
_NO_PLAN_SHEETS = {GUIDE_SHEET, LIST_SHEET}


@dataclass(frozen=True, slots=True)
class _Region:
    """Where the plan table is within one sheet's lines: what is before and behind is prose."""

    lines: tuple[Line, ...]
    start: int
    end: int


def shape(sheets: Sheets, editions: Sequence[FrameworkEdition]) -> PlanDraft:
    """The draft that a document states. Raises Invalid DOCUMENT_NO_PLAN_TABLE or
    DOCUMENT_YEAR_AMBIGUOUS; everything else that is odd becomes a note."""
    regions, unread = _regions(sheets)
    tables = [region.lines[region.start : region.end] for region in regions]
    years = tuple(sorted({year for table in tables for year in _years(table)}))
    _check_size(tables)
    walk = Walk(edition_for(editions, years))
    for region, table in zip(regions, tables, strict=True):
        _enter_sheet(walk, region.lines[0])
        _walk(walk, table)
    walk.close_sub_heading()
    front = part_one.read_prose(line for r in regions for line in r.lines[: r.start])
    after = (line for r in regions for line in r.lines[r.end :])
    rest = part_one.read_prose(after, after_table=True)
    initiatives, notes = placed.placed(walk.items, years)
    notes = (*notes, *cover.years_that_differ(regions[0].lines[: regions[0].start], years))
    sections = (*front.sections, *rest.sections)
    absent = _absent_parts(front, sections)
    return PlanDraft(
        fiscal_years=years,
        edition_code=walk.edition.code,
        organisation_name_printed=cover.organisation(regions[0].lines),
        initiatives=initiatives,
        declared=declared.declared_of(walk.totals, [item.dimension for item in walk.items]),
        sections=sections,
        risks=tuple(front.risks),
        notes=(*unread, *hidden.hidden_in(sheets), *walk.notes, *walk.headings, *notes, *absent),
    )


def _check_size(tables: Sequence[Sequence[Line]]) -> None:
    """Rows that begin with a kind are initiatives: too many are refused before they are read."""
    count = sum(
        any(kind_of(titles.numbered(cell[:_MAX_KIND]).text) for cell in line.cells[:8] if cell)
        for table in tables
        for line in table
        if line.is_table_row
    )
    if count > rows.MAX_INITIATIVES:
        raise sniff.too_many_rows(count, rows.MAX_INITIATIVES)


def _regions(sheets: Sheets) -> tuple[list[_Region], list[DraftNote]]:
    """The region of each sheet that has a plan table, and a note for each other sheet."""
    regions: list[_Region] = []
    unread: list[DraftNote] = []
    for sheet in sheets.sheets:
        first = _first_heading(sheet.lines)
        if first is not None:
            start, end = _start_of_region(sheet.lines, first), _end_of_table(sheet.lines, first)
            for line in sheet.lines[max(first - _UNIT_LINES, 0) : end]:
                if not line.is_table_row or line.line < sheet.lines[first].line:
                    columns.check_unit(line)
            regions.append(_Region(sheet.lines, start, end))
        elif sheet.name not in _NO_PLAN_SHEETS and any(line.row for line in sheet.lines):
            unread.append(DraftNote("SHEET_UNREAD", Place(sheet.name, 0, 0), sheet.name))
    if not regions:
        raise sniff.refusal(
            "DOCUMENT_NO_PLAN_TABLE",
            "ไม่พบตารางแผน (ต้องมีหัวตารางโครงการ/กิจกรรม/มาตรการ และปีงบประมาณ)",
            "There is no plan table: a heading with initiatives and fiscal years is needed.",
        )
    return regions, unread


def _first_heading(lines: Sequence[Line]) -> int | None:
    for index, line in enumerate(lines):
        if heading_rows.may_be_heading(line) and columns.read_heading(lines, index) is not None:
            return index
    return None


def _start_of_region(lines: Sequence[Line], first: int) -> int:
    """Back over the headings just above the first table: its dimension and mission."""
    start = first
    for index in range(first - 1, max(first - 12, -1), -1):
        line = lines[index]
        if part_one.section_code(line) is not None:
            break
        text = line.text if not line.is_table_row else _only_text(line)
        if dimension_heading(titles.clean(text)) is not None:
            start = index
    return start


def _only_text(line: Line) -> str:
    """The text of a table row that holds but one, be it in each of its cells."""
    texts = {cell.strip() for cell in line.cells if cell.strip()}
    return texts.pop() if len(texts) == 1 else ""


def _end_of_table(lines: Sequence[Line], first: int) -> int:
    """Part 3 or the appendix ends the table region."""
    for index in range(first, len(lines)):
        if part_one.section_code(lines[index]) in {"PART_3", "APPENDIX"}:
            return index
    return len(lines)


def _years(lines: Sequence[Line]) -> tuple[int, ...]:
    found: set[int] = set()
    for index, line in enumerate(lines):
        if heading_rows.may_be_heading(line):
            heading = columns.read_heading(lines, index)
            found.update(heading[0].years.values() if heading else ())
    return tuple(sorted(found))


def _enter_sheet(walk: Walk, title: Line) -> None:
    """A worksheet called "มิติที่ ๒" says which dimension its table is of."""
    walk.columns = None
    if title.line == 0:
        labels.dimension(walk, title, titles.clean(title.text))


def _walk(walk: Walk, lines: Sequence[Line]) -> None:
    deeper = _deeper_numbers(lines)
    index = 0
    while index < len(lines):
        line = lines[index]
        heading = columns.read_heading(lines, index) if heading_rows.may_be_heading(line) else None
        if heading is None and heading_rows.is_summary(line):
            index = _after_summary(walk, lines, index)
            continue
        if heading is not None:
            walk.columns, after = heading
            for column, label in walk.columns.unread:
                if not any(n.code == "COLUMN_UNREAD" and n.text == label for n in walk.notes):
                    walk.note("COLUMN_UNREAD", line.place(column), label)
            index = after
            continue
        index += 1
        if line.is_table_row and walk.columns is not None:
            before = walk.last_row
            rows.read_row(walk, line, deeper)
            if walk.last_row is before and not heading_rows.is_heading_row(line):
                walk.last_row = None
        elif line.is_table_row:
            _row_without_table(walk, line)
        elif _continues_heading(walk, lines, index - 1):
            continue
        else:
            rows.read_line(walk, line)


def _after_summary(walk: Walk, lines: Sequence[Line], index: int) -> int:
    """Past a table that only sums the plan up, which is named and not read."""
    walk.note("TABLE_UNREAD", lines[index].place(), lines[index].text)
    for after in range(index + 1, len(lines)):
        line = lines[after]
        is_new = (
            heading_rows.may_be_heading(line) and columns.read_heading(lines, after) is not None
        )
        if not line.is_table_row or line.is_blank or is_new:
            return after
    return len(lines)


def _row_without_table(walk: Walk, line: Line) -> None:
    """A row between a dimension's heading and the heading of its table."""
    text = _only_text(line) or line.text
    if not line.is_blank and not labels.dimension(walk, line, titles.clean(text)):
        walk.note("ROW_UNREAD", line.place(), line.text)


def _continues_heading(walk: Walk, lines: Sequence[Line], index: int) -> bool:
    """The line right under a dimension's heading, without a blank one between, goes on with it."""
    above = lines[index - 1] if index else None
    if above is None or above.is_table_row or above.is_blank or not walk.headings:
        return False
    last = walk.headings[-1]
    if last.values["until"] != str(above.line):
        return False
    text = titles.clean(lines[index].text[:_MAX_HEADING])
    if not text or dimension_heading(text) is not None:
        return False
    if part_one.section_code(lines[index]) is not None or text[0] in "0123456789๐๑๒๓๔๕๖๗๘๙":
        return False
    until = {"until": str(lines[index].line)}
    walk.headings[-1] = replace(last, text=f"{last.text}{text}", values=until)
    return True


def _deeper_numbers(lines: Sequence[Line]) -> frozenset[tuple[int, ...]]:
    """Numbers that rows go further down from: 2.2.1 before 2.2.1.1, or right before a new 1."""
    numbers = [
        titles.numbered(next((cell for cell in line.cells if _starts_with_number(cell)), "")).number
        for line in lines
        if line.is_table_row and not line.is_blank
    ]
    above = {number[:-1] for number in numbers if len(number) >= 3}
    before_one = {a for a, b in pairwise(numbers) if len(a) == 3 and b == (1,)}
    return frozenset(above | before_one)


def _starts_with_number(cell: str) -> bool:
    return cell[:40].strip(" (*").removeprefix("<p>")[:1].isdigit()


def _absent_parts(front: part_one.Front, sections: Sequence[DraftSection]) -> tuple[DraftNote, ...]:
    present = {section.code for section in sections} | {"PART_1", "PART_2", "CONTENTS"}
    return tuple(
        DraftNote("PROMISED_PART_ABSENT", place, title, values={"part": code})
        for code, (title, place) in front.promised.items()
        if code not in present
    )

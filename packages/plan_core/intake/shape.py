"""Sheets → PlanDraft: find the table region, walk its rows, place them, keep the prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from plan_core.framework.rules import FrameworkEdition, edition_for
from plan_core.intake import columns, declared, numbering, part_one, placing, rows, sniff, titles
from plan_core.intake.draft import DraftInitiative, DraftNote, DraftSection, PlanDraft
from plan_core.intake.matching import dimension_heading
from plan_core.intake.placing import Entry, Label
from plan_core.intake.sheets import Line, Sheets
from plan_core.intake.walk import Item, Walk
from plan_core.thai_text import to_arabic_digits
from plan_core.values import UNSTATED

_ORGANISATION = re.compile(
    r"(?:องค์การบริหารส่วนตำบล|องค์การบริหารส่วนจังหวัด|เทศบาลตำบล|เทศบาลเมือง|เทศบาลนคร|อบต\.|อบจ\."
    r"|เมืองพัทยา|กรุงเทพมหานคร)\s?[ก-๙]{2,40}"
)
_COVER_LINES = 60


def shape(sheets: Sheets, editions: Sequence[FrameworkEdition]) -> PlanDraft:
    """The draft that a document states. Raises Invalid DOCUMENT_NO_PLAN_TABLE or
    DOCUMENT_YEAR_AMBIGUOUS; everything else that is odd becomes a note."""
    lines = tuple(sheets.lines())
    first = _first_heading(lines)
    end = _end_of_table(lines, first)
    before = _start_of_region(lines, first)
    years = _years(lines[first:end])
    walk = Walk(edition_for(editions, years))
    _walk(walk, lines[before:end])
    front = part_one.read_prose(lines[:before])
    rest = part_one.read_prose(lines[end:], after_table=True)
    initiatives, notes = _placed(walk, years)
    sections = (*front.sections, *rest.sections)
    notes = (*walk.notes, *walk.headings, *notes, *_absent_parts(front, sections))
    return PlanDraft(
        fiscal_years=years,
        edition_code=walk.edition.code,
        organisation_name_printed=_organisation(lines[:_COVER_LINES]),
        initiatives=initiatives,
        declared=declared.declared_of(walk.totals),
        sections=sections,
        risks=tuple(front.risks),
        notes=notes,
    )


def _first_heading(lines: Sequence[Line]) -> int:
    for index, line in enumerate(lines):
        if columns.is_heading_row(line) and columns.read_heading(lines, index) is not None:
            return index
    raise sniff.refusal(
        "DOCUMENT_NO_PLAN_TABLE",
        "ไม่พบตารางแผน (ต้องมีหัวตารางโครงการ/กิจกรรม/มาตรการ และปีงบประมาณ)",
        "There is no plan table: a heading with initiatives and fiscal years is needed.",
    )


def _start_of_region(lines: Sequence[Line], first: int) -> int:
    """Back over the headings just above the first table: its dimension and mission."""
    start = first
    for index in range(first - 1, max(first - 12, -1), -1):
        line = lines[index]
        if part_one.section_code(line) is not None:
            break
        if dimension_heading(titles.clean(line.text)) is not None:
            start = index
    return start


def _end_of_table(lines: Sequence[Line], first: int) -> int:
    """Part 3 or the appendix ends the table region."""
    for index in range(first, len(lines)):
        if part_one.section_code(lines[index]) in {"PART_3", "APPENDIX"}:
            return index
    return len(lines)


def _years(lines: Sequence[Line]) -> tuple[int, ...]:
    found: set[int] = set()
    for index, line in enumerate(lines):
        if columns.is_heading_row(line):
            heading = columns.read_heading(lines, index)
            found.update(heading[0].years.values() if heading else ())
    return tuple(sorted(found))


def _walk(walk: Walk, lines: Sequence[Line]) -> None:
    deeper = _deeper_numbers(lines)
    index = 0
    while index < len(lines):
        line = lines[index]
        heading = columns.read_heading(lines, index) if columns.is_heading_row(line) else None
        if heading is not None:
            walk.columns, after = heading
            for column, label in walk.columns.unread:
                walk.note("COLUMN_UNREAD", line.place(column), label)
            index = after
            continue
        index += 1
        if line.is_table_row and walk.columns is not None:
            rows.read_row(walk, line, deeper)
        elif line.is_table_row:
            walk.note("ROW_UNREAD", line.place(), line.text)
        elif _continues_heading(walk, lines, index - 1):
            continue
        else:
            rows.read_line(walk, line)


def _continues_heading(walk: Walk, lines: Sequence[Line], index: int) -> bool:
    """The line right under a dimension's heading, without a blank one between, goes on with it."""
    above = lines[index - 1] if index else None
    if above is None or above.is_table_row or above.is_blank or not walk.headings:
        return False
    last = walk.headings[-1]
    text = titles.clean(lines[index].text)
    if last.values["until"] != str(above.line) or not text or dimension_heading(text) is not None:
        return False
    if part_one.section_code(lines[index]) is not None or text[0] in "0123456789๐๑๒๓๔๕๖๗๘๙":
        return False
    until = {"until": str(lines[index].line)}
    walk.headings[-1] = replace(last, text=f"{last.text}{text}", values=until)
    return True


def _deeper_numbers(lines: Sequence[Line]) -> frozenset[tuple[int, ...]]:
    """Numbers that another row's number goes further down from."""
    numbers = {
        titles.numbered(cell).number
        for line in lines
        if line.is_table_row
        for cell in line.cells[:4]
        if cell[:40].strip()[:1].isdigit()
    }
    return frozenset(number[:-1] for number in numbers if len(number) >= 3)


def _placed(
    walk: Walk, years: Sequence[int]
) -> tuple[tuple[DraftInitiative, ...], tuple[DraftNote, ...]]:
    initiatives: list[DraftInitiative] = []
    notes: list[DraftNote] = []
    for block in _blocks(walk.items):
        entries = [Entry(item.number, item.label, item.sub_heading) for item in block]
        labels = placing.place(entries)
        placed = [
            _initiative(item, label, entry.beside, years)
            for item, label, entry in zip(block, labels, entries, strict=True)
        ]
        initiatives.extend(placed)
        notes.extend(_beside_notes(placed, labels, entries))
        notes.extend(numbering.notes_of(placed, [item.number for item in block]))
    return tuple(initiatives), tuple(notes)


def _blocks(items: Sequence[Item]) -> list[list[Item]]:
    """Items of one dimension in a row."""
    blocks: list[list[Item]] = []
    for item in items:
        if not blocks or blocks[-1][-1].dimension != item.dimension:
            blocks.append([])
        blocks[-1].append(item)
    return blocks


def _initiative(
    item: Item, label: Label | None, beside: Label | None, years: Sequence[int]
) -> DraftInitiative:
    return DraftInitiative(
        id=item.id,
        dimension=item.dimension,
        mission=label.mission if label is not None else "",
        number=item.number_printed,
        kind=item.kind,
        title=item.title,
        title_printed=item.printed,
        budgets={year: item.budgets.get(year, UNSTATED) for year in years},
        remarks=item.remarks,
        place=item.place,
        printed_mission=beside.printed if beside is not None else None,
        sub_heading=item.sub_heading,
    )


def _beside_notes(
    placed: Sequence[DraftInitiative], labels: Sequence[Label | None], entries: Sequence[Entry]
) -> list[DraftNote]:
    """One note for each stretch of rows that stand beside another mission than their own."""
    notes: list[DraftNote] = []
    previous: tuple[str, str] | None = None
    for initiative, label, entry in zip(placed, labels, entries, strict=True):
        own = label.mission if label is not None else ""
        beside = entry.beside.mission if entry.beside is not None else own
        if own == beside:
            previous = None
            continue
        if previous == (own, beside):
            last = notes.pop()
            ids, numbers = last.initiative_ids, last.values["numbers"]
            numbers = f"{numbers} {initiative.number}"
        else:
            last, ids, numbers = None, (), initiative.number
        notes.append(
            DraftNote(
                "ROW_BESIDE_OTHER_MISSION",
                last.place if last else initiative.place,
                "",
                (*ids, initiative.id),
                initiative.dimension,
                own,
                {"placed": own, "beside": beside, "numbers": numbers},
            )
        )
        previous = (own, beside)
    return notes


def _absent_parts(front: part_one.Front, sections: Sequence[DraftSection]) -> tuple[DraftNote, ...]:
    present = {section.code for section in sections} | {"PART_1", "PART_2", "CONTENTS"}
    return tuple(
        DraftNote("PROMISED_PART_ABSENT", place, title, values={"part": code})
        for code, (title, place) in front.promised.items()
        if code not in present
    )


def _organisation(lines: Sequence[Line]) -> str:
    """The first name of an organisation; one that begins a line is the document's own."""
    texts = [titles.clean(line.text).lstrip("# ") for line in lines]
    starts = (m for text in texts if (m := _ORGANISATION.match(text)))
    anywhere = (m for text in texts if (m := _ORGANISATION.search(text[:2000])))
    found = next(starts, None) or next(anywhere, None)
    return to_arabic_digits(found[0]) if found is not None else ""

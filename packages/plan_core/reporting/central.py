"""A table of central scores, as an officer got it → scores and every refused cell. Pure.

A line for each organisation, found by its code, and a column for each dimension. What a cell does
not say is not written: a blank is no score, and nothing else is taken for one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from plan_core.errors import Invalid, SimitiError
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import sniff
from plan_core.intake.decode import decode
from plan_core.intake.read_xlsx import read_xlsx
from plan_core.reporting import rules
from plan_core.reporting.returned import RefusedCell
from plan_core.thai_text import collapse_spaces, normalise, to_arabic_digits

CODE_HEADING = "รหัส อปท."
NAME_HEADING = "ชื่อ อปท."
HEADINGS_WITHIN = 20
"""So many lines may stand above the headings."""
_SCORE = re.compile(r"\d{1,3}(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scored:
    """An organisation that can get central scores, and the ones that it has."""

    tenant_id: int
    name: str
    report_id: str | None
    """The newest report on the year; None: it has not reported, so there is nothing to score."""
    scores: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class NewCentral:
    """A score that differs from what is kept; `before` None: there was none."""

    organisation: Scored
    dimension_code: str
    score: Decimal
    before: Decimal | None


@dataclass(slots=True)
class CentralTable:
    """What a file says, against what is kept."""

    new: list[NewCentral] = field(default_factory=list[NewCentral])
    unchanged: int = 0
    blank: int = 0
    refused: list[RefusedCell] = field(default_factory=list[RefusedCell])


def headings(edition: FrameworkEdition) -> tuple[str, ...]:
    return (CODE_HEADING, NAME_HEADING, *(f"มิติที่ {one.code}" for one in edition.dimensions))


def read_central(
    content: bytes, edition: FrameworkEdition, known: Mapping[str, Scored]
) -> CentralTable:
    """`known` by the organisation's code. Raises Invalid for a file that is no such table."""
    sniff.check_size(content)
    sheets = _xlsx_sheets(content) if content.startswith(b"PK") else [_csv_lines(content)]
    lines, at, columns = _find_table(sheets, edition)
    table = CentralTable()
    seen: set[str] = set()
    for row, cells in enumerate(lines[at + 1 :], start=at + 2):
        if any(cell.strip() for cell in cells):
            _read_line(cells, row, columns, known, seen, table)
    return table


def _xlsx_sheets(content: bytes) -> list[list[tuple[str, ...]]]:
    # The first line of a sheet is its name.
    return [[line.cells for line in sheet.lines[1:]] for sheet in read_xlsx(content).sheets]


def _csv_lines(content: bytes) -> list[tuple[str, ...]]:
    text = _text_of(content)
    delimiter = max(",;\t", key=text.count)
    try:
        return [tuple(line) for line in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        raise sniff.unsupported("CSV") from None


def _text_of(content: bytes) -> str:
    """In Unicode, or as an older spreadsheet program in Thai saves it.

    A table of figures has too few words to tell the old encoding by: here the headings tell.
    """
    try:
        return decode(content)
    except Invalid as refusal:
        if refusal.code != "DOCUMENT_ENCODING":
            raise
        try:
            return content.decode("cp874")
        except UnicodeDecodeError:
            raise refusal from None


def _find_table(
    sheets: Sequence[Sequence[tuple[str, ...]]], edition: FrameworkEdition
) -> tuple[Sequence[tuple[str, ...]], int, dict[str, int]]:
    """The one sheet with the headings, their line in it, and where each of them stands."""
    tables = [
        (lines, *found) for lines in sheets if (found := _find_headings(lines, edition)) is not None
    ]
    if len(tables) > 1:
        raise Invalid(
            "SHEETS_MANY",
            "ไฟล์มีตารางคะแนนมากกว่าหนึ่งแผ่นงาน ให้เหลือเพียงแผ่นเดียว",
            "More than one sheet of the file holds a table of scores; leave one of them.",
            field="file",
            values={"sheets": len(tables)},
        )
    if not tables:
        names = ", ".join(headings(edition))
        raise Invalid(
            "HEADINGS_MISSING",
            f"ไม่พบหัวตาราง ต้องมี {names}",
            f"The headings are missing; there must be {names}.",
            field="file",
        )
    return tables[0]


def _find_headings(
    lines: Sequence[tuple[str, ...]], edition: FrameworkEdition
) -> tuple[int, dict[str, int]] | None:
    """The line of the headings, and where each of them stands."""
    wanted = {_folded(one): one for one in headings(edition)}
    for at, cells in enumerate(lines[:HEADINGS_WITHIN]):
        named = [
            (wanted[_folded(cell)], n) for n, cell in enumerate(cells) if _folded(cell) in wanted
        ]
        found = dict(named)
        if CODE_HEADING in found and len(found.keys() - {CODE_HEADING, NAME_HEADING}) > 0:
            _check_once([heading for heading, _ in named])
            return at, found
    return None


def _check_once(named: Sequence[str]) -> None:
    """Of two columns with one heading neither is taken for the right one."""
    twice = next((one for one in named if named.count(one) > 1), None)
    if twice is not None:
        raise Invalid(
            "HEADING_TWICE",
            f"มีหัวตาราง “{twice}” มากกว่าหนึ่งคอลัมน์ ให้เหลือเพียงคอลัมน์เดียว",
            f"More than one column is headed “{twice}”; leave one of them.",
            field="file",
            values={"heading": twice},
        )


def _folded(text: str) -> str:
    return to_arabic_digits(normalise(text)).replace(" ", "").strip("\ufeff")


def _read_line(
    cells: Sequence[str],
    row: int,
    columns: Mapping[str, int],
    known: Mapping[str, Scored],
    seen: set[str],
    table: CentralTable,
) -> None:
    code = to_arabic_digits(_cell(cells, columns[CODE_HEADING]))
    organisation = known.get(code)
    refusal = _refusal_of(code, organisation, seen)
    if organisation is None or refusal is not None:
        name = _name(columns[CODE_HEADING], row)
        table.refused.append(RefusedCell(name, refusal or _unknown(code)))
        return
    seen.add(code)
    for dimension_code, at in _dimensions(columns):
        text = _cell(cells, at)
        if not text:
            table.blank += 1
            continue
        try:
            score = _score_of(text)
        except Invalid as refused:
            table.refused.append(RefusedCell(_name(at, row), refused))
            continue
        before = organisation.scores.get(dimension_code)
        if before == score:
            table.unchanged += 1
        else:
            table.new.append(NewCentral(organisation, dimension_code, score, before))


def _dimensions(columns: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for heading, at in columns.items():
        if heading not in {CODE_HEADING, NAME_HEADING}:
            yield heading.removeprefix("มิติที่ "), at


def _refusal_of(code: str, organisation: Scored | None, seen: set[str]) -> SimitiError | None:
    if organisation is None:
        return _unknown(code)
    if code in seen:
        return Invalid(
            "ROW_TWICE",
            f"มีรหัส {code} ซ้ำในไฟล์",
            f"The code {code} is in the file twice.",
            values={"code": code},
        )
    if organisation.report_id is None:
        return Invalid(
            "YEAR_NOT_REPORTED",
            f"{organisation.name} ยังไม่ส่งรายงานรอบ 12 เดือน จึงยังไม่มีการประเมินตนเองให้เทียบ",
            f"{organisation.name} has not reported on the year: there is no self-assessment yet.",
            values={"code": code},
        )
    return None


def _unknown(code: str) -> Invalid:
    return Invalid(
        "ORGANISATION_UNKNOWN",
        f"ไม่มีรหัส อปท. “{code[:40]}” ในพื้นที่ของท่าน",
        f"There is no organisation with the code “{code[:40]}” in your area.",
        values={"code": code[:40]},
    )


def _score_of(text: str) -> Decimal:
    plain = to_arabic_digits(normalise(text)).strip()
    if not _SCORE.fullmatch(plain):
        raise Invalid(
            "SCORE_UNREADABLE",
            f"อ่านคะแนน “{text[:40]}” ไม่ออก ใส่ตัวเลข 0 ถึง 100 หรือเว้นว่าง",
            f"“{text[:40]}” is not a score: a number from 0 to 100, or blank.",
            values={"text": text[:40]},
        )
    score = Decimal(plain)
    rules.hundredths_of(score, "score")
    return score


def _cell(cells: Sequence[str], at: int) -> str:
    return collapse_spaces(cells[at]).strip() if at < len(cells) else ""


def _name(column: int, row: int) -> str:
    """Like J7, also beyond the 26th column."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"

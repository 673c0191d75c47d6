"""The heading of a plan table: which column is a fiscal year, the title, the mission, remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plan_core.errors import Invalid
from plan_core.intake import heading_rows, sniff
from plan_core.intake.heading_rows import MAX_KEY, TITLE_HEADING, TITLE_WORDS
from plan_core.intake.sheets import Line
from plan_core.intake.titles import plain
from plan_core.thai_text import fold_key

_MULTIPLE = "(?:พัน|หมื่น|แสน|ล้าน)"
_UNIT = re.compile(f"(?:งบประมาณ|หน่วย|จำนวนเงิน|วงเงิน|เงิน|งบ|ปี|พศ|\\d{{4}}){{0,6}}{_MULTIPLE}บาท")


@dataclass(frozen=True, slots=True)
class Columns:
    """Column indexes of one table; `years` maps a column to its fiscal year (BE)."""

    years: dict[int, int]
    title: int
    mission: int | None
    dimension: int | None
    number: int | None
    kind: int | None
    remarks: int | None
    row_total: int | None
    unread: tuple[tuple[int, str], ...]

    @property
    def known(self) -> set[int]:
        named = (self.title, self.mission, self.dimension, self.number, self.kind, self.remarks)
        return {*self.years, *(c for c in (*named, self.row_total) if c is not None)}

    @property
    def leading(self) -> tuple[int, ...]:
        """The columns of words that say what a row is, left to right."""
        named = (self.dimension, self.mission, self.number, self.title)
        return tuple(sorted(c for c in named if c is not None))


def year_of(text: str, line: Line, column: int) -> int | None:
    """The fiscal year a heading cell names. "ปี ๖๑" or "ปี 2018" is ambiguous: Invalid."""
    key = heading_rows.key_of(text)
    match = heading_rows.YEAR.fullmatch(key) if len(key) <= MAX_KEY else None
    if match is None:
        return None
    number = int(match[2])
    if heading_rows.FIRST_BE <= number <= heading_rows.LAST_BE and "คศ" not in match[1]:
        return number
    if not re.search("ปี|พศ|คศ|fy|year", match[1]):
        return None
    raise ambiguous_year(plain(text), line, column)


def ambiguous_year(text: str, line: Line, column: int) -> Invalid:
    return sniff.refusal(
        "DOCUMENT_YEAR_AMBIGUOUS",
        f"หัวคอลัมน์ “{text}” (บรรทัด {line.line}) ไม่บอกปีงบประมาณให้ชัดเจน กรุณาพิมพ์ปี พ.ศ. สี่หลัก",
        f"The column heading “{text}” (line {line.line}) does not say clearly which year it is. "
        "Print the year of the Buddhist era in four digits.",
        {"text": text, "line": line.line, "row": line.row, "column": column + 1},
    )


def check_unit(line: Line) -> None:
    """Amounts in thousands are no amounts in baht: a table in another unit is refused."""
    for column, cell in enumerate(line.cells):
        if _UNIT.fullmatch(heading_rows.key_of(cell)):
            text = plain(cell)
            raise sniff.refusal(
                "DOCUMENT_UNIT_UNSUPPORTED",
                f"ตารางใช้หน่วย “{text}” (บรรทัด {line.line}) กรุณาแปลงเป็นบาทก่อน",
                f"The table is in another unit than baht: “{text}” (line {line.line}).",
                {"text": text, "line": line.line, "row": line.row, "column": column + 1},
            )


def read_heading(lines: Sequence[Line], index: int) -> tuple[Columns, int] | None:
    """The columns of the heading that begins at `index`, and the index after it; None if none."""
    end = index
    while end < len(lines) and end < index + 4 and heading_rows.may_be_heading(lines[end]):
        end += 1
    if end == index:
        return None
    rows = lines[index:end]
    for row in rows:
        check_unit(row)
    years: dict[int, int] = {}
    for row in rows:
        bare = heading_rows.bare_year(row)
        if bare is not None:
            raise ambiguous_year(plain(row.cells[bare]), row, bare)
        for column, cell in enumerate(row.cells):
            year = year_of(cell or row.merged.get(column, ""), row, column)
            if year is not None:
                if years.get(column, year) != year:
                    raise ambiguous_year(plain(cell), row, column)
                years[column] = year
    if not years or any(heading_rows.is_summary(row) for row in rows):
        return None
    if end < len(lines) and heading_rows.divides_years(lines[end], years):
        rows, end = lines[index : end + 1], end + 1
    _check_years(years, rows[0])
    labels = _labels(rows)
    columns = _columns(labels, years)
    return None if columns is None else (columns, end)


def _check_years(years: dict[int, int], row: Line) -> None:
    if len(set(years.values())) != len(years):
        column = max(years)
        raise ambiguous_year(" / ".join(str(year) for year in years.values()), row, column)


def _labels(rows: Sequence[Line]) -> dict[int, str]:
    width = max(len(row.cells) for row in rows)
    return {
        column: fold_key("".join(plain(row.cell(column)) for row in rows))
        for column in range(width)
    }


def _columns(labels: dict[int, str], years: dict[int, int]) -> Columns | None:
    rest = {c: label for c, label in labels.items() if c not in years}
    before = [c for c in rest if c < min(years)]

    def labelled(*words: str, among: list[int]) -> int | None:
        return next((c for c in among if any(w in rest[c] for w in words)), None)

    number = next((c for c in before if rest[c] in {"ที่", "ลำดับ", "ลำดับที่"}), None)
    kind = next((c for c in before if rest[c].startswith("ประเภท")), None)
    words = [c for c in before if c not in {number, kind} and _can_hold_words(rest[c])]
    if not any(w in rest[c] for c in words for w in TITLE_WORDS):
        words = [c for c in rest if c not in {number, kind} and _can_hold_words(rest[c])]
    mission = labelled("ภารกิจ", among=words)
    dimension = next((c for c in words if c != mission and rest[c].startswith("มิติ")), None)
    words = [c for c in words if c != dimension]
    titles = [c for c in words if c != mission and any(w in rest[c] for w in TITLE_WORDS)]
    if not titles and mission is not None and any(w in rest[mission] for w in TITLE_WORDS):
        titles, mission = [mission], None
    if not titles:
        return None
    exact = [c for c in titles if TITLE_HEADING.fullmatch(rest[c][:MAX_KEY])]
    title = (exact or titles)[-1]
    if mission is None:
        mission = next((c for c in words if c < title), None)
    remarks = labelled("หมายเหตุ", among=list(rest))
    after = [c for c in rest if c > max(years) and c != remarks]
    row_total = next((c for c in after if rest[c].startswith("รวม")), None)
    named = {number, kind, mission, dimension, title, remarks, row_total}
    unread = tuple((c, rest[c]) for c in sorted(rest) if c not in named and rest[c])
    return Columns(years, title, mission, dimension, number, kind, remarks, row_total, unread)


def _can_hold_words(label: str) -> bool:
    return not label.startswith(
        ("หน่วยงาน", "ผู้รับผิดชอบ", "ส่วนราชการ", "วัตถุประสงค์", "เป้าหมาย", "ตัวชี้วัด", "ผลผลิต", "หมายเหตุ")
    )

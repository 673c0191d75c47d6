"""The heading of a plan table: which column is a fiscal year, the title, the mission, remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from plan_core.errors import Invalid
from plan_core.intake import sniff
from plan_core.intake.sheets import Line
from plan_core.intake.titles import plain
from plan_core.thai_text import fold_key

_MULTIPLE = "(?:พัน|หมื่น|แสน|ล้าน)"
_UNIT = re.compile(f"(?:งบประมาณ|หน่วย|จำนวนเงิน|วงเงิน|เงิน|งบ|ปี|พศ|\\d{{4}}){{0,6}}{_MULTIPLE}บาท")
_YEAR_WORDS = "(?:fy|fiscalyear|ประจำ|ปี|งบประมาณ|งบ|พศ|คศ|แผน|บาท|พันบาท|ล้านบาท|จำนวน|เงิน|วงเงิน)"
_YEAR = re.compile(rf"({_YEAR_WORDS}{{0,8}})(\d{{1,6}}){_YEAR_WORDS}{{0,8}}")
_HEADING = re.compile(
    "(?:ลำดับ(?:ที่)?|ที่|(?:ตัวชี้วัด|วัตถุประสงค์|เป้าหมาย|ผลผลิต)(?:โครงการ)?"
    "|ภารกิจ(?:ตาม)?(?:มิติ(?:ที่|นี้)?)?\\d?(?:ต่อ)?|ประเภท|มิติ|มิติภารกิจ|มิติภารกิจตามมิติ"
    "|(?:ชื่อ|รายการ|แผนงาน|โครงการ|กิจกรรม|มาตรการ|แนวทาง|แนวปฏิบัติ(?:งาน)?|การดำเนินการ"
    "|การดำเนินงาน|และ|หรือ){1,8}"
    "|(?:งบประมาณ|จำนวน|เงิน|วงเงิน|บาท|พันบาท|หมื่นบาท|แสนบาท|ล้านบาท|งบ|ปี|ประจำ|หน่วย|รวม|ทั้งสิ้น|ที่ผ่านมา|แผน|ดำเนินการ){1,6}"
    "|หมายเหตุ|หน่วยงาน(?:ที่)?(?:รับผิดชอบ)?(?:หลัก)?|ผู้รับผิดชอบ|ส่วนราชการ)"
)
_TITLE_HEADING = re.compile("(?:ชื่อ|รายการ|โครงการ|กิจกรรม|มาตรการ|แนวปฏิบัติ(?:งาน)?|และ|หรือ){1,8}")
_COUNT_HEADING = re.compile(
    "จำนวน(?:ชื่อ|รายการ|โครงการ|กิจกรรม|มาตรการ|แนวปฏิบัติงาน|และ|หรือ|ที่ดำเนินการ){1,8}"
)
_TITLE_WORDS = ("โครงการ", "กิจกรรม", "มาตรการ", "ชื่อ", "รายการ")
_KIND_KEYS = {"โครงการ", "กิจกรรม", "มาตรการ"}
_MAX_HEADING_CELLS = 60
_MAX_KEY = 60
_MAX_CELL = 300
_FIRST_BE, _LAST_BE = 2500, 2700


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
    key = _key(text)
    match = _YEAR.fullmatch(key) if len(key) <= _MAX_KEY else None
    if match is None:
        return None
    number = int(match[2])
    if _FIRST_BE <= number <= _LAST_BE and "คศ" not in match[1]:
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
        if _UNIT.fullmatch(_key(cell)):
            text = plain(cell)
            raise sniff.refusal(
                "DOCUMENT_UNIT_UNSUPPORTED",
                f"ตารางใช้หน่วย “{text}” (บรรทัด {line.line}) กรุณาแปลงเป็นบาทก่อน",
                f"The table is in another unit than baht: “{text}” (line {line.line}).",
                {"text": text, "line": line.line, "row": line.row, "column": column + 1},
            )


def is_heading_row(line: Line) -> bool:
    """Every filled cell of the row is a word of table headings or a year."""
    if not line.is_table_row or line.is_blank:
        return False
    keys = [key for cell in line.cells if cell.strip() and (key := _key(cell))]
    return bool(keys) and not keys[0].startswith("รวม") and all(_is_heading(key) for key in keys)


def _key(text: str) -> str:
    """The folded key of a cell; a long cell is no heading, whatever it says."""
    return _key_of_short(text) if len(text) <= _MAX_CELL else text.strip()


@lru_cache(maxsize=4096)
def _key_of_short(text: str) -> str:
    return fold_key(plain(text))


def _is_heading(key: str) -> bool:
    if len(key) > _MAX_KEY:
        return False
    if _HEADING.fullmatch(key):
        return True
    match = _YEAR.fullmatch(key)
    return match is not None and (bool(match[1]) or _FIRST_BE <= int(match[2]) <= _LAST_BE)


def read_heading(lines: Sequence[Line], index: int) -> tuple[Columns, int] | None:
    """The columns of the heading that begins at `index`, and the index after it; None if none."""
    end = index
    while end < len(lines) and end < index + 4 and may_be_heading(lines[end]):
        end += 1
    if end == index:
        return None
    rows = lines[index:end]
    for row in rows:
        check_unit(row)
    years: dict[int, int] = {}
    for row in rows:
        bare = _bare_year(row)
        if bare is not None:
            raise ambiguous_year(plain(row.cells[bare]), row, bare)
        for column, cell in enumerate(row.cells):
            year = year_of(cell or row.merged.get(column, ""), row, column)
            if year is not None:
                if years.get(column, year) != year:
                    raise ambiguous_year(plain(cell), row, column)
                years[column] = year
    if not years or any(is_summary(row) for row in rows):
        return None
    if end < len(lines) and _divides_years(lines[end], years):
        rows, end = lines[index : end + 1], end + 1
    _check_years(years, rows[0])
    labels = _labels(rows)
    columns = _columns(labels, years)
    return None if columns is None else (columns, end)


def may_be_heading(line: Line) -> bool:
    """A heading row, or one that has columns of its own beside the title and years or budgets."""
    if is_heading_row(line):
        return True
    if not line.is_table_row or len(line.cells) > _MAX_HEADING_CELLS:
        return False
    keys = [key for cell in line.cells if cell.strip() and (key := _key(cell))]
    titles = [key for key in keys if len(key) <= _MAX_KEY and _TITLE_HEADING.fullmatch(key)]
    money = any(_says_money(key) for key in keys) or _bare_year(line) is not None
    return bool(titles) and money and all(len(key) <= _MAX_KEY for key in keys)


def _says_money(key: str) -> bool:
    match = _YEAR.fullmatch(key) if len(key) <= _MAX_KEY else None
    return key.startswith("งบประมาณ") or (match is not None and bool(match[1]))


def is_summary(line: Line) -> bool:
    """The heading of a table that counts initiatives instead of listing them."""
    if not line.is_table_row or len(line.cells) > _MAX_HEADING_CELLS:
        return False
    keys = [key for cell in line.cells if cell.strip() and len(key := _key(cell)) <= _MAX_KEY]
    by_kind = sum(key in _KIND_KEYS for key in keys) > 1
    counted = by_kind or any(_COUNT_HEADING.fullmatch(key) for key in keys)
    groups = any(re.fullmatch("มิติ.{0,20}|ภารกิจ.{0,20}|ที่|ลำดับ(?:ที่)?", key) for key in keys)
    titled = any(_TITLE_HEADING.fullmatch(key) and key not in _KIND_KEYS for key in keys)
    years = any(_says_money(key) for key in keys)
    dimension = any(key in {"มิติ", "มิติที่"} for key in keys)
    return not titled and (
        (counted and groups)
        or (
            dimension
            and years
            and not by_kind
            and not any(_TITLE_HEADING.fullmatch(key) for key in keys)
        )
    )


def _bare_year(line: Line) -> int | None:
    """The column of the first of bare numbers that count up over a heading of titles: they are
    years, but 2018 and 61 are no clear ones."""
    keys = {c: _key(cell) for c, cell in enumerate(line.cells) if 0 < len(cell) < _MAX_KEY}
    if not any(_TITLE_HEADING.fullmatch(key) for key in keys.values()):
        return None
    bare = {c: int(key) for c, key in keys.items() if re.fullmatch(r"[0-9]{2}|[0-9]{4}", key)}
    numbers = [*bare.values()]
    counts_up = len(numbers) > 1 and numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    unclear = counts_up and (50 <= numbers[0] < 100 or 1900 <= numbers[0] < 2400)
    return next(iter(bare)) if unclear else None


def _divides_years(line: Line, years: dict[int, int]) -> bool:
    """A row below the years that names several columns under each: words, and no figures."""
    if not line.is_table_row or len(line.cells) <= max(years):
        return False
    named = [c for c, cell in enumerate(line.cells) if cell.strip()]
    words = all(re.search("[ก-๎A-Za-z]", line.cells[c]) for c in named)
    figures = any(re.search("[0-9๐-๙]", line.cells[c]) for c in named)
    return bool(named) and words and not figures and min(named) >= min(years) and len(named) > 2


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
    if not any(w in rest[c] for c in words for w in _TITLE_WORDS):
        words = [c for c in rest if c not in {number, kind} and _can_hold_words(rest[c])]
    mission = labelled("ภารกิจ", among=words)
    dimension = next((c for c in words if c != mission and rest[c].startswith("มิติ")), None)
    words = [c for c in words if c != dimension]
    titles = [c for c in words if c != mission and any(w in rest[c] for w in _TITLE_WORDS)]
    if not titles and mission is not None and any(w in rest[mission] for w in _TITLE_WORDS):
        titles, mission = [mission], None
    if not titles:
        return None
    exact = [c for c in titles if _TITLE_HEADING.fullmatch(rest[c][:_MAX_KEY])]
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

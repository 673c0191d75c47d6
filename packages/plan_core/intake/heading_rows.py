"""Rows of headings: which rows of a table are its heading, and which sum the plan up."""

from __future__ import annotations

import re
from functools import lru_cache

from plan_core.intake.sheets import Line
from plan_core.intake.titles import plain
from plan_core.thai_text import fold_key

_YEAR_WORDS = "(?:fy|fiscalyear|ประจำ|ปี|งบประมาณ|งบ|พศ|คศ|แผน|บาท|พันบาท|ล้านบาท|จำนวน|เงิน|วงเงิน)"
YEAR = re.compile(rf"({_YEAR_WORDS}{{0,8}})(\d{{1,6}}){_YEAR_WORDS}{{0,8}}")
_HEADING = re.compile(
    "(?:ลำดับ(?:ที่)?|ที่|(?:ตัวชี้วัด|วัตถุประสงค์|เป้าหมาย|ผลผลิต)(?:โครงการ)?"
    "|ภารกิจ(?:ตาม)?(?:มิติ(?:ที่|นี้)?)?\\d?(?:ต่อ)?|ประเภท|มิติ|มิติภารกิจ|มิติภารกิจตามมิติ"
    "|(?:ชื่อ|รายการ|แผนงาน|โครงการ|กิจกรรม|มาตรการ|แนวทาง|แนวปฏิบัติ(?:งาน)?|การดำเนินการ"
    "|การดำเนินงาน|และ|หรือ){1,8}"
    "|(?:งบประมาณ|จำนวน|เงิน|วงเงิน|บาท|พันบาท|หมื่นบาท|แสนบาท|ล้านบาท|งบ|ปี|ประจำ|หน่วย|รวม|ทั้งสิ้น|ที่ผ่านมา|แผน|ดำเนินการ){1,6}"
    "|หมายเหตุ|หน่วยงาน(?:ที่)?(?:รับผิดชอบ)?(?:หลัก)?|ผู้รับผิดชอบ|ส่วนราชการ)"
)
TITLE_HEADING = re.compile("(?:ชื่อ|รายการ|โครงการ|กิจกรรม|มาตรการ|แนวปฏิบัติ(?:งาน)?|และ|หรือ){1,8}")
_COUNT_HEADING = re.compile(
    "จำนวน(?:ชื่อ|รายการ|โครงการ|กิจกรรม|มาตรการ|แนวปฏิบัติงาน|และ|หรือ|ที่ดำเนินการ){1,8}"
)
TITLE_WORDS = ("โครงการ", "กิจกรรม", "มาตรการ", "ชื่อ", "รายการ")
_KIND_KEYS = {"โครงการ", "กิจกรรม", "มาตรการ"}
_MAX_HEADING_CELLS = 60
MAX_KEY = 60
_MAX_CELL = 300
FIRST_BE, LAST_BE = 2500, 2700


def is_heading_row(line: Line) -> bool:
    """Every filled cell of the row is a word of table headings or a year."""
    if not line.is_table_row or line.is_blank:
        return False
    keys = [key for cell in line.cells if cell.strip() and (key := key_of(cell))]
    return bool(keys) and not keys[0].startswith("รวม") and all(_is_heading(key) for key in keys)


def key_of(text: str) -> str:
    """The folded key of a cell; a long cell is no heading, whatever it says."""
    return _key_of_short(text) if len(text) <= _MAX_CELL else text.strip()


@lru_cache(maxsize=4096)
def _key_of_short(text: str) -> str:
    return fold_key(plain(text))


def _is_heading(key: str) -> bool:
    if len(key) > MAX_KEY:
        return False
    if _HEADING.fullmatch(key):
        return True
    match = YEAR.fullmatch(key)
    return match is not None and (bool(match[1]) or FIRST_BE <= int(match[2]) <= LAST_BE)


def may_be_heading(line: Line) -> bool:
    """A heading row, or one that has columns of its own beside the title and years or budgets."""
    if is_heading_row(line):
        return True
    if not line.is_table_row or len(line.cells) > _MAX_HEADING_CELLS:
        return False
    keys = [key for cell in line.cells if cell.strip() and (key := key_of(cell))]
    titles = [key for key in keys if len(key) <= MAX_KEY and TITLE_HEADING.fullmatch(key)]
    money = any(_says_money(key) for key in keys) or bare_year(line) is not None
    return bool(titles) and money and all(len(key) <= MAX_KEY for key in keys)


def _says_money(key: str) -> bool:
    match = YEAR.fullmatch(key) if len(key) <= MAX_KEY else None
    return key.startswith("งบประมาณ") or (match is not None and bool(match[1]))


def is_summary(line: Line) -> bool:
    """The heading of a table that counts initiatives instead of listing them."""
    if not line.is_table_row or len(line.cells) > _MAX_HEADING_CELLS:
        return False
    keys = [key for cell in line.cells if cell.strip() and len(key := key_of(cell)) <= MAX_KEY]
    by_kind = sum(key in _KIND_KEYS for key in keys) > 1
    counted = by_kind or any(_COUNT_HEADING.fullmatch(key) for key in keys)
    groups = any(re.fullmatch("มิติ.{0,20}|ภารกิจ.{0,20}|ที่|ลำดับ(?:ที่)?", key) for key in keys)
    titled = any(TITLE_HEADING.fullmatch(key) and key not in _KIND_KEYS for key in keys)
    years = any(_says_money(key) for key in keys)
    dimension = any(key in {"มิติ", "มิติที่"} for key in keys)
    return not titled and (
        (counted and groups)
        or (
            dimension
            and years
            and not by_kind
            and not any(TITLE_HEADING.fullmatch(key) for key in keys)
        )
    )


def bare_year(line: Line) -> int | None:
    """The column of the first of bare numbers that count up over a heading of titles: they are
    years, but 2018 and 61 are no clear ones."""
    keys = {c: key_of(cell) for c, cell in enumerate(line.cells) if 0 < len(cell) < MAX_KEY}
    if not any(TITLE_HEADING.fullmatch(key) for key in keys.values()):
        return None
    bare = {c: int(key) for c, key in keys.items() if re.fullmatch(r"[0-9]{2}|[0-9]{4}", key)}
    numbers = [*bare.values()]
    counts_up = len(numbers) > 1 and numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    unclear = counts_up and (50 <= numbers[0] < 100 or 1900 <= numbers[0] < 2400)
    return next(iter(bare)) if unclear else None


def divides_years(line: Line, years: dict[int, int]) -> bool:
    """A row below the years that names several columns under each: words, and no figures."""
    if not line.is_table_row or len(line.cells) <= max(years):
        return False
    named = [c for c, cell in enumerate(line.cells) if cell.strip()]
    words = all(re.search("[ก-๎A-Za-z]", line.cells[c]) for c in named)
    figures = any(re.search("[0-9๐-๙]", line.cells[c]) for c in named)
    return bool(named) and words and not figures and min(named) >= min(years) and len(named) > 2

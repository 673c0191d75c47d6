"""Total rows: what the printed plan claims to add up to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plan_core.intake import counts
from plan_core.intake.draft import DeclaredDimension, Place
from plan_core.intake.titles import clean
from plan_core.thai_text import fold_key, to_arabic_digits
from plan_core.values import Budget

_OF_ALL = "ทั้งสิ้น|ทั้งหมด|งบประมาณ|ทุกมิติ|(?:ทั้ง|ของ|ตาม)?แผน|เป็นเงิน|เงิน|บาท|(?:ทั้ง)?\\d{1,2}(?:ปี|มิติ)"
_TOTAL = re.compile(
    r"(?:(?:มิติ|มติ|มิต)(?:ที่|นี้|ที)?(\d{1,2}))?(?:ยอด|ผล|grand|sub)?(?:รวม|total)"
    rf"(?:{_OF_ALL}|จำนวน){{0,6}}"
    r"(?:(?:มิติ|มติ|มิต)(?:ที่|นี้|ที)?(\d{1,2}))?"
    r"(?:ภารกิจ(?:ตามมิติ)?(?:ที่)?([\d.]{1,5}))?"
    rf"(?:{_OF_ALL}){{0,6}}"
    r"((?:จำนวน)?(?:\d|โครงการ|กิจกรรม|มาตรการ|แนวปฏิบัติงาน|และ|รายการ|ภารกิจ|จำนวน){0,60})"
)
_TOTAL_OF = re.compile(
    r"(?:ยอด)?รวม(?:งบประมาณ)?(?:มิติ|มติ|มิต|ภารกิจ)(?:ตามมิติ)?(?:ที่|นี้|ที)?([\d.]{1,5})"
)
"""A total row that repeats the whole title of what it closes."""
_FROM_FIRST = re.compile(r"(?:ทั้ง\s?)?มิติ(?:ที่)?\s?1\s?(?:[-–—]|ถึง)\s?(?:มิติ(?:ที่)?\s?)?[3-9](?!\d)")
_GRAND = re.compile("ทุกมิติ|[2-9]มิติ|แผน|ทั้งหมดทุก|grand")
_MAX_KEY = 200


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A total row before it is known whose total it is. `wording` tells rows of one style;
    `items_before` is how many initiatives stand above it."""

    dimension: str
    current_dimension: str
    mission: str
    wording: str
    is_grand: bool
    amounts: dict[int, Budget]
    counts: counts.Counts
    items_before: int
    place: Place

    @property
    def is_named(self) -> bool:
        return bool(self.dimension or self.mission or self.is_grand)


def is_total(text: str) -> bool:
    key = _key(text)
    whole = len(key) <= _MAX_KEY and _TOTAL.fullmatch(key) is not None
    return whole or _TOTAL_OF.match(key) is not None


def total_row(
    texts: list[str],
    current_dimension: str,
    amounts: dict[int, Budget],
    items_before: int,
    place: Place,
) -> TotalRow:
    """`texts` are the cells of words; one of them says that this is a total, or all count."""
    said = next((text for text in texts if is_total(text)), "")
    key = _key(said)
    match = _TOTAL.fullmatch(key)
    of_title = _TOTAL_OF.match(key)
    if match is not None:
        dimension, mission = match[1] or match[2] or "", (match[3] or "").strip(".")
    else:
        code = of_title[1].strip(".") if of_title else ""
        is_mission = "ภารกิจ" in key.partition(code)[0] if code else False
        dimension, mission = ("", code) if is_mission else (code.partition(".")[0], "")
        texts = [text for text in texts if text is not said]
    if mission and "." not in mission:
        mission = f"{current_dimension}.{mission}"
    name = key.partition("จำนวน")[0]
    return TotalRow(
        dimension=dimension,
        current_dimension=current_dimension,
        mission=mission,
        wording=re.sub(r"\d", "", name),
        is_grand=not dimension and not mission and _GRAND.search(name) is not None,
        amounts=amounts,
        counts=counts.read_counts([_FROM_FIRST.sub("ทุกมิติ", to_arabic_digits(t)) for t in texts]),
        items_before=items_before,
        place=place,
    )


def goes_on(above: TotalRow, below: TotalRow) -> bool:
    """The counts of a total may stand on a row of their own below its amounts."""
    counted = above.counts.kinds or above.counts.items is not None
    has_amounts = any(b.amount is not None for b in below.amounts.values())
    apart = above.items_before != below.items_before
    return not (counted or has_amounts or apart or below.is_named or below.wording)


def joined(above: TotalRow, below: TotalRow) -> TotalRow:
    return replace(above, counts=below.counts)


def declared_of(rows: list[TotalRow], dimensions: Sequence[str]) -> tuple[DeclaredDimension, ...]:
    """Whose total each row is: said by the row, else by the dimension it closes. `dimensions` are
    those of the initiatives in their order.

    A last row worded otherwise than the dimensions' own rows is the total of the plan, and so is
    the only one, below the initiatives of several dimensions.
    """
    return tuple(_declared(row, rows, dimensions) for row in rows)


def _declared(row: TotalRow, rows: list[TotalRow], dimensions: Sequence[str]) -> DeclaredDimension:
    dimension = row.dimension or row.current_dimension
    if row.mission:
        dimension = row.mission.partition(".")[0]
    elif not row.dimension:
        others = [r for r in rows if r is not row and not r.mission]
        closed = any((r.dimension or r.current_dimension) == dimension for r in others)
        other_style = bool(others) and all(r.wording != row.wording for r in others)
        is_only = not others and len(set(dimensions)) > 1 and row.items_before == len(dimensions)
        is_last = row is rows[-1] and (closed or other_style)
        if row.is_grand or is_last or is_only:
            dimension = ""
    return DeclaredDimension(
        dimension, row.amounts, row.counts.kinds, row.place, row.mission, row.counts.items
    )


def _key(text: str) -> str:
    """Folded, but keeping the point of "1.2"; "dimensions 1 to 4" are all of them."""
    arabic = _FROM_FIRST.sub("ทุกมิติ", to_arabic_digits(clean(text[: 4 * _MAX_KEY])))
    return "".join(fold_key(part) or part for part in re.split(r"(?<=\d)(\.)(?=\d)", arabic))

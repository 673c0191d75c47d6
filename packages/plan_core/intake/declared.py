"""Total rows: what the printed plan claims to add up to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plan_core.intake.draft import DeclaredDimension, Place
from plan_core.intake.titles import clean
from plan_core.thai_text import fold_key, to_arabic_digits
from plan_core.values import KIND_WORDS, Budget, InitiativeKind

_TOTAL = re.compile(
    r"(?:(?:มิติ|มติ|มิต)(?:ที่|นี้|ที)?(\d{1,2}))?(?:ยอด)?(?:รวม)"
    r"(?:ทั้งสิ้น|ทั้งหมด|งบประมาณ|ทุกมิติ|เป็นเงิน|เงิน|จำนวน|บาท|(?:ทั้ง)?\d{1,2}(?:ปี|มิติ)){0,6}"
    r"(?:(?:มิติ|มติ|มิต)(?:ที่|นี้|ที)?(\d{1,2}))?"
    r"(?:ภารกิจ(?:ตามมิติ)?(?:ที่)?([\d.]{1,5}))?"
    r"(?:ทั้งสิ้น|ทั้งหมด|งบประมาณ|ทุกมิติ|เป็นเงิน|เงิน|บาท|(?:ทั้ง)?\d{1,2}(?:ปี|มิติ)){0,6}"
    r"((?:จำนวน)?(?:\d{1,5}|โครงการ|กิจกรรม|มาตรการ|แนวปฏิบัติงาน|และ|รายการ|ภารกิจ|จำนวน){0,20})"
)
_TOTAL_OF = re.compile(
    r"(?:ยอด)?รวม(?:งบประมาณ)?(?:มิติ|มติ|มิต|ภารกิจ)(?:ตามมิติ)?(?:ที่|นี้|ที)?([\d.]{1,5})"
)
"""A total row that repeats the whole title of what it closes."""
_KINDS = {word: kind for kind, word in KIND_WORDS.items()}
_KIND = "|".join(KIND_WORDS.values())
_COUNT_FIRST = re.compile(rf"(\d{{1,5}})\s?(?:รายการ\s?)?({_KIND})")
_KIND_FIRST = re.compile(rf"({_KIND})\s?(?:จำนวน\s?)?[:=]?\s?(\d{{1,5}})")
_NAMED = re.compile(r"(?:มิติ|มติ|มิต|ภารกิจ)(?:ที่|นี้|ที)?\s?\d{1,2}(?:\.\d{1,2})?")
_GRAND = re.compile("ทุกมิติ|[2-9]มิติ|ทั้งแผน|รวมทั้งหมดทุก")


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A total row before it is known whose total it is. `wording` tells rows of one style."""

    dimension: str
    current_dimension: str
    mission: str
    wording: str
    amounts: dict[int, Budget]
    counts: dict[InitiativeKind, int]
    place: Place


def is_total(text: str) -> bool:
    key = _key(text)
    whole = len(key) <= 200 and _TOTAL.fullmatch(key) is not None
    return whole or _TOTAL_OF.match(key) is not None


def total_row(
    texts: list[str],
    current_dimension: str,
    amounts: dict[int, Budget],
    place: Place,
) -> TotalRow:
    """`texts` are the cells of words, the first of which says that this is a total."""
    key = _key(texts[0])
    match = _TOTAL.fullmatch(key)
    of_title = _TOTAL_OF.match(key)
    if match is not None:
        dimension, mission = match[1] or match[2] or "", (match[3] or "").strip(".")
    else:
        code = of_title[1].strip(".") if of_title else ""
        is_mission = "ภารกิจ" in key.partition(code)[0]
        dimension, mission = ("", code) if is_mission else (code.partition(".")[0], "")
    if mission and "." not in mission:
        mission = f"{current_dimension}.{mission}"
    return TotalRow(
        dimension=dimension,
        current_dimension=current_dimension,
        mission=mission,
        wording=re.sub(r"\d", "", key.partition("จำนวน")[0]),
        amounts=amounts,
        counts=counts_in(" | ".join(texts)),
        place=place,
    )


def counts_in(text: str) -> dict[InitiativeKind, int]:
    """ "จำนวน ๔ มาตรการ ๑ กิจกรรม ๘ โครงการ", in any order, the number before or behind."""
    arabic = _NAMED.sub("|", to_arabic_digits(clean(text)))
    found = [(word, int(number)) for number, word in _COUNT_FIRST.findall(arabic)]
    behind = [(word, int(number)) for word, number in _KIND_FIRST.findall(arabic)]
    found = behind if len(behind) > len(found) else found
    counts: dict[InitiativeKind, int] = {}
    for word, number in found:
        counts[_KINDS[word]] = counts.get(_KINDS[word], 0) + number
    return counts


def declared_of(rows: list[TotalRow]) -> tuple[DeclaredDimension, ...]:
    """Whose total each row is: said by the row, else by the dimension it closes.

    A last row worded otherwise than the dimensions' own rows is the total of the plan.
    """
    return tuple(_declared(row, rows, is_last=row is rows[-1]) for row in rows)


def _declared(row: TotalRow, rows: list[TotalRow], *, is_last: bool) -> DeclaredDimension:
    dimension = row.dimension or row.current_dimension
    if row.mission:
        dimension = row.mission.partition(".")[0]
    elif not row.dimension:
        before = [r for r in rows if r is not row and not r.mission]
        closed = any((r.dimension or r.current_dimension) == dimension for r in before)
        other_style = bool(before) and all(r.wording != row.wording for r in before)
        if _GRAND.search(row.wording) or (is_last and (closed or other_style)):
            dimension = ""
    return DeclaredDimension(dimension, row.amounts, row.counts, row.place, row.mission)


def _key(text: str) -> str:
    """Folded, but keeping the point of "1.2"."""
    arabic = to_arabic_digits(clean(text))
    return "".join(fold_key(part) or part for part in re.split(r"(?<=\d)(\.)(?=\d)", arabic))

"""What a plan's cover says: whose plan it is, and of which years."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plan_core.intake import part_one, titles
from plan_core.intake.draft import DraftNote
from plan_core.intake.sheets import Line
from plan_core.thai_text import to_arabic_digits

_ORGANISATION = re.compile(
    r"(?:องค์การบริหารส่วนตำบล|องค์การบริหารส่วนจังหวัด|เทศบาลตำบล|เทศบาลเมือง|เทศบาลนคร|อบต\.|อบจ\."
    r"|เมืองพัทยา|กรุงเทพมหานคร)\s?[ก-๙]{2,40}"
)
_YEARS = re.compile(r"(25\d\d)\s*(?:[-–—]|ถึง)\s*(?:พ\.?ศ\.?\s*)?(25\d\d)")
_COVER_LINES = 60


def organisation(lines: Sequence[Line]) -> str:
    """The first name of an organisation; one that begins a line is the document's own."""
    texts = [titles.clean(line.text[:2_000]).lstrip("# ") for line in lines[:_COVER_LINES]]
    starts = (m for text in texts if (m := _ORGANISATION.match(text)))
    anywhere = (m for text in texts if (m := _ORGANISATION.search(text)))
    found = next(starts, None) or next(anywhere, None)
    return to_arabic_digits(found[0]) if found is not None else ""


def years_that_differ(lines: Sequence[Line], years: Sequence[int]) -> tuple[DraftNote, ...]:
    """The cover says other years than the table, in each of the ranges that it prints."""
    found: list[tuple[Line, str, tuple[int, int]]] = []
    for line in lines[:_COVER_LINES]:
        if part_one.section_code(line) is not None:
            break
        printed = _YEARS.finditer(to_arabic_digits(line.text[:2_000]))
        found.extend((line, match[0], (int(match[1]), int(match[2]))) for match in printed)
    if not found or any(pair == (years[0], years[-1]) for _, _, pair in found):
        return ()
    line, text, _ = found[0]
    return (DraftNote("COVER_YEARS_DIFFER", line.place(), text),)

"""How many people live in an organisation's area, from a table: read strictly. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from plan_core.csv_text import read_lines, refuse_file
from plan_core.errors import Invalid
from plan_core.thai_text import normalise, to_arabic_digits

LARGEST_FILE = 16 * 1024 * 1024
COLUMNS = ("code", "year", "people")
FIRST_YEAR, LAST_YEAR = 2500, 2650
"""Buddhist era. A year of the Common Era is refused, never converted."""
MOST_PEOPLE = 99_999_999
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Population:
    """People of one organisation by the register of one Buddhist-era year."""

    code: str
    year_be: int
    people: int


def read_population(content: bytes, known: Collection[str]) -> list[Population]:
    """Every line of a CSV with the columns code, year and people, in any order.

    Invalid POPULATION_…: one line that is not understood refuses the file, and is named.
    """
    rows = read_lines(content, "POPULATION", COLUMNS, LARGEST_FILE)
    found: dict[tuple[str, int], Population] = {}
    for number, row in rows:
        code = _digits(row["code"])
        if not re.fullmatch(r"[0-9]{7}", code):
            raise _line(number, "รหัส อปท. ต้องมี ๗ หลัก", "The code has seven digits", row["code"])
        year = _number(number, "year", row["year"])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise _line(number, "ปีต้องเป็น พ.ศ.", "The year must be of the Buddhist era", row["year"])
        people = _number(number, "people", row["people"])
        if not 1 <= people <= MOST_PEOPLE:
            raise _line(
                number,
                "จำนวนประชากรต้องมากกว่า 0 หากไม่ทราบให้ตัดบรรทัดออก",
                "People must be more than 0: leave the line out when it is not known",
                row["people"],
            )
        if (code, year) in found:
            raise _line(
                number, "มี อปท. และปีนี้แล้ว", "This code and year came before", f"{code} {year}"
            )
        found[code, year] = Population(code, year, people)
    unknown = sorted({one.code for one in found.values()} - set(known))
    if unknown:
        raise refuse_file(
            "POPULATION_CODE_UNKNOWN",
            f"ไม่มี อปท. รหัส {', '.join(unknown[:MOST_TOLD])} ในทะเบียน",
            f"The register has no organisation {', '.join(unknown[:MOST_TOLD])}.",
            codes=[*unknown[:MOST_TOLD]],
            unknown=len(unknown),
        )
    return [*found.values()]


def _digits(text: str) -> str:
    return to_arabic_digits(normalise(text)).strip()


def _number(number: int, name: str, text: str) -> int:
    """Like 5210, 5,210 or ๕,๒๑๐."""
    plain = _digits(text)
    if not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,12}", plain):
        raise _line(number, f"{name} ไม่ใช่จำนวนเต็ม", f"{name} is no whole number", text)
    return int(plain.replace(",", ""))


def _line(number: int, thai: str, english: str, text: str) -> Invalid:
    return refuse_file(
        "POPULATION_LINE_UNSUITABLE",
        f"บรรทัดที่ {number}: {thai} ({text[:50]})",
        f"Line {number}: {english} ({text[:50]}).",
        line=number,
    )

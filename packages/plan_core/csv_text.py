"""How a text stands in a CSV file that spreadsheet programs open (ADR 48), and how an operator's
file is read: strictly. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from plan_core.errors import Invalid, Value

BYTE_ORDER_MARK = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""What a formula may begin with in a spreadsheet program; and the guard itself."""


def guarded(text: str) -> str:
    """With `'` before what could be a formula; whoever wants the text takes one `'` away."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def read_lines(
    content: bytes, prefix: str, columns: Sequence[str], largest: int
) -> list[tuple[int, dict[str, str]]]:
    """The lines of a CSV by the names of their heads, in whatever order, each with its number.

    Invalid `prefix`_TOO_LARGE, _UNREADABLE, _HEADS_MISSING or _LINE_UNSUITABLE.
    """
    if len(content) > largest:
        raise refuse_file(
            f"{prefix}_TOO_LARGE",
            f"ไฟล์ใหญ่เกิน {largest >> 20} เมกะไบต์",
            f"The file is larger than {largest >> 20} MB.",
        )
    try:
        text = content.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    except UnicodeDecodeError:
        raise refuse_file(
            f"{prefix}_UNREADABLE", "ไฟล์ต้องเป็น CSV แบบ UTF-8", "The file must be CSV in UTF-8."
        ) from None
    except csv.Error as error:
        raise refuse_file(
            f"{prefix}_UNREADABLE", "ไฟล์ไม่ใช่ CSV ที่อ่านได้", f"The file is no CSV: {error}."
        ) from None
    heads = [head.strip().lower() for head in lines[0][1]] if lines else []
    if any(heads.count(name) != 1 for name in columns) or len(lines) < 2:
        raise refuse_file(
            f"{prefix}_HEADS_MISSING",
            f"บรรทัดแรกต้องมีหัวคอลัมน์ {', '.join(columns)} และต้องมีข้อมูลอย่างน้อยหนึ่งบรรทัด",
            f"The first line must name the columns {', '.join(columns)}; lines follow it.",
        )
    rows: list[tuple[int, dict[str, str]]] = []
    for number, line in lines[1:]:
        if len(line) != len(heads):
            raise refuse_file(
                f"{prefix}_LINE_UNSUITABLE",
                f"บรรทัดที่ {number}: จำนวนช่องไม่ตรงกับหัวคอลัมน์",
                f"Line {number}: It has more or fewer cells than heads.",
                line=number,
            )
        rows.append((number, dict(zip(heads, line, strict=True))))
    return rows


MOST_TOLD = 20


class Faults:
    """What is wrong with the lines of a file, told together so that it is mended in one go."""

    def __init__(self) -> None:
        self._told: list[tuple[int, Invalid]] = []

    def add(self, line: int, why: Invalid) -> None:
        self._told.append((line, why))

    def check(self, code: str) -> None:
        """Raises Invalid with the first twenty and how many there are."""
        if not self._told:
            return
        first = self._told[:MOST_TOLD]
        thai = "; ".join(f"บรรทัดที่ {line}: {why.message_th}" for line, why in first)
        english = "; ".join(f"line {line}: {why.message_en}" for line, why in first)
        many = len(self._told)
        raise refuse_file(
            code,
            f"ไม่ได้นำเข้า เพราะมี {many} บรรทัดที่ใช้ไม่ได้: {thai}",
            f"Nothing was loaded: {many} lines cannot be used: {english}",
            lines=[line for line, _ in first],
            codes=[why.code for _, why in first],
            faults=many,
        )


def refuse_file(code: str, message_th: str, message_en: str, **values: Value) -> Invalid:
    return Invalid(code, message_th, message_en, field="file", values=values)

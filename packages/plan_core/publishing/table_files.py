# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# (XlsxWriter types its optional arguments only in part.)
"""A published table as a file: CSV, a workbook, a ZIP. Equal tables give equal bytes. Pure."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from plan_core.csv_text import BYTE_ORDER_MARK, guarded
from plan_core.publishing.tables import OpenTable, Value
from plan_core.values import THAILAND


def to_csv(table: OpenTable) -> bytes:
    """By RFC 4180 in UTF-8, with the mark by which Excel knows that it is (ADR 48)."""
    content = io.StringIO(newline="")
    writer = csv.writer(content, lineterminator="\r\n")
    writer.writerow([one.name for one in table.columns])
    writer.writerows([_text(value) for value in line] for line in table.lines)
    return (BYTE_ORDER_MARK + content.getvalue()).encode()


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case int():
            return str(value)
        case str():
            return guarded(value)


def to_workbook(
    table: OpenTable, about: Sequence[tuple[str, str]], published_at: datetime
) -> bytes:
    """Two sheets: the table, and what it is about. Texts are never formulas or links."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        # Not the moment of making, or no two files would be equal.
        book.set_properties({"created": published_at.astimezone(THAILAND).replace(tzinfo=None)})
        sheet = book.add_worksheet("data")
        bold = book.add_format({"bold": True})
        for at, column in enumerate(table.columns):
            _ = sheet.write_string(0, at, column.name, bold)
        for down, line in enumerate(table.lines, start=1):
            for at, value in enumerate(line):
                _write(sheet, down, at, value)
        sheet.freeze_panes(1, 0)
        words = book.add_worksheet("ที่มา")
        names = [(column.name, column.title) for column in table.columns]
        for down, (name, told) in enumerate([*about, ("", ""), *names]):
            _ = words.write_string(down, 0, name, bold)
            _ = words.write_string(down, 1, told)
    return content.getvalue()


def _write(sheet: Worksheet, down: int, at: int, value: Value) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        _ = sheet.write_boolean(down, at, value)
    elif isinstance(value, int | Decimal):
        # Exact: no amount that a plan may state has more digits than a workbook's numbers.
        _ = sheet.write_number(down, at, float(value))
    else:
        _ = sheet.write_string(down, at, value)


def to_zip(files: Mapping[str, bytes], published_at: datetime) -> bytes:
    content = io.BytesIO()
    at = published_at.astimezone(THAILAND)
    stamp = (at.year, at.month, at.day, at.hour, at.minute, at.second // 2 * 2)
    with zipfile.ZipFile(content, "w") as packed:
        for name, one in files.items():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, one)
    return content.getvalue()

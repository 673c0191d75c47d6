# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# (XlsxWriter types its optional arguments only in part.)
"""Lines into a file, one batch after the other: no format holds more than a batch. Pure.

Written to a path of the caller's, since a workbook and Parquet end with an index of themselves.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import xlsxwriter
from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema
from arro3.io import write_parquet
from xlsxwriter.worksheet import Worksheet

from plan_core.csv_text import BYTE_ORDER_MARK, guarded
from plan_core.integration.export_rules import ExportFormat, too_large
from plan_core.integration.export_tables import Column, ColumnType, Line, Value
from plan_core.values import amount_text

MOST_WORKBOOK_LINES = 1_048_575
"""Of a sheet, below its head."""
MOST_CELL_LETTERS = 32_767
LINES_OF_A_GROUP = 50_000
"""A row group of Parquet: so many lines are held before they are written."""
_DIGITS, _SATANG = 18, 2

Batches = Iterable[Sequence[Line]]


def write_file(path: Path, format_: ExportFormat, columns: Sequence[Column], lines: Batches) -> int:
    """How many lines there were. Invalid EXPORT_TOO_LARGE for what a format cannot hold."""
    count = 0

    def counted() -> Iterator[Sequence[Line]]:
        nonlocal count
        for batch in lines:
            count += len(batch)
            yield batch

    _WRITERS[format_](path, columns, counted())
    return count


def _write_jsonl(path: Path, columns: Sequence[Column], batches: Batches) -> None:
    names = [column.name for column in columns]
    encoder = msgspec.json.Encoder()
    with path.open("wb") as file:
        for batch in batches:
            for line in batch:
                file.write(encoder.encode(dict(zip(names, map(_json, line), strict=True))) + b"\n")


def _json(value: Value) -> Value:
    return amount_text(value) if isinstance(value, Decimal) else value


def _write_csv(path: Path, columns: Sequence[Column], batches: Batches) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BYTE_ORDER_MARK)
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name for column in columns])
        for batch in batches:
            writer.writerows([_text(value) for value in line] for line in batch)


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return amount_text(value)
        case int():
            return str(value)
        case str():
            return guarded(value)


def _write_workbook(path: Path, columns: Sequence[Column], batches: Batches) -> None:
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("data")
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            _ = sheet.write_string(0, at, column.name, bold)
        down = 0
        for batch in batches:
            for line in batch:
                down += 1
                if down > MOST_WORKBOOK_LINES:
                    raise too_large(ExportFormat.XLSX)
                for at, value in enumerate(line):
                    _write_cell(sheet, down, at, value)


def _write_cell(sheet: Worksheet, down: int, at: int, value: Value) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        _ = sheet.write_boolean(down, at, value)
    elif isinstance(value, int | Decimal):
        # Exact: no amount that a plan may state has more digits than a workbook's numbers.
        _ = sheet.write_number(down, at, float(value))
    elif len(value) > MOST_CELL_LETTERS:
        raise too_large(ExportFormat.XLSX)
    else:
        _ = sheet.write_string(down, at, value)


_TYPES: Mapping[ColumnType, Callable[[], DataType]] = {
    ColumnType.TEXT: DataType.utf8,
    ColumnType.INTEGER: DataType.int64,
    ColumnType.BOOLEAN: DataType.bool,
    ColumnType.MONEY: lambda: DataType.decimal128(_DIGITS, _SATANG),
}


def _write_parquet(path: Path, columns: Sequence[Column], batches: Batches) -> None:
    types = [_TYPES[column.type]() for column in columns]
    schema = Schema(
        [
            Field(column.name, type_, nullable=True)
            for column, type_ in zip(columns, types, strict=True)
        ]
    )

    stopped: list[BaseException] = []

    def arrays() -> Iterator[RecordBatch]:
        try:
            for batch in batches:
                if batch:
                    by_column = zip(columns, types, zip(*batch, strict=True), strict=True)
                    yield RecordBatch.from_arrays(
                        [_array(*one) for one in by_column], schema=schema
                    )
        except BaseException as error:
            stopped.append(error)
            raise

    try:
        write_parquet(
            RecordBatchReader.from_batches(schema, arrays()),
            path,
            compression="zstd(3)",
            max_row_group_size=LINES_OF_A_GROUP,
        )
    except Exception as error:
        # Arrow's own error hides what stopped the lines.
        raise (stopped[0] if stopped else error) from error


def _array(column: Column, type_: DataType, values: Sequence[Value]) -> Array:
    if column.type is not ColumnType.MONEY:
        return Array(values, type=type_)
    # Through text: exact, and never through a float.
    texts = [None if one is None else f"{one:f}" for one in values if not isinstance(one, str)]
    return Array(texts, type=DataType.utf8()).cast(type_)


_WRITERS: Mapping[ExportFormat, Callable[[Path, Sequence[Column], Batches], None]] = {
    ExportFormat.JSONL: _write_jsonl,
    ExportFormat.CSV: _write_csv,
    ExportFormat.XLSX: _write_workbook,
    ExportFormat.PARQUET: _write_parquet,
}

"""What one XML part of a workbook must not hold: a formula, a link to elsewhere, a sheet of a
million rows. Parsed without building a tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from plan_core.intake import refusals_xlsx, sniff

MAX_DEPTH = 64
MAX_ELEMENTS = 1_500_000
MAX_ROWS = 5_000
MAX_COLUMN_FORMATS = 16_384
"""A worksheet of the format has no more columns."""
MAX_MERGES = 5_000
MAX_MERGED_CELLS = 100_000
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_READ_PARTS = {"worksheet", "sharedStrings", "styles", "officeDocument", "table"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the readers of a workbook do not tell: hidden rows and columns that hold something, and
    the names of worksheets and the parts they are in, by relationship id."""

    hidden_rows: int
    hidden_columns: int
    sheet_names: dict[str, str]
    targets: dict[str, str]


def check(part: str, data: bytes) -> Seen:
    """Raises Invalid DOCUMENT_… for a part that no workbook of a plan has."""
    watcher = _Watcher(part)
    parser = expat.ParserCreate()
    parser.StartElementHandler = watcher.start
    parser.EndElementHandler = watcher.end
    parser.StartDoctypeDeclHandler = watcher.doctype
    parser.EntityDeclHandler = watcher.doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: an encoding
        raise refusals_xlsx.damaged() from error
    return Seen(
        watcher.hidden_rows, len(watcher.hidden_columns), watcher.sheet_names, watcher.targets
    )


@dataclass(slots=True)
class _Watcher:
    """Counts and looks while the parser walks through one part."""

    part: str
    depth: int = 0
    elements: int = 0
    rows: int = 0
    merges: int = 0
    merged_cells: int = 0
    cell: str = ""
    is_row_hidden: bool = False
    hidden_rows: int = 0
    column_formats: int = 0
    hides_columns: set[int] = field(default_factory=set[int])
    hidden_columns: set[int] = field(default_factory=set[int])
    sheet_names: dict[str, str] = field(default_factory=dict[str, str])
    targets: dict[str, str] = field(default_factory=dict[str, str])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        tag = name.rpartition(":")[2]
        if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise refusals_xlsx.bomb(self.part)
        for attribute in ("count", "uniqueCount"):  # readers reserve memory for what these claim
            if _number(attributes.get(attribute)) > MAX_ELEMENTS:
                raise refusals_xlsx.bomb(self.part)
        if tag == "Relationship":
            self._relationship(attributes)
        elif tag in {"Override", "Default"}:
            self._content_type(attributes.get("ContentType", ""))
        else:
            self._sheet(tag, attributes)

    def _relationship(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise refusals_xlsx.external(self.part)
        target = attributes.get("Target", "").lower()
        self.targets[attributes.get("Id", "")] = target
        if kind in _READ_PARTS and not target.endswith(".xml"):
            raise refusals_xlsx.damaged()  # what is read as XML must be seen as XML here

    def _content_type(self, content_type: str) -> None:
        if "macroEnabled" in content_type or "vbaProject" in content_type:
            raise sniff.has_macros(self.part)

    def end(self, _: str) -> None:
        self.depth -= 1

    def doctype(self, *_: object) -> None:
        raise sniff.refusal(
            "DOCUMENT_UNSAFE_XML",
            "ไฟล์มีคำสั่ง XML ที่ไม่ปลอดภัย",
            "The workbook holds XML declarations that are not safe.",
            {"part": self.part},
        )

    def _sheet(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self.rows = max(self.rows + 1, _number(attributes.get("r")))
            self._check_size(self.rows, 0)
            self.is_row_hidden = _is_true(attributes.get("hidden"))
        elif tag == "col":
            self._column_format(attributes)
        elif tag == "c":
            self.cell = attributes.get("r", f"?{self.rows}")
            self._check_reference(self.cell)
        elif tag in {"v", "is"}:
            self._count_hidden()
        elif tag == "sheet":
            ids = [attributes[name] for name in attributes if name.endswith(":id")]
            self.sheet_names |= dict.fromkeys(ids, attributes.get("name", ""))
        elif tag == "f" and (self.rows or self.cell):
            raise refusals_xlsx.has_formula(self.part, self.cell)
        elif tag == "dimension":
            for reference in attributes.get("ref", "").split(":"):
                self._check_reference(reference)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _column_format(self, attributes: dict[str, str]) -> None:
        self.column_formats += 1
        if self.column_formats > MAX_COLUMN_FORMATS:
            raise refusals_xlsx.bomb(self.part)
        if _is_true(attributes.get("hidden")):
            first, last = _number(attributes.get("min")), _number(attributes.get("max"))
            self.hides_columns.update(range(max(first, 1), min(last, sniff.MAX_COLUMNS) + 1))

    def _count_hidden(self) -> None:
        """Of a cell that holds something: its row and its column, each once when hidden."""
        self.hidden_rows += self.is_row_hidden
        self.is_row_hidden = False
        if self.hides_columns:
            self.hidden_columns |= {_address(self.cell)[1]} & self.hides_columns

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (row, column), (last_row, last_column) = _address(first), _address(last or first)
        self._check_size(last_row, last_column)
        self.merges += 1
        self.merged_cells += max(last_row - row + 1, 0) * max(last_column - column + 1, 0)
        if self.merges > MAX_MERGES or self.merged_cells > MAX_MERGED_CELLS:
            raise refusals_xlsx.bomb(f"{self.part} {reference}")

    def _check_reference(self, reference: str) -> None:
        self._check_size(*_address(reference))

    def _check_size(self, row: int, column: int) -> None:
        if row > MAX_ROWS:
            raise sniff.too_many_rows(row, MAX_ROWS)
        if column > sniff.MAX_COLUMNS:
            raise sniff.too_many_columns(column, sniff.MAX_COLUMNS)


def _is_true(text: str | None) -> bool:
    return text in {"1", "true"}


def _number(text: str | None) -> int:
    """A claimed number; one with too many digits is larger than anything allowed."""
    if not text or not text.strip().isdecimal():
        return 0
    return int(text) if len(text.strip()) <= 9 else 10**9


def _address(reference: str) -> tuple[int, int]:
    """ "B7" is (7, 2); what is no address is (0, 0)."""
    match = _CELL.fullmatch(reference)
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column

"""What a workbook must not be: a bomb, a program, a formula, a door to elsewhere, a sheet of a
million rows. Every part is unpacked once within limits and parsed without building a tree."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from xml.parsers import expat

from plan_core.errors import Invalid
from plan_core.intake import sniff

MAX_PARTS = 500
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_RATIO = 150
RATIO_FROM_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 64
MAX_ELEMENTS = 1_500_000
MAX_SHEETS = 30
MAX_ROWS = 5_000
MAX_MERGES = 5_000
MAX_MERGED_CELLS = 100_000
_CHUNK = 256 * 1024
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_XML = (".xml", ".rels", ".vml")
_READ_PARTS = {"worksheet", "sharedStrings", "styles", "officeDocument", "table"}


def check(content: bytes) -> None:
    """Raises Invalid DOCUMENT_… for a workbook that must not be opened."""
    archive = _opened(content)
    names = _names(archive)
    _check_parts(names)
    unpacked = 0
    for name in archive.infolist():
        data = _unpack(archive, name, MAX_UNPACKED_BYTES - unpacked)
        unpacked += len(data)
        if name.filename.lower().endswith(_XML):
            _check_xml(name.filename, data)


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except sniff.UNPACKING_FAILS as error:
        raise damaged() from error
    if len(archive.infolist()) > MAX_PARTS:
        raise bomb(f"{len(archive.infolist())} parts")
    return archive


def _names(archive: zipfile.ZipFile) -> set[str]:
    entries = archive.infolist()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise sniff.encrypted()
    names = {entry.filename for entry in entries}
    strange = any(".." in name.split("/") or name.startswith(("/", "\\")) for name in names)
    if strange or len({name.lower() for name in names}) != len(entries):
        raise damaged()
    return names


def _check_parts(names: set[str]) -> None:
    lower = {name.lower() for name in names}
    if "encryptedpackage" in lower:
        raise sniff.encrypted()
    if "xl/workbook.xml" not in lower or "[content_types].xml" not in lower:
        raise sniff.unsupported(_other_kind(lower))
    for name in sorted(lower):
        if "vbaproject" in name or name.startswith(("xl/macrosheets/", "xl/dialogsheets/")):
            raise sniff.has_macros(name)
        if name.startswith(("xl/embeddings/", "xl/activex/", "xl/ctrlprops/")):
            raise sniff.refusal(
                "DOCUMENT_HAS_EMBEDDED_OBJECT",
                "ไฟล์มีวัตถุฝังอยู่ภายใน กรุณาลบออกก่อน",
                "The workbook holds an embedded object. Remove it first.",
                {"part": name},
            )
        if name.startswith(("xl/externallinks/", "xl/querytables/")) or name == (
            "xl/connections.xml"
        ):
            raise external(name)
    if sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in lower) > (
        MAX_SHEETS
    ):
        raise sniff.too_many_rows(len(lower), MAX_SHEETS)


def _other_kind(names: set[str]) -> str:
    folders = (("word/", "DOCX"), ("ppt/", "PPTX"), ("xl/workbook.bin", "XLSB"))
    known = next((k for f, k in folders if any(n.startswith(f) for n in names)), None)
    return known or ("ODF" if "mimetype" in names else "ZIP")


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """The part's bytes, counted while they come out: what the header claims is not believed."""
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise damaged()
    data = bytearray()
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                data += chunk
                packed = max(entry.compress_size, 1)
                is_dense = len(data) > RATIO_FROM_BYTES and len(data) > packed * MAX_RATIO
                if len(data) > room or is_dense:
                    raise bomb(entry.filename)
    except sniff.UNPACKING_FAILS as error:
        raise damaged() from error
    return bytes(data)


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

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        tag = name.rpartition(":")[2]
        if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise bomb(self.part)
        for attribute in ("count", "uniqueCount"):  # readers reserve memory for what these claim
            if _number(attributes.get(attribute)) > MAX_ELEMENTS:
                raise bomb(self.part)
        if tag == "Relationship":
            self._relationship(attributes)
        elif tag in {"Override", "Default"}:
            self._content_type(attributes.get("ContentType", ""))
        else:
            self._sheet(tag, attributes)

    def _relationship(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise external(self.part)
        target = attributes.get("Target", "").lower()
        if kind in _READ_PARTS and not target.endswith(".xml"):
            raise damaged()  # what is read as XML must be seen as XML here

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
        elif tag == "c":
            self.cell = attributes.get("r", f"?{self.rows}")
            self._check_reference(self.cell)
        elif tag == "f" and (self.rows or self.cell):
            raise has_formula(self.part, self.cell)
        elif tag == "dimension":
            for reference in attributes.get("ref", "").split(":"):
                self._check_reference(reference)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (row, column), (last_row, last_column) = _address(first), _address(last or first)
        self._check_size(last_row, last_column)
        self.merges += 1
        self.merged_cells += max(last_row - row + 1, 0) * max(last_column - column + 1, 0)
        if self.merges > MAX_MERGES or self.merged_cells > MAX_MERGED_CELLS:
            raise bomb(f"{self.part} {reference}")

    def _check_reference(self, reference: str) -> None:
        self._check_size(*_address(reference))

    def _check_size(self, row: int, column: int) -> None:
        if row > MAX_ROWS:
            raise sniff.too_many_rows(row, MAX_ROWS)
        if column > sniff.MAX_COLUMNS:
            raise sniff.too_many_columns(column, sniff.MAX_COLUMNS)


def _check_xml(part: str, data: bytes) -> None:
    watcher = _Watcher(part)
    parser = expat.ParserCreate()
    parser.StartElementHandler = watcher.start
    parser.EndElementHandler = watcher.end
    parser.StartDoctypeDeclHandler = watcher.doctype
    parser.EntityDeclHandler = watcher.doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: an encoding
        raise damaged() from error


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


def damaged() -> Invalid:
    return sniff.refusal(
        "DOCUMENT_DAMAGED",
        "ไฟล์ .xlsx เสียหาย เปิดไม่ได้",
        "The .xlsx file is damaged and cannot be opened.",
    )


def bomb(what: str) -> Invalid:
    return sniff.refusal(
        "DOCUMENT_ARCHIVE_BOMB",
        "ไฟล์ขยายตัวใหญ่ผิดปกติเมื่อเปิด จึงไม่รับ",
        "The file unpacks to far more than a plan can hold.",
        {"part": what},
    )


def external(part: str) -> Invalid:
    return sniff.refusal(
        "DOCUMENT_EXTERNAL_LINKS",
        "ไฟล์เชื่อมโยงไปยังไฟล์หรือแหล่งข้อมูลอื่น กรุณาตัดการเชื่อมโยงก่อน",
        "The workbook links to other files or data. Break the links first.",
        {"part": part},
    )


def has_formula(part: str, cell: str) -> Invalid:
    return sniff.refusal(
        "DOCUMENT_HAS_FORMULA",
        f"ช่อง {cell} เป็นสูตร กรุณาวางเป็นค่าตัวเลขแทน",
        f"Cell {cell} is a formula. Paste its value instead.",
        {"part": part, "cell": cell},
    )

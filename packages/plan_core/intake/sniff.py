"""What a file really is, told by its content; everything that is not ours is refused by name."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePath

from plan_core.errors import Invalid, Value
from plan_core.intake.sheets import DocumentFormat

MAX_DOCUMENT_BYTES = 20 * 1024 * 1024
MAX_LINES = 20_000
MAX_COLUMNS = 256
MAX_LINE_CHARACTERS = 100_000

UNPACKING_FAILS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    LookupError,
    RuntimeError,  # NotImplementedError among them
)

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"RIFF", "RIFF"),
    (b"MZ", "Windows program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"#!", "script"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"SQLite format 3", "SQLite"),
    (b"\x00\x00\x00\x0cftyp", "media"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_EXTENSIONS: dict[str, DocumentFormat] = {
    "txt": "text",
    "text": "text",
    "md": "text",
    "markdown": "text",
    "tsv": "text",
    "htm": "text",
    "html": "text",
    "xlsx": "xlsx",
}


def refusal(
    code: str, message_th: str, message_en: str, values: dict[str, Value] | None = None
) -> Invalid:
    return Invalid(code, message_th, message_en, field="file", values=values)


def unsupported(kind: str) -> Invalid:
    return refusal(
        "DOCUMENT_TYPE_UNSUPPORTED",
        f"ยังอ่านไฟล์ชนิดนี้ไม่ได้ ({kind}) กรุณาใช้ไฟล์ข้อความ (.txt, .md) หรือแบบฟอร์ม .xlsx",
        f"This kind of file ({kind}) cannot be read. Use a text file (.txt, .md) or .xlsx.",
        {"kind": kind},
    )


def format_of(filename: str, content: bytes) -> DocumentFormat:
    """The format by content, agreeing with the file's extension; otherwise Invalid DOCUMENT_…"""
    check_size(content)
    found = _by_content(content)
    extension = PurePath(filename).suffix.lower().lstrip(".")
    if extension == "xlsm":
        raise has_macros(filename)
    if extension and _EXTENSIONS.get(extension) != found:
        raise refusal(
            "DOCUMENT_TYPE_MISMATCH",
            f"นามสกุลไฟล์ .{extension} ไม่ตรงกับเนื้อหาจริง ซึ่งเป็นไฟล์ชนิด {found}",
            f"The file is called .{extension} but its content is {found}.",
            {"extension": extension, "found": found},
        )
    return found


def check_size(content: bytes) -> None:
    if not content.strip():
        raise refusal("DOCUMENT_EMPTY", "ไฟล์ว่างเปล่า", "The file is empty.")
    if len(content) > MAX_DOCUMENT_BYTES:
        limit = MAX_DOCUMENT_BYTES // (1024 * 1024)
        raise refusal(
            "DOCUMENT_TOO_LARGE",
            f"ไฟล์ใหญ่เกิน {limit} MiB",
            f"The file is larger than {limit} MiB.",
            {"bytes": len(content), "limit": MAX_DOCUMENT_BYTES},
        )


def has_macros(what: str) -> Invalid:
    return refusal(
        "DOCUMENT_HAS_MACROS",
        "ไฟล์มีมาโคร กรุณาบันทึกใหม่เป็น .xlsx ที่ไม่มีมาโคร",
        "The workbook holds macros. Save it as .xlsx without them.",
        {"part": what},
    )


def encrypted() -> Invalid:
    return refusal(
        "DOCUMENT_ENCRYPTED",
        "ไฟล์ตั้งรหัสผ่านไว้ กรุณาเอารหัสผ่านออกก่อน",
        "The file is protected by a password. Remove it first.",
    )


def _by_content(content: bytes) -> DocumentFormat:
    if content.startswith(_ZIP):
        other = _other_archive(content)
        if other:
            raise unsupported(other)
        return "xlsx"
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise encrypted()
        raise unsupported("OLE: .xls, .doc")
    for magic, kind in _MAGIC:
        if content.lstrip(b"\r\n\t ").startswith(magic):
            raise unsupported(kind)
    return "text"


_ARCHIVES: tuple[tuple[str, str], ...] = (
    ("word/", "Word .docx"),
    ("ppt/", "PowerPoint .pptx"),
    ("xl/workbook.bin", "Excel .xlsb"),
)
_OPEN_DOCUMENTS = {b"text": "OpenDocument .odt", b"spreadsheet": "OpenDocument .ods"}


def _other_archive(content: bytes) -> str:
    """What a ZIP file is that is no workbook; "" for a workbook and for a damaged file."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = [name.lower() for name in archive.namelist()]
        if "xl/workbook.xml" in names or "encryptedpackage" in names:
            return ""
        known = next((k for start, k in _ARCHIVES if any(n.startswith(start) for n in names)), "")
        if known or "mimetype" not in names:
            return known or "ZIP"
        with archive.open("mimetype") as part:
            kind = part.read(100).strip().rpartition(b".")[2]
        return _OPEN_DOCUMENTS.get(kind, "OpenDocument")
    except UNPACKING_FAILS:
        return ""


def too_many_rows(count: int, limit: int) -> Invalid:
    return refusal(
        "DOCUMENT_TOO_MANY_ROWS",
        f"เอกสารมีจำนวนแถวเกิน {limit:,} แถว กรุณาลบแถวว่างส่วนเกินแล้วบันทึกใหม่",
        f"The document claims more than {limit:,} rows. Delete the unused ones and save again.",
        {"rows": count, "limit": limit},
    )


def too_many_columns(count: int, limit: int) -> Invalid:
    return refusal(
        "DOCUMENT_TOO_MANY_COLUMNS",
        f"เอกสารมีจำนวนคอลัมน์เกิน {limit} คอลัมน์",
        f"The document has more than {limit} columns.",
        {"columns": count, "limit": limit},
    )

"""What a file is, told by its content, against the list of what may be attached. Pure.

Nothing is unpacked and nothing is rendered: of an Office file only the list of its parts is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, is_zipfile

import puremagic

from plan_core.errors import Invalid

_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that may be attached, with the endings that a name of it has."""

    media_type: str
    endings: tuple[str, ...]


PDF = FileType("application/pdf", ("pdf",))
PNG = FileType("image/png", ("png",))
JPEG = FileType("image/jpeg", ("jpg", "jpeg"))
WEBP = FileType("image/webp", ("webp",))
DOCX = FileType(f"{_OFFICE}wordprocessingml.document", ("docx",))
XLSX = FileType(f"{_OFFICE}spreadsheetml.sheet", ("xlsx",))
PPTX = FileType(f"{_OFFICE}presentationml.presentation", ("pptx",))
TXT = FileType("text/plain", ("txt",))
CSV = FileType("text/csv", ("csv",))
ALLOWED = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, PPTX, TXT, CSV)

ENDINGS = tuple(ending for one in ALLOWED for ending in one.endings)
_BY_ENDING = {ending: one for one in ALLOWED for ending in one.endings}
_BY_MAGIC = {
    "pdf": PDF,
    "png": PNG,
    "webp": WEBP,
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif"), JPEG),
}
_BY_MAIN_PART = {"word/": DOCX, "xl/": XLSX, "ppt/": PPTX}
_ACTIVE = re.compile(
    r"vbaproject|macrosheet|activex|oleobject|\.(exe|dll|js|vbs|bin)$", re.IGNORECASE
)
_HARMLESS_BIN = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
_MARKUP = re.compile(
    rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)|^\s*#!|^MZ|\{\\rtf",
    re.IGNORECASE,
)
_UNPRINTABLE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MOST_UNPACKED = 300 * 1024**2
MOST_PARTS = 5_000
LARGEST_RATIO = 200
RATIO_MATTERS_FROM = 10 * 1024**2


def media_type_of(file_name: str, content: bytes) -> str:
    """The type that both the content and the name's ending say; Invalid for anything else."""
    ending = file_name.rpartition(".")[2].lower() if "." in file_name else ""
    named = _BY_ENDING.get(ending)
    if named is None:
        raise _unsupported(ending)
    if _type_in(content, named) is not named:
        raise _mismatch(ending)
    return named.media_type


def _type_in(content: bytes, named: FileType) -> FileType | None:
    """What the content is; among texts, which look alike, the one it is named as."""
    if named in {TXT, CSV}:
        return named if _is_text(content) else None
    if named in {DOCX, XLSX, PPTX}:
        return _office_type(content)
    if is_zipfile(BytesIO(content)):
        # A picture or a PDF that is an archive too is two files in one.
        raise _dangerous("an archive inside")
    return _BY_MAGIC.get(_magic_ending(content))


def _magic_ending(content: bytes) -> str:
    """The ending that the first bytes stand for, without its dot."""
    try:
        # Its annotation names a type without its parameter.
        found = puremagic.from_string(content[:4096])  # pyright: ignore[reportUnknownMemberType]
    except (puremagic.PureError, ValueError):
        return ""
    return found.lstrip(".").lower()


def _is_text(content: bytes) -> bool:
    """Letters in UTF-8 or in the old Thai encoding, and no page or program in disguise."""
    if _UNPRINTABLE.search(content) or _MARKUP.search(content[:4096]):
        return False
    for encoding in ("utf-8-sig", "cp874"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _office_type(content: bytes) -> FileType | None:
    """By the parts that an Office archive lists; refused with macros, programs or as a bomb."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names:
        return None
    unpacked = sum(part.file_size for part in parts)
    is_bomb = unpacked > max(RATIO_MATTERS_FROM, LARGEST_RATIO * len(content))
    if is_bomb or unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise _dangerous("far larger unpacked")
    if any(_ACTIVE.search(name) and not _HARMLESS_BIN.search(name) for name in names):
        raise _dangerous("macros or embedded programs")
    found = {
        kind
        for start, kind in _BY_MAIN_PART.items()
        if any(name.startswith(start) for name in names)
    }
    return found.pop() if len(found) == 1 else None


def _unsupported(ending: str) -> Invalid:
    return Invalid(
        "FILE_TYPE_UNSUPPORTED",
        "แนบได้เฉพาะไฟล์ PDF, PNG, JPEG, WebP, Word, Excel, PowerPoint, TXT และ CSV",
        "Only PDF, PNG, JPEG, WebP, Word, Excel, PowerPoint, TXT and CSV files can be attached.",
        field="file",
        values={"ending": ending[:20], "allowed": [*ENDINGS]},
    )


def _mismatch(ending: str) -> Invalid:
    return Invalid(
        "FILE_TYPE_MISMATCH",
        f"เนื้อหาไฟล์ไม่ตรงกับนามสกุล .{ending}",
        f"The file's content is not what its ending .{ending} says.",
        field="file",
        values={"ending": ending},
    )


def _dangerous(what: str) -> Invalid:
    return Invalid(
        "FILE_DANGEROUS",
        "ไฟล์นี้มีส่วนที่อาจเป็นอันตราย เช่น มาโครหรือไฟล์ซ้อน โปรดบันทึกใหม่เป็นไฟล์ธรรมดา",
        f"The file holds something that may be harmful ({what}). Please save it as a plain file.",
        field="file",
    )

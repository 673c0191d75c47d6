"""What a workbook must not be: a bomb, a program, a door to elsewhere. Every part is unpacked once
within limits, and its XML watched by `watch_xlsx`."""

from __future__ import annotations

import io
import posixpath
import zipfile

from plan_core.intake import refusals_xlsx, sniff, watch_xlsx
from plan_core.intake.watch_xlsx import Seen

MAX_PARTS = 500
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_RATIO = 150
RATIO_FROM_BYTES = 2 * 1024 * 1024
MAX_SHEETS = 30
_CHUNK = 256 * 1024
_XML = (".xml", ".rels", ".vml")


def check(content: bytes) -> dict[str, Seen]:
    """By name of worksheet, what was seen of it; a name whose part is not clear is left out.

    Raises Invalid DOCUMENT_… for a workbook that must not be opened.
    """
    archive = _opened(content)
    names = _names(archive)
    _check_parts(names)
    unpacked = 0
    seen: dict[str, Seen] = {}
    for name in archive.infolist():
        data = _unpack(archive, name, MAX_UNPACKED_BYTES - unpacked)
        unpacked += len(data)
        if name.filename.lower().endswith(_XML):
            seen[name.filename.lower()] = watch_xlsx.check(name.filename, data)
    return _of_sheets(seen)


def _of_sheets(seen: dict[str, Seen]) -> dict[str, Seen]:
    links = seen.get("xl/_rels/workbook.xml.rels")
    targets = {} if links is None else links.targets
    parts = {
        name: posixpath.normpath(posixpath.join("/xl", targets.get(link, "")))[1:]
        for link, name in seen["xl/workbook.xml"].sheet_names.items()
    }
    return {name: seen[part] for name, part in parts.items() if part in seen}


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except sniff.UNPACKING_FAILS as error:
        raise refusals_xlsx.damaged() from error
    if len(archive.infolist()) > MAX_PARTS:
        raise refusals_xlsx.bomb(f"{len(archive.infolist())} parts")
    return archive


def _names(archive: zipfile.ZipFile) -> set[str]:
    entries = archive.infolist()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise sniff.encrypted()
    names = {entry.filename for entry in entries}
    strange = any(".." in name.split("/") or name.startswith(("/", "\\")) for name in names)
    if strange or len({name.lower() for name in names}) != len(entries):
        raise refusals_xlsx.damaged()
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
            raise refusals_xlsx.external(name)
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
        raise refusals_xlsx.damaged()
    data = bytearray()
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                data += chunk
                packed = max(entry.compress_size, 1)
                is_dense = len(data) > RATIO_FROM_BYTES and len(data) > packed * MAX_RATIO
                if len(data) > room or is_dense:
                    raise refusals_xlsx.bomb(entry.filename)
    except sniff.UNPACKING_FAILS as error:
        raise refusals_xlsx.damaged() from error
    return bytes(data)

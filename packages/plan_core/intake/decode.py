"""Bytes → text, strictly: an encoding is known or the file is refused."""

from __future__ import annotations

import codecs
import re

from plan_core import thai_text
from plan_core.errors import Invalid
from plan_core.intake import sniff

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_THAI = re.compile("[ก-๛]")
_TELLING_WORDS = ("โครงการ", "กิจกรรม", "มาตรการ", "งบประมาณ", "มิติ", "ภารกิจ")
_MOJIBAKE = re.compile("à¸|à¹|เธ.เธ.เธ|ร ยธ")
_MAX_LOST = 20


def decode(content: bytes) -> str:
    """The text of a document in UTF-8, UTF-16 or -32 with a mark, or CP874/TIS-620.

    Raises Invalid DOCUMENT_ENCODING when none fits beyond doubt, DOCUMENT_TEXT_UNREADABLE when
    the text layer itself is broken, DOCUMENT_TYPE_UNSUPPORTED for binary content.
    """
    text = _decoded(content)
    if _CONTROL.search(text):
        raise sniff.unsupported("binary")
    lost = text.count("\ufffd")
    if lost > _MAX_LOST or _MOJIBAKE.search(text):
        raise sniff.refusal(
            "DOCUMENT_TEXT_UNREADABLE",
            "ตัวอักษรในไฟล์เสียหาย อ่านเป็นข้อความไทยไม่ได้",
            "The text in the file is damaged and cannot be read as Thai.",
            {"lost": lost},
        )
    return thai_text.repair_font_glyphs(text)


def _decoded(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strictly(content, encoding)
    if b"\x00" in content:
        raise _unknown_encoding() if _is_unmarked_utf_16(content) else sniff.unsupported("binary")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _thai_single_byte(content)


def _is_unmarked_utf_16(content: bytes) -> bool:
    head = content[: 4_000 * 2]
    return any(
        sum(word in head.decode(encoding, "ignore") for word in _TELLING_WORDS) > 1
        for encoding in ("utf-16-le", "utf-16-be")
    )


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unknown_encoding() from error


def _thai_single_byte(content: bytes) -> str:
    """CP874 says yes to almost any bytes, so the words of a plan must be there as well."""
    text = _strictly(content, "cp874")
    found = sum(word in text for word in _TELLING_WORDS)
    high = sum(byte >= 0x80 for byte in content)
    if found < 2 or len(_THAI.findall(text)) < 0.9 * high:
        raise _unknown_encoding()
    return text


def _unknown_encoding() -> Invalid:
    return sniff.refusal(
        "DOCUMENT_ENCODING",
        "ไม่ทราบรหัสตัวอักษรของไฟล์ กรุณาบันทึกเป็น UTF-8",
        "The character encoding of the file is unknown. Save it as UTF-8.",
    )

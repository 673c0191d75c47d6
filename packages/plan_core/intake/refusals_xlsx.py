"""Why a workbook is not opened, in words; what every document shares is in `sniff`."""

from __future__ import annotations

from plan_core.errors import Invalid
from plan_core.intake import sniff


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

"""What may be asked of an export, and how asking again is understood. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import msgspec

from plan_core.actor import Actor, Permission
from plan_core.errors import Conflict, Invalid, Locked, NotFound, SimitiError
from plan_core.framework.rules import FrameworkEdition

MOST_OPEN = 3
"""That wait or run at the same time, of one person."""
MOST_ATTEMPTS = 3
LONGEST_KEY = 100
LEASE = timedelta(seconds=20)
"""A worker that says nothing for this long counts as dead."""
REMEMBERED = timedelta(days=30)
"""How long an export is listed after its file is gone."""
_AREA = re.compile(r"\d{2}|\d{4}|\d{7}", re.ASCII)


class ExportPreset(StrEnum):
    """What a file holds."""

    PLAN = "PLAN"
    """Rows and budgets of the own organisation's working copy."""
    SUBMITTED = "SUBMITTED"
    """Rows and budgets of what each organisation submitted last."""
    REPORTS = "REPORTS"
    """What each organisation last reported of each of its rows."""


class ExportFormat(StrEnum):
    """How a file is written."""

    JSONL = "JSONL"
    CSV = "CSV"
    XLSX = "XLSX"
    PARQUET = "PARQUET"


class ExportState(StrEnum):
    """DONE has a file until it is EXPIRED; FAILED never will."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    EXPIRED = "EXPIRED"


OPEN = (ExportState.WAITING, ExportState.RUNNING)
NEEDS = {
    ExportPreset.PLAN: Permission.PLAN_READ,
    ExportPreset.SUBMITTED: Permission.SUBMITTED_READ,
    ExportPreset.REPORTS: Permission.SUBMITTED_READ,
}
SUFFIXES = {one: one.value.lower() for one in ExportFormat}
MEDIA_TYPES = {
    ExportFormat.JSONL: "application/x-ndjson",
    ExportFormat.CSV: "text/csv",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.PARQUET: "application/vnd.apache.parquet",
}


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """`area` is empty for all that the asker sees, or the code of a province (two digits), a
    district (four) or an organisation (seven)."""

    preset: ExportPreset
    format: ExportFormat
    edition_code: str
    fiscal_year_be: int | None = None
    area: str = ""

    @property
    def sha256(self) -> str:
        """Equal for equal requests: what an idempotency key stands for."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()

    @property
    def file_name(self) -> str:
        parts = [self.preset.value.lower(), self.edition_code, self.area]
        if self.fiscal_year_be is not None:
            parts.append(str(self.fiscal_year_be))
        return f"simiti-{'-'.join(one for one in parts if one)}.{SUFFIXES[self.format]}"


def check_may(actor: Actor, preset: ExportPreset) -> None:
    """Asked when it is asked for, when it is made, and at each download."""
    actor.require(Permission.EXPORT_RUN)
    actor.require(NEEDS[preset])
    if preset is ExportPreset.PLAN:
        _ = actor.tenant


def check_request(request: ExportRequest, edition: FrameworkEdition) -> None:
    year = request.fiscal_year_be
    if year is not None and year not in edition.fiscal_years:
        raise Invalid(
            "EXPORT_YEAR",
            f"กรอบ {edition.code} ไม่มีปีงบประมาณ {year}",
            f"The edition {edition.code} has no fiscal year {year}.",
            field="fiscalYear",
            values={"possible": list(edition.fiscal_years)},
        )
    if request.area and not _AREA.fullmatch(request.area):
        raise Invalid(
            "EXPORT_AREA",
            "ระบุรหัสจังหวัด 2 หลัก อำเภอ 4 หลัก หรือ อปท. 7 หลัก",
            "Name a province by two digits, a district by four or an organisation by seven.",
            field="area",
        )


def clean_key(key: str | None) -> str | None:
    if key is None:
        return None
    if not re.fullmatch(rf"[\x21-\x7e]{{1,{LONGEST_KEY}}}", key, re.ASCII):
        raise Invalid(
            "IDEMPOTENCY_KEY",
            f"คีย์ต้องเป็นอักขระ ASCII ที่พิมพ์ได้ 1 ถึง {LONGEST_KEY} ตัว ไม่มีเว้นวรรค",
            f"A key has 1 to {LONGEST_KEY} printable ASCII characters and no blanks.",
            field="idempotencyKey",
            values={"most": LONGEST_KEY},
        )
    return key


def check_same(known_sha256: str, sha256: str) -> None:
    """The same key with another body: whoever sent it would believe that it was done."""
    if known_sha256 != sha256:
        raise Conflict(
            "IDEMPOTENCY_CONFLICT",
            "คีย์นี้ใช้กับคำขออื่นไปแล้ว โปรดใช้คีย์ใหม่",
            "This key was used for another request; use a new one.",
            field="idempotencyKey",
        )


def check_room(open_exports: int) -> None:
    if open_exports >= MOST_OPEN:
        raise Locked(
            "EXPORTS_MANY",
            f"มีการส่งออกที่ยังไม่เสร็จ {MOST_OPEN} รายการแล้ว โปรดรอให้เสร็จก่อน",
            f"{MOST_OPEN} exports are under way already; wait until one is done.",
            values={"most": MOST_OPEN},
        )


def asker_gone() -> SimitiError:
    return SimitiError(
        "EXPORT_ASKER_GONE",
        "ผู้ขอไม่มีสิทธินี้แล้ว (พ้นตำแหน่ง หรือโทเคนถูกยกเลิก) จึงไม่สร้างไฟล์",
        "Who asked may not any more (the post or the token is gone), so nothing was made.",
    )


def given_up() -> SimitiError:
    return SimitiError(
        "EXPORT_GIVEN_UP",
        "สร้างไฟล์ไม่สำเร็จหลังจากลองหลายครั้ง ทีมงานได้รับบันทึกแล้ว โปรดขอใหม่",
        "It failed at every try. It has been logged; please ask again.",
    )


def expired() -> NotFound:
    refusal = NotFound("export")
    refusal.code = "EXPORT_EXPIRED"
    refusal.message_th = "ไฟล์นี้หมดอายุและถูกลบแล้ว โปรดขอส่งออกใหม่"
    refusal.message_en = "The file has expired and was removed; ask for a new export."
    return refusal


def not_ready() -> Locked:
    return Locked(
        "EXPORT_NOT_READY",
        "ไฟล์ยังสร้างไม่เสร็จ",
        "The file is not there yet.",
    )


def too_large(format_: ExportFormat) -> Invalid:
    return Invalid(
        "EXPORT_TOO_LARGE",
        f"ข้อมูลมากเกินกว่าที่ไฟล์ {format_.value} รับได้ โปรดใช้รูปแบบอื่นหรือเลือกพื้นที่ที่เล็กลง",
        f"There is more than a {format_.value} file can hold; choose another format or a smaller"
        " area.",
        field="format",
    )

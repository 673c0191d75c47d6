"""How many bytes may be attached, and who may have a file's content. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from plan_core.attachments.kinds import KEPT_ONCE_SHARED, ScanState, SubjectType
from plan_core.errors import Invalid, Locked, SimitiError


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes: one file, and all of an organisation's together."""

    file: int
    organisation: int


def check_size(size: int, limits: Limits) -> None:
    if size == 0:
        raise Invalid("FILE_EMPTY", "ไฟล์ว่างเปล่า", "The file is empty.", field="file")
    if size > limits.file:
        raise Invalid(
            "FILE_TOO_LARGE",
            f"ไฟล์ใหญ่เกิน {megabytes(limits.file)} MB",
            f"The file is larger than {megabytes(limits.file)} MB.",
            field="file",
            values={"size": size, "most": limits.file},
        )


def check_room(size: int, used: int, limits: Limits) -> None:
    """`used` is what the organisation keeps already, removed files included."""
    if used + size > limits.organisation:
        raise Invalid(
            "STORAGE_FULL",
            f"พื้นที่เก็บไฟล์แนบของหน่วยงานเต็ม (ไม่เกิน {megabytes(limits.organisation)} MB)",
            f"The organisation's room for files is full ({megabytes(limits.organisation)} MB).",
            field="file",
            values={"used": used, "size": size, "most": limits.organisation},
        )


def megabytes(size: int) -> int:
    return size // 1024**2


def check_removable(kind: SubjectType, *, is_shared: bool) -> None:
    if is_shared and kind in KEPT_ONCE_SHARED:
        raise Locked(
            "FILE_SUBMITTED",
            "ไฟล์นี้อยู่ในรายงานที่ส่งแล้ว จึงลบไม่ได้ แนบไฟล์เพิ่มและส่งรายงานฉบับใหม่ได้",
            "A submitted report names this file, so it stays. You may add another and submit anew.",
        )


def refusal_to_hand_out(
    scan: ScanState, *, is_own: bool, unscanned_to_officers: bool
) -> SimitiError | None:
    """Why a file's content may not leave now; None when it may."""
    if scan is ScanState.INFECTED:
        return Locked(
            "FILE_INFECTED",
            "ตรวจพบไวรัสในไฟล์นี้ จึงดาวน์โหลดไม่ได้",
            "A virus was found in this file, so it cannot be downloaded.",
        )
    if scan is ScanState.NOT_SCANNED and not is_own and not unscanned_to_officers:
        return Locked(
            "FILE_NOT_SCANNED",
            "ไฟล์นี้ยังไม่ได้ตรวจไวรัส จึงเปิดได้เฉพาะ อปท. เจ้าของไฟล์",
            "This file has not been scanned for viruses yet; only its organisation may open it.",
        )
    return None

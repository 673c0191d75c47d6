"""Every `extensions.code` there is, and what to do about it: one list for all its readers.

`tests/api/test_developers.py` holds it against the kinds of refusals, and the guide against it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """`statuses` are those of plain routes, and of GraphQL where nothing was carried out."""

    code: str
    statuses: tuple[int, ...]
    means_th: str
    means_en: str
    do_th: str
    do_en: str


ERROR_CODES = (
    ErrorCode(
        "UNAUTHENTICATED",
        (401,),
        "ยังไม่ได้เข้าสู่ระบบ หรือโทเคนใช้ไม่ได้แล้ว",
        "Nobody is signed in, or the token is good no more.",
        "เข้าสู่ระบบใหม่ หรือสร้างโทเคนใหม่ การลองซ้ำไม่ช่วย",
        "Sign in again, or make a new token. Trying again does not help.",
    ),
    ErrorCode(
        "FORBIDDEN",
        (403,),
        "ตำแหน่งหรือโทเคนนี้ไม่มีสิทธิทำรายการ",
        "This post, or this token's scopes, may not do it.",
        "ใช้ตำแหน่งหรือขอบเขตที่มีสิทธิ",
        "Use a post or a scope that may.",
    ),
    ErrorCode(
        "NOT_FOUND",
        (404,),
        "ไม่มีรายการนี้ หรือท่านไม่มีสิทธิเห็น ทั้งสองกรณีตอบเหมือนกัน",
        "Absent, or not visible to you: the two look the same on purpose.",
        "ตรวจรหัสที่ส่ง แล้วนำออกจากสำเนาของท่าน",
        "Look at the id that was sent; take the thing out of your copy.",
    ),
    ErrorCode(
        "INVALID",
        (400, 413, 415),
        "ข้อมูลที่ส่งมาผิดกฎ `reason` บอกว่ากฎใด",
        "The input breaks a rule; `reason` says which.",
        "แก้ข้อมูลตามข้อความ แล้วส่งใหม่",
        "Correct the input as the message says, and send it again.",
    ),
    ErrorCode(
        "CONFLICT",
        (409,),
        "มีผู้แก้ไขก่อนแล้ว ไม่มีอะไรถูกเขียนทับ",
        "Somebody was first; nothing was overwritten.",
        "อ่าน `values.current` แล้วตัดสินใจใหม่",
        "Read `values.current`, and decide anew.",
    ),
    ErrorCode(
        "LOCKED",
        (423, 429),
        "รายการอยู่ในสถานะที่แก้ไขไม่ได้ (429 เมื่อใส่รหัสผ่านผิดหลายครั้ง)",
        "The thing is in a state that allows no change (429: too many wrong passwords).",
        "รอจนสถานะเปลี่ยน หรือรอตาม `Retry-After`",
        "Wait until its state is another, or as long as `Retry-After` says.",
    ),
    ErrorCode(
        "RATE_LIMITED",
        (429,),
        "ส่งคำขอมากเกินโควตา ไม่มีอะไรถูกทำ",
        "More was asked than the bucket holds. Nothing was carried out.",
        "รอ `values.retryAfterSeconds` วินาที (มีใน `Retry-After`) แล้วส่งคำขอเดิม",
        "Wait `values.retryAfterSeconds` (also in `Retry-After`), and send the same again.",
    ),
    ErrorCode(
        "UNAVAILABLE",
        (503,),
        "บางส่วนของระบบไม่พร้อมชั่วคราว",
        "A part of the system is away.",
        "รอแล้วลองใหม่ได้อย่างปลอดภัย",
        "Wait and try again; that is safe.",
    ),
    ErrorCode(
        "INTERNAL",
        (500,),
        "ระบบขัดข้อง มีบันทึกตาม `requestId` แล้ว",
        "A bug of ours; it is logged with its `requestId`.",
        "อ่านข้อมูลก่อนเขียนซ้ำ แล้วแจ้ง `requestId` แก่ผู้ดูแลระบบ",
        "Read before you write again, and tell the operator the `requestId`.",
    ),
    ErrorCode(
        "PERSISTED_QUERY_NOT_FOUND",
        (400,),
        "ระบบยังไม่รู้จักเอกสารของแฮชนี้",
        "No document of this hash is known here yet.",
        "ส่งข้อความเอกสารพร้อมแฮชหนึ่งครั้ง",
        "Send its text together with the hash once.",
    ),
    ErrorCode(
        "BAD_REQUEST",
        (400,),
        "ไม่ใช่ GraphQL ที่ถูกต้อง หรือเกินขีดจำกัดของคำถาม",
        "Not valid GraphQL, or beyond a limit of what one query may ask.",
        "แก้เอกสารตามข้อความ หรือแบ่งคำถามให้เล็กลง",
        "Correct the document as the message says, or ask for less at once.",
    ),
)

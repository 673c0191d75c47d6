"""For how long signing may be handed on, and how it is said. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from plan_core.actor import PERMISSIONS, Permission, Role
from plan_core.errors import Conflict, Invalid, Locked
from plan_core.typed_text import clean_needed_line

MOST_DAYS = 366
"""Both ends counted: a year, a leap year too."""
MOST_DAYS_AHEAD = 366
LONGEST_LINE = 200
LONGEST_REASON = 2_000


class ActingKind(StrEnum):
    """The two lawful ways to sign in another's place."""

    ACTING = "ACTING"  # รักษาราชการแทน
    ON_BEHALF = "ON_BEHALF"  # ปฏิบัติราชการแทน


KIND_WORDS = {
    ActingKind.ACTING: "รักษาราชการแทน",
    ActingKind.ON_BEHALF: "ปฏิบัติราชการแทน",
}


class DelegationState(StrEnum):
    """How a delegation stands on a day in Thailand."""

    COMING = "COMING"
    IN_FORCE = "IN_FORCE"
    ENDED = "ENDED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class NewDelegation:
    """What an order says: how, in place of which position, from when to when, and why."""

    kind: ActingKind
    position: str
    first_on: date
    last_on: date
    order_number: str
    reason: str


def acting_words(kind: ActingKind, position: str, name: str, order_number: str) -> str:
    """ "รักษาราชการแทน นายกองค์การบริหารส่วนตำบลหัวเมือง (สมชาย ใจดี) ตามคำสั่งที่ ๑๒/๒๕๖๙"."""
    return f"{KIND_WORDS[kind]} {position} ({name}) ตามคำสั่งที่ {order_number}"


def state_on(
    today: date, first_on: date, last_on: date, revoked_at: datetime | None
) -> DelegationState:
    if revoked_at is not None:
        return DelegationState.REVOKED
    if today < first_on:
        return DelegationState.COMING
    return DelegationState.IN_FORCE if today <= last_on else DelegationState.ENDED


def clean_new(new: NewDelegation, today: date) -> NewDelegation:
    """The order's words cleaned, its days checked against `today` in Thailand."""
    check_days(new.first_on, new.last_on, today)
    return NewDelegation(
        kind=new.kind,
        position=clean_needed_line(new.position, "position", LONGEST_LINE),
        first_on=new.first_on,
        last_on=new.last_on,
        order_number=clean_needed_line(new.order_number, "orderNumber", LONGEST_LINE),
        reason=clean_needed_line(new.reason, "reason", LONGEST_REASON),
    )


def check_days(first_on: date, last_on: date, today: date) -> None:
    """Not turned round, not longer than a year, and neither past nor out of sight."""
    values: dict[str, str] = {"firstOn": first_on.isoformat(), "lastOn": last_on.isoformat()}
    if last_on < first_on:
        raise Invalid(
            "DAYS_TURNED_ROUND",
            "วันสุดท้ายต้องไม่มาก่อนวันแรก",
            "The last day cannot come before the first.",
            field="lastOn",
            values=values,
        )
    if first_on < today:
        raise Invalid(
            "FIRST_DAY_PAST",
            "วันแรกต้องไม่ก่อนวันนี้ เพราะมอบอำนาจย้อนหลังในระบบไม่ได้",
            "The first day cannot lie in the past: nothing is delegated after the event.",
            field="firstOn",
            values=values,
        )
    if first_on > today + timedelta(days=MOST_DAYS_AHEAD):
        raise Invalid(
            "FIRST_DAY_TOO_FAR",
            "วันแรกต้องอยู่ภายใน ๑ ปีจากวันนี้ โปรดตรวจปี พ.ศ.",
            "The first day must lie within a year from today; please look at the year.",
            field="firstOn",
            values=values,
        )
    if (last_on - first_on).days >= MOST_DAYS:
        raise Invalid(
            "DELEGATION_TOO_LONG",
            "มอบอำนาจได้ครั้งละไม่เกิน ๑ ปี",
            "Signing is delegated for a year at most.",
            field="lastOn",
            values=values,
        )


def check_delegate(from_person: UUID, to_person: UUID, to_role: Role) -> None:
    """Somebody else, who does not sign in the own right already."""
    if from_person == to_person:
        raise Invalid(
            "DELEGATION_TO_ONESELF",
            "มอบอำนาจให้ตนเองไม่ได้",
            "Nobody delegates to themselves.",
            field="toPostId",
        )
    if _signs_already(to_role):
        raise Invalid(
            "DELEGATE_SIGNS_ALREADY",
            "ผู้นี้มีสิทธิลงนามในตำแหน่งของตนอยู่แล้ว",
            "This person signs in the own right already.",
            field="toPostId",
        )


def may_receive(from_person: UUID, to_person: UUID, to_role: Role) -> bool:
    """Whether `check_delegate` lets this pass: whom a page offers."""
    return from_person != to_person and not _signs_already(to_role)


def _signs_already(role: Role) -> bool:
    return Permission.SIGNING_DELEGATE in PERMISSIONS[role]


def overlapping(to_name: str, first_on: date, last_on: date, order_number: str) -> Conflict:
    """On any day one post is acted for by one person, and one person acts for one post."""
    return Conflict(
        "DELEGATION_OVERLAPS",
        f"ช่วงวันทับกับการมอบอำนาจให้ {to_name} ตามคำสั่งที่ {order_number}"
        " โปรดยกเลิกรายการนั้นก่อน หรือเลือกช่วงวันอื่น",
        f"The days overlap with the delegation to {to_name} by order {order_number}."
        " Revoke that one first, or choose other days.",
        field="firstOn",
        values={
            "toName": to_name,
            "firstOn": first_on.isoformat(),
            "lastOn": last_on.isoformat(),
            "orderNumber": order_number,
        },
    )


def check_can_be_revoked(state: DelegationState) -> None:
    if state in {DelegationState.ENDED, DelegationState.REVOKED}:
        raise Locked(
            "DELEGATION_OVER",
            "การมอบอำนาจนี้สิ้นสุดหรือถูกยกเลิกไปแล้ว",
            "This delegation has ended or was revoked already.",
            values={"state": state.value},
        )

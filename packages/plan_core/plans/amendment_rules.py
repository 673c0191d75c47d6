"""Whether what an amendment alters fits the kind it says it is. Pure.

What the regulation says of the three kinds is not verified here, so a mismatch is shown to who
decides and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plan_core.errors import Invalid, Value
from plan_core.plans.changes import ChangeKind, PlanDiff
from plan_core.plans.stages import AmendmentKind
from plan_core.values import amount_text


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something that the kind does not let one expect, with a stable code and both languages."""

    code: str
    message_th: str
    message_en: str
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])


def mismatches_of(kind: AmendmentKind, diff: PlanDiff) -> tuple[Mismatch, ...]:
    """What an approver should look at before the amendment goes on; empty when all fits."""
    match kind:
        case AmendmentKind.ADD:
            return _beyond_adding(diff)
        case AmendmentKind.CORRECT:
            return _beyond_correcting(diff)
        case AmendmentKind.CHANGE:
            return ()


def _beyond_adding(diff: PlanDiff) -> tuple[Mismatch, ...]:
    others = len(diff.rows) - diff.count(ChangeKind.ADDED)
    if not others:
        return ()
    return (
        Mismatch(
            "AMENDMENT_MORE_THAN_ADDS",
            f"เป็นการ “เพิ่มเติม” แต่มีรายการเดิมที่ถูกแก้ไข ย้าย หรือตัดออก {others} รายการ",
            f"It is to add rows, but {others} rows that were there are changed, moved or removed.",
            {"rows": others},
        ),
    )


def _beyond_correcting(diff: PlanDiff) -> tuple[Mismatch, ...]:
    found: list[Mismatch] = []
    difference = diff.totals[-1].difference
    if any(not cell.difference.is_zero() for row in diff.rows for cell in row.cells):
        found.append(
            Mismatch(
                "AMENDMENT_CORRECTION_MOVES_MONEY",
                f"เป็นการ “แก้ไข” แต่งบประมาณเปลี่ยนไป (ผลต่างรวม {difference:,} บาท)",
                f"It is a correction, but budgets differ (by {difference:,} baht in all).",
                {"difference": amount_text(difference)},
            )
        )
    rows = diff.count(ChangeKind.ADDED) + diff.count(ChangeKind.REMOVED)
    if rows:
        found.append(
            Mismatch(
                "AMENDMENT_CORRECTION_CHANGES_ROWS",
                f"เป็นการ “แก้ไข” แต่มีรายการเพิ่มหรือตัดออก {rows} รายการ",
                f"It is a correction, but {rows} rows were added or removed.",
                {"rows": rows},
            )
        )
    return tuple(found)


def check_alters_something(diff: PlanDiff) -> None:
    """An amendment that alters nothing goes nowhere."""
    if diff.is_empty:
        raise Invalid(
            "AMENDMENT_EMPTY",
            "การแก้ไขแผนครั้งนี้ยังไม่มีสิ่งใดต่างจากฉบับเดิม จึงยังส่งไม่ได้",
            "This amendment does not alter anything yet, so it cannot go further.",
        )

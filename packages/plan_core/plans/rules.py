"""What a plan may hold. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from plan_core.errors import Invalid, Locked
from plan_core.framework.rules import FrameworkEdition
from plan_core.thai_text import collapse_spaces, normalise
from plan_core.values import MAX_AMOUNT, Budget, satang_of

MAX_TITLE = 1_000
MAX_REMARKS = 2_000
MAX_ROWS = 2_000
"""Rows of one plan: thirty times a usual one."""
MAX_CELLS_AT_ONCE = 2_500


def check_budget(budget: Budget, field: str = "amount") -> None:
    """An amount is zero or more, at most a budget's size, and exact to the satang."""
    if budget.amount is None:
        return
    if not budget.amount.is_finite():
        raise Invalid(
            "BUDGET_UNREADABLE",
            "จำนวนเงินต้องเป็นตัวเลข",
            "An amount must be a number.",
            field=field,
            values={"amount": str(budget.amount)},
        )
    if budget.amount < 0:
        raise Invalid(
            "BUDGET_NEGATIVE",
            "งบประมาณติดลบไม่ได้",
            "A budget cannot be negative.",
            field=field,
            values={"amount": str(budget.amount)},
        )
    if budget.amount > MAX_AMOUNT:
        raise Invalid(
            "BUDGET_TOO_LARGE",
            "จำนวนเงินสูงเกินกว่าที่ระบบรับได้",
            "The amount is larger than any budget can be.",
            field=field,
            values={"amount": str(budget.amount), "most": str(MAX_AMOUNT)},
        )
    try:
        satang_of(budget.amount)
    except ValueError:
        raise Invalid(
            "BUDGET_TOO_FINE",
            "จำนวนเงินละเอียดได้ถึงสตางค์ (ทศนิยม 2 ตำแหน่ง)",
            "An amount has at most two decimals (satang).",
            field=field,
            values={"amount": str(budget.amount)},
        ) from None


def clean_title(title: str) -> str:
    """The title with plain spaces; refused when it is empty or too long."""
    cleaned = collapse_spaces(normalise(title))
    if not cleaned:
        raise Invalid(
            "TITLE_EMPTY", "กรุณาระบุชื่อรายการ", "Please give the row a title.", field="title"
        )
    return _not_longer(cleaned, MAX_TITLE, "title")


def clean_remarks(remarks: str) -> str:
    return _not_longer(normalise(remarks).strip(), MAX_REMARKS, "remarks")


def _not_longer(text: str, most: int, field: str) -> str:
    if len(text) > most:
        raise Invalid(
            "TEXT_TOO_LONG",
            f"ข้อความยาวเกิน {most} ตัวอักษร",
            f"The text is longer than {most} characters.",
            field=field,
            values={"length": len(text), "most": most},
        )
    return text


def check_mission(edition: FrameworkEdition, mission_code: str) -> None:
    if mission_code not in {mission.code for mission in edition.missions()}:
        raise Invalid(
            "MISSION_UNKNOWN",
            f"ไม่มีภารกิจ {mission_code} ในกรอบฉบับ {edition.code}",
            f"There is no mission {mission_code} in the edition {edition.code}.",
            field="missionCode",
            values={"missionCode": mission_code},
        )


def check_room_for_rows(count: int) -> None:
    if count > MAX_ROWS:
        raise Invalid(
            "PLAN_TOO_LONG",
            f"แผนหนึ่งฉบับมีได้ไม่เกิน {MAX_ROWS} รายการ",
            f"A plan holds at most {MAX_ROWS} rows.",
            values={"most": MAX_ROWS},
        )


def check_something_to_submit(rows: int, unchanged: bool) -> None:
    if rows == 0:
        raise Invalid(
            "PLAN_EMPTY",
            "แผนยังไม่มีรายการ จึงยังส่งไม่ได้",
            "The plan has no rows yet, so it cannot be submitted.",
        )
    if unchanged:
        raise Locked(
            "ALREADY_SUBMITTED",
            "แผนนี้ส่งแล้ว และยังไม่มีการแก้ไขหลังการส่ง",
            "This plan has been submitted and not changed since.",
        )


Row = TypeVar("Row")


def place_in_order(
    rows: Sequence[Row],
    row: Row,
    position: int | None,
    is_shown: Callable[[Row], bool] = lambda _row: True,
) -> list[Row]:
    """The rows with `row` at a 1-based position among the shown ones (last of all when None).

    Rows that are not shown keep their places between the others. Outside the range is refused.
    """
    others = [other for other in rows if other is not row]
    shown = [index for index, other in enumerate(others) if is_shown(other)]
    at = len(shown) + 1 if position is None else position
    if not 1 <= at <= len(shown) + 1:
        raise Invalid(
            "POSITION_OUT_OF_RANGE",
            f"ลำดับต้องอยู่ระหว่าง 1 ถึง {len(shown) + 1}",
            f"The position must be between 1 and {len(shown) + 1}.",
            field="position",
            values={"position": at, "last": len(shown) + 1},
        )
    index = len(others) if at > len(shown) else shown[at - 1]
    return [*others[:index], row, *others[index:]]

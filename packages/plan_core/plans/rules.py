"""What a plan may hold. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from plan_core.errors import Invalid, NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.stages import Part, PartKind, Verdict
from plan_core.thai_text import collapse_spaces, normalise
from plan_core.typed_text import clean_line, clean_needed_line, not_longer
from plan_core.values import MAX_AMOUNT, Budget, satang_of

MAX_TITLE = 1_000
MAX_REMARKS = 2_000
MAX_SUB_MISSION = 500
MAX_ROWS = 2_000
"""Rows of one plan: thirty times a usual one."""
MAX_CELLS_AT_ONCE = 2_500
MAX_ROWS_AT_ONCE = 400
MAX_ROWS_ADDED_AT_ONCE = 200
"""What fits into one request, with long titles."""
MAX_NOTE = 2_000
MAX_REASONS = 500
MAX_ROWS_JUDGED = 500
MAX_ACTING_FOR = 700
"""As long as a delegation may make it: a position, a name and the number of an order."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, as what, in whose place, by which order, on which day."""

    signed_by: str
    signed_as: str
    acting_for: str
    order_number: str
    signed_on: date


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
    return not_longer(cleaned, MAX_TITLE, "title")


def clean_sub_mission(text: str | None) -> str | None:
    """None for none, and for nothing but spaces."""
    return not_longer(collapse_spaces(normalise(text or "")), MAX_SUB_MISSION, "subMission") or None


def clean_remarks(remarks: str) -> str:
    return not_longer(normalise(remarks).strip(), MAX_REMARKS, "remarks")


def check_mission(edition: FrameworkEdition, mission_code: str) -> None:
    if mission_code not in {mission.code for mission in edition.missions()}:
        raise Invalid(
            "MISSION_UNKNOWN",
            f"ไม่มีภารกิจ {mission_code} ในกรอบฉบับ {edition.code}",
            f"There is no mission {mission_code} in the edition {edition.code}.",
            field="missionCode",
            values={"missionCode": mission_code},
        )


def check_year(edition: FrameworkEdition, fiscal_year_be: int) -> None:
    if fiscal_year_be not in edition.fiscal_years:
        raise Invalid(
            "YEAR_UNKNOWN",
            f"ปีงบประมาณ {fiscal_year_be} ไม่อยู่ในแผนฉบับ {edition.code}",
            f"The fiscal year {fiscal_year_be} is not in the edition {edition.code}.",
            field="fiscalYear",
            values={"fiscalYear": fiscal_year_be},
        )


def check_block_of_rows(count: int, most: int = MAX_ROWS_AT_ONCE) -> None:
    if not 1 <= count <= most:
        raise Invalid(
            "BLOCK_SIZE",
            f"ทำพร้อมกันได้ 1 ถึง {most} รายการ",
            f"Between 1 and {most} rows can be changed at once.",
            field="rows",
            values={"most": most},
        )


def check_room_for_rows(count: int) -> None:
    if count > MAX_ROWS:
        raise Invalid(
            "PLAN_TOO_LONG",
            f"แผนหนึ่งฉบับมีได้ไม่เกิน {MAX_ROWS} รายการ",
            f"A plan holds at most {MAX_ROWS} rows.",
            values={"most": MAX_ROWS},
        )


def check_something_to_submit(rows: int) -> None:
    if rows == 0:
        raise Invalid(
            "PLAN_EMPTY",
            "แผนยังไม่มีรายการ จึงยังส่งไม่ได้",
            "The plan has no rows yet, so it cannot be submitted.",
        )


def clean_note(note: str) -> str:
    return not_longer(normalise(note).strip(), MAX_NOTE, "note")


def check_says_why_unchanged(note: str, number: int) -> None:
    """A plan that says what revision `number` said is sent again only with a word on why."""
    if not clean_note(note):
        raise Invalid(
            "REVISION_UNCHANGED",
            f"แผนยังเหมือนฉบับที่ {number} ทุกประการ กรุณาเขียนถึงผู้ตรวจว่าเหตุใดจึงส่งโดยไม่แก้ไข",
            f"The plan says exactly what revision {number} said. "
            "Please tell the officers why it is sent again unchanged.",
            field="note",
            values={"number": number},
        )


def clean_reason(reason: str, field: str) -> str:
    """Why something is returned or altered; it must say something."""
    cleaned = not_longer(normalise(reason).strip(), MAX_NOTE, field)
    if not cleaned:
        raise Invalid("REASON_NEEDED", "กรุณาระบุเหตุผล", "Please give a reason.", field=field)
    return cleaned


def clean_verdict(verdict: Verdict, reason: str) -> str:
    """Why; it must say something when a row is found inconsistent."""
    if verdict is Verdict.INCONSISTENT:
        return clean_reason(reason, "reason")
    return clean_note(reason)


def clean_comment(text: str) -> str:
    cleaned = not_longer(normalise(text).strip(), MAX_NOTE, "text")
    if not cleaned:
        raise Invalid("TEXT_NEEDED", "กรุณากรอกช่องนี้", "Please fill in this field.", field="text")
    return cleaned


def check_rows_at_once(initiative_ids: Sequence[UUID]) -> None:
    """Judged together: at least one row, each once, and no more than one may look through."""
    if not 1 <= len(initiative_ids) <= MAX_ROWS_JUDGED:
        raise Invalid(
            "ROWS_AT_ONCE",
            f"เลือกได้ครั้งละ 1 ถึง {MAX_ROWS_JUDGED} รายการ",
            f"Choose 1 to {MAX_ROWS_JUDGED} rows at a time.",
            field="initiativeIds",
        )
    if len(set(initiative_ids)) != len(initiative_ids):
        raise Invalid(
            "ROW_TWICE",
            "มีรายการเดียวกันซ้ำในรายการที่ส่งมา",
            "The same row is named twice.",
            field="initiativeIds",
        )


def clean_signature(signature: Signature, today: date, place: str = "") -> Signature:
    """A signature with its texts cleaned; the day may not lie ahead (`today` in Thailand).

    A delegate signs in one `place` and in no other; it stands in the record, typed or not.
    """
    acting_for = clean_line(signature.acting_for, "actingFor", MAX_ACTING_FOR)
    if place and acting_for not in {"", place}:
        raise Invalid(
            "ACTING_FOR_ANOTHER",
            f"ท่านลงนามได้เฉพาะในฐานะ “{place}”",
            f"You may sign in this place only: {place}.",
            field="actingFor",
            values={"actingFor": place},
        )
    if signature.signed_on > today:
        raise Invalid(
            "SIGNED_IN_FUTURE",
            "วันที่ลงนามต้องไม่เกินวันนี้",
            "The day of signing cannot lie in the future.",
            field="signedOn",
            values={"signedOn": signature.signed_on.isoformat()},
        )
    return Signature(
        signed_by=clean_needed_line(signature.signed_by, "signedBy"),
        signed_as=clean_needed_line(signature.signed_as, "signedAs"),
        acting_for=place or acting_for,
        order_number=clean_needed_line(signature.order_number, "orderNumber"),
        signed_on=signature.signed_on,
    )


def check_part(part: Part, initiative_ids: Collection[UUID], field: str) -> None:
    """A reason names a row that was submitted, and a cell its year; a text its code."""
    needs_row = part.kind in {PartKind.ROW, PartKind.CELL}
    fits = (
        needs_row == (part.initiative_id is not None)
        and (part.kind is PartKind.CELL) == (part.fiscal_year_be is not None)
        and (part.kind is PartKind.SECTION) == bool(part.section_code)
    )
    if not fits:
        raise Invalid(
            "PART_UNCLEAR",
            "ไม่ชัดเจนว่าเหตุผลนี้เป็นของส่วนใด",
            "It is not clear which part this reason is about.",
            field=field,
            values={"part": part.kind.value},
        )
    if part.initiative_id is not None and part.initiative_id not in initiative_ids:
        raise NotFound("initiative")


Row = TypeVar("Row")


def place_in_order(
    rows: Sequence[Row],
    row: Row,
    position: int | None,
    is_shown: Callable[[Row], bool] = lambda _row: True,
) -> list[Row]:
    """The rows with `row` at a 1-based position among the shown ones (last of all when None)."""
    return place_block(rows, [row], position, is_shown)


def place_block(
    rows: Sequence[Row],
    placed: Sequence[Row],
    position: int | None,
    is_shown: Callable[[Row], bool] = lambda _row: True,
) -> list[Row]:
    """The rows with `placed` together, the first of them at a 1-based position among the shown.

    Rows that are not shown keep their places between the others. Outside the range is refused.
    """
    others = [other for other in rows if not any(other is row for row in placed)]
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
    return [*others[:index], *placed, *others[index:]]

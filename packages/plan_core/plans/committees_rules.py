"""What the order that appoints the two committees may hold. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from plan_core.errors import Invalid
from plan_core.plans.parts import Member
from plan_core.typed_text import clean_line, clean_text

MAX_MEMBERS = 100
MAX_PREAMBLE = 8_000
FIRST_DAY = date(1997, 1, 1)
"""Before local governments of today there was no such order."""
AHEAD = timedelta(days=366)


def clean_preamble(preamble: str) -> str:
    return clean_text(preamble, "preamble", MAX_PREAMBLE)


def check_ordered_on(ordered_on: date | None, today: date) -> None:
    """A day of our time: a year that was typed in the other era is refused, not turned."""
    if ordered_on is None or FIRST_DAY <= ordered_on <= today + AHEAD:
        return
    raise Invalid(
        "DATE_UNLIKELY",
        "วันที่ของคำสั่งไม่อยู่ในช่วงที่เป็นไปได้ โปรดตรวจสอบปี",
        "The date of the order is not likely; please check the year.",
        field="orderedOn",
        values={"orderedOn": ordered_on.isoformat()},
    )


def clean_members(members: Sequence[Member]) -> tuple[Member, ...]:
    """The lines of one committee; each needs a name or a post, as an order may name posts only."""
    if len(members) > MAX_MEMBERS:
        raise Invalid(
            "TOO_MANY_MEMBERS",
            f"คณะกรรมการหนึ่งชุดมีได้ไม่เกิน {MAX_MEMBERS} คน",
            f"A committee holds at most {MAX_MEMBERS} people.",
            field="members",
            values={"most": MAX_MEMBERS},
        )
    return tuple(_clean_member(one, f"members.{at}") for at, one in enumerate(members))


def _clean_member(one: Member, field: str) -> Member:
    name = clean_line(one.name, f"{field}.name")
    post = clean_line(one.post, f"{field}.post")
    if not (name or post):
        raise Invalid(
            "MEMBER_EMPTY",
            "กรรมการแต่ละคนต้องมีชื่อหรือตำแหน่ง",
            "Each member needs a name or a post.",
            field=field,
        )
    return Member(one.committee, name, post, clean_line(one.duty, f"{field}.duty"))

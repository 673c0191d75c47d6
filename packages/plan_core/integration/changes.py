"""What the audit log says to a program that keeps a copy: which thing to read again. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from plan_core.errors import Invalid, Value


class ChangedType(StrEnum):
    """The kinds of things that a copy may hold."""

    PLAN = "PLAN"
    INITIATIVE = "INITIATIVE"
    BUDGET_CELL = "BUDGET_CELL"
    SECTION = "SECTION"
    RISK = "RISK"
    COMMITTEES = "COMMITTEES"
    AMENDMENT = "AMENDMENT"
    REVISION = "REVISION"
    REPORT = "REPORT"
    PROGRESS = "PROGRESS"
    SAR = "SAR"
    PUBLICATION = "PUBLICATION"
    ATTACHMENT = "ATTACHMENT"
    DOCUMENT = "DOCUMENT"
    DELEGATION = "DELEGATION"
    WEBHOOK = "WEBHOOK"
    EXPORT = "EXPORT"
    TOKEN = "TOKEN"  # noqa: S105
    """Of a program; a copy has nothing to read again."""


class Reach(StrEnum):
    """How far a change goes beyond the thing that it names."""

    ONE = "ONE"
    ORDER = "ORDER"
    """The places of its neighbours too."""
    PLAN = "PLAN"
    """Anything in the plan."""


_T = ChangedType
SUBJECTS = {
    "plan": _T.PLAN,
    "initiative": _T.INITIATIVE,
    "budget_cell": _T.BUDGET_CELL,
    "plan_section": _T.SECTION,
    "risk": _T.RISK,
    "appointment": _T.COMMITTEES,
    "amendment": _T.AMENDMENT,
    "revision": _T.REVISION,
    "report": _T.REPORT,
    "progress": _T.PROGRESS,
    "sar_entry": _T.SAR,
    "publication": _T.PUBLICATION,
    "attachment": _T.ATTACHMENT,
    "document": _T.DOCUMENT,
    "delegation": _T.DELEGATION,
    "webhook": _T.WEBHOOK,
    "export": _T.EXPORT,
    "api_token": _T.TOKEN,
}
"""What the log calls a thing, and what it is to others."""

AMENDMENT_REASON = "set_amendment_reason"
"""Said about a row, and read with the amendment."""

REMOVALS = frozenset(
    {
        "remove_initiative",
        "remove_section",
        "remove_risk",
        "replace_risk",
        "remove_attachment",
        "discard_document",
        "remove_webhook",
        "revoke_token",
    }
)
"""After these there is no such thing, until it is restored."""

ORDERING = frozenset(
    {
        *("add_initiative", "move_initiative", "remove_initiative", "restore_initiative"),
        *("add_risk", "move_risk", "remove_risk", "restore_risk"),
        *("write_section", "set_section", "remove_section"),
    }
)
WHOLE = frozenset(
    {"start_plan", "start_from_earlier", "write_rows", "empty_plan", "restore_plan", "carry_over"}
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `sequence` counts an organisation's changes from 1 without a gap.

    `verb` is what was done, by its name in the audit log. `id` belongs to a thing of this `type`;
    what is said about a row in an amendment names the row only.
    """

    sequence: int
    at: datetime
    verb: str
    type: ChangedType
    id: UUID | None
    plan_id: UUID | None
    initiative_id: UUID | None
    section_code: str
    is_removal: bool
    reach: Reach


def change_of(
    sequence: int,
    at: datetime,
    verb: str,
    subject_type: str,
    subject_id: UUID,
    plan_id: UUID | None,
    part: str,
) -> Change:
    """What an entry of the log means to a copy; KeyError for a subject that nobody named here."""
    of_part, _, key = part.partition(":")
    is_reason = verb == AMENDMENT_REASON
    return Change(
        sequence=sequence,
        at=at,
        verb=verb,
        type=ChangedType.AMENDMENT if is_reason else SUBJECTS[subject_type],
        id=None if is_reason else subject_id,
        plan_id=plan_id,
        initiative_id=UUID(key) if of_part == "row" else None,
        section_code=key if of_part == "section" else "",
        is_removal=verb in REMOVALS,
        reach=_reach_of(verb),
    )


def _reach_of(verb: str) -> Reach:
    if verb in WHOLE:
        return Reach.PLAN
    return Reach.ORDER if verb in ORDERING else Reach.ONE


def subjects_of(types: Collection[ChangedType]) -> list[str]:
    """What the log calls these types, `AMENDMENT_REASON` aside."""
    wanted = set(types)
    return [name for name, changed in SUBJECTS.items() if changed in wanted]


def check_after(after: int, head: int) -> None:
    """A copy cannot be ahead of what it is a copy of, unless that was set back."""
    if not 0 <= after <= head:
        values: dict[str, Value] = {"after": after, "head": head}
        raise Invalid(
            "CHANGES_AHEAD",
            f"ยังไม่มีการเปลี่ยนแปลงลำดับที่ {after} (ล่าสุดคือ {head})"
            " ระบบอาจถูกกู้คืนจากสำเนาสำรอง โปรดทำสำเนาข้อมูลใหม่ตั้งแต่ต้น",
            f"There is no change number {after}; the newest is {head}."
            " The system may have been restored from a backup: begin your copy anew.",
            field="after",
            values=values,
        )

"""What another system may bring into a plan, and what came of it. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from plan_core.errors import Conflict, Invalid, SimitiError
from plan_core.values import Budget, InitiativeKind

MOST_ROWS = 200
LONGEST_NAME = 100
KEPT = timedelta(days=30)
"""How long the answer to a key is given again."""


class OnError(StrEnum):
    """STOP: one refused row and nothing is saved. SKIP: the others are saved."""

    STOP = "STOP"
    SKIP = "SKIP"


class Outcome(StrEnum):
    """What came of a row."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class WantedBudget:
    """`if_version` is the cell's that was seen; None overwrites whatever is there."""

    fiscal_year_be: int
    budget: Budget
    if_version: int | None = None


@dataclass(frozen=True, slots=True)
class WantedRow:
    """What another system says of one of its things; None stays as it is.

    `initiative_id` says which row it is, the first time; later its own name is enough.
    """

    external_id: str
    initiative_id: UUID | None = None
    if_version: int | None = None
    mission_code: str | None = None
    kind: InitiativeKind | None = None
    title: str | None = None
    remarks: str | None = None
    sub_mission: str | None = None
    """Empty takes it away."""
    budgets: tuple[WantedBudget, ...] = ()


@dataclass(frozen=True, slots=True)
class UpsertRequest:
    plan_id: UUID
    system: str
    rows: tuple[WantedRow, ...]
    on_error: OnError = OnError.STOP

    @property
    def sha256(self) -> str:
        """Equal for equal requests: what an idempotency key stands for."""
        said = msgspec.to_builtins(self)
        for row in said["rows"]:
            # Younger than keys that are still remembered: not said, it is not hashed.
            if row["sub_mission"] is None:
                del row["sub_mission"]
        return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()


@dataclass(frozen=True, slots=True)
class RowResult:
    outcome: Outcome
    initiative_id: UUID | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal as it is kept: `place` like `3` or `3.budgets.1`."""

    place: str
    code: str
    message_th: str
    message_en: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    @classmethod
    def of(cls, place: str, refusal: SimitiError) -> Told:
        return cls(
            place, refusal.code, refusal.message_th, refusal.message_en, dict(refusal.values)
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """`results` in the order of the rows; empty when nothing was saved."""

    results: tuple[RowResult, ...]
    told: tuple[Told, ...]
    plan_version: int | None

    @property
    def changes_anything(self) -> bool:
        return any(one.outcome in (Outcome.CREATED, Outcome.UPDATED) for one in self.results)


def encode(answer: Answer) -> str:
    return msgspec.json.encode(answer).decode()


def decode(text: str) -> Answer:
    return msgspec.json.decode(text, type=Answer)


def clean_name(text: str, field_name: str) -> str:
    """Of another system, or of a thing in it: as it is written there, never folded."""
    if not re.fullmatch(
        rf"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{{0,{LONGEST_NAME - 2}}}\S)?", text
    ):
        raise Invalid(
            "EXTERNAL_NAME",
            f"ใส่ 1 ถึง {LONGEST_NAME} อักขระ ไม่ขึ้นต้นหรือลงท้ายด้วยเว้นวรรค",
            f"Give 1 to {LONGEST_NAME} characters that do not begin or end with a blank.",
            field=field_name,
            values={"most": LONGEST_NAME},
        )
    return text


def check_rows(rows: Sequence[WantedRow]) -> dict[str, SimitiError]:
    """What is wrong with rows by themselves, by place. Invalid for what is wrong with them all."""
    if not 1 <= len(rows) <= MOST_ROWS:
        raise Invalid(
            "BLOCK_SIZE",
            f"ทำพร้อมกันได้ 1 ถึง {MOST_ROWS} รายการ",
            f"Between 1 and {MOST_ROWS} rows can be changed at once.",
            field="rows",
            values={"most": MOST_ROWS},
        )
    refusals: dict[str, SimitiError] = {}
    seen: set[str] = set()
    named: set[UUID] = set()
    for at, row in enumerate(rows):
        try:
            clean_name(row.external_id, "externalId")
        except Invalid as refusal:
            refusals[str(at)] = refusal
        if row.external_id in seen or row.initiative_id in named:
            refusals[str(at)] = row_twice()
        seen.add(row.external_id)
        if row.initiative_id is not None:
            named.add(row.initiative_id)
        years = [one.fiscal_year_be for one in row.budgets]
        if len(set(years)) != len(years):
            refusals[f"{at}.budgets"] = Invalid(
                "YEAR_TWICE",
                "มีปีงบประมาณเดียวกันซ้ำในรายการ",
                "The same fiscal year is in a row twice.",
            )
    return refusals


def row_twice() -> Invalid:
    return Invalid(
        "ROW_TWICE",
        "มีรายการเดียวกันซ้ำในชุดที่ส่งมา",
        "The same row is in the block twice.",
    )


def needed(name: str) -> Invalid:
    return Invalid(
        "UPSERT_NEW_NEEDS",
        "ไม่รู้จักรหัสภายนอกนี้ รายการใหม่ต้องมีภารกิจ ประเภท และชื่อ",
        "This external id is not known yet; a new row needs a mission, a kind and a title.",
        field=name,
        values={"missing": name},
    )


def refers_elsewhere() -> Conflict:
    return Conflict(
        "EXTERNAL_ID_TAKEN",
        "รหัสภายนอกนี้อ้างถึงรายการอื่น หรือรายการนี้มีรหัสภายนอกของระบบนี้อยู่แล้ว",
        "This external id refers to another row, or the row has another id of that system.",
    )

"""What the audit log says of a plan, as facts that a person can read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

import msgspec

from plan_core.audit.about import COMMITTEES, PLAN
from plan_core.audit.rules import Entry
from plan_core.values import NO_BUDGET, UNSTATED, Budget

Facts = Mapping[str, Any]


class HistoryKind(StrEnum):
    """What kind of change an act is; a plan's history can be looked through by it."""

    ADDED = "ADDED"
    CHANGED = "CHANGED"
    MOVED = "MOVED"
    REMOVED = "REMOVED"
    RESTORED = "RESTORED"
    SAID = "SAID"
    STEP = "STEP"


_K = HistoryKind


class Act(StrEnum):
    """Everything that is done to a plan, by its verb in the audit log."""

    kind: HistoryKind

    def __new__(cls, verb: str, kind: HistoryKind) -> Act:
        one = str.__new__(cls, verb)
        one._value_ = verb
        one.kind = kind
        return one

    START_PLAN = "start_plan", _K.ADDED
    START_FROM_EARLIER = "start_from_earlier", _K.ADDED
    WRITE_ROWS = "write_rows", _K.ADDED
    EMPTY_PLAN = "empty_plan", _K.REMOVED
    RESTORE_PLAN = "restore_plan", _K.RESTORED
    CARRY_OVER = "carry_over", _K.ADDED
    ADD_INITIATIVE = "add_initiative", _K.ADDED
    WRITE_INITIATIVE = "write_initiative", _K.ADDED
    SET_INITIATIVE = "set_initiative", _K.CHANGED
    MOVE_INITIATIVE = "move_initiative", _K.MOVED
    REMOVE_INITIATIVE = "remove_initiative", _K.REMOVED
    RESTORE_INITIATIVE = "restore_initiative", _K.RESTORED
    SET_BUDGET_CELL = "set_budget_cell", _K.CHANGED
    SET_SHEET = "set_sheet", _K.CHANGED
    WRITE_SECTION = "write_section", _K.ADDED
    SET_SECTION = "set_section", _K.CHANGED
    REMOVE_SECTION = "remove_section", _K.REMOVED
    ADD_RISK = "add_risk", _K.ADDED
    WRITE_RISK = "write_risk", _K.ADDED
    SET_RISK = "set_risk", _K.CHANGED
    MOVE_RISK = "move_risk", _K.MOVED
    REMOVE_RISK = "remove_risk", _K.REMOVED
    REPLACE_RISK = "replace_risk", _K.REMOVED
    RESTORE_RISK = "restore_risk", _K.RESTORED
    SET_APPOINTMENT = "set_appointment", _K.CHANGED
    SET_COMMITTEE = "set_committee", _K.CHANGED
    SET_PROGRESS = "set_progress", _K.CHANGED
    UNLOCK_PROGRESS = "unlock_progress", _K.CHANGED
    ADD_ATTACHMENT = "add_attachment", _K.ADDED
    REMOVE_ATTACHMENT = "remove_attachment", _K.REMOVED
    RESTORE_ATTACHMENT = "restore_attachment", _K.RESTORED
    EXPLAIN_FINDING = "explain_finding", _K.SAID
    ADD_COMMENT = "add_comment", _K.SAID
    SET_CONSISTENCY = "set_consistency", _K.SAID
    RETURN_PART = "return_part", _K.SAID
    SEND_TO_COMMITTEE = "send_to_committee", _K.STEP
    TAKE_BACK = "take_back", _K.STEP
    SUBMIT_PLAN = "submit_plan", _K.STEP
    RETURN_PLAN = "return_plan", _K.STEP
    ACCEPT_PLAN = "accept_plan", _K.STEP
    ADOPT_PLAN = "adopt_plan", _K.STEP
    PUBLISH_PLAN = "publish_plan", _K.STEP
    OPEN_AMENDMENT = "open_amendment", _K.STEP
    SET_AMENDMENT = "set_amendment", _K.STEP
    SET_AMENDMENT_REASON = "set_amendment_reason", _K.SAID
    CANCEL_AMENDMENT = "cancel_amendment", _K.STEP


WHOLE_ROW = frozenset(
    {
        Act.ADD_INITIATIVE,
        Act.WRITE_INITIATIVE,
        Act.REMOVE_INITIATIVE,
        Act.RESTORE_INITIATIVE,
    }
)
"""What happens to a row happens to each of its cells."""

BUDGET = "budget"
TITLED = WHOLE_ROW | {Act.SET_INITIATIVE, Act.MOVE_INITIATIVE}
"""Whose facts say all of a row, its title too."""

WHOLE_SHEET = "sheet"
SHEET = f"{WHOLE_SHEET}."
"""What names of fields of Part 3 begin with."""

_OF_REPORTS = frozenset({Act.SET_PROGRESS, Act.UNLOCK_PROGRESS})

_UNREAD = frozenset(
    {"version", "fiscalYear", "state", "amount", "budgets", "code", "committee", "comment"}
    | {"sha256", "planVersion", "key", "plan"}
    | {"round", "ordinanceState", "ordinance", "disbursed", "updatedBy"}
    | {"subjectType", "subjectId", "mediaType", "sizeBytes"}
)
"""Facts that are told in another way, or for machines only."""


_NOTHING: tuple[object, ...] = (None, "", [])


class SubjectKind(StrEnum):
    """What in a plan an entry is about."""

    PLAN = "PLAN"
    ROW = "ROW"
    CELL = "CELL"
    SHEET = "SHEET"
    SECTION = "SECTION"
    RISK = "RISK"
    COMMITTEES = "COMMITTEES"
    PROGRESS = "PROGRESS"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about; `label` is what it is called, also when it is gone."""

    kind: SubjectKind
    label: str = ""
    initiative_id: UUID | None = None
    mission_code: str = ""
    fiscal_year_be: int | None = None
    section_code: str = ""
    risk_id: UUID | None = None
    committee: str = ""
    round: str = ""
    is_there: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """One field, from what to what. None: there was no such thing, or it is gone; "" is blank.

    A budget has no words: it is an amount, `-` or not stated.
    """

    field: str
    before: str | Budget | None
    after: str | Budget | None
    fiscal_year_be: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An entry's facts as they were written down; None where there was nothing."""

    entry: Entry
    before: Facts | None
    after: Facts | None

    @classmethod
    def of(cls, entry: Entry) -> Told:
        return cls(entry, _facts(entry.before), _facts(entry.after))

    @property
    def act(self) -> Act:
        return Act(self.entry.verb)

    @property
    def facts(self) -> Facts:
        """The newer side of it."""
        return self.after or self.before or {}

    @property
    def row_id(self) -> UUID | None:
        return _id_in(self.entry.part, "row")

    @property
    def mentioned_rows(self) -> set[UUID]:
        """Rows whose titles its reader needs."""
        answers = [one for side in (self.before, self.after) for one in _answers(side)]
        return {*answers, *([self.row_id] if self.row_id else [])}


def subject_of(told: Told) -> Subject:
    """Rows without a title in their own facts have no label yet (`history_queries` gives it)."""
    part, facts = told.entry.part, told.facts
    year = facts.get("fiscalYear")
    row_id = told.row_id
    if row_id is not None:
        kind = SubjectKind.SHEET if told.act is Act.SET_SHEET else SubjectKind.ROW
        if isinstance(year, int):
            kind = SubjectKind.PROGRESS if told.act in _OF_REPORTS else SubjectKind.CELL
        round_ = str(facts.get("round", ""))
        return Subject(kind, initiative_id=row_id, fiscal_year_be=year, round=round_)
    if part.startswith("section:"):
        code = part.removeprefix("section:")
        return Subject(SubjectKind.SECTION, str(facts.get("title", "")), section_code=code)
    risk_id = _id_in(part, "risk")
    if risk_id is not None:
        return Subject(SubjectKind.RISK, str(facts.get("text", "")), risk_id=risk_id)
    if part == COMMITTEES:
        return Subject(SubjectKind.COMMITTEES, committee=str(facts.get("committee", "")))
    if part != PLAN:
        raise ValueError(f"no part of a plan: {part!r}")
    return Subject(SubjectKind.PLAN)


def changes_of(
    told: Told, titles: Mapping[UUID, str], fiscal_year_be: int | None = None
) -> list[Change]:
    """Field by field, from what to what. `titles` of rows are for facts that name rows by id.

    With a fiscal year, of a row's budgets only the one of that year.
    """
    budgets = list(_budgets(told))
    if fiscal_year_be is not None and told.act in WHOLE_ROW:
        stated = [one for one in budgets if one.fiscal_year_be == fiscal_year_be]
        if stated or told.before is not None or told.act is Act.RESTORE_INITIATIVE:
            return stated
        return [Change(BUDGET, None, UNSTATED, fiscal_year_be)]
    return [*_words(told, titles), *budgets]


def _budgets(told: Told) -> Iterator[Change]:
    if told.act is Act.SET_BUDGET_CELL:
        year = told.facts["fiscalYear"]
        yield Change(BUDGET, _budget(told.before), _budget(told.after), year)
    elif told.act in _OF_REPORTS:
        yield from _moneys(told)
    elif told.after is not None and told.before is None:
        for year, text in told.after.get("budgets", {}).items():
            yield Change(BUDGET, None, _budget_of(text), int(year))


def _moneys(told: Told) -> Iterator[Change]:
    """What the year's ordinance has for the row, and what was disbursed."""
    for name in ("ordinance", "disbursed"):
        was, now = (_money(side, name) for side in (told.before, told.after))
        if was != now and (was, now) != (None, UNSTATED):
            yield Change(name, was, now)


def _money(facts: Facts | None, name: str) -> Budget | None:
    if facts is None:
        return None
    amount = facts[name]
    if amount is not None:
        return Budget.of(Decimal(amount))
    return NO_BUDGET if facts.get(f"{name}State") == "NONE" else UNSTATED


def _budget(facts: Facts | None) -> Budget | None:
    if facts is None:
        return None
    if facts["state"] == "AMOUNT":
        return Budget.of(Decimal(facts["amount"]))
    return NO_BUDGET if facts["state"] == "NONE" else UNSTATED


def _budget_of(text: str) -> Budget:
    return NO_BUDGET if text == "-" else Budget.of(Decimal(text))


def _words(told: Told, titles: Mapping[UUID, str]) -> Iterator[Change]:
    prefix = SHEET if told.act is Act.SET_SHEET else ""
    old, new = told.before or {}, told.after or {}
    for name in dict.fromkeys([*old, *new]):
        was, now = old.get(name), new.get(name)
        if name in _UNREAD or was == now:
            continue
        came_or_went = told.before is None or told.after is None
        if came_or_went and was in _NOTHING and now in _NOTHING:
            continue
        was, now = _lines_that_differ(was, now)
        yield Change(
            prefix + name,
            None if told.before is None else _text(was, name, titles),
            None if told.after is None else _text(now, name, titles),
        )


def _lines_that_differ(was: object, now: object) -> tuple[object, object]:
    """Of two lists the lines that are in one of them only; both whole when only their order
    differs."""
    old, new = _list(was), _list(now)
    if old is None or new is None:
        return was, now
    gone = [one for one in old if one not in new]
    came = [one for one in new if one not in old]
    if not (gone or came):
        return old, new
    return gone, came


def _list(value: object) -> list[object] | None:
    return cast("list[object]", value) if isinstance(value, list) else None


def _text(value: object, name: str, titles: Mapping[UUID, str]) -> str:
    if isinstance(value, dict):
        parts = cast("dict[str, object]", value).values()
        return " · ".join(filter(None, (_text(one, name, titles) for one in parts)))
    if isinstance(value, list):
        return "\n".join(_text(one, name, titles) for one in cast("list[object]", value))
    if name == "answeredBy" and isinstance(value, str):
        return titles.get(UUID(value), "…")
    return "" if value is None else str(value)


def _answers(side: Facts | None) -> Sequence[UUID]:
    return [UUID(one) for one in (side or {}).get("answeredBy", [])]


def _id_in(part: str, kind: str) -> UUID | None:
    head, colon, rest = part.partition(":")
    return UUID(rest) if colon and head == kind else None


def _facts(text: str | None) -> Facts | None:
    return None if text is None else msgspec.json.decode(text, type=dict[str, Any])

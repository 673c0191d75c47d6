"""A budget cell that cannot be read stays unstated until an officer says what it is."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.errors import Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import DraftNote, PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import BudgetState, Severity

_MESSAGES = {
    "BUDGET_UNREADABLE": (
        "อ่านงบประมาณ “{text}” ไม่ออก กรุณาใส่จำนวนเงิน",
        "The budget “{text}” could not be read. Enter the amount.",
    ),
    "BUDGET_SHARED": (
        "งบประมาณ “{text}” ใช้ช่องเดียวกันหลายรายการ กรุณาแบ่งให้แต่ละรายการ",
        "The budget “{text}” stands in a cell of several initiatives. Say whose it is.",
    ),
    "BUDGET_MERGED": (
        "งบประมาณ “{text}” อยู่ในช่องที่ผสานกัน กรุณาระบุของแต่ละปีหรือแต่ละรายการ",
        "The budget “{text}” stands in a merged cell. Say which year and row it belongs to.",
    ),
}


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for note in draft.notes:
        if note.code in _MESSAGES and _is_open(draft, note):
            th, en = (message.format(text=note.text) for message in _MESSAGES[note.code])
            yield findings.of_note(note, Severity.ERROR, th, en, values=_values(note))


def _values(note: DraftNote) -> dict[str, Value]:
    return {"text": note.text, "years": [int(year) for year in note.values["years"].split()]}


def _is_open(draft: PlanDraft, note: DraftNote) -> bool:
    """A total row's cell stays open; an initiative's until each of the cells has been stated."""
    years = [int(year) for year in note.values["years"].split()]
    rows = [row for i in note.initiative_ids if (row := draft.find(i)) is not None]
    return not note.initiative_ids or any(
        row.budgets[year].state is BudgetState.UNSTATED
        for row in rows
        for year in years
        if year in row.budgets
    )

"""Blank budget cells are not stated: neither money nor none."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.errors import Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import BudgetState, Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    unread = {
        (i, int(year))
        for note in draft.notes
        if note.code.startswith("BUDGET_")
        for year in note.values["years"].split()
        for i in note.initiative_ids
    }
    for row in draft.initiatives:
        years: list[Value] = [
            year
            for year, budget in row.budgets.items()
            if budget.state is BudgetState.UNSTATED and (row.id, year) not in unread
        ]
        if years:
            listed = ", ".join(str(year) for year in years)
            yield findings.of(
                "BUDGET_UNSTATED",
                Severity.WARNING,
                row.id,
                f"ไม่ได้ระบุงบประมาณปี {listed} ของ “{row.title}”",
                f"No budget is stated for {listed}: “{row.title}”.",
                initiatives=(row,),
                values={"years": years},
            )

"""A project has money in at least one year; activities and measures need none."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import BudgetState, InitiativeKind, Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    unread = {
        i for note in draft.notes if note.code.startswith("BUDGET_") for i in note.initiative_ids
    }
    for row in draft.initiatives:
        unstated = any(b.state is BudgetState.UNSTATED for b in row.budgets.values())
        if row.id in unread and unstated:
            continue  # something is printed there; whether it is money is not known yet
        is_project = row.kind is InitiativeKind.PROJECT
        if is_project and not any(budget.amount for budget in row.budgets.values()):
            yield findings.of(
                "PROJECT_WITHOUT_MONEY",
                Severity.WARNING,
                row.id,
                f"“{row.title}” เป็นโครงการแต่ไม่มีงบประมาณในปีใดเลย",
                f"“{row.title}” is a project without money in any year.",
                initiatives=(row,),
                values={"title": row.title},
            )

"""A budget printed as 0 stays 0 baht; it may mean that none is needed."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.errors import Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for row in draft.initiatives:
        years: list[Value] = [year for year, budget in row.budgets.items() if budget.amount == 0]
        if years:
            listed = ", ".join(str(year) for year in years)
            yield findings.of(
                "BUDGET_ZERO",
                Severity.WARNING,
                row.id,
                f"งบประมาณปี {listed} พิมพ์เป็น 0 หากหมายถึงไม่ใช้งบประมาณ ให้เปลี่ยนเป็น -",
                f"The budget of {listed} is printed as 0. If none is needed, set it to -.",
                initiatives=(row,),
                values={"years": years},
            )

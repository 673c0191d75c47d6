"""What a total row claims is what its initiatives add up to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from plan_core.errors import Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import DeclaredDimension, PlanDraft
from plan_core.intake.findings import Finding
from plan_core.plans import totals
from plan_core.plans.totals import RowsTotal
from plan_core.values import UNSTATED, BudgetState, Severity, amount_text


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for declared in draft.declared:
        computed = computed_for(draft, declared)
        years = _differences(declared, computed)
        if years:
            listed = ", ".join(years)
            yield findings.of(
                "DECLARED_AMOUNT_DIFFERS",
                Severity.ERROR,
                about(declared),
                f"{name_th(declared)} พิมพ์ยอดรวมไม่ตรงกับผลรวมของรายการ ในปี {listed}",
                f"{name_en(declared)}: the printed total is not the sum of its rows in {listed}.",
                place=declared.place,
                dimension=declared.dimension,
                mission=declared.mission,
                values={"years": years},
            )


def computed_for(draft: PlanDraft, declared: DeclaredDimension) -> RowsTotal:
    """Totals of what the row is about: a mission, a dimension, or the whole plan."""
    rows = [
        row
        for row in draft.initiatives
        if (not declared.mission or row.mission == declared.mission)
        and (not declared.dimension or row.dimension == declared.dimension)
    ]
    return totals.add_rows(rows, draft.fiscal_years)


def _differences(declared: DeclaredDimension, computed: RowsTotal) -> dict[str, Value]:
    """By fiscal year: declared, computed and how much too high the declared amount is. A stroke
    claims that there is no money; a blank total claims nothing."""
    years: dict[str, Value] = {}
    for year, budget in declared.amounts.items():
        if budget.state is BudgetState.UNSTATED:
            continue
        printed = budget.amount or Decimal(0)
        summed = computed.years.get(year, UNSTATED).amount or Decimal(0)
        if printed != summed:
            years[str(year)] = {
                "declared": "-" if budget.amount is None else amount_text(budget.amount),
                "computed": amount_text(summed),
                "difference": amount_text(printed - summed),
            }
    return years


def about(declared: DeclaredDimension) -> str:
    return declared.mission or declared.dimension or "plan"


def name_th(declared: DeclaredDimension) -> str:
    if declared.mission:
        return f"ภารกิจ {declared.mission}"
    return f"มิติที่ {declared.dimension}" if declared.dimension else "ทั้งแผน"


def name_en(declared: DeclaredDimension) -> str:
    if declared.mission:
        return f"Mission {declared.mission}"
    return f"Dimension {declared.dimension}" if declared.dimension else "The whole plan"

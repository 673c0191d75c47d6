"""A total printed at the end of a row is the sum of its years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from plan_core.errors import Invalid
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity, amount_text, budget_of


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for note in draft.notes:
        row = draft.find(note.initiative_ids[0]) if note.code == "ROW_TOTAL" else None
        if row is None:
            continue
        summed = sum((b.amount or Decimal(0) for b in row.budgets.values()), Decimal(0))
        try:
            printed = budget_of(note.text).amount or Decimal(0)
        except Invalid:
            printed = None
        if printed != summed:
            yield findings.of(
                "ROW_TOTAL_DIFFERS",
                Severity.ERROR,
                row.id,
                f"ยอดรวมท้ายแถว “{note.text}” ไม่ตรงกับผลรวมของแต่ละปี {amount_text(summed)}",
                f"The row's printed total “{note.text}” is not the sum {amount_text(summed)}.",
                place=note.place,
                initiatives=(row,),
                values={"declared": note.text, "computed": amount_text(summed)},
            )

"""Every risk is answered by a row of the plan."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.thai_text import fold_key
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    if draft.written is None:
        return
    rows = {row.id for row in draft.initiatives}
    for risk in draft.written.risks:
        if not any(str(one) in rows for one in risk.answered_by):
            yield findings.of(
                "RISK_UNANSWERED",
                Severity.WARNING,
                fold_key(risk.text)[:60],
                f"ความเสี่ยง “{risk.text[:80]}” ยังไม่มีรายการใดรองรับ",
                f"No row answers the risk “{risk.text[:80]}”.",
                values={"risk": risk.text, "part": "RISKS"},
            )

"""Every row names the person who answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    """One finding for all of them: whoever chases wants the list."""
    if draft.written is None:
        return
    sheets = draft.written.sheets
    without = tuple(
        row
        for row in draft.initiatives
        if row.id in sheets and not sheets[row.id].responsible_person
    )
    if without:
        yield findings.of(
            "RESPONSIBLE_MISSING",
            Severity.WARNING,
            "",
            f"ยังไม่ระบุผู้รับผิดชอบใน {len(without)} รายการ",
            f"{len(without)} rows name no responsible person.",
            initiatives=without,
            values={"count": len(without), "part": "SHEET"},
        )

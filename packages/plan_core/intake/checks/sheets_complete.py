"""Part 3: every row has its sheet, and a sheet says what it must."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.plans.parts import Sheet
from plan_core.plans.sheets_rules import PRINTED as NEEDED
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    if draft.written is None:
        return
    sheets = draft.written.sheets
    without = tuple(row for row in draft.initiatives if row.id not in sheets)
    if without:
        yield findings.of(
            "SHEETS_MISSING",
            Severity.WARNING,
            "",
            f"ยังไม่ได้เขียนส่วนที่ ๓ ของ {len(without)} รายการ",
            f"Part 3 is not written yet for {len(without)} rows.",
            initiatives=without,
            values={"count": len(without), "part": "SHEET"},
        )
    for row in draft.initiatives:
        missing = [] if row in without else missing_in(sheets[row.id])
        if missing:
            yield findings.of(
                "SHEET_INCOMPLETE",
                Severity.WARNING,
                row.id,
                f"ส่วนที่ ๓ ของ “{row.title}” ยังขาด {', '.join(NEEDED[one] for one in missing)}",
                f"Part 3 of “{row.title}” lacks {', '.join(missing)}.",
                initiatives=(row,),
                values={"title": row.title, "missing": [*missing], "part": "SHEET"},
            )


def missing_in(sheet: Sheet) -> list[str]:
    """Names of the needed fields that are empty."""
    return [name for name in NEEDED if not str(getattr(sheet, name)).strip()]

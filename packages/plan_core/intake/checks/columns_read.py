"""Columns and sheets that are not understood are named, not dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for note in draft.notes:
        if note.code == "SHEET_UNREAD":
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"แผ่นงาน “{note.text}” ไม่มีตารางแผนหรือถูกซ่อนไว้ จึงไม่ได้นำเข้า",
                f"The sheet “{note.text}” has no plan table or is hidden, and was not taken in.",
            )
        if note.code == "COLUMN_UNREAD":
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"คอลัมน์ “{note.text}” ไม่ได้นำเข้า",
                f"The column “{note.text}” was not taken in.",
            )
        if note.code == "TABLE_UNREAD":
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"ตารางสรุป “{note.text}” ไม่ใช่ตารางแผน จึงไม่ได้นำเข้า",
                f"The table “{note.text}” sums the plan up and was not taken in.",
            )

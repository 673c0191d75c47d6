"""Rows and columns that a worksheet hides are taken in, and the officer is told."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for note in draft.notes:
        if note.code == "HIDDEN_ROWS":
            rows, columns = int(note.values["rows"]), int(note.values["columns"])
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"แผ่นงาน “{note.text}” ซ่อน {rows} แถว และ {columns} คอลัมน์ไว้ ซึ่งนำเข้าด้วยแล้ว",
                f"The sheet “{note.text}” hides rows ({rows}) or columns ({columns}); "
                "they were taken in as well.",
                values={"text": note.text, "rows": rows, "columns": columns},
            )

"""The printed numbers of a mission's initiatives run on without gaps or repeats."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for note in draft.notes:
        numbers = note.values.get("numbers", "")
        where = f"{note.mission}" or "?"
        if note.code == "NUMBERING_GAP":
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"เลขลำดับในภารกิจ {where} ข้ามลำดับที่ {numbers}",
                f"The numbering of mission {where} skips {numbers}.",
                values={"missing": numbers},
            )
        elif note.code == "NUMBERING_REPEATED":
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"เลขลำดับในภารกิจ {where} ซ้ำหรือย้อนกลับที่ {numbers}",
                f"The numbering of mission {where} repeats or goes back at {numbers}.",
                values={"number": numbers},
            )

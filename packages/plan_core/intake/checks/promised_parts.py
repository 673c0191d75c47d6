"""Parts that the contents promise are in the document."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity

_NAMES = {"PART_3": ("ส่วนที่ ๓", "Part 3"), "APPENDIX": ("ภาคผนวก", "The appendix")}


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for note in draft.notes:
        if note.code == "PROMISED_PART_ABSENT":
            th, en = _NAMES.get(note.values["part"], (note.text, note.text))
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"สารบัญระบุ {th} แต่ไม่มีในเอกสาร",
                f"{en} is in the contents but not in the document.",
                values={"part": note.values["part"], "text": note.text},
            )

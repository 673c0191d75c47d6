"""A cell that holds several initiatives was taken apart; the officer sees where."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for note in draft.notes:
        if note.code == "CELL_HOLDS_SEVERAL":
            rows = [row for i in note.initiative_ids if (row := draft.find(i)) is not None]
            count = int(note.values["items"])
            where = rows[0].mission if rows else note.mission
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"ช่องเดียวมี {count} รายการ (ภารกิจ {where}) จึงแยกเป็นรายการละแถว",
                f"One cell holds {count} initiatives (mission {where}); each became a row.",
                values={"items": count, "mission": where},
            )

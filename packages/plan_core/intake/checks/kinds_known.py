"""Every initiative is a project, an activity, a measure or a guideline."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity, kind_of


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for initiative in draft.initiatives:
        if initiative.kind is None:
            yield findings.of(
                "KIND_UNKNOWN",
                Severity.CRITICAL,
                initiative.id,
                f"“{initiative.title}” ไม่ได้ขึ้นต้นด้วย โครงการ กิจกรรม หรือ มาตรการ กรุณาเลือกประเภท",
                f"“{initiative.title}” does not begin with a kind. Choose its kind.",
                initiatives=(initiative,),
                values={"title": initiative.title},
            )
    for note in draft.notes:
        row = draft.find(note.initiative_ids[0]) if note.code == "KIND_DIFFERS" else None
        own = kind_of(row.title) if row is not None else None
        if row is not None and own is not None and own is not row.kind:
            yield findings.of_note(
                note,
                Severity.ERROR,
                f"ช่องประเภทเป็น “{note.text}” แต่ชื่อขึ้นต้นอย่างอื่น: “{row.title}”",
                f"The kind column says “{note.text}” but the title begins otherwise: “{row.title}”",
                values={"text": note.text, "title": row.title},
            )

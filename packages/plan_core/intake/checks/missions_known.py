"""Every initiative has a mission of the framework: a plan cannot hold it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, framework: FrameworkEdition) -> Iterator[Finding]:
    for initiative in draft.initiatives:
        if framework.find_mission(initiative.mission) is None:
            printed = initiative.printed_mission or ""
            yield findings.of(
                "MISSION_UNKNOWN",
                Severity.CRITICAL,
                initiative.id,
                f"ไม่ทราบว่า “{initiative.title}” อยู่ในภารกิจใด กรุณาเลือกภารกิจ",
                f"It is not known which mission “{initiative.title}” belongs to. Choose one.",
                initiatives=(initiative,),
                values={"title": initiative.title, "printedMission": printed},
            )

"""Every mission of the framework has at least one initiative."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, framework: FrameworkEdition) -> Iterator[Finding]:
    used = {row.mission for row in draft.initiatives}
    for mission in framework.missions():
        if any(used) and mission.code not in used:
            yield findings.of(
                "MISSION_EMPTY",
                Severity.WARNING,
                mission.code,
                f"ภารกิจ {mission.code} {mission.title} ไม่มีรายการ",
                f"Mission {mission.code} has no initiative.",
                dimension=mission.code.partition(".")[0],
                mission=mission.code,
                values={"mission": mission.code},
            )

"""A plan lists at least one initiative."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    if not draft.initiatives:
        yield findings.of(
            "NO_INITIATIVES",
            Severity.CRITICAL,
            "",
            "ตารางแผนไม่มีโครงการ/กิจกรรม/มาตรการ ที่อ่านได้เลย",
            "The plan table holds no initiative that could be read.",
        )

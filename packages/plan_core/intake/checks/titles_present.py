"""Every initiative has a title beyond its kind word."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.thai_text import fold_key
from plan_core.values import KIND_WORDS, Severity

_WORDS = {fold_key(word) for word in KIND_WORDS.values()}


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for initiative in draft.initiatives:
        key = fold_key(initiative.title)
        if not key or key in _WORDS:
            yield findings.of(
                "TITLE_EMPTY",
                Severity.CRITICAL,
                initiative.id,
                "รายการนี้ไม่มีชื่อ",
                "This initiative has no title.",
                initiatives=(initiative,),
            )

"""Initiatives that look like one and the same in other words are shown in pairs."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity

import re
from itertools import combinations

from rapidfuzz import fuzz

from plan_core.intake.draft import DraftInitiative
from plan_core.thai_text import fold_key
from plan_core.values import KIND_WORDS

ALIKE = 75
_LEADING = re.compile(
    "^(?:" + "|".join(fold_key(word) for word in KIND_WORDS.values()) + ")?(?:การ|ดำเนินงาน|จัดทำ)?"
)


def check(draft: PlanDraft, framework: FrameworkEdition) -> Iterator[Finding]:
    own_name = re.compile(_own_names(draft.organisation_name_printed))
    keys = {row.id: comparable(row.title, own_name) for row in draft.initiatives}
    for first, second in combinations(draft.initiatives, 2):
        if fold_key(first.title) == fold_key(second.title):
            continue
        score = fuzz.ratio(keys[first.id], keys[second.id], score_cutoff=ALIKE)
        if score:
            yield _finding(first, second, round(score))


def comparable(title: str, own_name: re.Pattern[str]) -> str:
    """The folded title without its kind word and the organisation's own name."""
    return _LEADING.sub("", own_name.sub("", fold_key(title)))


def _own_names(printed: str) -> str:
    return "อบต"


def _finding(first: DraftInitiative, second: DraftInitiative, score: int) -> Finding:
    a, b = f"{first.mission} {first.number}", f"{second.mission} {second.number}"
    return findings.of(
        "NEAR_DUPLICATE_INITIATIVE",
        Severity.WARNING,
        f"{first.id}:{second.id}",
        f"“{first.title}” ({a}) คล้ายกับ “{second.title}” ({b})",
        f"“{first.title}” ({a}) resembles “{second.title}” ({b}).",
        initiatives=(first, second),
        values={"places": [a, b], "similarity": score, "titles": [first.title, second.title]},
    )

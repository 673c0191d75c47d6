"""Initiatives that look like one and the same in other words are shown in pairs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import DraftInitiative, PlanDraft
from plan_core.intake.findings import Finding
from plan_core.thai_text import fold_key
from plan_core.values import KIND_WORDS, Severity

ALIKE = 75
_SAME_WORDS = {"ปฏิบัติราชการ": "ปฏิบัติงาน"}
_LEADING = re.compile(
    "(?:" + "|".join(fold_key(word) for word in KIND_WORDS.values()) + ")?(?:การ|ดำเนินงาน)*"
)
_ORGANISATION = (
    "(?:ของ)?(?:องค์การบริหารส่วนตำบล|องค์การบริหารส่วนจังหวัด|เทศบาลตำบล|เทศบาลเมือง|เทศบาลนคร"
    "|อบต|อบจ|ตำบล)"
)
_FIRST_LETTERS = 3
_MAX_TITLE = 500


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    """Each row with the one before that it is most alike to. A title begins with what is done, so
    only titles that begin alike are compared: making a chart of steps is not reducing steps."""
    own_name = _own_name(draft.organisation_name_printed)
    seen: defaultdict[str, list[tuple[str, DraftInitiative]]] = defaultdict(list)
    for row in draft.initiatives:
        key = comparable(row.title[:_MAX_TITLE], own_name)
        group = seen[key[:_FIRST_LETTERS]]
        likest = max(
            ((fuzz.ratio(key, k, score_cutoff=ALIKE), r) for k, r in group),
            key=_score,
            default=None,
        )
        if likest is not None and likest[0] >= ALIKE and not _are_same(likest[1], row):
            yield _finding(likest[1], row, round(likest[0]))
        group.append((key, row))


def _are_same(first: DraftInitiative, second: DraftInitiative) -> bool:
    return fold_key(first.title) == fold_key(second.title)


def _score(scored: tuple[float, DraftInitiative]) -> float:
    return scored[0]


def comparable(title: str, own_name: re.Pattern[str]) -> str:
    """The folded title without its kind word and the organisation's own name."""
    key = own_name.sub("", fold_key(title))
    for word, other in _SAME_WORDS.items():
        key = key.replace(word, other)
    return _LEADING.sub("", key, count=1)


def _own_name(printed: str) -> re.Pattern[str]:
    """What names the organisation itself in a title: its proper name with any form before it."""
    proper = re.sub(f"^{_ORGANISATION}", "", fold_key(printed))
    return re.compile(f"{_ORGANISATION}?{re.escape(proper)}" if proper else "(?!)")


def _finding(first: DraftInitiative, second: DraftInitiative, score: int) -> Finding:
    a, b = f"{first.mission} {first.number}", f"{second.mission} {second.number}"
    return findings.of(
        "NEAR_DUPLICATE_INITIATIVE",
        Severity.WARNING,
        f"{first.id}:{second.id}",
        f"“{first.title}” ({a}) คล้ายกับ “{second.title}” ({b})",
        f"“{first.title}” ({a}) resembles “{second.title}” ({b}).",
        initiatives=(first, second),
        values={
            "places": [a, b],
            "kinds": [first.kind, second.kind],
            "similarity": score,
            "titles": [first.title, second.title],
        },
    )

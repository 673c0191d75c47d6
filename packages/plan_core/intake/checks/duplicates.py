"""No initiative is listed twice under the same title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import DraftInitiative, PlanDraft
from plan_core.intake.findings import Finding
from plan_core.thai_text import fold_key
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    by_title: defaultdict[str, list[DraftInitiative]] = defaultdict(list)
    for row in draft.initiatives:
        by_title[fold_key(row.title)].append(row)
    for key, rows in by_title.items():
        if key and len(rows) > 1:
            yield _finding(tuple(rows))


def _finding(rows: tuple[DraftInitiative, ...]) -> Finding:
    """Within a mission it is a mistake; across missions it may be meant."""
    places = [f"{row.mission} {row.number}".strip() for row in rows]
    listed = ", ".join(places)
    is_within = len({row.mission for row in rows}) < len(rows)
    return findings.of(
        "DUPLICATE_INITIATIVE",
        Severity.ERROR if is_within else Severity.WARNING,
        ":".join(row.id for row in rows),
        f"“{rows[0].title}” ซ้ำกันที่ {listed}",
        f"“{rows[0].title}” is listed more than once: {listed}.",
        initiatives=rows,
        values={"title": rows[0].title, "places": [*places]},
    )

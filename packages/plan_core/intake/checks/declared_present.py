"""Where some dimensions have a total row, each has one, and only one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    rows = Counter(d.dimension for d in draft.declared if d.dimension and not d.mission)
    listed = sorted({i.dimension for i in draft.initiatives if i.dimension})
    for code in listed if rows else ():
        if rows[code] != 1:
            is_absent = rows[code] == 0
            yield findings.of(
                "TOTAL_ROW_ABSENT" if is_absent else "TOTAL_ROW_REPEATED",
                Severity.WARNING,
                code,
                f"มิติที่ {code} {'ไม่มีแถวรวม' if is_absent else 'มีแถวรวมมากกว่าหนึ่งแถว'}",
                f"Dimension {code} has {'no' if is_absent else 'more than one'} total row.",
                dimension=code,
                values={"rows": rows[code]},
            )

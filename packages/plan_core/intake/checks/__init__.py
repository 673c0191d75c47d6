"""Every check of a draft, in the order an officer should see them: what blocks comes first.

A check is `check(draft, framework) -> Iterator[Finding]` in a file of its own; it reads the draft
only, so that running all of them again after a correction is always right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake.checks import (
    blank_budgets,
    budget_cells,
    columns_read,
    declared_amounts,
    declared_counts,
    declared_present,
    duplicates,
    edition_years,
    headings,
    hidden_rows,
    initiatives_present,
    kinds_known,
    missions_empty,
    missions_known,
    near_duplicates,
    numbers,
    organisation,
    parts_present,
    personal_data,
    projects_without_money,
    promised_parts,
    responsible_named,
    risks_answered,
    row_totals,
    rows_beside_missions,
    rows_unread,
    shared_cells,
    sheets_complete,
    titles_present,
    zero_budgets,
)
from plan_core.intake.checks.together import together
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding

Check = Callable[[PlanDraft, FrameworkEdition], Iterator[Finding]]

ALL: tuple[Check, ...] = (
    initiatives_present.check,
    edition_years.check,
    organisation.check,
    missions_known.check,
    kinds_known.check,
    titles_present.check,
    personal_data.check,
    rows_unread.check,
    columns_read.check,
    hidden_rows.check,
    budget_cells.check,
    declared_amounts.check,
    declared_counts.check,
    declared_present.check,
    row_totals.check,
    duplicates.check,
    near_duplicates.check,
    numbers.check,
    rows_beside_missions.check,
    shared_cells.check,
    blank_budgets.check,
    zero_budgets.check,
    projects_without_money.check,
    headings.check,
    missions_empty.check,
    promised_parts.check,
    risks_answered.check,
    parts_present.check,
    sheets_complete.check,
    responsible_named.check,
)


def run_all(draft: PlanDraft, framework: FrameworkEdition) -> tuple[Finding, ...]:
    """All findings about a draft as it is now; never stops at the first."""
    return together(finding for check in ALL for finding in check(draft, framework))

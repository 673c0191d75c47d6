"""A reading in few words: what the expected files beside the documents hold."""

from plan_core.intake.reading import Reading
from plan_core.values import Budget, amount_text


def in_short(reading: Reading) -> dict[str, object]:
    """Rows as "mission | number | kind | title | cells | remarks", declared rows, finding keys."""
    draft = reading.draft
    return {
        "organisation": draft.organisation_name_printed,
        "fiscalYears": list(draft.fiscal_years),
        "initiatives": [
            " | ".join(
                (
                    row.mission or "?",
                    row.number or "·",
                    row.kind or "?",
                    row.title,
                    _cells(row.budgets),
                    row.remarks or "·",
                )
            )
            for row in draft.initiatives
        ],
        "declared": [
            f"{row.mission or row.dimension or 'plan'} | {_cells(row.amounts)} | "
            + " ".join(f"{kind} {count}" for kind, count in sorted(row.counts.items()))
            for row in draft.declared
        ],
        "findings": [
            f"{finding.severity} {finding.key}"
            for finding in reading.findings
            if finding.code != "MISSION_EMPTY"
        ],
    }


def _cells(budgets: dict[int, Budget]) -> str:
    return " ".join(_cell(budget) for budget in budgets.values())


def _cell(budget: Budget) -> str:
    return budget.state if budget.amount is None else amount_text(budget.amount)

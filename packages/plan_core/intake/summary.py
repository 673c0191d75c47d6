"""Totals that the listed initiatives add up to, whatever the document claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from plan_core.intake.draft import DraftInitiative, PlanDraft
from plan_core.values import BudgetState, InitiativeKind


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of some initiatives. `amounts` has a year only where at least one cell holds money,
    so that "no money" and "0 baht" stay apart."""

    initiatives: int
    amounts: dict[int, Decimal]
    counts: dict[InitiativeKind, int]
    kind_unknown: int
    cells: dict[BudgetState, int]

    @property
    def amount(self) -> Decimal:
        return sum(self.amounts.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class DraftTotals:
    """Totals of the plan, of each dimension and of each mission that has initiatives."""

    plan: Totals
    dimensions: dict[str, Totals]
    missions: dict[str, Totals]


def totals_of(initiatives: Iterable[DraftInitiative]) -> Totals:
    amounts: dict[int, Decimal] = {}
    counts: Counter[InitiativeKind | None] = Counter()
    cells: Counter[BudgetState] = Counter(dict.fromkeys(BudgetState, 0))
    for initiative in initiatives:
        counts[initiative.kind] += 1
        for year, budget in initiative.budgets.items():
            cells[budget.state] += 1
            if budget.amount is not None:
                amounts[year] = amounts.get(year, Decimal(0)) + budget.amount
    return Totals(
        initiatives=counts.total(),
        amounts=dict(sorted(amounts.items())),
        counts={kind: counts[kind] for kind in InitiativeKind if counts[kind]},
        kind_unknown=counts[None],
        cells=dict(cells),
    )


def totals(draft: PlanDraft) -> DraftTotals:
    dimensions = sorted({i.dimension for i in draft.initiatives})
    missions = sorted({i.mission for i in draft.initiatives})
    return DraftTotals(
        plan=totals_of(draft.initiatives),
        dimensions={
            code: totals_of(i for i in draft.initiatives if i.dimension == code)
            for code in dimensions
        },
        missions={
            code: totals_of(i for i in draft.initiatives if i.mission == code) for code in missions
        },
    )

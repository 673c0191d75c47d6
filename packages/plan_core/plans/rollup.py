"""The figures of one revision as flat arrays over missions: what comparisons read. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.totals import CountedRow, add_budgets
from plan_core.values import UNSTATED, Budget, InitiativeKind

KINDS = tuple(InitiativeKind)


@dataclass(frozen=True, slots=True)
class Figures:
    """`counts[m * 4 + k]` rows of kind k by mission m; `states` and `amounts_satang`
    at `[m * years + y]`: what the mission's cells of year y add up to, in all three states.
    """

    counts: list[int]
    states: list[str]
    amounts_satang: list[int | None]


def figures_of(rows: Sequence[CountedRow], edition: FrameworkEdition) -> Figures:
    years = edition.fiscal_years
    counts: list[int] = []
    budgets: list[Budget] = []
    for mission in edition.missions():
        inside = [row for row in rows if row.mission_code == mission.code]
        counts += [sum(1 for row in inside if row.kind is kind) for kind in KINDS]
        budgets += [
            add_budgets(row.budgets.get(year, UNSTATED) for row in inside) for year in years
        ]
    return Figures(
        counts,
        [budget.state.value for budget in budgets],
        [budget.satang for budget in budgets],
    )

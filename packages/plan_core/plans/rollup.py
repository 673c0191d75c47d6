"""The figures of one revision as flat arrays over missions: what comparisons read. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.totals import CountedRow
from plan_core.values import UNSTATED, InitiativeKind

KINDS = tuple(InitiativeKind)


@dataclass(frozen=True, slots=True)
class Figures:
    """`counts[m * 4 + k]` rows of kind k, `amounts_satang[m * years + y]` money, by mission m."""

    counts: list[int]
    amounts_satang: list[int]


def figures_of(rows: Sequence[CountedRow], edition: FrameworkEdition) -> Figures:
    years = edition.fiscal_years
    missions = {mission.code: index for index, mission in enumerate(edition.missions())}
    counts = [0] * (len(missions) * len(KINDS))
    amounts = [0] * (len(missions) * len(years))
    for row in rows:
        mission = missions[row.mission_code]
        if row.kind is not None:
            counts[mission * len(KINDS) + KINDS.index(row.kind)] += 1
        for index, year in enumerate(years):
            amounts[mission * len(years) + index] += row.budgets.get(year, UNSTATED).satang or 0
    return Figures(counts, amounts)

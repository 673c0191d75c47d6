"""The figures of one revision as flat arrays over missions: what comparisons read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Protocol

from plan_core.framework.rules import FrameworkEdition, sub_mission_of
from plan_core.plans.body import Body
from plan_core.plans.stages import CommitteeKind
from plan_core.plans.texts_rules import SECTIONS
from plan_core.plans.totals import Counted, CountedRow, add_budgets
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


class PlacedRow(CountedRow, Protocol):
    """A row that says under which part of its mission it stands."""

    @property
    def sub_mission(self) -> str | None: ...


def figures_of(rows: Sequence[CountedRow], edition: FrameworkEdition) -> Figures:
    rows = Counted.list_of(rows)
    missions = edition.missions()
    return _figures(
        ([row for row in rows if row.mission_code == mission.code] for mission in missions),
        edition.fiscal_years,
    )


def sub_figures_of(rows: Sequence[PlacedRow], edition: FrameworkEdition) -> Figures:
    """The same over the sub-missions that the edition names; rows under none are in none."""
    inside: dict[str, list[PlacedRow]] = {one.code: [] for one in edition.sub_missions()}
    if inside:
        missions = {mission.code: mission for mission in edition.missions()}
        for row in rows:
            found = row.sub_mission and sub_mission_of(missions[row.mission_code], row.sub_mission)
            if found:
                inside[found.code].append(row)
    return _figures(map(Counted.list_of, inside.values()), edition.fiscal_years)


def _figures(groups: Iterable[Sequence[Counted]], years: Sequence[int]) -> Figures:
    counts: list[int] = []
    budgets: list[Budget] = []
    for inside in groups:
        counts += [sum(1 for row in inside if row.kind is kind) for kind in KINDS]
        budgets += [
            add_budgets(row.budgets.get(year, UNSTATED) for row in inside) for year in years
        ]
    return Figures(
        counts,
        [budget.state.value for budget in budgets],
        [budget.satang for budget in budgets],
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """How much of the document is written: what there is of each part, and of how many."""

    sections: int
    """Of Part 1 with words in them, of the usual eight."""
    risks: int
    risks_answered: int
    """By at least one row."""
    rows: int
    sheets: int
    """Rows whose page of Part 3 says anything."""
    responsible: int
    """Rows that name a responsible person or unit."""
    committees: int
    """Of the two, with at least one member."""

    def listed(self) -> list[int]:
        """As it is kept, in this order."""
        return list(astuple(self))

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the parts that are not whole."""
        short = {
            "SECTIONS": self.sections < len(SECTIONS),
            "RISKS": self.risks == 0 or self.risks_answered < self.risks,
            "SHEETS": self.sheets < self.rows,
            "RESPONSIBLE": self.responsible < self.rows,
            "COMMITTEES": self.committees < len(CommitteeKind),
        }
        return tuple(name for name, is_short in short.items() if is_short)


def parts_of(body: Body) -> Parts:
    sheets = [row.sheet for row in body.initiatives if row.sheet is not None]
    members = body.appointment.members if body.appointment else ()
    return Parts(
        sections=len({one.code for one in body.sections if one.body.strip()} & SECTIONS.keys()),
        risks=len(body.risks),
        risks_answered=sum(1 for risk in body.risks if risk.answered_by),
        rows=len(body.initiatives),
        sheets=sum(1 for sheet in sheets if any(sheet.texts())),
        responsible=sum(
            1 for sheet in sheets if sheet.responsible_person or sheet.responsible_unit
        ),
        committees=len({one.committee for one in members}),
    )

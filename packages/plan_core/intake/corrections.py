"""What an officer does to a draft, one correction at a time; then the checks run again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from plan_core.errors import Invalid, NotFound
from plan_core.framework.rules import FrameworkEdition, dimension_code_of
from plan_core.intake.draft import DraftInitiative, Place, PlanDraft
from plan_core.plans import rules as plan_rules
from plan_core.values import UNSTATED, Budget, InitiativeKind


@dataclass(frozen=True, slots=True)
class MoveInitiative:
    """To a mission, at a position within it (from 1), or to its end."""

    id: str
    mission: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class SetKind:
    id: str
    kind: InitiativeKind


@dataclass(frozen=True, slots=True)
class SetBudget:
    id: str
    fiscal_year_be: int
    budget: Budget


@dataclass(frozen=True, slots=True)
class SetTitle:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SetRemarks:
    id: str
    remarks: str


@dataclass(frozen=True, slots=True)
class AddInitiative:
    """A row that reading missed, at the end of its mission; `place` may name where it stands."""

    mission: str
    kind: InitiativeKind
    title: str
    budgets: dict[int, Budget]
    remarks: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class RemoveInitiative:
    id: str


Correction: TypeAlias = (
    MoveInitiative | SetKind | SetBudget | SetTitle | SetRemarks | AddInitiative | RemoveInitiative
)


def initiative_id_of(correction: Correction) -> str:
    """The row a correction is about; "" for one that is not there yet."""
    return "" if isinstance(correction, AddInitiative) else correction.id


def apply(draft: PlanDraft, correction: Correction, edition: FrameworkEdition) -> PlanDraft:
    """The corrected draft. Raises NotFound for an unknown row, and Invalid for what a plan would
    refuse: its rules hold here already."""
    if isinstance(correction, (MoveInitiative, AddInitiative)):
        plan_rules.check_mission(edition, correction.mission)
    if isinstance(correction, AddInitiative):
        return _add(draft, correction)
    row = draft.find(correction.id)
    if row is None:
        raise NotFound("initiative")
    match correction:
        case MoveInitiative():
            return _move(draft, row, correction)
        case RemoveInitiative():
            return replace(draft, initiatives=_without(draft, row))
        case SetKind(kind=kind):
            return _put(draft, replace(row, kind=kind))
        case SetTitle(title=title):
            return _put(draft, replace(row, title=plan_rules.clean_title(title)))
        case SetRemarks(remarks=remarks):
            return _put(draft, replace(row, remarks=plan_rules.clean_remarks(remarks)))
        case SetBudget(fiscal_year_be=year, budget=budget):
            _check_cell(draft, year, budget)
            return _put(draft, replace(row, budgets={**row.budgets, year: budget}))


def apply_all(
    draft: PlanDraft, corrections: Iterable[Correction], edition: FrameworkEdition
) -> PlanDraft:
    for correction in corrections:
        draft = apply(draft, correction, edition)
    return draft


def _put(draft: PlanDraft, row: DraftInitiative) -> PlanDraft:
    return replace(
        draft, initiatives=tuple(row if r.id == row.id else r for r in draft.initiatives)
    )


def _without(draft: PlanDraft, row: DraftInitiative) -> tuple[DraftInitiative, ...]:
    return tuple(r for r in draft.initiatives if r.id != row.id)


def _move(draft: PlanDraft, row: DraftInitiative, to: MoveInitiative) -> PlanDraft:
    moved = replace(row, mission=to.mission, dimension=dimension_code_of(to.mission))
    rest = list(_without(draft, row))
    return replace(draft, initiatives=_inserted(rest, moved, to.position))


def _inserted(
    rest: list[DraftInitiative], row: DraftInitiative, position: int | None
) -> tuple[DraftInitiative, ...]:
    """The rows with one more, at its position within its mission; missions stay in order."""
    of_mission = [other for other in rest if other.mission == row.mission]
    placed = plan_rules.place_in_order(of_mission, row, position)
    at = placed.index(row)
    if at + 1 < len(placed):
        index = rest.index(placed[at + 1])
    elif at:
        index = rest.index(placed[at - 1]) + 1
    else:
        before = [i for i, other in enumerate(rest) if _order(other) < _order(row)]
        index = before[-1] + 1 if before else 0
    return (*rest[:index], row, *rest[index:])


def _order(row: DraftInitiative) -> tuple[int, ...]:
    return tuple(int(part) for part in row.mission.split(".") if part.isdecimal())


def _add(draft: PlanDraft, new: AddInitiative) -> PlanDraft:
    for year, budget in new.budgets.items():
        _check_cell(draft, year, budget)
    row = DraftInitiative(
        id=_next_id(draft),
        dimension=dimension_code_of(new.mission),
        mission=new.mission,
        number="",
        kind=new.kind,
        title=plan_rules.clean_title(new.title),
        title_printed="",
        budgets={year: new.budgets.get(year, UNSTATED) for year in draft.fiscal_years},
        remarks=plan_rules.clean_remarks(new.remarks),
        place=new.place or Place("", 0, 0),
    )
    return replace(draft, initiatives=_inserted(list(draft.initiatives), row, None))


def _next_id(draft: PlanDraft) -> str:
    """ "a1", "a2", …: never the id of a row that is there."""
    used = [int(r.id[1:]) for r in draft.initiatives if r.id.startswith("a")]
    return f"a{max(used, default=0) + 1}"


def _check_cell(draft: PlanDraft, year: int, budget: Budget) -> None:
    plan_rules.check_budget(budget)
    if year not in draft.fiscal_years:
        raise Invalid(
            "FISCAL_YEAR_UNKNOWN",
            f"เอกสารไม่มีปีงบประมาณ {year}",
            f"The document has no fiscal year {year}.",
            field="fiscalYear",
            values={"fiscalYear": year, "fiscalYears": [*draft.fiscal_years]},
        )

"""Who must be reminded of what today, and in which order. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plan_core.comparison.rules import Timeliness
from plan_core.plans.stages import PlanStage
from plan_core.reporting.rules import ReportRound

PATIENCE_DAYS = 7
"""So long a step of the organisation itself may take before somebody asks."""


class ChaseReason(StrEnum):
    """What an organisation must be reminded of, the most pressing first."""

    PLAN_MISSING = "PLAN_MISSING"
    REPORT_MISSING = "REPORT_MISSING"
    RETURNED = "RETURNED"
    NOT_ADOPTED = "NOT_ADOPTED"
    NOT_PUBLISHED = "NOT_PUBLISHED"


_ORDER = list(ChaseReason)


@dataclass(frozen=True, slots=True)
class RoundDue:
    """The day by which the report on a round is due."""

    fiscal_year_be: int
    round: ReportRound
    due_on: date


@dataclass(frozen=True, slots=True)
class Chase:
    """One thing to ask for. `days`: past the due day, or since the step that waits for an answer.

    For reports it is the newest round that is owed; `rounds` counts all of them.
    """

    reason: ChaseReason
    days: int
    round: RoundDue | None = None
    rounds: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        return _ORDER.index(self.reason), -self.days


@dataclass(frozen=True, slots=True)
class State:
    """Where an organisation stands; `owed` are the rounds without a report, due or not."""

    timeliness: Timeliness
    due_on: date | None
    stage: PlanStage | None
    stage_since: date | None
    owed: tuple[RoundDue, ...]


_WAITING = {
    PlanStage.RETURNED: ChaseReason.RETURNED,
    PlanStage.ACCEPTED: ChaseReason.NOT_ADOPTED,
    PlanStage.ADOPTED: ChaseReason.NOT_PUBLISHED,
}


def chases_of(state: State, today: date) -> tuple[Chase, ...]:
    """In the order of `ChaseReason`."""
    found: list[Chase] = []
    if state.timeliness is Timeliness.MISSING and state.due_on is not None:
        found.append(Chase(ChaseReason.PLAN_MISSING, (today - state.due_on).days))
    overdue = [one for one in state.owed if one.due_on < today]
    if overdue:
        last = max(overdue, key=lambda one: one.due_on)
        days = (today - last.due_on).days
        found.append(Chase(ChaseReason.REPORT_MISSING, days, last, len(overdue)))
    reason = None if state.stage is None else _WAITING.get(state.stage)
    if reason is not None and state.stage_since is not None:
        days = (today - state.stage_since).days
        if days >= PATIENCE_DAYS:
            found.append(Chase(reason, days))
    return tuple(found)

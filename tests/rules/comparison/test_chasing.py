"""Who must be reminded of what: overdue plans and reports, and steps that wait too long."""

from datetime import date, timedelta

import pytest

from plan_core.comparison.chasing import (
    PATIENCE_DAYS,
    Chase,
    ChaseReason,
    RoundDue,
    State,
    chases_of,
)
from plan_core.comparison.rules import Timeliness
from plan_core.plans.stages import PlanStage
from plan_core.reporting.rules import ReportRound

TODAY = date(2026, 11, 26)
SIX, TWELVE = ReportRound.SIX_MONTHS, ReportRound.TWELVE_MONTHS


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def state(**more: object) -> State:
    given: dict[str, object] = {
        "timeliness": Timeliness.ON_TIME,
        "due_on": days_ago(30),
        "stage": PlanStage.SUBMITTED,
        "stage_since": days_ago(90),
        "owed": (),
        **more,
    }
    return State(**given)  # type: ignore[arg-type]


def test_a_missing_plan_is_asked_for_and_one_that_is_not_due_is_not() -> None:
    none = {"stage": None, "stage_since": None}
    missing = state(timeliness=Timeliness.MISSING, **none)
    assert chases_of(missing, TODAY) == (Chase(ChaseReason.PLAN_MISSING, 30),)
    assert chases_of(state(timeliness=Timeliness.AWAITED, **none), TODAY) == ()


def test_of_several_owed_reports_the_newest_overdue_one_is_named_and_all_are_counted() -> None:
    owed = (
        RoundDue(2568, TWELVE, days_ago(400)),
        RoundDue(2569, SIX, days_ago(1)),
        RoundDue(2569, TWELVE, TODAY),
        RoundDue(2570, SIX, days_ago(-100)),
    )
    assert chases_of(state(owed=owed), TODAY) == (
        Chase(ChaseReason.REPORT_MISSING, 1, owed[1], rounds=2),
    )
    assert chases_of(state(owed=owed[2:]), TODAY) == ()


@pytest.mark.parametrize(
    ("stage", "reason"),
    [
        (PlanStage.RETURNED, ChaseReason.RETURNED),
        (PlanStage.ACCEPTED, ChaseReason.NOT_ADOPTED),
        (PlanStage.ADOPTED, ChaseReason.NOT_PUBLISHED),
        (PlanStage.SUBMITTED, None),
        (PlanStage.PUBLISHED, None),
    ],
)
def test_a_step_of_the_organisation_may_take_a_week(
    stage: PlanStage, reason: ChaseReason | None
) -> None:
    early = state(stage=stage, stage_since=days_ago(PATIENCE_DAYS - 1))
    assert chases_of(early, TODAY) == ()
    found = chases_of(state(stage=stage, stage_since=days_ago(PATIENCE_DAYS)), TODAY)
    assert found == (() if reason is None else (Chase(reason, PATIENCE_DAYS),))


def test_the_most_pressing_comes_first_and_of_the_same_the_longest_overdue() -> None:
    plan = Chase(ChaseReason.PLAN_MISSING, 1)
    long, short = Chase(ChaseReason.RETURNED, 90), Chase(ChaseReason.RETURNED, 9)
    report = Chase(ChaseReason.REPORT_MISSING, 2)
    assert sorted([short, report, long, plan], key=lambda one: one.rank) == [
        plan,
        report,
        long,
        short,
    ]

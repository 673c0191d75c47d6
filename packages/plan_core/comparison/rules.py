"""When a plan counts as late, and what coverage looks like. Pure."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from plan_core.values import thai_day


class Timeliness(StrEnum):
    """AWAITED: not there, and not due yet. MISSING: not there although the due day has passed."""

    ON_TIME = "ON_TIME"
    LATE = "LATE"
    MISSING = "MISSING"
    AWAITED = "AWAITED"


class CoverageLook(StrEnum):
    """The four looks of one organisation × mission, never to be confused."""

    NO_PLAN = "NO_PLAN"
    NOTHING_HERE = "NOTHING_HERE"
    WITHOUT_MONEY = "WITHOUT_MONEY"
    WITH_MONEY = "WITH_MONEY"


def timeliness_of(
    first_submitted_at: datetime | None, due_on: date | None, now: datetime
) -> Timeliness:
    """A first submission on the due day itself is on time; later revisions do not make it late."""
    if first_submitted_at is None:
        overdue = due_on is not None and thai_day(now) > due_on
        return Timeliness.MISSING if overdue else Timeliness.AWAITED
    late = due_on is not None and thai_day(first_submitted_at) > due_on
    return Timeliness.LATE if late else Timeliness.ON_TIME


def days_late(first_submitted_at: datetime | None, due_on: date | None, now: datetime) -> int:
    """Whole days after the due day, until submission or until today; 0 when not late."""
    if due_on is None:
        return 0
    return max(0, (thai_day(first_submitted_at or now) - due_on).days)


def look_of(has_plan: bool, initiatives: int, amount_satang: int) -> CoverageLook:
    if not has_plan:
        return CoverageLook.NO_PLAN
    if initiatives == 0:
        return CoverageLook.NOTHING_HERE
    return CoverageLook.WITH_MONEY if amount_satang > 0 else CoverageLook.WITHOUT_MONEY

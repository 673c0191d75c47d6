"""Late or not, in Thailand's days; and the four looks of a mission."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from plan_core.comparison import rules
from plan_core.comparison.rules import CoverageLook, Timeliness
from plan_core.values import thai_day

DUE = date(2026, 9, 30)
LAST_MOMENT = datetime(2026, 9, 30, 16, 59, 59, 999_999, tzinfo=UTC)
"""One microsecond before midnight in Bangkok."""
MIDNIGHT = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LONG_AFTER = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("submitted", "due", "now", "timeliness", "days"),
    [
        (LONG_AGO, DUE, LONG_AFTER, Timeliness.ON_TIME, 0),
        (LAST_MOMENT, DUE, LONG_AFTER, Timeliness.ON_TIME, 0),
        (MIDNIGHT, DUE, MIDNIGHT, Timeliness.LATE, 1),
        (MIDNIGHT + timedelta(days=1), DUE, LONG_AFTER, Timeliness.LATE, 2),
        (MIDNIGHT, None, LONG_AFTER, Timeliness.ON_TIME, 0),
        (None, DUE, LONG_AGO, Timeliness.AWAITED, 0),
        (None, DUE, LAST_MOMENT, Timeliness.AWAITED, 0),
        (None, DUE, MIDNIGHT, Timeliness.MISSING, 1),
        (None, DUE, MIDNIGHT + timedelta(days=30), Timeliness.MISSING, 31),
        (None, None, LONG_AFTER, Timeliness.AWAITED, 0),
    ],
)
def test_the_due_day_ends_at_midnight_in_bangkok(
    submitted: datetime | None,
    due: date | None,
    now: datetime,
    timeliness: Timeliness,
    days: int,
) -> None:
    assert rules.timeliness_of(submitted, due, now) is timeliness
    assert rules.days_late(submitted, due, now) == days


def test_the_clock_of_the_server_does_not_matter() -> None:
    for hours in (-12, -5, 0, 7, 14):
        elsewhere = LAST_MOMENT.astimezone(timezone(timedelta(hours=hours)))
        assert thai_day(elsewhere) == DUE
        assert rules.timeliness_of(elsewhere, DUE, elsewhere) is Timeliness.ON_TIME


@pytest.mark.parametrize(
    ("has_plan", "initiatives", "satang", "look"),
    [
        (False, 0, 0, CoverageLook.NO_PLAN),
        (False, 3, 9, CoverageLook.NO_PLAN),
        (True, 0, 0, CoverageLook.NOTHING_HERE),
        (True, 1, 0, CoverageLook.WITHOUT_MONEY),
        (True, 1, 1, CoverageLook.WITH_MONEY),
    ],
)
def test_the_four_looks_are_never_confused(
    has_plan: bool, initiatives: int, satang: int, look: CoverageLook
) -> None:
    assert rules.look_of(has_plan, initiatives, satang) is look

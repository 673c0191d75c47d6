"""Who is told of which step; when reminders and digests are due, to the minute."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from plan_core.actor import Role
from plan_core.notifications import rules
from plan_core.notifications.rules import Digest, Due, NotificationKind, Place
from plan_core.reporting.rules import ReportRound

K = NotificationKind
EDITOR, APPROVER, VIEWER = Role.EDITOR, Role.APPROVER, Role.VIEWER
DISTRICT, PROVINCE = Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER
KEEPERS, OFFICERS = {EDITOR, APPROVER}, {DISTRICT, PROVINCE}


@pytest.mark.parametrize(
    ("kind", "said_by", "told"),
    [
        (K.SENT_TO_COMMITTEE, EDITOR, KEEPERS),
        (K.TAKEN_BACK, APPROVER, KEEPERS),
        (K.SUBMITTED, APPROVER, OFFICERS),
        (K.RETURNED, DISTRICT, KEEPERS),
        (K.RETURNED, PROVINCE, KEEPERS),
        (K.ACCEPTED, PROVINCE, KEEPERS),
        (K.ADOPTED, APPROVER, KEEPERS | OFFICERS),
        (K.PUBLISHED, APPROVER, KEEPERS | OFFICERS),
        (K.COMMENTED, DISTRICT, KEEPERS),
        (K.COMMENTED, PROVINCE, KEEPERS),
        (K.COMMENTED, EDITOR, OFFICERS),
        (K.COMMENTED, APPROVER, OFFICERS),
        (K.DEADLINE_NEAR, EDITOR, KEEPERS),
        (K.DEADLINE_PASSED, EDITOR, KEEPERS),
        (K.LATE_ORGANISATIONS, PROVINCE, OFFICERS),
        (K.REPORT_NEAR, EDITOR, KEEPERS),
        (K.REPORT_PASSED, EDITOR, KEEPERS),
        (K.LATE_REPORTS, PROVINCE, OFFICERS),
    ],
)
def test_each_step_concerns_these_roles(
    kind: NotificationKind, said_by: Role, told: set[Role]
) -> None:
    assert rules.concerned(kind, said_by) == told


@pytest.mark.parametrize("kind", NotificationKind)
@pytest.mark.parametrize("role", [VIEWER, Role.NATIONAL_VIEWER, Role.OPERATOR])
def test_who_only_reads_is_told_of_nothing(kind: NotificationKind, role: Role) -> None:
    assert all(role not in rules.concerned(kind, said_by) for said_by in KEEPERS | OFFICERS)


@pytest.mark.parametrize(
    ("kind", "reader", "place"),
    [
        (K.RETURNED, EDITOR, Place.PLAN),
        (K.SENT_TO_COMMITTEE, APPROVER, Place.PLAN),
        (K.DEADLINE_NEAR, EDITOR, Place.PLAN),
        (K.SUBMITTED, DISTRICT, Place.REVISION),
        (K.PUBLISHED, PROVINCE, Place.REVISION),
        (K.COMMENTED, EDITOR, Place.REVISION),
        (K.LATE_ORGANISATIONS, PROVINCE, Place.COMPARISON),
        (K.REPORT_NEAR, EDITOR, Place.REPORT),
        (K.REPORT_PASSED, APPROVER, Place.REPORT),
        (K.LATE_REPORTS, DISTRICT, Place.AREA_REPORTS),
    ],
)
def test_each_leads_to_a_page_its_reader_may_open(
    kind: NotificationKind, reader: Role, place: Place
) -> None:
    assert rules.place_for(kind, reader) is place


def test_telling_the_same_person_of_the_same_event_gives_the_same_id() -> None:
    event, mine, yours = uuid4(), uuid4(), uuid4()
    first = rules.notification_id(event, K.ADOPTED, mine)
    assert rules.notification_id(event, K.ADOPTED, mine) == first
    others = {
        rules.notification_id(event, K.ADOPTED, yours),
        rules.notification_id(event, K.PUBLISHED, mine),
        rules.notification_id(uuid4(), K.ADOPTED, mine),
    }
    assert first not in others
    assert len(others) == 3


DUE = date(2026, 12, 31)
PLAN = Due("2561-2564", "54", DUE)
HALF = Due("2561-2564", "54", DUE, 2561, ReportRound.SIX_MONTHS)


@pytest.mark.parametrize(
    ("left", "turn"),
    [
        (31, None),
        (30, "before 30"),
        (29, "before 30"),
        (15, "before 30"),
        (14, "before 14"),
        (8, "before 14"),
        (7, "before 7"),
        (2, "before 7"),
        (1, "before 1"),
        (0, "before 1"),
        (-1, "overdue 0"),
        (-7, "overdue 0"),
        (-8, "overdue 1"),
        (-14, "overdue 1"),
        (-15, "overdue 2"),
        (-400, "overdue 57"),
    ],
)
def test_a_deadline_gives_one_reminder_at_a_time(left: int, turn: str | None) -> None:
    reminder = rules.reminder_on(DUE, DUE - timedelta(days=left))
    assert (reminder.turn if reminder else None) == turn
    if reminder is not None:
        assert reminder.days == abs(left)
        assert reminder.is_passed is (left < 0)


def test_a_moved_deadline_begins_its_reminders_anew() -> None:
    one = rules.reminder_event(PLAN, 7, "before 7")
    # What was told before there were reports: nobody is told of it again.
    assert str(one) == "92fd9afc-6248-5c43-9504-27260d62b001"
    moved = replace(PLAN, due_on=DUE + timedelta(days=1))
    assert rules.reminder_event(moved, 7, "before 7") != one
    assert rules.reminder_event(PLAN, 8, "before 7") != one
    half, year = (replace(HALF, round=round_) for round_ in ReportRound)
    events = {rules.reminder_event(due, 7, "before 7") for due in (PLAN, half, year)}
    assert len(events) == 3


def test_an_older_round_gives_way_to_the_newer_one_that_is_late_too() -> None:
    days = (-400, -200, -10, 5, 190)
    rounds = [replace(HALF, due_on=DUE + timedelta(days=day)) for day in days]
    elsewhere = replace(HALF, province_code="55", due_on=DUE - timedelta(days=300))
    assert rules.without_outdated([*rounds, elsewhere], DUE) == [*rounds[2:], elsewhere]


def test_a_summary_comes_once_in_a_week_that_begins_on_monday() -> None:
    sunday, monday = date(2026, 11, 29), date(2026, 11, 30)
    of_monday = rules.summary_event(PLAN, "54", monday)
    assert rules.summary_event(PLAN, "54", monday + timedelta(days=6)) == of_monday
    assert rules.summary_event(PLAN, "54", sunday) != of_monday
    assert rules.summary_event(PLAN, "5406", monday) != of_monday
    assert rules.summary_event(HALF, "54", monday) != of_monday


def thai(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 by Thai clocks; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.mark.parametrize(
    ("now", "is_morning"),
    [(thai(24, 7, 59), False), (thai(24, 8), True), (thai(24, 23, 59), True), (thai(24, 0), False)],
)
def test_reminders_wait_for_the_morning_in_thailand(now: datetime, is_morning: bool) -> None:
    assert rules.is_morning(now) is is_morning


@pytest.mark.parametrize(
    ("digest", "now", "cut_off"),
    [
        (Digest.NONE, thai(24, 9), None),
        (Digest.AT_ONCE, thai(24, 9, 1), thai(24, 9, 1)),
        (Digest.DAILY, thai(24, 7, 59), thai(23, 8)),
        (Digest.DAILY, thai(24, 8), thai(24, 8)),
        (Digest.DAILY, thai(24, 23), thai(24, 8)),
        (Digest.WEEKLY, thai(23, 7, 59), thai(16, 8)),
        (Digest.WEEKLY, thai(23, 8), thai(23, 8)),
        (Digest.WEEKLY, thai(29, 23), thai(23, 8)),
        (Digest.WEEKLY, thai(30, 8), thai(30, 8)),
    ],
)
def test_a_digest_is_cut_off_at_its_last_moment(
    digest: Digest, now: datetime, cut_off: datetime | None
) -> None:
    assert rules.cut_off(digest, now) == cut_off


def test_pauses_between_tries_only_grow_and_end() -> None:
    pauses = [rules.pause_after(n) for n in range(1, rules.MOST_TRIES + 3)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=1)
    assert pauses[-1] == timedelta(hours=12)

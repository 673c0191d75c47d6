"""Who is told of what, when reminders are due, and which mails go out when; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from plan_core.actor import PERMISSIONS, Permission, Role
from plan_core.reporting.rules import ReportRound
from plan_core.values import THAILAND


class NotificationKind(StrEnum):
    """What happened."""

    SENT_TO_COMMITTEE = "SENT_TO_COMMITTEE"
    TAKEN_BACK = "TAKEN_BACK"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    ACCEPTED = "ACCEPTED"
    ADOPTED = "ADOPTED"
    PUBLISHED = "PUBLISHED"
    COMMENTED = "COMMENTED"
    INCONSISTENT = "INCONSISTENT"
    """An officer found rows that do not fit."""
    REPORT_PUBLISHED = "REPORT_PUBLISHED"
    DEADLINE_NEAR = "DEADLINE_NEAR"
    DEADLINE_PASSED = "DEADLINE_PASSED"
    LATE_ORGANISATIONS = "LATE_ORGANISATIONS"
    REPORT_NEAR = "REPORT_NEAR"
    REPORT_PASSED = "REPORT_PASSED"
    LATE_REPORTS = "LATE_REPORTS"
    SIGNING_GRANTED = "SIGNING_GRANTED"
    SIGNING_REVOKED = "SIGNING_REVOKED"
    WEBHOOK_DISABLED = "WEBHOOK_DISABLED"
    """Another system took nothing for so long that it is told no more."""
    IDENTITY_LINKED = "IDENTITY_LINKED"
    IDENTITY_UNLINKED = "IDENTITY_UNLINKED"
    SECOND_STEP_ON = "SECOND_STEP_ON"
    SECOND_STEP_OFF = "SECOND_STEP_OFF"
    TOKEN_MADE = "TOKEN_MADE"  # noqa: S105


class Place(StrEnum):
    """The page that a notification leads to."""

    PLAN = "PLAN"
    """The own plan; `told` may name a row or a section to go to."""
    REVISION = "REVISION"
    COMPARISON = "COMPARISON"
    REPORT = "REPORT"
    """The sheet of the round that `told` names."""
    AREA_REPORTS = "AREA_REPORTS"
    """Who of the area has reported on that round."""
    SIGNING = "SIGNING"
    INTEGRATION = "INTEGRATION"
    SESSIONS = "SESSIONS"
    TOKENS = "TOKENS"


class Digest(StrEnum):
    """When a person's mails go out."""

    NONE = "NONE"
    AT_ONCE = "AT_ONCE"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"


class Language(StrEnum):
    TH = "TH"
    EN = "EN"


class MailState(StrEnum):
    """WAITING is tried again; SENT and FAILED are final; KEPT stays here, readable in the page."""

    WAITING = "WAITING"
    SENT = "SENT"
    FAILED = "FAILED"
    KEPT = "KEPT"


KEEPERS = frozenset({Role.EDITOR, Role.APPROVER})
"""Who writes and submits an organisation's plan."""
OFFICERS = frozenset({Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER})
"""Who reviews what organisations of their district or province submit."""

SIGNING_KINDS = frozenset({NotificationKind.SIGNING_GRANTED, NotificationKind.SIGNING_REVOKED})
"""What concerns two posts and no role: the one that hands signing on, and the one that gets it."""

ACCOUNT_KINDS = frozenset(
    {
        NotificationKind.IDENTITY_LINKED,
        NotificationKind.IDENTITY_UNLINKED,
        NotificationKind.SECOND_STEP_ON,
        NotificationKind.SECOND_STEP_OFF,
        NotificationKind.TOKEN_MADE,
    }
)
"""What concerns one person: their own ways in. Told to who did it too, since it may have been
somebody else; mailed at once whatever was chosen, since a week later is too late."""

CONNECTORS = frozenset(
    role for role, may in PERMISSIONS.items() if Permission.INTEGRATION_EDIT in may
)
"""Who connects other systems, and can switch a webhook on again."""

_K = NotificationKind
CONCERNED: Mapping[NotificationKind, frozenset[Role]] = {
    _K.SENT_TO_COMMITTEE: KEEPERS,
    _K.TAKEN_BACK: KEEPERS,
    _K.SUBMITTED: OFFICERS,
    _K.RETURNED: KEEPERS,
    _K.ACCEPTED: KEEPERS,
    _K.ADOPTED: KEEPERS | OFFICERS,
    _K.PUBLISHED: KEEPERS | OFFICERS,
    _K.INCONSISTENT: KEEPERS,
    _K.REPORT_PUBLISHED: KEEPERS | OFFICERS,
    _K.DEADLINE_NEAR: KEEPERS,
    _K.DEADLINE_PASSED: KEEPERS,
    _K.LATE_ORGANISATIONS: OFFICERS,
    _K.REPORT_NEAR: KEEPERS,
    _K.REPORT_PASSED: KEEPERS,
    _K.LATE_REPORTS: OFFICERS,
    _K.WEBHOOK_DISABLED: CONNECTORS,
    **dict.fromkeys(SIGNING_KINDS | ACCOUNT_KINDS, frozenset[Role]()),
}
"""Which roles a step concerns: in the organisation itself, and in the areas that it lies in."""


def concerned(kind: NotificationKind, said_by: Role) -> frozenset[Role]:
    """Who is told. A comment goes to the other side; everything else to whom it concerns."""
    if kind is NotificationKind.COMMENTED:
        return KEEPERS if said_by in OFFICERS else OFFICERS
    return CONCERNED[kind]


_PLACES = {
    _K.LATE_ORGANISATIONS: Place.COMPARISON,
    _K.REPORT_NEAR: Place.REPORT,
    _K.REPORT_PASSED: Place.REPORT,
    _K.LATE_REPORTS: Place.AREA_REPORTS,
    _K.WEBHOOK_DISABLED: Place.INTEGRATION,
    **dict.fromkeys(SIGNING_KINDS, Place.SIGNING),
    **dict.fromkeys(ACCOUNT_KINDS, Place.SESSIONS),
    _K.TOKEN_MADE: Place.TOKENS,
}


def place_for(kind: NotificationKind, reader: Role) -> Place:
    """Where a reader of this role goes from here."""
    if kind in _PLACES:
        return _PLACES[kind]
    if kind is NotificationKind.REPORT_PUBLISHED:
        return Place.AREA_REPORTS if reader in OFFICERS else Place.REPORT
    if reader in OFFICERS or kind is NotificationKind.COMMENTED:
        return Place.REVISION
    return Place.PLAN


def notification_id(event: UUID, kind: NotificationKind, person_id: UUID) -> UUID:
    """The same for the same event and person, so that telling twice tells once."""
    return uuid5(event, f"{kind.value} {person_id}")


REMIND_DAYS = (30, 14, 7, 1)
"""So many days before a deadline who has not submitted is reminded."""
WEEK = 7
DAY_BEGINS = time(8)
"""In Thailand. Reminders and digests come in the morning, not at night."""
_DEADLINES = UUID("6f1b3a52-6a0e-5c0e-9a57-0d3c0a6f2b11")
"""The namespace of reminders' events."""


@dataclass(frozen=True, slots=True)
class Due:
    """What the organisations of a province owe by a day: a plan, or the report on one round."""

    edition_code: str
    province_code: str
    due_on: date
    fiscal_year_be: int = 0
    round: ReportRound | None = None

    @property
    def name(self) -> str:
        """Tells what is due from everything else that is."""
        if self.round is None:
            return self.edition_code
        return f"{self.edition_code} {self.fiscal_year_be} {self.round.value}"

    def kind(self, *, is_passed: bool) -> NotificationKind:
        """What who owes it is told."""
        if self.round is None:
            return _K.DEADLINE_PASSED if is_passed else _K.DEADLINE_NEAR
        return _K.REPORT_PASSED if is_passed else _K.REPORT_NEAR

    @property
    def summary_kind(self) -> NotificationKind:
        """What officers are told when it was not in time."""
        return _K.LATE_ORGANISATIONS if self.round is None else _K.LATE_REPORTS


def without_outdated(reports: Sequence[Due], today: date) -> list[Due]:
    """Of the rounds of a province that are past, only the last: an older one gives way to it.

    Who owes five rounds owes the last one first, and need not be told five times a week.
    """
    last: dict[tuple[str, str], date] = {}
    for due in reports:
        if due.due_on < today:
            key = due.edition_code, due.province_code
            last[key] = max(last.get(key, due.due_on), due.due_on)
    return [
        due
        for due in reports
        if due.due_on >= today or due.due_on == last[due.edition_code, due.province_code]
    ]


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a deadline gives cause to say today. `turn` tells one reminder from the next."""

    is_passed: bool
    days: int
    turn: str


def reminder_on(due_on: date, today: date) -> Reminder | None:
    """The newest reminder that is due; after a pause the earlier ones are not caught up.

    Before the deadline one for each of REMIND_DAYS, from the day after it one each week.
    """
    left = (due_on - today).days
    if left < 0:
        weeks = (-left - 1) // WEEK
        return Reminder(True, -left, f"overdue {weeks}")
    reached = [days for days in REMIND_DAYS if left <= days]
    if not reached:
        return None
    return Reminder(False, left, f"before {min(reached)}")


def reminder_event(due: Due, organisation_id: int, turn: str) -> UUID:
    """A deadline that is moved is a new one: its reminders begin anew."""
    what = "plan" if due.round is None else "report"
    return uuid5(_DEADLINES, f"{what} {due.name} {due.due_on} {organisation_id} {turn}")


def summary_event(due: Due, area: str, today: date) -> UUID:
    """One summary for each area and calendar week."""
    year, week, _ = today.isocalendar()
    return uuid5(_DEADLINES, f"late {due.name} {area} {year}-{week}")


def is_morning(now: datetime) -> bool:
    """Whether the day has begun in Thailand."""
    return now.astimezone(THAILAND).time() >= DAY_BEGINS


def cut_off(digest: Digest, now: datetime) -> datetime | None:
    """What happened before this moment is mailed now; None for who wants no mails.

    A digest's moment is the latest one that has come: a pause delays it and loses nothing.
    """
    if digest is Digest.NONE:
        return None
    if digest is Digest.AT_ONCE:
        return now
    local = now.astimezone(THAILAND)
    begin = local.replace(hour=DAY_BEGINS.hour, minute=0, second=0, microsecond=0)
    if digest is Digest.WEEKLY:
        begin -= timedelta(days=local.weekday())
    if begin > local:
        begin -= timedelta(days=WEEK if digest is Digest.WEEKLY else 1)
    return begin.astimezone(now.tzinfo)


KEPT_READ = timedelta(days=180)
"""So long a notification that was read is kept."""
KEPT_UNREAD = timedelta(days=400)
"""More than a year, so that last year's round is still told when the next one comes."""

PAUSES = (1, 5, 15, 60, 180, 360, 720)
"""Minutes before the next try of a mail that the server did not take."""
MOST_TRIES = len(PAUSES) + 1
AWAY_PAUSE = timedelta(minutes=1)
GIVEN_UP_AFTER = timedelta(days=3)
"""While the mail server is away tries do not count; this long a mail waits for it."""


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many tries."""
    return timedelta(minutes=PAUSES[min(max(attempts, 1), len(PAUSES)) - 1])

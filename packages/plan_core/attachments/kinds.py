"""What files stand beside, and what a scanner says of them. Pure."""

from __future__ import annotations

from enum import StrEnum


class SubjectType(StrEnum):
    """What a file stands beside; an APPOINTMENT goes by its plan's id, of which it is one."""

    PLAN = "PLAN"
    INITIATIVE = "INITIATIVE"
    APPOINTMENT = "APPOINTMENT"
    PROGRESS = "PROGRESS"
    REPORT = "REPORT"


KEPT_ONCE_SHARED = frozenset({SubjectType.PROGRESS})
"""Evidence that a submitted report names, by its checksum, stays to be looked at."""


class ScanState(StrEnum):
    """What a virus scanner said; NOT_SCANNED also where there is no scanner."""

    NOT_SCANNED = "NOT_SCANNED"
    CLEAN = "CLEAN"
    INFECTED = "INFECTED"

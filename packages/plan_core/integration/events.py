"""Which messages tell other systems of some changes. Pure.

A message says how far the feed has come, and nothing of what was written: its receiver asks for the
changes between two numbers, with permissions of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from plan_core.integration.changes import Change, ChangedType


class EventType(StrEnum):
    """What a message is about, by the name that it has on the wire."""

    PLAN_CHANGED = "plan.changed"
    PLAN_SENT_TO_COMMITTEE = "plan.sent_to_committee"
    PLAN_SUBMITTED = "plan.submitted"
    PLAN_RETURNED = "plan.returned"
    PLAN_ACCEPTED = "plan.accepted"
    PLAN_ADOPTED = "plan.adopted"
    PLAN_PUBLISHED = "plan.published"
    PLAN_REVIEWED = "plan.reviewed"
    """Verdicts and remarks of officers."""
    REPORT_CHANGED = "report.changed"
    REPORT_SUBMITTED = "report.submitted"
    REPORT_SCORED = "report.scored"
    PUBLICATION_CHANGED = "publication.changed"
    DOCUMENT_CHANGED = "document.changed"
    EXPORT_FINISHED = "export.finished"
    """An export of the organisation's own people or programs is there, or was given up."""
    TEST = "webhook.test"
    """Sent when somebody asks for it; never by a change."""


CHOOSABLE = tuple(one for one in EventType if one is not EventType.TEST)

_E = EventType
BY_VERB = {
    "send_to_committee": _E.PLAN_SENT_TO_COMMITTEE,
    "submit_plan": _E.PLAN_SUBMITTED,
    "return_plan": _E.PLAN_RETURNED,
    "accept_plan": _E.PLAN_ACCEPTED,
    "adopt_plan": _E.PLAN_ADOPTED,
    "publish_plan": _E.PLAN_PUBLISHED,
    "submit_report": _E.REPORT_SUBMITTED,
    "score_sar": _E.REPORT_SCORED,
    "import_central_score": _E.REPORT_SCORED,
    "finish_export": _E.EXPORT_FINISHED,
    "fail_export": _E.EXPORT_FINISHED,
}
_T = ChangedType
BY_TYPE = {
    _T.PLAN: _E.PLAN_CHANGED,
    _T.INITIATIVE: _E.PLAN_CHANGED,
    _T.BUDGET_CELL: _E.PLAN_CHANGED,
    _T.SECTION: _E.PLAN_CHANGED,
    _T.RISK: _E.PLAN_CHANGED,
    _T.COMMITTEES: _E.PLAN_CHANGED,
    _T.AMENDMENT: _E.PLAN_CHANGED,
    _T.ATTACHMENT: _E.PLAN_CHANGED,
    _T.DELEGATION: _E.PLAN_CHANGED,
    _T.REVISION: _E.PLAN_REVIEWED,
    _T.REPORT: _E.REPORT_CHANGED,
    _T.PROGRESS: _E.REPORT_CHANGED,
    _T.SAR: _E.REPORT_CHANGED,
    _T.PUBLICATION: _E.PUBLICATION_CHANGED,
    _T.DOCUMENT: _E.DOCUMENT_CHANGED,
}
"""What is told of a change whose verb is no step; of others, like the webhooks' own, nothing."""

STEPS = frozenset(BY_VERB.values())
"""Each is told alone; of the rest one message tells all that came together."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something to tell: the changes numbered `first` to `last`, both included."""

    event: EventType
    first: int
    last: int


def told_of(changes: Iterable[Change], events: Collection[EventType]) -> list[Span]:
    """What to tell of changes in their order, to who wants to hear of these events."""
    told: list[Span] = []
    gathered: dict[EventType, int] = {}
    for change in changes:
        event = BY_VERB.get(change.verb) or BY_TYPE.get(change.type)
        if event is None or event not in events:
            continue
        if event in gathered:
            at = gathered[event]
            told[at] = replace(told[at], last=change.sequence)
            continue
        if event not in STEPS:
            gathered[event] = len(told)
        told.append(Span(event, change.sequence, change.sequence))
    return told


def body_of(told: Span, at: datetime, organisation_code: str) -> str:
    """The message's JSON: the same whenever it is sent again.

    `after` and `through` are for `changes(after:)`: read until `nextAfter` is at least `through`.
    """
    return msgspec.json.encode(
        {
            "type": told.event.value,
            "timestamp": at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "data": {
                "organisation": organisation_code,
                "after": max(told.first - 1, 0),
                "through": told.last,
            },
        }
    ).decode()


def message_id(key: UUID) -> str:
    """`webhook-id`: the same each time one message is sent, so that its receiver knows it."""
    return f"msg_{key.hex}"

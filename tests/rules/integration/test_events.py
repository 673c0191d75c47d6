"""What is told of changes, in how many messages, signed by what, and how often it is tried."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from plan_core.errors import Invalid
from plan_core.integration import events, rules, secrets
from plan_core.integration.changes import SUBJECTS, Change, ChangedType, change_of
from plan_core.integration.events import CHOOSABLE, EventType, Span, told_of

NOW = datetime(2026, 11, 26, 9, 30, 15, 400_000, tzinfo=UTC)


def change(sequence: int, verb: str, subject: str) -> Change:
    return change_of(sequence, NOW, verb, subject, UUID(int=1), UUID(int=2), "plan")


TYPED = (
    change(4, "set_budget_cell", "budget_cell"),
    change(5, "set_initiative", "initiative"),
    change(6, "submit_plan", "revision"),
    change(7, "set_progress", "progress"),
    change(8, "set_section", "plan_section"),
    change(9, "submit_plan", "revision"),
)


def test_edits_are_told_together_and_each_step_alone() -> None:
    assert told_of(TYPED, CHOOSABLE) == [
        Span(EventType.PLAN_CHANGED, 4, 8),
        Span(EventType.PLAN_SUBMITTED, 6, 6),
        Span(EventType.REPORT_CHANGED, 7, 7),
        Span(EventType.PLAN_SUBMITTED, 9, 9),
    ]


def test_only_what_is_wanted_is_told() -> None:
    assert told_of(TYPED, [EventType.REPORT_CHANGED]) == [Span(EventType.REPORT_CHANGED, 7, 7)]
    assert told_of(TYPED, [EventType.PLAN_ADOPTED]) == []


def test_every_kind_of_thing_is_told_of_but_the_webhooks_and_tokens_themselves() -> None:
    """Exports are told of by what came of them."""
    assert events.BY_TYPE.keys() == set(SUBJECTS.values()) - {
        ChangedType.WEBHOOK,
        ChangedType.EXPORT,
        ChangedType.TOKEN,
    }
    assert told_of([change(1, "add_webhook", "webhook")], CHOOSABLE) == []


def test_a_message_says_how_far_to_read_and_nothing_else() -> None:
    body = events.body_of(Span(EventType.PLAN_SUBMITTED, 6, 6), NOW, "6540105")
    assert body == (
        '{"type":"plan.submitted","timestamp":"2026-11-26T09:30:15Z",'
        '"data":{"organisation":"6540105","after":5,"through":6}}'
    )


def test_a_test_tells_of_nothing() -> None:
    assert '"after":0,"through":0' in events.body_of(Span(EventType.TEST, 0, 0), NOW, "1")


def test_secrets_are_what_receivers_expect_and_each_is_another() -> None:
    one, other = UUID(int=1), UUID(int=2)
    made = {
        secrets.secret_of("key", 7, one, 1),
        secrets.secret_of("key", 7, one, 2),
        secrets.secret_of("key", 7, other, 1),
        secrets.secret_of("key", 8, one, 1),
        secrets.secret_of("other key", 7, one, 1),
    }
    assert len(made) == 5
    secret = secrets.secret_of("key", 7, one, 1)
    assert secret == secrets.secret_of("key", 7, one, 1)
    now = datetime.now(UTC)
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Verifier(secret).sign("msg_1", now, "{}"),
    }
    assert Verifier(secret).verify("{}", headers) == {}


def test_without_a_key_there_is_no_secret() -> None:
    with pytest.raises(ValueError, match="without a key"):
        secrets.secret_of("", 7, UUID(int=1), 1)


def test_pauses_grow_are_spread_and_end() -> None:
    tries = range(1, rules.MOST_TRIES)
    least = [rules.pause_after(one, 0) for one in tries]
    most = [rules.pause_after(one, 1) for one in tries]
    assert least == list(rules.PAUSES)
    assert least == sorted(rules.PAUSES)
    assert most == [one * 1.2 for one in rules.PAUSES]
    assert rules.pause_after(rules.MOST_TRIES, 0) is None
    assert timedelta(days=3) < sum(rules.PAUSES, timedelta()) < timedelta(days=4)


def test_a_receivers_wish_is_heard_up_to_a_day() -> None:
    assert rules.pause_after(1, 0, timedelta(minutes=2)) == timedelta(minutes=2)
    assert rules.pause_after(2, 0, timedelta(seconds=1)) == timedelta(minutes=5)
    assert rules.pause_after(1, 0, timedelta(days=300)) == timedelta(days=1)


def test_events_are_chosen_by_name_and_a_test_is_none_of_them() -> None:
    wanted = [EventType.REPORT_SCORED, EventType.PLAN_CHANGED, EventType.REPORT_SCORED]
    assert rules.check_events(wanted) == [EventType.PLAN_CHANGED, EventType.REPORT_SCORED]
    for bad in ([], [EventType.TEST], [EventType.TEST, EventType.PLAN_CHANGED]):
        with pytest.raises(Invalid):
            rules.check_events(bad)


@pytest.mark.parametrize(("after", "through"), [(-1, 3), (3, 3), (4, 3), (0, 100_001), (0, 10_001)])
def test_a_range_that_there_is_not_is_refused(after: int, through: int) -> None:
    with pytest.raises(Invalid):
        rules.check_range(after, through, 100_000)

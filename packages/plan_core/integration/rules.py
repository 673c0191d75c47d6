"""How webhooks are kept and how often a message is tried. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

from plan_core.errors import Invalid, Value
from plan_core.integration.events import CHOOSABLE, EventType

MOST_WEBHOOKS = 10
"""Of one organisation."""
LONGEST_DESCRIPTION = 200
MOST_REPLAYED = 10_000
"""Changes told again by one request."""

GATHERING = timedelta(seconds=10)
"""How long a message that tells of many changes waits for more of them."""
LEASE = timedelta(minutes=3)
"""A message in the hands of a worker that died is taken again after this."""
KEPT = timedelta(days=90)
"""How long a message that is done with stays in the log."""

PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""After each try that failed: three and a half days in all. Each is lengthened by up to a fifth."""
MOST_TRIES = len(PAUSES) + 1
LONGEST_WISH = timedelta(days=1)
"""What a receiver may ask for by Retry-After."""


class WebhookState(StrEnum):
    """ACTIVE is told; PAUSED by its organisation and DISABLED by us it is not, and loses nothing:
    what happened meanwhile is told once it is active again."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    DISABLED = "DISABLED"
    REMOVED = "REMOVED"


class DisabledFor(StrEnum):
    """Why a webhook was disabled."""

    GONE = "GONE"
    """Its receiver answered 410: it wants no more."""
    FAILING = "FAILING"
    """A message was tried as often as messages are tried."""


class MessageState(StrEnum):
    """WAITING may be sent; SENT and FAILED are final until somebody wants it sent again."""

    WAITING = "WAITING"
    SENT = "SENT"
    FAILED = "FAILED"


def pause_after(tries: int, chance: float, wished: timedelta | None = None) -> timedelta | None:
    """How long to wait after so many tries in vain; None when there is no further one.

    `chance` from 0 to 1 spreads messages that failed together; `wished` is the receiver's.
    """
    if tries >= MOST_TRIES:
        return None
    pause = PAUSES[tries - 1] * (1 + chance / 5)
    return pause if wished is None else max(pause, min(wished, LONGEST_WISH))


def check_events(events: Collection[EventType]) -> list[EventType]:
    """In their usual order, each once."""
    chosen = [one for one in CHOOSABLE if one in set(events)]
    if not chosen or EventType.TEST in events:
        raise Invalid(
            "WEBHOOK_EVENTS",
            "เลือกเหตุการณ์อย่างน้อยหนึ่งอย่าง",
            "Choose at least one event.",
            field="events",
        )
    return chosen


def clean_description(text: str) -> str:
    cleaned = " ".join(text.split())
    if len(cleaned) > LONGEST_DESCRIPTION:
        raise Invalid(
            "TEXT_TOO_LONG",
            f"คำอธิบายยาวได้ไม่เกิน {LONGEST_DESCRIPTION} อักขระ",
            f"A description has at most {LONGEST_DESCRIPTION} characters.",
            field="description",
            values={"most": LONGEST_DESCRIPTION},
        )
    return cleaned


def check_room(there: int) -> None:
    if there >= MOST_WEBHOOKS:
        raise Invalid(
            "WEBHOOKS_MANY",
            f"มีเว็บฮุกได้ไม่เกิน {MOST_WEBHOOKS} รายการ",
            f"There are at most {MOST_WEBHOOKS} webhooks.",
            values={"most": MOST_WEBHOOKS},
        )


def check_range(after: int, through: int, head: int) -> None:
    """Which changes are told again."""
    if not 0 <= after < through <= head or through - after > MOST_REPLAYED:
        values: dict[str, Value] = {
            "after": after,
            "through": through,
            "head": head,
            "most": MOST_REPLAYED,
        }
        raise Invalid(
            "REPLAY_RANGE",
            f"ระบุช่วงลำดับระหว่าง 0 ถึง {head} และครั้งละไม่เกิน {MOST_REPLAYED:,} รายการ",
            f"Name a range between 0 and {head}, of at most {MOST_REPLAYED:,} changes.",
            field="through",
            values=values,
        )

"""What was asked, how long each answer took, and what went wrong; filled by everybody who asks."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

SIGN_IN = "sign in"


@dataclass(frozen=True)
class Lost:
    """A request that got no answer, or one that says that the server did not do it."""

    operation: str
    why: str
    second: float
    """Since the load began."""


@dataclass
class Writes:
    """What the server said it had kept, and what was found when it was read back."""

    acknowledged: int = 0
    lost: int = 0
    in_doubt: int = 0
    """Sent, and no answer came."""
    in_doubt_kept: int = 0
    """Of those, kept all the same."""


@dataclass
class Ledger:
    """Of one run."""

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Of every answer, by operation."""
    codes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Everything that was no plain answer, by operation: RATE_LIMITED, 503, ReadError …"""
    lost: list[Lost] = field(default_factory=list[Lost])
    wrong: list[str] = field(default_factory=list[str])
    """Answers that cannot be true, in words."""
    writes: Writes = field(default_factory=Writes)

    def answered(self, operation: str, milliseconds: float) -> None:
        self.milliseconds[operation].append(milliseconds)

    def lose(self, operation: str, why: str, second: float) -> None:
        self.codes[operation][why] += 1
        self.lost.append(Lost(operation, why, second))

    @property
    def requests(self) -> int:
        """Everything that was sent; a limit's answer, after which one asks again, included."""
        answered = sum(len(one) for one in self.milliseconds.values())
        return answered + len(self.lost)


def percentile(ordered: Sequence[float], share: float) -> float:
    """By nearest rank: a time that was really measured."""
    if not ordered:
        return math.nan
    return ordered[min(len(ordered) - 1, math.ceil(len(ordered) * share) - 1)]

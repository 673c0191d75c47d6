"""What the checks noticed in a revision, as it is kept and as it is counted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from plan_core.intake.findings import Finding, places_of
from plan_core.intake.settled import Explanation
from plan_core.values import Severity


@dataclass(frozen=True, slots=True)
class Noticed:
    """A finding about a revision with what was said to it; None when nobody explained it."""

    code: str
    severity: Severity
    key: str
    initiative_ids: tuple[str, ...]
    """The rows of the working copy that it is about: the same in every revision."""
    dimension: str
    mission: str
    values: dict[str, Any]
    """Plain JSON; msgspec cannot decode a type that refers to itself."""
    message_th: str
    message_en: str
    explanation: Explanation | None

    @classmethod
    def of(cls, finding: Finding, explanation: Explanation | None) -> Noticed:
        return cls(
            code=finding.code,
            severity=finding.severity,
            key=finding.key,
            initiative_ids=finding.initiative_ids,
            dimension=finding.dimension,
            mission=finding.mission,
            values=finding.values,
            message_th=finding.message_th,
            message_en=finding.message_en,
            explanation=explanation,
        )

    @property
    def finding(self) -> Finding:
        return Finding(
            code=self.code,
            severity=self.severity,
            key=self.key,
            place=None,
            initiative_ids=self.initiative_ids,
            dimension=self.dimension,
            mission=self.mission,
            values=self.values,
            message_th=self.message_th,
            message_en=self.message_en,
        )


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule noticed something, in places, and at how many it was explained."""

    code: str
    severity: Severity
    count: int
    explained: int


def noticed_of(
    findings: Iterable[Finding], explanations: Mapping[str, Explanation]
) -> tuple[Noticed, ...]:
    return tuple(Noticed.of(one, explanations.get(one.key)) for one in findings)


def counted(noticed: Iterable[Noticed]) -> tuple[RuleCount, ...]:
    """By code and severity, in the order in which the checks speak."""
    sums: dict[tuple[str, Severity], tuple[int, int]] = {}
    for one in noticed:
        rule = (one.code, one.severity)
        count, explained = sums.get(rule, (0, 0))
        places = places_of(one.values)
        sums[rule] = (count + places, explained + (places if one.explanation else 0))
    return tuple(RuleCount(*rule, *both) for rule, both in sums.items())


def encode(noticed: Iterable[Noticed]) -> str:
    return msgspec.json.encode(tuple(noticed)).decode()


def decode(text: str) -> tuple[Noticed, ...]:
    return msgspec.json.decode(text, type=tuple[Noticed, ...])

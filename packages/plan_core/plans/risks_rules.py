"""What a risk of the register may hold, and how grave it is. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from plan_core.errors import Invalid, NotFound
from plan_core.plans.parts import NewRisk
from plan_core.typed_text import clean_text
from plan_core.values import RiskCategory

MAX_RISKS = 200
MAX_TEXT = 2_000
SCALE = range(1, 6)
CATEGORIES = tuple(RiskCategory)
"""In printed order."""


class RiskLevel(StrEnum):
    """How grave a risk is, told by likelihood × impact."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    VERY_HIGH = "VERY_HIGH"


LEVELS: tuple[tuple[int, RiskLevel], ...] = (
    (17, RiskLevel.VERY_HIGH),
    (10, RiskLevel.HIGH),
    (4, RiskLevel.MEDIUM),
    (1, RiskLevel.LOW),
)
"""From which score on. A usual scale of 25; no regulation that we know fixes it."""


@dataclass(frozen=True, slots=True)
class Gravity:
    """Likelihood × impact, 1 to 25, and its level."""

    score: int
    level: RiskLevel


def gravity_of(likelihood: int | None, impact: int | None) -> Gravity | None:
    """None while either is not said."""
    if likelihood is None or impact is None:
        return None
    score = likelihood * impact
    return Gravity(score, next(level for least, level in LEVELS if score >= least))


def clean_risk(risk: NewRisk, rows: Collection[UUID]) -> NewRisk:
    """A risk with its texts cleaned; the rows that answer it must be among the plan's `rows`."""
    text = clean_text(risk.text, "text", MAX_TEXT)
    if not text:
        raise Invalid(
            "TEXT_NEEDED", "กรุณาระบุความเสี่ยง", "Please say what the risk is.", field="text"
        )
    for field, value in (("likelihood", risk.likelihood), ("impact", risk.impact)):
        if value is not None and value not in SCALE:
            raise Invalid(
                "OUTSIDE_SCALE",
                "ให้คะแนนได้ 1 ถึง 5",
                "The scale goes from 1 to 5.",
                field=field,
                values={field: value},
            )
    answers = tuple(dict.fromkeys(risk.answered_by))
    if not set(answers) <= set(rows):
        raise NotFound("initiative")
    factors = clean_text(risk.factors_text, "factorsText", MAX_TEXT)
    return replace(risk, text=text, factors_text=factors, answered_by=answers)


def check_room_for_risks(count: int) -> None:
    if count > MAX_RISKS:
        raise Invalid(
            "TOO_MANY_RISKS",
            f"ทะเบียนความเสี่ยงมีได้ไม่เกิน {MAX_RISKS} ข้อ",
            f"A register holds at most {MAX_RISKS} risks.",
            values={"most": MAX_RISKS},
        )

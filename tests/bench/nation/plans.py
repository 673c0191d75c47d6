"""Made-up plans of the generated nation: from an organisation's code always the same. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from random import Random

from bench.nation.organisations import SEED, MadeOrganisation
from plan_core.demo import words
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.parts import NewRisk, NewSection
from plan_core.thai_text import fold_key, to_thai_digits
from plan_core.values import KIND_WORDS, NO_BUDGET, UNSTATED, Budget, BudgetState, InitiativeKind

DUE_ON = date(2018, 1, 31)
"""Everywhere the same day, so that the figures are the same whenever they are made."""
_MORNING = datetime(2018, 1, 31, 3, 0, tzinfo=UTC)
_PROJECT, _ACTIVITY, _MEASURE, _GUIDELINE = InitiativeKind
_VERBS = {
    _PROJECT: words.PROJECT_VERBS,
    _ACTIVITY: words.ACTIVITY_VERBS,
    _MEASURE: words.MEASURE_VERBS,
    _GUIDELINE: words.MEASURE_VERBS,
}
_KINDS = (_PROJECT, _ACTIVITY, _MEASURE, _GUIDELINE)
_OFTEN = (34, 34, 27, 5)
_USUAL = (2, 5, 10, 10, 15, 20, 20, 30, 30, 50, 80, 100, 150)


class Story(Enum):
    """What an organisation has done."""

    NOTHING = "nothing"
    DRAFT = "draft"
    SUBMITTED = "submitted"


@dataclass(slots=True)
class MadeRow:
    """A row of a draft and of a revision in one: it has all that the product's rules ask for."""

    mission_code: str
    number: int
    kind: InitiativeKind
    title: str
    remarks: str
    budgets: dict[int, Budget]

    @property
    def search_key(self) -> str:
        return key_of(self.title)


@dataclass(frozen=True, slots=True)
class MadePlan:
    """`submitted_at` is None for a draft."""

    rows: tuple[MadeRow, ...]
    sections: tuple[NewSection, ...]
    risks: tuple[NewRisk, ...]
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Habit:
    """How an organisation writes plans: rows by mission, missions left out, blanks, money."""

    rows: tuple[int, int]
    left_out: int
    blank: float
    size: float = field(default=1.0)


def story_of(organisation: MadeOrganisation) -> Story:
    """About 3 in 100 have nothing, 4 only a draft."""
    chance = _dice(organisation, "story").random()
    if chance < 0.03:
        return Story.NOTHING
    return Story.DRAFT if chance < 0.07 else Story.SUBMITTED


def make_plan(organisation: MadeOrganisation, edition: FrameworkEdition) -> MadePlan | None:
    """About 62 rows with a budget for every year; None for who has done nothing."""
    story = story_of(organisation)
    if story is Story.NOTHING:
        return None
    dice = _dice(organisation, "plan")
    codes = [mission.code for mission in edition.missions()]
    habit = _habit(dice, len(codes))
    left_out = set(dice.sample(codes, habit.left_out))
    rows: list[MadeRow] = []
    for code in codes:
        if code not in left_out:
            rows += _rows(dice, habit, code, edition.fiscal_years)
    return MadePlan(
        tuple(rows),
        (
            NewSection("VISION", "วิสัยทัศน์", dice.choice(words.VISIONS)),
            NewSection("OBJECTIVES", "วัตถุประสงค์ของการจัดทำแผน", words.OBJECTIVES),
        ),
        tuple(NewRisk(category, dice.choice(texts)) for category, texts in words.RISKS.items()),
        None if story is Story.DRAFT else _submitted_at(dice),
    )


@cache
def key_of(title: str) -> str:
    return fold_key(title)


def _dice(organisation: MadeOrganisation, purpose: str) -> Random:
    return Random(f"{SEED} {purpose} {organisation.code}")


def _submitted_at(dice: Random) -> datetime:
    """Fifteen in a hundred are late."""
    minutes = timedelta(minutes=dice.randint(0, 300))
    if dice.random() < 0.15:
        return _MORNING + timedelta(days=dice.randint(1, 60)) + minutes
    return _MORNING - timedelta(days=dice.randint(0, 40)) + minutes


def _habit(dice: Random, missions: int) -> Habit:
    """Thorough, usual, or meagre."""
    chance = dice.random()
    size = round(dice.uniform(0.6, 1.6) * (2.5 if dice.random() < 0.15 else 1.0), 2)
    if chance < 0.4:
        return Habit((4, 6), 0, 0.0, size)
    if chance < 0.85:
        return Habit((3, 6), dice.randint(0, 1), 0.04, size)
    return Habit((2, 5), dice.randint(missions // 4, missions // 2), 0.12, size)


def _rows(dice: Random, habit: Habit, mission_code: str, years: tuple[int, ...]) -> list[MadeRow]:
    about = words.OF_MISSION.get(mission_code, words.ANY_MISSION)
    rows: list[MadeRow] = []
    titles: set[str] = set()
    for number in range(1, dice.randint(*habit.rows) + 1):
        kind = dice.choices(_KINDS, weights=_OFTEN)[0]
        title = _title(dice, kind, about)
        while title in titles:
            title = _title(dice, kind, about)
        titles.add(title)
        remarks = dice.choice(words.REMARKS) if dice.random() < 0.05 else ""
        budgets = _budgets(dice, habit, kind, years)
        rows.append(MadeRow(mission_code, number, kind, title, remarks, budgets))
    return rows


def _title(dice: Random, kind: InitiativeKind, about: words.Words) -> str:
    title = KIND_WORDS[kind] + dice.choice(_VERBS[kind]) + dice.choice(about.topics)
    if dice.random() < 0.7:
        title += "สำหรับ" + dice.choice(about.people)
    if dice.random() < 0.2:
        title += f" ประจำปี {to_thai_digits(str(dice.randint(2561, 2564)))}"
    return title


def _budgets(
    dice: Random, habit: Habit, kind: InitiativeKind, years: tuple[int, ...]
) -> dict[int, Budget]:
    """Usually the same every year; sometimes it grows, sometimes a year is left without."""
    if dice.random() < (0.8 if kind is _PROJECT else 0.15 if kind is _ACTIVITY else 0.0):
        satang = max(1, round(dice.choice(_USUAL) * habit.size)) * 100_000
        step = dice.choice((0, 0, 0, 100_000, 500_000))
        odd = 50 if dice.random() < 0.01 else 0
        budgets = {year: _baht(satang + step * n + odd) for n, year in enumerate(years)}
        if dice.random() < 0.1:
            budgets[dice.choice(years)] = NO_BUDGET
    else:
        budgets = dict.fromkeys(years, NO_BUDGET)
    if habit.blank:
        for year in years:
            if dice.random() < habit.blank:
                budgets[year] = UNSTATED
    return budgets


@cache
def _baht(satang: int) -> Budget:
    return Budget.from_satang(BudgetState.AMOUNT, satang)

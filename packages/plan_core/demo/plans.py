"""Made-up plans: from a subdistrict's code always the same rows. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from plan_core.demo import cast, words
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.content import NewInitiative
from plan_core.plans.parts import NewRisk, NewSection
from plan_core.thai_text import to_thai_digits
from plan_core.values import KIND_WORDS, NO_BUDGET, UNSTATED, Budget, InitiativeKind

_PROJECT, _ACTIVITY, _MEASURE = (
    InitiativeKind.PROJECT,
    InitiativeKind.ACTIVITY,
    InitiativeKind.MEASURE,
)
_VERBS = {
    _PROJECT: words.PROJECT_VERBS,
    _ACTIVITY: words.ACTIVITY_VERBS,
    _MEASURE: words.MEASURE_VERBS,
}


@dataclass(frozen=True, slots=True)
class MadePlan:
    initiatives: tuple[NewInitiative, ...]
    sections: tuple[NewSection, ...]
    risks: tuple[NewRisk, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """How an organisation writes plans."""

    missions_left_out: int
    most_rows: int
    size: float
    """How much money it has: 1 is usual."""
    leaves_blank: float
    """The share of budget cells it does not state."""
    budgets_projects: float
    """The share of its projects that have money at all."""


def make_plan(subdistrict_code: str, edition: FrameworkEdition) -> MadePlan:
    """Rows by mission with budgets for every year of the edition; some missions may be empty."""
    dice = cast.dice_of(subdistrict_code, "plan")
    habit = _habit(dice, len(tuple(edition.missions())))
    codes = [mission.code for mission in edition.missions()]
    left_out = set(dice.sample(codes, habit.missions_left_out))
    initiatives: list[NewInitiative] = []
    for code in codes:
        if code not in left_out:
            initiatives += _rows(dice, habit, code, edition.fiscal_years)
    return MadePlan(
        tuple(initiatives),
        (
            NewSection("VISION", "วิสัยทัศน์", dice.choice(words.VISIONS)),
            NewSection("OBJECTIVES", "วัตถุประสงค์ของการจัดทำแผน", words.OBJECTIVES),
        ),
        tuple(NewRisk(category, dice.choice(texts)) for category, texts in words.RISKS.items()),
    )


def _habit(dice: Random, missions: int) -> Habit:
    """Thorough, usual, or meagre."""
    chance = dice.random()
    size = round(dice.uniform(0.6, 1.6) * (2.5 if dice.random() < 0.15 else 1.0), 2)
    if chance < 0.35:
        return Habit(0, 6, size, 0.0, 0.9)
    if chance < 0.8:
        return Habit(dice.randint(1, missions // 3), 4, size, 0.04, 0.75)
    return Habit(dice.randint(missions // 3, missions * 2 // 3), 3, size, 0.12, 0.5)


def _rows(
    dice: Random, habit: Habit, mission_code: str, years: tuple[int, ...]
) -> list[NewInitiative]:
    about = words.OF_MISSION.get(mission_code, words.ANY_MISSION)
    rows: list[NewInitiative] = []
    topics = dice.sample(about.topics, min(len(about.topics), dice.randint(1, habit.most_rows)))
    for number, topic in enumerate(topics, start=1):
        kind = dice.choices((_PROJECT, _ACTIVITY, _MEASURE), weights=(30, 38, 32))[0]
        has_money = kind is _PROJECT and dice.random() < habit.budgets_projects
        has_money = has_money or (kind is _ACTIVITY and dice.random() < 0.12)
        rows.append(
            NewInitiative(
                mission_code=mission_code,
                kind=kind,
                title=_title(dice, kind, topic, about.people),
                budgets=_budgets(dice, habit, kind, has_money, years),
                number_printed=to_thai_digits(str(number)),
                remarks=dice.choice(words.REMARKS) if dice.random() < 0.05 else "",
            )
        )
    return rows


def _title(dice: Random, kind: InitiativeKind, topic: str, people: tuple[str, ...]) -> str:
    title = KIND_WORDS[kind] + dice.choice(_VERBS[kind]) + topic
    if kind is _PROJECT or dice.random() < 0.3:
        title += "สำหรับ" + dice.choice(people)
    return title


def _budgets(
    dice: Random, habit: Habit, kind: InitiativeKind, has_money: bool, years: tuple[int, ...]
) -> dict[int, Budget]:
    """Usually the same every year; sometimes it grows, sometimes a year is left without."""
    if not has_money:
        budgets = dict.fromkeys(years, NO_BUDGET)
    else:
        usual = (10, 15, 20, 20, 30, 30, 50, 80, 100) if kind is _PROJECT else (2, 3, 5, 10)
        amount = max(1, round(dice.choice(usual) * habit.size)) * 1_000
        step = dice.choice((0, 0, 0, 1_000, 5_000))
        budgets = {year: Budget.of(amount + step * n) for n, year in enumerate(years)}
        if dice.random() < 0.1:
            budgets[dice.choice(years)] = NO_BUDGET
    for year in years:
        if dice.random() < habit.leaves_blank:
            budgets[year] = UNSTATED
    return budgets

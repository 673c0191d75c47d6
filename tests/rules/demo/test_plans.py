"""Made-up plans: the same every time, differing between organisations, plausible."""

from collections import Counter

import pytest

from plan_core.demo import cast, plans, words
from plan_core.framework import rules as framework
from plan_core.plans import rules as plan_rules
from plan_core.values import BudgetState, kind_of

EDITION = next(e for e in framework.load_editions() if e.code == cast.EDITION)
CODES = [f"{district}{number:02}" for district in range(5401, 5409) for number in range(1, 11)]


@pytest.fixture(scope="module")
def made() -> dict[str, plans.MadePlan]:
    return {code: plans.make_plan(code, EDITION) for code in CODES}


def test_a_plan_is_the_same_every_time(made: dict[str, plans.MadePlan]) -> None:
    assert all(plans.make_plan(code, EDITION) == plan for code, plan in made.items())


def test_plans_differ_in_completeness(made: dict[str, plans.MadePlan]) -> None:
    covered = Counter(len({row.mission_code for row in p.initiatives}) for p in made.values())
    assert covered[15] > len(CODES) // 5
    assert min(covered) < 10
    states = Counter(
        budget.state
        for p in made.values()
        for row in p.initiatives
        for budget in row.budgets.values()
    )
    assert set(states) == set(BudgetState)
    unfunded = [
        row
        for p in made.values()
        for row in p.initiatives
        if not any(budget.amount for budget in row.budgets.values())
    ]
    assert unfunded


def test_every_row_is_one_that_an_officer_could_have_written(
    made: dict[str, plans.MadePlan],
) -> None:
    for plan in made.values():
        titles = [(row.mission_code, row.title) for row in plan.initiatives]
        assert len(set(titles)) == len(titles)
        for row in plan.initiatives:
            plan_rules.check_mission(EDITION, row.mission_code)
            assert kind_of(row.title) is row.kind
            assert plan_rules.clean_title(row.title) == row.title
            assert set(row.budgets) == set(EDITION.fiscal_years)
            for budget in row.budgets.values():
                plan_rules.check_budget(budget)
                assert budget.amount is None or 1_000 <= budget.amount <= 1_000_000


def test_every_mission_has_words_of_its_own() -> None:
    assert set(words.OF_MISSION) == {mission.code for mission in EDITION.missions()}


def test_hua_mueang_has_nothing_because_its_officer_uploads_the_real_plan() -> None:
    assert cast.story_of(cast.HUA_MUEANG) is cast.Story.NOTHING
    assert cast.story_of(cast.NAN_FIRST) is cast.Story.DRAFT
    assert cast.ending_of(cast.HUAI_MAI) is cast.Ending.RETURNED

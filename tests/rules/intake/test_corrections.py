"""After each correction totals and findings follow, and nothing else moves."""

import pytest

from plan_core.errors import Invalid, NotFound
from plan_core.intake import checks, corrections
from plan_core.intake.corrections import (
    AddInitiative,
    MoveInitiative,
    RemoveInitiative,
    SetBudget,
    SetKind,
    SetRemarks,
    SetTitle,
)
from plan_core.intake.draft import PlanDraft
from plan_core.plans import rules as plan_rules
from plan_core.plans import totals
from plan_core.plans.totals import RowsTotal
from plan_core.values import NO_BUDGET, UNSTATED, Budget, InitiativeKind
from rules.intake.make_plans import EDITION, make_row, read_rows


@pytest.fixture
def draft() -> PlanDraft:
    return read_rows(
        make_row("๑. โครงการก", "๑๐๐\t๑๐๐\t๑๐๐\t๑๐๐"),
        make_row("๒. จัดทำป้าย"),
        make_row("๓. กิจกรรมค", "15,00O\t-\t-\t"),
        make_row("จำนวน ๑ โครงการ ๑ กิจกรรม ๑ มาตรการ", "๑๐๐\t๑๐๐\t๑๐๐\t๒๐๐", label="รวม"),
    ).draft


def codes_of(draft: PlanDraft) -> set[str]:
    return {f.code for f in checks.run_all(draft, EDITION)} - {"MISSION_EMPTY"}


def total_of_mission(draft: PlanDraft, mission: str) -> RowsTotal:
    rows = [row for row in draft.initiatives if row.mission == mission]
    return totals.add_rows(rows, draft.fiscal_years)


def test_the_document_has_what_there_is_to_settle(draft: PlanDraft) -> None:
    assert codes_of(draft) == {
        "KIND_UNKNOWN",
        "BUDGET_UNREADABLE",
        "BUDGET_UNSTATED",
        "DECLARED_AMOUNT_DIFFERS",
        "DECLARED_COUNT_DIFFERS",
    }


def test_setting_everything_leaves_nothing_to_settle(draft: PlanDraft) -> None:
    settled = corrections.apply_all(
        draft,
        [
            SetKind("r2", InitiativeKind.MEASURE),
            SetBudget("r3", 2561, NO_BUDGET),
            SetBudget("r3", 2564, Budget.of(100)),
        ],
        EDITION,
    )
    assert codes_of(settled) == set()
    whole = totals.add_rows(settled.initiatives, settled.fiscal_years)
    assert whole.years[2564] == Budget.of(200)


def test_a_moved_row_takes_its_money_along(draft: PlanDraft) -> None:
    moved = corrections.apply(draft, MoveInitiative("r1", "3.2"), EDITION)
    assert total_of_mission(moved, "3.2").years[2561] == Budget.of(100)
    assert total_of_mission(moved, "3.2").counts.total == 1
    assert [row.dimension for row in moved.initiatives] == ["2", "2", "3"]
    without = total_of_mission(moved, "2.1")
    assert {budget.amount for budget in without.years.values()} == {None}
    assert [row.id for row in moved.initiatives] == ["r2", "r3", "r1"]


@pytest.mark.parametrize(
    ("position", "order"), [(1, "r3 r1 r2"), (2, "r1 r3 r2"), (3, "r1 r2 r3"), (None, "r1 r2 r3")]
)
def test_a_row_moves_within_its_mission(draft: PlanDraft, position: int | None, order: str) -> None:
    moved = corrections.apply(draft, MoveInitiative("r3", "2.1", position), EDITION)
    assert " ".join(row.id for row in moved.initiatives) == order


def test_a_row_can_be_added_titled_remarked_and_removed(draft: PlanDraft) -> None:
    new = AddInitiative("2.1", InitiativeKind.ACTIVITY, " กิจกรรม  ใหม่ ", {2562: Budget.of(5)})
    added = corrections.apply(draft, new, EDITION)
    row = added.initiatives[-1]
    assert (row.id, row.title, row.dimension) == ("a1", "กิจกรรม ใหม่", "2")
    assert row.budgets == {2561: UNSTATED, 2562: Budget.of(5), 2563: UNSTATED, 2564: UNSTATED}
    again = corrections.apply(added, new, EDITION)
    assert again.initiatives[-1].id == "a2"
    changed = corrections.apply_all(
        again, [SetTitle("a1", "โครงการข"), SetRemarks("a1", " กองคลัง ")], EDITION
    )
    found = changed.find("a1")
    assert found is not None
    assert (found.title, found.remarks) == ("โครงการข", "กองคลัง")
    removed = corrections.apply(changed, RemoveInitiative("r3"), EDITION)
    assert removed.find("r3") is None
    assert "BUDGET_UNREADABLE" not in codes_of(removed)


@pytest.mark.parametrize(
    ("correction", "code"),
    [
        (MoveInitiative("r1", "9.9"), "MISSION_UNKNOWN"),
        (MoveInitiative("r1", "2.1", 4), "POSITION_OUT_OF_RANGE"),
        (MoveInitiative("r1", "2.1", 0), "POSITION_OUT_OF_RANGE"),
        (MoveInitiative("r1", "3.2", 2), "POSITION_OUT_OF_RANGE"),
        (SetBudget("r1", 2561, Budget.of(-1)), "BUDGET_NEGATIVE"),
        (SetBudget("r1", 2561, Budget.of("0.001")), "BUDGET_TOO_FINE"),
        (SetRemarks("r1", "ก" * 2_001), "TEXT_TOO_LONG"),
        (SetBudget("r1", 2570, NO_BUDGET), "FISCAL_YEAR_UNKNOWN"),
        (SetTitle("r1", "  "), "TITLE_EMPTY"),
        (AddInitiative("2.1", InitiativeKind.PROJECT, "", {}), "TITLE_EMPTY"),
        (AddInitiative("x", InitiativeKind.PROJECT, "ก", {}), "MISSION_UNKNOWN"),
        (
            AddInitiative("2.1", InitiativeKind.PROJECT, "ก", {2561: Budget.of(-1)}),
            "BUDGET_NEGATIVE",
        ),
        (
            AddInitiative("2.1", InitiativeKind.PROJECT, "ก", {2570: NO_BUDGET}),
            "FISCAL_YEAR_UNKNOWN",
        ),
    ],
)
def test_what_a_plan_cannot_take_is_refused(
    draft: PlanDraft, correction: corrections.Correction, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        corrections.apply(draft, correction, EDITION)
    assert refusal.value.code == code


def test_a_refusal_is_worded_as_the_plan_words_it(draft: PlanDraft) -> None:
    with pytest.raises(Invalid) as of_draft:
        corrections.apply(draft, MoveInitiative("r1", "9.9"), EDITION)
    with pytest.raises(Invalid) as of_plan:
        plan_rules.check_mission(EDITION, "9.9")
    assert of_draft.value.message_th == of_plan.value.message_th
    assert of_draft.value.field == of_plan.value.field == "missionCode"


def test_a_corrected_title_is_repaired_as_a_plan_repairs_it(draft: PlanDraft) -> None:
    changed = corrections.apply(draft, SetTitle("r1", "โครงการเเก้\u200b  จํานวน"), EDITION)
    assert changed.initiatives[0].title == "โครงการแก้ จำนวน"


def test_an_unknown_row_is_not_found(draft: PlanDraft) -> None:
    with pytest.raises(NotFound):
        corrections.apply(draft, SetKind("r99", InitiativeKind.PROJECT), EDITION)


def test_a_finding_keeps_its_key_while_others_are_settled(draft: PlanDraft) -> None:
    before = {f.key for f in checks.run_all(draft, EDITION)}
    after = corrections.apply(draft, SetKind("r2", InitiativeKind.MEASURE), EDITION)
    keys = {f.key for f in checks.run_all(after, EDITION)}
    assert keys < before
    assert before - keys == {"KIND_UNKNOWN:r2", "DECLARED_COUNT_DIFFERS:2"}

"""What risks, sheets and committees may hold, and where a new section belongs."""

from datetime import date
from uuid import uuid4

import pytest

from plan_core.errors import Invalid, NotFound, SimitiError
from plan_core.framework.rules import load_editions
from plan_core.plans import (
    changed_text,
    committees_rules,
    risks_rules,
    sheets_rules,
    texts_rules,
)
from plan_core.plans.parts import Indicator, Member, NewRisk, NewSection, Sheet
from plan_core.plans.risks_rules import RiskLevel
from plan_core.plans.stages import CommitteeKind
from plan_core.values import RiskCategory

EDITION = load_editions()[0]
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("likelihood", "impact", "score", "level"),
    [
        (1, 1, 1, RiskLevel.LOW),
        (1, 3, 3, RiskLevel.LOW),
        (2, 2, 4, RiskLevel.MEDIUM),
        (3, 3, 9, RiskLevel.MEDIUM),
        (2, 5, 10, RiskLevel.HIGH),
        (4, 4, 16, RiskLevel.HIGH),
        (4, 5, 20, RiskLevel.VERY_HIGH),
        (5, 5, 25, RiskLevel.VERY_HIGH),
    ],
)
def test_gravity_is_likelihood_times_impact(
    likelihood: int, impact: int, score: int, level: RiskLevel
) -> None:
    assert risks_rules.gravity_of(likelihood, impact) == risks_rules.Gravity(score, level)


def test_without_both_scores_there_is_no_gravity() -> None:
    assert risks_rules.gravity_of(3, None) is None
    assert risks_rules.gravity_of(None, 3) is None


def test_a_risk_is_cleaned_and_answered_by_rows_of_its_plan_only() -> None:
    row, other = uuid4(), uuid4()
    risk = NewRisk(RiskCategory.FINANCIAL, " เงิน\u200b \n รั่ว ", answered_by=(row, row))
    cleaned = risks_rules.clean_risk(risk, {row})
    assert (cleaned.text, cleaned.answered_by) == ("เงิน\n รั่ว", (row,))
    with pytest.raises(NotFound):
        risks_rules.clean_risk(risk, {other})


@pytest.mark.parametrize(
    ("risk", "code", "field"),
    [
        (NewRisk(RiskCategory.FINANCIAL, "  "), "TEXT_NEEDED", "text"),
        (NewRisk(RiskCategory.FINANCIAL, "ก" * 2_001), "TEXT_TOO_LONG", "text"),
        (NewRisk(RiskCategory.FINANCIAL, "ก", likelihood=0), "OUTSIDE_SCALE", "likelihood"),
        (NewRisk(RiskCategory.FINANCIAL, "ก", impact=6), "OUTSIDE_SCALE", "impact"),
    ],
)
def test_what_no_risk_may_hold_is_refused(risk: NewRisk, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        risks_rules.clean_risk(risk, ())
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_a_sheet_is_cleaned_and_its_lists_are_in_order() -> None:
    sheet = Sheet(
        rationale="บรรทัด  \r\nสอง ",
        duration=" ตุลาคม   ๒๕๖๐ ",
        quarters=("2562-Q1", "2561-Q4", "2562-Q1"),
        target_groups=("BUSINESS", "OFFICIALS"),
        indicators=(Indicator(" ร้อยละ ", target=" ๘๐ "),),
    )
    cleaned = sheets_rules.clean_sheet(sheet, EDITION)
    assert cleaned.rationale == "บรรทัด\nสอง"
    assert cleaned.duration == "ตุลาคม ๒๕๖๐"
    assert cleaned.quarters == ("2561-Q4", "2562-Q1")
    assert cleaned.target_groups == ("OFFICIALS", "BUSINESS")
    assert cleaned.indicators == (Indicator("ร้อยละ", target="๘๐"),)


@pytest.mark.parametrize(
    ("sheet", "code", "field"),
    [
        (Sheet(quarters=("2560-Q4",)), "QUARTER_UNKNOWN", "quarters"),
        (Sheet(quarters=("2561-Q5",)), "QUARTER_UNKNOWN", "quarters"),
        (Sheet(quarters=("๒๕๖๑-Q1",)), "QUARTER_UNKNOWN", "quarters"),
        (Sheet(target_groups=("EVERYBODY",)), "TARGET_GROUP_UNKNOWN", "targetGroups"),
        (Sheet(indicators=(Indicator("ก"),) * 21), "TOO_MANY_INDICATORS", "indicators"),
        (Sheet(indicators=(Indicator("ก", unit="น" * 301),)), "TEXT_TOO_LONG", "indicators.0.unit"),
        (Sheet(legal_basis="ก" * 8_001), "TEXT_TOO_LONG", "legalBasis"),
        (Sheet(responsible_person="ก" * 301), "TEXT_TOO_LONG", "responsiblePerson"),
    ],
)
def test_what_no_sheet_may_hold_is_refused(sheet: Sheet, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        sheets_rules.clean_sheet(sheet, EDITION)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_a_sheet_says_what_it_still_lacks() -> None:
    assert sheets_rules.missing_fields(None) == sheets_rules.missing_fields(Sheet())
    sheet = Sheet(rationale="ก", indicators=(Indicator("ข"),))
    assert sheets_rules.missing_fields(sheet) == [
        "objectives",
        "targets",
        "place",
        "method",
        "duration",
        "responsibleUnit",
        "expectedOutcome",
        "responsiblePerson",
    ]


def test_the_nine_target_groups_of_the_national_system_are_known() -> None:
    assert len(sheets_rules.TARGET_GROUPS) == 9


@pytest.mark.parametrize(
    ("others", "code", "at"),
    [
        ([], "VISION", 0),
        (["PREFACE", "BENEFITS"], "VISION", 1),
        (["COVER", "PART_1", "VISION"], "PREFACE", 2),
        (["RATIONALE", "RISK_INTRODUCTION", "VISION"], "OBJECTIVES", 2),
        (["PREFACE", "APPENDIX"], "BENEFITS", 1),
    ],
)
def test_a_new_section_goes_where_the_printed_order_puts_it(
    others: list[str], code: str, at: int
) -> None:
    assert texts_rules.place_of(code, others) == at


def test_a_text_that_a_document_prints_twice_is_one_section() -> None:
    sections = [
        NewSection("VISION", "วิสัยทัศน์", "ก"),
        NewSection("PREFACE", "", "ข"),
        NewSection("VISION", "วิสัยทัศน์ (ต่อ)", "ค"),
    ]
    assert texts_rules.merged(sections) == [
        NewSection("VISION", "วิสัยทัศน์", "ก\n\nค"),
        NewSection("PREFACE", "", "ข"),
    ]


@pytest.mark.parametrize("day", [date(2569, 1, 1), date(1483, 1, 1), date(2027, 11, 27)])
def test_a_date_of_another_era_or_far_ahead_is_refused(day: date) -> None:
    with pytest.raises(Invalid) as refusal:
        committees_rules.check_ordered_on(day, TODAY)
    assert refusal.value.code == "DATE_UNLIKELY"


@pytest.mark.parametrize("day", [None, date(2017, 5, 2), date(2027, 1, 4)])
def test_a_likely_date_or_none_is_fine(day: date | None) -> None:
    assert committees_rules.check_ordered_on(day, TODAY) is None


def test_members_have_a_name_or_a_post() -> None:
    kind = CommitteeKind.PLAN_MAKING
    post_only = Member(kind, "", " ปลัด  อบต. ", "ประธานกรรมการ")
    assert committees_rules.clean_members([post_only])[0].post == "ปลัด อบต."
    for members, code in (
        ([Member(kind, " ", "", "กรรมการ")], "MEMBER_EMPTY"),
        ([post_only] * 101, "TOO_MANY_MEMBERS"),
    ):
        with pytest.raises(SimitiError) as refusal:
            committees_rules.clean_members(members)
        assert refusal.value.code == code


def test_of_a_long_text_the_changed_part_is_told_with_what_is_around_it() -> None:
    before = "ก" * 500 + "เดิม" + "ข" * 500
    after = "ก" * 500 + "ใหม่กว่า" + "ข" * 500
    was, became = changed_text.changed_part(before, after)
    assert was == "…" + "ก" * 40 + "เดิม" + "ข" * 40 + "…"
    assert became == "…" + "ก" * 40 + "ใหม่กว่า" + "ข" * 40 + "…"
    assert changed_text.changed_part("สั้น", "สั้นกว่า") == ("สั้น", "สั้นกว่า")
    assert changed_text.changed_part(before, before) == ("…", "…")

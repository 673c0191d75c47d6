"""Budgets in three states, kinds, fiscal years."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_core import values
from plan_core.errors import Invalid
from plan_core.thai_text import to_thai_digits
from plan_core.values import NO_BUDGET, UNSTATED, Budget, BudgetState, FiscalYear, InitiativeKind

satang = st.integers(min_value=0, max_value=int(values.MAX_AMOUNT * 100))


@given(satang)
def test_any_amount_is_read_back_from_how_people_write_it(amount: int) -> None:
    baht = values.baht_of(amount)
    assert values.satang_of(baht) == amount
    plain = values.amount_text(baht)
    grouped = f"{baht:,.2f}"
    for text in (plain, grouped, to_thai_digits(grouped), f" {plain} บาท", f"{plain}.-"):
        if text.endswith(".-") and "." in plain:
            continue
        assert values.budget_of(text) == Budget(BudgetState.AMOUNT, baht), text


@given(st.text(max_size=40))
def test_any_other_text_is_a_state_or_refused_never_a_crash(text: str) -> None:
    with suppress(Invalid):
        assert values.budget_of(text).state in BudgetState


@pytest.mark.parametrize("text", ["-", "–", "—", " - ", "--", "ไม่ใช้งบประมาณ"])
def test_a_stroke_means_that_no_budget_is_needed(text: str) -> None:
    assert values.budget_of(text) == NO_BUDGET


@pytest.mark.parametrize("text", ["", " ", "\t", "\u00a0"])
def test_blank_means_not_stated(text: str) -> None:
    assert values.budget_of(text) == UNSTATED


def test_zero_is_an_amount_and_not_a_stroke() -> None:
    assert values.budget_of("๐") == Budget.of(0)
    assert values.budget_of("0.00") == Budget.of(0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("15,00O", "BUDGET_UNREADABLE"),
        ("15.000", "BUDGET_UNREADABLE"),
        ("1,50,000", "BUDGET_UNREADABLE"),
        ("15000 20000 .", "BUDGET_UNREADABLE"),
        ("๑๕,๐๐๐ ต่อปี", "BUDGET_UNREADABLE"),
        ("-15,000", "BUDGET_NEGATIVE"),
        ("1000000000000", "BUDGET_TOO_LARGE"),
    ],
)
def test_an_amount_that_cannot_be_understood_is_refused_with_its_text(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        values.budget_of(text)
    assert refusal.value.code == code
    assert refusal.value.values["text"] == text


def test_a_budget_has_an_amount_exactly_when_it_says_so() -> None:
    with pytest.raises(ValueError, match="AMOUNT"):
        Budget(BudgetState.NONE, Decimal(1))
    with pytest.raises(ValueError, match="AMOUNT"):
        Budget(BudgetState.AMOUNT)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("โครงการอบรมกิจกรรม", InitiativeKind.PROJECT),
        ("กิจกรรมโครงการ", InitiativeKind.ACTIVITY),
        ("มาตรการส่งเสริมกิจกรรม", InitiativeKind.MEASURE),
        ("โครง การอบรม", InitiativeKind.PROJECT),
        ("แนวปฏิบัติงานร่วมกัน", InitiativeKind.GUIDELINE),
        ("จัดทำโครงการ", None),
        ("", None),
    ],
)
def test_only_the_first_word_says_the_kind(title: str, kind: InitiativeKind | None) -> None:
    assert values.kind_of(title) is kind


def test_a_fiscal_year_is_named_by_the_year_it_ends_in() -> None:
    year = FiscalYear(2561)
    assert (year.ce, year.starts_on, year.ends_on) == (2018, date(2017, 10, 1), date(2018, 9, 30))

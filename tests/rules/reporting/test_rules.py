"""Scores, flags and what an entry may hold."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_core.errors import Invalid
from plan_core.reporting import rules
from plan_core.reporting.rules import (
    CannotReason,
    Entry,
    EntryWarning,
    InOrdinance,
    ProgressStatus,
    ReportFlag,
    ReportRound,
)
from plan_core.values import NO_BUDGET, UNSTATED, Budget, OrganisationKind

SIX, TWELVE = ReportRound.SIX_MONTHS, ReportRound.TWELVE_MONTHS
NONE_YET, IN_PROGRESS = ProgressStatus.NONE_YET, ProgressStatus.IN_PROGRESS
DONE, CANNOT = ProgressStatus.DONE, ProgressStatus.CANNOT


def test_what_is_in_progress_counts_half() -> None:
    assert rules.score_of([DONE, IN_PROGRESS, CANNOT, NONE_YET]) == Decimal("37.50")


def test_nothing_to_report_has_no_score_and_no_flag() -> None:
    assert rules.score_of([]) is None
    assert rules.flag_of(None, SIX) is None


def test_nothing_done_is_a_score_of_zero_and_red() -> None:
    assert rules.score_of([NONE_YET, CANNOT]) == 0
    assert rules.flag_of(Decimal(0), SIX) is ReportFlag.RED


def test_a_score_is_rounded_half_up_to_two_decimals() -> None:
    assert rules.score_of([DONE, NONE_YET, NONE_YET]) == Decimal("33.33")
    assert rules.score_of([DONE, DONE, NONE_YET]) == Decimal("66.67")
    # 1 of 800 is 0.125 exactly.
    assert rules.score_of([DONE] + [NONE_YET] * 799) == Decimal("0.13")
    # 9 999 halves of 20 000 are 49.995 exactly: shown, and called, 50.00.
    assert rules.score_of([DONE] * 4999 + [IN_PROGRESS] + [CANNOT] * 5000) == Decimal("50.00")


@pytest.mark.parametrize(
    ("score", "six", "twelve"),
    [
        ("100", "GREEN", "GREEN"),
        ("80", "GREEN", "GREEN"),
        ("79.99", "GREEN", "ORANGE"),
        ("50", "GREEN", "ORANGE"),
        ("49.99", "ORANGE", "RED"),
        ("20", "ORANGE", "RED"),
        ("19.99", "RED", "RED"),
        ("0", "RED", "RED"),
    ],
)
def test_a_limit_itself_belongs_to_the_better_flag(score: str, six: str, twelve: str) -> None:
    assert rules.flag_of(Decimal(score), SIX) is ReportFlag(six)
    assert rules.flag_of(Decimal(score), TWELVE) is ReportFlag(twelve)


@given(st.lists(st.sampled_from(list(ProgressStatus)), min_size=1, max_size=300))
def test_a_score_is_the_exact_quotient_rounded_once(statuses: list[ProgressStatus]) -> None:
    done, half = statuses.count(DONE), statuses.count(IN_PROGRESS)
    exact = (Decimal(done) + Decimal(half) / 2) * 100 / len(statuses)
    assert rules.score_of(statuses) == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_the_first_half_ends_in_march_and_the_year_in_september() -> None:
    assert [one.isoformat() for one in rules.period_of(2564, SIX)] == ["2020-10-01", "2021-03-31"]
    assert [one.isoformat() for one in rules.period_of(2564, TWELVE)] == [
        "2020-10-01",
        "2021-09-30",
    ]


def test_a_municipality_has_another_word_for_its_ordinance() -> None:
    assert rules.ordinance_word(OrganisationKind.SAO) == "ข้อบัญญัติ"
    assert rules.ordinance_word(OrganisationKind.PAO) == "ข้อบัญญัติ"
    assert rules.ordinance_word(OrganisationKind.TOWN_SUBDISTRICT) == "เทศบัญญัติ"


@pytest.mark.parametrize(
    ("entry", "code", "field"),
    [
        (Entry(status=CANNOT), "CANNOT_REASON_NEEDED", "cannotReason"),
        (
            Entry(status=DONE, cannot_reason=CannotReason.NO_BUDGET),
            "CANNOT_REASON_UNEXPECTED",
            "cannotReason",
        ),
        (Entry(status=DONE, cannot_text="เพราะ"), "CANNOT_REASON_UNEXPECTED", "cannotReason"),
        (
            Entry(status=CANNOT, cannot_reason=CannotReason.OTHER, cannot_text="  "),
            "CANNOT_TEXT_NEEDED",
            "cannotText",
        ),
        (Entry(ordinance=Budget.of(-1)), "BUDGET_NEGATIVE", "ordinance"),
        (Entry(disbursed=Decimal("0.001")), "BUDGET_TOO_FINE", "disbursed"),
        (Entry(disbursed=Decimal("1e15")), "BUDGET_TOO_LARGE", "disbursed"),
        (Entry(disbursed=Decimal("NaN")), "BUDGET_UNREADABLE", "disbursed"),
        (Entry(note="ก" * 2_001), "TEXT_TOO_LONG", "note"),
        (Entry(evidence_links=("https://a.th",) * 11), "LINKS_TOO_MANY", "evidenceLinks"),
    ],
)
def test_an_entry_that_contradicts_itself_is_refused(entry: Entry, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.clean_entry(entry)
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize(
    "link",
    [
        "http://example.go.th",
        "javascript:alert(1)",
        "https:",
        "https://",
        "//example.go.th",
        "https://user:secret@example.go.th",
        "https://example.go.th/a b",
        'https://example.go.th/"onclick=',
        "https://[::1",
        "data:text/html,x",
        "https://example.go.th/" + "a" * 500,
    ],
)
def test_a_link_that_is_not_plain_https_is_refused(link: str) -> None:
    with pytest.raises(Invalid, match="LINK_NOT_HTTPS"):
        rules.clean_entry(Entry(evidence_links=(link,)))


def test_a_good_entry_comes_back_with_clean_texts_and_each_link_once() -> None:
    link = "https://example.go.th/ภาพ.jpg"
    entry = rules.clean_entry(
        Entry(
            status=CANNOT,
            cannot_reason=CannotReason.OTHER,
            cannot_text="  น้ำท่วม ",
            evidence_links=(link, "", f" {link} "),
        )
    )
    assert entry.cannot_text == "น้ำท่วม"
    assert entry.evidence_links == (link,)


def test_more_disbursed_than_the_ordinance_has_is_said_and_kept() -> None:
    over = Entry(ordinance=Budget.of(100), disbursed=Decimal("100.01"))
    assert rules.clean_entry(over) == over
    assert rules.warnings_of(over, UNSTATED) == (EntryWarning.DISBURSED_ABOVE_ORDINANCE,)
    exactly = Entry(ordinance=Budget.of(100), disbursed=Decimal(100))
    assert rules.warnings_of(exactly, UNSTATED) == ()
    # No ordinance amount was stated: nothing to compare with.
    assert rules.warnings_of(Entry(ordinance=NO_BUDGET, disbursed=Decimal(5)), UNSTATED) == ()


def test_done_without_saying_what_was_paid_is_said_where_there_was_money() -> None:
    done = Entry(status=DONE)
    assert rules.warnings_of(done, Budget.of(1)) == (EntryWarning.DONE_WITHOUT_DISBURSED,)
    assert rules.warnings_of(done, NO_BUDGET) == ()


def test_an_amount_that_is_not_in_the_ordinance_is_said() -> None:
    entry = Entry(in_ordinance=InOrdinance.NO, ordinance=Budget.of(1))
    assert rules.warnings_of(entry, UNSTATED) == (EntryWarning.AMOUNT_NOT_IN_ORDINANCE,)


@pytest.mark.parametrize("score", ["-0.01", "100.01", "5.001", "NaN", "Infinity"])
def test_a_score_off_the_scale_is_refused(score: str) -> None:
    with pytest.raises(Invalid, match="SCORE_OUT_OF_RANGE"):
        rules.hundredths_of(Decimal(score), "selfScore")


@given(st.integers(0, 10_000))
def test_a_score_is_kept_exactly(hundredths: int) -> None:
    score = rules.score_from(hundredths)
    assert score is not None
    assert rules.hundredths_of(score, "selfScore") == hundredths

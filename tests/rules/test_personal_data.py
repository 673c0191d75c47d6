"""Citizen numbers and mobile phones in texts that will be published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_core import personal_data
from plan_core.thai_text import to_thai_digits


def with_check_digit(twelve: str) -> str:
    """The number whose thirteenth digit fits, found by trying all ten."""
    fitting = [f"{twelve}{last}" for last in range(10)]
    return next(one for one in fitting if personal_data.is_citizen_number(one))


@given(st.text("0123456789", min_size=12, max_size=12))
def test_exactly_one_last_digit_makes_a_citizen_number(twelve: str) -> None:
    fits = [last for last in range(10) if personal_data.is_citizen_number(f"{twelve}{last}")]
    assert len(fits) == 1


@given(st.text("0123456789", min_size=12, max_size=12))
def test_a_number_is_found_however_it_is_written_and_shown_masked(twelve: str) -> None:
    number = with_check_digit(twelve)
    dashed = f"{number[0]}-{number[1:5]}-{number[5:10]}-{number[10:12]}-{number[12]}"
    for written in (number, dashed, dashed.replace("-", " "), to_thai_digits(dashed)):
        text = f"นายสมชาย เลขประจำตัว {written} ประธาน"
        assert list(personal_data.citizen_numbers(text)) == [
            f"x-xxxx-xxxxx-{number[10:12]}-{number[12]}"
        ]


@pytest.mark.parametrize(
    "text",
    [
        "งบประมาณ 1,234,567,890,123 บาท",
        "เลขที่ 12345678901234567",
        "ปี 2561 2562 2563 2564",
        "เลขประจำตัว 1101700230709",
        "",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not list(personal_data.citizen_numbers(text))


def test_mobile_phones_are_found_and_office_lines_are_not() -> None:
    assert list(personal_data.mobile_numbers("โทร ๐๘๑-๒๓๔-๕๖๗๘ หรือ 0912345678")) == [
        "xxx-xxx-5678",
        "xxx-xxx-5678",
    ]
    assert not list(personal_data.mobile_numbers("โทรศัพท์ 0 5452 3456 โทรสาร 054-523456"))

"""Digits, broken marks and the key on which texts are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_core import thai_text


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text: str) -> None:
    key = thai_text.fold_key(text)
    assert thai_text.fold_key(key) == key


@given(st.text(alphabet="กขคงจชดตนบปผพมยรลวสหอะาิีึืุูเแโใไๆ0123456789abc", max_size=40))
def test_spaces_marks_and_digits_do_not_change_the_key(text: str) -> None:
    spaced = " ".join(text) if "เเ" not in text else text
    again = f"✓ {thai_text.to_thai_digits(spaced)} ✓"
    assert thai_text.fold_key(again) == thai_text.fold_key(spaced)


@given(st.integers(min_value=0))
def test_thai_digits_go_there_and_back(number: int) -> None:
    assert thai_text.to_arabic_digits(thai_text.to_thai_digits(str(number))) == str(number)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("จํานวน", "จำนวน"),
        ("นํ้า", "น้ำ"),
        ("เเผน", "แผน"),
        ("ท่ี", "ที่"),
        ("\u200bแผน\ufeff", "แผน"),
        ("１２๓", "12๓"),
    ],
)
def test_what_fonts_and_pdf_layers_break_is_repaired(broken: str, whole: str) -> None:
    assert thai_text.normalise(broken) == whole
    assert thai_text.fold_key(broken) == thai_text.fold_key(whole)


def test_glyphs_of_old_fonts_become_thai_marks() -> None:
    assert thai_text.repair_font_glyphs("ป\uf70bอง\uf718") == "ป้องุ"
    repaired = thai_text.repair_font_glyphs("".join(map(chr, range(0xF700, 0xF71B))))
    assert all(unicodedata.name(character).startswith("THAI") for character in repaired)


def test_leading_vowels_sort_behind_their_consonant() -> None:
    assert sorted(["แพร่", "กอ", "เก", "น่าน"], key=thai_text.sort_key) == [
        "กอ",
        "เก",
        "น่าน",
        "แพร่",
    ]

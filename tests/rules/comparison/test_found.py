"""What is looked for is found however it was typed, and marked where it stands in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_core.comparison.found import AROUND, Mark, found_in, terms_of
from plan_core.errors import Invalid
from plan_core.thai_text import fold_to_search


def marked(text: str, typed: str) -> list[str]:
    found = found_in(text, terms_of(typed))
    units = found.text.encode("utf-16-le")
    return [
        units[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le")
        for one in found.marks
    ]


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("โครงการจัดทำน้ำดื่ม", "นำ", ["น้ำ"]),
        ("โครงการจัดทำนํ้าดื่ม", "น้ำ", ["นํ้า"]),
        ("กิจกรรมแผ่นพับ", "เเผนพับ", ["แผ่นพับ"]),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๑", "2561", ["๒๕๖๑"]),
        ("โครงการ 5 ส.", "๕ส", ["5 ส"]),
        ("ต่อต้าน การทุจริต", "ต่อต้านการทุจริต", ["ต่อต้าน การทุจริต"]),
        ("ตอต้านทุจริต", "ทุจริต ต่อต้าน", ["ตอต้านทุจริต"]),
        ("ทุจริตและทุจริต", "ทุจริต", ["ทุจริต", "ทุจริต"]),
        ("😀 ITA และ ita", "Ita", ["ITA", "ita"]),
        ("ไม่มีอะไร", "ทุจริต", []),
    ],
)
def test_slips_of_tone_digits_spaces_and_joined_signs_are_forgiven(
    text: str, typed: str, expected: list[str]
) -> None:
    assert marked(text, typed) == expected


def test_a_long_text_is_cut_around_what_was_found() -> None:
    text = "ก" * 500 + "ทุจริต" + "ข" * 500
    found = found_in(text, terms_of("ทุจริต"))
    assert found.is_cut
    assert len(found.text) < 4 * AROUND
    assert found.marks == (Mark(AROUND, 6),)
    assert not found_in("สั้น", terms_of("สั้น")).is_cut


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "SEARCH_TOO_SHORT"),
        ("ก", "SEARCH_TOO_SHORT"),
        ("่ ้ - ", "SEARCH_TOO_SHORT"),
        ("ก" * 101, "SEARCH_TOO_LONG"),
        ("กก ขข คค งง จจ ฉฉ ชช", "SEARCH_TOO_LONG"),
    ],
)
def test_too_little_and_too_much_is_told(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        terms_of(typed)
    assert (refusal.value.code, refusal.value.field) == (code, "text")


@given(st.text(alphabet="กขคงนำาแเโ่้๊๋์็ํ 0๑๒aB.-%_\\😀ﬁ", max_size=60))
def test_every_folded_sign_has_its_place_and_folding_again_changes_nothing(text: str) -> None:
    folded, places = fold_to_search(text)
    assert len(folded) == len(places)
    assert places == sorted(places)
    assert all(0 <= one < len(text) for one in places)
    assert fold_to_search(folded)[0] == folded


@given(
    st.text(alphabet="กขคนำแ่้ 1๑", min_size=1, max_size=20), st.integers(0, 19), st.integers(2, 8)
)
def test_a_piece_of_a_text_is_always_found_in_it(text: str, at: int, length: int) -> None:
    piece = text[at : at + length]
    if len(fold_to_search(piece)[0]) < 2 or len(piece.split()) > 1:
        return
    found = found_in(text, terms_of(piece))
    assert found.marks
    assert all(one.length > 0 for one in found.marks)

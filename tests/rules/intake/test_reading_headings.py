"""Headings, years and columns: which are understood, and which are named instead."""

import pytest

from plan_core.errors import Invalid
from plan_core.values import Budget
from rules.intake.make_plans import HEADING, LABEL, codes, make_row, make_text, read_rows, read_text


def test_a_repeated_heading_and_label_on_the_next_page_change_nothing() -> None:
    again = HEADING.replace("ภารกิจตามมิติ", "มาตรการ/ แนวทาง การดำเนินการ")
    read = read_rows(
        make_row("๑. กิจกรรมก"), "", again, make_row("๒. กิจกรรมข", label=f"{LABEL} (ต่อ)")
    )
    assert [i.mission for i in read.draft.initiatives] == ["2.1", "2.1"]
    assert codes(read) == []


def test_years_that_are_of_no_edition_block_but_are_kept() -> None:
    text = make_text(LABEL + make_row("๑. กิจกรรมก"))
    for be in range(2564, 2560, -1):
        text = text.replace(str(be), str(be + 5))
    later = text.replace("๒๕๖๔", "๒๕๖๙").replace("๒๕๖๓", "๒๕๖๘").replace("๒๕๖๒", "๒๕๖๗")
    read = read_text(later.replace("๒๕๖๑", "๒๕๖๖"))
    assert read.draft.fiscal_years == (2566, 2567, 2568, 2569)
    assert [i.mission for i in read.draft.initiatives] == ["2.1"]
    assert codes(read) == ["EDITION_UNKNOWN"]


def test_part_three_ends_the_table_and_is_kept_as_text() -> None:
    read = read_rows(
        make_row("๑. กิจกรรมก"), "", "ส่วนที่ ๓ รายละเอียดโครงการ", "ชื่อโครงการ ก", "ก\tข\tค"
    )
    assert codes(read) == []
    assert [(s.code, s.text) for s in read.draft.sections if s.code == "PART_3"] == [
        ("PART_3", "ชื่อโครงการ ก\nก ข ค")
    ]


@pytest.mark.parametrize("years", ["ปี {}", "FY{}", "พ.ศ. {}", "ปีงบประมาณ {}", "{}"])
def test_a_year_that_is_clear_is_read(years: str) -> None:
    heading = "\t".join(["โครงการ/กิจกรรม", *(years.format(be) for be in range(2561, 2565))])
    text = make_text("๑. โครงการก\t1\t2\t3\t4").replace(HEADING, heading)
    assert read_text(text).draft.fiscal_years == (2561, 2562, 2563, 2564)


@pytest.mark.parametrize("years", ["2018\t2019", "ปี 2018\tปี 2019", "61\t62", "FY2018\tFY2019"])
def test_a_year_that_is_not_clear_is_named(years: str) -> None:
    text = make_text("๑. โครงการก\t1\t2").replace(HEADING, f"โครงการ/กิจกรรม\t{years}")
    with pytest.raises(Invalid) as refusal:
        read_text(text)
    assert refusal.value.code == "DOCUMENT_YEAR_AMBIGUOUS"
    assert refusal.value.values["text"] == years.split("\t", maxsplit=1)[0]


def test_columns_of_its_own_and_money_before_words_do_not_hide_a_table() -> None:
    heading = "ปี ๒๕๖๑\tปี ๒๕๖๒\tโครงการ/กิจกรรม\tกลุ่มคน (คน)\tไตรมาส ๑"
    text = make_text("5\t-\t๑. โครงการก\t๒๐\t/").replace(HEADING, heading)
    read = read_text(text)
    assert [i.title for i in read.draft.initiatives] == ["โครงการก"]
    assert codes(read).count("COLUMN_UNREAD") == 2
    assert "CELL_UNREAD" not in codes(read)


def test_two_columns_of_money_under_a_year_are_named_once() -> None:
    heading = "โครงการ/กิจกรรม\tปี ๒๕๖๑\t\tปี ๒๕๖๒\t\n\tงบ อปท.\tงบอื่น\tงบ อปท.\tงบอื่น"
    text = make_text("๑. โครงการก\t5\t-\t6\t-", "๒. โครงการข\t5\t-\t6\t-").replace(HEADING, heading)
    read = read_text(text)
    assert [i.budgets[2562] for i in read.draft.initiatives] == [Budget.of(6)] * 2
    assert codes(read).count("COLUMN_UNREAD") == 1

"""Single rows and headings: what they become, and that nothing is skipped in silence."""

import pytest

from plan_core.errors import Invalid
from plan_core.values import NO_BUDGET, UNSTATED, Budget, InitiativeKind
from rules.intake.make_plans import (
    HEADING,
    LABEL,
    codes,
    make_row,
    make_text,
    read_rows,
    read_text,
)


@pytest.mark.parametrize(
    ("printed", "number", "title"),
    [
        ("๑. โครงการก ✓", "๑", "โครงการก"),
        ("๑.โครงการก", "๑", "โครงการก"),
        ("๑) โครงการก", "๑", "โครงการก"),
        ("(๑) โครงการก", "๑", "โครงการก"),
        ("1.1.1.1 โครงการก", "1.1.1.1", "โครงการก"),
        ("- โครงการก", "", "โครงการก"),
        ("<p>**๑. โครงการก**</p>", "๑", "โครงการก"),
        ("โครงการปี พ.ศ. ๒๕๔๐", "", "โครงการปี พ.ศ. ๒๕๔๐"),
        ("๑. โครงการ ๕ ดี", "๑", "โครงการ ๕ ดี"),
        ("๑. โครงการเเก้จํานวน", "๑", "โครงการแก้จำนวน"),
        ("๑. โครงการก  ข\u00a0ค", "๑", "โครงการก ข ค"),
    ],
)
def test_numbering_marks_and_markup_come_off_a_title(printed: str, number: str, title: str) -> None:
    row = read_rows(make_row(printed)).draft.initiatives[0]
    assert (row.number, row.title, row.kind) == (number, title, InitiativeKind.PROJECT)


@pytest.mark.parametrize(
    "label",
    ["๑. ", "๑.๑ ", "1.1 ", "1) ", "(๑) ", "ภารกิจที่ ๑ ", "ภารกิจที่ 1.1 ", ""],
)
def test_a_mission_is_known_by_its_label(label: str) -> None:
    text = make_text(
        make_row(
            "๑. โครงการก",
            "1\t1\t1\t1",
            label=f"{label}การสร้างจิตสำนึกและความตระหนักแก่บุคลากรทั้งข้าราชการการเมืองฝ่ายบริหาร",
        ),
        dimension="มิติที่ ๑ การสร้างสังคมที่ไม่ทนต่อการทุจริต",
    )
    read = read_text(text)
    assert [i.mission for i in read.draft.initiatives] == ["1.1"]
    assert codes(read) == []


def test_a_label_whose_number_and_title_disagree_is_placed_by_number_and_reported() -> None:
    label = "๑. การส่งเสริมบทบาทการตรวจสอบของสภาท้องถิ่น"
    read = read_text(make_text(make_row("๑. กิจกรรมก", label=label)))
    assert [i.mission for i in read.draft.initiatives] == ["2.1"]
    assert codes(read) == ["MISSION_TITLE_DIFFERS"]


def test_a_row_without_any_mission_is_kept_and_blocks() -> None:
    read = read_text(make_text(make_row("๑. กิจกรรมก")))
    assert [i.mission for i in read.draft.initiatives] == [""]
    assert codes(read) == ["MISSION_UNKNOWN"]


def test_a_row_without_a_kind_is_kept_and_blocks() -> None:
    read = read_rows(make_row("๑. ป้ายประชาสัมพันธ์"))
    assert [i.kind for i in read.draft.initiatives] == [None]
    assert codes(read) == ["KIND_UNKNOWN"]


@pytest.mark.parametrize(
    "row",
    [
        make_row("หมายเหตุ ต่อจากแถวบน", "\t\t\t"),
        make_row("", "๕๐๐\t-\t-\t-"),
        make_row("-", "๕๐๐\t-\t-\t-"),
        make_row("๑๒๓", "๕๐๐\t-\t-\t-"),
    ],
)
def test_a_row_that_is_nothing_known_is_reported_with_its_text(row: str) -> None:
    read = read_rows(make_row("๑. กิจกรรมก"), row)
    assert len(read.draft.initiatives) == 1
    [finding] = [f for f in read.findings if f.code != "MISSION_EMPTY"]
    assert finding.code == "ROW_UNREAD"
    assert finding.place is not None
    assert finding.place.line == 6
    assert all(part in str(finding.values["text"]) for part in row.split())


def test_text_between_tables_and_cells_outside_are_reported() -> None:
    read = read_rows(make_row("๑. กิจกรรมก") + "\t\tนอกตาราง", "ข้อความหนึ่ง", "ข้อความสอง", "- ๗ -")
    assert codes(read) == ["CELL_UNREAD", "TEXT_UNREAD"]


def test_an_unreadable_amount_is_unstated_and_quoted() -> None:
    read = read_rows(make_row("๑. โครงการก", "15,00O\t-\t\t๑,๐๐๐.๕๐"))
    assert list(read.draft.initiatives[0].budgets.values()) == [
        UNSTATED,
        NO_BUDGET,
        UNSTATED,
        Budget.of("1000.50"),
    ]
    found = {f.code: f.values for f in read.findings}
    assert found["BUDGET_UNREADABLE"] == {"text": "15,00O", "years": [2561]}
    assert found["BUDGET_UNSTATED"] == {"years": [2563]}


def test_a_printed_zero_stays_zero_and_is_shown() -> None:
    read = read_rows(make_row("๑. กิจกรรมก", "0\t-\t๐\t-"))
    assert read.draft.initiatives[0].budgets[2561] == Budget.of(0)
    assert codes(read) == ["BUDGET_ZERO"]


@pytest.mark.parametrize(
    "counts",
    [
        "จำนวน ๑ มาตรการ ๑ กิจกรรม ๑ โครงการ",
        "โครงการ ๑ กิจกรรม ๑ มาตรการ ๑",
        "1 กิจกรรม, 1 โครงการ และ 1 มาตรการ",
        "โครงการ จำนวน ๑ มาตรการ จำนวน ๑ กิจกรรม จำนวน ๑",
    ],
)
@pytest.mark.parametrize("total", ["มิติที่ ๒ รวม", "รวม", "รวมทั้งสิ้น", "รวมมิติที่ 2", "มตินี้ ๒ รวม"])
def test_counts_and_totals_are_read_in_any_wording(total: str, counts: str) -> None:
    read = read_rows(
        make_row("๑. โครงการก", "5\t5\t5\t5"),
        make_row("๒. กิจกรรมข"),
        make_row("๓. มาตรการค"),
        make_row(counts, "5\t5\t5\t5", label=total),
    )
    [declared] = read.draft.declared
    assert declared.dimension == "2"
    assert set(declared.counts.values()) == {1}
    assert set(codes(read)) <= {"HEADING_SLIP"}


def test_one_number_for_all_years_of_all_rows_is_a_warning() -> None:
    read = read_rows(
        make_row("๑. โครงการก", "5\t5\t5\t5"),
        make_row("๒. โครงการข", "5\t5\t5\t5"),
        make_row("๘ โครงการ", "10\t10\t10\t10", label="รวม"),
    )
    [finding] = [f for f in read.findings if f.code == "DECLARED_COUNT_DIFFERS"]
    assert (finding.severity, finding.values["basis"]) == ("WARNING", "PROJECT_YEARS")


@pytest.mark.parametrize(
    ("first", "second", "is_alike"),
    [
        ("โครงการลดขั้นตอนการปฏิบัติงาน", "กิจกรรมการลดขั้นตอนการปฏิบัติงาน", True),
        ("โครงการอบรมเด็กและเยาวชน", "โครงการอบรมเด็ก และเยาวชนตำบลทดสอบ", True),
        ("โครงการปลูกป่า", "โครงการปลูกผัก", False),
        ("มาตรการจัดทำแผนภูมิขั้นตอนและระยะเวลา", "โครงการลดขั้นตอนและระยะเวลา", False),
        ("กิจกรรมเผยแพร่ข้อมูลการเงิน", "กิจกรรมเผยแพร่ข้อมูลจัดซื้อจัดจ้าง", False),
    ],
)
def test_near_duplicates_are_found_and_different_work_is_not(
    first: str, second: str, is_alike: bool
) -> None:
    read = read_rows(make_row(first, "1\t1\t1\t1"), make_row(second, "1\t1\t1\t1"))
    assert (codes(read) == ["NEAR_DUPLICATE_INITIATIVE"]) is is_alike


def test_a_number_that_goes_on_over_missions_is_no_fault() -> None:
    read = read_rows(
        make_row("๑. กิจกรรมก"),
        make_row("๒. กิจกรรมข"),
        make_row("๓. กิจกรรมค", label="๒. มาตรการสร้างความโปร่งใสในการปฏิบัติราชการ"),
    )
    assert [i.mission for i in read.draft.initiatives] == ["2.1", "2.1", "2.2"]
    assert codes(read) == []


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


@pytest.mark.parametrize(
    "total",
    ["รวมทั้งแผน", "รวมมิติที่ ๑ - ๔", "รวมทั้ง ๔ มิติ", "Grand Total", "รวมทุกมิติ", "รวมมิติ ๑ ถึง ๔"],
)
def test_a_total_of_everything_is_the_plan_s_in_any_wording(total: str) -> None:
    read = read_rows(
        make_row("๑. โครงการก", "5\t5\t5\t5"),
        make_row("จำนวน ๑ โครงการ/กิจกรรม/มาตรการ", "5\t5\t5\t5", label=total),
    )
    [declared] = read.draft.declared
    assert (declared.dimension, declared.items, declared.counts) == ("", 1, {})
    assert codes(read) == []


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ("จำนวน ๗ รายการ", "DECLARED_COUNT_DIFFERS"),
        ("จำนวน สิบสองโครงการ", "DECLARED_COUNT_DIFFERS"),
        ("โครงการ (๒)", "DECLARED_COUNT_DIFFERS"),
        ("หลายโครงการ", "TOTAL_TEXT_UNREAD"),
    ],
)
def test_no_printed_count_is_lost(counts: str, code: str) -> None:
    read = read_rows(
        make_row("๑. โครงการก", "5\t5\t5\t5"), make_row(counts, "5\t5\t5\t5", label="รวม")
    )
    assert codes(read) == [code]


def test_a_project_called_together_is_no_total() -> None:
    read = read_rows(make_row("โครงการรวมพลัง", "5\t5\t5\t5"), make_row("รวมพลังใจ", "1\t-\t-\t-"))
    assert len(read.draft.initiatives) == 2
    assert read.draft.declared == ()


def test_a_title_over_two_rows_is_joined_and_said() -> None:
    read = read_rows(make_row("๑. โครงการก", "5\t5\t5\t5"), make_row("ต่อจากแถวบน", "\t\t\t"))
    assert [i.title for i in read.draft.initiatives] == ["โครงการก ต่อจากแถวบน"]
    assert codes(read) == ["TITLE_CONTINUED"]


def test_marks_that_turn_the_writing_direction_leave_the_title() -> None:
    read = read_rows(make_row("๑. \u202eโครงการก\u202c", "5\t5\t5\t5"))
    assert [i.title for i in read.draft.initiatives] == ["โครงการก"]


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


def test_a_table_that_sums_up_is_named_and_not_read() -> None:
    summary = ["", "มิติ\tจำนวนโครงการ/กิจกรรม\tปี ๒๕๖๑", "มิติที่ ๒ การบริหาร\t๑\t5", "รวม\t๑\t5"]
    read = read_rows(make_row("๑. โครงการก", "5\t5\t5\t5"), *summary)
    assert len(read.draft.initiatives) == 1
    assert codes(read) == ["TABLE_UNREAD"]

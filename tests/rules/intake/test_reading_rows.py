"""Single rows: what they become, and that nothing is skipped in silence."""

import pytest

from plan_core.values import NO_BUDGET, UNSTATED, Budget, InitiativeKind
from rules.intake.make_plans import codes, make_row, make_text, read_rows, read_text


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


def test_a_title_over_two_rows_is_joined_and_said() -> None:
    read = read_rows(make_row("๑. โครงการก", "5\t5\t5\t5"), make_row("ต่อจากแถวบน", "\t\t\t"))
    assert [i.title for i in read.draft.initiatives] == ["โครงการก ต่อจากแถวบน"]
    assert codes(read) == ["TITLE_CONTINUED"]


def test_marks_that_turn_the_writing_direction_leave_the_title() -> None:
    read = read_rows(make_row("๑. \u202eโครงการก\u202c", "5\t5\t5\t5"))
    assert [i.title for i in read.draft.initiatives] == ["โครงการก"]

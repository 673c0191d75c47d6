"""Total rows and summing tables: read in any wording, and compared with what is listed."""

import pytest

from rules.intake.make_plans import codes, make_row, read_rows


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


def test_a_table_that_sums_up_is_named_and_not_read() -> None:
    summary = ["", "มิติ\tจำนวนโครงการ/กิจกรรม\tปี ๒๕๖๑", "มิติที่ ๒ การบริหาร\t๑\t5", "รวม\t๑\t5"]
    read = read_rows(make_row("๑. โครงการก", "5\t5\t5\t5"), *summary)
    assert len(read.draft.initiatives) == 1
    assert codes(read) == ["TABLE_UNREAD"]

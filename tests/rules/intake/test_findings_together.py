"""Many findings of one kind stay readable, and none is lost without being counted."""

from plan_core.intake.checks.together import MOST_OF_ONE_CODE
from rules.intake.make_plans import HEADING, make_row, read_rows


def test_a_flood_of_one_code_ends_in_its_count() -> None:
    read = read_rows(*(make_row(f"{n}. งานที่{n}", "1\t1\t1\t1") for n in range(1, 91)))
    found = [f for f in read.findings if f.code == "KIND_UNKNOWN"]
    assert len(found) == MOST_OF_ONE_CODE + 1
    assert (found[-1].key, found[-1].values) == ("KIND_UNKNOWN:REST", {"count": 40})
    assert found[-1].severity == "CRITICAL"
    assert len({f.key for f in read.findings}) == len(read.findings)


def test_a_running_head_on_each_page_is_one_finding() -> None:
    pages = (
        row
        for n in range(1, 5)
        for row in ("หัวกระดาษทุกหน้า", "", HEADING, make_row(f"{n}. กิจกรรมที่{n}"))
    )
    read = read_rows(make_row("๑. มาตรการก"), *pages)
    [finding] = [f for f in read.findings if f.code == "TEXT_UNREAD"]
    assert finding.values["count"] == 4

"""What a worksheet hides is read, and said once for each worksheet."""

import pytest

from plan_core.errors import Invalid
from plan_core.intake import reading
from plan_core.intake.reading import Reading
from plan_core.intake.watch_xlsx import MAX_COLUMN_FORMATS
from rules.intake.make_plans import EDITION, HEADING, codes, make_sheet, make_workbook

ROWS = [
    ["มิติที่ ๒ การบริหารราชการเพื่อป้องกันการทุจริต"],
    HEADING.split("\t"),
    ["๑. แสดงเจตจำนงทางการเมือง", "๑. โครงการก", "๑๐๐", "-", "-", "5"],
    ["", "๒. มาตรการข", "-", "-", "-", "-"],
    [],
]


def read_sheet(columns: str = "", hidden: tuple[int, ...] = ()) -> Reading:
    sheet = make_sheet(ROWS)
    for row in hidden:
        sheet = sheet.replace(f'<row r="{row}"', f'<row hidden="1" r="{row}"')
    return reading.read("plan.xlsx", make_workbook(columns + sheet), EDITION)


@pytest.mark.parametrize(
    ("columns", "hidden", "values"),
    [
        ("", (3, 4), {"rows": 2, "columns": 0}),
        ('<cols><col min="3" max="3" hidden="true"/></cols>', (), {"rows": 0, "columns": 1}),
        ('<cols><col min="6" max="16384" hidden="1"/></cols>', (4,), {"rows": 1, "columns": 2}),
    ],
)
def test_hidden_rows_and_columns_are_read_and_said(
    columns: str, hidden: tuple[int, ...], values: dict[str, int]
) -> None:
    read = read_sheet(columns, hidden)
    assert len(read.draft.initiatives) == 2
    assert codes(read) == ["HIDDEN_ROWS"]
    [finding] = [f for f in read.findings if f.code == "HIDDEN_ROWS"]
    assert (finding.severity, finding.values) == ("WARNING", {"text": "S", **values})


def test_more_column_formats_than_columns_are_refused() -> None:
    column = '<col min="1" max="16384" hidden="1"/>'
    with pytest.raises(Invalid) as refusal:
        read_sheet(f"<cols>{column * (MAX_COLUMN_FORMATS + 1)}</cols>")
    assert refusal.value.code == "DOCUMENT_ARCHIVE_BOMB"


def test_hidden_rows_and_columns_that_hold_nothing_are_no_matter() -> None:
    assert codes(read_sheet('<cols><col min="8" max="16384" hidden="1"/></cols>', (5,))) == []
    assert codes(read_sheet('<cols><col min="1" max="7" hidden="0"/></cols>')) == []

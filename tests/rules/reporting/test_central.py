"""Reading a table of central scores: as CSV and as a workbook, with every cell that is refused."""

import io
from decimal import Decimal

import openpyxl
import pytest

from plan_core.errors import Invalid
from plan_core.framework.rules import FrameworkDimension, FrameworkEdition
from plan_core.reporting import central, central_workbook
from plan_core.reporting.central import CentralTable, Scored

EDITION = FrameworkEdition(
    "2561-2564",
    2561,
    2564,
    tuple(FrameworkDimension(str(code), f"มิติ {code}", ()) for code in range(1, 5)),
    title="",
)
KNOWN = {
    "6540601": Scored(1, "อบต.ก", "report1", {"1": Decimal("80.00")}),
    "6540602": Scored(2, "อบต.ข", "report2", {}),
    "6540603": Scored(3, "อบต.ค", None, {}),
}
HEAD = "รหัส อปท.,ชื่อ อปท.,มิติที่ 1,มิติที่ 2,มิติที่ 3,มิติที่ 4"


def read(*lines: str, encoding: str = "utf-8") -> CentralTable:
    return central.read_central("\n".join(lines).encode(encoding), EDITION, KNOWN)


def told(table: CentralTable) -> list[tuple[str, str, str]]:
    return [(one.organisation.name, one.dimension_code, str(one.score)) for one in table.new]


def refused(table: CentralTable) -> list[tuple[str, str]]:
    return [(one.cell, one.refusal.code) for one in table.refused]


def test_new_scores_are_told_apart_from_kept_and_from_blank_ones() -> None:
    table = read(HEAD, "6540601,อบต.ก,80,75.5,,", "6540602,อบต.ข,๙๐,0,100,")
    assert told(table) == [
        ("อบต.ก", "2", "75.5"),
        ("อบต.ข", "1", "90"),
        ("อบต.ข", "2", "0"),
        ("อบต.ข", "3", "100"),
    ]
    assert (table.unchanged, table.blank, table.refused) == (1, 3, [])


def test_a_score_that_replaces_another_says_which() -> None:
    (one,) = read(HEAD, "6540601,,81,,,").new
    assert (one.before, one.score) == (Decimal("80.00"), Decimal(81))


def test_every_refused_line_and_cell_is_named_with_its_place() -> None:
    table = read(
        "คะแนนประเมิน ปี 2561",
        HEAD,
        "6540699,ไม่มีจริง,50,50,50,50",
        "6540603,อบต.ค,50,50,50,50",
        "6540602,อบต.ข,101,-,ดี,50.123",
        "6540602,อบต.ข,50,,,",
        ",ไม่มีรหัส,50,,,",
    )
    assert refused(table) == [
        ("A3", "ORGANISATION_UNKNOWN"),
        ("A4", "YEAR_NOT_REPORTED"),
        ("C5", "SCORE_OUT_OF_RANGE"),
        ("D5", "SCORE_UNREADABLE"),
        ("E5", "SCORE_UNREADABLE"),
        ("F5", "SCORE_OUT_OF_RANGE"),
        ("A6", "ROW_TWICE"),
        ("A7", "ORGANISATION_UNKNOWN"),
    ]
    assert table.new == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_csv_is_read_as_thai_offices_save_it(separator: str, encoding: str) -> None:
    head = HEAD.replace(",", separator).replace("มิติที่ 1", "มิติที่ ๑")
    assert told(read(head, separator.join(["6540602", "อบต.ข", "50"]), encoding=encoding)) == [
        ("อบต.ข", "1", "50")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "DOCUMENT_EMPTY"),
        ("รหัส,คะแนน\n1,2".encode(), "HEADINGS_MISSING"),
        ("รหัส อปท.,ชื่อ อปท.\n6540601,ก".encode(), "HEADINGS_MISSING"),
        ((HEAD + ",มิติที่ ๑\n6540602,ข,1,,,,2").encode(), "HEADING_TWICE"),
        (("รหัส อปท.," + HEAD + "\n6540601,6540602,ข,1").encode(), "HEADING_TWICE"),
        (b"PK\x03\x04 no archive", "DOCUMENT_DAMAGED"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "DOCUMENT_TYPE_UNSUPPORTED"),
    ],
)
def test_what_is_no_such_table_is_refused_whole(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        central.read_central(content, EDITION, KNOWN)
    assert refusal.value.code == code


def test_the_workbook_goes_out_with_what_is_kept_and_comes_back_filled_in() -> None:
    content = central_workbook.make_workbook(EDITION, KNOWN)
    table = central.read_central(content, EDITION, KNOWN)
    assert (table.new, table.unchanged, table.blank, table.refused) == ([], 1, 7, [])
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    assert [page.cell(row, 2).value for row in (2, 3, 4)] == ["อบต.ก", "อบต.ข", None]
    page["C3"] = 66.25
    page["D3"] = "๗๐"
    saved = io.BytesIO()
    book.save(saved)
    assert told(central.read_central(saved.getvalue(), EDITION, KNOWN)) == [
        ("อบต.ข", "1", "66.25"),
        ("อบต.ข", "2", "70"),
    ]


def test_the_table_is_found_on_whatever_sheet_it_stands_but_never_chosen_from_two() -> None:
    book = openpyxl.Workbook()
    cover = book.worksheets[0]
    cover.append(["หนังสือนำ"])
    for turn, (name, found) in enumerate(
        [("คะแนน", [("อบต.ก", "1", "85")]), ("ปีก่อน", None)], start=1
    ):
        page = book.create_sheet(name)
        page.append(HEAD.split(","))
        page.append(["6540601", "", 84 + turn])
        kept = io.BytesIO()
        book.save(kept)
        if found is not None:
            assert told(central.read_central(kept.getvalue(), EDITION, KNOWN)) == found
            continue
        with pytest.raises(Invalid) as refusal:
            central.read_central(kept.getvalue(), EDITION, KNOWN)
        assert (refusal.value.code, refusal.value.values) == ("SHEETS_MANY", {"sheets": 2})

"""Files that are not plans, or mean harm: each is refused by name and leaves nothing half-read."""

import time
import zipfile
from contextlib import suppress

import pytest

from plan_core.errors import Invalid
from plan_core.intake import guard_xlsx, reading, sniff
from rules.intake.make_plans import (
    EDITION,
    HEADING,
    make_row,
    make_sheet,
    make_text,
    make_workbook,
    make_zip,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLAN = make_text(make_row("๑. โครงการก")).encode()
BIG = b"\x00" * (guard_xlsx.RATIO_FROM_BYTES * 2)


def refusal_of(filename: str, content: bytes) -> Invalid:
    with pytest.raises(Invalid) as refusal:
        reading.read(filename, content, EDITION)
    assert refusal.value.message_th
    assert refusal.value.message_en
    assert refusal.value.field == "file"
    return refusal.value


@pytest.mark.parametrize(
    ("filename", "content", "code"),
    [
        ("a.txt", b"", "DOCUMENT_EMPTY"),
        ("a.txt", b" \n\t ", "DOCUMENT_EMPTY"),
        ("a.txt", b"a" * (sniff.MAX_DOCUMENT_BYTES + 1), "DOCUMENT_TOO_LARGE"),
        ("a.pdf", b"%PDF-1.7 ...", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("plan.txt", b"%PDF-1.7 ...", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.png", b"\x89PNG\r\n\x1a\n...", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.jpg", b"\xff\xd8\xff\xe0...", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.exe", b"MZ\x90\x00", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("plan.txt", b"\x7fELF\x02", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("plan.txt", b"#!/bin/sh\necho", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("plan.txt", b"{\\rtf1 ...}", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.gz", b"\x1f\x8b\x08\x00", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.xls", OLE + b"\x00" * 600, "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "DOCUMENT_ENCRYPTED"),
        ("a.docx", make_zip({"word/document.xml": "<a/>"}), "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.xlsx", make_zip({"word/document.xml": "<a/>"}), "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.xlsx", make_zip({"readme.txt": "x"}), "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "DOCUMENT_DAMAGED"),
        ("a.xlsx", make_workbook()[:-30], "DOCUMENT_DAMAGED"),
        ("a.xlsx", PLAN, "DOCUMENT_TYPE_MISMATCH"),
        ("a.pdf", PLAN, "DOCUMENT_TYPE_MISMATCH"),
        ("a.txt", make_workbook(), "DOCUMENT_TYPE_MISMATCH"),
        ("a.xlsm", make_workbook(), "DOCUMENT_HAS_MACROS"),
        ("a.txt", PLAN + b"\x00", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.txt", PLAN + b"\x07", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.txt", PLAN + b"\xff\xfe", "DOCUMENT_ENCODING"),
        ("a.txt", "plan café".encode("latin-1"), "DOCUMENT_ENCODING"),
        ("a.txt", PLAN.decode().encode("utf-16")[:-1], "DOCUMENT_ENCODING"),
        ("a.txt", PLAN.decode().encode("utf-16-le"), "DOCUMENT_ENCODING"),
        ("a.txt", PLAN + "\ufffd".encode() * 30, "DOCUMENT_TEXT_UNREADABLE"),
        ("a.txt", PLAN.decode().encode().decode("latin-1").encode(), "DOCUMENT_TEXT_UNREADABLE"),
        ("a.html", PLAN + b"<script>alert(1)</script>", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.md", PLAN + b"<img src=x onerror=alert(1)>", "DOCUMENT_TYPE_UNSUPPORTED"),
        ("a.txt", b"\t" * 1_000_000 + b"x", "DOCUMENT_LINE_TOO_LONG"),
        ("a.txt", PLAN + b"\t" * 5_000 + b"x", "DOCUMENT_TOO_MANY_COLUMNS"),
        ("a.txt", PLAN + b"x\n" * 30_000, "DOCUMENT_TOO_MANY_ROWS"),
        ("a.txt", PLAN + b"\t1. \xe0\xb8\x81\t-\t-\t-\t-\n" * 2_500, "DOCUMENT_TOO_MANY_ROWS"),
        ("a.txt", PLAN + b"<table><tr><td><table>", "DOCUMENT_NESTED_TABLE"),
        ("a.txt", PLAN + b"<table><tr><td colspan=99999>x", "DOCUMENT_TOO_MANY_COLUMNS"),
        ("a.txt", PLAN + b"<table><tr><td rowspan=99999>x", "DOCUMENT_TOO_MANY_ROWS"),
        ("a.txt", "บันทึกข้อความ ไม่มีตาราง".encode(), "DOCUMENT_NO_PLAN_TABLE"),
        ("a.txt", b"hello", "DOCUMENT_NO_PLAN_TABLE"),
    ],
)
def test_the_file_is_refused_by_name(filename: str, content: bytes, code: str) -> None:
    assert refusal_of(filename, content).code == code


@pytest.mark.parametrize("year", ["ปี ๖๑", "ปีงบประมาณ 61", "ปี 2018", "ค.ศ. 2018", "พ.ศ. 256"])
def test_an_ambiguous_year_is_refused_with_its_place(year: str) -> None:
    refusal = refusal_of("a.txt", PLAN.decode().replace("ปี ๒๕๖๒", year).encode())
    assert refusal.code == "DOCUMENT_YEAR_AMBIGUOUS"
    assert refusal.values == {"text": year, "line": 4, "row": 1, "column": 4}


def test_the_same_year_over_two_columns_is_refused() -> None:
    content = PLAN.decode().replace("ปี ๒๕๖๒", "ปี ๒๕๖๑").encode()
    assert refusal_of("a.txt", content).code == "DOCUMENT_YEAR_AMBIGUOUS"


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ('<sheetData><row r="2"><c r="B2"><f>1+1</f><v>2</v></c></row></sheetData>', "HAS_FORMULA"),
        ('<dimension ref="A1:XFD1048576"/><sheetData/>', "TOO_MANY_ROWS"),
        ('<dimension ref="A1:XFD9"/><sheetData/>', "TOO_MANY_COLUMNS"),
        (
            '<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>',
            "TOO_MANY_ROWS",
        ),
        ('<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>', "TOO_MANY_COLUMNS"),
        ("<sheetData>" + "<row/>" * 6_000 + "</sheetData>", "TOO_MANY_ROWS"),
        ('<mergeCells><mergeCell ref="A1:IV5000"/></mergeCells>', "ARCHIVE_BOMB"),
        ('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "TOO_MANY_ROWS"),
        ("<a>" * 100 + "</a>" * 100, "ARCHIVE_BOMB"),
        ("<a>", "DAMAGED"),
        ('<sst count="1" uniqueCount="9999999999999"/>', "ARCHIVE_BOMB"),
    ],
)
def test_a_worksheet_that_explodes_or_calculates_is_refused(sheet: str, code: str) -> None:
    assert refusal_of("a.xlsx", make_workbook(sheet)).code == f"DOCUMENT_{code}"


def test_the_formula_is_named_by_its_cell() -> None:
    sheet = '<sheetData><row r="7"><c r="E7"><f>cmd</f></c></row></sheetData>'
    assert refusal_of("a.xlsx", make_workbook(sheet)).values["cell"] == "E7"


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("xl/vbaProject.bin", b"x", "DOCUMENT_HAS_MACROS"),
        ("xl/macrosheets/sheet1.xml", "<a/>", "DOCUMENT_HAS_MACROS"),
        ("xl/externalLinks/externalLink1.xml", "<a/>", "DOCUMENT_EXTERNAL_LINKS"),
        ("xl/connections.xml", "<a/>", "DOCUMENT_EXTERNAL_LINKS"),
        ("xl/embeddings/oleObject1.bin", b"x", "DOCUMENT_HAS_EMBEDDED_OBJECT"),
        (
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships><Relationship Type="image" TargetMode="External"/></Relationships>',
            "DOCUMENT_EXTERNAL_LINKS",
        ),
        ("xl/sharedStrings.xml", '<sst uniqueCount="99999999999"/>', "DOCUMENT_ARCHIVE_BOMB"),
        (
            "xl/elsewhere.xml",
            '<x><sheetData><row r="1"><c r="A1"><f>1</f></c></row></sheetData></x>',
            "DOCUMENT_HAS_FORMULA",
        ),
        (
            "xl/_rels/other.rels",
            '<Relationships><Relationship Type="x/worksheet" Target="a.bin"/></Relationships>',
            "DOCUMENT_DAMAGED",
        ),
        ("xl/media/zero.bin", BIG, "DOCUMENT_ARCHIVE_BOMB"),
        ("../../etc/passwd", b"x", "DOCUMENT_DAMAGED"),
        ("xl/styles.xml", '<?xml version="1.0" encoding="NaN"?><a/>', "DOCUMENT_DAMAGED"),
        ("XL/workbook.xml", b"x", "DOCUMENT_DAMAGED"),
        (
            "xl/styles.xml",
            '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
            "DOCUMENT_UNSAFE_XML",
        ),
        ("xl/styles.xml", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "DOCUMENT_UNSAFE_XML"),
    ],
)
def test_a_workbook_with_a_dangerous_part_is_refused(
    part: str, content: bytes | str, code: str
) -> None:
    assert refusal_of("a.xlsx", make_workbook(extra={part: content})).code == code


def test_a_workbook_of_thousands_of_parts_is_refused() -> None:
    parts: dict[str, bytes | str] = {f"xl/media/{n}.txt": "x" for n in range(600)}
    assert refusal_of("a.xlsx", make_workbook(extra=parts)).code == "DOCUMENT_ARCHIVE_BOMB"


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    """The size in the headers says one byte; what comes out of it says otherwise."""
    content = make_workbook(extra={"xl/media/zero.bin": BIG})
    true_size = len(BIG).to_bytes(4, "little")
    lying = content.replace(true_size, (1).to_bytes(4, "little"))
    assert lying != content
    assert refusal_of("a.xlsx", lying).code in {"DOCUMENT_ARCHIVE_BOMB", "DOCUMENT_DAMAGED"}


def test_many_parts_that_are_each_small_enough_are_refused_together() -> None:
    part = bytes(range(256)) * 4 * 1024 * 2
    parts: dict[str, bytes | str] = {f"xl/media/{n}.bin": part for n in range(40)}
    assert refusal_of("a.xlsx", make_workbook(extra=parts)).code == "DOCUMENT_ARCHIVE_BOMB"


def test_a_zip_with_a_password_is_refused() -> None:
    content = bytearray(make_workbook())
    central = content.rfind(b"PK\x01\x02")
    content[central + 8] |= 1
    assert refusal_of("a.xlsx", bytes(content)).code == "DOCUMENT_ENCRYPTED"


def test_an_unusual_compression_is_refused() -> None:
    content = make_zip({"xl/workbook.xml": "<a/>", "[Content_Types].xml": "<a/>"}, zipfile.ZIP_LZMA)
    assert refusal_of("a.xlsx", content).code == "DOCUMENT_DAMAGED"


def test_text_that_looks_like_a_formula_stays_text() -> None:
    heading = HEADING.split("\t")
    row = ["2.1 แสดงเจตจำนงทางการเมือง", "๑. กิจกรรมก", "-", "-", "-", "-", "=cmd|' /C calc'!A0"]
    content = make_workbook(make_sheet([heading, row]))
    read = reading.read("a.xlsx", content, EDITION)
    assert [i.remarks for i in read.draft.initiatives] == ["=cmd|' /C calc'!A0"]


PIECES = ["<", "<td ", "<!--", "1.", "((1", "๑. ", "๑.โครงการ ", "มิติที่ ", "รวม", "จำนวน", "- ", "ปี"]


@pytest.mark.parametrize(
    "piece", [*PIECES, "พ.ศ.", "\\|", "|", "&amp;", "่ั", "ความเสี่ยง", "...", " "]
)
def test_long_lines_of_anything_cost_time_in_proportion(piece: str) -> None:
    """No time is asserted but a ceiling that only catastrophic backtracking reaches."""
    body = (piece * 100_000)[:90_000]
    started = time.perf_counter()
    for text in (f"{HEADING}\n{body}\n", f"{HEADING}\n๑. ก\t{body}\t-\n", f"{body}\n{HEADING}\n"):
        with suppress(Invalid):
            reading.read("a.txt", text.encode(), EDITION)
    assert time.perf_counter() - started < 60


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}, "Word .docx"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "OpenDocument .odt"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "OpenDocument .ods"),
        ({"plan.txt": "x"}, "ZIP"),
    ],
)
def test_an_archive_is_called_what_it_is(parts: dict[str, bytes | str], kind: str) -> None:
    assert refusal_of("plan.docx", make_zip(parts)).values == {"kind": kind}

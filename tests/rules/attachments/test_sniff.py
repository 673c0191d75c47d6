"""What may be attached, told by the content: every trick that a file can play with its name."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from plan_core.attachments import sniff
from plan_core.errors import Invalid

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00" + bytes(40) + b"\xff\xd9"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(24)


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack("!L", len(body)) + kind + body + struct.pack("!L", zlib.crc32(kind + body))
        )

    head = chunk(b"IHDR", struct.pack("!LLBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


def office(main: str, *more: str, filling: bytes = b"<x/>") -> bytes:
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", main, *more):
            archive.writestr(name, filling)
    return into.getvalue()


def code_of(name: str, content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        sniff.media_type_of(name, content)
    assert refused.value.message_th
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("คำสั่ง.pdf", PDF, "application/pdf"),
        ("photo.PNG", png(), "image/png"),
        ("photo.jpg", JPEG, "image/jpeg"),
        ("photo.jpeg", JPEG, "image/jpeg"),
        ("photo.webp", WEBP, "image/webp"),
        ("a.docx", office("word/document.xml"), sniff.DOCX.media_type),
        ("a.xlsx", office("xl/workbook.xml"), sniff.XLSX.media_type),
        (
            "a.xlsx",
            office("xl/workbook.xml", "xl/printerSettings/printerSettings1.bin"),
            sniff.XLSX.media_type,
        ),
        ("a.pptx", office("ppt/presentation.xml"), sniff.PPTX.media_type),
        ("a.txt", "รายงาน 5 < 6".encode(), "text/plain"),
        ("a.txt", "รายงาน".encode("cp874"), "text/plain"),
        ("a.csv", "\ufeffชื่อ,จำนวน\n".encode(), "text/csv"),
    ],
)
def test_what_may_be_attached_is_known_by_its_content(
    name: str, content: bytes, expected: str
) -> None:
    assert sniff.media_type_of(name, content) == expected


@pytest.mark.parametrize(
    "name",
    ["a.svg", "a.html", "a.htm", "a.xml", "a.exe", "a.docm", "a.xlsm", "a.doc", "a.zip", "a.gif",
     "pdf", "", "a.pdf.exe", "a.", "a.pdf ", "a.js", "a.pdf\u202e"],
)  # fmt: skip
def test_other_endings_are_refused_whatever_is_in_them(name: str) -> None:
    assert code_of(name, PDF) == "FILE_TYPE_UNSUPPORTED"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", png()),
        ("a.png", PDF),
        ("a.jpg", png()),
        ("a.pdf", b"hello"),
        ("a.pdf", b"<html>%PDF-1.7"),
        ("a.pdf", b"   " + PDF),
        ("a.png", b"GIF89a" + bytes(20)),
        ("a.docx", office("xl/workbook.xml")),
        ("a.xlsx", PDF),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", b"MZ" + office("word/document.xml")),
        ("a.docx", office("word/document.xml", "xl/workbook.xml")),
        ("a.docx", office("other/thing.xml")),
        ("a.txt", b"<!DOCTYPE html><p>x"),
        ("a.txt", b"\n\n <script>alert(1)</script>"),
        ("a.csv", b"<svg onload=alert(1)>"),
        ("a.txt", b"MZ\x90\x00"),
        ("a.txt", b"text\x00text"),
        ("a.txt", b"#!/bin/sh\n"),
        ("a.csv", png()),
    ],
)
def test_a_name_that_lies_about_its_content_is_refused(name: str, content: bytes) -> None:
    assert code_of(name, content) == "FILE_TYPE_MISMATCH"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", office("word/document.xml", "word/vbaProject.bin")),
        ("a.xlsx", office("xl/workbook.xml", "xl/macrosheets/sheet1.xml")),
        ("a.docx", office("word/document.xml", "word/activeX/activeX1.xml")),
        ("a.docx", office("word/document.xml", "word/embeddings/oleObject1.bin")),
        ("a.pptx", office("ppt/presentation.xml", "ppt/run.exe")),
        ("bomb.xlsx", office("xl/workbook.xml", filling=bytes(30 * 1024**2))),
        ("both.pdf", PDF + office("word/document.xml")),
        ("both.png", png() + office("word/document.xml")),
        ("both.jpg", JPEG + office("other.txt")),
    ],
)
def test_macros_programs_bombs_and_two_files_in_one_are_refused(name: str, content: bytes) -> None:
    assert code_of(name, content) == "FILE_DANGEROUS"

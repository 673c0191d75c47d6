"""Plan documents in other shapes, each with the draft and the findings it must become.

A new bug adds a document and its `.json`; missions without rows are left out of the findings,
because these documents are short.
"""

import json
from pathlib import Path

import msgspec
import pytest

from documents.expected import in_short
from plan_core.framework.rules import load_editions
from plan_core.intake import reading
from plan_core.intake.draft import PlanDraft
from plan_core.intake.sheets import Sheets

FOLDER = Path(__file__).parent
DOCUMENTS = sorted(p for p in FOLDER.iterdir() if p.suffix in {".md", ".txt"})


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_document_becomes_exactly_the_expected_draft(document: Path) -> None:
    expected = json.loads(document.with_suffix(".json").read_text("utf-8"))
    assert in_short(_read(document)) == expected


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_its_draft_and_sheets_survive_storing(document: Path) -> None:
    read = _read(document)
    assert msgspec.json.decode(msgspec.json.encode(read.draft), type=PlanDraft) == read.draft
    assert msgspec.json.decode(msgspec.json.encode(read.sheets), type=Sheets) == read.sheets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_the_same_document_in_another_encoding_is_the_same(document: Path, encoding: str) -> None:
    text = document.read_bytes().decode("utf-8")
    again = reading.read(document.name, text.encode(encoding), load_editions())
    assert in_short(again) == in_short(_read(document))


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_do_not_matter(line_end: str) -> None:
    document = FOLDER / "pipe_five_years.md"
    content = document.read_text("utf-8").replace("\n", line_end).encode()
    assert reading.read("a.md", content, load_editions()) == _read(document)


def test_a_document_in_tis_620_is_read() -> None:
    document = FOLDER / "lost_marks.txt"
    content = document.read_text("utf-8").encode("cp874")
    assert in_short(reading.read("a.txt", content, load_editions())) == in_short(_read(document))


def test_every_finding_key_is_unique() -> None:
    for document in DOCUMENTS:
        keys = [finding.key for finding in _read(document).findings]
        assert len(keys) == len(set(keys)), document.name


def _read(document: Path) -> reading.Reading:
    return reading.read(document.name, document.read_bytes(), load_editions())

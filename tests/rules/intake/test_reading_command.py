"""`simiti read`: for a person, for a program, and when it cannot."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli import reading
from rules.intake.make_plans import LABEL, make_row, make_text


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    row = make_row("๑. โครงการก", "๑๕,๐๐๐\t-\t\t0.50")
    path.write_text(make_text(LABEL + row), "utf-8")
    return path


def test_a_person_sees_missions_rows_and_findings(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reading.read(plan) == 0
    out = capsys.readouterr().out
    assert "๑ โครงการก  [๑๕,๐๐๐ | - | (ไม่ระบุ) | ๐.๕๐]" in out
    assert "BUDGET_UNSTATED บรรทัด 5" in out


def test_a_program_gets_the_documented_json(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reading.read(plan, as_json=True) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["format"], value["version"]) == ("simiti.reading", 1)
    assert value["initiatives"][0]["budgets"] == {
        "2561": {"state": "AMOUNT", "amount": "15000"},
        "2562": {"state": "NONE", "amount": None},
        "2563": {"state": "UNSTATED", "amount": None},
        "2564": {"state": "AMOUNT", "amount": "0.50"},
    }
    assert {"dimension", "mission", "number", "kind", "title", "remarks", "place"} <= set(
        value["initiatives"][0]
    )
    for finding in value["findings"]:
        assert finding["messageTh"]
        assert finding["messageEn"]


def test_a_file_that_cannot_be_read_fails_with_code_and_messages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert reading.read(empty, as_json=True) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["error"]["code"] == "DOCUMENT_EMPTY"
    assert printed.err.count("DOCUMENT_EMPTY") == 2
    assert reading.read(tmp_path / "absent.txt") == 1
    assert "DOCUMENT_UNAVAILABLE" in capsys.readouterr().err


def test_reading_needs_no_database_library(plan: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from cli import reading; "
        "reading.read(Path(sys.argv[1])); assert 'sqlalchemy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, str(plan)], check=True, capture_output=True)


def test_what_is_no_file_is_refused_without_waiting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert reading.read(pipe) == 1
    assert "DOCUMENT_UNAVAILABLE" in capsys.readouterr().err

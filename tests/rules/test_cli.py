"""The command line as a person meets it: help, version, usage errors, refusals, exit codes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def simiti(
    *arguments: str, settings: dict[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, without any setting but those given."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "cli.app", *arguments],
        env=kept | {"COLUMNS": "100", "PYTHONIOENCODING": "utf-8"} | (settings or {}),
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_lists_every_command_in_both_languages() -> None:
    answer = simiti("--help")
    assert answer.returncode == 0
    assert answer.stderr == ""
    for word in ("doctor", "migrate", "user", "organisation", "read", "demo", "audit", "ผู้ดูแลระบบ"):
        assert word in answer.stdout


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("user", "add"), ("--role", "--organisation", "--password-stdin", "ผู้ใช้")),
        (("user", "set-password"), ("--password-stdin", "รหัสผ่าน")),
        (("organisation", "add"), ("--kind", "--province", "--from", "อปท.")),
        (("read",), ("FILE", "--json", "อ่านเอกสาร")),
        (("doctor",), ("settings", "ตรวจ")),
        (("migrate",), ("SIMITI_OWNER_DATABASE_URL",)),
        (("audit", "verify"), ("--anchors", "SIMITI_AUDIT_KEY", "ตรวจสอบ")),
        (("audit", "anchor"), ("FILE", "SIMITI_AUDIT_KEY", "หลักฐาน")),
        (("population", "load"), ("FILE", "--source", "ประชากร")),
        (("population", "list"), ("ประชากร",)),
        (("map", "load"), ("FILE", "--source", "--licence", "--property", "แผนที่")),
        (("map", "list"), ("แผนที่",)),
        (("map", "remove"), ("PROVINCE", "--level", "แผนที่")),
        (("edition", "load"), ("FILE", "ตารางเทียบ")),
        (("edition", "list"), ("ฉบับ",)),
        (("jobs", "list"), ("--failed", "--name", "ล้มเหลว")),
        (("jobs", "replay"), ("--all", "--name", "อีกครั้ง")),
        (("demo", "load"), ("SIMITI_DEMO_PASSWORD", "ข้อมูลสาธิต")),
    ],
)
def test_each_command_has_its_help(command: tuple[str, ...], words: tuple[str, ...]) -> None:
    answer = simiti(*command, "--help")
    assert answer.returncode == 0
    for word in words:
        assert word in answer.stdout


def test_the_password_is_no_argument_of_any_command() -> None:
    for command in (("user", "add"), ("user", "set-password")):
        options = simiti(*command, "--help").stdout.split()
        assert "--password" not in options


def test_version_is_one_line() -> None:
    answer = simiti("--version")
    assert answer.returncode == 0
    assert answer.stdout.strip().count(".") >= 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("read",),
        ("user", "add"),
        ("user", "add", "somchai", "--name", "x", "--role", "BOSS"),
        ("organisation", "add", "1", "--name", "x", "--kind", "SAO"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    answer = simiti(*arguments)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr + answer.stdout


@pytest.mark.parametrize(
    "command",
    [("migrate",), ("demo", "load"), ("audit", "verify"), ("audit", "anchor", "anchors.jsonl")],
)
def test_a_missing_setting_is_named_in_both_languages(command: tuple[str, ...]) -> None:
    answer = simiti(*command)
    assert answer.returncode == 2
    assert "SIMITI_" in answer.stderr
    assert answer.stderr.count("SETTING_MISSING") == 2


def test_a_setting_that_is_no_number_is_named() -> None:
    answer = simiti("migrate", settings={"SIMITI_PORT": "eighty"})
    assert answer.returncode == 2
    assert "SIMITI_PORT" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_database_that_is_away_is_exit_code_3() -> None:
    away = "postgresql+asyncpg://simiti_owner:x@127.0.0.1:1/simiti"
    settings = {"SIMITI_OWNER_DATABASE_URL": away, "SIMITI_OPERATOR_DATABASE_URL": away}
    for arguments in (("migrate",), ("user", "set-password", "somchai", "--password-stdin")):
        answer = simiti(*arguments, settings=settings, stdin="a long enough secret\n")
        assert answer.returncode == 3
        assert "Traceback" not in answer.stderr


def test_doctor_names_every_fault_and_its_fix_without_any_server() -> None:
    answer = simiti("doctor", settings={"SIMITI_PORT": "1"})
    assert answer.returncode == 1
    for part in ("simiti_app", "simiti_owner", "broker", "files"):
        assert part in answer.stdout
    assert "→" in answer.stdout
    assert answer.stderr == ""


def test_reading_a_file_that_is_not_there_is_refused() -> None:
    answer = simiti("read", "no-such-file.txt")
    assert answer.returncode == 1
    assert "no-such-file.txt" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_reading_loads_no_database_layer(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    code = (
        "import sys; from cli.app import run; run(['read', sys.argv[1]]);"
        "print([name for name in sys.modules if name.split('.')[0] in"
        " {'sqlalchemy', 'asyncpg', 'litestar', 'celery'}])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(empty)], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip().endswith("[]")

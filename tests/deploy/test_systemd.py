"""The units as systemd's own tools judge them, and the scripts as a shell's linter does."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local.steps import ROOT

SYSTEMD = ROOT / "deploy/systemd"
UNITS = sorted([*SYSTEMD.glob("*.service"), *SYSTEMD.glob("*.socket"), *SYSTEMD.glob("*.timer")])
SCRIPTS = sorted(
    [SYSTEMD / "release", SYSTEMD / "backup", SYSTEMD / "restore", ROOT / "deploy/container/run"]
)
MOST_EXPOSED = 20
"""Tenths; 10.0 is a program that may do everything."""

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None,
    reason="no systemd-analyze here (Debian's package systemd): units were not verified",
)


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", "--no-pager", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units with this checkout in the place of a release, so that their programs are there."""
    folder = tmp_path_factory.mktemp("units")
    for unit in UNITS:
        (folder / unit.name).write_text(unit.read_text().replace("/opt/simiti/current", str(ROOT)))
    return folder


@needs_systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_understands_the_unit(units: Path, unit: Path) -> None:
    done = analyze("verify", "--man=no", units / unit.name)
    said = [line for line in done.stderr.splitlines() if unit.name in line]
    assert not said, said


@needs_systemd
@pytest.mark.parametrize(
    "unit", [one for one in UNITS if one.suffix == ".service"], ids=lambda path: path.name
)
def test_a_program_may_do_little(unit: Path) -> None:
    done = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)
    assert done.returncode == 0, done.stdout[-400:] + done.stderr


@needs_systemd
def test_the_tools_would_notice(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.service"
    wrong.write_text("[Service]\nExecStart=/no/such/program\nProtectSystm=strict\n")
    assert "ProtectSystm" in analyze("verify", "--man=no", wrong).stderr
    assert analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", wrong).returncode


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_linter_of_shells_finds_nothing(script: Path) -> None:
    linter = Path(sys.executable).with_name("shellcheck")
    done = subprocess.run(
        [linter, "--shell=sh", "--severity=style", script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert script.stat().st_mode & 0o111, "it can be called"

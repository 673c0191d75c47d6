"""The drill of docs/operations/upgrade.md in its short form: two real releases, people at work."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from drills.host import has_history
from drills.units import Unit
from local.steps import ROOT


@pytest.mark.skipif(not has_history(), reason="no git history here: no release to upgrade from")
def test_an_upgrade_and_the_way_back_lose_no_request(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    command = [sys.executable, "infra/drills/upgrade.py", "--seconds", "3", "--json", figures]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(figures.read_text())
    assert told["requests"] > 100
    assert told["writes_acknowledged"] > 10
    assert (told["requests_lost"], told["writes_lost"], told["wrong_answers"]) == (0, 0, [])


def test_units_are_read_as_systemd_reads_them() -> None:
    places = {"/opt/simiti": "/here/opt", "/etc/simiti": "/here/etc"}
    api = Unit.read(ROOT / "deploy/systemd/simiti-api.service", places)
    assert api.command[0] == "/here/opt/current/deploy/container/run"
    assert api.environment["SIMITI_BIN"] == "/here/opt/current/.venv/bin"
    assert api.environment_files == [Path("/here/etc/simiti.env")]
    assert (api.has_socket, api.comes_back, api.is_oneshot) == (True, True, False)
    worker = Unit.read(ROOT / "deploy/systemd/simiti-worker.service", places)
    assert (worker.signals_all, worker.stop_seconds) == (False, 150)
    migrate = Unit.read(ROOT / "deploy/systemd/simiti-migrate.service", places)
    assert migrate.is_oneshot
    assert Path("/here/etc/owner.env") in migrate.environment_files

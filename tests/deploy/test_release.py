"""Releases side by side: really installed below a folder, switched, broken and taken back."""

import os
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.steps import ROOT

RELEASE = ROOT / "deploy/systemd/release"
SYSTEMCTL = """#!/bin/sh
# Notes what it is told. A release says by its own files how it behaves when it is started.
echo "$(readlink "$SIMITI_ROOT/current") $*" >>"$SIMITI_ROOT/told"
now=$SIMITI_ROOT/current
case $* in
"start simiti-migrate.service") [ ! -e "$now/migrate-fails" ] ;;
"restart simiti-worker.service simiti-scheduler.service") [ ! -e "$now/worker-fails" ] ;;
"restart simiti-api.service")
    rm -f "$SIMITI_ROOT/ready"
    if [ ! -e "$now/is-broken" ]; then touch "$SIMITI_ROOT/ready"; fi
    ;;
esac
"""


@dataclass
class Host:
    root: Path

    def release(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        env = {
            **os.environ,
            "SIMITI_ROOT": str(self.root),
            "SIMITI_SYSTEMCTL": str(self.root / "systemctl"),
            # What curl finds there stands for a web server that is ready.
            "SIMITI_HEALTH_URL": (self.root / "ready").as_uri(),
            "SIMITI_HEALTH_SECONDS": "1",
        }
        command = [RELEASE, *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    def archive(self, name: str, *marks: str, setup: str = "@touch is-set-up") -> Path:
        source = self.root / "sources" / name
        source.mkdir(parents=True)
        (source / "Makefile").write_text(f"setup:\n\t{setup}\n")
        (source / "name").write_text(name)
        for mark in marks:
            (source / mark).touch()
        packed = self.root / f"{name}.tar.gz"
        with tarfile.open(packed, "w:gz") as tar:
            for path in source.iterdir():
                tar.add(path, path.name)
        return packed

    def install(self, name: str, *marks: str, setup: str = "@touch is-set-up") -> None:
        done = self.release("install", name, self.archive(name, *marks, setup=setup))
        assert done.returncode == 0, done.stderr

    @property
    def running(self) -> str:
        return (self.root / "current/name").read_text()

    def told(self) -> list[str]:
        path = self.root / "told"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        # Its verb and how many units it was about.
        told = [line.split()[1:] for line in lines]
        return [f"{verb} {len(names)}" for verb, *names in told]


@pytest.fixture
def host(tmp_path: Path) -> Host:
    (tmp_path / "systemctl").write_text(SYSTEMCTL)
    (tmp_path / "systemctl").chmod(0o755)
    return Host(tmp_path)


def test_two_releases_are_switched_and_taken_back(host: Host) -> None:
    host.install("2026.11")
    assert (host.root / "releases/2026.11/is-set-up").exists()
    assert not (host.root / "current").exists(), "installing changes nothing for anybody"
    assert host.release("switch", "2026.11").returncode == 0
    assert host.running == "2026.11"
    assert host.told() == ["start 1", "restart 1", "restart 2"], "schema, web server, the rest"
    host.install("2026.12")
    assert host.running == "2026.11"
    assert host.release("switch", "2026.12").returncode == 0
    assert host.running == "2026.12"
    assert "* 2026.12" in host.release("list").stdout
    host.told()
    assert host.release("rollback").returncode == 0
    assert host.running == "2026.11"
    assert host.told() == ["restart 1", "restart 2"], "the schema stays: it only ever gains"
    assert host.release("rollback").returncode == 0
    assert host.running == "2026.12", "and forward again"


def test_a_release_that_is_not_ready_is_taken_back_at_once(host: Host) -> None:
    host.install("good")
    host.release("switch", "good")
    host.install("broken", "is-broken")
    done = host.release("switch", "broken")
    assert done.returncode == 1
    assert "good runs again" in done.stderr
    assert host.running == "good"
    assert (host.root / "ready").exists()
    assert host.told()[-3:] == ["start 1", "restart 1", "restart 1"], "the worker was left alone"
    assert host.release("rollback").returncode == 1, "what never ran is nothing to go back to"


def test_a_worker_that_does_not_start_is_told(host: Host) -> None:
    host.install("half", "worker-fails")
    done = host.release("switch", "half")
    assert done.returncode == 1
    assert "simiti-worker" in done.stderr
    assert host.running == "half", "people are answered"


def test_a_schema_that_fails_leaves_everything_as_it_was(host: Host) -> None:
    host.install("good")
    host.release("switch", "good")
    host.told()
    host.install("failing", "migrate-fails")
    done = host.release("switch", "failing")
    assert done.returncode == 1
    assert host.running == "good"
    assert host.told() == ["start 1"], "nothing was restarted"


def test_the_first_release_of_all_may_fail_too(host: Host) -> None:
    host.install("failing", "migrate-fails")
    assert host.release("switch", "failing").returncode == 1
    assert not (host.root / "current").is_symlink()


def test_the_first_release_of_all_is_stopped_when_it_is_not_ready(host: Host) -> None:
    host.install("broken", "is-broken")
    done = host.release("switch", "broken")
    assert done.returncode == 1
    assert "nothing runs" in done.stderr
    assert host.told() == ["start 1", "restart 1", "stop 1"], "it does not go on behind the message"
    assert not (host.root / "current").is_symlink()
    host.install("good")
    assert host.release("switch", "good").returncode == 0
    assert host.release("rollback").returncode == 1, "there was nothing before it"


def test_what_cannot_be_set_up_is_not_installed(host: Host) -> None:
    packed = host.archive("half", setup="@touch begun; false")
    assert host.release("install", "half", packed).returncode == 1
    assert not (host.root / "releases/half").exists()
    assert host.release("switch", "half").returncode == 1


def test_an_installed_release_is_never_changed(host: Host) -> None:
    host.install("once")
    done = host.release("install", "once", host.root / "once.tar.gz")
    assert done.returncode == 1
    assert "never changed" in done.stderr


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "a b", "$(id)"])
def test_what_is_no_name_is_refused(host: Host, name: str) -> None:
    for command in (("install", name, host.root), ("switch", name)):
        assert host.release(*command).returncode == 1
    assert not (host.root / "current").is_symlink()


def test_wrong_use_says_how_it_is_used(host: Host) -> None:
    for command in ((), ("install", "x"), ("switch",), ("nonsense",)):
        done = host.release(*command)
        assert done.returncode == 1
        assert "usage" in done.stderr

"""The image's programs by their arguments, on real stores; its files as their tools judge them."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local.database import DatabaseUrls
from local.steps import ROOT

CONTAINER = ROOT / "deploy/container"
RUN = CONTAINER / "run"
BIN = Path(sys.executable).parent
PORT = 8479


@pytest.fixture
def env(database_urls: DatabaseUrls, broker_url: str, tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        # As the image has them.
        "PYTHONPATH": f"{ROOT}/packages:{ROOT}/services",
        "SIMITI_BIN": str(BIN),
        "SIMITI_HOME": str(tmp_path),
        "SIMITI_HOST": "127.0.0.1",
        "SIMITI_PORT": str(PORT),
        "SIMITI_DATABASE_URL": database_urls.app,
        "SIMITI_DOOR_DATABASE_URL": database_urls.door,
        "SIMITI_WORKER_DATABASE_URL": database_urls.worker,
        "SIMITI_OPERATOR_DATABASE_URL": database_urls.operator,
        "SIMITI_OWNER_DATABASE_URL": database_urls.owner,
        "SIMITI_BROKER_URL": broker_url,
        "SIMITI_FILES_URL": (tmp_path / "files").as_uri(),
    }


@contextmanager
def running(env: dict[str, str], *arguments: str) -> Generator[subprocess.Popen[bytes]]:
    with (Path(env["SIMITI_HOME"]) / f"{arguments[0]}.log").open("wb") as log:
        process = subprocess.Popen([RUN, *arguments], env=env, cwd="/", stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def until(
    happens: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 30
) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if happens():
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"it did not happen; the program has ended with {process.poll()}")


def asks(path: str) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=3) as answer:
        return answer.status == 200


def test_migrate_and_then_the_web_server(env: dict[str, str]) -> None:
    done = subprocess.run([RUN, "migrate"], env=env, cwd="/", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    with running(env, "api") as api:
        until(lambda: asks("/health/ready"), api)
        assert asks("/health/live")
        api.terminate()
        assert api.wait(25) in {0, -15}, "it ends when it is asked to"


def test_the_worker_answers_and_the_scheduler_keeps_its_times(env: dict[str, str]) -> None:
    ping = [BIN / "celery", "-A", "worker.app:celery", "inspect", "ping", "--timeout=1"]

    def answers() -> bool:
        done = subprocess.run(ping, env=env, cwd="/", capture_output=True, check=False)
        return b"pong" in done.stdout

    with running(env, "worker") as worker:
        until(answers, worker)
    with running(env, "scheduler") as scheduler:
        until(lambda: any(Path(env["SIMITI_HOME"]).glob("schedule*")), scheduler)


def test_an_operators_command_and_a_wrong_one(env: dict[str, str]) -> None:
    done = subprocess.run([RUN, "simiti", "--version"], env=env, capture_output=True, check=False)
    assert done.returncode == 0
    for wrong in ([], ["shell"], ["../api"]):
        done = subprocess.run([RUN, *wrong], env=env, capture_output=True, check=False)
        assert done.returncode == 2
        assert b"api | worker" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        [BIN / "hadolint", "--failure-threshold=info", CONTAINER / "Containerfile"],
        [
            BIN / "check-jsonschema",
            "--builtin-schema=vendor.compose-spec",
            CONTAINER / "compose.yaml",
        ],
    ],
    ids=["Containerfile", "compose.yaml"],
)
def test_a_tool_finds_nothing_wrong(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_image_runs_on_the_versions_that_are_tested() -> None:
    def pins(path: Path) -> set[str]:
        return set(re.findall(r"^([\w.\[\]-]+==[^ ;\\]+)", path.read_text(), re.MULTILINE))

    of_image = pins(CONTAINER / "requirements.lock")
    assert len(of_image) > 50
    assert of_image <= pins(ROOT / "requirements.lock"), "make lock"
    hashes = (CONTAINER / "requirements.lock").read_text().count("--hash=sha256:")
    assert hashes >= len(of_image)


def test_what_the_image_copies_is_there() -> None:
    text = (CONTAINER / "Containerfile").read_text()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    paths = [path for line in copied for path in line.split()]
    assert len(paths) > 5
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_each_unit_for_podman_starts_a_program_of_the_image() -> None:
    programs = set(re.findall(r"^(\w+)\)", RUN.read_text(), re.MULTILINE))
    units = sorted((CONTAINER / "quadlet").glob("*.container"))
    assert len(units) == 3
    for unit in units:
        text = unit.read_text()
        (program,) = re.findall(r"^Exec=(\w+)$", text, re.MULTILINE)
        assert program in programs
        assert unit.stem == f"simiti-{program}"
        for line in ("ReadOnly=true", "DropCapability=all", "NoNewPrivileges=true"):
            assert line in text, unit.name

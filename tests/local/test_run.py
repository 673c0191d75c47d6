"""The supervisor of `make run`, with a stand-in for the product."""

import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import Celery

import running
from local import child, postgres
from running import PARTS, RunningSimiti

STAND_IN = Path(__file__).parent / "stand_in"


def make_environment(folder: Path) -> dict[str, str]:
    """The product's place on the path is taken by a copy of the stand-in."""
    shutil.copytree(STAND_IN, folder / "stand_in")
    return {"PYTHONPATH": str(folder / "stand_in")}


@contextmanager
def ready(home: Path, environment: dict[str, str]) -> Generator[RunningSimiti]:
    """One that is ready, stopped at the end unless the test did."""
    started = running.start(home, environment)
    try:
        started.wait_for_line("Simiti is ready")
        yield started
    finally:
        if started.process.poll() is None:
            started.stop()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """For one that the test starts itself."""
    return make_environment(tmp_path)


@pytest.fixture
def simiti(tmp_path: Path, environment: dict[str, str]) -> Iterator[RunningSimiti]:
    """One of this test's own."""
    with ready(tmp_path / "home", environment) as started:
        yield started


@pytest.fixture(scope="module")
def lasting_simiti(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSimiti]:
    """One for all tests that leave it running."""
    folder = tmp_path_factory.mktemp("lasting")
    with ready(folder / "home", make_environment(folder)) as started:
        yield started


def all_gone(pids: set[int], seconds: float = 10) -> bool:
    """Whether all of them end within the time; a zombie (no command line) has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(child.arguments_of(pid) not in ([], [""]) for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_stop_ends_every_process(simiti: RunningSimiti, number: int) -> None:
    family = simiti.family()
    assert len(family) > len(PARTS)
    assert simiti.stop(number) == 0
    assert all_gone(family)
    assert "Simiti has stopped." in simiti.said()
    assert "!" not in simiti.said()


def test_killing_the_supervisor_amid_a_task_leaves_no_orphan(simiti: RunningSimiti) -> None:
    busy = occupy_the_worker(simiti)
    family = simiti.family() | busy
    simiti.stop(signal.SIGKILL)
    assert all_gone(family)


def test_killing_make_ends_every_process(tmp_path: Path, environment: dict[str, str]) -> None:
    program = "import subprocess, sys; subprocess.run(sys.argv[1:])"
    make = [sys.executable, "-c", program, *running.RUN, "--with-parent"]
    started = running.start(tmp_path / "home", environment, make)
    started.wait_for_line("Simiti is ready")
    family = started.family()
    assert len(family) > len(PARTS)
    started.stop(signal.SIGKILL)
    assert all_gone(family, seconds=20)
    assert "Simiti has stopped." in started.said()


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_killed_part_comes_back(lasting_simiti: RunningSimiti, part: str) -> None:
    pid = lasting_simiti.kill(part)
    # First: a process that the killed one leaves behind for a moment looks like it.
    lasting_simiti.wait_for_line(f"{part} ended (signal 9); starting it again")
    lasting_simiti.wait_for_another(part, than=pid)
    lasting_simiti.wait_until_ready()


def test_what_a_killed_worker_was_doing_does_not_go_on_beside_its_successor(
    lasting_simiti: RunningSimiti,
) -> None:
    busy = occupy_the_worker(lasting_simiti)
    pid = lasting_simiti.kill("worker")
    lasting_simiti.wait_for_another("worker", than=pid)
    assert all_gone(busy)


def occupy_the_worker(simiti: RunningSimiti) -> set[int]:
    """Give it a long task; the worker's pool processes."""
    lines = (simiti.home / "settings.sh").read_text().splitlines()
    line = next(line for line in lines if "SIMITI_BROKER_URL" in line)
    url = line.partition("SIMITI_BROKER_URL=")[2].partition(";")[0].strip("'")
    with Celery("test", broker=url) as app:
        app.send_task("wait", [60])
    log = simiti.home / "logs" / "worker.log"
    deadline = time.monotonic() + 20
    while "waiting" not in log.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    pid = simiti.pid_of("worker")
    assert pid is not None
    return set(child.children_of(pid))


def test_data_secrets_and_ports_survive_a_restart(
    simiti: RunningSimiti, environment: dict[str, str]
) -> None:
    before = (simiti.home / "secrets.json").read_text()
    setup = (simiti.home / "logs" / "setup.log").read_text()
    assert setup.splitlines() == ["migrate", "demo load"]
    assert (simiti.home / "secrets.json").stat().st_mode & 0o077 == 0
    simiti.stop()
    again = running.start(simiti.home, environment)
    again.wait_for_line("Simiti is ready")
    assert (simiti.home / "secrets.json").read_text() == before
    assert (simiti.home / "logs" / "setup.log").read_text() == setup
    assert "unchanged" in again.said()
    again.stop()


def test_another_demo_password_is_given_to_the_accounts(
    simiti: RunningSimiti, environment: dict[str, str]
) -> None:
    simiti.stop()
    again = running.start(simiti.home, {**environment, "SIMITI_DEMO_PASSWORD": "another"})
    again.wait_for_line("Simiti is ready")
    assert (simiti.home / "logs" / "setup.log").read_text().count("demo load") == 2
    assert again.password == "another"
    again.stop()


def test_a_crashed_machine_s_leftovers_do_not_hinder(
    simiti: RunningSimiti, environment: dict[str, str]
) -> None:
    simiti.kill("database")
    simiti.stop(signal.SIGKILL)
    # After a reboot the number in the pid file may belong to any other process: here, to us.
    (simiti.home / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    (simiti.home / "lock").write_text(f"{os.getpid()}\n")
    again = running.start(simiti.home, environment)
    again.wait_for_line("Simiti is ready")
    assert again.stop() == 0


def test_a_second_one_in_the_same_folder_is_refused_in_one_line(
    lasting_simiti: RunningSimiti, environment: dict[str, str]
) -> None:
    # A symbolic link, so that the two do not share the test's output file.
    other_name = lasting_simiti.home.with_name("same")
    other_name.symlink_to(lasting_simiti.home)
    second = running.start(other_name, environment)
    assert second.process.wait(20) == 1
    assert refusal(second) == (
        f"simiti: {other_name} is in use by a running Simiti "
        f"(process {lasting_simiti.process.pid}); "
        "stop it, or choose another SIMITI_HOME"
    )


def refusal(ended: RunningSimiti) -> str:
    """The one line it said."""
    lines = ended.said().strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_a_taken_port_is_refused_before_anything_is_made(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = running.start(tmp_path / "home", {**environment, "SIMITI_PORT": str(port)})
        assert ended.process.wait(20) == 1
    assert refusal(ended) == (
        f"simiti: port {port} is taken by another program; choose another with SIMITI_PORT=…"
    )
    assert not (tmp_path / "home").exists()


def test_a_port_that_is_none_is_refused(tmp_path: Path, environment: dict[str, str]) -> None:
    ended = running.start(tmp_path / "home", {**environment, "SIMITI_PORT": "99999"})
    assert ended.process.wait(20) == 1
    assert refusal(ended) == "simiti: SIMITI_PORT=99999 is not a port number (1 to 65535)"


def test_a_folder_that_cannot_be_made_is_refused(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "file").write_text("")
    ended = running.start(
        tmp_path / "home", {**environment, "SIMITI_HOME": str(tmp_path / "file" / "home")}
    )
    assert ended.process.wait(20) == 1
    assert "cannot be used (Not a directory); choose another folder" in refusal(ended)


def test_a_failing_migration_says_why_and_leaves_nothing_running(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "stand_in" / "cli" / "broken").write_text("")
    ended = running.start(tmp_path / "home", environment)
    assert ended.process.wait(60) == 1
    assert "simiti migrate failed: the schema is newer than this program" in ended.said()
    assert not (tmp_path / "home" / "postgres" / "postmaster.pid").exists()


def test_the_demo_password_of_the_environment_is_kept(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    started = running.start(tmp_path / "home", {**environment, "SIMITI_DEMO_PASSWORD": "กขค-123"})
    started.wait_for_line("Simiti is ready")
    assert started.password == "กขค-123"
    assert "กขค-123" in started.said()
    started.stop()


def test_two_live_side_by_side(
    lasting_simiti: RunningSimiti, tmp_path: Path, environment: dict[str, str]
) -> None:
    other = running.start(tmp_path / "other", environment)
    other.wait_for_line("Simiti is ready")
    lasting_simiti.wait_until_ready()
    assert other.stop() == 0


def test_a_free_port_is_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", postgres.free_port()))

"""A whole Simiti as `make run` starts it, for tests that look at it from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from local import child
from local.postgres import free_port

# What tells a child of the supervisor from the others, on its command line.
PARTS = {
    "database": "-D",
    "broker": "valkey-server",
    "web server": "local.serve",
    "worker": "worker",
    "scheduler": "beat",
}


@dataclass
class RunningSimiti:
    """One supervisor and its children."""

    home: Path
    port: int
    process: subprocess.Popen[str]
    output: Path

    @property
    def base_url(self) -> str:
        """Where a browser goes."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        """Of every demo account."""
        return str(json.loads((self.home / "secrets.json").read_text())["demo_password"])

    def said(self) -> str:
        """Everything it printed so far."""
        return self.output.read_text()

    def wait_for_line(self, words: str, seconds: float = 90) -> None:
        """Wait until it has printed these words."""
        deadline = time.monotonic() + seconds
        while words not in self.said():
            assert self.process.poll() is None, f"ended early:\n{self.said()}"
            assert time.monotonic() < deadline, f"never said {words!r}:\n{self.said()}"
            time.sleep(0.05)

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Wait for `/health/ready`."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.base_url}/health/ready", timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"not ready:\n{self.said()}")

    def pid_of(self, part: str) -> int | None:
        """The process of a part: database, broker, web server, worker or scheduler."""
        for pid in child.children_of(self.process.pid):
            arguments = child.arguments_of(pid)
            # Between fork and exec a child still shows the wrapper's command line.
            wrapped = any(argument.endswith("become.py") for argument in arguments)
            if not wrapped and any(
                PARTS[part] in argument.rpartition("/")[2].split() for argument in arguments
            ):
                return pid
        return None

    def kill(self, part: str, number: int = signal.SIGKILL) -> int:
        """Signal a part; its process id."""
        pid = self.pid_of(part)
        assert pid is not None, f"{part} is not running"
        os.kill(pid, number)
        return pid

    def wait_for_another(self, part: str, than: int, seconds: float = 30) -> int:
        """Wait until a new process plays the part."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            pid = self.pid_of(part)
            if pid not in (None, than):
                return pid
            time.sleep(0.02)
        raise AssertionError(f"{part} did not come back:\n{self.said()}")

    def family(self) -> set[int]:
        """The supervisor and every process below it."""
        found = {self.process.pid}
        waiting = [self.process.pid]
        while waiting:
            below = child.children_of(waiting.pop())
            found.update(below)
            waiting.extend(below)
        return found

    def stop(self, number: int = signal.SIGTERM, seconds: float = 30) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(seconds)


RUN = (sys.executable, "-m", "local.run")


def start(
    home: Path, extra: Mapping[str, str] | None = None, command: Sequence[str] = RUN
) -> RunningSimiti:
    """Start one on a free port without waiting for it."""
    environment = {name: value for name, value in os.environ.items() if "SIMITI" not in name}
    port = int((extra or {}).get("SIMITI_PORT", free_port()))
    environment |= {"SIMITI_HOME": str(home), "SIMITI_PORT": str(port), **(extra or {})}
    home.parent.mkdir(parents=True, exist_ok=True)
    output = home.with_name(f"{home.name}.output")
    with output.open("w") as file:
        process = subprocess.Popen(
            child.command_line(command),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
        )
    return RunningSimiti(home, port, process, output)

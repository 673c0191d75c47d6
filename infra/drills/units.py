"""Plays systemd's part where there is no systemd to command: the real unit files, a real socket.

Read from each unit: how it is started, with what in its environment, how it is stopped, whether it
comes back by itself. Not played: users, and what a program is forbidden; `systemd-analyze` checks
those (tests/deploy/test_systemd.py).
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from local import child

SOCKET_DESCRIPTOR = 3
KNOWN = {"start", "stop", "restart"}
DEFAULT_STOP_SECONDS = 90.0
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Unit:
    """What is read of a unit file, its places replaced by the drill's."""

    name: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    environment_files: Sequence[Path]
    is_oneshot: bool
    comes_back: bool
    restart_seconds: float
    stop_seconds: float
    signals_all: bool
    """SIGTERM to every process of it; else to the first one."""
    has_socket: bool

    @classmethod
    def read(cls, path: Path, places: Mapping[str, str]) -> Unit:
        lines: dict[str, list[str]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            key, equals, value = line.partition("=")
            if equals and not line.startswith(("#", "[")):
                for place, instead in places.items():
                    value = value.replace(place, instead)
                lines.setdefault(key, []).append(value)

        def last(key: str, otherwise: str) -> str:
            return lines.get(key, [otherwise])[-1]

        pairs = [word for one in lines.get("Environment", []) for word in shlex.split(one)]
        return cls(
            path.name,
            shlex.split(last("ExecStart", "")),
            Path(last("WorkingDirectory", "/")),
            dict(pair.split("=", 1) for pair in pairs),
            [Path(one) for one in lines.get("EnvironmentFile", [])],
            last("Type", "simple") == "oneshot",
            last("Restart", "no") == "always",
            float(last("RestartSec", "0.1")),
            float(last("TimeoutStopSec", str(DEFAULT_STOP_SECONDS))),
            last("KillMode", "control-group") == "control-group",
            last("Requires", "").endswith(".socket"),
        )

    def environment_now(self) -> dict[str, str]:
        """A unit gets nothing of its manager's environment but the path."""
        found = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **self.environment}
        for file in self.environment_files:
            for line in file.read_text(encoding="utf-8").splitlines():
                name, _, value = line.partition("=")
                found[name] = value
        return found


@dataclass
class Running:
    unit: Unit
    process: subprocess.Popen[bytes]

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self.unit.signals_all:
                os.killpg(self.process.pid, signal.SIGTERM)
            else:
                self.process.terminate()

    def kill(self) -> None:
        """Every process of it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Manager:
    """Holds the socket and the services; `systemctl` beside this file commands it."""

    units: Path
    places: Mapping[str, str]
    listener: socket.socket
    control: Path
    logs: Path
    running: dict[str, Running] = field(default_factory=dict[str, Running])
    due: dict[str, float] = field(default_factory=dict[str, float])
    _ending: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Manager:
        self._commands = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._commands.bind(str(self.control))
        self._commands.listen()
        self._commands.settimeout(0.1)
        # One thread starts them all: the kernel ends a child with the thread that forked it.
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        if self._thread is not None:
            self._thread.join()
        self._commands.close()

    def _serve(self) -> None:
        while not self._ending.is_set():
            self._bring_back()
            with contextlib.suppress(TimeoutError):
                line, _ = self._commands.accept()
                with line:
                    verb, *names = line.recv(4096).decode().split()
                    line.sendall(str(self.command(verb, names)).encode())
        self.stop([*self.running])

    def command(self, verb: str, names: Sequence[str]) -> int:
        """As `systemctl` would; its exit code."""
        if verb not in KNOWN or not names:
            return 1
        if verb == "stop":
            self.stop(names)
            return 0
        if verb == "restart":
            # Side by side: none waits for the slowest to end.
            return self.stop(names, and_then=self.start)
        return max(self.start(name) for name in names)

    def start(self, name: str) -> int:
        if name in self.running:
            return 0
        unit = Unit.read(self.units / name, self.places)
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                child.command_line([*self._handing_over(unit), *unit.command]),
                cwd=unit.folder,
                env=unit.environment_now(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[self.listener.fileno()] if unit.has_socket else [],
            )
        if unit.is_oneshot:
            return 0 if process.wait() == 0 else 1
        self.running[name] = Running(unit, process)
        return 0

    def _handing_over(self, unit: Unit) -> list[str]:
        """The socket under the number that systemd gives it."""
        if not unit.has_socket:
            return []
        own = self.listener.fileno()
        return ["/bin/sh", "-c", f'exec "$@" {SOCKET_DESCRIPTOR}<&{own}', "sh"]

    def stop(self, names: Sequence[str], and_then: Callable[[str], int] = lambda _: 0) -> int:
        """Each is asked to end, killed when its time is over, and `and_then` is done with it."""
        leaving: dict[str, tuple[Running | None, float]] = {}
        asked = time.monotonic()
        for name in names:
            self.due.pop(name, None)
            found = self.running.pop(name, None)
            if found is not None:
                found.end()
            seconds = 0 if found is None else found.unit.stop_seconds
            leaving[name] = (found, time.monotonic() + seconds)
        code = 0
        while leaving:
            for name, (found, until) in [*leaving.items()]:
                if found is not None:
                    if found.process.poll() is None and time.monotonic() < until:
                        continue
                    found.kill()
                    print(f"  {name} ended after {time.monotonic() - asked:.1f} s", flush=True)
                del leaving[name]
                code = max(code, and_then(name))
            time.sleep(POLL_SECONDS)
        return code

    def _bring_back(self) -> None:
        """What ended by itself, as Restart=always says."""
        now = time.monotonic()
        for name, one in [*self.running.items()]:
            if one.process.poll() is not None and one.unit.comes_back:
                del self.running[name]
                self.due[name] = now + one.unit.restart_seconds
        for name in [name for name, at in self.due.items() if now >= at]:
            del self.due[name]
            self.start(name)

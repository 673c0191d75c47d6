"""Keeps a set of child processes alive until it is told to stop, then stops them in order."""

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from local import child
from local.postgres import CannotStart, last_line

PAUSES = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
CALM_AFTER = 30.0  # seconds alive after which earlier deaths are forgotten


class Interrupted(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal: stop everything."""


class Part(Protocol):
    """What the supervisor needs of a child: a server of ours, or a `Program`."""

    process: subprocess.Popen[bytes] | None
    log: Path
    farewell: Sequence[tuple[int, float]]

    def launch(self) -> None:
        """Start without waiting."""
        ...


@dataclass
class Program:
    """A child that is just a command."""

    command: Sequence[str | Path]
    log: Path
    env: dict[str, str]
    death_signal: str = "SIGTERM"
    farewell: Sequence[tuple[int, float]] = ((signal.SIGTERM, 5.0),)
    pass_fds: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        """Start without waiting."""
        with self.log.open("ab") as log:
            self.process = child.start(
                self.command,
                env=self.env,
                death_signal=self.death_signal,
                log=log,
                pass_fds=self.pass_fds,
            )


@dataclass
class Watched:
    """A part under supervision, and how often it died lately."""

    name: str
    part: Part
    deaths: int = 0
    started_at: float = field(default_factory=time.monotonic)
    start_at: float | None = None  # a restart is due then


class Supervisor:
    """The parent of every part. One thread: the kernel ties a child's life to it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.watched: list[Watched] = []
        self.errand: Part | None = None

    def listen_to_signals(self) -> None:
        """From here on a request to stop arrives as `Interrupted`, once."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._interrupt)
        child.adopt_orphans()

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise Interrupted

    def add(self, name: str, part: Part) -> None:
        """Launch it and watch it from now on."""
        # Watched first: an interruption between the two must not leave it running.
        self.watched.append(Watched(name, part))
        part.launch()

    def run_once(self, name: str, program: Program, seconds: float = 300) -> None:
        """Run a program to its end while the others are being watched."""
        self.errand = program
        try:
            program.launch()
            deadline = time.monotonic() + seconds
            while program.process is not None and program.process.poll() is None:
                if time.monotonic() > deadline:
                    raise CannotStart(f"{name} took more than {seconds:.0f} s; see {program.log}")
                self.tend()
                time.sleep(0.01)
            if program.process is None or program.process.returncode != 0:
                raise CannotStart(f"{name} failed: {last_line(program.log)} (see {program.log})")
        finally:
            _stop([program])
            self.errand = None

    def watch(self) -> None:
        """Tend the parts for ever; only a signal ends it."""
        while True:
            self.tend()
            time.sleep(0.1)

    def tend(self) -> None:
        """Notice who died, and start again whose pause is over."""
        now = time.monotonic()
        for one in self.watched:
            process = one.part.process
            if one.start_at is not None:
                if now >= one.start_at:
                    one.start_at, one.started_at = None, now
                    self._relaunch(one)
            elif process is not None and process.poll() is not None:
                self._note_death(one, process.returncode, now)

    def _note_death(self, one: Watched, returncode: int, now: float) -> None:
        if now - one.started_at > CALM_AFTER:
            one.deaths = 0
        pause = PAUSES[min(one.deaths, len(PAUSES) - 1)]
        one.deaths += 1
        one.start_at = now + pause
        how = f"signal {-returncode}" if returncode < 0 else f"exit {returncode}"
        why = "" if returncode < 0 else f": {last_line(one.part.log)}"
        when = f" in {pause:.1f} s" if pause else ""
        self.say(f"{one.name} ended ({how}{why}); starting it again{when}")
        # What it left running would work beside its successor.
        child.end_orphans(self._pids())

    def _relaunch(self, one: Watched) -> None:
        try:
            one.part.launch()
        except (CannotStart, OSError) as problem:
            self.say(f"{one.name} cannot start: {problem}")
            one.start_at = time.monotonic() + PAUSES[-1]

    def _pids(self) -> set[int]:
        parts = [one.part for one in self.watched] + ([self.errand] if self.errand else [])
        processes = [part.process for part in parts]
        return {process.pid for process in processes if process is not None}

    def stop(self, groups: Sequence[Sequence[str]]) -> None:
        """Stop group after group, the parts of one group side by side."""
        by_name = {one.name: one.part for one in self.watched}
        for group in groups:
            _stop([by_name[name] for name in group if name in by_name])
        child.end_orphans(self._pids())


def _stop(parts: Sequence[Part]) -> None:
    child.stop([(part.process, part.farewell) for part in parts if part.process is not None])

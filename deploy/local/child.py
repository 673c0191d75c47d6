"""Starting one child process that cannot outlive us, and finding what others left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
BECOME = Path(__file__).with_name("become.py")


def command_line(
    command: Sequence[str | Path], *, identity: str = "self", death_signal: str = "SIGTERM"
) -> list[str]:
    """The command, wrapped so that it gets `death_signal` when this process dies.

    The kernel ties the wish to the *thread* that forks: start children from the main thread.
    """
    wrapper = [sys.executable, "-I", "-S", str(BECOME), str(os.getpid()), death_signal, identity]
    return wrapper + [str(part) for part in command]


def start(
    command: Sequence[str | Path],
    *,
    identity: str = "self",
    death_signal: str = "SIGTERM",
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    log: IO[bytes] | int = subprocess.DEVNULL,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start it in a session of its own: a Ctrl-C in the terminal reaches only the supervisor."""
    return subprocess.Popen(
        command_line(command, identity=identity, death_signal=death_signal),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=None if env is None else dict(env),
        cwd=cwd,
        start_new_session=True,
        pass_fds=pass_fds,
    )


@dataclass
class Leaving:
    """A process on its way out: which signal it got last, and until when it may take."""

    process: subprocess.Popen[bytes]
    signals: Sequence[tuple[int, float]]
    until: float = 0.0
    sent: int = 0


def stop(leaving: Sequence[tuple[subprocess.Popen[bytes], Sequence[tuple[int, float]]]]) -> None:
    """End processes side by side: to each its signals in turn with their seconds, then SIGKILL."""
    remaining = [Leaving(process, signals) for process, signals in leaving]
    while remaining:
        remaining = [one for one in remaining if one.process.poll() is None]
        for one in remaining:
            if time.monotonic() < one.until:
                continue
            more = one.sent < len(one.signals)
            number, seconds = one.signals[one.sent] if more else (signal.SIGKILL, 1.0)
            one.process.send_signal(number)
            one.until, one.sent = time.monotonic() + seconds, one.sent + 1
        if remaining:
            time.sleep(0.01)


def die_with_parent(death_signal: int = signal.SIGTERM) -> None:
    """Be told when the process that started us is gone."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of our children's children when those die without tending them."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_orphans(known: Collection[int]) -> int:
    """Kill and collect every child of ours that is not one of these; how many there were."""
    ended = 0
    for pid in children_of(os.getpid()):
        if pid not in known:
            kill_quietly(pid)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
            ended += 1
    return ended


def children_of(parent: int) -> list[int]:
    """Process ids whose parent is this one."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(after_name[1]) == parent:
                found.append(int(entry.name))
    return found


def arguments_of(pid: int) -> list[str]:
    """The command line of a living process; empty when there is none (or a zombie)."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def is_alive(pid: int) -> bool:
    """Whether such a process exists, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def kill_quietly(pid: int, number: int = signal.SIGKILL) -> None:
    """Signal a process that may already be gone."""
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return

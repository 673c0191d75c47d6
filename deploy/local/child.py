"""Starting one child process that cannot outlive us, and finding what others left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

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
    )


def stop(process: subprocess.Popen[bytes], signals: Sequence[tuple[int, float]]) -> None:
    """Send each signal in turn and wait its seconds, SIGKILL at the end."""
    for number, seconds in signals:
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return
    process.kill()
    process.wait()


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

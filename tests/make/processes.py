"""Real worker and scheduler processes, as production starts them, ended the hard way if need be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from local import child

CELERY = (sys.executable, "-m", "celery", "-A", "worker.app:celery")
QUIET = ("--loglevel=WARNING",)


@dataclass
class Shop:
    """Workers with one process each, and a scheduler (`beat`), over one database and store."""

    environment: Mapping[str, str]
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(
        default_factory=dict[str, subprocess.Popen[bytes]]
    )

    def start(self, *names: str) -> None:
        for name in names:
            arguments = (
                ["worker", "--concurrency=1", "--without-gossip", "--without-mingle"]
                if name != "beat"
                else ["beat", "--pidfile=", f"--schedule={self.folder / 'schedule'}"]
            )
            with (self.folder / f"{name}.log").open("ab") as log:
                self.running[name] = child.start(
                    [*CELERY, *arguments, *QUIET],
                    env={**os.environ, **self.environment},
                    log=log,
                    death_signal="SIGKILL",
                )

    def kill(self, name: str) -> None:
        """`kill -9` of the process and all it forked: nothing may end in an orderly way."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)

    def freeze(self, name: str) -> None:
        """Stop it where it stands, as a machine that swaps or a paused container does."""
        os.killpg(self.running[name].pid, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        os.killpg(self.running[name].pid, signal.SIGCONT)

    def said(self) -> str:
        return "\n".join(
            f"── {log.name}\n{log.read_text(errors='replace')[-4000:]}"
            for log in sorted(self.folder.glob("*.log"))
        )


@contextmanager
def open_shop(environment: Mapping[str, str], folder: Path) -> Generator[Shop]:
    folder.mkdir(parents=True, exist_ok=True)
    shop = Shop(environment, folder)
    try:
        yield shop
    finally:
        for name in list(shop.running):
            shop.kill(name)

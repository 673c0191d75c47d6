"""Parts of Simiti as a server or a container starts them: by `deploy/container/run`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from local import child
from local.database import DatabaseUrls

ROOT = Path(__file__).parents[2]
START = ROOT / "deploy" / "container" / "run"


def settings_of(urls: DatabaseUrls, broker_url: str, files: Path) -> dict[str, str]:
    """What every part is told, besides its ports."""
    files.mkdir(exist_ok=True)
    return {
        "SIMITI_OWNER_DATABASE_URL": urls.owner,
        "SIMITI_DATABASE_URL": urls.app,
        "SIMITI_WORKER_DATABASE_URL": urls.worker,
        "SIMITI_DOOR_DATABASE_URL": urls.door,
        "SIMITI_OPERATOR_DATABASE_URL": urls.operator,
        "SIMITI_BROKER_URL": broker_url,
        "SIMITI_HOME": str(files.parent),
        "SIMITI_HOST": "127.0.0.1",
        "SIMITI_FILES_URL": files.as_uri(),
    }


def environment_with(settings: Mapping[str, str]) -> dict[str, str]:
    """A clean one, in which `python` is this Python."""
    own = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{ROOT}/packages:{ROOT}/services"}
    return {**own, "SIMITI_BIN": str(Path(sys.executable).parent), **settings}


@dataclass
class Parts:
    """Running processes and what they said."""

    settings: Mapping[str, str]
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(
        default_factory=dict[str, subprocess.Popen[bytes]]
    )

    def start(self, part: str, *arguments: str, **more: str) -> None:
        environment = environment_with({**self.settings, **more})
        with (self.folder / f"{part}.log").open("ab") as log:
            self.running[part] = child.start(
                [START, part, *arguments],
                env=environment,
                cwd=self.folder,
                log=log,
                death_signal="SIGKILL",
            )

    def stop(self, part: str, seconds: float = 20) -> int:
        """Ask it to end, as systemd and engines do; its exit code."""
        process = self.running.pop(part)
        process.send_signal(signal.SIGTERM)
        return process.wait(seconds)

    def said(self) -> str:
        return "\n".join(
            f"── {log.name}\n{log.read_text(errors='replace')[-4000:]}"
            for log in sorted(self.folder.glob("*.log"))
        )

    def wait_for(self, address: str, status: int = 200, seconds: float = 60) -> httpx.Response:
        until = time.monotonic() + seconds
        while True:
            try:
                answer = httpx.get(address, timeout=10)
                if answer.status_code == status:
                    return answer
                seen = f"{answer.status_code} {answer.text[:300]}"
            except httpx.HTTPError as error:
                seen = repr(error)
            assert time.monotonic() < until, f"{address}: {seen}\n{self.said()}"
            time.sleep(0.05)


@contextmanager
def open_parts(settings: Mapping[str, str], folder: Path) -> Generator[Parts]:
    parts = Parts(settings, folder)
    try:
        yield parts
    finally:
        for process in parts.running.values():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)

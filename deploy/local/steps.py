"""Steps that are done once, and what they share: standard library only, used by bootstrap.py."""

import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOT = ROOT / ".boot"
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
NOT_INPUTS = {"node_modules", "dist", "gql", "__pycache__", "built", "simiti", "simiti_client"}


class Stop(Exception):
    """Setting up cannot go on; the message is one line for a person."""


def digest_of(files: Iterable[Path], *more: str) -> str:
    """A hash of names and contents."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(files):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def files_below(folder: Path) -> list[Path]:
    """Every file that is a source: generated and installed folders are left out."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_INPUTS]
        found += [Path(parent, name) for name in names]
    return found


def is_done(stamp: Path, digest: str) -> bool:
    """Whether the step was finished with these inputs."""
    return stamp.exists() and stamp.read_text() == digest


def step(name: str, stamp: Path, digest: str, make: Callable[[], None]) -> None:
    """Run `make` unless its stamp carries this digest; the stamp is written last."""
    if is_done(stamp, digest):
        return
    started = time.monotonic()
    print(f"  {name} …", end=" ", flush=True)
    stamp.unlink(missing_ok=True)
    try:
        make()
    except Stop:
        print("failed")
        raise
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)
    print(f"{time.monotonic() - started:.1f} s")


def run(
    command: list[str | Path], what: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> None:
    """Run quietly; when it fails show its last lines and stop."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        said = done.stdout.strip().splitlines()
        shown = said if len(said) <= 25 else [*said[:10], "…", *said[-14:]]
        lines = "\n".join(f"    {line}" for line in shown)
        raise Stop(f"{what} failed (exit {done.returncode}):\n{lines}")

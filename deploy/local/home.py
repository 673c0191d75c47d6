"""The data folder: its lock, its generated secrets, and whether it can be used at all."""

import errno
import fcntl
import json
import os
import secrets
import shlex
import shutil
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from local import database, postgres
from local.settings import Unusable

MEGABYTE = 1024**2
FREE_AT_FIRST = 300 * MEGABYTE
FREE_LATER = 60 * MEGABYTE
DISK_IS_FULL = {errno.ENOSPC, errno.EDQUOT}

SECRETS = (
    *("superuser", *database.ROLES, "broker"),
    *("demo_password", "audit_key", "webhook_key"),
)


class Home:
    """One SIMITI_HOME, held by at most one supervisor."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock: IO[str] | None = None
        self._kept: dict[str, str] = {}

    def open(self) -> None:
        """Make it, lock it, and make every secret that is not there yet."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if self.folder.stat().st_uid == os.geteuid():
                self.folder.chmod(0o700)
            self._take_lock()
            self._check_space()
            for part in ("logs", "files", "beat"):
                (self.folder / part).mkdir(exist_ok=True)
            self._read_kept()
            for name in SECRETS:
                self.keep(name, self._kept.get(name) or _make_secret(name))
        except OSError as problem:
            raise Unusable(explain(problem, self.folder)) from None

    def __getitem__(self, name: str) -> str:
        return self._kept[name]

    def get(self, name: str) -> str | None:
        """A value that may not have been kept yet."""
        return self._kept.get(name)

    def keep(self, name: str, value: str) -> None:
        """Remember a value, readable by the owner only; whole or not at all."""
        if self._kept.get(name) == value:
            return
        self._kept[name] = value
        self.write_private("secrets.json", json.dumps(self._kept, indent=2) + "\n")

    def write_private(self, name: str, text: str) -> None:
        """Replace a file in one move."""
        unfinished = self.folder / f"{name}.new"
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        unfinished.replace(self.folder / name)

    def port_for(self, name: str) -> int:
        """The port it had before if that is still free, else another."""
        kept = self._kept.get(name, "")
        port = int(kept) if kept.isdigit() and is_free(int(kept)) else postgres.free_port()
        self.keep(name, str(port))
        return port

    def log(self, name: str) -> Path:
        """Where a child's words go; begun anew when it has grown beyond 20 MB."""
        path = self.folder / "logs" / f"{name}.log"
        if path.exists() and path.stat().st_size > 20 * MEGABYTE:
            path.replace(path.with_suffix(".old.log"))
        return path

    def write_settings(self, variables: Mapping[str, str]) -> None:
        """For the `simiti` command: a shell file whose values yield to the environment."""
        lines = [
            f'[ -n "${{{name}:-}}" ] || {name}={shlex.quote(value)}; export {name}\n'
            for name, value in sorted(variables.items())
        ]
        self.write_private("settings.sh", "".join(lines))

    def _take_lock(self) -> None:
        # The kernel drops this lock with its holder: a stale one cannot exist.
        lock = (self.folder / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise Unusable(
                f"{self.folder} is in use by a running Simiti (process {holder}); "
                "stop it, or choose another SIMITI_HOME"
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        self._lock = lock

    def _check_space(self) -> None:
        needed = FREE_LATER if (self.folder / "postgres").exists() else FREE_AT_FIRST
        free = shutil.disk_usage(self.folder).free
        if free < needed:
            raise Unusable(
                f"the disk of {self.folder} is full: {free // MEGABYTE} MB free, "
                f"{needed // MEGABYTE} MB needed; make room, or choose another SIMITI_HOME"
            )

    def _read_kept(self) -> None:
        path = self.folder / "secrets.json"
        try:
            self._kept = json.loads(path.read_text()) if path.exists() else {}
        except ValueError:
            raise Unusable(f"{path} is damaged: restore it, it holds the passwords") from None


def _make_secret(name: str) -> str:
    if name == "demo_password":  # a person types this one
        return "-".join(secrets.token_hex(2) for _ in range(3))
    return secrets.token_urlsafe(32)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether nobody listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def bind(host: str, port: int) -> socket.socket:
    """The public port, held from the first moment on; nobody listens on it yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as problem:
        listener.close()
        if problem.errno == errno.EADDRINUSE:
            why = f"port {port} is taken by another program; choose another with SIMITI_PORT=…"
        elif problem.errno == errno.EACCES:
            why = f"port {port} needs more rights; choose one above 1023 with SIMITI_PORT=…"
        else:
            why = f"cannot listen on {host}:{port} ({problem.strerror}); see SIMITI_HOST"
        raise Unusable(why) from None
    return listener


def explain(problem: OSError, folder: Path) -> str:
    """An operating system's refusal as one line."""
    if problem.errno in DISK_IS_FULL:
        return f"the disk of {folder} is full; make room, or choose another SIMITI_HOME"
    where = problem.filename or folder
    return f"{where} cannot be used ({problem.strerror}); choose another folder with SIMITI_HOME=…"


def full_disk_hint(folder: Path) -> str:
    """Why something failed, when the disk filled up meanwhile."""
    if folder.exists() and shutil.disk_usage(folder).free < 8 * MEGABYTE:
        return f"\nsimiti: the disk of {folder} is full; make room, or choose another SIMITI_HOME"
    return ""

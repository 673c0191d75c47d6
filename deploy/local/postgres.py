"""One embedded PostgreSQL server: made, started, watched and stopped, as root or not."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from local import binaries, child

SUPERUSER = "postgres"
DRIVER = "postgresql+asyncpg"
NOBODY = 65534

# The whole configuration of the server, beside what a caller adds.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path may not exceed 107 bytes; data folders do
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "max_connections": "100",
    "log_checkpoints": "off",
}

# For databases that are thrown away: nothing survives a crash, everything is quicker.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "scram_iterations": "1",
    "dynamic_shared_memory_type": "mmap",  # in the data folder: a killed run leaves nothing else
    "max_connections": "200",
}


class CannotStart(Exception):
    """The server did not come up; the message is for a person."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A server over one data folder; `port` stays the same over restarts of this object."""

    data_dir: Path
    password: str
    log: Path
    port: int = field(default_factory=free_port)
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    bin_dir: Path | None = None
    farewell: Sequence[tuple[int, float]] = ((signal.SIGINT, 8.0), (signal.SIGQUIT, 3.0))
    process: subprocess.Popen[bytes] | None = None

    def url(self, user: str, dbname: str, password: str, driver: str = DRIVER) -> str:
        """A connection address; passwords are made by us and need no quoting."""
        return f"{driver}://{user}:{password}@127.0.0.1:{self.port}/{dbname}"

    def start(self, seconds: float = 30) -> None:
        """Make the data folder when it is new, start, and wait until connections are taken."""
        self.launch()
        self.wait_until_ready(seconds)

    def launch(self) -> None:
        """Start without waiting."""
        folder = binaries.postgres_folder(self.bin_dir)
        if not (self.data_dir / "PG_VERSION").exists():
            self._make_data_dir(folder)
        self._remove_what_was_left()
        settings = {**SETTINGS, **self.settings, "port": str(self.port)}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with self.log.open("ab") as log:
            self.process = child.start(
                [folder / "postgres", "-D", self.data_dir, *options],
                identity=identity_for(self.data_dir, folder),
                death_signal="SIGINT",  # a fast, clean shutdown
                log=log,
            )

    def wait_until_ready(self, seconds: float = 30) -> None:
        """Wait for the server's own word that it is ready, in line 8 of its pid file."""
        if self.process is None:
            raise CannotStart("PostgreSQL was not started")
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise CannotStart(f"PostgreSQL ended at once: {last_line(self.log)}")
            lines = self._pid_file()
            if len(lines) >= 8 and lines[0] == str(self.process.pid) and lines[7] == "ready":
                return
            time.sleep(0.01)
        raise CannotStart(f"PostgreSQL is not ready after {seconds:.0f} s; see {self.log}")

    def stop(self) -> None:
        """Fast shutdown, then the immediate one, then SIGKILL."""
        if self.process is not None:
            child.stop([(self.process, self.farewell)])

    def _pid_file(self) -> list[str]:
        try:
            text = (self.data_dir / "postmaster.pid").read_text()
        except OSError:
            return []
        return [line.strip() for line in text.splitlines()]

    def _remove_what_was_left(self) -> None:
        """End an orphan on our folder, and drop a pid file whose process is somebody else's."""
        lines = self._pid_file()
        if not lines or not lines[0].isdigit():
            return
        pid = int(lines[0])
        if str(self.data_dir) in child.arguments_of(pid):
            for number, seconds in ((signal.SIGINT, 8.0), (signal.SIGKILL, 2.0)):
                child.kill_quietly(pid, number)
                deadline = time.monotonic() + seconds
                while time.monotonic() < deadline and child.arguments_of(pid):
                    time.sleep(0.05)
        elif child.is_alive(pid):  # the number was given to another process meanwhile
            (self.data_dir / "postmaster.pid").unlink(missing_ok=True)

    def _make_data_dir(self, folder: Path) -> None:
        """`initdb` beside the final place and rename, so that a half-made folder never counts."""
        unfinished = self.data_dir.with_name(self.data_dir.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(self.data_dir, ignore_errors=True)
        unfinished.mkdir(parents=True, mode=0o700)
        identity = identity_for(unfinished, folder)
        if identity.isdigit():
            os.chown(unfinished, int(identity), -1)
        # initdb wants the password in a file it may read: inside the folder it is refused.
        secret = unfinished.with_name(unfinished.name + ".password")
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if identity.isdigit():
            os.chown(secret, int(identity), -1)
        command = [
            *(folder / "initdb", "-D", unfinished, "-U", SUPERUSER, "--pwfile", secret),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions", "--no-sync"),
            *_locale_options(binaries.postgres_version(folder)),
        ]
        wrapped = child.command_line(command, identity=identity, death_signal="SIGKILL")
        try:
            done = subprocess.run(wrapped, capture_output=True, text=True, check=False)
        finally:
            secret.unlink()
        if done.returncode != 0:
            shutil.rmtree(unfinished, ignore_errors=True)
            said = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
            why = next((line for line in said if "error" in line.lower()), said[-1] if said else "")
            raise CannotStart(f"PostgreSQL cannot make {self.data_dir}: {why}")
        unfinished.rename(self.data_dir)


def _locale_options(version: int) -> list[str]:
    # pg_trgm sees no letters in Thai under LC_CTYPE C, and says nothing about it.
    if version >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def identity_for(data_dir: Path, folder: Path) -> str:
    """Who PostgreSQL shall be: ourselves, or for root a mapped user, or `nobody`'s uid."""
    if os.geteuid() != 0:
        return "self"
    owner = data_dir.stat().st_uid
    if owner != 0:  # made by an earlier start that could not map users
        return str(owner)
    probe = f"import os, sys; sys.exit(not (os.access({str(data_dir)!r}, os.W_OK | os.X_OK)"
    probe += f" and os.access({str(folder / 'postgres')!r}, os.X_OK)))"
    done = subprocess.run(
        child.command_line([sys.executable, "-I", "-S", "-c", probe], identity="userns"),
        capture_output=True,
        check=False,
    )
    if done.returncode == 0:
        return "userns"
    for path in (data_dir, *data_dir.rglob("*")):
        os.chown(path, NOBODY, -1, follow_symlinks=False)
    return str(NOBODY)


def last_line(log: Path) -> str:
    """The last thing a child said, for a message to a person."""
    try:
        lines = log.read_text(errors="replace").strip().splitlines()
    except OSError:
        return "(no log)"
    return lines[-1] if lines else "(it said nothing)"

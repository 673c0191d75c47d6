"""A host to drill on: a database, a broker and a folder in place of /opt, /etc and /var."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from drills.units import Manager
from local import database, postgres
from local.broker import Broker
from local.steps import ROOT

HERE = Path(__file__).parent
SYSTEMD = ROOT / "deploy" / "systemd"
WITHOUT = ("services/web/package-lock.json",)
"""A release without it is set up without the pages, which take minutes and are not asked for."""
PASSWORD_BYTES = 12
MIGRATIONS = "packages/plan_core/db/migrations/versions"
DRAINS = "services/api/connections.py"


class Failed(Exception):
    """The drill cannot go on; the message says why."""


@dataclass
class Host:
    """Where releases are installed, switched and taken back by the script that does it anywhere."""

    root: Path
    manager: Manager
    address: str
    demo_password: str

    def release(self, *arguments: str | Path) -> None:
        """deploy/systemd/release; Failed when it says no."""
        env = {
            **os.environ,
            "SIMITI_ROOT": str(self.root / "opt"),
            "SIMITI_SYSTEMCTL": str(HERE / "systemctl"),
            "SIMITI_HEALTH_URL": f"{self.address}/health/ready",
            "DRILL_CONTROL": str(self.manager.control),
        }
        done = subprocess.run(
            [SYSTEMD / "release", *arguments], env=env, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise Failed(f"release {arguments[0]}: {done.stderr.strip()}\n{self.logs()}")

    def simiti(self, *arguments: str) -> None:
        """An operator's command of the release that runs."""
        settings = _lines((self.root / "etc/simiti.env").read_text())
        settings["SIMITI_DEMO_PASSWORD"] = self.demo_password
        done = subprocess.run(
            [self.root / "opt/current/.venv/bin/simiti", *arguments],
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **settings},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise Failed(f"simiti {arguments[0]}: {done.stderr.strip()}")

    def install(self, reference: str, name: str) -> str:
        """A commit as a release; its name."""
        commit = _git("rev-parse", "--short", f"{reference}^{{commit}}").strip()
        archive = self.root / f"{name}.tar.gz"
        paths = [f":(exclude){one}" for one in WITHOUT]
        _git("archive", "--format=tar.gz", f"--output={archive}", commit, "--", ".", *paths)
        self.release("install", f"{name}-{commit}", archive)
        return f"{name}-{commit}"

    def logs(self) -> str:
        """The last words of each program."""
        found = sorted(self.manager.logs.glob("*.log"))
        return "\n".join(f"{one.name}: {one.read_text()[-1500:]}" for one in found)


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Failed(f"git {arguments[0]}: {done.stderr.strip()}")
    return done.stdout


def has_history() -> bool:
    """Whether there is an older release here to upgrade from."""
    return (ROOT / ".git").exists() and bool(_added(DRAINS))


def release_before() -> str:
    """The newest commit with an older schema, so that upgrading from it migrates; but none that
    loses requests when it is stopped: then the first that does not."""
    migrated = f"{_added(MIGRATIONS)}^"
    try:
        _git("cat-file", "-e", f"{migrated}:{DRAINS}")
    except Failed:
        return _added(DRAINS)
    return migrated


def _added(path: str) -> str:
    """The newest commit that brought a file below the path."""
    return _git("log", "--diff-filter=A", "--format=%H", "-1", "HEAD", "--", path).strip()


def _lines(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in text.splitlines())
    return {name: value for name, _, value in pairs}


@contextmanager
def a_host(root: Path) -> Generator[Host]:
    """Everything it stands on is thrown away afterwards. Only on 127.0.0.1."""
    for folder in ("etc", "var", "logs", "opt"):
        (root / folder).mkdir()
    passwords = {role: secrets.token_hex(PASSWORD_BYTES) for role in database.ROLES}
    server = postgres.Server(
        root / "postgres", secrets.token_hex(PASSWORD_BYTES), root / "logs/postgres.log"
    )
    broker = Broker(root / "broker", secrets.token_hex(PASSWORD_BYTES), root / "logs/broker.log")
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    try:
        server.start()
        broker.start()
        dsn = server.url(postgres.SUPERUSER, "postgres", server.password, "postgresql")
        database.prepare_now(dsn, passwords, "simiti")
        urls = {role: server.url(role, "simiti", passwords[role]) for role in database.ROLES}
        for name, settings in _settings(root, urls, broker).items():
            (root / "etc" / name).write_text("".join(f"{k}={v}\n" for k, v in settings.items()))
        places = {
            "/opt/simiti": str(root / "opt"),
            "/etc/simiti": str(root / "etc"),
            "/var/lib/simiti": str(root / "var"),
            # Of every host its own; here several programs share one.
            "SIMITI_METRICS_PORT=9101": "SIMITI_METRICS_PORT=0",
            "SIMITI_METRICS_PORT=9102": "SIMITI_METRICS_PORT=0",
        }
        manager = Manager(SYSTEMD, places, listener, root / "control", root / "logs")
        port = listener.getsockname()[1]
        with manager:
            yield Host(root, manager, f"http://127.0.0.1:{port}", secrets.token_hex(PASSWORD_BYTES))
    finally:
        listener.close()
        broker.stop()
        server.stop()


def _settings(root: Path, urls: dict[str, str], broker: Broker) -> dict[str, dict[str, str]]:
    return {
        "simiti.env": {
            "SIMITI_DATABASE_URL": urls[database.APP],
            "SIMITI_DOOR_DATABASE_URL": urls[database.DOOR],
            "SIMITI_WORKER_DATABASE_URL": urls[database.WORKER],
            "SIMITI_OPERATOR_DATABASE_URL": urls[database.OPERATOR],
            "SIMITI_BROKER_URL": broker.url,
            "SIMITI_FILES_URL": (root / "var/files").as_uri(),
            "SIMITI_WEBHOOK_KEY": secrets.token_hex(32),
        },
        "owner.env": {"SIMITI_OWNER_DATABASE_URL": urls[database.OWNER]},
    }

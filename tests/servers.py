"""The one PostgreSQL and one Valkey of a test process, and databases copied from a template."""

import asyncio
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Coroutine, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from local import child, database, postgres
from local.broker import Broker
from local.database import DatabaseUrls
from plan_core.db import migrate
from plan_core.seed import reference

TEMPLATE = "simiti_template"
PASSWORD = "test"  # of servers that live for one test run, on 127.0.0.1
FOLDER_PREFIX = "simiti-test-"

T = TypeVar("T")


def memory_folder() -> Path:
    """Shared memory when there is some, else the ordinary temporary folder."""
    shared = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private folder in it
    if shared.is_dir() and shutil.disk_usage(shared).free > 2 * 1024**3:
        return shared
    return Path(tempfile.gettempdir())


@contextmanager
def private_folder() -> Generator[Path]:
    """A folder for this process; those of test runs that were killed are swept away first."""
    parent = memory_folder()
    for left in parent.glob(f"{FOLDER_PREFIX}*"):
        pid = left.name.removeprefix(FOLDER_PREFIX).split("-")[0]
        if pid.isdigit() and not child.is_alive(int(pid)):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def outside_any_loop(work: Callable[[str], object], url: str) -> None:
    """Call what starts a loop of its own, wherever we are."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work, url).result()


class Admin:
    """The superuser's connection, kept in a thread of its own: usable inside and outside a loop."""

    def __init__(self, server: postgres.Server) -> None:
        self.server = server
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        dsn = server.url(postgres.SUPERUSER, "postgres", server.password, driver="postgresql")
        self._connection: asyncpg.Connection = self.run(asyncpg.connect(dsn))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run it in the thread and wait for its answer."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def execute(self, statement: str) -> None:
        """One statement outside any transaction."""
        self.run(self._connection.execute(statement))

    def close(self) -> None:
        """Close the connection and end the thread."""
        self.run(self._connection.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def urls(self, name: str) -> DatabaseUrls:
        """The addresses of a database, as each role."""
        return DatabaseUrls(
            *(self.server.url(role, name, PASSWORD) for role in database.ROLES),
        )

    def make_template(self) -> None:
        """The template: roles, extension, schema, reference data."""
        dsn = self.server.url(postgres.SUPERUSER, "postgres", self.server.password, "postgresql")
        passwords: dict[str, str] = dict.fromkeys(database.ROLES, PASSWORD)
        self.run(database.prepare(dsn, passwords, TEMPLATE))
        urls = self.urls(TEMPLATE)
        outside_any_loop(migrate.upgrade, urls.owner)
        outside_any_loop(reference.load_reference, urls.operator)
        self.execute(f"ALTER DATABASE {TEMPLATE} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true")

    @contextmanager
    def copy_of_template(self) -> Generator[DatabaseUrls]:
        """A database of one's own for as long as the block lasts; about 20 ms."""
        name = f"t_{secrets.token_hex(6)}"
        self.execute(
            f"CREATE DATABASE {name} OWNER {database.OWNER} TEMPLATE {TEMPLATE} STRATEGY file_copy"
        )
        self.run(database.close_to_public(self._connection, name))
        try:
            yield self.urls(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_postgres(folder: Path, settings: Mapping[str, str] | None = None) -> Generator[Admin]:
    """A throwaway server with its template made."""
    server = postgres.Server(
        folder / "postgres",
        PASSWORD,
        folder / "postgres.log",
        settings={**postgres.THROWAWAY, **(settings or {})},
    )
    server.start()
    try:
        admin = Admin(server)
        try:
            admin.make_template()
            yield admin
        finally:
            admin.close()
    finally:
        server.stop()


@contextmanager
def running_broker(folder: Path) -> Generator[Broker]:
    """A throwaway Valkey."""
    broker = Broker(folder / "broker", PASSWORD, folder / "broker.log", durable=False)
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()

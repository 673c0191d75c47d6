"""A database made by the script, written to a file, damaged, and restored: all of it or nothing."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

import servers
from local import binaries, postgres
from local.database import ROLES, DatabaseUrls
from local.steps import ROOT
from make.plans import make_row, make_submitted
from make.world import open_world

SYSTEMD = ROOT / "deploy/systemd"


class Keeper:
    """Whoever keeps the database: PostgreSQL's superuser with PostgreSQL's own programs."""

    def __init__(self, admin: servers.Admin, folder: Path) -> None:
        self.admin = admin
        self.folder = folder
        server = admin.server
        self.env = {
            **os.environ,
            "PATH": f"{binaries.postgres_folder()}:{os.environ['PATH']}",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(server.port),
            "PGUSER": postgres.SUPERUSER,
            "PGPASSWORD": server.password,
            "PGDATABASE": "postgres",
            "SIMITI_BACKUP_FOLDER": str(folder),
            "SIMITI_BACKUP_KEEP": "2",
        }

    def run(self, *command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env={**self.env, **more}, capture_output=True, text=True, check=False
        )

    def backup(self, database: str) -> Path:
        done = self.run(SYSTEMD / "backup", SIMITI_BACKUP_DATABASE=database)
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.strip())

    def restore(self, file: Path, database: str) -> subprocess.CompletedProcess[str]:
        return self.run(SYSTEMD / "restore", file, database)

    def has(self, database: str) -> bool:
        query = f"SELECT 1 FROM pg_database WHERE datname = '{database}'"
        return "1" in self.run("psql", "-At", "-c", query).stdout


@pytest.fixture
def keeper(postgres_admin: servers.Admin, tmp_path: Path) -> Iterator[Keeper]:
    keeper = Keeper(postgres_admin, tmp_path)
    yield keeper
    for name in ("restored", "made"):
        postgres_admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def name_of(urls: DatabaseUrls) -> str:
    return urls.app.rpartition("/")[2]


async def everything_in(admin: servers.Admin, database: str) -> dict[str, Any]:
    """Rows, policies and rights of every table, as the superuser sees them."""
    dsn = admin.server.url(postgres.SUPERUSER, database, admin.server.password, "postgresql")
    connection = await asyncpg.connect(dsn)
    try:
        tables = await connection.fetch(
            "SELECT relname, relforcerowsecurity, relacl::text FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        found: dict[str, Any] = {"tables": [tuple(row) for row in tables]}
        found["policies"] = await connection.fetchval("SELECT count(*) FROM pg_policies")
        for row in tables:
            query = f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {row['relname']} t"
            found[row["relname"]] = await connection.fetchval(query)
    finally:
        await connection.close()
    return found


async def test_what_was_written_comes_back_whole_and_as_closed(
    keeper: Keeper, module_database_urls: DatabaseUrls
) -> None:
    async with open_world(module_database_urls) as world:
        await make_submitted(world, [make_row("1.1", 5)])
    name = name_of(module_database_urls)
    file = keeper.backup(name)
    done = keeper.restore(file, "restored")
    assert done.returncode == 0, done.stderr
    before = await everything_in(keeper.admin, name)
    assert before["policies"] > 50
    assert await everything_in(keeper.admin, "restored") == before
    urls = keeper.admin.urls("restored")
    proved = keeper.run(
        ROOT / "deploy/container/run",
        *("simiti", "audit", "verify"),
        SIMITI_BIN=str(ROOT / ".venv/bin"),
        SIMITI_WORKER_DATABASE_URL=urls.worker,
    )
    assert proved.returncode == 0, proved.stdout + proved.stderr
    connection = await asyncpg.connect(urls.app.replace("+asyncpg", ""))
    assert await connection.fetchval("SELECT count(*) FROM revision") == 0, (
        "without a scope: nothing"
    )
    await connection.close()


def test_a_damaged_file_restores_nothing(
    keeper: Keeper, module_database_urls: DatabaseUrls
) -> None:
    file = keeper.backup(name_of(module_database_urls))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    done = keeper.restore(file, "restored")
    assert done.returncode == 1
    assert "not what was written" in done.stderr
    file.with_name(f"{file.name}.sha256").unlink()
    assert "no checksum" in keeper.restore(file, "restored").stderr
    assert not keeper.has("restored")


def test_a_database_that_is_there_is_not_overwritten(
    keeper: Keeper, module_database_urls: DatabaseUrls
) -> None:
    file = keeper.backup(name_of(module_database_urls))
    assert keeper.restore(file, "restored").returncode == 0
    again = keeper.restore(file, "restored")
    assert again.returncode != 0
    assert "already exists" in again.stderr


def test_a_backup_that_fails_leaves_no_file_and_the_oldest_go(
    keeper: Keeper, module_database_urls: DatabaseUrls
) -> None:
    done = keeper.run(SYSTEMD / "backup", SIMITI_BACKUP_DATABASE="no_such_database")
    assert done.returncode != 0
    assert list(keeper.folder.iterdir()) == []
    for stamp in ("20200101T000000Z", "20200102T000000Z"):
        for end in ("", ".sha256"):
            (keeper.folder / f"simiti-{stamp}.dump{end}").touch()
    new = keeper.backup(name_of(module_database_urls))
    kept = sorted(path.name for path in keeper.folder.iterdir() if path.suffix == ".dump")
    assert kept == ["simiti-20200102T000000Z.dump", new.name]
    assert new.stat().st_mode & 0o077 == 0, "nobody else reads it"
    assert keeper.run(SYSTEMD / "backup", SIMITI_BACKUP_KEEP="0").returncode == 2


def test_the_script_makes_roles_and_a_database_that_migrate_fills(keeper: Keeper) -> None:
    passwords = [
        part
        for role in ROLES
        for part in ("-v", f"{role.removeprefix('simiti_')}={servers.PASSWORD}")
    ]
    command = ["psql", "-q", *passwords, "-v", "database=made", "-f", SYSTEMD / "database.sql"]
    for _ in range(2):
        done = keeper.run(*command)
        assert done.returncode == 0, done.stderr
    urls = keeper.admin.urls("made")
    done = keeper.run(
        ROOT / "deploy/container/run",
        "migrate",
        SIMITI_BIN=str(ROOT / ".venv/bin"),
        SIMITI_OWNER_DATABASE_URL=urls.owner,
        SIMITI_OPERATOR_DATABASE_URL=urls.operator,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    count = "SELECT count(*) FROM province"
    assert keeper.run("psql", "-At", "-d", "made", "-c", count).stdout.strip() == "77"

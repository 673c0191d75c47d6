"""An organisation that leaves: everything of it is in the archive, and nothing of anybody else."""

import asyncio
import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

import servers
from architecture.table_kinds import KINDS, TENANT_KINDS, Kind, tables_of
from cli.app import run
from local import postgres
from plan_core.errors import Conflict, NotFound
from plan_core.files import document_key
from plan_core.leaving import belongings, queries
from tenancy.askers import Tenant
from tenancy.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")

CODE = "9000000"
PERSONS = {"person", "membership"}


def lines_of(archive: zipfile.ZipFile, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.read(f"tables/{table}.jsonl").splitlines()]


async def ids_in(admin: servers.Admin, world: World, table: str, tenant: int) -> list[str]:
    """As the superuser sees them, whatever any policy says: all columns of each row, as text."""
    database = world.urls.app.rpartition("/")[2]
    dsn = admin.server.url(postgres.SUPERUSER, database, admin.server.password, "postgresql")
    connection = await asyncpg.connect(dsn)
    try:
        key = await connection.fetch(
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a"
            " ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
            " WHERE i.indrelid = $1::regclass AND i.indisprimary ORDER BY 1",
            table,
        )
        names = [row[0] for row in key]
        rows = await connection.fetch(
            f"SELECT {', '.join(names)} FROM {table} WHERE tenant_id = $1",
            tenant,
        )
        return sorted(json.dumps({name: str(row[name]) for name in names}) for row in rows)
    finally:
        await connection.close()


def key_of(row: dict[str, Any], names: list[str]) -> str:
    return json.dumps({name: str(row[name]) for name in names})


async def test_every_table_is_taken_along_or_is_left_with_a_reason() -> None:
    taken = {table.name for table in belongings.tables()}
    assert taken >= set(tables_of(*TENANT_KINDS))
    assert taken.isdisjoint(belongings.LEFT_BEHIND)
    left = {name for name, kind in KINDS.items() if kind is not Kind.MIGRATIONS} - taken
    assert left == set(belongings.LEFT_BEHIND), "decide what happens to a new table"


async def test_all_rows_of_the_organisation_and_no_others_are_in_it(
    world: World,
    postgres_admin: servers.Admin,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)  # so that tables have several
    tenant = world.organisations[Tenant.OWN]
    taken = await queries.take_along(world.worker, world.files, CODE, tmp_path / "own.zip")
    assert taken.breaks == []
    with zipfile.ZipFile(tmp_path / "own.zip") as archive:
        empty: list[str] = []
        for table in tables_of(*TENANT_KINDS):
            expected = await ids_in(postgres_admin, world, table, tenant)
            names = [*json.loads(expected[0])] if expected else []
            rows = lines_of(archive, table)
            assert sorted(key_of(row, names) for row in rows) == expected, table
            if not expected:
                empty.append(table)
        assert empty == [], "what is not seeded is not tested"
        posts = lines_of(archive, "membership")
        assert posts
        assert {post["organisation_id"] for post in posts} == {tenant}
        people = {row["id"] for row in lines_of(archive, "person")}
        assert people == {post["person_id"] for post in posts}


async def test_nobody_elses_words_are_in_it(world: World, tmp_path: Path) -> None:
    await queries.take_along(world.worker, world.files, CODE, tmp_path / "own.zip")
    with zipfile.ZipFile(tmp_path / "own.zip") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert f"canary-{Tenant.OWN.word}".encode() in content
    for other in Tenant:
        if other is not Tenant.OWN:
            assert f"canary-{other.word}-".encode() not in content, other
    assert b"argon2" not in content, "no password, however hashed"


async def test_each_file_has_its_checksum(world: World, tmp_path: Path) -> None:
    path = tmp_path / "own.zip"
    taken = await queries.take_along(world.worker, world.files, CODE, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert taken.files > 0
    with zipfile.ZipFile(path) as archive:
        lines = archive.read("SHA256SUMS").decode().splitlines()
        told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        assert {*told, "SHA256SUMS"} == set(archive.namelist())
        for name, digest in told.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest, name
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["organisation"]["code"] == CODE
    assert manifest["audit"]["entries"] == manifest["tables"]["audit_entry"] > 0
    assert sum(name.startswith("files/") for name in told) == taken.files


async def test_a_file_that_is_gone_is_told_and_the_rest_is_taken(
    world: World, tmp_path: Path
) -> None:
    whole = await queries.take_along(world.worker, world.files, CODE, tmp_path / "whole.zip")
    with zipfile.ZipFile(tmp_path / "whole.zip") as archive:
        found = [name for name in archive.namelist() if name.startswith("files/documents/")]
        key = document_key(world.organisations[Tenant.OWN], UUID(found[0].rpartition("/")[2]))
        content = archive.read(found[0])
    await world.files.put(key, b"another")
    try:
        taken = await queries.take_along(world.worker, world.files, CODE, tmp_path / "less.zip")
    finally:
        await world.files.put(key, content)
    assert {*taken.missing} == {*whole.missing, found[0]}
    assert taken.files == whole.files - 1


async def test_nothing_is_overwritten_and_an_unknown_code_writes_nothing(
    world: World, tmp_path: Path
) -> None:
    there = tmp_path / "there.zip"
    there.write_text("somebody's")
    with pytest.raises(Conflict):
        await queries.take_along(world.worker, world.files, CODE, there)
    assert there.read_text() == "somebody's"
    with pytest.raises(NotFound):
        await queries.take_along(world.worker, world.files, "9999999", tmp_path / "new.zip")
    assert not (tmp_path / "new.zip").exists()


async def test_the_command_says_what_it_took_and_what_it_could_not(
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SIMITI_WORKER_DATABASE_URL", world.urls.worker)
    command = ["organisation", "export", CODE, str(tmp_path / "own.zip")]
    assert await asyncio.to_thread(run, command) == 2
    assert "SIMITI_FILES_URL" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("SIMITI_FILES_URL", (tmp_path / "empty").as_uri())
    assert await asyncio.to_thread(run, command) == 1
    said = capsys.readouterr().out
    assert "✗ files/documents/" in said
    assert "Not everything is in it." in said
    with zipfile.ZipFile(tmp_path / "own.zip") as archive:
        assert json.loads(archive.read("manifest.json"))["missing_files"]

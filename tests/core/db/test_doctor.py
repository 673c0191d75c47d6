"""`simiti doctor` with real parts: it names a fault that is there, and its fix."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from cli import doctoring, outlying
from local.database import DatabaseUrls
from local.postgres import free_port
from make.documents import receive
from make.people import make_actor
from make.post_office import open_post_office
from make.world import World
from plan_core.db.transaction import utc_now


def doctor(urls: DatabaseUrls, files: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIMITI_")}
    told = {
        "SIMITI_OWNER_DATABASE_URL": urls.owner,
        "SIMITI_DATABASE_URL": urls.app,
        "SIMITI_WORKER_DATABASE_URL": urls.worker,
        "SIMITI_DOOR_DATABASE_URL": urls.door,
        "SIMITI_OPERATOR_DATABASE_URL": urls.operator,
        "SIMITI_FILES_URL": files,
        "SIMITI_PORT": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "cli.app", "doctor"],
        env=kept | told,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, "there is no broker here, so something is always wrong"
    return done.stdout


def names_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


async def test_a_table_that_is_not_closed_to_its_owner_is_named(
    database_urls: DatabaseUrls, tmp_path: Path
) -> None:
    well = doctor(database_urls, tmp_path.as_uri())
    assert "✓ row-level security: forced on all" in well
    assert "✓ clock: " in well
    assert f"✓ files: {tmp_path} was written to" in well
    assert not names_in(tmp_path), "nothing stays there"
    connection = await asyncpg.connect(database_urls.owner.replace("+asyncpg", ""))
    try:
        await connection.execute("ALTER TABLE budget_cell NO FORCE ROW LEVEL SECURITY")
        await connection.execute("ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY")
        told = doctor(database_urls, tmp_path.as_uri())
        fault = "✗ row-level security: not forced on audit_entry, budget_cell\n    → "
        assert fault in told
        fix = told.partition(fault)[2].partition("\n")[0]
        # The fix is one that mends it.
        for statement in fix.split("; "):
            await connection.execute(statement)
    finally:
        await connection.close()
    assert "✓ row-level security" in doctor(database_urls, tmp_path.as_uri())


async def test_a_folder_that_cannot_be_written_is_found_by_writing(
    database_urls: DatabaseUrls,
) -> None:
    # Not even root writes there.
    told = doctor(database_urls, "file:///proc/self")
    assert "✗ files: /proc/self cannot be written: " in told


def test_clocks_and_room_have_their_limits() -> None:
    now = datetime.now(UTC)
    assert not doctoring.clocks(now + timedelta(seconds=4), now).fault
    assert "60 s" in doctoring.clocks(now - timedelta(seconds=60), now).fault
    assert not doctoring.room(Path("/"), 1_000, 60).fault
    full = doctoring.room(Path("/"), 1_000, 49)
    assert "4.9 %" in full.fault
    assert full.fix


def test_a_broker_at_which_no_worker_answers_is_a_fault(broker_url: str) -> None:
    # One that answers is found in tests/deploy/test_parts.py.
    found = outlying.worker(broker_url)
    assert "none answers" in found.fault
    assert "simiti-worker" in found.fix


async def test_jobs_that_nobody_sends_again_are_a_fault(world: World) -> None:
    async def fault() -> str:
        return (await asyncio.to_thread(outlying.sweeper, world.urls.worker)).fault

    assert not await fault()
    world.clock.now = utc_now()
    await receive(world, await make_actor(world))
    assert not await fault(), "the next sweep is seconds away"
    world.clock.move(minutes=-5)
    await receive(world, await make_actor(world))
    assert await fault() == "1 jobs wait and nobody sends them again"


def test_the_mail_server_is_spoken_to_and_gets_no_mail() -> None:
    assert "SIMITI_SMTP_URL" in outlying.mail_server("").detail
    assert "smtp://user" in outlying.mail_server("http://mail.example.go.th").fault
    port = free_port()
    assert f"127.0.0.1:{port}: " in outlying.mail_server(f"smtp://127.0.0.1:{port}").fault
    with open_post_office() as office:
        assert outlying.mail_server(office.url).detail == "127.0.0.1 answers"
        # It takes no password without TLS, and is told none.
        named = office.url.replace("smtp://", "smtp://simiti:secret@")
        refused = outlying.mail_server(named)
        assert "AUTH" in refused.fault
        assert "secret" not in refused.fault
        assert office.arrived == []


def test_the_newest_backup_is_whole_and_of_last_night(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    assert "SIMITI_BACKUP_FOLDER" in outlying.backup("", now).detail
    assert "no-such" in outlying.backup(str(tmp_path / "no-such"), now).fault
    folder = str(tmp_path)
    (tmp_path / "simiti-20261127T021500Z.dump.part").touch()
    assert outlying.backup(folder, now).fault == f"{folder} holds none"
    for name in ("simiti-20261125T021500Z.dump", "simiti-20261126T021500Z.dump"):
        (tmp_path / name).touch()
    (tmp_path / "simiti-20261125T021500Z.dump.sha256").touch()
    assert "simiti-20261126T021500Z.dump has no checksum" in outlying.backup(folder, now).fault
    (tmp_path / "simiti-20261126T021500Z.dump.sha256").touch()
    assert "simiti-20261126T021500Z.dump, 25 hours old" in (
        outlying.backup(folder, now + timedelta(hours=25, minutes=1)).detail
    )
    old = outlying.backup(folder, now + timedelta(hours=27, minutes=1))
    assert "27 hours old" in old.fault
    assert "simiti-backup.timer" in old.fix

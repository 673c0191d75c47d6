"""`simiti doctor` with a real database: it names a fault that is there, and its fix."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from cli import doctoring
from local.database import DatabaseUrls


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

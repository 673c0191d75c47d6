"""The audit log in the database: gapless beside others, append-only, provable from outside."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

import servers
from make.people import make_actor, make_organisation
from make.plans import load_content, make_plan, make_submitted, return_whole
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.audit import actions as audit
from plan_core.audit import queries, rules
from plan_core.audit.model import AuditEntry, AuditHead
from plan_core.db.base import make_id
from plan_core.plans.actions import filling
from plan_core.plans.actions.filling import CellEdit
from plan_core.values import Budget

ROOT = Path(__file__).parents[3]
KEY = "a key that lies outside the database"


async def sequences(world: World, actor: Actor) -> list[int]:
    async with world.app.read(actor) as tx:
        query = (
            sa.select(AuditEntry.sequence)
            .where(AuditEntry.tenant_id == actor.tenant)
            .order_by(AuditEntry.sequence)
        )
        return list(await tx.session.scalars(query))


def run_cli(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    told = {
        "PYTHONIOENCODING": "utf-8",
        "SIMITI_WORKER_DATABASE_URL": world.urls.worker,
        "SIMITI_AUDIT_KEY": KEY,
    }
    return subprocess.run(
        [sys.executable, "-m", "cli.app", "audit", *arguments],
        env=kept | told,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


async def simiti(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    return await asyncio.to_thread(run_cli, world, *arguments)


async def as_superuser(admin: servers.Admin, world: World, *statements: str) -> None:
    """What the keeper of the database could do."""
    name = world.urls.app.rsplit("/", 1)[1]
    dsn = admin.server.url("postgres", name, admin.server.password, driver="postgresql")
    connection = await asyncpg.connect(dsn)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_twenty_who_write_at_once_leave_a_chain_without_a_gap(world: World) -> None:
    organisation = await make_organisation(world)
    actors = [await make_actor(world, Role.EDITOR, organisation) for _ in range(4)]

    async def write(actor: Actor, number: int) -> None:
        async with world.app.write(actor) as tx:
            audit.record(tx, "test", "plan", make_id(), None, {"number": number})
            audit.record(tx, "test", "plan", make_id(), {"number": number}, None)

    await asyncio.gather(*(write(actors[number % 4], number) for number in range(20)))
    assert await sequences(world, actors[0]) == list(range(1, 41))
    walk, head = await queries.walk_chain(world.worker, organisation.id)
    assert (walk.breaks, walk.entries, head.sequence) == ([], 40, 40)


async def test_what_was_rolled_back_leaves_no_gap(world: World) -> None:
    actor = await make_actor(world)
    plan = await make_plan(world, actor)
    before = await sequences(world, actor)
    cell = (await load_content(world, actor)).rows[0].cells[0]

    async def write_and_fail() -> None:
        async with world.app.write(actor) as tx:
            await filling.set_budget_cells(tx, [CellEdit(cell.id, cell.version, Budget.of(1))])
            await audit.seal(tx)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    async with world.app.write(actor) as tx:
        audit.record(tx, "test", "plan", plan.id, None, None)
    assert await sequences(world, actor) == [*before, len(before) + 1]
    walk, _ = await queries.walk_chain(world.worker, actor.tenant)
    assert walk.breaks == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET after = '{}'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_head",
        "TRUNCATE audit_entry",
    ],
)
async def test_the_application_can_neither_change_nor_remove_what_was_recorded(
    world: World, statement: str
) -> None:
    actor = await make_actor(world)
    await make_plan(world, actor)
    for database in (world.app, world.worker):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with database.write(actor) as tx:
                await tx.session.execute(sa.text(statement))
    walk, _ = await queries.walk_chain(world.worker, actor.tenant)
    assert walk.breaks == []
    assert walk.entries > 0


async def test_a_head_that_the_application_moved_back_shows(world: World) -> None:
    actor = await make_actor(world)
    await make_plan(world, actor)
    async with world.app.write(actor) as tx:
        await tx.session.execute(
            sa.update(AuditHead)
            .where(AuditHead.tenant_id == actor.tenant)
            .values(sequence=0, sha256=rules.NOTHING_BEFORE)
        )
    walk, _ = await queries.walk_chain(world.worker, actor.tenant)
    assert [one.what for one in walk.breaks] == ["the chain does not end where its head says"]


async def test_an_officers_review_adds_to_the_organisations_chain_and_cannot_read_it(
    world: World,
) -> None:
    organisation, revision = await make_submitted(world)
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    await return_whole(world, revision, officer)
    async with world.app.review(officer, revision.tenant_id) as tx:
        assert (await tx.session.scalars(sa.select(AuditEntry))).all() == []
    viewer = await make_actor(world, Role.VIEWER, organisation)
    async with world.app.read(viewer) as tx:
        last = await tx.session.scalar(
            sa.select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)
        )
    assert last is not None
    assert (last.verb, last.person_id) == ("return_plan", officer.person_id)
    walk, _ = await queries.walk_chain(world.worker, organisation.id)
    assert walk.breaks == []


async def test_the_command_line_proves_a_log_and_finds_what_its_keeper_changed(
    world: World, postgres_admin: servers.Admin, tmp_path: Path
) -> None:
    actor = await make_actor(world)
    await make_plan(world, actor)
    whole = await simiti(world, "verify")
    assert whole.returncode == 0, whole.stderr
    assert "0 breaks" in whole.stdout
    anchored = await simiti(world, "anchor", str(tmp_path / "anchors.jsonl"))
    assert anchored.returncode == 0, anchored.stderr
    where = f"WHERE tenant_id = {actor.tenant}"
    await as_superuser(
        postgres_admin, world, f"UPDATE audit_entry SET by_name = 'x' {where} AND sequence = 1"
    )
    changed = await simiti(world, "verify")
    assert changed.returncode == 1
    assert (
        f"organisation {actor.tenant}, entry 1: the entry does not fit its seal" in changed.stdout
    )
    await as_superuser(
        postgres_admin, world, f"DELETE FROM audit_entry {where}", f"DELETE FROM audit_head {where}"
    )
    emptied = await simiti(world, "verify")
    assert emptied.returncode == 0, "an emptied chain alone proves nothing"
    against = await simiti(world, "verify", "--anchors", str(tmp_path / "anchors.jsonl"))
    assert against.returncode == 1
    assert "an anchored entry is gone" in against.stdout

"""Cleverer attacks on the database: reused connections, oracles, injected scopes, races."""

import asyncio
import contextlib
import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, SAWarning, SQLAlchemyError

import servers
from plan_core.actor import Actor, Role
from plan_core.db.asking import Question
from plan_core.db.base import make_id
from plan_core.db.transaction import Database, ReadTx
from plan_core.errors import Forbidden, NotFound, SimitiError
from plan_core.intake import queries as intake
from plan_core.intake.actions import accepting, receiving
from plan_core.plans import queries as plans
from plan_core.plans.actions import filling, ordering, submitting, wording, writing
from plan_core.plans.actions.filling import CellEdit, RefusedCells
from plan_core.plans.content import NewInitiative
from plan_core.plans.model import BudgetCell, Initiative, Plan, Revision, RevisionInitiative
from plan_core.values import NO_BUDGET, InitiativeKind
from tenancy.askers import Tenant, leaks_in
from tenancy.askers import Who as Asker
from tenancy.world import World, make_reading

pytestmark = pytest.mark.asyncio(loop_scope="module")

OWN, OTHER = Tenant.OWN, Tenant.NEXT_DOOR


@pytest_asyncio.fixture(loop_scope="module")
async def narrow(world: World) -> AsyncIterator[Database]:
    """The application's role on one connection, handed from actor to actor."""
    database = Database(world.urls.app, pool_size=1)
    yield database
    await database.close()


TITLES = Question(select(Initiative.title))


async def titles(tx: ReadTx) -> set[str]:
    """Every title that the transaction can see, asked without a condition."""
    return set(await tx.session.scalars(select(Initiative.title)))


async def visible_tenants(database: Database) -> int:
    """What a transaction without an actor sees of everybody's rows."""
    async with database.unscoped() as session:
        return await session.scalar(select(func.count()).select_from(Initiative)) or 0


async def fail_in_python(database: Database, actor: Actor) -> None:
    async with database.write(actor) as tx:
        await titles(tx)
        raise RuntimeError


async def fail_in_sql(database: Database, actor: Actor) -> None:
    async with database.write(actor) as tx:
        await tx.session.execute(text("SELECT 1/0"))


async def be_refused(database: Database, actor: Actor) -> None:
    async with database.write(actor) as tx:
        await titles(tx)
        raise NotFound


async def be_cancelled(database: Database, actor: Actor) -> None:
    async def linger() -> None:
        async with database.write(actor) as tx:
            await tx.session.execute(text("SELECT pg_sleep(5)"))

    task = asyncio.create_task(linger())
    await asyncio.sleep(0.05)
    task.cancel()
    await task


async def be_too_slow(database: Database, actor: Actor) -> None:
    async with asyncio.timeout(0.05), database.write(actor) as tx:
        await tx.session.execute(text("SELECT pg_sleep(5)"))


async def be_stopped_by_the_server(database: Database, actor: Actor) -> None:
    async with database.read(actor) as tx:
        await tx.session.execute(text("SET LOCAL statement_timeout = '20ms'"))
        await tx.session.execute(text("SELECT pg_sleep(5)"))


async def be_killed(database: Database, actor: Actor) -> None:
    async with database.write(actor) as tx:
        await tx.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


async def fail_behind_a_savepoint(database: Database, actor: Actor) -> None:
    async with database.write(actor) as tx:
        async with tx.session.begin_nested():
            await tx.session.execute(text("SET LOCAL simiti.nation = 'yes'"))
        raise RuntimeError


async def end_well(database: Database, actor: Actor) -> None:
    async with database.write(actor) as tx:
        await titles(tx)
    raise RuntimeError


MISHAPS = (
    fail_in_python,
    fail_in_sql,
    be_refused,
    be_cancelled,
    be_too_slow,
    be_stopped_by_the_server,
    be_killed,
    fail_behind_a_savepoint,
    end_well,
)


@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: mishap.__name__)
async def test_a_connection_forgets_its_actor_however_the_transaction_ends(
    world: World, narrow: Database, mishap: Callable[[Database, Actor], Awaitable[None]]
) -> None:
    with pytest.raises(BaseException):  # noqa: B017, PT011 - each ends in its own way
        await mishap(narrow, world.actor(OWN))
    assert await visible_tenants(narrow) == 0
    async with narrow.read(world.actor(OTHER)) as tx:
        assert not leaks_in("".join(await titles(tx)).encode(), Asker.STRANGER.sees())
    async with narrow.write(world.actor(OTHER)) as tx:
        seen = await tx.session.scalar(text("SHOW transaction_read_only"))
        assert seen == "off"
        assert (
            await tx.session.scalar(text("SELECT simiti_tenant()")) == (world.organisations[OTHER])
        )


async def test_a_commit_inside_a_transaction_ends_the_scope(world: World, narrow: Database) -> None:
    async with narrow.write(world.actor(OWN)) as tx:
        assert await titles(tx)
        await tx.session.execute(text("COMMIT"))
        assert not await titles(tx)


async def test_a_read_transaction_writes_nothing(world: World) -> None:
    things = world.things[OWN]
    attempts = (
        update(Initiative).where(Initiative.id == things.initiative).values(remarks="x"),
        delete(BudgetCell).where(BudgetCell.id == things.cell),
        text("SELECT nextval('organisation_id_seq')"),
    )
    for attempt in attempts:
        with pytest.raises(SQLAlchemyError):
            async with world.database.read(world.actor(OWN)) as tx:
                await tx.session.execute(attempt)
    # Even where the server lets it become writable again, no policy allows a write.
    with contextlib.suppress(DBAPIError):
        async with world.database.read(world.actor(OWN)) as tx:
            await tx.session.execute(text("SET TRANSACTION READ WRITE"))
            await tx.session.execute(
                update(Initiative)
                .where(Initiative.tenant_id == things.tenant_id)
                .values(remarks="written")
            )
            await tx.session.execute(text("COMMIT"))
    async with world.database.read(world.actor(OWN)) as tx:
        assert "written" not in set(await tx.session.scalars(select(Initiative.remarks)))


def scopes_of(injected: str) -> list[Actor]:
    """Actors whose scope is text that wants to be SQL."""
    some = (make_id(), make_id())
    return [
        Actor(*some, Role.DISTRICT_OFFICER, province_code="54", district_code=injected),
        Actor(*some, Role.PROVINCE_OFFICER, province_code=injected),
        Actor(*some, Role.EDITOR, tenant_id=cast("int", injected)),
    ]


INJECTIONS = (
    "54'; SET LOCAL simiti.nation = 'yes' --",
    "54', simiti.nation = 'yes",
    "1'; SELECT set_config('simiti.tenant_id', '1', false) --",
    "54\n",
    "54\x00",
    "๕๔",
    "٥٤",
    "%",
    "",
    " 54",
    "54 ",
    "5",
    "540",
    "54060",
    "-1",
)


@pytest.mark.parametrize("injected", INJECTIONS)
async def test_no_value_of_an_actor_becomes_sql(
    world: World, narrow: Database, injected: str
) -> None:
    for actor in scopes_of(injected):
        for opening in (narrow.read, narrow.write):
            with pytest.raises((ValueError, Forbidden)):
                async with opening(actor) as tx:
                    await titles(tx)
    assert await visible_tenants(narrow) == 0


async def test_an_actor_without_a_scope_sees_nothing(world: World) -> None:
    for role in Role:
        if role is Role.NATIONAL_VIEWER:
            continue
        actor = Actor(make_id(), make_id(), role)
        async with world.database.read(actor) as tx:
            assert not await titles(tx)
            assert not (await tx.session.scalars(select(Revision.id))).all()
        with pytest.raises(Forbidden):
            async with world.database.write(actor):
                pass


# Oracles: what a refusal, an error text or a difference could tell.


async def as_other(world: World, statement: str, *parameters: object) -> list[Any]:
    """Run one statement as the application in the other organisation's write scope."""
    connection = await asyncpg.connect(world.urls.app.replace("+asyncpg", ""))
    try:
        async with connection.transaction():
            tenant = world.organisations[OTHER]
            await connection.execute(f"SET LOCAL simiti.tenant_id = '{tenant}'")
            await connection.execute(f"SET LOCAL simiti.writing_tenant_id = '{tenant}'")
            return await connection.fetch(statement, *parameters)
    finally:
        await connection.close()


LEAKY = (
    "SELECT count(*) FROM initiative WHERE 1 / (tenant_id - $1::bigint) >= 0",
    "SELECT count(*) FROM initiative WHERE CASE WHEN tenant_id = $1 THEN title::int ELSE 0 END = 0",
    "SELECT count(*) FROM initiative WHERE tenant_id = $1 AND title::int = 1",
    "SELECT count(*) FROM budget_cell WHERE tenant_id = $1 AND 1 / (version - version) = 1",
    "SELECT count(*) FROM document WHERE tenant_id = $1 AND file_name::uuid IS NULL",
    "SELECT count(*) FROM plan_section WHERE tenant_id = $1 AND to_date(body, 'YYYY') IS NULL",
    "SELECT count(*) FROM risk WHERE tenant_id = $1 AND text::xml IS DOCUMENT",
    "SELECT count(*) FROM revision WHERE tenant_id = $1 AND body::json ->> 'x' = 'y'",
    "SELECT count(*) FROM revision_initiative WHERE tenant_id = $1 AND amounts_satang[1] / 0 = 1",
    "SELECT count(*) FROM audit_entry WHERE tenant_id = $1 AND after::int = 1",
    "SELECT count(*) FROM job WHERE tenant_id = $1 AND name::inet IS NULL",
    "SELECT count(*) FROM plan a JOIN risk b ON b.tenant_id = $1 AND b.text::int = a.version",
)


@pytest.mark.parametrize("statement", LEAKY)
async def test_an_error_in_a_condition_never_meets_a_hidden_row(
    world: World, statement: str
) -> None:
    """The division oracle: were a hidden row tested, the statement would fail on its content."""
    ((count,),) = await as_other(world, statement, world.organisations[OWN])
    # The first compares tenants: it counts one's own rows, whose difference is not zero.
    assert count == 0 or "tenant_id -" in statement or "CASE" in statement


async def test_the_same_file_in_two_organisations_meets_no_common_index(world: World) -> None:
    sha256 = "f" * 64
    for tenant in (OWN, OTHER):
        async with world.database.write(world.actor(tenant)) as tx:
            await receiving.receive(
                tx,
                make_id(),
                file_name="same.md",
                media_type="text/plain",
                size_bytes=1,
                sha256=sha256,
                received_by="x",
            )


async def test_an_id_that_another_organisation_uses_is_free(world: World) -> None:
    """Were ids unique over all organisations, an insert would tell which ones exist."""
    victim, tenant = world.things[OWN], world.organisations[OTHER]
    await as_other(
        world,
        "INSERT INTO initiative (tenant_id, id, plan_id, mission_code, position, number_printed,"
        " kind, title, remarks, search_key, version)"
        " VALUES ($1, $2, $3, '1.1', 99, '', 'PROJECT', 'x', '', '', 1)",
        tenant,
        victim.initiative,
        world.things[OTHER].plan,
    )
    await as_other(
        world,
        "DELETE FROM initiative WHERE tenant_id = $1 AND id = $2",
        tenant,
        victim.initiative,
    )


async def test_a_reference_to_a_hidden_row_fails_like_one_to_nothing(world: World) -> None:
    said: set[str] = set()
    for plan in (world.things[OWN].plan, make_id()):
        with pytest.raises(asyncpg.ForeignKeyViolationError) as refusal:
            await as_other(
                world,
                "INSERT INTO plan_section"
                " (tenant_id, id, plan_id, position, code, title_th, body, version)"
                " VALUES ($1, $2, $3, 1, '', '', '', 1)",
                world.organisations[OTHER],
                make_id(),
                plan,
            )
        details = refusal.value.as_dict()
        said.add(re.sub(str(plan), "ID", f"{details.get('message')} {details.get('detail')}"))
    assert len(said) == 1


async def test_a_constraints_error_shows_no_row_of_another(world: World) -> None:
    with pytest.raises(asyncpg.PostgresError) as refusal:
        await as_other(
            world,
            "UPDATE initiative SET kind = 'NOTHING' WHERE tenant_id IN ($1, $2)",
            world.organisations[OWN],
            world.organisations[OTHER],
        )
    assert not leaks_in(str(refusal.value.as_dict()).encode(), Asker.STRANGER.sees())


async def test_copy_gives_own_rows_and_takes_none(world: World) -> None:
    connection = await asyncpg.connect(world.urls.app.replace("+asyncpg", ""))
    copied = bytearray()

    async def keep(part: bytes) -> None:
        copied.extend(part)

    try:
        async with connection.transaction():
            await connection.execute(f"SET LOCAL simiti.tenant_id = '{world.organisations[OTHER]}'")
            await connection.copy_from_table("initiative", output=keep)
        assert copied
        assert not leaks_in(bytes(copied), Asker.STRANGER.sees())
        with pytest.raises(asyncpg.FeatureNotSupportedError):
            await connection.copy_records_to_table(
                "risk",
                records=[(world.organisations[OWN], make_id(), make_id(), 1, "FINANCIAL", "x")],
                columns=["tenant_id", "id", "plan_id", "position", "category", "text"],
            )
    finally:
        await connection.close()


async def test_explain_counts_no_hidden_row(world: World) -> None:
    rows = await as_other(
        world,
        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF)"
        f" SELECT * FROM initiative WHERE tenant_id = {world.organisations[OWN]}",
    )
    plan = "\n".join(row[0] for row in rows)
    assert re.search(r"rows=0(\.00)? ", plan) or "never executed" in plan
    assert "Rows Removed by Filter" not in plan


# The code itself, handed the ids of another organisation.


async def test_actions_given_anothers_ids_find_nothing(world: World) -> None:
    victim, edition = world.things[OWN], world.edition
    attacker = world.actor(OTHER)

    async def attempt(number: int) -> None:
        async with world.database.write(attacker) as tx:
            match number:
                case 0:
                    await wording.set_initiative(tx, victim.initiative, 1, title="x")
                case 1:
                    await ordering.remove_initiative(tx, victim.initiative, 1)
                case 2:
                    await ordering.restore_initiative(tx, victim.initiative)
                case 3:
                    await ordering.add_initiative(
                        tx,
                        victim.plan,
                        edition,
                        mission_code="1.1",
                        kind=InitiativeKind.PROJECT,
                        title="x",
                    )
                case 4:
                    await filling.set_budget_cells(tx, [CellEdit(victim.cell, 1, NO_BUDGET)])
                case 5:
                    await accepting.accept(
                        tx, victim.document, 1, edition, replace_draft=True, accepted_by="x"
                    )
                case 6:
                    await accepting.discard(tx, victim.document)
                case 7:
                    await receiving.save_reading(tx, victim.document, make_reading(OTHER, edition))
                case 8:
                    await receiving.refuse(tx, victim.document, NotFound())
                case _:
                    await plans.get_plan(tx, victim.plan, lock=True)

    before = await everything_of(world, OWN)
    for number in range(10):
        with pytest.raises((NotFound, RefusedCells)):
            await attempt(number)
    assert await everything_of(world, OWN) == before


async def test_rows_of_another_smuggled_into_a_transaction_are_refused(world: World) -> None:
    """Objects and statements that name the other organisation outright."""
    victim = world.things[OWN]
    async with world.database.read(world.actor(OWN)) as tx:
        stolen = await plans.get_plan(tx, victim.plan)
        stolen_row = await plans.get_initiative(tx, victim.initiative)
        stolen_document = await intake.get_document(tx, victim.document)
    before = await everything_of(world, OWN)

    async def attempt(number: int) -> None:
        async with world.database.write(world.actor(OTHER)) as tx:
            match number:
                case 0:
                    await submitting.submit_plan(tx, stolen.id, stolen.version, world.edition)
                case 1:
                    new = NewInitiative("1.1", InitiativeKind.PROJECT, "x", {})
                    await writing.write_rows(tx, stolen, world.edition, [new])
                case 2:
                    tx.session.add(stolen_row)
                    stolen_row.title, stolen_row.version = "stolen", stolen_row.version + 1
                    await tx.session.flush()
                case 3:
                    tx.session.add(stolen_document)
                    stolen_document.file_name = "stolen"
                    await tx.session.flush()
                case 4:
                    await tx.session.delete(stolen)
                    await tx.session.flush()
                case 5:
                    tx.session.add(
                        Plan(
                            tenant_id=victim.tenant_id,
                            id=make_id(),
                            edition_code="x",
                            state=stolen.state,
                            version=1,
                            updated_at=tx.now,
                        )
                    )
                    await tx.session.flush()
                case _:
                    await tx.session.execute(
                        insert(RevisionInitiative), [forged_row(victim.tenant_id, victim.revision)]
                    )

    for number in range(7):
        # SAWarning: a delete that met no row.
        with pytest.raises((SQLAlchemyError, SimitiError, SAWarning)):
            await attempt(number)
    assert await everything_of(world, OWN) == before


def forged_row(tenant_id: int, revision_id: UUID) -> dict[str, object]:
    return {
        "tenant_id": tenant_id,
        "id": make_id(),
        "revision_id": revision_id,
        "edition_code": "2561-2564",
        "dimension_code": "1",
        "mission_code": "1.1",
        "position": 9,
        "number": 9,
        "kind": InitiativeKind.PROJECT,
        "title": "forged",
        "remarks": "",
        "search_key": "",
        "states": [],
        "amounts_satang": [],
        "province_code": "54",
        "district_code": "5406",
    }


async def test_statements_of_a_write_transaction_pass_over_anothers_rows(world: World) -> None:
    victim = world.things[OWN]
    async with world.database.write(world.actor(OTHER)) as tx:
        for table in (Initiative, BudgetCell, Plan):
            ours = table.tenant_id == victim.tenant_id
            changed = update(table).where(ours).values(version=77).returning(table.id)
            assert not (await tx.session.scalars(changed)).all()
            removed = delete(table).where(ours).returning(table.id)
            assert not (await tx.session.scalars(removed)).all()


async def test_what_was_submitted_cannot_be_changed_even_by_its_owner(world: World) -> None:
    own = world.things[OWN]
    for table in (Revision, RevisionInitiative):
        for statement in (
            update(table).where(table.tenant_id == own.tenant_id).values(edition_code="x"),
            delete(table).where(table.tenant_id == own.tenant_id),
        ):
            with pytest.raises(SQLAlchemyError, match="permission denied"):
                async with world.database.write(world.actor(OWN)) as tx:
                    await tx.session.execute(statement)


async def everything_of(world: World, tenant: Tenant) -> dict[str, Any]:
    """All that an organisation has, to be compared before and after."""
    async with world.database.read(world.actor(tenant)) as tx:
        found: dict[str, Any] = {}
        for table in ("plan", "initiative", "budget_cell", "document", "revision", "audit_entry"):
            rows = await tx.session.execute(text(f"SELECT t::text FROM {table} t ORDER BY 1"))
            found[table] = [row[0] for row in rows]
        return found


async def test_fifty_at_once_on_few_connections_each_see_their_own(world: World) -> None:
    database = Database(world.urls.app, pool_size=2)  # and as many in a rush
    dice = random.Random(2561)
    wrong: list[str] = []

    async def twice(actor: Actor, chance: random.Random, seen: list[str]) -> None:
        async with chance.choice([database.read, database.write])(actor) as tx:
            for _ in range(2):
                await asyncio.sleep(chance.random() / 500)
                seen += await titles(tx)
            if chance.random() < 0.3:
                raise NotFound

    async def by_question(actor: Actor, chance: random.Random, seen: list[str]) -> None:
        async with database.look(actor) as sight:
            await asyncio.sleep(chance.random() / 500)
            seen += [row["title"] for row in await sight.ask(TITLES)]
            if chance.random() < 0.3:
                raise NotFound

    ways = [twice, by_question]

    async def look(number: int) -> None:
        chance = random.Random(number)
        for _ in range(6):
            tenant = chance.choice(list(Tenant))
            seen: list[str] = []
            with contextlib.suppress(NotFound):
                await chance.choice(ways)(world.actor(tenant), chance, seen)
            told = "".join(seen)
            foreign = [one.word for one in Tenant if one is not tenant and f"-{one.word}-" in told]
            if foreign or f"-{tenant.word}-" not in told:
                wrong.append(f"{tenant.word} saw {foreign}")

    async def disturb() -> None:
        """Somebody always gives up in the middle."""
        while True:
            task = asyncio.create_task(look(dice.randrange(1000, 2000)))
            try:
                await asyncio.sleep(0.01)
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    disturbing = asyncio.create_task(disturb())
    await asyncio.gather(*(look(number) for number in range(50)))
    disturbing.cancel()
    await asyncio.gather(disturbing, return_exceptions=True)
    await database.close()
    assert not wrong


async def test_the_operators_backfill_as_owner_touches_no_row(
    world: World, postgres_admin: servers.Admin
) -> None:
    """Under FORCE even the owner of the tables sees nothing: a migration must say whose rows."""
    owner = await asyncpg.connect(world.urls.owner.replace("+asyncpg", ""))
    try:
        assert await owner.fetchval("SELECT count(*) FROM initiative") == 0
        assert await owner.execute("UPDATE plan SET version = 0") == "UPDATE 0"
    finally:
        await owner.close()

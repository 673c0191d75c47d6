"""What an officer's own kind of transaction (`Database.review`) reaches, straight at the database.

It may say something about what an organisation of the own area submitted. It reads and writes
nothing of a working copy, takes back nothing that was said, and says nothing elsewhere, whatever
is forged.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

import servers
from architecture.table_kinds import KINDS, REVIEWER_KINDS, TENANT_KINDS, Kind, tables_of
from plan_core.actor import Actor, Role
from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.errors import Forbidden, NotFound
from plan_core.plans.actions import filling, reviewing, submitting, wording
from plan_core.plans.actions.filling import CellEdit
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import WHOLE_PLAN, Verdict
from plan_core.values import NO_BUDGET
from tenancy.askers import Tenant, Who, leaks_in
from tenancy.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")

OWN, WIDE = Tenant.OWN, Tenant.PROVINCE_WIDE
SAID = [table for table in tables_of(Kind.SAID) if table != "sar_score"]
"""Scores are said about a report, in the same manner: `tests/tenancy/test_database_matrix.py`."""
KEPT = [table for table in tables_of(*TENANT_KINDS) if KINDS[table] not in REVIEWER_KINDS]
"""Where a review adds nothing."""
DISTRICT = "SET LOCAL simiti.district_code = '5406'"
PROVINCE = "SET LOCAL simiti.province_code = '54'"
AREAS = {"district": (DISTRICT, Who.DISTRICT), "province": (PROVINCE, Who.PROVINCE)}
ELSEWHERE = {
    "district": [Tenant.OTHER_DISTRICT, Tenant.PROVINCE_WIDE, Tenant.OTHER_PROVINCE],
    "province": [Tenant.OTHER_PROVINCE],
}
"""Whom an officer of each area must not reach."""


@dataclass
class Site:
    """The application's connection, and one row of each organisation from every table."""

    world: World
    connection: asyncpg.Connection
    rows: Mapping[Tenant, Mapping[str, dict[str, Any]]]

    def id_of(self, tenant: Tenant) -> int:
        return self.world.organisations[tenant]

    @asynccontextmanager
    async def reviewing(
        self, area: str, tenant: Tenant | None
    ) -> AsyncGenerator[asyncpg.Connection]:
        """The scope that `Database.review` sets, whoever's id is in it; nothing stays."""
        transaction = self.connection.transaction()
        await transaction.start()
        try:
            await self.connection.execute(AREAS[area][0])
            if tenant is not None:
                reviewed = self.id_of(tenant)
                await self.connection.execute(
                    f"SET LOCAL simiti.reviewing_tenant_id = '{reviewed}'"
                )
            yield self.connection
        finally:
            await transaction.rollback()

    def copy_of(self, tenant: Tenant, table: str, **other: Any) -> dict[str, Any]:
        """A row like one that is there, with an id and a place of its own."""
        row: dict[str, Any] = {**self.rows[tenant][table], "id": make_id()}
        if "sequence" in row:
            row["sequence"] += 1000
        return row | other


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(world: World, postgres_admin: servers.Admin) -> AsyncIterator[Site]:
    name = world.urls.app.rsplit("/", 1)[1]
    server = postgres_admin.server
    above = await asyncpg.connect(server.url("postgres", name, server.password, "postgresql"))
    rows: dict[Tenant, dict[str, dict[str, Any]]] = {}
    for tenant, tenant_id in world.organisations.items():
        rows[tenant] = {}
        for table in tables_of(*TENANT_KINDS):
            found = await above.fetchrow(f"SELECT * FROM {table} WHERE tenant_id = $1", tenant_id)
            if found is not None:
                rows[tenant][table] = dict(found.items())
    await above.close()
    connection = await asyncpg.connect(world.urls.app.replace("+asyncpg", ""))
    yield Site(world, connection, rows)
    await connection.close()


async def add(connection: asyncpg.Connection, table: str, row: Mapping[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    await connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", *row.values())


async def is_refused(connection: asyncpg.Connection, table: str, row: Mapping[str, Any]) -> bool:
    """By the policy, or by the foreign key that ties a row's area to its revision's."""
    try:
        await add(connection, table, row)
    except (asyncpg.InsufficientPrivilegeError, asyncpg.ForeignKeyViolationError):
        return True
    return False


async def count(connection: asyncpg.Connection, table: str, tenant_id: int) -> int:
    found = await connection.fetchval(
        f"SELECT count(*) FROM {table} WHERE tenant_id = $1", tenant_id
    )
    return int(found)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("table", tables_of(*TENANT_KINDS))
async def test_a_reviewer_reads_what_was_submitted_and_nothing_of_a_working_copy(
    site: Site, table: str, area: str
) -> None:
    async with site.reviewing(area, OWN) as connection:
        rows = await connection.fetch(f"SELECT t::text AS text FROM {table} t")
    seen = "".join(row["text"] for row in rows).encode()
    assert not leaks_in(seen, AREAS[area][1].sees())
    if KINDS[table] in {Kind.PRIVATE, Kind.LOG, Kind.JOBS}:
        assert not rows
    if KINDS[table] is Kind.CHAIN:
        assert len(rows) == 1, "the end of the one chain that is written on"


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("table", SAID)
async def test_something_is_said_about_what_an_organisation_of_the_area_submitted(
    site: Site, table: str, area: str
) -> None:
    """What makes the refusals below worth something."""
    async with site.reviewing(area, OWN) as connection:
        before = await count(connection, table, site.id_of(OWN))
        await add(connection, table, site.copy_of(OWN, table))
        assert await count(connection, table, site.id_of(OWN)) == before + 1


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("table", KEPT)
async def test_nothing_else_is_written_not_even_of_the_organisation_under_review(
    site: Site, table: str, area: str
) -> None:
    tenant = site.id_of(OWN)
    async with site.reviewing(area, OWN) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await add(connection, table, site.copy_of(OWN, table))
    for statement in (
        f"UPDATE {table} SET id = id WHERE tenant_id = $1",
        f"DELETE FROM {table} WHERE tenant_id = $1",
    ):
        async with site.reviewing(area, OWN) as connection:
            try:
                done = await connection.execute(statement, tenant)
            except asyncpg.InsufficientPrivilegeError:
                continue
            assert done.endswith(" 0"), statement


@pytest.mark.parametrize("by", ["district", "province", "its organisation"])
@pytest.mark.parametrize("table", [*SAID, "audit_entry", "revision"])
async def test_what_was_said_is_neither_altered_nor_taken_back(
    site: Site, table: str, by: str
) -> None:
    tenant = site.id_of(OWN)
    for statement in (
        f"UPDATE {table} SET id = id WHERE tenant_id = {tenant}",
        f"DELETE FROM {table} WHERE tenant_id = {tenant}",
        f"TRUNCATE {table} CASCADE",
        f"SELECT * FROM {table} WHERE tenant_id = {tenant} FOR UPDATE",
    ):
        async with site.reviewing(by if by in AREAS else "district", OWN) as connection:
            if by not in AREAS:
                await connection.execute(f"SET LOCAL simiti.tenant_id = '{tenant}'")
                await connection.execute(f"SET LOCAL simiti.writing_tenant_id = '{tenant}'")
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
                await connection.execute(statement)


def forgeries(site: Site, area: str, victim: Tenant, table: str) -> dict[str, dict[str, Any]]:
    """Rows about a revision outside the area, told truly and with a false area."""
    return {
        "told truly": site.copy_of(victim, table),
        "both areas forged": site.copy_of(
            victim, table, province_code=OWN.province, district_code=OWN.district
        ),
        "the district forged": site.copy_of(victim, table, district_code=OWN.district),
        "the province forged": site.copy_of(victim, table, province_code=OWN.province)
        if area == "province" or victim.province != OWN.province
        else site.copy_of(victim, table),
        "the district left out": site.copy_of(
            victim, table, province_code=OWN.province, district_code=None
        )
        if victim.province != OWN.province
        else site.copy_of(victim, table),
    }


@pytest.mark.parametrize(
    ("area", "victim"),
    [(area, victim) for area, victims in ELSEWHERE.items() for victim in victims],
)
@pytest.mark.parametrize("table", SAID)
async def test_nothing_is_said_elsewhere_even_with_a_forged_tenant_id(
    site: Site, table: str, area: str, victim: Tenant
) -> None:
    """The policy asks for the own area; the foreign key asks for the revision's."""
    for name, row in forgeries(site, area, victim, table).items():
        async with site.reviewing(area, victim) as connection:
            assert await count(connection, table, site.id_of(victim)) == 0
            assert await is_refused(connection, table, row), name


@pytest.mark.parametrize("table", SAID)
async def test_a_revision_of_another_organisation_is_not_named_under_ones_own(
    site: Site, table: str
) -> None:
    for victim in (Tenant.NEXT_DOOR, Tenant.OTHER_PROVINCE):
        foreign = site.rows[victim]["revision"]["id"]
        async with site.reviewing("province", OWN) as connection:
            with pytest.raises(asyncpg.ForeignKeyViolationError):
                await add(connection, table, site.copy_of(OWN, table, revision_id=foreign))


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("table", SAID)
async def test_only_the_one_organisation_of_the_transaction_is_spoken_about(
    site: Site, table: str, area: str
) -> None:
    """Next door lies in the same area; a reading officer says nothing at all."""
    for reviewed, spoken_of in ((OWN, Tenant.NEXT_DOOR), (None, OWN), (None, Tenant.NEXT_DOOR)):
        async with site.reviewing(area, reviewed) as connection:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await add(connection, table, site.copy_of(spoken_of, table))


@pytest.mark.parametrize("area", AREAS)
async def test_the_nation_watches_and_says_nothing(site: Site, area: str) -> None:
    for table in SAID:
        async with site.reviewing(area, OWN) as connection:
            for setting in ("province_code", "district_code"):
                await connection.execute(f"SET LOCAL simiti.{setting} = ''")
            await connection.execute("SET LOCAL simiti.nation = 'yes'")
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await add(connection, table, site.copy_of(OWN, table))


# The code itself, in the transaction of `Database.review`.


def officer(role: Role, province: str = "54", district: str = "5406") -> Actor:
    if role is Role.DISTRICT_OFFICER:
        return Actor(make_id(), make_id(), role, district_code=district)
    return Actor(make_id(), make_id(), role, province_code=province)


async def edit(world: World, actor: Actor, number: int) -> None:
    """What only an editor may do, in a review."""
    things = world.things[OWN]
    async with world.database.review(actor, things.tenant_id) as tx:
        match number:
            case 0:
                await wording.set_initiative(tx, things.initiative, 1, title="x")
            case 1:
                await filling.set_budget_cells(tx, [CellEdit(things.cell, 1, NO_BUDGET)])
            case 2:
                await submitting.take_back(tx, things.plan, things.plan_version)
            case _:
                await submitting.submit_plan(tx, things.plan, things.plan_version, world.edition)


async def say(world: World, actor: Actor, key: SubmittedKey, number: int) -> None:
    """Whatever an officer may do."""
    async with world.database.review(actor, key.tenant_id) as tx:
        match number:
            case 0:
                await reviewing.return_plan(tx, key, [NewReason(WHOLE_PLAN, "x")])
            case 1:
                await reviewing.accept_plan(tx, key)
            case 2:
                row = world.things[OWN].submitted
                await reviewing.set_consistency(tx, key, [row], Verdict.CONSISTENT, "")
            case _:
                await reviewing.add_comment(tx, key, None, "x")


@pytest.mark.parametrize("role", [Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER])
@pytest.mark.parametrize("number", range(4))
async def test_no_action_of_an_editor_goes_in_a_review(
    world: World, role: Role, number: int
) -> None:
    with pytest.raises(Forbidden):
        await edit(world, officer(role), number)


async def test_an_organisation_opens_no_review(world: World) -> None:
    for tenant in (OWN, Tenant.NEXT_DOOR):
        with pytest.raises(Forbidden):
            async with world.database.review(world.actor(OWN), world.organisations[tenant]):
                pass


@pytest.mark.parametrize("role", [Role.NATIONAL_VIEWER, Role.OPERATOR])
async def test_who_only_watches_opens_no_review(world: World, role: Role) -> None:
    with pytest.raises(Forbidden):
        async with world.database.review(Actor(make_id(), make_id(), role), 1):
            pass


@pytest.mark.parametrize(
    ("role", "victim"),
    [
        (Role.DISTRICT_OFFICER, Tenant.OTHER_DISTRICT),
        (Role.DISTRICT_OFFICER, Tenant.PROVINCE_WIDE),
        (Role.DISTRICT_OFFICER, Tenant.OTHER_PROVINCE),
        (Role.PROVINCE_OFFICER, Tenant.OTHER_PROVINCE),
        (Role.PROVINCE_OFFICER, None),
    ],
)
async def test_a_review_outside_the_area_does_not_open_and_logs_nothing(
    world: World, role: Role, victim: Tenant | None
) -> None:
    """The log and the jobs have no area of their own that a policy could compare."""
    tenant_id = 10**9 if victim is None else world.organisations[victim]
    with pytest.raises(NotFound):
        await log_something(world, officer(role), tenant_id)
    # What makes the refusal worth something.
    await log_something(world, officer(role), world.organisations[OWN])


async def log_something(world: World, actor: Actor, tenant_id: int) -> None:
    """An entry about nothing, and nothing said that a policy could refuse."""
    async with world.database.review(actor, tenant_id) as tx:
        audit.record(tx, "forged", "revision", make_id(), None, None)


@pytest.mark.parametrize(
    ("role", "province", "district"),
    [
        (Role.DISTRICT_OFFICER, "54", "5401"),
        (Role.PROVINCE_OFFICER, "55", "5501"),
        (Role.DISTRICT_OFFICER, "55", "5501"),
    ],
)
async def test_actions_given_a_revision_of_another_area_find_nothing_and_leave_no_trace(
    site: Site, world: World, role: Role, province: str, district: str
) -> None:
    things = world.things[OWN]
    stranger = officer(role, province, district)
    before = await said_of(site)
    for tenant_id in (things.tenant_id, world.organisations[Tenant.OTHER_PROVINCE]):
        key = SubmittedKey(tenant_id, things.revision)
        for number in range(4):
            with pytest.raises(NotFound):
                await say(world, stranger, key, number)
    assert await said_of(site) == before


async def said_of(site: Site) -> list[int]:
    """How much was said and logged about the organisation, as it sees that itself."""
    tenant = site.id_of(OWN)
    async with site.reviewing("district", None) as connection:
        await connection.execute(f"SET LOCAL simiti.tenant_id = '{tenant}'")
        return [await count(connection, table, tenant) for table in (*SAID, "audit_entry", "job")]

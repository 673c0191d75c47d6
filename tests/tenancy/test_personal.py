"""What belongs to one person, at the database: theirs in every post, nobody else's ever."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from architecture.table_kinds import (
    APP,
    DOOR,
    OPERATOR,
    ROLES,
    WORKER,
    Kind,
    rights_on,
    tables_of,
)
from plan_core.db.base import make_id
from tenancy.askers import Tenant, Who
from tenancy.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")

TABLES = tables_of(Kind.PERSONAL)
VICTIM, ATTACKER = Who.EDITOR, Who.APPROVER
"""Of the same organisation: an organisation's scope opens nothing here."""
HARMLESS_COLUMN = {
    "notification": "read_at",
    "mail_setting": "digest",
    "mail": "subject",
    "saved_view": "saved_at",
    "export_job": "lines",
}
REFUSED = (asyncpg.InsufficientPrivilegeError, asyncpg.InvalidTextRepresentationError)


@dataclass
class Site:
    """One connection a role, and a row of the victim from every table."""

    connections: Mapping[str, asyncpg.Connection]
    rows: Mapping[str, dict[str, Any]]
    victim: UUID
    attacker: UUID
    tenant: int

    def contexts(self) -> dict[str, list[str]]:
        """What an attacker may have set, by name; never the victim's own id."""
        tenant = f"SET LOCAL simiti.tenant_id = '{self.tenant}'"
        writing = f"SET LOCAL simiti.writing_tenant_id = '{self.tenant}'"
        me = f"SET LOCAL simiti.person_id = '{self.attacker}'"
        return {
            "nothing": [],
            "empty": ["SET LOCAL simiti.person_id = ''"],
            "garbage": ["SET LOCAL simiti.person_id = 'x'' OR true'"],
            "a colleague": [me, tenant, writing],
            "the organisation alone": [tenant, writing],
            "the nation": ["SET LOCAL simiti.nation = 'yes'"],
            "the province": [
                "SET LOCAL simiti.province_code = '54'",
                f"SET LOCAL simiti.reviewing_tenant_id = '{self.tenant}'",
            ],
        }


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(world: World) -> AsyncIterator[Site]:
    urls = {
        APP: world.urls.app,
        WORKER: world.urls.worker,
        DOOR: world.urls.door,
        OPERATOR: world.urls.operator,
    }
    connections = {
        role: await asyncpg.connect(url.replace("+asyncpg", "")) for role, url in urls.items()
    }
    victim = world.people[VICTIM]
    rows: dict[str, dict[str, Any]] = {}
    for table in TABLES:
        found = await connections[WORKER].fetch(
            f"SELECT * FROM {table} WHERE person_id = $1", victim
        )
        rows[table] = dict(found[0].items())
    yield Site(connections, rows, victim, world.people[ATTACKER], world.organisations[Tenant.OWN])
    for connection in connections.values():
        await connection.close()


def attacks(site: Site, table: str) -> dict[str, tuple[str, list[Any]]]:
    row, column = site.rows[table], HARMLESS_COLUMN[table]
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    new = row | {"id": make_id()}
    return {
        "select": (f"SELECT 1 FROM {table} WHERE person_id = $1", [site.victim]),
        "select by id": (f"SELECT 1 FROM {table} WHERE id = $1", [row["id"]]),
        "insert": (f"INSERT INTO {table} ({names}) VALUES ({places})", list(new.values())),
        "update": (
            f"UPDATE {table} SET {column} = {column} WHERE person_id = $1",
            [site.victim],
        ),
        "take over": (
            f"UPDATE {table} SET person_id = $1 WHERE person_id = $2",
            [site.attacker, site.victim],
        ),
        "delete": (f"DELETE FROM {table} WHERE person_id = $1", [site.victim]),
    }


async def rows_reached(
    connection: asyncpg.Connection, context: list[str], statement: str, parameters: list[Any]
) -> int | None:
    """How many rows an attack touches; None when it is refused. Nothing stays."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        for setting in context:
            await connection.execute(setting)
        return int((await connection.execute(statement, *parameters)).rpartition(" ")[2])
    except REFUSED:
        return None
    finally:
        await transaction.rollback()


@pytest.mark.parametrize("role", [role for role in ROLES if role != WORKER])
@pytest.mark.parametrize("table", TABLES)
async def test_no_attack_reaches_what_is_another_persons(site: Site, table: str, role: str) -> None:
    for context_name, context in site.contexts().items():
        for name, (statement, parameters) in attacks(site, table).items():
            reached = await rows_reached(site.connections[role], context, statement, parameters)
            assert not reached, f"{role}, {context_name}: {name} reached {reached} rows"


@pytest.mark.parametrize("table", TABLES)
async def test_the_same_statements_reach_ones_own_in_every_post(site: Site, table: str) -> None:
    """What makes the test above worth something. No post is set, or any one."""
    tried, rights = attacks(site, table), rights_on(table, APP)
    for post in (
        [],
        ["SET LOCAL simiti.province_code = '55'"],
        ["SET LOCAL simiti.tenant_id = '1'"],
    ):
        own = [f"SET LOCAL simiti.person_id = '{site.victim}'", *post]
        app = site.connections[APP]
        assert await rows_reached(app, own, *tried["select"])
        assert bool(await rows_reached(app, own, *tried["update"])) == ("U" in rights)
        assert not await rows_reached(app, own, *tried["take over"])
        assert bool(await rows_reached(app, own, *tried["delete"])) == ("D" in rights)


async def test_the_application_and_the_door_see_each_others_side_not(site: Site) -> None:
    """Addresses are people's data; what people were told is not the door's."""
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await site.connections[APP].fetch("SELECT address FROM mail_address")
    for role in (DOOR, OPERATOR):
        for table in TABLES:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await site.connections[role].fetch(f"SELECT 1 FROM {table}")


async def test_the_worker_cannot_confirm_an_address(site: Site) -> None:
    for column in ("address", "confirmed_at", "wanted", "person_id"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await site.connections[WORKER].execute(f"UPDATE mail_address SET {column} = {column}")


MINE = """{ notifications(first: 10) { edges { node { id titleTh detailTh } } } unreadCount
  mails { id subject text } mailSetting { digest address wantedAddress } }"""


async def test_over_the_api_everybody_sees_their_own_and_no_colleagues(world: World) -> None:
    for who in Who:
        if who is Who.SIGNED_OUT:
            continue
        data = (await world.ask(who, MINE)).json()["data"]
        told = [edge["node"]["titleTh"] for edge in data["notifications"]["edges"]]
        if who is VICTIM:
            assert data["unreadCount"] >= 1
            assert "canary-own-private-told" in "".join(told)
            assert "canary-own-private-mail" in str(data["mails"])
            assert data["mailSetting"]["digest"] == "DAILY"
        else:
            assert (told, data["mails"], data["unreadCount"]) == ([], [], 0), who
            assert data["mailSetting"]["digest"] == "AT_ONCE"

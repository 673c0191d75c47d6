"""Preparing a database of the nation for measuring: people with sessions, the references' tables.

The references' rows come from Simiti's own answers, province by province: no second formula.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import select

from bench.nation import loading, organisations, plans
from bench.nation.organisations import MadeOrganisation
from bench.pace import limit_nation, ours, stage
from bench.pace.stage import Server
from local.database import DatabaseUrls
from make.people import make_actor, make_token
from make.world import World, open_world
from plan_core.actor import Actor, Role
from plan_core.db import security
from plan_core.db.transaction import utc_now
from plan_core.places.model import Organisation

EDITORS = 16
NATION = "{ provinces { code } }"


@dataclass(frozen=True, slots=True)
class Reader:
    actor: Actor
    token: str

    @property
    def cookie(self) -> str:
        return f"simiti_session={self.token}"


@dataclass(frozen=True, slots=True)
class Editor(Reader):
    """Of an organisation with a draft; `cells` are ids and versions, one for each contender."""

    cells: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who asks; `revision_id` is a submitted plan of the province, `of` whose."""

    officer: Reader
    viewer: Reader
    nation: Reader
    editors: tuple[Editor, ...]
    revision_id: UUID
    revision_of: int


async def cast(urls: DatabaseUrls, size: int) -> Cast:
    listed = organisations.list_organisations(size)
    drafts = [one for one in listed if plans.story_of(one) is plans.Story.DRAFT][:EDITORS]
    submitted = next(one for one in listed[1:] if plans.story_of(one) is plans.Story.SUBMITTED)
    async with open_world(urls) as world, loading.owner_of(urls.worker) as worker:
        world.clock.now = utc_now()
        editors = [
            Editor(*await _seated(world, Role.EDITOR, one), await _cells_of(worker, one.id))
            for one in drafts
        ]
        return Cast(
            officer=Reader(*await _seated(world, Role.PROVINCE_OFFICER)),
            viewer=Reader(*await _seated(world, Role.VIEWER, submitted)),
            nation=Reader(*await _seated(world, Role.NATIONAL_VIEWER)),
            editors=tuple(editors),
            revision_id=await _scoped(
                worker, submitted.id, "SELECT id FROM revision WHERE tenant_id = $1"
            ),
            revision_of=submitted.id,
        )


async def _seated(
    world: World, role: Role, of: MadeOrganisation | None = None
) -> tuple[Actor, str]:
    organisation = None
    if of is not None:
        async with world.operator.unscoped() as session:
            query = select(Organisation).where(Organisation.id == of.id)
            organisation = (await session.scalars(query)).one()
    actor = await make_actor(world, role, organisation, province=organisations.PROVINCE)
    return actor, await make_token(world, actor)


async def _scoped(worker: asyncpg.Connection[Any], tenant: int, query: str) -> Any:
    async with worker.transaction():
        await worker.execute(f"SET LOCAL simiti.tenant_id = '{tenant}'")
        return await worker.fetchval(query, tenant)


async def _cells_of(worker: asyncpg.Connection[Any], tenant: int) -> tuple[tuple[UUID, int], ...]:
    query = """SELECT array_agg(id ORDER BY id) FROM (
        SELECT id FROM budget_cell WHERE tenant_id = $1 ORDER BY id LIMIT 3) AS cell"""
    return tuple((cell, 1) for cell in await _scoped(worker, tenant, query))


async def furnish_references(urls: DatabaseUrls, server: Server, nation: Reader) -> None:
    """Schema `bench` with its tables filled, its functions, and its policies."""
    headers = {"Cookie": nation.cookie}
    asked = stage.ask(server, json.dumps({"query": NATION}).encode(), headers)
    async with loading.owner_of(urls.owner) as owner:
        ids = {
            row["code"]: row["id"] for row in await owner.fetch("SELECT id, code FROM organisation")
        }
        await owner.execute((stage.HERE / "tables.sql").read_text())
        for province in json.loads(asked)["data"]["provinces"]:
            body = {"query": ours.SCREEN, "variables": {"provinceCode": province["code"]}}
            told = json.loads(stage.ask(server, json.dumps(body).encode(), headers))
            found = told["data"]["comparison"]["organisations"]
            await _copy(owner, _tables_of(found, province["code"], ids))
        await owner.execute((stage.HERE / "limit.sql").read_text())
        for statement in limit_nation.statements(loading.edition()):
            await owner.execute(statement)
        for table in _SECURED:
            await owner.execute(f"GRANT SELECT ON bench.{table} TO simiti_app")
            await owner.execute(f"ALTER TABLE bench.{table} ENABLE ROW LEVEL SECURITY")
            await owner.execute(
                f"CREATE POLICY area_read ON bench.{table} FOR SELECT TO simiti_app"
                f" USING ({security.IN_AREA})"
            )
            await owner.execute(f"VACUUM ANALYZE bench.{table}")


TABLES = ("compared", "compared_year", "dimension_budget", "dimension_year", "mission_coverage")
_SECURED = (*TABLES, limit_nation.TABLE)
_COUNTS = ("total", "projects", "activities", "measures", "guidelines", "unknown")


def _tables_of(
    found: Sequence[Mapping[str, Any]], province: str, ids: Mapping[str, int]
) -> dict[str, list[tuple[Any, ...]]]:
    tables: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
    for place, line in enumerate(found):
        organisation = line["organisation"]
        district: Mapping[str, Any] = organisation["district"] or {}
        area = (ids[organisation["code"]], province, district.get("code"))
        tables["compared"].append(
            (
                *area,
                place,
                *(organisation[name] for name in ("code", "kind", "nameTh", "nameShortTh")),
                district.get("nameTh"),
                district.get("nameEn"),
                *(
                    line[name]
                    for name in ("timeliness", "daysLate", "revisionNumber", "submittedAt", "total")
                ),
            )
        )
        tables["compared_year"] += [(*area, one["be"], one["amount"]) for one in line["years"]]
        for one in line["dimensions"]:
            code = one["dimensionCode"]
            tables["dimension_budget"].append((*area, code, one["total"]))
            tables["dimension_year"] += [
                (*area, code, year["be"], year["amount"], satang_of(year["amount"]))
                for year in one["years"]
            ]
        tables["mission_coverage"] += [
            (
                *area,
                at,
                *(one[name] for name in ("missionCode", "look", "amount")),
                *(one["counts"][name] for name in _COUNTS),
            )
            for at, one in enumerate(line["coverage"])
        ]
    return tables


def satang_of(baht: str | None) -> int | None:
    if baht is None:
        return None
    whole, _, rest = baht.partition(".")
    return int(whole) * 100 + int(rest or "0")


async def _copy(
    owner: asyncpg.Connection[Any], tables: Mapping[str, list[tuple[Any, ...]]]
) -> None:
    for name, records in tables.items():
        if records:
            await owner.copy_records_to_table(name, schema_name="bench", records=records)

"""The generated nation of tests/bench: its rows are what the product itself writes."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import text as sql

from bench.nation import loading, organisations, plans, rows
from bench.nation.plans import MadePlan
from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import submit
from make.world import World
from plan_core.actor import Role
from plan_core.db.base import Base
from plan_core.plans.actions import writing
from plan_core.plans.content import NewInitiative

SIZE = 30
TOLD_BY = {"by_name", "submitted_by", "person_id"}
LEFT_OUT = {"audit_entry", "audit_head", "job", "shown_change"}
"""What the product writes besides: who did it and what is to be done; the nation has neither."""


@pytest.fixture
async def nation(world: World) -> World:
    await asyncio.to_thread(loading.load_nation, world.urls.owner, SIZE)
    return world


async def rows_in(urls: DatabaseUrls, tenant_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row of an organisation, by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    async with loading.owner_of(urls.owner) as owner:
        for table in Base.metadata.sorted_tables:
            if "tenant_id" not in table.columns:
                continue
            await owner.execute(f"ALTER TABLE {table.name} NO FORCE ROW LEVEL SECURITY")
            listed = await owner.fetch(
                f"SELECT * FROM {table.name} WHERE tenant_id = $1", tenant_id
            )
            await owner.execute(f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY")
            if listed:
                found[table.name] = [dict(one) for one in listed]
    return found


def without_ids(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """An id becomes the place at which it is first met; names of whoever did it are left out."""
    ranks: dict[str, str] = {}

    def plain(name: str, value: Any) -> Any:
        if isinstance(value, UUID):
            return ranks.setdefault(str(value), f"id {len(ranks)}")
        if name == "body":
            return body_without_ids(value, ranks)
        return value

    skipped = {"tenant_id", "sha256"} | TOLD_BY
    return {
        table: [
            {name: plain(name, row[name]) for name in sorted(row) if name not in skipped}
            for row in sorted(found[table], key=lambda row: place_of(row, ranks))
        ]
        for table in rows.PLAN_TABLES
        if table in found
    }


def place_of(row: dict[str, Any], ranks: dict[str, str]) -> tuple[Any, ...]:
    """Where a row stands among those of its table, whatever its id."""
    rank = ranks.get(str(row.get("initiative_id")), "0").removeprefix("id ")
    place = str(row.get("place", ""))
    return (row.get("position", 0), int(rank), row.get("fiscal_year_be", 0), place)


def body_without_ids(text: str, ranks: dict[str, str]) -> Any:
    """A revision's whole content; a text of Part 1 stays what it is."""
    if not text.startswith("{"):
        return text
    whole: Any = msgspec.json.decode(text)
    for row in whole["initiatives"]:
        row["id"] = ranks[row["id"]]
    return whole


async def write_through_actions(
    world: World, made: MadePlan, moment: datetime, **where: Any
) -> int:
    organisation = await make_organisation(world, **where)
    approver = await make_actor(world, Role.APPROVER, organisation)
    world.clock.now = moment
    async with world.app.write(approver) as tx:
        plan = await writing.start_plan(tx, world.edition)
        wanted = [
            NewInitiative(row.mission_code, row.kind, row.title, row.budgets, "", row.remarks)
            for row in made.rows
        ]
        await writing.write_rows(tx, plan, world.edition, wanted, made.sections, made.risks)
    if made.submitted_at is not None:
        await submit(world, approver, note="")
    return organisation.id


async def test_what_is_loaded_is_what_submitting_the_same_plan_writes(nation: World) -> None:
    one = next(
        one
        for one in organisations.list_organisations(SIZE)
        if plans.story_of(one) is plans.Story.SUBMITTED and one.district_code
    )
    made = plans.make_plan(one, nation.edition)
    assert made is not None
    assert made.submitted_at is not None
    written = await write_through_actions(
        nation, made, made.submitted_at, province=one.province_code, district=one.district_code
    )
    loaded_rows = await rows_in(nation.urls, one.id)
    written_rows = await rows_in(nation.urls, written)
    assert set(loaded_rows) == set(rows.PLAN_TABLES)
    assert set(written_rows) - set(rows.PLAN_TABLES) == LEFT_OUT
    ours, theirs = without_ids(loaded_rows), without_ids(written_rows)
    for table in rows.PLAN_TABLES:
        assert ours[table] == theirs[table], table
    assert len(ours["budget_cell"]) == 4 * len(made.rows) > 100


async def test_a_loaded_draft_is_what_writing_it_makes(nation: World) -> None:
    one = next(
        one
        for one in organisations.list_organisations()
        if plans.story_of(one) is plans.Story.DRAFT
    )
    made = plans.make_plan(one, nation.edition)
    assert made is not None
    assert made.submitted_at is None
    written = await write_through_actions(nation, made, rows.DRAFTED_AT)
    expected = without_ids(await rows_in(nation.urls, written))
    loaded = {
        table: listed for table, listed in rows.rows_of(one, made, nation.edition).items() if listed
    }
    ours = without_ids({table: [dict(row) for row in listed] for table, listed in loaded.items()})
    assert set(ours) == set(expected)
    for table, listed in ours.items():
        assert listed == [{name: row[name] for name in listed[0]} for row in expected[table]], table


async def test_the_owner_is_under_the_policies_again_after_loading(nation: World) -> None:
    async with loading.owner_of(nation.urls.owner) as owner:
        assert await owner.fetchval("SELECT count(*) FROM plan") == 0
    async with nation.worker.unscoped() as session:
        free = await session.scalars(
            sql(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity"
                " AND NOT relforcerowsecurity"
            )
        )
        assert free.all() == []


async def test_a_database_that_is_in_use_is_refused(nation: World) -> None:
    with pytest.raises(SystemExit, match="empty"):
        await asyncio.to_thread(loading.load_nation, nation.urls.owner, SIZE)


def test_the_nation_is_the_same_every_time_and_as_large_as_the_real_one() -> None:
    everybody = organisations.list_organisations()
    assert len(everybody) == organisations.ALL
    assert len({one.code for one in everybody}) == organisations.ALL
    assert len({one.province_code for one in everybody}) == 76
    assert sum(one.kind.value in {"SAO", "TOWN_SUBDISTRICT"} for one in everybody) == 7_547
    here = [one for one in everybody if one.province_code == organisations.PROVINCE]
    assert here == list(everybody[: organisations.IN_PROVINCE])
    known = loading.edition()
    assert plans.make_plan(everybody[5], known) == plans.make_plan(everybody[5], known)

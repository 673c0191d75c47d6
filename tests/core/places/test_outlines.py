"""Outlines in the database: replaced by province, refused without a trace, removed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import InvalidRequestError

from local.database import DatabaseUrls
from make.outlines import as_file, make_collection
from make.world import World, open_world
from plan_core.errors import Invalid, NotFound
from plan_core.places import outline_actions, queries
from plan_core.places.outline_actions import Credit
from plan_core.places.outline_rules import OutlineLevel, Outlines, read_outlines

NOW = datetime(2026, 11, 26, tzinfo=UTC)
CREDIT = Credit("กรมตัวอย่าง", "CC BY 4.0")


@pytest.fixture
async def world(database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(database_urls) as world:
        yield world


async def read(world: World, *codes: str) -> Outlines:
    async with world.operator.unscoped() as session:
        known = {level: await outline_actions.list_codes(session, level) for level in OutlineLevel}
    return read_outlines(as_file(make_collection(codes)), "code", known.__getitem__)


async def load(world: World, *codes: str, credit: Credit = CREDIT) -> None:
    outlines = await read(world, *codes)
    async with world.operator.unscoped() as session:
        await outline_actions.set_outlines(session, outlines, credit, NOW)


async def test_a_file_replaces_the_outlines_of_its_provinces_and_no_others(world: World) -> None:
    await load(world, "5401", "5402", "5501")
    await load(world, "5403", credit=Credit("ที่มาใหม่", "CC0"))
    async with world.operator.unscoped() as session:
        found = await queries.list_outlines(session)
        assert [(one.province_code, one.areas, one.source) for one in found] == [
            ("54", 1, "ที่มาใหม่"),
            ("55", 1, "กรมตัวอย่าง"),
        ]
        # The texts are large: a list does without them.
        with pytest.raises(InvalidRequestError):
            _ = found[0].content
    async with world.operator.unscoped() as session:
        outline = await queries.get_outline(session, "54", OutlineLevel.DISTRICT)
        assert '"name":"5403"' in outline.content
        with pytest.raises(NotFound):
            await queries.get_outline(session, "54", OutlineLevel.SUBDISTRICT)


async def test_a_load_that_is_refused_leaves_what_was_there(world: World) -> None:
    await load(world, "5401")
    with pytest.raises(Invalid):
        await load(world, "5402", credit=Credit("ที่มา", " "))
    async with world.operator.unscoped() as session:
        outline = await queries.get_outline(session, "54", OutlineLevel.DISTRICT)
    assert '"name":"5401"' in outline.content


async def test_areas_that_the_file_does_not_have_are_told(world: World) -> None:
    outlines = await read(world, "5401", "5402")
    async with world.operator.unscoped() as session:
        known = await outline_actions.list_codes(session, OutlineLevel.DISTRICT)
    assert outline_actions.missing(outlines, known) == [f"540{n}" for n in range(3, 9)]


async def test_removing_needs_outlines_to_remove(world: World) -> None:
    await load(world, "5401", "5501")
    with pytest.raises(NotFound):
        async with world.operator.unscoped() as session:
            await outline_actions.remove_outlines(session, ["54", "56"], OutlineLevel.DISTRICT)
    async with world.operator.unscoped() as session:
        await outline_actions.remove_outlines(session, ["54"], OutlineLevel.DISTRICT)
        assert [one.province_code for one in await queries.list_outlines(session)] == ["55"]

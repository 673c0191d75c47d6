"""Missions that nobody covers, and what an organisation's peers have and it has not."""

from collections.abc import AsyncIterator

import pytest

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from make.world import World, open_world
from plan_core.actor import Actor, Role
from plan_core.comparison import coverage, queries
from plan_core.comparison.answer import Comparison
from plan_core.comparison.queries import area_of
from plan_core.values import OrganisationKind


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


async def compare(world: World, officer: Actor) -> Comparison:
    async with world.app.look(officer) as look:
        return await queries.compare(look, world.edition, area_of(officer, None, None))


async def lacks(world: World, officer: Actor) -> dict[str, coverage.Lack]:
    found = coverage.lacks_of(await compare(world, officer))
    return {one.line.organisation.code: one for one in found}


async def make_with(
    world: World,
    district: str,
    *missions: str,
    kind: OrganisationKind = OrganisationKind.SAO,
) -> str:
    organisation = await make_organisation(
        world, province=district[:2], district=district, kind=kind
    )
    rows = [make_row(mission, "-", title=f"งาน {mission}") for mission in missions]
    await make_submitted(world, rows, organisation)
    return organisation.code


async def test_a_mission_counts_as_uncovered_only_where_no_plan_of_the_district_has_it(
    world: World,
) -> None:
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="70")
    assert coverage.nobody_has(await compare(world, officer)) == ()
    await make_with(world, "7001", "1.1", "1.2")
    await make_with(world, "7001", "2.1")
    await make_with(world, "7002", "1.1")
    await make_organisation(world, province="70", district="7003")
    found = await compare(world, officer)
    gaps = {one.district.code: one for one in coverage.gaps_of(found) if one.district}
    assert gaps.keys() == {"7001", "7002"}
    assert (gaps["7001"].plans, gaps["7002"].plans) == (2, 1)
    assert "2.1" not in gaps["7001"].missions
    assert "2.1" in gaps["7002"].missions
    nobody = coverage.nobody_has(found)
    assert {"1.1", "1.2", "2.1"}.isdisjoint(nobody)
    assert len(nobody) == 12


async def test_peers_are_of_the_same_kind_and_near_where_there_are_enough(world: World) -> None:
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="71")
    without = await make_with(world, "7101", "1.1")
    for _ in range(2):
        await make_with(world, "7101", "1.1", "3.1")
    far = await make_with(world, "7102", "1.1")
    town = await make_with(world, "7101", "4.4", kind=OrganisationKind.TOWN)
    found = {
        one.line.organisation.code: one for one in coverage.lacks_of(await compare(world, officer))
    }
    assert found.keys() == {without, far}
    lack = found[without]
    assert (lack.peers, lack.is_of_district) == (3, False)
    assert [(one.mission_code, one.having) for one in lack.missions] == [("3.1", 2)]
    assert town not in found
    await make_with(world, "7101", "3.1")
    found = {
        one.line.organisation.code: one for one in coverage.lacks_of(await compare(world, officer))
    }
    assert (found[without].peers, found[without].is_of_district) == (3, True)
    # Exactly half is not most.
    await make_with(world, "7101", "1.1")
    again = {
        one.line.organisation.code: one for one in coverage.lacks_of(await compare(world, officer))
    }
    assert [one.having for one in again[without].missions] == [3]

"""Population in the database: later lines replace earlier ones, all others stay."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from local.database import DatabaseUrls
from make.people import make_organisation
from make.world import World, open_world
from plan_core.errors import Invalid
from plan_core.places import population_actions as actions
from plan_core.places.population_rules import Population

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
async def world(database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(database_urls) as world:
        yield world


async def test_a_load_replaces_the_same_years_and_leaves_all_others(world: World) -> None:
    one, other = await make_organisation(world), await make_organisation(world)
    async with world.operator.unscoped() as session:
        ids = await actions.list_codes(session)
        first = [Population(one.code, 2564, 100), Population(other.code, 2564, 50)]
        await actions.set_population(session, first, ids, "ทะเบียน", NOW)
    async with world.operator.unscoped() as session:
        await actions.set_population(session, [Population(one.code, 2564, 110)], ids, "ใหม่", NOW)
        assert await actions.list_held(session) == [(2564, "ทะเบียน", 1), (2564, "ใหม่", 1)]
    with pytest.raises(Invalid):
        async with world.operator.unscoped() as session:
            await actions.set_population(session, first, ids, " ", NOW)

"""Who a job acts as: the person who asked, while they may, and only about their own or area's."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete, update

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.world import World, open_world
from plan_core.actor import Actor, Role
from plan_core.people import queries
from plan_core.people.model import Membership, Person


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


async def find(world: World, actor: Actor, tenant_id: int) -> Actor | None:
    async with world.worker.unscoped() as session:
        return await queries.find_actor(session, actor.membership_id, tenant_id)


async def test_a_job_acts_as_the_person_who_asked_while_they_may(world: World) -> None:
    actor = await make_actor(world)
    assert await find(world, actor, actor.tenant) == actor
    is_active = update(Person).where(Person.id == actor.person_id)
    async with world.operator.unscoped() as session:
        await session.execute(is_active.values(is_active=False))
    assert await find(world, actor, actor.tenant) is None
    async with world.operator.unscoped() as session:
        await session.execute(is_active.values(is_active=True))
        await session.execute(delete(Membership).where(Membership.id == actor.membership_id))
    assert await find(world, actor, actor.tenant) is None


@pytest.mark.parametrize(
    ("role", "here", "same_district", "same_province", "elsewhere"),
    [
        (Role.EDITOR, True, False, False, False),
        (Role.APPROVER, True, False, False, False),
        (Role.DISTRICT_OFFICER, True, True, False, False),
        (Role.PROVINCE_OFFICER, True, True, True, False),
        (Role.NATIONAL_VIEWER, False, False, False, False),
        (Role.OPERATOR, False, False, False, False),
    ],
)
async def test_a_post_acts_about_what_it_reaches(
    world: World, role: Role, here: bool, same_district: bool, same_province: bool, elsewhere: bool
) -> None:
    own = await make_organisation(world)
    actor = await make_actor(world, role, own)
    others = [
        own,
        await make_organisation(world),
        await make_organisation(world, district="5401"),
        await make_organisation(world, province="55", district="5501"),
    ]
    reached = [await find(world, actor, one.id) is not None for one in others]
    assert reached == [here, same_district, same_province, elsewhere]

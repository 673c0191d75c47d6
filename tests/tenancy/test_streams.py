"""Streams of one organisation against another: news that was forged brings nothing of others."""

import asyncio

import pytest
from sqlalchemy import text

from make.streams import OpenAnswer, open_answer
from plan_core.db import news
from plan_core.db.news import News
from tenancy.askers import Tenant, Who, leaks_in
from tenancy.selections import whole_subscription
from tenancy.world import COOKIE, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

FOLLOW = whole_subscription("planChanged", "planId: $id", "$id: ID!")


async def tell(world: World, tenant: Tenant, told: News) -> None:
    """As any process of ours could, by mistake or not."""
    async with world.database.write(world.actor(tenant)) as tx:
        await tx.session.execute(
            text("SELECT pg_notify(:channel, :news)"),
            {"channel": news.CHANNEL, "news": news.write(told)},
        )


async def test_forged_news_of_foreign_rows_brings_none_of_them(world: World) -> None:
    own, foreign = world.things[Tenant.NEXT_DOOR], world.things[Tenant.OWN]
    token = world.clients[Who.STRANGER].cookies.get(COOKIE)
    async with open_answer(world.app, token, FOLLOW, {"id": own.gid("Plan")}) as answer:
        first = await answer.next()
        for parts in ({foreign.initiative}, {foreign.initiative, own.initiative}):
            version = first["version"] + len(parts)
            person = world.people[Who.EDITOR]
            told = News(own.tenant_id, own.plan, version, person, frozenset(parts))
            await tell(world, Tenant.NEXT_DOOR, told)
            event = await answer.event()
            assert event is not None
            assert not leaks_in(str(event.body).encode(), Who.STRANGER.sees())
            rows = event.body["data"]["planChanged"]["initiatives"]
            assert [row["id"] for row in rows] == [own.gid("Initiative")][: len(parts) - 1]


@pytest.mark.parametrize("tenant", [Tenant.OWN, Tenant.NEXT_DOOR])
async def test_news_under_a_foreign_organisations_name_reaches_nobody(
    world: World, tenant: Tenant
) -> None:
    """The organisation and the plan must both be the follower's."""
    own, foreign = world.things[tenant], world.things[Tenant.OTHER_PROVINCE]
    who = Who.EDITOR if tenant is Tenant.OWN else Who.STRANGER
    token = world.clients[who].cookies.get(COOKIE)
    async with open_answer(world.app, token, FOLLOW, {"id": own.gid("Plan")}) as answer:
        await answer.next()
        person = world.people[Who.EDITOR]
        await tell(world, tenant, News(foreign.tenant_id, own.plan, 999, person))
        await tell(world, tenant, News(own.tenant_id, foreign.plan, 999, person))
        await assert_nothing_comes(answer)


async def assert_nothing_comes(answer: OpenAnswer) -> None:
    await asyncio.sleep(0.2)
    assert answer.is_silent()

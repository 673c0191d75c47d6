"""Rows of peers: from published plans of the own province, the most common first."""

from make.people import make_actor, make_organisation
from make.plans import adopt, make_plan, make_row, publish, submit
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.publishing import peers
from plan_core.publishing.peers import PeerRow

COMMON, RARE = "โครงการอบรมคุณธรรม ๒๕๖๑", "โครงการค่ายเยาวชน"


async def make_peer(
    world: World, *titles: str, until: str = "published", province: str = "54"
) -> None:
    """An organisation whose plan has these rows in mission 1.1 and has come so far."""
    organisation = await make_organisation(world, province=province, district=f"{province}01")
    approver = await make_actor(world, Role.APPROVER, organisation)
    await make_plan(world, approver, [make_row("1.1", 7, title=title) for title in titles])
    revision = await submit(world, approver)
    if until == "adopted":
        await adopt(world, revision, approver)
    if until == "published":
        await publish(world, revision, approver)


async def rows_for(
    world: World, actor: Actor, text: str = "", mission: str = "1.1"
) -> list[PeerRow]:
    async with world.app.read(actor) as tx:
        return await peers.list_peer_rows(tx, world.edition, mission, text, 20)


async def make_reader(world: World, province: str) -> Actor:
    organisation = await make_organisation(world, province=province, district=f"{province}01")
    return await make_actor(world, Role.EDITOR, organisation)


async def test_common_rows_come_first_and_are_counted_once_a_plan(world: World) -> None:
    await make_peer(world, COMMON, RARE, COMMON, province="60")
    await make_peer(world, COMMON.replace("๒๕๖๑", "2561"), province="60")
    found = await rows_for(world, await make_reader(world, "60"))
    assert [(row.organisations, row.title) for row in found][1:] == [(1, RARE)]
    assert found[0].organisations == 2
    assert str(found[0].budgets[2561].amount) == "7"


async def test_only_what_is_published_in_the_own_province_is_seen(world: World) -> None:
    await make_peer(world, "โครงการที่ส่งแล้ว", until="submitted", province="61")
    await make_peer(world, "โครงการที่ประกาศใช้", until="adopted", province="61")
    await make_peer(world, "โครงการจังหวัดอื่น", province="62")
    assert await rows_for(world, await make_reader(world, "61")) == []


async def test_a_title_is_looked_for_in_folded_form_and_inside_its_mission(world: World) -> None:
    await make_peer(world, COMMON, RARE, province="63")
    reader = await make_reader(world, "63")
    assert [row.title for row in await rows_for(world, reader, "คุณธรรม 2561")] == [COMMON]
    assert await rows_for(world, reader, mission="1.2") == []


async def test_ones_own_plan_is_no_peer(world: World) -> None:
    organisation = await make_organisation(world, province="64", district="6401")
    approver = await make_actor(world, Role.APPROVER, organisation)
    await make_plan(world, approver, [make_row("1.1", 7, title=COMMON)])
    revision = await submit(world, approver)
    await publish(world, revision, approver)
    assert await rows_for(world, approver) == []

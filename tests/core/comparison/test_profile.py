"""Profiles: peers are anonymous, others' are out of sight, and editions tell no difference."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from make.world import Statements, World, open_world
from plan_core.actor import Actor, Role
from plan_core.comparison import profile, profile_actions
from plan_core.comparison.profile import Profile, ProfileFigure
from plan_core.comparison.profile_model import PeerFigure, PeerGroup
from plan_core.errors import Forbidden, NotFound
from plan_core.places.model import Organisation


@pytest.fixture
async def world(database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(database_urls) as world:
        yield world


async def send(world: World, district: str, *bahts: int) -> list[Organisation]:
    found: list[Organisation] = []
    for baht in bahts:
        organisation = await make_organisation(world, province=district[:2], district=district)
        await make_submitted(world, [make_row("1.1", baht, title="งาน")], organisation)
        found.append(organisation)
    return found


async def next_week(world: World) -> None:
    world.clock.move(days=7)
    assert await profile_actions.count_peers(world.worker)


async def ask(world: World, actor: Actor, code: str | None = None) -> Profile:
    async with world.app.read(actor) as tx:
        return await profile.get_profile(tx, world.edition, code)


def total_of(found: Profile) -> ProfileFigure:
    return found.figures[0]


async def member(world: World, organisation: Organisation) -> Actor:
    return await make_actor(world, Role.EDITOR, organisation)


async def test_an_organisation_sees_itself_beside_five_others_in_one_statement(
    world: World,
) -> None:
    sent = await send(world, "5406", *range(100_000, 700_000, 100_000))
    assert await profile_actions.count_peers(world.worker)
    actor = await member(world, sent[0])
    statements = Statements(world.app)
    found = await ask(world, actor)
    assert len(statements) == 1, statements.texts
    assert found.group is not None
    assert (found.group.areas, found.group.members) == (["5406"], 6)
    total = total_of(found)
    assert total.peers is not None
    # Of 100,000 to 600,000: quartiles 225,000, 350,000 and 475,000, to two digits.
    assert (total.own, total.peers.counted) == (100_000, 6)
    assert (total.peers.low, total.peers.median, total.peers.high) == (220_000, 350_000, 480_000)


async def test_with_four_others_nothing_of_them_is_told(world: World) -> None:
    sent = await send(world, "5406", *range(100_000, 600_000, 100_000))
    # A sixth in the register, without a plan, makes the group large enough but not the figure.
    await make_organisation(world)
    await profile_actions.count_peers(world.worker)
    found = await ask(world, await member(world, sent[0]))
    assert found.group is not None
    assert found.group.members == 6
    assert [one.peers for one in found.figures] == [None] * len(found.figures)


async def test_another_organisation_and_an_officer_elsewhere_find_nothing(world: World) -> None:
    own, other = await send(world, "5406", 1_000, 2_000)
    actor = await member(world, own)
    assert (await ask(world, actor, own.code)).organisation.id == own.id
    refused = [
        actor,
        await make_actor(world, Role.DISTRICT_OFFICER, district="5401"),
        await make_actor(world, Role.PROVINCE_OFFICER, province="55"),
    ]
    for one in refused:
        for code in (other.code, "9999999"):
            with pytest.raises(NotFound):
                await ask(world, one, code)
    with pytest.raises(Forbidden):
        await ask(world, await make_actor(world, Role.OPERATOR), other.code)
    with pytest.raises(Forbidden):
        await ask(world, refused[1])
    for role in (Role.DISTRICT_OFFICER, Role.PROVINCE_OFFICER, Role.NATIONAL_VIEWER):
        seen = await ask(world, await make_actor(world, role), other.code)
        assert total_of(seen).own == 2_000


async def test_a_district_and_its_province_are_never_both_told(world: World) -> None:
    await send(world, "5406", *range(1_000, 7_000, 1_000))
    await send(world, "5401", 50_000, 60_000, 70_000, 80_000)
    await send(world, "5402", *range(1_000, 11_000, 1_000))
    await profile_actions.count_peers(world.worker)
    async with world.app.unscoped() as session:
        groups = (
            await session.scalars(
                select(PeerGroup).where(PeerGroup.edition_code == world.edition.code)
            )
        ).all()
    areas = [area for one in groups for area in one.areas]
    assert sorted(areas) == ["5401", "5402", "5406"]
    assert {tuple(one.areas) for one in groups} == {("5401", "5406"), ("5402",)}


async def test_the_tables_hold_nothing_of_a_single_organisation(world: World) -> None:
    sent = await send(world, "5406", *(123_451 + at for at in range(7)))
    await profile_actions.count_peers(world.worker)
    assert "tenant_id" not in {*PeerGroup.__table__.c.keys(), *PeerFigure.__table__.c.keys()}
    async with world.app.unscoped() as session:
        figures = (await session.scalars(select(PeerFigure))).all()
        kept = (
            await session.execute(
                text("SELECT g::text FROM peer_group g UNION ALL SELECT f::text FROM peer_figure f")
            )
        ).scalars()
        words = " ".join(kept)
    assert figures
    assert all(one.counted >= 6 for one in figures)
    for organisation in sent:
        assert organisation.code not in words
    assert not any(str(12_345_100 + at * 100) in words for at in range(7))


async def test_the_application_cannot_write_what_peers_are(world: World) -> None:
    await send(world, "5406", *range(1_000, 7_000, 1_000))
    await profile_actions.count_peers(world.worker)
    for statement in (
        "DELETE FROM peer_group",
        "UPDATE peer_figure SET low = 0",
        "INSERT INTO peer_group SELECT * FROM peer_group",
    ):
        with pytest.raises(ProgrammingError):
            async with world.app.unscoped() as session:
                await session.execute(text(statement))


async def test_peers_are_counted_once_a_week_and_only_the_newest_is_kept(world: World) -> None:
    sent = await send(world, "5406", *range(100_000, 700_000, 100_000))
    assert await profile_actions.count_peers(world.worker)
    assert not await profile_actions.count_peers(world.worker)
    world.clock.move(days=5)
    assert not await profile_actions.count_peers(world.worker)
    await next_week(world)
    total = total_of(await ask(world, await member(world, sent[0])))
    assert total.peers is not None
    assert total.peers.computed_at == world.clock.now
    async with world.app.unscoped() as session:
        kept = (await session.scalars(select(PeerFigure.computed_at).distinct())).all()
    assert kept == [world.clock.now]


async def test_one_who_comes_later_cannot_be_derived_from_two_editions(world: World) -> None:
    sent = await send(world, "5406", *range(100_000, 700_000, 100_000))
    await profile_actions.count_peers(world.worker)
    actor = await member(world, sent[0])
    first = total_of(await ask(world, actor)).peers
    await send(world, "5406", 90_000_000)
    await next_week(world)
    assert total_of(await ask(world, actor)).peers == first
    # With five more the difference is five organisations', and the figures are made anew.
    await send(world, "5406", *[80_000_000] * 4)
    await next_week(world)
    second = total_of(await ask(world, actor)).peers
    assert second is not None
    assert (second.counted, second == first) == (11, False)


async def test_a_draft_is_counted_nowhere_and_no_organisation_has_peers_before_the_first_count(
    world: World,
) -> None:
    organisation = await make_organisation(world)
    found = await ask(world, await member(world, organisation))
    assert (found.group, found.rollup, {one.own for one in found.figures}) == (None, None, {None})

"""The worker's own round of peers: as its role, once a week, and twice without harm."""

from sqlalchemy import func, select

from make.people import make_organisation
from make.plans import make_submitted
from make.world import World
from plan_core.comparison import profile_actions
from plan_core.comparison.profile_model import PeerFigure, PeerGroup
from worker import running


async def count(world: World) -> tuple[int, int]:
    async with world.app.unscoped() as session:
        groups = await session.scalar(select(func.count()).select_from(PeerGroup))
        figures = await session.scalar(select(func.count()).select_from(PeerFigure))
        return groups or 0, figures or 0


async def test_the_round_may_run_twice(world: World, rooms: running.Rooms) -> None:
    for _ in range(6):
        await make_submitted(world, organisation=await make_organisation(world))
    assert await profile_actions.count_peers(rooms.database)
    first = await count(world)
    assert all(first)
    assert not await profile_actions.count_peers(rooms.database)
    assert await count(world) == first

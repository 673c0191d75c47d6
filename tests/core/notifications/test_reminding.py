"""Reminders of deadlines on a clock that tests move: in time, once, and only to who is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert

from make.people import make_actor, make_organisation
from make.plans import make_plan, submit
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.framework.model import Deadline
from plan_core.notifications import queries, words
from plan_core.notifications.actions import reminding
from plan_core.notifications.model import Notification
from plan_core.notifications.rules import NotificationKind, Place
from plan_core.plans.rules import thai_day

K = NotificationKind


async def set_deadline(world: World, due_on: date | None, province: str) -> None:
    async with world.operator.unscoped() as session:
        await session.execute(delete(Deadline))
        if due_on is not None:
            values = {
                "edition_code": world.edition.code,
                "province_code": province,
                "due_on": due_on,
            }
            await session.execute(insert(Deadline).values(values))


async def inbox(world: World, actor: Actor) -> list[Notification]:
    async with world.app.personal(actor) as tx:
        return list(reversed(await queries.list_notifications(tx, 100)))


async def turns(world: World, actor: Actor) -> list[tuple[str, int]]:
    return [(one.kind.value, words.read(one.told).days) for one in await inbox(world, actor)]


async def test_who_has_not_submitted_is_reminded_on_four_days_and_then_each_week(
    world: World,
) -> None:
    editor = await make_actor(world)
    await make_plan(world, editor)
    due_on = thai_day(world.clock.now) + timedelta(days=32)
    await set_deadline(world, due_on, "54")
    for _ in range(32 + 15):
        for _ in range(2):
            await reminding.remind(world.worker)
        world.clock.move(days=1)
    assert await turns(world, editor) == [
        ("DEADLINE_NEAR", 30),
        ("DEADLINE_NEAR", 14),
        ("DEADLINE_NEAR", 7),
        ("DEADLINE_NEAR", 1),
        ("DEADLINE_PASSED", 1),
        ("DEADLINE_PASSED", 8),
    ]
    one = (await inbox(world, editor))[0]
    assert one.place is Place.PLAN
    assert words.read(one.told).due_on == due_on


async def test_after_a_pause_only_the_newest_reminder_comes(world: World) -> None:
    editor = await make_actor(world)
    await set_deadline(world, thai_day(world.clock.now) + timedelta(days=5), "54")
    await reminding.remind(world.worker)
    assert await turns(world, editor) == [("DEADLINE_NEAR", 5)]
    world.clock.move(days=3)
    await reminding.remind(world.worker)
    assert len(await turns(world, editor)) == 1


async def test_nobody_is_woken_at_night(world: World) -> None:
    editor = await make_actor(world)
    await set_deadline(world, thai_day(world.clock.now) + timedelta(days=7), "54")
    world.clock.now = world.clock.now.replace(hour=0, minute=59)  # 07:59 in Thailand
    await reminding.remind(world.worker)
    assert await turns(world, editor) == []
    world.clock.move(minutes=1)
    await reminding.remind(world.worker)
    assert await turns(world, editor) == [("DEADLINE_NEAR", 7)]


async def test_who_submitted_and_who_only_reads_is_left_in_peace(world: World) -> None:
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    viewer = await make_actor(world, Role.VIEWER, await make_organisation(world))
    elsewhere = await make_actor(
        world, Role.EDITOR, await make_organisation(world, province="55", district="5501")
    )
    await make_plan(world, approver)
    await submit(world, approver)
    await set_deadline(world, thai_day(world.clock.now) - timedelta(days=1), "54")
    await reminding.remind(world.worker)
    for actor in (approver, viewer, elsewhere):
        assert await turns(world, actor) == []


async def test_officers_get_one_summary_a_week_of_their_own_area(world: World) -> None:
    district = await make_actor(world, Role.DISTRICT_OFFICER, district="5401")
    province = await make_actor(world, Role.PROVINCE_OFFICER)
    neighbour = await make_actor(world, Role.PROVINCE_OFFICER, province="55")
    late = await make_organisation(world, "อบต.มาช้า", district="5401")
    await make_actor(world, Role.EDITOR, late)
    await set_deadline(world, thai_day(world.clock.now) - timedelta(days=1), "54")
    world.clock.now += timedelta(days=-world.clock.now.weekday())  # a Monday
    await set_deadline(world, thai_day(world.clock.now) - timedelta(days=1), "54")
    for _ in range(7):
        await reminding.remind(world.worker)
        world.clock.move(days=1)
    (one,) = await inbox(world, district)
    told = words.read(one.told)
    assert (one.kind, one.place, one.organisation_id) == (
        K.LATE_ORGANISATIONS,
        Place.COMPARISON,
        None,
    )
    assert told.late == ("อบต.มาช้า",)
    assert told.late_count == 1
    (of_province,) = await inbox(world, province)
    assert words.read(of_province.told).late_count >= 1
    assert await inbox(world, neighbour) == []
    await reminding.remind(world.worker)
    assert len(await inbox(world, district)) == 2


@pytest.mark.parametrize("table", ["plan", "initiative", "budget_cell", "document", "audit_entry"])
async def test_no_draft_is_visible_to_the_watcher(world: World, table: str) -> None:
    await make_plan(world, await make_actor(world))
    async with world.worker.read(reminding.WATCHER) as tx:
        assert await tx.session.scalar(text(f"SELECT count(*) FROM {table}")) == 0

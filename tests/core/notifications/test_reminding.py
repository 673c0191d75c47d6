"""Reminders of deadlines on a clock that tests move: in time, once, and only to who is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert

from make.people import make_actor, make_organisation, organisation_of
from make.plans import make_plan, submit
from make.reports import SIX, TWELVE, YEAR, make_office
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.framework.model import Deadline
from plan_core.notifications import queries, words
from plan_core.notifications.actions import reminding
from plan_core.notifications.model import Notification
from plan_core.notifications.rules import Language, NotificationKind, Place
from plan_core.reporting.model import ReportDeadline
from plan_core.reporting.rules import ReportRound
from plan_core.values import thai_day

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


async def set_report_deadlines(world: World, *due: tuple[ReportRound, date]) -> None:
    async with world.operator.unscoped() as session:
        await session.execute(delete(Deadline))
        await session.execute(delete(ReportDeadline))
        for round_, due_on in due:
            values = {
                "edition_code": world.edition.code,
                "province_code": "54",
                "fiscal_year_be": YEAR,
                "round": round_,
                "due_on": due_on,
            }
            await session.execute(insert(ReportDeadline).values(values))


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


async def test_who_has_not_reported_is_reminded_before_and_after_until_it_has(
    world: World,
) -> None:
    office = await make_office(
        world, await make_actor(world, Role.APPROVER, await make_organisation(world))
    )
    editor = await make_actor(world, Role.EDITOR, await organisation_of(world, office.approver))
    without_plan = await make_actor(world, Role.EDITOR, await make_organisation(world))
    due_on = thai_day(world.clock.now) + timedelta(days=31)
    await set_report_deadlines(world, (SIX, due_on))
    for _ in range(31 + 10):
        for _ in range(2):
            await reminding.remind(world.worker)
        world.clock.move(days=1)
    told = [
        ("REPORT_NEAR", 30),
        ("REPORT_NEAR", 14),
        ("REPORT_NEAR", 7),
        ("REPORT_NEAR", 1),
        ("REPORT_PASSED", 1),
        ("REPORT_PASSED", 8),
    ]
    for actor in (office.approver, editor):
        assert await turns(world, actor) == told
    assert await turns(world, without_plan) == []
    (one, *_) = await inbox(world, editor)
    about = words.read(one.told)
    assert (one.place, about.fiscal_year, about.round) == (Place.REPORT, YEAR, "SIX_MONTHS")
    assert about.due_on == due_on
    await office.submit(SIX)
    world.clock.move(days=7)
    await reminding.remind(world.worker)
    assert await turns(world, editor) == told


async def test_of_two_rounds_that_are_late_the_last_one_is_told(world: World) -> None:
    office = await make_office(
        world, await make_actor(world, Role.APPROVER, await make_organisation(world))
    )
    today = thai_day(world.clock.now)
    await set_report_deadlines(
        world, (SIX, today - timedelta(days=190)), (TWELVE, today - timedelta(days=3))
    )
    await reminding.remind(world.worker)
    (one,) = await inbox(world, office.approver)
    assert words.read(one.told).round == "TWELVE_MONTHS"
    assert words.say(one.kind, words.read(one.told), Language.TH).title == (
        "เลยกำหนดส่งรายงานผลรอบ 12 เดือน ปีงบประมาณ 2561 มาแล้ว 3 วัน"
    )


async def test_officers_are_told_once_a_week_who_has_not_reported(world: World) -> None:
    district = await make_actor(world, Role.DISTRICT_OFFICER, district="5403")
    late = await make_organisation(world, "อบต.รายงานช้า", district="5403")
    await make_office(world, await make_actor(world, Role.APPROVER, late))
    await set_report_deadlines(world, (SIX, thai_day(world.clock.now) - timedelta(days=1)))
    await reminding.remind(world.worker)
    await reminding.remind(world.worker)
    (one,) = await inbox(world, district)
    assert (one.kind, one.place) == (K.LATE_REPORTS, Place.AREA_REPORTS)
    assert words.read(one.told).late == ("อบต.รายงานช้า",)


@pytest.mark.parametrize("table", ["plan", "initiative", "budget_cell", "document", "audit_entry"])
async def test_no_draft_is_visible_to_the_watcher(world: World, table: str) -> None:
    await make_plan(world, await make_actor(world))
    async with world.worker.read(reminding.WATCHER) as tx:
        assert await tx.session.scalar(text(f"SELECT count(*) FROM {table}")) == 0

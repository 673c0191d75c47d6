"""A plan started from one's own of an earlier edition: years shifted, missions chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from make.editions import make_later_edition
from make.people import make_actor
from make.plans import make_plan, make_row, submit
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.errors import Conflict, Invalid, NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import freezing, queries, succession, succession_queries
from plan_core.plans.actions import committees, risks, sheets, succeeding, texts
from plan_core.plans.body import Body
from plan_core.plans.model import Plan
from plan_core.plans.parts import Member, NewRisk, Sheet
from plan_core.plans.stages import CommitteeKind
from plan_core.values import NO_BUDGET, UNSTATED, Budget, InitiativeKind, RiskCategory

MISSIONS = {"1.1": "1.2", "1.2": "1.1", "1.3": "1.3", "4.3": "4.3"}
ROWS = (
    make_row("1.1", 10_000, "-", None, "2500.50", title="โครงการหนึ่ง"),
    make_row("1.2", 1, 2, 3, 4, kind=InitiativeKind.ACTIVITY, title="กิจกรรมสอง"),
    make_row("1.3", title="โครงการสาม"),
    make_row("4.3", 100, 200, 300, 400, title="โครงการสี่"),
)


@pytest.fixture
async def approver(world: World) -> Actor:
    return await make_actor(world, Role.APPROVER)


@pytest.fixture
async def later(world: World) -> FrameworkEdition:
    return await make_later_edition(world)


@pytest.fixture
async def earlier(world: World, approver: Actor) -> Plan:
    """A plan with something in each of its parts."""
    plan = await make_plan(world, approver, ROWS)
    kind = CommitteeKind.PLAN_MAKING
    async with world.app.write(approver) as tx:
        first, *_ = await queries.list_initiatives(tx, plan.id)
        sheet = Sheet(place="ทั้งตำบล", quarters=("2561-Q1", "2564-Q4"))
        await sheets.set_sheet(tx, first.id, 0, sheet, world.edition)
        await texts.set_section(tx, plan.id, "VISION", 0, "โปร่งใส")
        risk = NewRisk(RiskCategory.FINANCIAL, "ฮั้วประมูล", answered_by=(first.id,))
        await risks.add_risk(tx, plan.id, risk)
        order = await committees.set_appointment(
            tx, plan.id, 0, order_number="๑/๒๕๖๐", ordered_on=date(2017, 5, 2), preamble="ตามที่"
        )
        member = Member(kind, "นางหนึ่ง", "ปลัด", "ประธาน")
        await committees.set_members(tx, plan.id, order.version, kind, [member])
    return plan


async def body_of(world: World, actor: Actor, edition: FrameworkEdition) -> Body:
    async with world.app.read(actor) as tx:
        plan = await queries.find_plan(tx, edition.code)
        assert plan is not None
        return await freezing.body_of(tx, await queries.get_content(tx, plan, edition), edition)


async def start(
    world: World,
    actor: Actor,
    edition: FrameworkEdition,
    plan: Plan,
    missions: dict[str, str] | None = None,
) -> Plan:
    async with world.app.write(actor) as tx:
        return await succeeding.start_from(tx, edition, plan.id, missions or MISSIONS)


async def test_everything_that_can_still_hold_comes_along_and_the_years_shift(
    world: World, approver: Actor, earlier: Plan, later: FrameworkEdition
) -> None:
    before = await body_of(world, approver, world.edition)
    await start(world, approver, later, earlier)
    body = await body_of(world, approver, later)

    # In the new edition's order: 1.1 holds what stood in 1.2.
    assert [(row.mission, row.title) for row in body.initiatives] == [
        ("1.1", "กิจกรรมสอง"),
        ("1.2", "โครงการหนึ่ง"),
        ("1.3", "โครงการสาม"),
        ("4.3", "โครงการสี่"),
    ]
    one = body.initiatives[1]
    assert {int(year): cell.budget for year, cell in one.budgets.items()} == {
        2570: Budget.of(10_000),
        2571: NO_BUDGET,
        2572: UNSTATED,
        2573: Budget.of("2500.50"),
        2574: UNSTATED,
    }
    assert one.sheet == Sheet(place="ทั้งตำบล", quarters=("2570-Q1", "2573-Q4"))
    assert [(one.code, one.body) for one in body.sections] == [("VISION", "โปร่งใส")]
    assert [(risk.text, risk.answered_by) for risk in body.risks] == [("ฮั้วประมูล", (one.id,))]
    assert body.appointment is not None
    assert [member.name for member in body.appointment.members] == ["นางหนึ่ง"]
    assert (body.appointment.order_number, body.appointment.ordered_on) == ("", None)
    assert await body_of(world, approver, world.edition) == before


async def test_only_a_plan_of_an_earlier_edition_is_started_from(
    world: World, approver: Actor, later: FrameworkEdition
) -> None:
    rows = [make_row("1.1", 1, 2, 3, 4, 5, first_year=2570)]
    plan = await make_plan(world, approver, rows, later)
    for edition in (world.edition, later):
        with pytest.raises(Invalid) as refusal:
            await start(world, approver, edition, plan, {"1.1": "1.1"})
        assert refusal.value.code == "EDITION_NOT_EARLIER"


async def test_money_of_a_year_without_a_counterpart_is_not_taken(
    world: World, approver: Actor, earlier: Plan, later: FrameworkEdition
) -> None:
    shorter = replace(later, last_year_be=2572)
    body = await body_of(world, approver, world.edition)
    assert succession.shifted_years(world.edition, shorter) == {2561: 2570, 2562: 2571, 2563: 2572}
    made = succession.succeed(body, world.edition, shorter, MISSIONS)
    hundreds = {2570: 100, 2571: 200, 2572: 300}
    assert made.rows[3].budgets == {year: Budget.of(baht) for year, baht in hundreds.items()}


async def test_what_was_submitted_last_is_taken_and_not_the_draft_after_it(
    world: World, approver: Actor, earlier: Plan, later: FrameworkEdition
) -> None:
    async with world.app.read(approver) as tx:
        (listed,) = await succession_queries.list_earlier_plans(tx, later)
    assert (listed.id, listed.revision_number) == (earlier.id, None)
    revision = await submit(world, approver)
    async with world.app.read(approver) as tx:
        (listed,) = await succession_queries.list_earlier_plans(tx, later)
    assert listed.revision_number == revision.number
    assert [(one.code, one.proposed, one.initiatives) for one in listed.missions] == [
        ("1.1", "1.2", 1),
        ("1.2", "1.1", 1),
        ("1.3", None, 1),
        ("4.3", "4.3", 1),
    ]


@pytest.mark.parametrize(
    ("missions", "code"),
    [
        ({"1.1": "1.2", "1.2": "1.1", "4.3": "4.3"}, "MISSION_NOT_MAPPED"),
        (MISSIONS | {"2.1": "2.1"}, "MISSION_WITHOUT_ROWS"),
        (MISSIONS | {"1.3": "9.9"}, "MISSION_UNKNOWN"),
    ],
)
async def test_no_row_goes_where_nobody_sent_it_and_nothing_is_begun(
    world: World,
    approver: Actor,
    earlier: Plan,
    later: FrameworkEdition,
    missions: dict[str, str],
    code: str,
) -> None:
    with pytest.raises((Invalid, NotFound)) as refusal:
        await start(world, approver, later, earlier, missions)
    assert refusal.value.code == code
    async with world.app.read(approver) as tx:
        assert await queries.find_plan(tx, later.code) is None


async def test_a_plan_that_is_there_is_not_overwritten_and_anothers_is_not_found(
    world: World, approver: Actor, earlier: Plan, later: FrameworkEdition
) -> None:
    stranger = await make_actor(world, Role.APPROVER)
    with pytest.raises(NotFound):
        await start(world, stranger, later, earlier)
    await start(world, approver, later, earlier)
    with pytest.raises(Conflict) as refusal:
        await start(world, approver, later, earlier)
    assert refusal.value.code == "DRAFT_EXISTS"
    async with world.app.read(stranger) as tx:
        assert await succession_queries.list_earlier_plans(tx, later) == []

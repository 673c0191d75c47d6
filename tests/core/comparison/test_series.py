"""Budgets across two editions: every baht stands somewhere, and only the own area is told."""

from collections.abc import AsyncIterator, Sequence
from decimal import Decimal

import pytest

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import make_plan, make_row, make_submitted
from make.world import Statements, World, open_world
from plan_core.actor import Actor, Role
from plan_core.comparison import series
from plan_core.comparison.series import Series
from plan_core.errors import Forbidden, NotFound
from plan_core.framework import seed
from plan_core.framework.rules import FrameworkEdition, read_edition
from plan_core.places.model import Organisation
from plan_core.plans import queries
from plan_core.plans.actions import submitting, writing
from plan_core.plans.content import NewInitiative
from plan_core.values import NO_BUDGET, UNSTATED, Budget, InitiativeKind, OrganisationKind

LATER = """
code = "2566-2567"
first_year_be = 2566
last_year_be = 2567
title = "ฉบับทดสอบ"
dimensions = [
  {code = "1", title = "มิติแรก", missions = [{code = "1.1", title = "ภารกิจแรก"}]},
  {code = "2", title = "มิติที่สอง", missions = [{code = "2.1", title = "ภารกิจเดียว"}]},
]
crosswalks = [{from_edition = "2561-2564", pairs = [["1", "2.1"], ["2", "1"], ["3", ""]]}]
"""


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


async def both(world: World) -> list[FrameworkEdition]:
    later = read_edition(LATER)
    async with world.operator.unscoped() as session:
        await seed.add_edition(session, later)
    return [world.edition, later]


async def send_later(
    world: World, organisation: Organisation, edition: FrameworkEdition, *rows: NewInitiative
) -> None:
    approver = await make_actor(world, Role.APPROVER, organisation)
    async with world.app.write(approver) as tx:
        plan = await writing.start_plan(tx, edition)
        await writing.write_rows(tx, plan, edition, rows)
        await submitting.send_to_committee(tx, plan.id, plan.version)
        plan = await queries.get_plan(tx, plan.id)
        await submitting.submit_plan(tx, plan.id, plan.version, edition)


def later_row(mission: str, *budgets: int | str | None) -> NewInitiative:
    made = {
        2566 + at: UNSTATED if one is None else NO_BUDGET if one == "-" else Budget.of(one)
        for at, one in enumerate(budgets)
    }
    return NewInitiative(mission, InitiativeKind.PROJECT, f"งานของ {mission}", made)


async def look(
    world: World, actor: Actor, editions: Sequence[FrameworkEdition], *place: str | None
) -> Series:
    province, district = (*place, None, None)[:2]
    async with world.app.read(actor) as tx:
        area = series.area_of(actor, province, district)
        return await series.read_series(tx, editions, area)


async def test_a_series_goes_on_in_the_next_edition_and_what_has_no_like_stays_apart(
    world: World,
) -> None:
    editions = await both(world)
    one = await make_organisation(world, province="71", district="7101")
    other = await make_organisation(world, province="71", district="7102")
    silent = await make_organisation(world, province="71", district="7102")
    await make_submitted(
        world,
        [make_row("1.1", 10, "-", None, 1), make_row("2.1", "-", 5), make_row("3.1", 100)],
        one,
    )
    await make_submitted(world, [make_row("1.2", 20, "-")], other)
    await send_later(world, one, editions[1], later_row("1.1", 7, "-"), later_row("2.1", 8, None))
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="71")
    statements = Statements(world.app)
    found = await look(world, officer, editions)
    assert len(statements) == 1, statements.texts
    assert [year.fiscal_year_be for year in found.years] == list(range(2561, 2568))
    assert [year.edition_code for year in found.years] == [
        *["2561-2564"] * 4,
        None,
        *["2566-2567"] * 2,
    ]
    assert [year.submitted for year in found.years] == [2, 2, 2, 2, 0, 1, 1]
    assert found.organisations == 3
    told = {line.code: line.figures for line in found.dimensions}
    # The earlier first dimension is the second now, and the other way round.
    assert told["2"][0] == Budget.of(30)
    assert told["2"][1] == NO_BUDGET
    assert told["2"][4] is None, "between two editions"
    assert told["2"][5:] == (Budget.of(8), UNSTATED)
    assert told["1"][:2] == (NO_BUDGET, Budget.of(5))
    assert told["1"][5:] == (Budget.of(7), NO_BUDGET)
    lost = {line.mission.mission.code: line.figures for line in found.unmapped}
    assert set(lost) == {"3.1", "3.2", "3.3", "4.1", "4.2", "4.3", "4.4"}
    assert lost["3.1"][0] == Budget.of(100)
    assert lost["3.1"][5:] == (None, None)
    assert found.total[0] == Budget.of(130)
    assert found.total[5] == Budget.of(15)
    places = {place.organisation.id: place.figures for place in found.places if place.organisation}
    assert set(places) == {one.id, other.id, silent.id}
    assert places[one.id][0] == Budget.of(110)
    assert places[other.id][5] is None, "it sent nothing of that edition"
    assert set(places[silent.id]) == {None}
    for at in range(len(found.years)):
        parts = [figures[at] for figures in places.values()]
        whole = found.total[at]
        assert sum((part.amount or Decimal(0) for part in parts if part), Decimal(0)) == (
            Decimal(0) if whole is None or whole.amount is None else whole.amount
        )


async def test_the_nation_is_told_by_province_and_agrees_with_each(world: World) -> None:
    editions = await both(world)
    for province in ("72", "73"):
        place = await make_organisation(world, province=province, district=province + "01")
        await make_submitted(world, [make_row("1.1", int(province)), make_row("4.4", 3)], place)
    viewer = await make_actor(world, Role.NATIONAL_VIEWER)
    found = await look(world, viewer, editions)
    assert found.province is None
    figures = {one.province.code: one.figures for one in found.places if one.province}
    for province in ("72", "73"):
        own = await look(world, viewer, editions, province)
        assert figures[province] == own.total
        assert own.total[0] == Budget.of(int(province) + 3)


async def test_one_sees_the_own_area_only(world: World) -> None:
    editions = await both(world)
    here = await make_organisation(world, province="74", district="7401")
    there = await make_organisation(world, province="74", district="7402")
    await make_submitted(world, [make_row("1.1", 1)], here)
    await make_submitted(world, [make_row("1.1", 10)], there)
    district = await make_actor(world, Role.DISTRICT_OFFICER, province="74", district="7401")
    found = await look(world, district, editions)
    assert [one.organisation.id for one in found.places if one.organisation] == [here.id]
    assert found.total[0] == Budget.of(1)
    assert found.district is not None
    assert found.district.code == "7401"
    for place in (("74", "7402"), ("75",)):
        with pytest.raises(Forbidden):
            await look(world, district, editions, *place)
    editor = await make_actor(world, Role.EDITOR, here)
    with pytest.raises(Forbidden):
        await look(world, editor, editions)
    async with world.app.read(district) as tx:
        with pytest.raises(Forbidden):
            await series.read_series(tx, editions, None)
    viewer = await make_actor(world, Role.NATIONAL_VIEWER)
    with pytest.raises(NotFound):
        await look(world, viewer, editions, "74", "7499")


async def test_a_kind_of_organisation_is_told_alone(world: World) -> None:
    editions = await both(world)
    small = await make_organisation(world, province="67", district="6701")
    town = await make_organisation(
        world, province="67", district="6701", kind=OrganisationKind.TOWN
    )
    await make_submitted(world, [make_row("1.1", 1)], small)
    await make_submitted(world, [make_row("1.1", 10)], town)
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="67")
    async with world.app.read(officer) as tx:
        area = series.area_of(officer, None, None)
        found = await series.read_series(tx, editions, area, OrganisationKind.TOWN)
    assert [one.organisation.id for one in found.places if one.organisation] == [town.id]
    assert (found.total[0], found.organisations) == (Budget.of(10), 1)


async def test_a_draft_is_in_no_figure_and_an_empty_area_has_its_name(world: World) -> None:
    editions = await both(world)
    drafting = await make_organisation(world, province="76", district="7601")
    await make_plan(world, await make_actor(world, Role.EDITOR, drafting), [make_row("1.1", 9)])
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="76")
    found = await look(world, officer, editions)
    assert set(found.total) == {None}
    empty = await make_actor(world, Role.PROVINCE_OFFICER, province="77")
    nothing = await look(world, empty, editions)
    assert (nothing.places, nothing.organisations) == ((), 0)
    assert nothing.province is not None
    assert nothing.province.code == "77"

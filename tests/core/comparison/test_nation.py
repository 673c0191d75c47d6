"""The provinces side by side: sums equal to each province's own screen, for national eyes only."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import make_plan, make_row, make_submitted
from make.world import Statements, World, open_world
from plan_core.actor import Role
from plan_core.comparison import everybody, nation, queries
from plan_core.comparison.answer import ComparedOrganisation
from plan_core.comparison.queries import area_of
from plan_core.comparison.rules import CoverageLook, Timeliness
from plan_core.errors import Forbidden, Invalid
from plan_core.framework.model import Deadline
from plan_core.values import NO_BUDGET, UNSTATED, InitiativeKind, thai_day


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


async def test_every_province_says_what_its_own_screen_says(world: World) -> None:
    due_on = thai_day(world.clock())
    async with world.operator.unscoped() as session:
        for code in ("54", "55"):
            session.add(
                Deadline(edition_code=world.edition.code, province_code=code, due_on=due_on)
            )
    rows = [
        make_row("1.1", 1000, "0.50", "-", None),
        make_row("2.2", "-", "-", "-", "-", kind=InitiativeKind.MEASURE),
        make_row("3.1", None, None, None, None),
    ]
    await make_submitted(world, rows, province="54", district="5406")
    await make_submitted(world, [make_row("1.2", 7), make_row("1.1", "-")], province="54")
    await make_submitted(world, [make_row("4.4", 3)], province="55", district="5501")
    world.clock.move(days=2)
    await make_submitted(world, [make_row("4.4", 4)], province="55", district="5501")
    silent = await make_organisation(world, province="55", district="5501")
    drafting = await make_organisation(world, province="56", district="5601")
    await make_plan(world, await make_actor(world, Role.EDITOR, drafting), [make_row("1.1", 9)])
    viewer = await make_actor(world, Role.NATIONAL_VIEWER)
    statements = Statements(world.app)
    async with world.app.look(viewer) as look:
        found = await nation.compare_provinces(look, world.edition)
        assert len(statements) == 2, "what changed, and the sums of it"
        assert (await nation.compare_provinces(look, world.edition)).compared is found.compared
    assert len(statements) == 3, statements.texts
    lines = {one.province.code: one for one in found.provinces if one.province}
    assert lines.keys() == {"54", "55", "56"}
    for code, line in lines.items():
        async with world.app.look(viewer) as look:
            own = await queries.compare(look, world.edition, area_of(viewer, code, None))
        assert line.organisations == len(own.organisations)
        assert line.submitted == own.how_many(Timeliness.ON_TIME, Timeliness.LATE)
        assert line.late == own.how_many(Timeliness.LATE)
        assert line.missing == own.how_many(Timeliness.MISSING)
        assert [(one.dimension_code, dict(one.years), one.rows) for one in line.dimensions] == [
            (one.dimension_code, dict(one.years), one.rows) for one in own.totals_by_dimension()
        ]
        looks = (CoverageLook.WITH_MONEY, CoverageLook.WITHOUT_MONEY)
        assert [(one.organisations, one.with_money) for one in line.covered] == [
            (own.covering(at, *looks), own.covering(at, looks[0])) for at in range(15)
        ]
    assert (lines["55"].late, lines["55"].missing, lines["56"].submitted) == (1, 1, 0)
    assert silent.province_code == "55"
    of_54 = lines["54"].dimensions
    assert (of_54[1].years[2561], of_54[2].years[2561]) == (NO_BUDGET, UNSTATED)
    assert sum(one.organisations for one in found.provinces) == found.total.organisations
    async with world.app.look(viewer) as look:
        one_year = await nation.compare_provinces(look, world.edition, fiscal_years=[2562])
        with pytest.raises(Invalid, match="FISCAL_YEAR_UNKNOWN"):
            await nation.compare_provinces(look, world.edition, fiscal_years=[2599])
    assert one_year.total.years([2562]) == {2562: found.total.years([2562])[2562]}
    assert timedelta(0) <= world.clock() - found.made_at


async def test_only_national_eyes_see_the_nation(world: World) -> None:
    for role in (Role.PROVINCE_OFFICER, Role.DISTRICT_OFFICER, Role.OPERATOR):
        async with world.app.look(await make_actor(world, role)) as look:
            with pytest.raises(Forbidden):
                await nation.compare_provinces(look, world.edition)
    editor = await make_actor(world, Role.EDITOR, await make_organisation(world))
    async with world.app.look(editor) as look:
        with pytest.raises(Forbidden):
            await nation.compare_provinces(look, world.edition)


def told_of(line: ComparedOrganisation) -> tuple[object, ...]:
    return line.organisation.code, line.timeliness, line.revision_id, line.figures


async def test_every_organisation_stands_in_its_provinces_comparison(world: World) -> None:
    await make_submitted(world, [make_row("1.1", 11)], province="71", district="7101")
    await make_submitted(world, [make_row("4.4", 13)], province="72", district="7201")
    silent = await make_organisation(world, province="72", district="7201")
    viewer = await make_actor(world, Role.NATIONAL_VIEWER)
    statements = Statements(world.app)
    async with world.app.look(viewer) as look:
        found = await everybody.compare_everybody(look, world.edition)
    assert len(statements) == 2, "what changed, and the lines of it"
    told = {one.province.code: one for one in found}
    for code in ("71", "72"):
        async with world.app.look(viewer) as look:
            own = await queries.compare(look, world.edition, area_of(viewer, code, None))
        assert [told_of(line) for line in told[code].organisations] == [
            told_of(line) for line in own.organisations
        ]
        assert told[code].totals_by_dimension() == own.totals_by_dimension()
    assert silent.id in {one.organisation.id for one in told["72"].organisations}
    # Only the province in which something changed is read anew.
    statements.clear()
    async with world.app.look(viewer) as look:
        again = await everybody.compare_everybody(look, world.edition)
    assert len(statements) == 1, statements.texts
    await make_submitted(world, [make_row("2.1", 17)], silent)
    statements.clear()
    async with world.app.look(viewer) as look:
        later = await everybody.compare_everybody(look, world.edition)
    assert len(statements) == 2, statements.texts
    compared = {one.province.code: one.compared for one in again}
    for one in later:
        if one.province.code == "72":
            assert one.compared is not compared["72"]
            assert sum(line.revision_id is not None for line in one.organisations) == 2
        else:
            assert one.compared is compared[one.province.code]


async def test_only_who_sees_the_nation_is_told_of_every_organisation(world: World) -> None:
    for actor in (
        await make_actor(world, Role.PROVINCE_OFFICER, province="54"),
        await make_actor(world, Role.EDITOR, await make_organisation(world)),
    ):
        async with world.app.look(actor) as look:
            with pytest.raises(Forbidden):
                await everybody.compare_everybody(look, world.edition)

"""A province side by side: what each organisation submitted, in the actor's area, in one query."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import ROWS, load_content, make_plan, make_row, make_submitted, return_whole, submit
from make.world import Statements, World, open_world
from plan_core.actor import Actor, Role
from plan_core.comparison import queries
from plan_core.comparison.answer import ComparedOrganisation, Comparison
from plan_core.comparison.queries import RowFilter, RowKey, area_of
from plan_core.comparison.rules import CoverageLook, Timeliness
from plan_core.errors import Forbidden, Invalid, NotFound
from plan_core.framework.model import Deadline
from plan_core.plans.actions import ordering
from plan_core.values import NO_BUDGET, UNSTATED, Budget, InitiativeKind, OrganisationKind

DUE = date(2026, 11, 30)


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


class Province:
    """A province of the test's own: ยะลา and on, so that nothing else stands in it."""

    numbers = iter(range(200))

    def __init__(self, world: World, code: str, districts: list[str], officer: Actor) -> None:
        self.world = world
        self.code = code
        self.districts = districts
        self.officer = officer

    async def compare(self, actor: Actor | None = None, **wanted: object) -> Comparison:
        actor = actor or self.officer
        area = area_of(actor, self.code, wanted.pop("district", None))  # type: ignore[arg-type]
        async with self.world.app.look(actor) as look:
            return await queries.compare(look, self.world.edition, area, **wanted)  # type: ignore[arg-type]

    async def line(self, organisation_id: int) -> ComparedOrganisation:
        compared = await self.compare()
        return next(one for one in compared.organisations if one.organisation.id == organisation_id)


@pytest.fixture
async def province(world: World) -> Province:
    from sqlalchemy import select

    from plan_core.places import model

    async with world.operator.unscoped() as session:
        codes = (await session.scalars(select(model.Province.code).order_by("code"))).all()
        code = codes[next(Province.numbers)]
        districts = list(
            await session.scalars(
                select(model.District.code)
                .where(model.District.province_code == code)
                .order_by("code")
            )
        )
        session.add(Deadline(edition_code=world.edition.code, province_code=code, due_on=DUE))
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province=code)
    return Province(world, code, districts, officer)


async def make_one(province: Province, at: int = 0, **more: object):
    return await make_organisation(
        province.world,
        province=province.code,
        district=province.districts[at],
        **more,  # type: ignore[arg-type]
    )


async def test_an_organisation_without_a_plan_has_no_budgets_at_all(province: Province) -> None:
    organisation = await make_one(province)
    line = await province.line(organisation.id)
    assert (line.total, line.dimensions, line.years) == (None, (), {})
    assert (line.revision_number, line.submitted_at) == (None, None)
    assert {one.look for one in line.coverage} == {CoverageLook.NO_PLAN}
    assert len(line.coverage) == 15


async def test_a_draft_stays_private_until_it_is_submitted(province: Province) -> None:
    organisation = await make_one(province)
    approver = await make_actor(province.world, Role.APPROVER, organisation)
    await make_plan(province.world, approver)
    assert (await province.line(organisation.id)).total is None
    await submit(province.world, approver)
    assert (await province.line(organisation.id)).total == Budget.of("28500.50")


async def test_a_line_holds_what_its_newest_revision_adds_up_to(province: Province) -> None:
    organisation = await make_one(province)
    await make_submitted(province.world, organisation=organisation)
    line = await province.line(organisation.id)
    assert line.years == {
        2561: Budget.of(10_100),
        2562: Budget.of(15_200),
        2563: Budget.of("2800.50"),
        2564: Budget.of(400),
    }
    one, two, three, four = line.dimensions
    assert one.years[2564] == NO_BUDGET
    assert one.total == Budget.of("27500.50")
    assert (two.rows, three.rows) == (0, 0)
    assert four.total == Budget.of(1000)
    looks = {cover.mission_code: cover for cover in line.coverage}
    assert looks["1.1"].look is CoverageLook.WITH_MONEY
    assert (looks["1.1"].counts.projects, looks["1.1"].counts.measures) == (1, 1)
    assert looks["1.2"].budget == Budget.of(5000)
    assert looks["2.1"].look is CoverageLook.NOTHING_HERE


async def test_three_states_stay_three_also_where_other_dimensions_are_empty(
    province: Province,
) -> None:
    nothing_needed = await make_one(province)
    rows = [make_row("2.1", "-", "-", "-", None, kind=InitiativeKind.MEASURE)]
    await make_submitted(province.world, rows, nothing_needed)
    line = await province.line(nothing_needed.id)
    assert line.years == {2561: NO_BUDGET, 2562: NO_BUDGET, 2563: NO_BUDGET, 2564: UNSTATED}
    assert line.total == UNSTATED
    cover = {one.mission_code: one for one in line.coverage}["2.1"]
    assert cover.look is CoverageLook.WITHOUT_MONEY
    compared = await province.compare()
    assert compared.years()[2561] == NO_BUDGET
    assert compared.years()[2564] == UNSTATED
    chosen = await province.compare(fiscal_years=[2562, 2561])
    assert chosen.organisations[0].total == NO_BUDGET
    assert chosen.fiscal_years == (2561, 2562)


async def test_totals_are_the_sum_of_the_lines(province: Province) -> None:
    for n in range(3):
        organisation = await make_one(province, n % 2)
        rows = [make_row("1.1", n + 1, "0.25"), make_row("3.1", None, 10)]
        await make_submitted(province.world, rows, organisation)
    await make_one(province)
    compared = await province.compare()
    assert compared.years()[2561] == Budget.of(6)
    assert compared.years()[2562] == Budget.of("30.75")
    assert compared.years()[2563] == UNSTATED
    by_dimension = {one.dimension_code: one.years for one in compared.totals_by_dimension()}
    assert by_dimension["1"][2562].amount == Decimal("0.75")
    assert by_dimension["3"][2561] == UNSTATED
    assert compared.covering(0, CoverageLook.WITH_MONEY) == 3
    assert compared.covering(0, CoverageLook.NO_PLAN) == 1


async def test_late_missing_and_awaited_follow_the_provinces_due_day(province: Province) -> None:
    world = province.world
    in_time, late, never = [await make_one(province) for _ in range(3)]
    world.clock.now = datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC)
    await make_submitted(world, organisation=in_time)
    assert (await province.line(never.id)).timeliness is Timeliness.AWAITED
    world.clock.now = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    await make_submitted(world, organisation=late)
    compared = await province.compare()
    found = {one.organisation.id: (one.timeliness, one.days_late) for one in compared.organisations}
    assert found == {
        in_time.id: (Timeliness.ON_TIME, 0),
        late.id: (Timeliness.LATE, 1),
        never.id: (Timeliness.MISSING, 1),
    }
    assert compared.due_on == DUE
    assert compared.how_many(Timeliness.LATE, Timeliness.ON_TIME) == 2


async def test_filters_by_district_and_kind(province: Province) -> None:
    first = await make_one(province, 0)
    second = await make_one(province, 1, kind=OrganisationKind.TOWN)
    by_district = await province.compare(district=province.districts[1])
    assert [one.organisation.id for one in by_district.organisations] == [second.id]
    assert by_district.district is not None
    assert by_district.district.code == province.districts[1]
    by_kind = await province.compare(kind=OrganisationKind.SAO)
    assert [one.organisation.id for one in by_kind.organisations] == [first.id]
    nobody = await province.compare(kind=OrganisationKind.PAO, district=province.districts[0])
    assert nobody.organisations == ()
    assert nobody.due_on == DUE
    assert nobody.district is not None


async def test_a_district_officer_compares_the_own_district_only(province: Province) -> None:
    world = province.world
    inside = await make_one(province, 0)
    outside = await make_one(province, 1)
    for organisation in (inside, outside):
        await make_submitted(world, organisation=organisation)
    officer = await make_actor(
        world, Role.DISTRICT_OFFICER, province=province.code, district=province.districts[0]
    )
    compared = await province.compare(officer)
    assert [one.organisation.id for one in compared.organisations] == [inside.id]
    assert compared.organisations[0].total is not None
    with pytest.raises(Forbidden):
        await province.compare(officer, district=province.districts[1])


async def test_areas_that_are_not_ones_own_or_not_there_are_refused(province: Province) -> None:
    world = province.world
    national = await make_actor(world, Role.NATIONAL_VIEWER)
    editor = await make_actor(world)
    with pytest.raises(Forbidden):
        area_of(editor, None, None)
    with pytest.raises(Forbidden):
        area_of(province.officer, "54" if province.code != "54" else "55", None)
    with pytest.raises(Forbidden):
        area_of(national, "54", "5501")
    with pytest.raises(Invalid) as refusal:
        area_of(national, None, None)
    assert refusal.value.code == "PROVINCE_NEEDED"
    with pytest.raises(NotFound):
        await province.compare(national, district=f"{province.code}99")
    async with world.app.look(national) as look:
        with pytest.raises(NotFound):
            await queries.compare(look, world.edition, queries.Area("00", None))


async def test_years_that_the_edition_does_not_have_are_refused(province: Province) -> None:
    with pytest.raises(Invalid) as refusal:
        await province.compare(fiscal_years=[2561, 2565])
    assert refusal.value.code == "FISCAL_YEAR_UNKNOWN"
    assert refusal.value.values["unknown"] == [2565]


async def test_a_comparison_is_one_statement(province: Province) -> None:
    for n in range(4):
        await make_submitted(province.world, organisation=await make_one(province, n % 2))
    statements = Statements(province.world.app)
    await province.compare()
    assert len(statements) == 1
    statements.clear()
    await province.compare(kind=OrganisationKind.PAO)
    assert len(statements) == 1


async def test_the_rows_behind_a_number_are_those_of_the_newest_revisions(
    province: Province,
) -> None:
    world = province.world
    organisation = await make_one(province)
    approver = await make_actor(world, Role.APPROVER, organisation)
    await make_plan(world, approver)
    await return_whole(world, await submit(world, approver))
    first = (await load_content(world, approver)).rows[0]
    async with world.app.write(approver) as tx:
        await ordering.remove_initiative(tx, first.id, 1)
    await submit(world, approver)

    async def titles(**wanted: object) -> list[str]:
        async with world.app.read(province.officer) as tx:
            found = await queries.list_submitted_rows(
                tx,
                world.edition,
                area_of(province.officer, None, None),
                RowFilter(**wanted),  # type: ignore[arg-type]
                50,
            )
        return [row.title for row, _ in found]

    assert await titles() == [row.title for row in ROWS[1:]]
    assert await titles(dimension_code="1") == [ROWS[1].title, ROWS[2].title]
    assert await titles(mission_code="4.3") == [ROWS[3].title]
    assert await titles(fiscal_year=2562) == [ROWS[2].title, ROWS[3].title]
    assert await titles(fiscal_year=2561) == [ROWS[3].title]
    assert await titles(organisation_code=organisation.code) == await titles()
    assert await titles(organisation_code="0000000") == []
    assert await titles(kind=OrganisationKind.PAO) == []
    with pytest.raises(Invalid):
        await titles(fiscal_year=2570)


async def test_pages_of_rows_never_repeat_and_never_skip(province: Province) -> None:
    world = province.world
    for n in range(3):
        rows = [make_row("1.1", title=f"โครงการ {k}") for k in range(3)]
        await make_submitted(world, rows, await make_one(province, n % 2, name="อบต.ชื่อเดียวกัน"))
    seen: list[object] = []
    after: RowKey | None = None
    while True:
        async with world.app.read(province.officer) as tx:
            page = await queries.list_submitted_rows(
                tx,
                world.edition,
                area_of(province.officer, None, None),
                RowFilter(),
                2,
                after,
            )
        if not page:
            break
        seen += [row.id for row, _ in page]
        row, organisation = page[-1]
        after = RowKey(organisation.sort_key, row.tenant_id, row.position, row.id)
    assert len(seen) == len(set(seen)) == 9


async def test_an_organisation_sees_its_own_submitted_rows_and_no_others(
    province: Province,
) -> None:
    world = province.world
    organisation = await make_one(province)
    await make_submitted(world, organisation=organisation)
    await make_submitted(world, organisation=await make_one(province))
    viewer = await make_actor(world, Role.VIEWER, organisation)
    async with world.app.read(viewer) as tx:
        found = await queries.list_submitted_rows(tx, world.edition, None, RowFilter(), 50)
    assert {row.tenant_id for row, _ in found} == {organisation.id}

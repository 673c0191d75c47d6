"""The budget comparison on the database: measures, people, groups, changes, one statement."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted, return_whole, submit
from make.world import Statements, World, open_world
from plan_core.actor import Actor, Role
from plan_core.comparison import budget_table, budgets
from plan_core.comparison.budget_table import Against, BudgetTable, Grouping, Line, Shown
from plan_core.comparison.figures import BudgetMeasure, ChangeLook, FigureLook
from plan_core.comparison.queries import area_of
from plan_core.errors import Invalid
from plan_core.places import population_actions
from plan_core.places.model import Organisation
from plan_core.places.population_rules import Population
from plan_core.plans import queries as plans
from plan_core.plans.actions import ordering
from plan_core.plans.content import NewInitiative
from plan_core.values import InitiativeKind, OrganisationKind


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


class Desk:
    """A province of the test's own."""

    provinces = iter(range(60, 97))

    def __init__(self, world: World, code: str, officer: Actor) -> None:
        self.world, self.code, self.officer = world, code, officer

    async def table(
        self,
        years: Sequence[int] | None = None,
        kind: OrganisationKind | None = None,
        **choices: object,
    ) -> BudgetTable:
        shown = Shown(**{"view": "years", "grouping": Grouping.NONE, **choices})  # type: ignore[arg-type]
        return await budgets.compare_budgets(
            self.world.app,
            self.officer,
            self.world.edition,
            area_of(self.officer, None, None),
            shown,
            kind=kind,
            fiscal_years=years,
        )

    async def add(
        self,
        *rows: NewInitiative,
        district: int | None = 1,
        kind: OrganisationKind = OrganisationKind.SAO,
    ) -> Organisation:
        place = None if district is None else f"{self.code}{district:02d}"
        organisation = await make_organisation(
            self.world, province=self.code, district=place, kind=kind
        )
        if rows:
            await make_submitted(self.world, rows, organisation)
        return organisation

    async def count_people(self, *people: tuple[Organisation, int, int]) -> None:
        """Organisation, year, how many."""
        lines = [Population(one.code, year, count) for one, year, count in people]
        async with self.world.operator.unscoped() as session:
            ids = await population_actions.list_codes(session)
            now = datetime(2026, 11, 26, tzinfo=UTC)
            await population_actions.set_population(session, lines, ids, "ทะเบียนราษฎร", now)


@pytest.fixture
async def desk(world: World) -> Desk:
    code = str(next(Desk.provinces))
    while code in {"68", "69", "78", "79", "87", "88", "89"}:
        code = str(next(Desk.provinces))
    return Desk(world, code, await make_actor(world, Role.PROVINCE_OFFICER, province=code))


def lines_of(table: BudgetTable) -> dict[int, Line]:
    return {one.line.organisation.id: one for group in table.groups for one in group.lines}


def values(cells: Sequence[budget_table.Cell]) -> list[object]:
    return [
        cell.figure.value if cell.figure.value is not None else cell.figure.look for cell in cells
    ]


NONE, BLANK, EMPTY, UNKNOWN = (
    FigureLook.NONE,
    FigureLook.UNSTATED,
    FigureLook.NO_ROWS,
    FigureLook.UNKNOWN,
)


async def test_each_measure_says_how_it_was_made_and_keeps_the_states_apart(desk: Desk) -> None:
    one = await desk.add(
        make_row("1.1", 100, "-", None, 0),
        make_row("1.2", 200, "-", None, "-"),
        make_row("2.1", "-", "-", "-", "-"),
    )
    table = await desk.table()
    (line,) = lines_of(table).values()
    assert values(line.cells) == [300, NONE, BLANK, 0, 300]
    shares = lines_of(await desk.table(view="dimensions", measure=BudgetMeasure.SHARE))[one.id]
    assert values(shares.cells) == [100, NONE, EMPTY, EMPTY, 100]
    rows = lines_of(await desk.table(view="dimensions", measure=BudgetMeasure.PER_INITIATIVE))[
        one.id
    ]
    assert values(rows.cells) == [150, NONE, EMPTY, EMPTY, 100]
    made = rows.cells[0].figure
    assert (made.amount, made.divisor, made.rows) == (300, 2, 2)
    with pytest.raises(Invalid):
        await desk.table(dimension_code="9")


async def test_people_that_are_not_known_are_unknown_and_left_out_of_sums(desk: Desk) -> None:
    known = await desk.add(make_row("1.1", 100, 300, "-", None))
    unknown = await desk.add(make_row("1.1", 1_000))
    later = await desk.add(make_row("1.1", 90, 90))
    whole = await desk.add(make_row("1.1", 500), district=None, kind=OrganisationKind.PAO)
    await desk.count_people(
        (known, 2560, 100), (known, 2562, 200), (later, 2562, 10), (whole, 2560, 1_000)
    )
    table = await desk.table(measure=BudgetMeasure.PER_HEAD)
    lines = lines_of(table)
    assert values(lines[known.id].cells) == [1, Decimal("1.5"), NONE, BLANK, 2]
    # What is no amount needs no people to be said.
    assert values(lines[unknown.id].cells) == [UNKNOWN, BLANK, BLANK, BLANK, UNKNOWN]
    # The register of a later year says nothing of an earlier one.
    assert values(lines[later.id].cells)[:2] == [UNKNOWN, 9]
    people = lines[known.id].people
    assert people is not None
    assert (people.year_be, people.people, people.source) == (2562, 200, "ทะเบียนราษฎร")
    assert lines[unknown.id].people is None
    # The province's own organisation has the people of all others.
    assert values(lines[whole.id].cells)[0] == Decimal("0.5")
    total = table.cells[0].figure
    assert (total.value, total.amount, total.divisor, total.left_out) == (1, 100, 100, 3)
    assert table.cells[1].figure.value == Decimal("1.86")  # 390 baht, 210 people
    only = await desk.table(measure=BudgetMeasure.PER_HEAD, kind=OrganisationKind.PAO)
    assert only.cells[0].figure.value == Decimal("0.5")


async def test_years_change_against_the_year_before_of_those_that_are_shown(desk: Desk) -> None:
    one = await desk.add(make_row("1.1", 100, 150, "-", 50), make_row("2.1", 10, None, None, None))
    await desk.add()
    table = await desk.table(against=Against.YEAR_BEFORE)
    changes = [cell.change for cell in lines_of(table)[one.id].cells]
    assert [change and (change.look, change.amount, change.percent) for change in changes] == [
        None,
        (ChangeLook.UP, 40, Decimal("36.36")),
        (ChangeLook.INCOMPARABLE, None, None),
        (ChangeLook.INCOMPARABLE, None, None),
        None,
    ]
    assert [table.has_change(at) for at in range(5)] == [False, True, True, True, False]
    by_both = await desk.table(view="both", against=Against.YEAR_BEFORE, years=[2561, 2564])
    found = {
        column.key: cell.change
        for column, cell in zip(by_both.columns, lines_of(by_both)[one.id].cells, strict=True)
    }
    assert found["2561d1"] is None
    change = found["2564d1"]
    assert change is not None
    assert (change.look, change.amount, change.percent) == (ChangeLook.DOWN, -50, -50)
    assert found["total"] is None


async def make_twice(desk: Desk) -> Organisation:
    """Submitted with 100 baht, returned, and submitted again with a further row of 25."""
    world = desk.world
    organisation = await make_organisation(world, province=desk.code, district=f"{desk.code}01")
    _, revision = await make_submitted(world, [make_row("1.1", 100, "-")], organisation)
    await return_whole(world, revision)
    approver = await make_actor(world, Role.APPROVER, organisation)
    async with world.app.write(approver) as tx:
        plan = await plans.find_plan(tx, world.edition.code)
        assert plan is not None
        await ordering.add_initiative(
            tx,
            plan.id,
            world.edition,
            mission_code="2.1",
            kind=InitiativeKind.ACTIVITY,
            title="กิจกรรมใหม่",
        )
    await submit(world, approver)
    return organisation


async def test_the_newest_revision_is_compared_with_an_earlier_one_of_the_same_organisation(
    desk: Desk,
) -> None:
    twice = await make_twice(desk)
    once = await desk.add(make_row("1.1", 7))
    for against in (Against.REVISION_BEFORE, Against.FIRST_REVISION):
        table = await desk.table(against=against, view="dimensions")
        lines = lines_of(table)
        earlier = lines[twice.id].earlier
        assert earlier is not None
        assert earlier.number == 1
        changes = [cell.change for cell in lines[twice.id].cells]
        assert [change and change.look for change in changes] == [
            ChangeLook.SAME,
            ChangeLook.INCOMPARABLE,
            ChangeLook.NOTHING,
            ChangeLook.NOTHING,
            ChangeLook.SAME,
        ]
        assert lines[once.id].earlier is None
        assert [cell.change for cell in lines[once.id].cells] == [None] * 5
        # Only who has two revisions is in the change of a sum.
        total = table.cells[-1]
        assert total.figure.value == 107
        assert total.change is not None
        assert (total.change.before.value, total.change.amount) == (100, 0)


async def test_groups_have_subtotals_and_districts_stand_above_their_kinds(desk: Desk) -> None:
    await desk.add(make_row("1.1", 1))
    await desk.add(make_row("1.1", 2), kind=OrganisationKind.TOWN)
    await desk.add(make_row("1.1", 4), district=2)
    await desk.add(make_row("1.1", 8), district=None, kind=OrganisationKind.PAO)
    await desk.add()

    async def sums(grouping: Grouping) -> list[tuple[str, str, bool, int, object]]:
        table = await desk.table(grouping=grouping)
        assert table.cells[-1].figure.value == 15
        found = [
            (
                group.district.code[2:] if group.district else "",
                group.kind.value if group.kind else "",
                group.is_outer,
                len(group.lines),
                group.cells[-1].figure.value,
            )
            for group in table.groups
        ]
        return sorted(found)

    assert await sums(Grouping.NONE) == [("", "", False, 5, 15)]
    assert await sums(Grouping.DISTRICT) == [
        ("", "", False, 1, 8),
        ("01", "", False, 3, 3),
        ("02", "", False, 1, 4),
    ]
    assert await sums(Grouping.KIND) == [
        ("", "PAO", False, 1, 8),
        ("", "SAO", False, 3, 5),
        ("", "TOWN", False, 1, 2),
    ]
    assert await sums(Grouping.DISTRICT_AND_KIND) == [
        ("", "PAO", False, 1, 8),
        ("01", "", True, 0, 3),
        ("01", "SAO", False, 2, 1),
        ("01", "TOWN", False, 1, 2),
        ("02", "SAO", False, 1, 4),
    ]


async def test_sorting_by_a_figure_or_its_change_puts_who_has_none_last(desk: Desk) -> None:
    rising = await desk.add(make_row("1.1", 10, 90))
    falling = await desk.add(make_row("1.1", 50, 20))
    blank = await desk.add(make_row("1.1", None, None))
    absent = await desk.add()

    async def order(sort: str) -> list[int]:
        table = await desk.table(sort=sort, against=Against.YEAR_BEFORE)
        return [one.line.organisation.id for group in table.groups for one in group.lines]

    assert (await order("2562"))[:2] == [falling.id, rising.id]
    assert (await order("-2561"))[:2] == [falling.id, rising.id]
    assert (await order("2562~"))[:2] == [falling.id, rising.id]
    assert (await order("-2562~"))[:2] == [rising.id, falling.id]
    for sort in ("2562", "-2562", "2562~", "-2562~"):
        assert set((await order(sort))[2:]) == {blank.id, absent.id}
    assert len(await order("nonsense")) == 4


async def test_whatever_is_asked_is_one_statement(desk: Desk) -> None:
    await make_twice(desk)
    await desk.add(make_row("1.1", 5), district=2)
    statements = Statements(desk.world.app)
    for against in (None, *Against):
        for measure in BudgetMeasure:
            statements.clear()
            await desk.table(against=against, measure=measure)
            assert len([one for one in statements.texts if "SELECT" in one]) == 1

"""A pivot: the same sums as the rows behind it, distinct things counted once, within one's area."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal

import pytest

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from make.world import Statements, World, open_world
from plan_core.actor import Actor, Role
from plan_core.comparison import pivot
from plan_core.comparison.pivot import Pivot, PivotDefinition
from plan_core.comparison.pivot_rules import Line, PivotAxis, PivotValue
from plan_core.comparison.queries import Area, area_of
from plan_core.errors import Invalid
from plan_core.framework.model import Deadline
from plan_core.values import BudgetState, InitiativeKind, thai_day

A = PivotAxis


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


PROVINCES = iter(
    [
        "91",
        "92",
        "93",
        "94",
        "95",
        "96",
        "90",
        "80",
        "81",
        "82",
        "83",
        "84",
        "85",
        "86",
        "70",
        "71",
        "72",
        "73",
        "74",
        "75",
        "76",
    ]
)


@pytest.fixture
async def province(world: World) -> str:
    """Two organisations in two districts: the first late with money, the second in time without."""
    code = next(PROVINCES)
    async with world.operator.unscoped() as session:
        session.add(
            Deadline(
                edition_code=world.edition.code,
                province_code=code,
                due_on=thai_day(world.clock()) + timedelta(days=1),
            )
        )
    first = await make_organisation(world, "อบต.หนึ่ง", province=code, district=f"{code}01")
    second = await make_organisation(world, "อบต.สอง", province=code, district=f"{code}02")
    await make_submitted(
        world,
        (
            make_row("1.1", 100, 200, "-", None),
            make_row("1.2", "-", "-", "-", "-", kind=InitiativeKind.MEASURE, title="มาตรการก"),
            make_row("2.1", "0.50", None, None, None),
        ),
        first,
    )
    await make_submitted(
        world, (make_row("1.1", "-", None, kind=InitiativeKind.ACTIVITY, title="กิจกรรมข"),), second
    )
    return code


async def look(
    world: World, province: str, wanted: PivotDefinition, actor: Actor | None = None
) -> Pivot:
    actor = actor or await make_actor(world, Role.PROVINCE_OFFICER, province=province)
    async with world.app.read(actor) as tx:
        return await pivot.pivot(tx, world.edition, area_of(actor, province, None), wanted)


def keys(line: Line) -> tuple[str, ...]:
    return tuple(label.key for label in line.labels)


async def test_cells_subtotals_and_totals_are_each_summed_from_the_rows(
    world: World, province: str
) -> None:
    found = await look(world, province, PivotDefinition((A.DISTRICT, A.DIMENSION), A.FISCAL_YEAR))
    assert [label.key for label in found.columns] == [str(y) for y in world.edition.fiscal_years]
    lines = {keys(line): line for line in found.lines}
    whole = lines[()].total
    assert (whole.initiatives, whole.with_money, whole.organisations) == (4, 2, 2)
    assert whole.budget.amount == Decimal("300.50")
    assert [
        None if one is None else one.budget.amount for one in lines[(f"{province}01",)].cells[:2]
    ] == [Decimal("100.50"), Decimal(200)]
    first = lines[f"{province}01", "1"]
    assert (first.total.initiatives, first.total.budget.amount) == (2, Decimal(300))
    assert [one.budget.state for one in first.cells if one][2] is BudgetState.NONE
    # A dash beside what is not stated is not stated.
    assert lines[(f"{province}02",)].total.budget.state is BudgetState.UNSTATED


async def test_groups_stand_before_what_is_in_them_and_are_sorted_by_a_column(
    world: World, province: str
) -> None:
    wanted = PivotDefinition(
        (A.DISTRICT, A.MISSION), A.FISCAL_YEAR, PivotValue.BUDGET, "2561", is_descending=True
    )
    found = await look(world, province, wanted)
    here, there = f"{province}01", f"{province}02"
    assert [keys(line) for line in found.lines] == [
        (),
        (here,),
        (here, "1.1"),
        (here, "2.1"),
        (here, "1.2"),
        (there,),
        (there, "1.1"),
    ]


@pytest.mark.parametrize("axis", list(PivotAxis))
async def test_every_axis_adds_up_to_the_whole(
    world: World, province: str, axis: PivotAxis
) -> None:
    found = await look(world, province, PivotDefinition((axis,)))
    whole, *lines = found.lines
    assert lines
    amounts = [line.total.budget.amount or Decimal(0) for line in lines]
    assert sum(amounts) == whole.total.budget.amount == Decimal("300.50")
    if axis is not A.FISCAL_YEAR:
        assert sum(line.total.initiatives for line in lines) == whole.total.initiatives


async def test_filters_leave_out_and_an_empty_table_has_no_lines(
    world: World, province: str
) -> None:
    only = PivotDefinition((A.KIND,), kind=InitiativeKind.MEASURE)
    found = await look(world, province, only)
    assert [keys(line) for line in found.lines] == [(), ("MEASURE",)]
    assert found.lines[0].total.budget.state is BudgetState.NONE
    year = PivotDefinition((A.FISCAL_YEAR,), fiscal_years=(2562,))
    assert (await look(world, province, year)).lines[0].total.budget.amount == Decimal(200)
    nothing = PivotDefinition((A.KIND,), dimension_code="4")
    assert (await look(world, province, nothing)).lines == ()


async def test_nobody_counts_what_is_outside_their_area(world: World, province: str) -> None:
    warden = await make_actor(
        world, Role.DISTRICT_OFFICER, province=province, district=f"{province}02"
    )
    found = await look(world, province, PivotDefinition((A.ORGANISATION,)), warden)
    assert found.lines[0].total.organisations == 1
    stranger = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
    async with world.app.read(stranger) as tx:
        seen = await pivot.pivot(
            tx, world.edition, Area(province, None), PivotDefinition((A.ORGANISATION,))
        )
    assert seen.lines == ()


async def test_it_is_one_statement(world: World, province: str) -> None:
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province=province)
    statements = Statements(world.app)
    await look(world, province, PivotDefinition((A.ORGANISATION, A.MISSION), A.KIND), officer)
    assert len(statements) == 1


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ((), None),
        ((A.KIND, A.KIND), None),
        ((A.KIND,), A.KIND),
        ((A.KIND, A.DISTRICT, A.MISSION), None),
    ],
)
async def test_axes_that_make_no_table_are_refused(
    world: World, rows: tuple[PivotAxis, ...], columns: PivotAxis | None
) -> None:
    with pytest.raises(Invalid) as refusal:
        await look(world, "54", PivotDefinition(rows, columns))
    assert refusal.value.code == "PIVOT_AXES"

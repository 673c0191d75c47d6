"""Every figure of the budget table, recomputed from raw rows without any code of the product."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pytest
from sqlalchemy import text

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from make.world import World, open_world
from plan_core.actor import Role
from plan_core.comparison import budgets
from plan_core.comparison.budget_table import Against, BudgetTable, Cell, Grouping, Shown
from plan_core.comparison.figures import BudgetMeasure, FigureLook
from plan_core.comparison.queries import area_of
from plan_core.places import population_actions
from plan_core.places.population_rules import Population
from plan_core.values import InitiativeKind, OrganisationKind

PROVINCE = "91"
YEARS = (2561, 2562, 2563, 2564)
RAW = text(
    """
    SELECT o.code, o.kind, r.dimension_code, r.states, r.amounts_satang
    FROM revision_initiative AS r
    JOIN organisation AS o ON o.id = r.tenant_id
    JOIN plan_rollup AS p ON p.tenant_id = r.tenant_id AND p.revision_id = r.revision_id
    WHERE r.province_code = :province
    """
)


@dataclass(frozen=True)
class Raw:
    """A row of a plan: states and satang by year."""

    code: str
    kind: str
    dimension: str
    states: list[str]
    satang: list[int | None]


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


async def fill(world: World, seed: int) -> dict[str, int]:
    """Organisations with rows of every kind of cell; who has people, by code."""
    chance = random.Random(seed)
    missions = [mission.code for mission in world.edition.missions()]
    kinds = [OrganisationKind.SAO, OrganisationKind.TOWN, OrganisationKind.TOWN_SUBDISTRICT]
    people: dict[str, int] = {}
    for at in range(8):
        kind = chance.choice(kinds)
        district = f"{PROVINCE}0{chance.randint(1, 3)}"
        one = await make_organisation(world, province=PROVINCE, district=district, kind=kind)
        if at % 3:
            people[one.code] = chance.randint(1, 9_999)
        if at == 7:
            continue  # no plan
        rows = [
            make_row(
                chance.choice(missions),
                *(chance.choice([None, "-", 0, chance.randint(1, 10**6), "0.25"]) for _ in YEARS),
                kind=chance.choice([*InitiativeKind]),
                title=f"โครงการ {at} {number}",
            )
            for number in range(chance.randint(1, 6))
        ]
        await make_submitted(world, rows, one)
    lines = [Population(code, 2560, count) for code, count in people.items()]
    async with world.operator.unscoped() as session:
        ids = await population_actions.list_codes(session)
        await population_actions.set_population(session, lines, ids, "ทดสอบ", world.clock.now)
    return people


def expected(
    rows: Sequence[Raw],
    people: dict[str, int],
    measure: BudgetMeasure,
    dimension: str | None,
    year: int | None,
) -> tuple[str, Fraction | None]:
    """What a cell of these rows must say, by the words of the domain alone."""
    everybody = rows
    nobody = False
    if measure is BudgetMeasure.PER_HEAD:
        rows = [row for row in rows if row.code in people]
        nobody = not rows
        rows = rows or everybody
    inside = [row for row in rows if dimension in (None, row.dimension)]
    if not inside:
        is_left_out = any(dimension in (None, row.dimension) for row in everybody)
        return ("UNKNOWN" if is_left_out else "NO_ROWS"), None
    places = [at for at, one in enumerate(YEARS) if year in (None, one)]
    cells = [(row.states[at], row.satang[at]) for row in inside for at in places]
    amounts = [satang for _, satang in cells if satang is not None]
    if not amounts:
        return ("NONE" if {state for state, _ in cells} == {"NONE"} else "UNSTATED"), None
    total = Fraction(sum(amounts), 100)
    match measure:
        case BudgetMeasure.AMOUNT:
            return "VALUE", total
        case BudgetMeasure.SHARE:
            whole = Fraction(sum(s for row in rows for s in row.satang if s is not None), 100)
            return ("VALUE", total * 100 / whole) if whole else ("UNKNOWN", None)
        case BudgetMeasure.PER_INITIATIVE:
            return "VALUE", total / len(inside)
        case BudgetMeasure.PER_HEAD if nobody:
            return "UNKNOWN", None
        case BudgetMeasure.PER_HEAD:
            return "VALUE", total / sum(people[code] for code in {row.code for row in rows})


def check(
    table: BudgetTable, cells: Sequence[Cell], rows: Sequence[Raw], people: dict[str, int]
) -> int:
    for column, cell in zip(table.columns, cells, strict=True):
        measure = table.shown.measure
        look, value = expected(rows, people, measure, column.dimension_code, column.fiscal_year_be)
        assert (cell.figure.look is FigureLook.VALUE) == (value is not None), (column, cell)
        if value is None:
            assert cell.figure.look.value == look, (column, cell)
        else:
            assert cell.figure.value is not None
            # A hundredth at the most from what is exact; amounts are exact.
            off = abs(Fraction(cell.figure.value) - value)
            assert off == 0 if measure is BudgetMeasure.AMOUNT else off <= Fraction(1, 200)
    return len(cells)


async def test_lines_subtotals_and_totals_are_what_the_raw_rows_add_up_to(world: World) -> None:
    people = await fill(world, 2569)
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province=PROVINCE)
    area = area_of(officer, None, None)
    checked = 0
    async with world.app.read(officer) as tx:
        raw = [Raw(*row) for row in await tx.session.execute(RAW, {"province": PROVINCE})]
        for measure in BudgetMeasure:
            shown = Shown("both", None, measure, Against.YEAR_BEFORE, Grouping.DISTRICT_AND_KIND)
            table = await budgets.compare_budgets(world.app, officer, world.edition, area, shown)
            inner: dict[str | None, list[Raw]] = {}
            for group in table.groups:
                place = group.district.code if group.district else None
                own: list[Raw] = []
                for line in group.lines:
                    code = line.line.organisation.code
                    of_line = [row for row in raw if row.code == code]
                    if line.cells:
                        checked += check(table, line.cells, of_line, people)
                    own += of_line
                inner.setdefault(place, []).extend(own)
                rows = inner[place] if group.is_outer else own
                checked += check(table, group.cells, rows, people)
            checked += check(table, table.cells, raw, people)
    assert checked > 4 * 21 * 8

"""What an area's officer sees of odd budgets and shared rows, and what nobody else sees."""

from collections.abc import AsyncIterator

import pytest

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import make_plan, make_submitted
from make.world import Statements, World, open_world
from plan_core.actor import Actor, Role
from plan_core.comparison import quality
from plan_core.comparison.quality import Quality
from plan_core.comparison.queries import area_of
from plan_core.errors import Forbidden
from plan_core.places.model import Organisation
from plan_core.plans.content import NewInitiative
from plan_core.values import Budget, InitiativeKind


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


PROVINCES = iter(["91", "92", "93", "94", "95"])
SHARED = "โครงการรณรงค์ต่อต้านการทุจริต"


def row(title: str, baht: int) -> NewInitiative:
    return NewInitiative("1.1", InitiativeKind.PROJECT, title, {2561: Budget.of(baht)})


async def send(world: World, place: str, *rows: NewInitiative) -> Organisation:
    organisation = await make_organisation(world, province=place[:2], district=place)
    await make_submitted(world, rows, organisation)
    return organisation


async def look(world: World, actor: Actor, province: str, district: str | None = None) -> Quality:
    async with world.app.read(actor) as tx:
        return await quality.look_over(tx, world.edition, area_of(actor, province, district))


async def test_an_odd_budget_is_told_with_its_peers_in_one_statement(world: World) -> None:
    code = next(PROVINCES)
    for baht in (1_000, 1_100, 1_200, 1_300, 1_400):
        await send(world, code + "01", row(f"อบรม {baht}", baht))
    odd = await send(world, code + "02", row("ก่อสร้างอาคาร", 900_000))
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province=code)
    statements = Statements(world.app)
    found = await look(world, officer, code)
    assert len(statements) == 1, statements.texts
    (one,) = found.outliers
    assert (one.tenant_id, one.dimension_code, one.fiscal_year_be) == (odd.id, "1", 2561)
    assert (one.amount, one.peers, one.median, one.times) == (900_000, 5, 1_200, 750)
    assert found.duplicates == []


async def test_rows_of_several_organisations_are_found_and_drafts_are_not(world: World) -> None:
    code = next(PROVINCES)
    first = await send(world, code + "01", row(SHARED, 5_000), row("อื่น ๆ", 70))
    second = await send(world, code + "02", row(SHARED + "ฯ", 5_000))
    drafting = await make_organisation(world, province=code, district=code + "02")
    await make_plan(world, await make_actor(world, Role.APPROVER, drafting), [row(SHARED, 5_000)])
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province=code)
    (one,) = (await look(world, officer, code)).duplicates
    assert {(kept.tenant_id, kept.title) for kept in one.rows} == {
        (first.id, SHARED),
        (second.id, SHARED + "ฯ"),
    }
    assert (one.organisations, one.total) == (2, 5_000)


async def test_a_district_officer_learns_nothing_of_other_districts(world: World) -> None:
    code = next(PROVINCES)
    for district in ("01", "02"):
        await send(world, code + district, row(SHARED, 5_000))
    for baht in (1_000, 1_100, 1_200, 1_300):
        await send(world, code + "01", row(f"อบรม {baht}", baht))
    own, other = code + "01", code + "02"
    officer = await make_actor(world, Role.DISTRICT_OFFICER, province=code, district=own)
    found = await look(world, officer, code)
    assert len(found.lines) == 5
    assert (found.duplicates, found.outliers) == ([], [])
    with pytest.raises(Forbidden):
        await look(world, officer, code, other)
    whole = await look(world, await make_actor(world, Role.PROVINCE_OFFICER, province=code), code)
    assert len(whole.duplicates) == 1


async def test_an_area_without_plans_has_nothing_to_tell(world: World) -> None:
    code = next(PROVINCES)
    await make_organisation(world, province=code, district=code + "01")
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province=code)
    found = await look(world, officer, code)
    assert (len(found.lines), found.outliers, found.duplicates) == (1, [], [])

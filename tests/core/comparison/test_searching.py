"""Searching an area: what was submitted last, ranked, in pages; nothing of others or drafts."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import make_plan, make_row, make_submitted, return_whole, submit
from make.world import Statements, World, open_world
from plan_core.actor import Actor, Role
from plan_core.comparison import searching
from plan_core.comparison.found import terms_of
from plan_core.comparison.queries import area_of
from plan_core.comparison.searching import Hit, HitKey, SearchFilter
from plan_core.places.model import Organisation
from plan_core.plans import queries
from plan_core.plans.actions import wording
from plan_core.plans.searched import SearchedPlace
from plan_core.values import InitiativeKind


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


async def look(
    world: World,
    actor: Actor,
    typed: str,
    wanted: SearchFilter | None = None,
    first: int = 50,
    after: HitKey | None = None,
) -> Sequence[Hit]:
    area = None if actor.tenant_id else area_of(actor, None, None)
    async with world.app.look(actor) as look:
        return await searching.search(
            look, world.edition, area, terms_of(typed), wanted or SearchFilter(), first, after
        )


async def make_with(world: World, *titles: str, province: str, district: str) -> Organisation:
    rows = [replace(make_row("1.1", 1, title=title), remarks="หมายเหตุพิเศษ") for title in titles]
    organisation, _ = await make_submitted(world, rows, province=province, district=district)
    return organisation


async def test_titles_come_before_other_places_and_exact_words_before_slips(world: World) -> None:
    one = await make_with(world, "โครงการน้ำใส", "โครงการนำใสสะอาด", province="60", district="6001")
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="60")
    found = await look(world, officer, "น้ำใส")
    assert [(hit.found.text, hit.place) for hit in found] == [
        ("โครงการน้ำใส", SearchedPlace.TITLE),
        ("โครงการนำใสสะอาด", SearchedPlace.TITLE),
    ]
    assert found[0].organisation.id == one.id
    assert found[0].row is not None
    (first, second) = await look(world, officer, "พิเศษ")
    assert {first.place, second.place} == {SearchedPlace.REMARKS}
    assert await look(world, officer, "น้ำใส พิเศษ") == []
    assert await look(world, officer, "%ใส") != []
    assert await look(world, officer, "ไม่มีคำนี้") == []


async def test_pages_follow_each_other_without_gap_or_twice(world: World) -> None:
    for number in range(3):
        await make_with(
            world, *(f"งานซ้ำ {number} {row}" for row in range(3)), province="61", district="6101"
        )
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="61")
    whole = [hit.key.id for hit in await look(world, officer, "งานซ้ำ")]
    assert len(whole) == 9
    seen: list[object] = []
    after: HitKey | None = None
    while page := await look(world, officer, "งานซ้ำ", first=2, after=after):
        seen += [hit.key.id for hit in page]
        after = page[-1].key
    assert seen == whole


async def test_another_district_and_drafts_are_never_found(world: World) -> None:
    own = await make_with(world, "คำลับเฉพาะ", province="62", district="6201")
    other = await make_with(world, "คำลับเฉพาะ", province="62", district="6202")
    drafting = await make_organisation(world, province="62", district="6201")
    editor = await make_actor(world, Role.EDITOR, drafting)
    await make_plan(world, editor, [make_row("1.1", 1, title="คำลับเฉพาะ")])
    statements = Statements(world.app)
    for actor, expected in (
        (await make_actor(world, Role.DISTRICT_OFFICER, province="62", district="6201"), {own.id}),
        (await make_actor(world, Role.PROVINCE_OFFICER, province="62"), {own.id, other.id}),
        (await make_actor(world, Role.PROVINCE_OFFICER, province="63"), set[int]()),
        (await make_actor(world, Role.VIEWER, other), {other.id}),
        (editor, set[int]()),
    ):
        statements.clear()
        found = await look(world, actor, "คำลับเฉพาะ")
        assert {hit.organisation.id for hit in found} == expected
        # What somebody else's sight has brought into memory is read again in the own.
        assert len(statements) == (3 if expected else 1), statements.texts
        statements.clear()
        assert await look(world, actor, "คำลับเฉพาะ") == found
        assert len(statements) == 1, statements.texts


async def test_what_a_newer_revision_no_longer_says_is_not_found(world: World) -> None:
    organisation = await make_organisation(world, province="64", district="6401")
    approver = await make_actor(world, Role.APPROVER, organisation)
    plan = await make_plan(world, approver, [make_row("1.1", 1, title="ชื่อเก่า")])
    await return_whole(world, await submit(world, approver))
    async with world.app.write(approver) as tx:
        (row,) = await queries.list_initiatives(tx, plan.id)
        await wording.set_initiative(tx, row.id, row.version, title="ชื่อใหม่")
    await submit(world, approver)
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="64")
    assert await look(world, officer, "ชื่อเก่า") == []
    (hit,) = await look(world, officer, "ชื่อใหม่")
    assert hit.revision_number == 2
    of_others = SearchFilter(kind=InitiativeKind.MEASURE)
    assert await look(world, officer, "ชื่อใหม่", of_others) == []
    of_dimension = SearchFilter(dimension_code="1")
    assert len(await look(world, officer, "ชื่อใหม่", of_dimension)) == 1

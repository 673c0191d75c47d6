"""What is kept while its marks stand: shown to nobody else, and new with the very next commit."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest

from local.database import DatabaseUrls
from make.api import Api, open_api
from make.people import make_actor, make_organisation
from make.plans import make_plan, make_row, make_submitted
from make.world import World, open_world
from plan_core.actor import Role
from plan_core.comparison import lines
from plan_core.db.transaction import utc_now
from plan_core.plans import drafts, shown

DRAFT = "{ plan { version initiatives { title remarks budgets { amount } } } }"
LINES = """query Lines($p: String, $y: [Int!]) { comparison(provinceCode: $p, fiscalYears: $y) {
  organisations { organisation { nameTh } total } } }"""


@pytest.fixture
async def api(module_database_urls: DatabaseUrls, files_url: str) -> AsyncIterator[Api]:
    async with open_world(module_database_urls) as world, open_api(world, files_url) as api:
        world.clock.now = utc_now()
        yield api


async def by_hand(world: World, tenant_id: int, statement: str) -> None:
    """As somebody who repairs rows beside all of our code would do it."""
    owner = await asyncpg.connect(world.urls.worker.replace("+asyncpg", ""))
    try:
        async with owner.transaction():
            await owner.execute(f"SET LOCAL simiti.tenant_id = '{tenant_id}'")
            await owner.execute(f"SET LOCAL simiti.writing_tenant_id = '{tenant_id}'")
            done = await owner.execute(statement, tenant_id)
            assert done != "UPDATE 0", statement
    finally:
        await owner.close()


async def test_a_draft_is_new_whoever_wrote_into_it(api: Api) -> None:
    """Even who forgets to raise the plan's version."""
    world = api.world
    editor = await make_actor(world)
    await make_plan(world, editor, [make_row("1.1", 5)])
    first = await api.data(editor, DRAFT)
    assert await api.data(editor, DRAFT) == first
    for statement, told in (
        ("UPDATE initiative SET remarks = 'แก้แล้ว' WHERE tenant_id = $1", "แก้แล้ว"),
        (
            "UPDATE budget_cell SET amount_satang = 77700, state = 'AMOUNT' WHERE tenant_id = $1",
            "777",
        ),
        ("UPDATE plan SET version = 4711 WHERE tenant_id = $1", "4711"),
    ):
        await by_hand(world, editor.tenant, statement)
        assert told in (await api.post(editor, DRAFT)).text, statement
    after = await api.data(editor, DRAFT)
    assert after["plan"]["version"] == 4711
    assert [one["amount"] for one in after["plan"]["initiatives"][0]["budgets"]].count("777") >= 1


async def test_a_kept_draft_is_nobody_elses(api: Api) -> None:
    world = api.world
    editor = await make_actor(world)
    await make_plan(world, editor, [make_row("1.1", 55501)])
    assert "55501" in (await api.post(editor, DRAFT)).text
    assert "55501" in (await api.post(editor, DRAFT)).text
    others = (
        await make_actor(world),
        await make_actor(world, Role.PROVINCE_OFFICER, province="54"),
        await make_actor(world, Role.NATIONAL_VIEWER),
        await make_actor(world, Role.OPERATOR),
        None,
    )
    for other in others:
        assert "55501" not in (await api.post(other, DRAFT)).text, other


async def test_kept_lines_are_of_those_who_see_every_one_of_them(api: Api) -> None:
    world = api.world
    for district, amount in (("5401", 11101), ("5406", 22202)):
        organisation = await make_organisation(world, province="54", district=district)
        await make_submitted(world, [make_row("1.1", amount)], organisation)
    province = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
    nation = await make_actor(world, Role.NATIONAL_VIEWER)
    district = await make_actor(world, Role.DISTRICT_OFFICER, province="54", district="5406")
    elsewhere = await make_actor(world, Role.PROVINCE_OFFICER, province="55")
    for years in ([2561], [2562], [2563]):
        # Another question each time, so that no answer was kept, about lines that were.
        for actor, seen in ((province, True), (nation, True), (district, False)):
            told = (await api.post(actor, LINES, p="54", y=years)).text
            assert ("11101" in told) == (seen and years == [2561]), (actor.role, years)
        assert '"errors"' in (await api.post(elsewhere, LINES, p="54", y=years)).text


async def test_kept_rows_are_used_at_all(api: Api) -> None:
    """Else the tests above would say nothing."""
    world = api.world
    editor = await make_actor(world)
    _, revision = await make_submitted(world, [make_row("1.1", 5)])
    await make_plan(world, editor, [make_row("1.1", 5)])
    officer = await make_actor(world, Role.NATIONAL_VIEWER)
    database = api.app.state["rooms"].database
    await api.data(editor, DRAFT)
    key = drafts.queries.SubmittedKey(revision.tenant_id, revision.id)
    first = await shown.find_shown(database, officer, key)
    assert first is not None
    assert await shown.find_shown(database, officer, key) is first
    assert await shown.find_shown(database, editor, key) is None, "kept, and not for this one"
    province = (await api.data(officer, "{ provinces { code } }"))["provinces"][0]["code"]
    await api.data(officer, LINES, p=province)
    for memory in (drafts.Memory, shown.Memory, lines.Memory):
        assert database.memory(memory).weight > 0, memory

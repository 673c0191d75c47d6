"""Coverage by sub-mission: counted by what plans print, told as it is known, opened to rows."""

from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import pytest

from local.database import DatabaseUrls
from make.documents import make_document_text, receive
from make.people import make_actor, make_organisation
from make.plans import load_content, make_plan, make_row, make_submitted, return_whole, submit
from make.world import World, open_world
from plan_core.actor import Actor, Role
from plan_core.comparison import coverage_workbook, queries
from plan_core.comparison.answer import Comparison, SubMissionCoverage
from plan_core.comparison.queries import RowFilter, area_of
from plan_core.comparison.rules import CoverageLook
from plan_core.comparison.sheet_parts import Reading
from plan_core.db.transaction import ReadTx
from plan_core.errors import Invalid
from plan_core.framework.rules import load_editions
from plan_core.intake import reading
from plan_core.intake.actions import accepting, receiving
from plan_core.plans import recounting
from plan_core.plans.actions import wording
from plan_core.plans.content import NewInitiative
from plan_core.values import Budget, InitiativeKind


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


def under(words: str | None, *amounts: int | str, mission: str = "1.1") -> NewInitiative:
    return replace(make_row(mission, *amounts, title=f"งานใต้ {words}"), sub_mission=words)


async def compare(world: World, officer: Actor) -> Comparison:
    async with world.app.look(officer) as look:
        return await queries.compare(look, world.edition, area_of(officer, None, None))


def by_code(found: Comparison) -> dict[str, tuple[SubMissionCoverage, ...] | None]:
    return {line.organisation.code: line.sub_coverage for line in found.organisations}


def only(parts: tuple[SubMissionCoverage, ...] | None) -> SubMissionCoverage:
    """Of the one sub-mission that the edition names."""
    assert parts is not None
    (part,) = parts
    return part


async def test_rows_count_for_the_sub_mission_whose_number_they_print(world: World) -> None:
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="71")
    rows = [
        under("1.1.1 อย่างที่คู่มือเขียน", 100, "-"),
        under("๑.๑.๑ อย่างที่แผนนี้เขียน", 50, 25),
        under("1.1.9 ของหน่วยงานเอง", 1_000),
        under(None, 1_000),
        # The same number under another mission is another thing.
        under("1.1.1 ผิดที่", 1_000, mission="2.1"),
    ]
    with_some, _ = await make_submitted(world, rows, province="71", district="7101")
    without, _ = await make_submitted(world, [under(None, 5)], province="71", district="7101")
    missing = await make_organisation(world, province="71", district="7101")
    found = await compare(world, officer)
    of_all = by_code(found)
    some, none, no_plan = (only(of_all[one.code]) for one in (with_some, without, missing))
    assert (some.look, some.counts.total, some.budget) == (
        CoverageLook.WITH_MONEY,
        2,
        Budget.of(175),
    )
    assert (none.look, none.counts.total) == (CoverageLook.NOTHING_HERE, 0)
    assert no_plan.look is CoverageLook.NO_PLAN
    assert coverage_workbook.make_workbook(found, Reading("th", "thai"))[:2] == b"PK"

    async with world.app.read(officer) as tx:
        behind = await _behind(tx, world, officer, "1.1.1")
        with pytest.raises(Invalid, match="SUB_MISSION_UNKNOWN"):
            await _behind(tx, world, officer, "9.9.9")
    assert sorted(behind) == sorted(row.title for row in rows[:2])


async def _behind(tx: ReadTx, world: World, officer: Actor, code: str) -> list[str]:
    wanted = RowFilter(sub_mission_code=code)
    area = area_of(officer, None, None)
    found = await queries.list_submitted_rows(tx, world.edition, area, wanted, 50)
    return [row.title for row, _ in found]


async def test_what_was_submitted_before_is_not_counted_until_it_is_counted_anew(
    world: World,
) -> None:
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="72")
    organisation, _ = await make_submitted(
        world, [under("1.1.1", 7)], province="72", district="7201"
    )
    owner = await asyncpg.connect(world.urls.owner.replace("+asyncpg", ""))
    try:
        await owner.execute("ALTER TABLE plan_rollup NO FORCE ROW LEVEL SECURITY")
        await owner.execute(
            "UPDATE plan_rollup SET sub_counts = NULL, sub_states = NULL, sub_amounts_satang = NULL"
            " WHERE tenant_id = $1",
            organisation.id,
        )
        await owner.execute("ALTER TABLE plan_rollup FORCE ROW LEVEL SECURITY")
    finally:
        await owner.close()
    assert by_code(await compare(world, officer))[organisation.code] is None
    differing = [
        one.names
        async for one in recounting.recount(world.worker, is_mending=True)
        if one.tenant_id == organisation.id
    ]
    assert differing == [("sub_counts", "sub_states", "sub_amounts_satang")]
    counted = only(by_code(await compare(world, officer))[organisation.code])
    assert counted.budget == Budget.of(7)


async def test_a_documents_sub_headings_stay_with_their_rows(world: World) -> None:
    editor = await make_actor(world)
    text = make_document_text(
        "| | | ๑.๑.๑ สร้างจิตสำนึก | | | | | |",
        "| | | 1.1.1.1 มาตรการใต้ภารกิจย่อย | - | - | - | - | |",
    ).replace("มาตรการ ๑ กิจกรรม".encode(), "มาตรการ ๒ กิจกรรม".encode())
    document = await receive(world, editor, text)
    read = reading.read("plan.txt", text, load_editions())
    async with world.worker.write(editor) as tx:
        await receiving.save_reading(tx, document.id, read)
    async with world.app.write(editor) as tx:
        await accepting.accept(
            tx, document.id, 1, world.edition, replace_draft=False, accepted_by="สมชาย"
        )
    content = await load_content(world, editor)
    said = {row.initiative.title: row.sub_mission for row in content.rows}
    assert said == {
        "โครงการอบรมคุณธรรม": None,
        "มาตรการใช้รถส่วนกลาง": None,
        "กิจกรรมให้ความรู้ประชาชน": None,
        "มาตรการใต้ภารกิจย่อย": "๑.๑.๑ สร้างจิตสำนึก",
    }


async def test_a_row_is_put_under_a_sub_mission_and_taken_out_again(world: World) -> None:
    approver = await make_actor(world, Role.APPROVER)
    await make_plan(world, approver, [make_row("1.1", kind=InitiativeKind.ACTIVITY)])
    for given, kept in (("  1.1.1   คำ ", "1.1.1 คำ"), ("", None), ("๑.๑.๑", "๑.๑.๑")):
        row = (await load_content(world, approver)).rows[0].initiative
        async with world.app.write(approver) as tx:
            changed = await wording.set_initiative(tx, row.id, row.version, sub_mission=given)
            assert (changed.sub_mission, changed.title) == (kept, row.title)
    with pytest.raises(Invalid, match="TOO_LONG"):
        async with world.app.write(approver) as tx:
            await wording.set_initiative(tx, changed.id, changed.version, sub_mission="ก" * 501)
    first = await submit(world, approver)
    await return_whole(world, first)
    assert (await load_content(world, approver)).rows[0].sub_mission == "๑.๑.๑"

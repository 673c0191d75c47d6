"""Blocks of rows on a real database: all of a block or nothing, every refusal named."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest

from make.people import make_actor
from make.plans import load_content, make_plan, make_row
from make.world import World, changes
from plan_core.actor import Actor
from plan_core.db.transaction import WriteTx
from plan_core.errors import Conflict, SimitiError
from plan_core.plans import rules
from plan_core.plans.actions import ordering, wording
from plan_core.plans.actions.editing import RefusedRows
from plan_core.plans.actions.filling import CellEdit
from plan_core.plans.actions.wording import RowEdit
from plan_core.plans.content import NewInitiative, PlanContent
from plan_core.values import NO_BUDGET, UNSTATED, Budget, InitiativeKind

Act = Callable[[WriteTx], Awaitable[object]]


class Desk:
    """An editor with a plan of four rows."""

    def __init__(self, world: World, editor: Actor, content: PlanContent) -> None:
        self.world = world
        self.editor = editor
        self.content = content

    @property
    def ids(self) -> list[UUID]:
        return [row.id for row in self.content.rows]

    async def now(self) -> PlanContent:
        return await load_content(self.world, self.editor)

    async def edit(self, action: Act) -> None:
        async with self.world.app.write(self.editor) as tx:
            await action(tx)
            assert not tx.session.dirty

    async def refused(self, action: Act) -> SimitiError:
        """The refusal of an action that must leave the plan as it was."""
        before = told(await self.now())
        with pytest.raises(SimitiError) as refusal:
            async with self.world.app.write(self.editor) as tx:
                await action(tx)
        assert told(await self.now()) == before
        return refusal.value

    async def refusals(self, action: Act) -> dict[str, str]:
        refusal = await self.refused(action)
        assert isinstance(refusal, RefusedRows)
        return {place: why.code for place, why in refusal.refusals.items()}

    def add(self, *rows: NewInitiative, mission: str = "1.1", position: int | None = None) -> Act:
        plan, edition = self.content.plan.id, self.world.edition
        return lambda tx: ordering.add_initiatives(tx, plan, edition, mission, rows, position)


def told(content: PlanContent) -> object:
    rows = [
        (
            row.id,
            row.number,
            row.kind,
            row.initiative.title,
            row.initiative.remarks,
            row.initiative.version,
            [(cell.version, cell.budget) for cell in row.cells],
        )
        for row in content.rows
    ]
    return content.plan.version, rows


def setting(*edits: RowEdit) -> Act:
    return lambda tx: wording.set_initiatives(tx, edits)


@pytest.fixture
async def desk(world: World) -> Desk:
    editor = await make_actor(world)
    await make_plan(world, editor)
    return Desk(world, editor, await load_content(world, editor))


async def test_a_block_sets_fields_and_cells_of_several_rows_in_one_version(desk: Desk) -> None:
    first, second = desk.content.rows[:2]
    await desk.edit(
        setting(
            RowEdit(first.id, 1, kind=InitiativeKind.MEASURE, remarks=" กองคลัง "),
            RowEdit(
                second.id,
                1,
                title="มาตรการ  ใหม่",
                cells=(CellEdit(second.cells[3].id, 1, Budget.of(7)),),
            ),
        )
    )
    now = await desk.now()
    assert (now.rows[0].kind, now.rows[0].initiative.remarks) == (InitiativeKind.MEASURE, "กองคลัง")
    assert (now.rows[0].initiative.title, now.rows[0].initiative.version) == (
        first.initiative.title,
        2,
    )
    assert now.rows[1].initiative.title == "มาตรการ ใหม่"
    assert (now.rows[1].cells[3].budget, now.rows[1].cells[3].version) == (Budget.of(7), 2)
    assert now.plan.version == desk.content.plan.version + 1
    async with desk.world.app.write(desk.editor) as tx:
        verbs = [change.verb for change in (await changes(tx))[-3:]]
    assert sorted(verbs) == ["set_budget_cell", "set_initiative", "set_initiative"]


async def test_cells_alone_do_not_need_the_rows_own_version(desk: Desk) -> None:
    row = desk.content.rows[0]
    await desk.edit(setting(RowEdit(row.id, 1, remarks="เพื่อนร่วมงานแก้ก่อน")))
    await desk.edit(setting(RowEdit(row.id, 1, cells=(CellEdit(row.cells[0].id, 1, NO_BUDGET),))))
    now = (await desk.now()).rows[0]
    assert (now.cells[0].budget, now.initiative.version) == (NO_BUDGET, 2)


async def test_one_stale_row_refuses_the_whole_block_and_every_refusal_is_named(desk: Desk) -> None:
    first, second, third, fourth = desk.content.rows
    await desk.edit(setting(RowEdit(second.id, 1, title="มาตรการของเพื่อน")))
    block = setting(
        RowEdit(first.id, 1, kind=InitiativeKind.ACTIVITY),
        RowEdit(second.id, 1, kind=InitiativeKind.ACTIVITY),
        RowEdit(uuid4(), 1, kind=InitiativeKind.ACTIVITY),
        RowEdit(
            third.id,
            1,
            title=" ",
            cells=(
                CellEdit(third.cells[0].id, 1, Budget.of(1)),
                CellEdit(third.cells[1].id, 9, Budget.of(1)),
                CellEdit(fourth.cells[0].id, 1, Budget.of(1)),
            ),
        ),
    )
    assert await desk.refusals(block) == {
        "1": "CONFLICT",
        "2": "NOT_FOUND",
        "3": "TITLE_EMPTY",
        "3.cells.1": "CONFLICT",
        "3.cells.2": "NOT_FOUND",
    }
    refusal = await desk.refused(block)
    assert isinstance(refusal, RefusedRows)
    conflict = refusal.refusals["1"]
    assert isinstance(conflict, Conflict)
    current = conflict.values["current"]
    assert isinstance(current, dict)
    assert (current["title"], current["version"]) == ("มาตรการของเพื่อน", 2)


async def test_a_block_has_one_to_so_many_rows_each_once(desk: Desk) -> None:
    assert (await desk.refused(setting())).code == "BLOCK_SIZE"
    many = [RowEdit(uuid4(), 1, remarks="") for _ in range(rules.MAX_ROWS_AT_ONCE + 1)]
    assert (await desk.refused(setting(*many))).code == "BLOCK_SIZE"
    twice = RowEdit(desk.ids[0], 1, remarks="")
    assert (await desk.refused(setting(twice, twice))).code == "ROW_TWICE"


async def test_added_rows_stand_together_with_their_budgets_and_remarks(desk: Desk) -> None:
    new = [
        NewInitiative(
            "1.1",
            InitiativeKind.ACTIVITY,
            f"กิจกรรมที่ {number}",
            {2561: Budget.of(100 * number), 2562: NO_BUDGET},
            remarks=f"หมายเหตุ {number}",
        )
        for number in (1, 2)
    ]
    await desk.edit(desk.add(*new, position=2))
    now = await desk.now()
    of_mission = [row for row in now.rows if row.mission_code == "1.1"]
    assert [row.initiative.title for row in of_mission] == [
        desk.content.rows[0].initiative.title,
        "กิจกรรมที่ 1",
        "กิจกรรมที่ 2",
        desk.content.rows[1].initiative.title,
    ]
    assert [row.number for row in of_mission] == [1, 2, 3, 4]
    assert [cell.budget for cell in of_mission[2].cells] == [
        Budget.of(200),
        NO_BUDGET,
        UNSTATED,
        UNSTATED,
    ]
    assert of_mission[1].initiative.remarks == "หมายเหตุ 1"
    assert now.plan.version == desk.content.plan.version + 1
    async with desk.world.app.write(desk.editor) as tx:
        last = (await changes(tx))[-1]
    assert (last.verb, last.after["budgets"]) == ("add_initiative", {"2561": "200", "2562": "-"})


async def test_one_bad_row_adds_none_and_every_bad_row_is_named(desk: Desk) -> None:
    good = make_row("1.1", 5)
    bad_title = make_row("1.1", title=" ")
    bad_year = make_row("1.1", 5, first_year=2570)
    bad_amount = make_row("1.1", "-1")
    assert await desk.refusals(desk.add(good, bad_title, bad_year, bad_amount)) == {
        "1": "TITLE_EMPTY",
        "2": "YEAR_UNKNOWN",
        "3": "BUDGET_NEGATIVE",
    }
    assert (await desk.refused(desk.add(good, mission="9.9"))).code == "MISSION_UNKNOWN"
    assert (await desk.refused(desk.add(good, position=9))).code == "POSITION_OUT_OF_RANGE"
    too_many = [good] * (rules.MAX_ROWS_ADDED_AT_ONCE + 1)
    assert (await desk.refused(desk.add(*too_many))).code == "BLOCK_SIZE"


async def test_a_plan_takes_no_block_beyond_its_rows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MAX_ROWS", 5)
    refusal = await desk.refused(desk.add(make_row(), make_row()))
    assert refusal.code == "PLAN_TOO_LONG"


async def test_a_block_is_removed_and_comes_back_in_its_places(desk: Desk) -> None:
    first, second = desk.ids[:2]
    await desk.edit(lambda tx: ordering.remove_initiatives(tx, [(first, 1), (second, 1)]))
    assert [row.id for row in (await desk.now()).rows] == desk.ids[2:]
    stale = await desk.refusals(
        lambda tx: ordering.remove_initiatives(tx, [(desk.ids[2], 7), (first, 2), (desk.ids[3], 1)])
    )
    assert stale == {"0": "CONFLICT", "1": "NOT_FOUND"}
    unknown = await desk.refusals(lambda tx: ordering.restore_initiatives(tx, [first, uuid4()]))
    assert unknown == {"1": "NOT_FOUND"}
    await desk.edit(lambda tx: ordering.restore_initiatives(tx, [second, first]))
    assert [row.id for row in (await desk.now()).rows] == desk.ids


async def test_a_neighbours_rows_are_not_found_whatever_the_block(desk: Desk) -> None:
    neighbour = await make_actor(desk.world)
    await make_plan(desk.world, neighbour)
    theirs = await load_content(desk.world, neighbour)
    row, mine = theirs.rows[0], desk.content.rows[0]
    cell = CellEdit(row.cells[0].id, 1, NO_BUDGET)
    assert await desk.refusals(setting(RowEdit(row.id, 1, remarks="x"))) == {"0": "NOT_FOUND"}
    mixed = setting(RowEdit(mine.id, 1, remarks="x"), RowEdit(row.id, 1, cells=(cell,)))
    assert await desk.refusals(mixed) == {"1": "NOT_FOUND", "1.cells.0": "NOT_FOUND"}
    smuggled = setting(RowEdit(mine.id, 1, cells=(cell,)))
    assert await desk.refusals(smuggled) == {"0.cells.0": "NOT_FOUND"}
    removing = await desk.refusals(
        lambda tx: ordering.remove_initiatives(tx, [(mine.id, 1), (row.id, 1)])
    )
    assert removing == {"1": "NOT_FOUND"}
    assert told(await load_content(desk.world, neighbour)) == told(theirs)

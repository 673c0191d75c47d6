"""Editing a plan on a real database: what each action changes, refuses and writes down."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID, uuid4

import pytest

from make.people import make_actor, make_organisation, organisation_of
from make.plans import ROWS, cell_states, load_content, make_plan, make_row, submit
from make.world import World, changes
from plan_core.actor import Actor, Role
from plan_core.db.transaction import WriteTx
from plan_core.errors import Conflict, Forbidden, Invalid, NotFound, SimitiError
from plan_core.plans import rules
from plan_core.plans.actions import filling, ordering, wording, writing
from plan_core.plans.actions.filling import CellEdit, RefusedCells
from plan_core.plans.content import PlanContent, PlanRow
from plan_core.plans.stages import PlanState
from plan_core.values import NO_BUDGET, UNSTATED, Budget, BudgetState, InitiativeKind

Action: TypeAlias = Callable[[WriteTx], Awaitable[object]]


class Desk:
    """An editor with a plan of four rows."""

    def __init__(self, world: World, editor: Actor, content: PlanContent) -> None:
        self.world = world
        self.editor = editor
        self.content = content

    def row(self, at: int) -> PlanRow:
        return self.content.rows[at]

    async def now(self) -> PlanContent:
        return await load_content(self.world, self.editor)

    async def edit(self, action: Callable[[WriteTx], Awaitable[object]]) -> object:
        """One action in its transaction; it must leave nothing for the commit to find."""
        async with self.world.app.write(self.editor) as tx:
            answer = await action(tx)
            assert not tx.session.new
            assert not tx.session.dirty
            assert not tx.session.deleted
        return answer

    async def refused(self, action: Callable[[WriteTx], Awaitable[object]]) -> SimitiError:
        """The refusal of an action that must leave the plan as it was."""
        before = snapshot(await self.now())
        with pytest.raises(SimitiError) as refusal:
            async with self.world.app.write(self.editor) as tx:
                await action(tx)
        assert snapshot(await self.now()) == before
        return refusal.value

    async def last_change(self) -> tuple[str, object, object]:
        async with self.world.app.write(self.editor) as tx:
            change = (await changes(tx))[-1]
        return change.verb, change.before, change.after


def snapshot(content: PlanContent) -> object:
    """Everything that a refusal must not change."""
    return (
        content.plan.version,
        content.plan.state,
        content.plan.updated_at,
        [
            (
                row.id,
                row.mission_code,
                row.number,
                row.kind,
                row.initiative.title,
                row.initiative.remarks,
                row.initiative.version,
                [(cell.version, cell.budget) for cell in row.cells],
            )
            for row in content.rows
        ],
    )


@pytest.fixture
async def desk(world: World) -> Desk:
    editor = await make_actor(world)
    await make_plan(world, editor)
    world.clock.move(hours=1)
    return Desk(world, editor, await load_content(world, editor))


def set_cells(*edits: CellEdit) -> Callable[[WriteTx], Awaitable[object]]:
    return lambda tx: filling.set_budget_cells(tx, edits)


# ── budget cells ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "budget",
    [Budget.of("25000.50"), Budget.of(0), NO_BUDGET, UNSTATED, Budget.of(rules.MAX_AMOUNT)],
    ids=str,
)
async def test_a_cell_takes_each_state_and_writes_before_and_after(
    desk: Desk, budget: Budget
) -> None:
    cell = desk.row(0).cells[0]
    await desk.edit(set_cells(CellEdit(cell.id, cell.version, budget)))
    now = await desk.now()
    assert now.rows[0].cells[0].budget == budget
    assert now.rows[0].cells[0].version == cell.version + 1
    assert now.plan.version == desk.content.plan.version + 1
    assert now.plan.updated_at == desk.world.clock.now
    verb, before, after = await desk.last_change()
    assert verb == "set_budget_cell"
    assert before == {"fiscalYear": 2561, "state": "AMOUNT", "amount": "10000", "version": 1}
    assert isinstance(after, dict)
    assert (after["state"], after["version"]) == (budget.state.value, 2)


async def test_satang_are_kept_exactly(desk: Desk) -> None:
    cell = desk.row(0).cells[0]
    await desk.edit(set_cells(CellEdit(cell.id, 1, Budget.of("0.07"))))
    assert (await desk.now()).rows[0].cells[0].budget.amount == Decimal("0.07")


async def test_stale_edit_is_refused_and_keeps_the_newer_amount(desk: Desk) -> None:
    cell = desk.row(0).cells[0]
    await desk.edit(set_cells(CellEdit(cell.id, 1, Budget.of(1))))
    refusal = await desk.refused(set_cells(CellEdit(cell.id, 1, Budget.of(2))))
    assert isinstance(refusal, RefusedCells)
    conflict = refusal.refusals[0]
    assert isinstance(conflict, Conflict)
    assert conflict.values["current"] == {
        "fiscalYear": 2561,
        "state": "AMOUNT",
        "amount": "1",
        "version": 2,
    }


async def test_a_block_is_all_or_nothing_and_names_every_refused_cell(desk: Desk) -> None:
    first, second, third, fourth = desk.row(0).cells
    refusal = await desk.refused(
        set_cells(
            CellEdit(first.id, 1, Budget.of(77)),
            CellEdit(second.id, 9, Budget.of(77)),
            CellEdit(uuid4(), 1, Budget.of(77)),
            CellEdit(third.id, 1, Budget.of("-1")),
            CellEdit(fourth.id, 1, Budget.of(77)),
        )
    )
    assert isinstance(refusal, RefusedCells)
    codes = {index: why.code for index, why in refusal.refusals.items()}
    assert codes == {1: "CONFLICT", 2: "NOT_FOUND", 3: "BUDGET_NEGATIVE"}


async def test_a_block_over_several_rows_is_set_at_once(desk: Desk) -> None:
    cells = [cell for row in desk.content.rows for cell in row.cells]
    await desk.edit(set_cells(*(CellEdit(cell.id, 1, NO_BUDGET) for cell in cells)))
    now = await desk.now()
    assert {cell.state for row in now.rows for cell in row.cells} == {BudgetState.NONE}
    assert now.plan.version == desk.content.plan.version + 1


async def test_a_block_needs_one_to_so_many_cells_each_once(desk: Desk) -> None:
    cell = desk.row(0).cells[0]
    assert (await desk.refused(set_cells())).code == "BLOCK_SIZE"
    many = [CellEdit(uuid4(), 1, NO_BUDGET) for _ in range(rules.MAX_CELLS_AT_ONCE + 1)]
    assert (await desk.refused(set_cells(*many))).code == "BLOCK_SIZE"
    twice = [CellEdit(cell.id, 1, NO_BUDGET), CellEdit(cell.id, 1, UNSTATED)]
    assert (await desk.refused(set_cells(*twice))).code == "CELL_TWICE"


async def test_cells_that_nobody_has_are_each_not_found(desk: Desk) -> None:
    refusal = await desk.refused(set_cells(CellEdit(uuid4(), 1, NO_BUDGET)))
    assert isinstance(refusal, RefusedCells)
    assert isinstance(refusal.refusals[0], NotFound)


async def test_a_cell_of_a_removed_row_is_not_found(desk: Desk) -> None:
    row = desk.row(0)
    await desk.edit(lambda tx: ordering.remove_initiative(tx, row.id, 1))
    refusal = await desk.refused(set_cells(CellEdit(row.cells[0].id, 1, NO_BUDGET)))
    assert isinstance(refusal, RefusedCells)
    assert isinstance(refusal.refusals[0], NotFound)


async def test_a_neighbours_cell_is_not_found_and_stays(desk: Desk) -> None:
    neighbour = await make_actor(desk.world)
    await make_plan(desk.world, neighbour)
    theirs = await load_content(desk.world, neighbour)
    cell = theirs.rows[0].cells[0]
    refusal = await desk.refused(set_cells(CellEdit(cell.id, 1, NO_BUDGET)))
    assert isinstance(refusal, RefusedCells)
    assert isinstance(refusal.refusals[0], NotFound)
    assert snapshot(await load_content(desk.world, neighbour)) == snapshot(theirs)


async def test_of_many_edits_of_one_cell_at_once_exactly_one_wins(desk: Desk) -> None:
    cell = desk.row(0).cells[0]

    async def write(amount: int) -> str:
        try:
            async with desk.world.app.write(desk.editor) as tx:
                await filling.set_budget_cells(tx, [CellEdit(cell.id, 1, Budget.of(amount))])
        except RefusedCells as refusal:
            return refusal.refusals[0].code
        return f"won {amount}"

    answers = await asyncio.gather(*(write(amount) for amount in range(1, 21)))
    won = [answer for answer in answers if answer.startswith("won")]
    assert len(won) == 1
    assert answers.count("CONFLICT") == 19
    now = await desk.now()
    assert now.rows[0].cells[0].budget == Budget.of(int(won[0].split()[1]))
    assert now.plan.version == desk.content.plan.version + 1


async def test_edits_of_different_cells_at_once_all_count(desk: Desk) -> None:
    cells = [cell for row in desk.content.rows for cell in row.cells]

    async def write(cell_id: UUID) -> None:
        async with desk.world.app.write(desk.editor) as tx:
            await filling.set_budget_cells(tx, [CellEdit(cell_id, 1, Budget.of(9))])

    await asyncio.gather(*(write(cell.id) for cell in cells))
    now = await desk.now()
    assert {cell.budget for row in now.rows for cell in row.cells} == {Budget.of(9)}
    assert now.plan.version == desk.content.plan.version + len(cells)


# ── rows ─────────────────────────────────────────────────────────────────────────────────────


async def test_setting_a_row_changes_what_is_given_and_keeps_the_rest(desk: Desk) -> None:
    row = desk.row(0)
    await desk.edit(
        lambda tx: wording.set_initiative(tx, row.id, 1, title=" โครงการ  ใหม่ ", remarks=" หมาย ")
    )
    changed = (await desk.now()).rows[0].initiative
    assert (changed.title, changed.remarks) == ("โครงการ ใหม่", "หมาย")
    assert (changed.kind, changed.version) == (InitiativeKind.PROJECT, 2)
    assert changed.search_key == "โครงการใหม่"
    verb, before, after = await desk.last_change()
    assert verb == "set_initiative"
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert (before["title"], after["title"]) == ("โครงการอบรมคุณธรรม", "โครงการ ใหม่")
    assert (before["version"], after["version"]) == (1, 2)


async def test_every_action_on_a_row_refuses_what_does_not_fit(desk: Desk) -> None:
    row, edition = desk.row(0), desk.world.edition

    async def code(action: Callable[[WriteTx], Awaitable[object]]) -> str:
        return (await desk.refused(action)).code

    title = "ก" * (rules.MAX_TITLE + 1)
    remarks = "ก" * (rules.MAX_REMARKS + 1)
    assert await code(lambda tx: wording.set_initiative(tx, row.id, 1, title="  ")) == "TITLE_EMPTY"
    assert (
        await code(lambda tx: wording.set_initiative(tx, row.id, 1, title=title)) == "TEXT_TOO_LONG"
    )
    assert (
        await code(lambda tx: wording.set_initiative(tx, row.id, 1, remarks=remarks))
        == "TEXT_TOO_LONG"
    )
    assert (
        await code(lambda tx: ordering.move_initiative(tx, row.id, 1, edition, mission_code="9.9"))
        == "MISSION_UNKNOWN"
    )
    for position in (0, -1, 4):
        assert (
            await code(
                lambda tx, at=position: ordering.move_initiative(
                    tx, row.id, 1, edition, mission_code="1.1", position=at
                )
            )
            == "POSITION_OUT_OF_RANGE"
        )


@pytest.mark.parametrize("verb", ["set", "move", "remove"])
async def test_a_stale_or_absent_row_is_refused_with_what_is_there(desk: Desk, verb: str) -> None:
    row, edition = desk.row(0), desk.world.edition

    def act(row_id: UUID, version: int) -> Callable[[WriteTx], Awaitable[object]]:
        if verb == "set":
            return lambda tx: wording.set_initiative(tx, row_id, version, title="ใหม่")
        if verb == "move":
            return lambda tx: ordering.move_initiative(
                tx, row_id, version, edition, mission_code="2.1"
            )
        return lambda tx: ordering.remove_initiative(tx, row_id, version)

    await desk.edit(lambda tx: wording.set_initiative(tx, row.id, 1, title="โครงการที่แก้แล้ว"))
    refusal = await desk.refused(act(row.id, 1))
    assert isinstance(refusal, Conflict)
    current = refusal.values["current"]
    assert isinstance(current, dict)
    assert (current["title"], current["version"]) == ("โครงการที่แก้แล้ว", 2)
    assert isinstance(await desk.refused(act(uuid4(), 1)), NotFound)
    await desk.edit(lambda tx: ordering.remove_initiative(tx, row.id, 2))
    assert isinstance(await desk.refused(act(row.id, 3)), NotFound)


async def test_an_added_row_has_unstated_cells_for_every_year(desk: Desk) -> None:
    plan = desk.content.plan
    await desk.edit(
        lambda tx: ordering.add_initiative(
            tx,
            plan.id,
            desk.world.edition,
            mission_code="1.1",
            kind=InitiativeKind.GUIDELINE,
            title=" แนวปฏิบัติงาน  ใหม่",
            position=2,
        )
    )
    now = await desk.now()
    assert [row.number for row in now.rows[:3]] == [1, 2, 3]
    added = now.rows[1]
    assert added.initiative.title == "แนวปฏิบัติงาน ใหม่"
    assert [(cell.fiscal_year_be, cell.state) for cell in added.cells] == [
        (year, BudgetState.UNSTATED) for year in (2561, 2562, 2563, 2564)
    ]
    assert now.plan.version == plan.version + 1
    assert (await desk.last_change())[0] == "add_initiative"


async def test_adding_refuses_what_a_plan_cannot_take(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = desk.content.plan

    async def code(
        *, mission: str = "1.1", title: str = "โครงการ", position: int | None = None
    ) -> str:
        refusal = await desk.refused(
            lambda tx: ordering.add_initiative(
                tx,
                plan.id,
                desk.world.edition,
                mission_code=mission,
                kind=InitiativeKind.PROJECT,
                title=title,
                position=position,
            )
        )
        return refusal.code

    assert await code(mission="1.9") == "MISSION_UNKNOWN"
    assert await code(title=" \u200b ") == "TITLE_EMPTY"
    assert await code(position=4) == "POSITION_OUT_OF_RANGE"
    assert await code(mission="2.1", position=2) == "POSITION_OUT_OF_RANGE"
    monkeypatch.setattr(rules, "MAX_ROWS", 4)
    assert await code() == "PLAN_TOO_LONG"


async def test_a_removed_row_leaves_the_plan_and_comes_back_where_it_was(desk: Desk) -> None:
    row = desk.row(1)
    await desk.edit(lambda tx: ordering.remove_initiative(tx, row.id, 1))
    without = await desk.now()
    assert row.id not in {one.id for one in without.rows}
    verb, before, after = await desk.last_change()
    assert (verb, after) == ("remove_initiative", None)
    assert isinstance(before, dict)
    assert before["version"] == 1
    await desk.edit(lambda tx: ordering.restore_initiative(tx, row.id))
    now = await desk.now()
    assert [one.id for one in now.rows] == [one.id for one in desk.content.rows]
    assert cell_states(now) == cell_states(desk.content)
    assert (await desk.last_change())[0] == "restore_initiative"


async def test_restoring_a_row_that_is_there_changes_nothing(desk: Desk) -> None:
    approver = await make_actor(
        desk.world, Role.APPROVER, await organisation_of(desk.world, desk.editor)
    )
    await submit(desk.world, approver)
    before = snapshot(await desk.now())
    await desk.edit(lambda tx: ordering.restore_initiative(tx, desk.row(0).id))
    assert snapshot(await desk.now()) == before
    assert (await desk.now()).plan.state is PlanState.SUBMITTED


async def test_restoring_twice_at_once_brings_the_row_back_once(desk: Desk) -> None:
    row = desk.row(0)
    await desk.edit(lambda tx: ordering.remove_initiative(tx, row.id, 1))
    removed = await desk.now()

    async def restore() -> None:
        async with desk.world.app.write(desk.editor) as tx:
            await ordering.restore_initiative(tx, row.id)

    await asyncio.gather(*(restore() for _ in range(5)))
    now = await desk.now()
    assert now.rows[0].initiative.version == 3
    assert now.plan.version == removed.plan.version + 1


async def test_a_plan_that_is_full_takes_no_row_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = desk.row(0)
    await desk.edit(lambda tx: ordering.remove_initiative(tx, row.id, 1))
    monkeypatch.setattr(rules, "MAX_ROWS", 3)
    refusal = await desk.refused(lambda tx: ordering.restore_initiative(tx, row.id))
    assert refusal.code == "PLAN_TOO_LONG"


@pytest.mark.parametrize("role", [Role.VIEWER])
async def test_a_member_without_the_permission_changes_nothing(desk: Desk, role: Role) -> None:
    viewer = await make_actor(desk.world, role, await organisation_of(desk.world, desk.editor))
    row, edition = desk.row(0), desk.world.edition
    desk.editor, editor = viewer, desk.editor
    actions: list[Action] = [
        set_cells(CellEdit(row.cells[0].id, 1, NO_BUDGET)),
        lambda tx: wording.set_initiative(tx, row.id, 1, title="x"),
        lambda tx: ordering.move_initiative(tx, row.id, 1, edition, mission_code="2.1"),
        lambda tx: ordering.remove_initiative(tx, row.id, 1),
        lambda tx: ordering.restore_initiative(tx, row.id),
        lambda tx: ordering.add_initiative(
            tx,
            desk.content.plan.id,
            edition,
            mission_code="1.1",
            kind=InitiativeKind.PROJECT,
            title="โครงการ",
        ),
    ]
    for action in actions:
        assert isinstance(await desk.refused(action), Forbidden)
    desk.editor = editor
    assert snapshot(await desk.now()) == snapshot(desk.content)


# ── the whole plan ───────────────────────────────────────────────────────────────────────────


async def test_a_plan_is_started_once_even_by_many_at_once(world: World) -> None:
    organisation = await make_organisation(world)
    editors = [await make_actor(world, Role.EDITOR, organisation) for _ in range(6)]

    async def start(editor: Actor) -> str:
        try:
            async with world.app.write(editor) as tx:
                await writing.start_plan(tx, world.edition)
        except Conflict as refusal:
            return refusal.code
        return "started"

    answers = await asyncio.gather(*map(start, editors))
    assert sorted(answers) == ["DRAFT_EXISTS"] * 5 + ["started"]


async def test_writing_rows_refuses_a_whole_plan_for_one_bad_row(world: World) -> None:
    editor = await make_actor(world)
    for bad, code in (
        (make_row("7.1"), "MISSION_UNKNOWN"),
        (make_row(title="  "), "TITLE_EMPTY"),
        (make_row("1.1", -5), "BUDGET_NEGATIVE"),
        (make_row("1.1", "0.001"), "BUDGET_TOO_FINE"),
    ):
        with pytest.raises(Invalid) as refusal:
            await make_plan(world, editor, [*ROWS, bad])
        assert refusal.value.code == code
    async with world.app.write(editor) as tx:
        assert await changes(tx) == []

"""Rows keep the order that people gave them, whatever they do: checked against a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

import pytest

from make.people import make_actor
from make.plans import load_content, make_plan, make_row
from make.world import World
from plan_core.plans import queries
from plan_core.plans.actions import ordering
from plan_core.values import InitiativeKind

MISSIONS = ("1.1", "1.2", "4.4")


@dataclass
class Model:
    """What an officer expects: a list of rows by mission, and the rows taken out."""

    missions: dict[str, list[UUID]] = field(default_factory=dict)
    removed: list[UUID] = field(default_factory=list)
    versions: dict[UUID, int] = field(default_factory=dict)

    def rows(self) -> list[tuple[str, UUID]]:
        return [(mission, row) for mission in MISSIONS for row in self.missions[mission]]

    def mission_of(self, row: UUID) -> str:
        return next(mission for mission, rows in self.missions.items() if row in rows)


@pytest.mark.parametrize("seed", range(6))
async def test_any_sequence_of_adding_moving_removing_keeps_the_order(
    world: World, seed: int
) -> None:
    dice = Random(seed)
    editor = await make_actor(world)
    plan = await make_plan(world, editor, [make_row(dice.choice(MISSIONS)) for _ in range(5)])
    content = await load_content(world, editor)
    model = Model({mission: [] for mission in MISSIONS})
    for row in content.rows:
        model.missions[row.mission_code].append(row.id)
        model.versions[row.id] = 1
    for _ in range(30):
        verb = dice.choice(("add", "move", "move", "remove", "restore"))
        mission = dice.choice(MISSIONS)
        async with world.app.write(editor) as tx:
            if verb == "add":
                at = dice.choice((None, dice.randint(1, len(model.missions[mission]) + 1)))
                added = await ordering.add_initiative(
                    tx,
                    plan.id,
                    world.edition,
                    mission_code=mission,
                    kind=InitiativeKind.PROJECT,
                    title="โครงการ",
                    position=at,
                )
                put(model.missions[mission], added.id, at)
                model.versions[added.id] = 1
            elif verb == "move" and model.rows():
                old, row = dice.choice(model.rows())
                model.missions[old].remove(row)
                at = dice.choice((None, dice.randint(1, len(model.missions[mission]) + 1)))
                await ordering.move_initiative(
                    tx,
                    row,
                    model.versions[row],
                    world.edition,
                    mission_code=mission,
                    position=at,
                )
                put(model.missions[mission], row, at)
                model.versions[row] += 1
            elif verb == "remove" and model.rows():
                old, row = dice.choice(model.rows())
                await ordering.remove_initiative(tx, row, model.versions[row])
                model.missions[old].remove(row)
                model.removed.append(row)
                model.versions[row] += 1
            elif verb == "restore" and model.removed:
                row = model.removed.pop(dice.randrange(len(model.removed)))
                await ordering.restore_initiative(tx, row)
                model.versions[row] += 1
                # Where it lands among rows that moved meanwhile is the plan's to say.
                shown = await queries.list_initiatives(tx, plan.id)
                home = next(one.mission_code for one in shown if one.id == row)
                order = [one.id for one in shown if one.mission_code == home]
                assert [one for one in order if one != row] == model.missions[home]
                model.missions[home] = order
        content = await load_content(world, editor)
        assert [(row.mission_code, row.id) for row in content.rows] == model.rows()
        assert {row.id: row.initiative.version for row in content.rows} == {
            row: model.versions[row] for _, row in model.rows()
        }
        for mission in MISSIONS:
            numbers = [row.number for row in content.rows if row.mission_code == mission]
            assert numbers == list(range(1, len(numbers) + 1))


def put(rows: list[UUID], row: UUID, at: int | None) -> None:
    rows.insert(len(rows) if at is None else at - 1, row)


async def test_undoing_each_removal_in_reverse_gives_the_first_order_back(world: World) -> None:
    editor = await make_actor(world)
    await make_plan(world, editor, [make_row("1.1", title=f"โครงการ {n}") for n in range(6)])
    before = [row.id for row in (await load_content(world, editor)).rows]
    taken = Random(3).sample(before, 4)
    for row in taken:
        async with world.app.write(editor) as tx:
            await ordering.remove_initiative(tx, row, 1)
    for row in reversed(taken):
        async with world.app.write(editor) as tx:
            await ordering.restore_initiative(tx, row)
    assert [row.id for row in (await load_content(world, editor)).rows] == before

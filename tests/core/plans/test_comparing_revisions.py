"""What differs between revisions, read by those who may read both."""

import pytest

from make.people import make_actor, make_organisation
from make.plans import load_content, make_plan, return_whole, submit
from make.world import World
from plan_core.actor import Role
from plan_core.errors import Invalid, NotFound
from plan_core.plans import diff_queries, queries
from plan_core.plans.actions import filling
from plan_core.plans.actions.filling import CellEdit
from plan_core.plans.changes import ChangeKind
from plan_core.plans.model import Revision
from plan_core.plans.queries import SubmittedKey
from plan_core.values import NO_BUDGET, Budget


def key_of(revision: Revision) -> SubmittedKey:
    return SubmittedKey(revision.tenant_id, revision.id)


async def submitted_twice(world: World) -> tuple[Revision, Revision]:
    """The second time the first cell says 12,000 instead of 10,000."""
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    await make_plan(world, approver)
    first = await submit(world, approver)
    await return_whole(world, first)
    cell = (await load_content(world, approver)).rows[0].cells[0]
    async with world.app.write(approver) as tx:
        await filling.set_budget_cells(tx, [CellEdit(cell.id, cell.version, Budget.of(12_000))])
    return first, await submit(world, approver)


async def test_an_officer_sees_exactly_what_changed_since_the_submission_before(
    world: World,
) -> None:
    first, second = await submitted_twice(world)
    officer = await make_actor(world, Role.DISTRICT_OFFICER)
    async with world.app.read(officer) as tx:
        compared = await diff_queries.compare_with_previous(tx, key_of(second))
        nothing = await diff_queries.compare_with_previous(tx, key_of(first))
    assert nothing is None
    assert compared is not None
    (row,) = compared.diff.rows
    (cell,) = row.cells
    assert row.kinds == (ChangeKind.CHANGED,)
    assert (cell.fiscal_year_be, cell.before, cell.after) == (
        2561,
        Budget.of(10_000),
        Budget.of(12_000),
    )
    assert compared.diff.totals[-1].difference == 2_000
    assert not compared.diff.texts


async def test_a_revision_of_another_area_is_not_there_on_either_side(world: World) -> None:
    first, second = await submitted_twice(world)
    stranger = await make_actor(world, Role.PROVINCE_OFFICER, province="55")
    neighbour = await make_actor(world, Role.EDITOR)
    for actor in (stranger, neighbour):
        async with world.app.read(actor) as tx:
            with pytest.raises(NotFound):
                await diff_queries.compare_revisions(tx, key_of(first), key_of(second))
            with pytest.raises(NotFound):
                await diff_queries.compare_with_previous(tx, key_of(second))


async def test_revisions_of_two_organisations_are_not_compared(world: World) -> None:
    _, own = await submitted_twice(world)
    _, other = await submitted_twice(world)
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    async with world.app.read(officer) as tx:
        with pytest.raises(Invalid) as refusal:
            await diff_queries.compare_revisions(tx, key_of(own), key_of(other))
    assert refusal.value.code == "REVISIONS_NOT_COMPARABLE"


async def test_a_draft_is_compared_with_what_was_submitted_last(world: World) -> None:
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    plan = await make_plan(world, approver)
    async with world.app.read(approver) as tx:
        assert await diff_queries.compare_draft(tx, plan, world.edition) is None
    await return_whole(world, await submit(world, approver))
    cell = (await load_content(world, approver)).rows[0].cells[0]
    async with world.app.write(approver) as tx:
        await filling.set_budget_cells(tx, [CellEdit(cell.id, cell.version, NO_BUDGET)])
    async with world.app.read(approver) as tx:
        plan = await queries.get_plan(tx, plan.id)
        compared = await diff_queries.compare_draft(tx, plan, world.edition)
    assert compared is not None
    assert compared.after is None
    assert [cell.after for row in compared.diff.rows for cell in row.cells] == [NO_BUDGET]

"""Submitting: numbered revisions that never change, and figures equal to their rows."""

import asyncio
import hashlib
import json
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import ProgrammingError

from make.people import make_actor, make_organisation
from make.plans import load_content, make_plan, make_submitted, return_whole, submit
from make.world import World, changes
from plan_core.actor import Actor, Role
from plan_core.errors import Conflict, Forbidden, Invalid, Locked, SimitiError
from plan_core.plans import queries, rollup
from plan_core.plans.actions import filling, ordering
from plan_core.plans.actions.filling import CellEdit, RefusedCells
from plan_core.plans.model import PlanRollup, Revision
from plan_core.plans.queries import SubmittedKey, SubmittedRow
from plan_core.plans.stages import PlanState
from plan_core.plans.totals import total_of
from plan_core.values import Budget


class Office:
    """An organisation with an approver and a plan of four rows."""

    def __init__(self, world: World, approver: Actor) -> None:
        self.world = world
        self.approver = approver

    async def version(self) -> int:
        return (await load_content(self.world, self.approver)).plan.version

    async def revisions(self) -> list[Revision]:
        async with self.world.app.read(self.approver) as tx:
            return list(await queries.list_revisions(tx, self.world.edition.code))

    async def body(self, revision: Revision) -> Any:
        async with self.world.app.read(self.approver) as tx:
            found = await queries.find_revision(tx, SubmittedKey(revision.tenant_id, revision.id))
        assert found is not None
        return json.loads(found.body)

    async def edit(self, amount: int) -> None:
        content = await load_content(self.world, self.approver)
        cell = content.rows[0].cells[0]
        async with self.world.app.write(self.approver) as tx:
            await filling.set_budget_cells(tx, [CellEdit(cell.id, cell.version, Budget.of(amount))])


@pytest.fixture
async def office(world: World) -> Office:
    approver = await make_actor(world, Role.APPROVER)
    await make_plan(world, approver)
    return Office(world, approver)


async def test_a_submission_is_the_next_number_and_keeps_every_state(office: Office) -> None:
    version = await office.version()
    first = await submit(office.world, office.approver, version)
    assert first.number == 1
    assert first.sha256 == hashlib.sha256(first.body.encode()).hexdigest()
    body = json.loads(first.body)
    assert body["initiatives"][0]["budgets"] == {
        "2561": {"state": "AMOUNT", "amount": "10000"},
        "2562": {"state": "AMOUNT", "amount": "10000"},
        "2563": {"state": "AMOUNT", "amount": "2500.50"},
        "2564": {"state": "NONE", "amount": None},
    }
    content = await load_content(office.world, office.approver)
    assert content.plan.state is PlanState.SUBMITTED
    assert content.plan.version == version + 2
    await return_whole(office.world, first)
    await office.edit(5)
    assert (await submit(office.world, office.approver)).number == 2
    async with office.world.app.write(office.approver) as tx:
        submitted = [one for one in await changes(tx) if one.verb == "submit_plan"]
        assert [one.after["number"] for one in submitted] == [1, 2]
        assert submitted[0].after["planVersion"] == version + 1


async def test_another_version_than_the_one_seen_is_refused(office: Office) -> None:
    seen = await office.version()
    await office.edit(7)
    with pytest.raises(Conflict) as refusal:
        await submit(office.world, office.approver, seen)
    assert refusal.value.values["current"] == {"version": seen + 1}
    assert await office.revisions() == []
    assert (await submit(office.world, office.approver, seen + 1)).number == 1


async def test_what_was_submitted_is_not_submitted_again_nor_edited(office: Office) -> None:
    await submit(office.world, office.approver)
    with pytest.raises(Locked) as refusal:
        await submit(office.world, office.approver)
    assert refusal.value.code == "STEP_NOT_POSSIBLE"
    with pytest.raises(Locked) as refusal:
        await office.edit(7)
    assert refusal.value.code == "PLAN_LOCKED"
    assert len(await office.revisions()) == 1


async def test_a_returned_plan_is_sent_again_unchanged_only_with_a_word_on_why(
    office: Office,
) -> None:
    first = await submit(office.world, office.approver, note="")
    await return_whole(office.world, first)
    for nothing in ("", " \u200b"):
        with pytest.raises(Invalid) as refusal:
            await submit(office.world, office.approver, note=nothing)
        assert (refusal.value.code, refusal.value.field) == ("REVISION_UNCHANGED", "note")
        assert refusal.value.values == {"number": 1}
    assert len(await office.revisions()) == 1
    second = await submit(office.world, office.approver, note="ตรวจแล้ว ตัวเลขเดิมถูกต้อง")
    assert (second.number, second.sha256) == (2, first.sha256)
    await return_whole(office.world, second)
    await office.edit(9)
    assert (await submit(office.world, office.approver, note="")).number == 3


async def test_an_empty_plan_is_not_submitted(world: World) -> None:
    approver = await make_actor(world, Role.APPROVER)
    await make_plan(world, approver, [])
    with pytest.raises(Invalid) as refusal:
        await submit(world, approver)
    assert refusal.value.code == "PLAN_EMPTY"


async def test_an_editor_may_not_submit(world: World) -> None:
    editor = await make_actor(world)
    await make_plan(world, editor)
    with pytest.raises(Forbidden):
        await submit(world, editor)


async def test_of_many_submissions_at_once_exactly_one_counts(office: Office) -> None:
    version = await office.version()

    async def try_it() -> str:
        try:
            return str((await submit(office.world, office.approver, version)).number)
        except SimitiError as refusal:
            return refusal.code

    answers = await asyncio.gather(*(try_it() for _ in range(8)))
    assert sorted(answers) == ["1"] + ["STEP_NOT_POSSIBLE"] * 7
    assert [one.number for one in await office.revisions()] == [1]


async def test_a_race_of_edits_and_submissions_numbers_without_gaps(office: Office) -> None:
    """Each revision holds exactly the rows of the version that it names."""
    amounts: dict[int, str] = {}
    officer = await make_actor(office.world, Role.PROVINCE_OFFICER)

    async def edit(amount: int) -> None:
        for _ in range(4):
            content = await load_content(office.world, office.approver)
            cell = content.rows[0].cells[0]
            try:
                async with office.world.app.write(office.approver) as tx:
                    filled = await filling.set_budget_cells(
                        tx, [CellEdit(cell.id, cell.version, Budget.of(amount))]
                    )
                    amounts[filled.plan.version] = str(amount)
            except (RefusedCells, Locked):
                await asyncio.sleep(0)
            else:
                amount += 100

    async def try_to_submit() -> None:
        for _ in range(4):
            seen = await office.version()
            try:
                await return_whole(
                    office.world, await submit(office.world, office.approver, seen), officer
                )
            except SimitiError:
                await asyncio.sleep(0)

    await asyncio.gather(*(edit(n) for n in range(1, 4)), *(try_to_submit() for _ in range(3)))
    await office.edit(999)
    await submit(office.world, office.approver)
    revisions = await office.revisions()
    assert [one.number for one in revisions] == list(range(len(revisions), 0, -1))
    async with office.world.app.write(office.approver) as tx:
        named = {
            one.after["number"]: one.after["planVersion"]
            for one in await changes(tx)
            if one.verb == "submit_plan"
        }
    for revision in revisions[1:]:
        held = (await office.body(revision))["initiatives"][0]["budgets"]["2561"]["amount"]
        versions = [version for version in amounts if version <= named[revision.number]]
        assert held == (amounts[max(versions)] if versions else "10000")


async def test_nobody_changes_a_revision_not_even_its_own_organisation(office: Office) -> None:
    revision = await submit(office.world, office.approver)
    for statement in (
        update(Revision).values(body="{}"),
        text("DELETE FROM revision"),
        text("UPDATE revision_initiative SET title = 'x'"),
        text("DELETE FROM revision_initiative"),
    ):
        with pytest.raises(ProgrammingError):
            async with office.world.app.write(office.approver) as tx:
                await tx.session.execute(statement)
    assert (await office.revisions())[0].sha256 == revision.sha256


async def test_later_edits_leave_the_revision_as_it_was(office: Office) -> None:
    revision = await submit(office.world, office.approver)
    await return_whole(office.world, revision)
    content = await load_content(office.world, office.approver)
    async with office.world.app.write(office.approver) as tx:
        await ordering.remove_initiative(tx, content.rows[0].id, 1)
    async with office.world.app.read(office.approver) as tx:
        key = SubmittedKey(revision.tenant_id, revision.id)
        found = await queries.find_revision(tx, key)
        assert found is not None
        rows = await queries.list_revision_rows(tx, found)
    assert [row.title for row in rows] == [row.initiative.title for row in content.rows]
    assert [row.number for row in rows] == [1, 2, 1, 1]


async def test_the_rollup_equals_what_the_rows_of_the_newest_revision_add_up_to(
    office: Office,
) -> None:
    world, edition = office.world, office.world.edition
    for amount in (5, 12_345):
        await office.edit(amount)
        revision = await submit(world, office.approver)
        await return_whole(world, revision)
        async with world.app.read(office.approver) as tx:
            rows = await queries.list_revision_rows(tx, revision)
            kept = (
                await tx.session.scalars(
                    select(PlanRollup).where(PlanRollup.tenant_id == office.approver.tenant)
                )
            ).one()
        counted = [SubmittedRow.of(row, edition) for row in rows]
        figures = rollup.figures_of(counted, edition)
        assert kept.counts == figures.counts
        assert kept.states == figures.states
        assert kept.amounts_satang == figures.amounts_satang
        assert kept.revision_number == revision.number
        whole = total_of(counted, edition, edition.fiscal_years)
        assert sum(satang or 0 for satang in kept.amounts_satang) == whole.grand_total * 100
        assert sum(kept.counts) == whole.counts.total == 4


async def test_the_first_submission_stays_the_one_that_was_in_time_or_not(office: Office) -> None:
    world = office.world
    first_at = world.clock.now
    await return_whole(world, await submit(world, office.approver))
    world.clock.move(days=40)
    await office.edit(6)
    await submit(world, office.approver)
    async with world.app.read(office.approver) as tx:
        kept = (
            await tx.session.scalars(
                select(PlanRollup).where(PlanRollup.tenant_id == office.approver.tenant)
            )
        ).one()
    assert (kept.first_submitted_at, kept.submitted_at) == (first_at, world.clock.now)


async def test_officers_of_the_area_see_a_revision_and_others_do_not(world: World) -> None:
    organisation, revision = await make_submitted(world)
    stranger = await make_organisation(world)
    key = SubmittedKey(organisation.id, revision.id)
    for actor, sees in (
        (await make_actor(world, Role.PROVINCE_OFFICER), True),
        (await make_actor(world, Role.DISTRICT_OFFICER), True),
        (await make_actor(world, Role.NATIONAL_VIEWER), True),
        (await make_actor(world, Role.VIEWER, organisation), True),
        (await make_actor(world, Role.DISTRICT_OFFICER, district="5401"), False),
        (await make_actor(world, Role.PROVINCE_OFFICER, province="55"), False),
        (await make_actor(world, Role.APPROVER, stranger), False),
    ):
        async with world.app.read(actor) as tx:
            assert (await queries.find_revision(tx, key) is not None) == sees

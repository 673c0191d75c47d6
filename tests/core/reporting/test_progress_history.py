"""What is entered in reports is told in the history of the row that it is about."""

import pytest

from make.reports import SIX, YEAR, Office, make_office
from make.world import World
from plan_core.audit.about import About
from plan_core.plans import history_queries, queries
from plan_core.plans.history import Act, SubjectKind
from plan_core.plans.history_queries import Line, Wanted
from plan_core.reporting.rules import Entry, ProgressStatus
from plan_core.values import NO_BUDGET, UNSTATED, Budget


@pytest.fixture
async def office(world: World) -> Office:
    return await make_office(world)


async def history_of(office: Office, year: int = YEAR) -> list[Line]:
    row = await office.row()
    plan_id = office.revision.plan_id
    async with office.world.app.read(office.approver) as tx:
        plan = await queries.get_plan(tx, plan_id)
        wanted = Wanted(About.row(plan_id, row.initiative_id), year)
        return await history_queries.list_history(tx, plan, wanted, 10)


async def test_entries_of_a_year_tell_their_fields_and_moneys(office: Office) -> None:
    await office.enter(
        (await office.row(), Entry(ProgressStatus.IN_PROGRESS, ordinance=Budget.of(900)))
    )
    done = Entry(ProgressStatus.DONE, ordinance=NO_BUDGET, note="ครบ")
    await office.enter((await office.row(), done))
    await office.unlock((await office.row()).initiative_id, "กรอกผิด")
    unlocked, changed, first, _ = await history_of(office)
    assert [one.act for one in (unlocked, changed, first)] == [
        Act.UNLOCK_PROGRESS,
        Act.SET_PROGRESS,
        Act.SET_PROGRESS,
    ]
    subject = changed.subject
    assert (subject.kind, subject.fiscal_year_be, subject.round, bool(subject.label)) == (
        SubjectKind.PROGRESS,
        YEAR,
        SIX.value,
        True,
    )
    told = {one.field: (one.before, one.after) for one in changed.changes}
    assert told == {
        "status": ("IN_PROGRESS", "DONE"),
        "note": ("", "ครบ"),
        "isLocked": ("False", "True"),
        "ordinance": (Budget.of(900), NO_BUDGET),
    }
    begun = {one.field: (one.before, one.after) for one in first.changes}
    assert begun["ordinance"] == (None, Budget.of(900))
    assert "disbursed" not in begun
    assert {one.field for one in unlocked.changes} == {"isLocked", "reason"}
    assert UNSTATED not in [one.after for line in (first, changed) for one in line.changes]


async def test_another_years_history_tells_nothing_of_it(office: Office) -> None:
    await office.enter((await office.row(), Entry(ProgressStatus.IN_PROGRESS)))
    assert Act.SET_PROGRESS not in [one.act for one in await history_of(office, YEAR + 1)]

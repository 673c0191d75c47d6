"""What an area's officer sees of submissions: counts, time, stages, parts and who to chase."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import adopt, make_plan, make_submitted, return_whole, submit
from make.reports import SIX, TWELVE, make_office
from make.world import Statements, World, open_world
from plan_core.actor import Actor, Role
from plan_core.comparison import submissions
from plan_core.comparison.chasing import PATIENCE_DAYS, ChaseReason
from plan_core.comparison.queries import area_of
from plan_core.comparison.submissions import SubmissionLine, Submissions, tally
from plan_core.errors import Forbidden
from plan_core.framework.model import Deadline
from plan_core.plans.stages import PlanStage
from plan_core.reporting.model import ReportDeadline
from plan_core.reporting.rules import Entry
from plan_core.values import thai_day


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


PROVINCES = iter(["91", "92", "93", "94", "95", "96", "90"])


class Province:
    def __init__(self, world: World, code: str, officer: Actor) -> None:
        self.world = world
        self.code = code
        self.officer = officer

    async def look(self, actor: Actor | None = None, district: str | None = None) -> Submissions:
        actor = actor or self.officer
        area = area_of(actor, self.code, district)
        async with self.world.app.read(actor) as tx:
            return await submissions.list_submissions(tx, self.world.edition, area)

    async def line(self, tenant_id: int) -> SubmissionLine:
        found = await self.look()
        return next(one for one in found.lines if one.organisation.id == tenant_id)

    @property
    def today(self) -> date:
        return thai_day(self.world.clock())


@pytest.fixture
async def province(world: World) -> Province:
    code = next(PROVINCES)
    due_on = thai_day(world.clock()) + timedelta(days=2)
    async with world.operator.unscoped() as session:
        session.add(Deadline(edition_code=world.edition.code, province_code=code, due_on=due_on))
        for year, round_, days in ((2561, SIX, -5), (2561, TWELVE, -3), (2562, SIX, 50)):
            session.add(
                ReportDeadline(
                    edition_code=world.edition.code,
                    province_code=code,
                    fiscal_year_be=year,
                    round=round_,
                    due_on=thai_day(world.clock()) + timedelta(days=days),
                )
            )
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province=code)
    return Province(world, code, officer)


async def make_one(province: Province, district: str = "01", **more: object):
    return await make_organisation(
        province.world,
        province=province.code,
        district=province.code + district,
        **more,  # type: ignore[arg-type]
    )


async def test_counts_follow_what_came_when_and_where_it_stands(province: Province) -> None:
    world = province.world
    none = await make_one(province)
    in_time = await make_one(province)
    returned = await make_one(province, "02")
    late = await make_one(province, "02")
    await make_submitted(world, organisation=in_time)
    _, first = await make_submitted(world, organisation=returned)
    await return_whole(world, first)
    due_on = (await province.look()).due_on
    assert due_on is not None
    world.clock.move(days=4)
    await make_submitted(world, organisation=late)
    found = await province.look()
    total = found.total
    assert (total.expected, total.received, total.on_time, total.late, total.missing) == (
        4,
        3,
        2,
        1,
        1,
    )
    assert (total.returned, total.accepted, total.published, total.awaited) == (1, 0, 0, 0)
    by_district = {one.code if one else "": count for one, count in found.by_district()}
    assert {code: (one.expected, one.received) for code, one in by_district.items()} == {
        province.code + "01": (2, 1),
        province.code + "02": (2, 2),
    }
    assert tally(found.lines) == total
    assert found.over_time() == [(due_on - timedelta(days=2), 2), (due_on + timedelta(days=2), 3)]
    line = await province.line(none.id)
    assert (line.stage, line.rollup, line.parts, line.days_late) == (None, None, None, 2)
    assert (await province.line(returned.id)).stage is PlanStage.RETURNED


async def test_a_draft_is_not_seen_and_counts_as_nothing(province: Province) -> None:
    organisation = await make_one(province)
    approver = await make_actor(province.world, Role.APPROVER, organisation)
    await make_plan(province.world, approver)
    line = await province.line(organisation.id)
    assert (line.rollup, line.stage, line.parts) == (None, None, None)


async def test_parts_are_counted_with_the_revision_they_describe(province: Province) -> None:
    organisation = await make_one(province)
    await make_submitted(province.world, organisation=organisation)
    parts = (await province.line(organisation.id)).parts
    assert parts is not None
    assert (parts.rows, parts.sheets, parts.committees, parts.sections) == (4, 0, 0, 0)
    assert parts.missing == ("SECTIONS", "RISKS", "SHEETS", "RESPONSIBLE", "COMMITTEES")


async def test_who_owes_a_plan_or_a_report_or_the_next_step_is_chased(province: Province) -> None:
    world = province.world
    missing = await make_one(province)
    reporter = await make_one(province)
    silent = await make_one(province)
    office = await make_office(world, await make_actor(world, Role.APPROVER, reporter))
    await office.enter((await office.row(0, SIX), Entry()), round_=SIX)
    await office.submit(SIX)
    _, first = await make_submitted(world, organisation=silent)
    await return_whole(world, first)
    found = await province.look()
    assert {
        (one.organisation.id, chase.reason) for one in found.to_chase() for chase in one.chases
    } == {
        (reporter.id, ChaseReason.REPORT_MISSING),
        (silent.id, ChaseReason.REPORT_MISSING),
    }
    owed = {one.organisation.id: one.chases[0].rounds for one in found.to_chase()}
    assert owed == {reporter.id: 1, silent.id: 2}
    rounds = [(one.due.round, one.expected, one.received, one.late) for one in found.by_round()]
    assert rounds == [(SIX, 2, 1, 1), (TWELVE, 2, 0, 0), (SIX, 2, 0, 0)]
    world.clock.move(days=PATIENCE_DAYS)
    found = await province.look()
    assert found.to_chase()[0].organisation.id == missing.id
    reasons = {one.organisation.id: [c.reason for c in one.chases] for one in found.to_chase()}
    assert reasons[silent.id] == [ChaseReason.REPORT_MISSING, ChaseReason.RETURNED]


async def test_an_officer_of_a_district_sees_nothing_of_another(province: Province) -> None:
    world = province.world
    own, other = await make_one(province, "01"), await make_one(province, "02")
    for one in (own, other):
        await make_submitted(world, organisation=one)
    district = province.code + "01"
    officer = await make_actor(
        world, Role.DISTRICT_OFFICER, province=province.code, district=district
    )
    found = await province.look(officer)
    assert {one.organisation.id for one in found.lines} == {own.id}
    with pytest.raises(Forbidden):
        await province.look(officer, province.code + "02")
    with pytest.raises(Forbidden):
        await province.look(await make_actor(world, Role.PROVINCE_OFFICER, province="55"))


async def test_a_published_plan_is_nobodys_debt(province: Province) -> None:
    world = province.world
    organisation = await make_one(province)
    approver = await make_actor(world, Role.APPROVER, organisation)
    await make_plan(world, approver)
    revision = await submit(world, approver)
    await adopt(world, revision, approver)
    line = await province.line(organisation.id)
    assert line.stage is PlanStage.ADOPTED
    assert (await province.look()).total.adopted == 1


async def test_it_is_one_statement_however_many_organisations_there_are(
    province: Province,
) -> None:
    for _ in range(3):
        await make_submitted(province.world, organisation=await make_one(province))
    statements = Statements(province.world.app)
    await province.look()
    assert len(statements) == 1, statements.texts

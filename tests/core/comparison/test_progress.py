"""What an area's officer sees of reports: scores, money, and assessments beside each other."""

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.reports import SIX, TWELVE, YEAR, Office, make_office
from make.world import Statements, World, open_world
from plan_core.actor import Actor, Role
from plan_core.comparison import progress
from plan_core.comparison.progress import AreaProgress, YearProgress
from plan_core.comparison.queries import area_of
from plan_core.db.base import make_id
from plan_core.errors import Forbidden
from plan_core.reporting.model import Report, SarEntry, SarScore
from plan_core.reporting.rules import Entry, ProgressStatus, ReportFlag


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


PROVINCES = iter(["91", "92", "93", "94", "95"])


async def office_in(world: World, place: str) -> Office:
    organisation = await make_organisation(world, province=place[:2], district=place)
    return await make_office(world, await make_actor(world, Role.APPROVER, organisation))


async def look(world: World, actor: Actor, code: str, district: str | None = None) -> AreaProgress:
    async with world.app.read(actor) as tx:
        return await progress.list_progress(tx, world.edition, area_of(actor, code, district))


async def officer_of(world: World, code: str) -> Actor:
    return await make_actor(world, Role.PROVINCE_OFFICER, province=code)


def only(found: AreaProgress) -> YearProgress:
    (line,) = found.lines
    (year,) = line.years
    return year


async def done(office: Office, at: int, baht: int | None) -> None:
    row = await office.row(at)
    entry = Entry(status=ProgressStatus.DONE, disbursed=None if baht is None else Decimal(baht))
    await office.enter((row, entry))


async def test_score_money_and_counts_are_the_newest_reports_in_one_statement(
    world: World,
) -> None:
    code = next(PROVINCES)
    office = await office_in(world, code + "01")
    officer = await officer_of(world, code)
    await office.submit(SIX)
    assert (
        only(await look(world, officer, code)).flag,
        only(await look(world, officer, code)).done,
    ) == (
        ReportFlag.RED,
        0,
    )
    await done(office, 0, 8_000)
    await done(office, 1, None)
    await office.submit(SIX)
    statements = Statements(world.app)
    found = await look(world, officer, code)
    assert len(statements) == 1, statements.texts
    year = only(found)
    assert (year.fiscal_year_be, year.round, year.done, year.none_yet) == (YEAR, SIX, 2, 2)
    # Half of four rows: a limit belongs to the better flag.
    assert (year.score, year.flag) == (50, ReportFlag.GREEN)
    assert [(one.planned, one.disbursed) for one in year.dimensions] == [
        (10_000, 8_000),
        (None, None),
        (None, None),
        (100, None),
    ]
    assert (year.planned, year.disbursed) == (10_100, 8_000)
    tally = found.by_year()[0]
    assert (tally.reported, tally.green, tally.done, tally.disbursed) == (1, 1, 2, 8_000)


async def test_a_report_of_the_whole_year_goes_before_one_of_its_half(world: World) -> None:
    code = next(PROVINCES)
    office = await office_in(world, code + "01")
    await office.submit(TWELVE)
    await office.submit(SIX)
    assert only(await look(world, await officer_of(world, code), code)).round is TWELVE


async def test_the_own_score_stands_beside_the_newest_of_others(world: World) -> None:
    code = next(PROVINCES)
    office = await office_in(world, code + "01")
    async with world.app.write(office.approver) as tx:
        tx.session.add(
            SarEntry(
                id=make_id(),
                tenant_id=office.revision.tenant_id,
                edition_code=world.edition.code,
                fiscal_year_be=YEAR,
                dimension_code="1",
                self_score_hundredths=9_000,
                comment="",
                version=1,
            )
        )
    report = await office.submit(TWELVE)
    officer = await officer_of(world, code)
    for score in (6_000, 7_550):
        world.clock.move(seconds=60)
        await say(world, officer, report, score)
    first, second, *_ = only(await look(world, officer, code)).dimensions
    assert (first.self_score, first.province_score, first.central_score) == (
        90,
        Decimal("75.5"),
        None,
    )
    assert (first.against_province, first.against_central) == (Decimal("14.5"), None)
    assert (second.self_score, second.province_score, second.against_province) == (None,) * 3


async def say(world: World, officer: Actor, report: Report, hundredths: int) -> None:
    async with world.app.review(officer, report.tenant_id) as tx:
        tx.session.add(
            SarScore(
                id=make_id(),
                tenant_id=report.tenant_id,
                province_code=report.province_code,
                district_code=report.district_code,
                report_id=report.id,
                at=tx.now,
                person_id=officer.person_id,
                by_name=officer.name,
                by_role=Role.PROVINCE_OFFICER,
                dimension_code="1",
                province_score_hundredths=hundredths,
                comment="",
            )
        )


async def test_an_officer_of_a_district_sees_nothing_of_another(world: World) -> None:
    code = next(PROVINCES)
    own, other = await office_in(world, code + "01"), await office_in(world, code + "02")
    for office in (own, other):
        await office.submit(SIX)
    officer = await make_actor(world, Role.DISTRICT_OFFICER, province=code, district=code + "01")
    found = await look(world, officer, code)
    assert [line.organisation.id for line in found.lines] == [own.revision.tenant_id]
    assert found.by_year()[0].reported == 1
    with pytest.raises(Forbidden):
        await look(world, officer, code, code + "02")
    assert (await look(world, await officer_of(world, code), code)).by_year()[0].reported == 2


async def test_who_has_not_reported_has_a_line_without_years(world: World) -> None:
    code = next(PROVINCES)
    await make_organisation(world, province=code, district=code + "01")
    found = await look(world, await officer_of(world, code), code)
    assert [line.years for line in found.lines] == [()]
    assert found.by_year()[0].planned is None

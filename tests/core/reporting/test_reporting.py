"""Entering, locking, submitting and scoring, on the real database as the application's role."""

import asyncio
import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import ProgrammingError

from make.people import make_actor, make_organisation, organisation_of
from make.plans import load_content, make_plan
from make.reports import SIX, TWELVE, YEAR, Office, make_office
from make.world import World, changes
from plan_core.actor import Actor, Role
from plan_core.comparison.queries import area_of
from plan_core.comparison.reports import list_area_reports
from plan_core.comparison.rules import Timeliness
from plan_core.db.base import make_id
from plan_core.errors import Conflict, Forbidden, Invalid, Locked, NotFound
from plan_core.plans.actions import adopting, reviewing
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.rules import Signature
from plan_core.plans.stages import Verdict
from plan_core.reporting import body, queries
from plan_core.reporting.actions import assessing, carrying, entering, submitting
from plan_core.reporting.actions.assessing import NewScore, Origin, SarEdit, SeenScore
from plan_core.reporting.actions.entering import EntryEdit, RefusedEntries
from plan_core.reporting.model import ReportDeadline
from plan_core.reporting.rules import (
    CannotReason,
    Entry,
    InOrdinance,
    ProgressStatus,
    ReportFlag,
    ReportRound,
)
from plan_core.values import NO_BUDGET, Budget

DONE = Entry(status=ProgressStatus.DONE, disbursed=Decimal("9999.50"))
HALF = Entry(status=ProgressStatus.IN_PROGRESS, ordinance=NO_BUDGET)
CANNOT = Entry(status=ProgressStatus.CANNOT, cannot_reason=CannotReason.NO_BUDGET)


@pytest.fixture
async def office(world: World) -> Office:
    return await make_office(world)


async def test_the_sheet_has_the_rows_and_the_years_budgets_of_the_plan(office: Office) -> None:
    sheet = await office.sheet()
    assert [row.planned for row in sheet.rows] == [
        Budget.of(10_000),
        NO_BUDGET,
        (await office.row(2)).planned,
        Budget.of(100),
    ]
    assert sheet.basis is not None
    assert not sheet.basis.is_adopted
    assert sheet.figures.score == 0
    assert sheet.figures.counts.none_yet == 4
    assert sheet.figures.planned == Budget.of(10_100)


async def test_without_a_submitted_plan_there_is_nothing_to_report(world: World) -> None:
    approver = await make_actor(world, Role.APPROVER)
    await make_plan(world, approver)
    async with world.app.read(approver) as tx:
        sheet = await queries.get_sheet(tx, world.edition, YEAR, SIX)
    assert (sheet.basis, sheet.rows, sheet.figures.score) == (None, (), None)
    async with world.app.write(approver) as tx:
        with pytest.raises(Invalid, match="NOTHING_TO_REPORT"):
            await submitting.submit_report(tx, world.edition, YEAR, SIX, sheet.fingerprint)


async def test_an_adopted_revision_stays_the_basis_while_a_newer_one_is_submitted(
    office: Office,
) -> None:
    world, key = office.world, SubmittedKey(office.revision.tenant_id, office.revision.id)
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    async with world.app.review(officer, key.tenant_id) as tx:
        await reviewing.accept_plan(tx, key)
    plan = (await load_content(world, office.approver)).plan
    async with world.app.write(office.approver) as tx:
        signature = Signature("นายก", "นายก อบต.", "", "๑/๒๕๖๑", date(2018, 1, 1))
        await adopting.adopt_plan(tx, plan.id, plan.version, signature)
    basis = (await office.sheet()).basis
    assert basis is not None
    assert (basis.revision.id, basis.is_adopted) == (office.revision.id, True)


async def test_entries_are_kept_with_every_state_of_their_money(office: Office) -> None:
    sheet = await office.sheet()
    entry = Entry(
        status=ProgressStatus.IN_PROGRESS,
        in_ordinance=InOrdinance.YES,
        ordinance=Budget.of("8000.25"),
        disbursed=Decimal(0),
        note="ดำเนินการแล้ว ๒ ครั้ง",
        evidence_links=("https://example.go.th/a",),
    )
    await office.enter((sheet.rows[0], entry), (sheet.rows[1], HALF))
    seen = await office.sheet()
    assert [row.entry for row in seen.rows[:2]] == [entry, HALF]
    assert [row.version for row in seen.rows] == [1, 1, 0, 0]
    assert seen.figures.score == Decimal("25.00")
    assert seen.figures.disbursed == 0
    assert seen.figures.ordinance == Budget.of("8000.25")
    async with office.world.app.write(office.approver) as tx:
        logged = [one for one in await changes(tx) if one.verb == "set_progress"]
    assert [one.before for one in logged] == [None, None]
    assert logged[0].after["ordinance"] == "8000.25"


async def test_a_block_is_refused_whole_with_every_reason(office: Office) -> None:
    rows = (await office.sheet()).rows
    edits = [
        EntryEdit(rows[0].initiative_id, 0, HALF),
        EntryEdit(rows[1].initiative_id, 7, HALF),
        EntryEdit(rows[2].initiative_id, 0, Entry(status=ProgressStatus.CANNOT)),
        EntryEdit(make_id(), 0, HALF),
    ]
    with pytest.raises(RefusedEntries) as refused:
        await office.set(edits)
    assert {at: one.code for at, one in refused.value.refusals.items()} == {
        1: "CONFLICT",
        2: "CANNOT_REASON_NEEDED",
        3: "NOT_FOUND",
    }
    assert [row.version for row in (await office.sheet()).rows] == [0, 0, 0, 0]


async def test_typing_over_what_a_colleague_saved_is_a_conflict_with_their_value(
    office: Office,
) -> None:
    row = await office.row()
    await office.enter((row, HALF))
    with pytest.raises(RefusedEntries) as refused:
        await office.enter((row, CANNOT))
    current = refused.value.refusals[0].values["current"]
    assert isinstance(current, dict)
    assert (current["status"], current["version"]) == ("IN_PROGRESS", 1)
    assert (await office.row()).entry == HALF


async def test_what_is_done_closes_its_year_until_an_approver_says_why(office: Office) -> None:
    row = await office.row()
    await office.enter((row, DONE))
    locked = await office.row()
    assert locked.is_locked
    with pytest.raises(RefusedEntries) as refused:
        await office.enter((locked, HALF))
    assert refused.value.refusals[0].code == "YEAR_DONE"
    carried = await office.row(0, TWELVE)
    assert (carried.is_carried, carried.is_locked, carried.entry) == (True, True, DONE)
    with pytest.raises(RefusedEntries):
        await office.enter((carried, HALF), round_=TWELVE)
    organisation = await organisation_of(office.world, office.approver)
    editor = await make_actor(office.world, Role.EDITOR, organisation)
    with pytest.raises(Forbidden):
        await office.unlock(row.initiative_id, "พิมพ์ผิด", editor)
    with pytest.raises(Invalid, match="REASON_NEEDED"):
        await office.unlock(row.initiative_id, "  ")
    await office.unlock(row.initiative_id, "พิมพ์ผิด")
    with pytest.raises(Invalid, match="NOT_LOCKED"):
        await office.unlock(row.initiative_id, "อีกครั้ง")
    opened = await office.row()
    assert not opened.is_locked
    await office.enter((opened, HALF))
    async with office.world.app.write(office.approver) as tx:
        (logged,) = [one for one in await changes(tx) if one.verb == "unlock_progress"]
    assert (logged.before["isLocked"], logged.after["isLocked"]) == (True, False)
    assert logged.after["reason"] == "พิมพ์ผิด"


async def test_the_rounds_before_can_be_copied(office: Office) -> None:
    await office.enter((await office.row(), HALF))
    year = await office.sheet(TWELVE)
    assert year.rows[0].previous == HALF
    assert year.rows[0].entry == Entry()
    assert (await office.row()).previous is None


async def test_what_a_reviewer_finds_inconsistent_leaves_totals_and_score(office: Office) -> None:
    rows = (await office.sheet()).rows
    await office.enter((rows[0], DONE), (rows[1], HALF))
    assert (await office.sheet()).figures.score == Decimal("37.50")
    await office.judge(rows[0].initiative_id, Verdict.INCONSISTENT, "ไม่ตรงมิติ")
    sheet = await office.sheet()
    assert (sheet.rows[0].is_counted, sheet.rows[0].left_out_because) == (False, "ไม่ตรงมิติ")
    assert sheet.figures.score == Decimal("16.67")
    assert (sheet.figures.counts.counted, sheet.figures.counts.left_out) == (3, 1)
    assert sheet.figures.disbursed is None
    assert sheet.figures.planned == Budget.of(100)
    await office.judge(rows[0].initiative_id, Verdict.CONSISTENT)
    assert (await office.sheet()).figures.score == Decimal("37.50")


async def test_a_submitted_report_stays_as_it_was(office: Office) -> None:
    rows = (await office.sheet()).rows
    await office.enter((rows[0], DONE), (rows[1], CANNOT))
    first = await office.submit()
    assert (first.number, first.score) == (1, Decimal("25.00"))
    assert (first.counted, first.done, first.cannot, first.none_yet) == (4, 1, 1, 2)
    assert first.planned_satang == [1_000_000, None, None, 10_000]
    assert first.disbursed_satang == [999_950, None, None, None]
    assert first.sha256 == body.checksum(first.body)
    with pytest.raises(Invalid, match="REPORT_UNCHANGED"):
        await office.submit()
    await office.enter((await office.row(2), HALF))
    second = await office.submit()
    assert (second.number, second.score) == (2, Decimal("37.50"))
    async with office.world.app.read(office.approver) as tx:
        again = await queries.get_report(tx, SubmittedKey(first.tenant_id, first.id))
        assert again.body == first.body
        assert body.decode(again.body).rows[2].status is ProgressStatus.NONE_YET
    for statement in ("UPDATE report SET done = 4", "DELETE FROM report"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with office.world.app.write(office.approver) as tx:
                await tx.session.execute(text(statement))


async def test_another_sheet_than_the_one_seen_is_not_submitted(office: Office) -> None:
    seen = await office.sheet()
    await office.enter((seen.rows[0], HALF))
    with pytest.raises(Conflict):
        await office.submit(fingerprint=seen.fingerprint)
    async with office.world.app.read(office.approver) as tx:
        assert not await queries.list_reports(tx, office.world.edition.code, YEAR, SIX)


async def test_an_editor_reports_and_does_not_submit(office: Office) -> None:
    organisation = await organisation_of(office.world, office.approver)
    editor = await make_actor(office.world, Role.EDITOR, organisation)
    await office.set([EntryEdit((await office.row()).initiative_id, 0, HALF)], actor=editor)
    sheet = await office.sheet()
    async with office.world.app.write(editor) as tx:
        with pytest.raises(Forbidden):
            await submitting.submit_report(tx, office.world.edition, YEAR, SIX, sheet.fingerprint)


async def test_a_neighbour_reports_on_its_own_rows_only(office: Office) -> None:
    other = await make_office(office.world)
    row = await office.row()
    with pytest.raises(RefusedEntries) as refused:
        await other.enter((row, HALF))
    assert refused.value.refusals[0].code == "NOT_FOUND"
    with pytest.raises(NotFound):
        await other.unlock(row.initiative_id, "ลองดู")
    report = await office.submit()
    async with office.world.app.read(other.approver) as tx:
        assert await queries.find_report(tx, SubmittedKey(report.tenant_id, report.id)) is None


async def test_the_reports_on_a_whole_year_have_the_self_assessment(office: Office) -> None:
    world = office.world
    async with world.app.write(office.approver) as tx:
        edits = [SarEdit("1", 0, Decimal("87.5"), "ทำครบ"), SarEdit("2", 0, None, "")]
        await assessing.set_sar(tx, world.edition, YEAR, edits)
    sheet = await office.sheet(TWELVE)
    first = sheet.sar[0]
    assert (first.self_score, first.comment, first.version) == (Decimal("87.5"), "ทำครบ", 1)
    assert first.planned == Budget.of(10_000)
    assert sum(first.kinds.values()) == 3
    told = json.loads((await office.submit(TWELVE)).body)["sar"]
    assert [one["self_score"] for one in told] == ["87.50", None, None, None]
    assert json.loads((await office.submit(SIX)).body)["sar"] == []
    async with world.app.write(office.approver) as tx:
        with pytest.raises(Conflict):
            await assessing.set_sar(tx, world.edition, YEAR, [SarEdit("1", 0, Decimal(1), "")])


async def test_the_province_scores_the_newest_report_and_the_newest_score_counts(
    office: Office,
) -> None:
    world = office.world
    first = await office.submit(TWELVE)
    await office.enter((await office.row(0, TWELVE), HALF), round_=TWELVE)
    second = await office.submit(TWELVE)
    officer = await make_actor(world, Role.PROVINCE_OFFICER)

    async def score(report_id: object, points: int, by: Actor | None = None) -> None:
        actor = by or officer
        async with world.app.review(actor, first.tenant_id) as tx:
            report = first if report_id == first.id else second
            key = SubmittedKey(report.tenant_id, report.id)
            scores = [NewScore("1", Decimal(points), "")]
            await assessing.set_sar_scores(tx, key, world.edition, scores)

    with pytest.raises(Locked, match="REPORT_SUPERSEDED"):
        await score(first.id, 50)
    with pytest.raises(Forbidden):
        await score(second.id, 50, await make_actor(world, Role.DISTRICT_OFFICER))
    await score(second.id, 50)
    world.clock.move(minutes=1)
    await score(second.id, 60)
    async with world.app.read(office.approver) as tx:
        (found,) = await queries.list_scores(
            tx, second.tenant_id, world.edition.code, YEAR, second.id
        )
        assert found.province is not None
        assert (found.province.province_score_hundredths, found.central) == (6_000, None)
    elsewhere = await make_actor(world, Role.PROVINCE_OFFICER, province="55")
    with pytest.raises(NotFound):
        await score(second.id, 1, elsewhere)


async def test_a_central_score_stands_beside_the_provinces_and_stays_for_the_year(
    office: Office,
) -> None:
    world, edition = office.world, office.world.edition
    first = await office.submit(TWELVE)
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    origin = Origin("ประกาศผล ป.ป.ช.", date(2018, 11, 30))
    async with world.app.review(officer, first.tenant_id) as tx:
        key = SubmittedKey(first.tenant_id, first.id)
        await assessing.set_sar_scores(tx, key, edition, [NewScore("1", Decimal(60), "ดี")])
        scores = [NewScore("1", Decimal("88.5")), NewScore("2", Decimal(70))]
        await assessing.set_central_scores(tx, key, edition, origin, scores)
    await office.enter((await office.row(0, TWELVE), HALF), round_=TWELVE)
    second = await office.submit(TWELVE)
    async with world.app.read(office.approver) as tx:
        year = await queries.list_scores(tx, first.tenant_id, edition.code, YEAR)
        of_second = await queries.list_scores(tx, first.tenant_id, edition.code, YEAR, second.id)
        other_year = await queries.list_scores(tx, first.tenant_id, edition.code, YEAR + 1)
    one, two = year
    assert one.province is not None
    assert one.central is not None
    assert (one.province.province_score_hundredths, one.province.comment) == (6_000, "ดี")
    assert (one.central.central_score_hundredths, one.central.central_source) == (
        8_850,
        "ประกาศผล ป.ป.ช.",
    )
    assert one.central.central_on == date(2018, 11, 30)
    assert (two.province, two.shown.central_score_hundredths) == (None, 7_000)
    assert [scores.province for scores in of_second] == [None, None]
    assert [scores.central for scores in of_second] == [scores.central for scores in year]
    assert other_year == []
    async with world.app.write(office.approver) as tx:
        kept = [one.after for one in await changes(tx) if one.verb == "import_central_score"]
    assert [(one["dimension"], one["source"]) for one in kept] == [
        ("1", "ประกาศผล ป.ป.ช."),
        ("2", "ประกาศผล ป.ป.ช."),
    ]


async def test_a_table_of_central_scores_that_is_sent_again_says_only_what_is_new(
    office: Office,
) -> None:
    world, edition = office.world, office.world.edition
    report = await office.submit(TWELVE)
    key = SubmittedKey(report.tenant_id, report.id)
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    origin, later = (Origin("ประกาศ", date(2018, 11, day)) for day in (29, 30))
    one, two = NewScore("1", Decimal("88.5")), NewScore("2", Decimal(70))
    back = NewScore("1", Decimal(80))
    for given, scores in (
        (origin, [one]),
        (origin, [one, two]),
        (later, [two]),
        (origin, [back]),
        (origin, [one]),
    ):
        async with world.app.review(officer, report.tenant_id) as tx:
            await assessing.set_central_scores(tx, key, edition, given, scores)
    async with world.app.write(office.approver) as tx:
        kept = [line.after for line in await changes(tx) if line.verb == "import_central_score"]
    assert [(said["dimension"], said["score"], said["on"][-2:]) for said in kept] == [
        ("1", "88.50", "29"),
        ("2", "70.00", "29"),
        ("2", "70.00", "30"),
        ("1", "80.00", "29"),
        ("1", "88.50", "29"),
    ]


async def test_of_two_officers_who_saw_the_same_scores_only_the_first_sets_them(
    office: Office,
) -> None:
    world, edition = office.world, office.world.edition
    report = await office.submit(TWELVE)
    key = SubmittedKey(report.tenant_id, report.id)
    officers = [await make_actor(world, Role.PROVINCE_OFFICER) for _ in range(4)]
    origin = Origin("ประกาศ", date(2018, 11, 29))

    async def bring_in(officer: Actor, score: Decimal, seen: Decimal | None) -> object:
        async with world.app.review(officer, report.tenant_id) as tx:
            try:
                await assessing.set_central_scores(
                    tx, key, edition, origin, [NewScore("1", score)], [SeenScore("1", seen)]
                )
            except Conflict as refusal:
                return refusal.values["current"]
        return score

    wanted = [Decimal(60 + turn) for turn in range(4)]
    answers = await asyncio.gather(
        *(bring_in(*one, None) for one in zip(officers, wanted, strict=True))
    )
    (stands,) = [one for one in answers if isinstance(one, Decimal)]
    current = {"dimensionCode": "1", "score": f"{stands}.00", "source": "ประกาศ"}
    assert [one for one in answers if one != stands] == [current] * 3
    # An answer that was lost: the same words again are no conflict, and say nothing new.
    assert await bring_in(officers[0], stands, None) == stands
    assert await bring_in(officers[1], Decimal(90), stands) == Decimal(90)
    async with world.app.write(office.approver) as tx:
        kept = [one.after for one in await changes(tx) if one.verb == "import_central_score"]
    assert [one["score"] for one in kept] == [f"{stands}.00", "90.00"]


async def test_a_central_score_needs_a_source_and_a_day_that_has_come(office: Office) -> None:
    world = office.world
    report = await office.submit(TWELVE)
    key = SubmittedKey(report.tenant_id, report.id)
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    tomorrow = (world.clock.now + timedelta(days=1)).date()
    for origin, code in (
        (Origin(" ", date(2018, 11, 30)), "TEXT_NEEDED"),
        (Origin("ประกาศ", tomorrow), "DAY_TO_COME"),
    ):
        async with world.app.review(officer, report.tenant_id) as tx:
            with pytest.raises(Invalid, match=code):
                await assessing.set_central_scores(
                    tx, key, world.edition, origin, [NewScore("1", Decimal(1))]
                )
    async with world.app.write(office.approver) as tx:
        with pytest.raises(Forbidden):
            await assessing.set_central_scores(
                tx, key, world.edition, Origin("ก", date(2018, 1, 1)), [NewScore("1", Decimal(1))]
            )


async def test_a_report_on_half_a_year_is_not_scored(office: Office) -> None:
    report = await office.submit(SIX)
    officer = await make_actor(office.world, Role.PROVINCE_OFFICER)
    async with office.world.app.review(officer, report.tenant_id) as tx:
        with pytest.raises(Invalid, match="SCORED_BY_YEAR"):
            await assessing.set_sar_scores(
                tx,
                SubmittedKey(report.tenant_id, report.id),
                office.world.edition,
                [NewScore("1", Decimal(1), "")],
            )


async def test_the_area_sees_who_reported_late_and_with_which_flag(office: Office) -> None:
    world = office.world
    silent = await make_organisation(world)
    async with world.operator.unscoped() as session:
        due = {"fiscal_year_be": YEAR, "round": SIX, "due_on": date(2026, 11, 22)}
        area = {"edition_code": world.edition.code, "province_code": "54"}
        await session.execute(insert(ReportDeadline), due | area)
    rows = (await office.sheet()).rows
    await office.enter(*[(row, replace(DONE, disbursed=None)) for row in rows[:2]])
    await office.submit()
    await office.enter((rows[2], HALF))
    newest = await office.submit()
    officer = await make_actor(world, Role.DISTRICT_OFFICER)
    async with world.app.read(officer) as tx:
        found = await list_area_reports(tx, world.edition, area_of(officer, None, None), YEAR, SIX)
    by_id = {line.organisation.id: line for line in found}
    line = by_id[office.revision.tenant_id]
    assert line.report is not None
    assert (line.report.id, line.report.number, line.flag) == (newest.id, 2, ReportFlag.GREEN)
    assert (line.timeliness, line.days_late) == (Timeliness.LATE, 1)
    assert by_id[silent.id].report is None
    assert by_id[silent.id].timeliness is Timeliness.MISSING
    async with world.app.read(officer) as tx:
        other = await list_area_reports(
            tx, world.edition, area_of(officer, None, None), YEAR, TWELVE
        )
    mine = next(one for one in other if one.organisation.id == office.revision.tenant_id)
    assert mine.report is None


async def test_owners_are_those_who_lack_a_person_or_a_report(office: Office) -> None:
    rows = (await office.sheet()).rows
    await office.enter((rows[0], HALF))
    async with office.world.app.read(office.approver) as tx:
        sheet = await queries.get_sheet(tx, office.world.edition, YEAR, SIX)
        (nobody,) = await queries.list_owners(tx, sheet)
    assert nobody.person == ""
    assert [(one.lacks_person, one.lacks_report) for one in nobody.rows] == [
        (True, False),
        (True, True),
        (True, True),
        (True, True),
    ]


async def test_unfinished_rows_stay_where_no_other_plan_was_started(office: Office) -> None:
    async with office.world.app.read(office.approver) as tx:
        assert not await queries.list_targets(tx, office.world.edition.code)
    row = await office.row(0, ReportRound.TWELVE_MONTHS)
    plan = (await load_content(office.world, office.approver)).plan
    async with office.world.app.write(office.approver) as tx:
        with pytest.raises(Invalid, match="SAME_EDITION"):
            await carrying.carry_over(
                tx, office.world.edition, YEAR, plan.id, {row.initiative_id: "1.1"}
            )
        with pytest.raises(Invalid, match="NOTHING_CHOSEN"):
            await carrying.carry_over(tx, office.world.edition, YEAR, plan.id, {})


async def test_a_year_that_the_edition_has_not_is_refused(office: Office) -> None:
    with pytest.raises(Invalid, match="YEAR_UNKNOWN"):
        await office.sheet(year=2570)
    async with office.world.app.write(office.approver) as tx:
        with pytest.raises(Invalid, match="BLOCK_SIZE"):
            await entering.set_progress(tx, office.world.edition, YEAR, SIX, [])

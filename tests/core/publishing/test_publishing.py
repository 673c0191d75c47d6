"""What becomes public, by whom, and what of it everybody can read."""

import hashlib
from datetime import date

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from make.people import make_actor, make_organisation
from make.plans import adopt, make_plan, publish, submit
from make.reports import TWELVE, make_office
from make.world import World, changes
from plan_core import jobs
from plan_core.actor import Actor, Role
from plan_core.db.base import make_id
from plan_core.errors import Forbidden, Locked, NotFound
from plan_core.notifications import events, rules
from plan_core.notifications.rules import NotificationKind
from plan_core.places import actions as places
from plan_core.places.model import Organisation
from plan_core.plans import queries as plans
from plan_core.plans.actions import adopting, wording
from plan_core.plans.model import Revision
from plan_core.plans.model_parts import InitiativeSheet
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import AmendmentKind
from plan_core.publishing import actions, documents, queries
from plan_core.publishing.documents import PublishedPlan
from plan_core.publishing.model import Publication, PublicationKind
from plan_core.reporting.rules import Entry
from plan_core.values import OrganisationKind

PLAN = PublicationKind.PLAN
PERSON = "นางสาวผู้รับผิดชอบ"


async def make_submitter(world: World) -> tuple[Organisation, Actor, Revision]:
    """An organisation with a submitted plan, one row of which has a sheet."""
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    plan = await make_plan(world, approver)
    async with world.app.write(approver) as tx:
        rows = await plans.list_initiatives(tx, plan.id)
        tx.session.add(
            InitiativeSheet(
                tenant_id=organisation.id,
                id=make_id(),
                plan_id=plan.id,
                initiative_id=rows[0].id,
                **dict.fromkeys(
                    (
                        *("rationale", "objectives", "targets", "place", "method", "duration"),
                        *("expected_outcome", "legal_basis", "development_plan_item"),
                        "ordinance_item",
                    ),
                    "",
                ),
                quarters=[],
                responsible_unit="สำนักปลัด",
                responsible_person=PERSON,
                target_groups=[],
                indicators="[]",
                version=1,
            )
        )
    return organisation, approver, await submit(world, approver)


async def find(world: World, code: str, number: int | None = None) -> queries.Found | None:
    async with world.app.public() as session:
        return await queries.find_at(session, code, PLAN, world.edition.code, number)


async def act_at(world: World, code: str, number: int | None = None) -> Publication:
    found = await find(world, code, number)
    assert found is not None
    assert found.act is not None
    return found.act


async def test_a_plan_becomes_public_by_publishing_and_not_before(world: World) -> None:
    organisation, approver, revision = await make_submitter(world)
    found = await find(world, organisation.code)
    assert found is not None
    assert found.act is None
    await adopt(world, revision, approver)
    found = await find(world, organisation.code)
    assert found is not None
    assert found.act is None
    async with world.app.write(approver) as tx:
        plan = await plans.get_plan(tx, revision.plan_id)
        await actions.publish_plan(tx, plan.id, plan.version)
        assert [one.verb for one in await changes(tx)][-2:] == ["publish_plan", "publish"]
    act = await act_at(world, organisation.code)
    assert act.sha256 == hashlib.sha256(act.content.encode()).hexdigest()
    shown = documents.decode(act.content, PublishedPlan)
    assert shown.number == 1
    assert shown.organisation.province == "แพร่"
    assert shown.adoption.signed_on == date(2018, 1, 15)
    assert str(shown.grand_total) == "28500.50"
    rows = [row for one in shown.dimensions for mission in one.missions for row in mission.rows]
    assert len(rows) == 4
    assert rows[0].sheet is not None
    assert rows[0].sheet.responsible_unit == "สำนักปลัด"


async def test_a_copy_holds_neither_ids_nor_names_of_who_worked_on_it(world: World) -> None:
    organisation, approver, revision = await make_submitter(world)
    await publish(world, revision, approver)
    act = await act_at(world, organisation.code)
    hidden = [PERSON, approver.name, str(revision.id), str(revision.plan_id), "responsible_person"]
    async with world.app.read(approver) as tx:
        hidden += [str(row.id) for row in await plans.list_initiatives(tx, revision.plan_id)]
    assert PERSON in revision.body
    assert [one for one in hidden if one in act.content] == []
    assert act.published_by == Role.APPROVER.value


async def test_an_amended_plan_stands_beside_the_one_it_amends(world: World) -> None:
    organisation, approver, revision = await make_submitter(world)
    await publish(world, revision, approver)
    first = await act_at(world, organisation.code, 1)
    async with world.app.write(approver) as tx:
        plan = await plans.get_plan(tx, revision.plan_id)
        await adopting.open_amendment(
            tx, plan.id, plan.version, kind=AmendmentKind.CHANGE, reason="เปลี่ยนชื่อโครงการ"
        )
        row = (await plans.list_initiatives(tx, plan.id))[0]
        await wording.set_initiative(tx, row.id, row.version, title="โครงการใหม่")
    assert (await act_at(world, organisation.code)).number == 1
    await publish(world, await submit(world, approver), approver)
    newest = await act_at(world, organisation.code)
    assert (newest.number, newest.amendment_number) == (2, 1)
    assert "โครงการใหม่" in newest.content
    again = await act_at(world, organisation.code, 1)
    assert (again.id, again.content) == (first.id, first.content)
    found = await find(world, organisation.code, 1)
    assert found is not None
    assert found.newest == 2


async def test_what_is_withdrawn_says_so_and_shows_nothing_else(world: World) -> None:
    organisation, approver, revision = await make_submitter(world)
    await publish(world, revision, approver)
    async with world.app.write(approver) as tx:
        await actions.withdraw(tx, PLAN, world.edition.code, 1, " มีข้อมูลส่วนบุคคล ")
    act = await act_at(world, organisation.code)
    assert act.is_withdrawn
    assert (act.reason, act.content) == ("มีข้อมูลส่วนบุคคล", "")
    async with world.app.write(approver) as tx:
        with pytest.raises(NotFound):
            await actions.withdraw(tx, PLAN, world.edition.code, 1, "อีกครั้ง")
        with pytest.raises(NotFound):
            await actions.withdraw(tx, PLAN, world.edition.code, 7, "ไม่มี")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER, Role.PROVINCE_OFFICER])
async def test_only_who_may_adopt_publishes_and_withdraws(world: World, role: Role) -> None:
    organisation, approver, revision = await make_submitter(world)
    await adopt(world, revision, approver)
    is_officer = role is Role.PROVINCE_OFFICER
    actor = await make_actor(world, role, None if is_officer else organisation)
    with pytest.raises(Forbidden):
        async with world.app.write(actor) as tx:
            await actions.publish_plan(tx, revision.plan_id, 1)
    with pytest.raises(Forbidden):
        async with world.app.write(actor) as tx:
            await actions.withdraw(tx, PLAN, world.edition.code, 1, "เหตุผล")


async def test_a_plan_that_was_not_adopted_cannot_be_published(world: World) -> None:
    organisation, approver, revision = await make_submitter(world)
    async with world.app.write(approver) as tx:
        plan = await plans.get_plan(tx, revision.plan_id)
        with pytest.raises(Locked, match="STEP_NOT_POSSIBLE"):
            await actions.publish_plan(tx, plan.id, plan.version)
    found = await find(world, organisation.code)
    assert found is not None
    assert found.act is None


async def test_an_earlier_code_leads_to_the_organisation_of_today(world: World) -> None:
    organisation, approver, revision = await make_submitter(world)
    await publish(world, revision, approver)
    async with world.operator.unscoped() as session:
        await places.rename_organisation(
            session,
            organisation.id,
            code="8" + organisation.code[1:],
            kind=OrganisationKind.TOWN_SUBDISTRICT,
            name_th="เทศบาลตำบลทดสอบ",
            effective_from=date(2020, 1, 1),
        )
    found = await find(world, organisation.code)
    assert found is not None
    assert found.organisation.code == "8" + organisation.code[1:]
    assert found.act is not None
    shown = documents.decode(found.act.content, PublishedPlan)
    assert shown.organisation.code == organisation.code, "a copy says what it was called then"
    async with world.app.public() as session:
        shelf = await queries.find_shelf(session, organisation.code)
    assert shelf is not None
    assert [one.number for one in shelf.standing(PLAN)] == [1]


async def test_a_code_that_nobody_ever_had_is_not_there(world: World) -> None:
    assert await find(world, "0000000") is None
    async with world.app.public() as session:
        assert await queries.find_shelf(session, "0000000") is None


async def test_without_an_actor_nothing_but_the_published_copy_can_be_read(world: World) -> None:
    _, approver, revision = await make_submitter(world)
    await publish(world, revision, approver)
    async with world.app.public() as session:
        for table in ("plan", "revision", "revision_step", "plan_rollup", "audit_entry"):
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
        assert await session.scalar(text("SELECT count(*) FROM publication"))
        with pytest.raises(DBAPIError, match="read-only transaction"):
            await session.execute(text("UPDATE organisation SET name_th = ''"))


@pytest.mark.parametrize("change", ["UPDATE publication SET number = 9", "DELETE FROM publication"])
async def test_what_was_published_cannot_be_changed_even_by_its_organisation(
    world: World, change: str
) -> None:
    _, approver, revision = await make_submitter(world)
    await publish(world, revision, approver)
    with pytest.raises(DBAPIError, match="permission denied"):
        async with world.app.write(approver) as tx:
            await tx.session.execute(text(f"{change} WHERE tenant_id = {approver.tenant}"))


async def test_equal_content_has_an_equal_checksum(world: World) -> None:
    _, approver, revision = await make_submitter(world)
    await publish(world, revision, approver)
    async with world.app.read(approver) as tx:
        (act,) = await queries.list_own(tx)
        content = (await queries.find_last_act(tx, PLAN, act.period, 1)) or act
    again = documents.encode(documents.decode(content.content, PublishedPlan))
    assert hashlib.sha256(again.encode()).hexdigest() == act.sha256
    assert msgspec.json.decode(content.content)["format"] == documents.PLAN_FORMAT


async def test_a_published_report_is_told_to_the_area_and_one_taken_back_is_not(
    world: World,
) -> None:
    organisation = await make_organisation(world)
    office = await make_office(world, await make_actor(world, Role.APPROVER, organisation))
    editor = await make_actor(world, Role.EDITOR, organisation)
    officer = await make_actor(world, Role.DISTRICT_OFFICER)
    await make_actor(world, Role.DISTRICT_OFFICER, district="5401")
    await office.enter((await office.row(0, TWELVE), Entry()), round_=TWELVE)
    report = await office.submit(TWELVE)
    async with world.app.write(office.approver) as tx:
        await actions.publish_report(tx, SubmittedKey(report.tenant_id, report.id))
    async with world.app.write(office.approver) as tx:
        await actions.withdraw(tx, PublicationKind.ANNUAL_RESULT, "2561", 1, "ผิดปี")
    promised = [
        one
        for one in await world.jobs()
        if (one.name, one.tenant_id) == (jobs.ANNOUNCE_ENTRY, report.tenant_id)
    ]
    _to_committee, told = promised
    async with world.worker.read(office.approver) as tx:
        found = await events.of_entry(tx, told.subject_id)
    assert found.event.kind is NotificationKind.REPORT_PUBLISHED
    assert (found.event.told.fiscal_year, found.event.told.round) == (2561, "TWELVE_MONTHS")
    async with world.worker.unscoped() as session:
        readers = await events.list_concerned(session, found)
    assert {one.person_id for one in readers} >= {editor.person_id, officer.person_id}
    assert office.approver.person_id not in {one.person_id for one in readers}
    assert all(one.role in rules.KEEPERS | rules.OFFICERS for one in readers)

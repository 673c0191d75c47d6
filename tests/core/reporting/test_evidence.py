"""Files of evidence: beside an entry, named by the report that submits them, kept from then on."""

from dataclasses import replace
from uuid import UUID

import pytest

from make.people import make_actor, make_organisation
from make.reports import SIX, TWELVE, Office, make_office
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.attachments import actions as files
from plan_core.attachments import queries as attachments
from plan_core.attachments.actions import Subject
from plan_core.attachments.kinds import SubjectType
from plan_core.attachments.model import Attachment
from plan_core.db.base import make_id
from plan_core.errors import Conflict, Forbidden, Invalid, Locked, NotFound
from plan_core.reporting import body
from plan_core.reporting.actions import evidence
from plan_core.reporting.rules import Entry, ProgressStatus, ReportRound

DONE, IN_PROGRESS = Entry(status=ProgressStatus.DONE), Entry(status=ProgressStatus.IN_PROGRESS)


@pytest.fixture
async def office(world: World) -> Office:
    organisation = await make_organisation(world)
    return await make_office(world, await make_actor(world, Role.APPROVER, organisation))


async def entered(office: Office, entry: Entry = IN_PROGRESS, round_: ReportRound = SIX) -> Subject:
    """What files of the first row stand beside."""
    await office.enter((await office.row(0, round_), entry), round_=round_)
    entry_id = (await office.row(0, round_)).entry_id
    assert entry_id is not None
    return SubjectType.PROGRESS, entry_id


async def seen_by(office: Office, officer: Actor, attachment: Attachment) -> bool:
    async with office.world.app.read(officer) as tx:
        found = await attachments.list_these(tx, office.revision.tenant_id, [attachment.id])
    return bool(found)


async def test_a_row_that_nobody_reported_on_has_nothing_to_stand_beside(office: Office) -> None:
    assert (await office.row()).entry_id is None
    missing: UUID = make_id()
    with pytest.raises(NotFound):
        await office.attach((SubjectType.PROGRESS, missing))


async def test_a_report_names_its_evidence_by_name_and_checksum(office: Office) -> None:
    subject = await entered(office)
    first = await office.attach(subject, "ภาพถ่าย.pdf")
    second = await office.attach(subject, "ใบเสร็จ.pdf")
    assert [one.file_name for one in (await office.row()).evidence] == ["ภาพถ่าย.pdf", "ใบเสร็จ.pdf"]
    report = await office.submit()
    (row, *others) = body.decode(report.body).rows
    assert [(one.id, one.file_name, one.sha256) for one in row.evidence] == [
        (first.id, "ภาพถ่าย.pdf", first.sha256),
        (second.id, "ใบเสร็จ.pdf", second.sha256),
    ]
    assert not any(one.evidence for one in others)


async def test_a_file_that_came_after_the_look_is_not_submitted_unseen(office: Office) -> None:
    subject = await entered(office)
    seen = (await office.sheet()).fingerprint
    await office.attach(subject)
    with pytest.raises(Conflict):
        await office.submit(SIX, seen)


async def test_the_area_sees_evidence_when_it_is_submitted_and_not_before(office: Office) -> None:
    subject = await entered(office)
    attachment = await office.attach(subject)
    officer = await make_actor(office.world, Role.PROVINCE_OFFICER)
    elsewhere = await make_actor(office.world, Role.PROVINCE_OFFICER, province="55")
    assert not await seen_by(office, officer, attachment)
    await office.submit()
    later = await office.attach(subject, "later.pdf")
    assert await seen_by(office, officer, attachment)
    assert not await seen_by(office, officer, later)
    assert not await seen_by(office, elsewhere, attachment)


async def test_what_a_report_names_stays_and_more_goes_into_the_next_one(office: Office) -> None:
    subject = await entered(office)
    attachment = await office.attach(subject)
    await office.submit()
    with pytest.raises(Locked) as refused:
        await office.take_away(attachment)
    assert refused.value.code == "FILE_SUBMITTED"
    later = await office.attach(subject, "later.pdf")
    await office.take_away(later)
    await office.attach(subject, "better.pdf")
    second = await office.submit()
    assert second.number == 2
    assert [one.file_name for one in body.decode(second.body).rows[0].evidence] == [
        "evidence.pdf",
        "better.pdf",
    ]


async def test_an_infected_file_is_no_evidence(office: Office) -> None:
    subject = await entered(office)
    attachment = await office.attach(subject, "ภาพ.pdf")
    async with office.world.worker.write(office.approver) as tx:
        await files.save_scan(tx, attachment.id, "Eicar-Test")
    with pytest.raises(Invalid) as refused:
        await office.submit()
    assert refused.value.code == "EVIDENCE_INFECTED"
    assert refused.value.values["fileNames"] == ["ภาพ.pdf"]
    await office.take_away(attachment)
    assert (await office.submit()).number == 1


async def test_evidence_of_what_is_done_is_open_until_it_was_reported(office: Office) -> None:
    subject = await entered(office, DONE)
    await office.attach(subject)
    await office.submit()
    with pytest.raises(Locked) as refused:
        await office.attach(subject, "later.pdf")
    assert refused.value.code == "YEAR_DONE"
    await office.unlock((await office.row()).initiative_id, "ลืมแนบใบเสร็จ")
    await office.attach(subject, "receipt.pdf")


async def test_what_was_done_in_the_first_half_brings_its_evidence_into_the_year(
    office: Office,
) -> None:
    await office.attach(await entered(office, DONE), "half.pdf")
    row = await office.row(0, TWELVE)
    assert row.is_carried
    assert row.entry_id is None
    assert [one.file_name for one in row.evidence] == ["half.pdf"]
    report = await office.submit(TWELVE)
    assert body.decode(report.body).rows[0].evidence[0].file_name == "half.pdf"


async def test_a_report_of_before_evidence_is_still_read(office: Office) -> None:
    report = await office.submit()
    old = report.body.replace(',"evidence":[]', "")
    assert old != report.body
    assert body.decode(old).rows[0].evidence == ()


async def test_files_of_a_report_are_its_approvers_and_only_of_the_newest(office: Office) -> None:
    first = await office.submit()
    await office.attach((SubjectType.REPORT, first.id), "signed.pdf")
    editor = replace(office.approver, role=Role.EDITOR)
    async with office.world.app.write(editor) as tx:
        with pytest.raises(Forbidden):
            await evidence.open_subject(tx, (SubjectType.REPORT, first.id))
    await entered(office)
    await office.submit()
    with pytest.raises(Locked) as refused:
        await office.attach((SubjectType.REPORT, first.id), "late.pdf")
    assert refused.value.code == "REPORT_SUPERSEDED"


async def test_a_neighbour_finds_no_entry_and_no_report_of_ours(office: Office) -> None:
    subject = await entered(office)
    report = await office.submit()
    neighbour = await make_actor(office.world, Role.APPROVER, await make_organisation(office.world))
    for one in (subject, (SubjectType.REPORT, report.id)):
        async with office.world.app.write(neighbour) as tx:
            with pytest.raises(NotFound):
                await evidence.open_subject(tx, one)

"""Steps of a plan's life told to whom they concern: once, in their post, never to who did it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import ProgrammingError

from make.people import make_actor, make_organisation
from make.plans import make_plan, submit
from make.world import World
from plan_core import jobs
from plan_core.actor import Actor, Role
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.notifications import events, queries, words
from plan_core.notifications.actions import reading, telling
from plan_core.notifications.events import Happening
from plan_core.notifications.model import Notification
from plan_core.notifications.rules import NotificationKind, Place
from plan_core.people.actions import keeping
from plan_core.people.rules import Scope
from plan_core.plans import queries as plans
from plan_core.plans.actions import reviewing, stepping, submitting
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.model import Revision
from plan_core.plans.model_steps import RowComment
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import Part, PartKind, Verdict

K = NotificationKind


class Town:
    """An organisation with everybody whom its plan concerns, and their neighbours."""

    def __init__(self, world: World, people: dict[str, Actor]) -> None:
        self.world = world
        self.people = people

    async def told(self) -> dict[str, list[NotificationKind]]:
        """What each has been told, oldest first; who was told nothing is left out."""
        found: dict[str, list[NotificationKind]] = {}
        for name in self.people:
            kinds = [one.kind for one in await self.inbox(name)]
            if kinds:
                found[name] = kinds
        return found

    async def inbox(self, name: str) -> list[Notification]:
        async with self.world.app.personal(self.people[name]) as tx:
            return list(reversed(await queries.list_notifications(tx, 50)))

    async def announce(self, actor: Actor, name: str) -> None:
        """What the worker does with the newest promise of this name."""
        job = [one for one in await self.world.jobs() if one.name == name][-1]
        assert job.membership_id == actor.membership_id
        looks: dict[str, Callable[[ReadTx], Awaitable[Happening]]] = {
            jobs.ANNOUNCE_STEP: lambda tx: events.of_step(tx, job.tenant_id, job.subject_id),
            jobs.ANNOUNCE_VERDICT: lambda tx: events.of_verdict(tx, job.tenant_id, job.subject_id),
            jobs.ANNOUNCE_ENTRY: lambda tx: events.of_entry(tx, job.subject_id),
        }
        await self.tell(actor, looks[name])

    async def tell(self, actor: Actor, look: Callable[[ReadTx], Awaitable[Happening]]) -> None:
        async with self.world.worker.read(actor) as tx:
            found = await look(tx)
        async with self.world.worker.unscoped() as session:
            readers = await events.list_concerned(session, found)
            await telling.tell(session, found.event, readers, self.world.clock())
        self.world.clock.move(minutes=1)

    async def submit(self) -> Revision:
        revision = await submit(self.world, self.people["approver"])
        await self.announce(self.people["approver"], jobs.ANNOUNCE_STEP)
        return revision


@pytest.fixture
async def town(world: World) -> Town:
    own = await make_organisation(world)
    next_door = await make_organisation(world)
    people = {
        "editor": await make_actor(world, Role.EDITOR, own),
        "approver": await make_actor(world, Role.APPROVER, own),
        "viewer": await make_actor(world, Role.VIEWER, own),
        "district": await make_actor(world, Role.DISTRICT_OFFICER),
        "province": await make_actor(world, Role.PROVINCE_OFFICER),
        "nation": await make_actor(world, Role.NATIONAL_VIEWER),
        "operator": await make_actor(world, Role.OPERATOR),
        "stranger": await make_actor(world, Role.EDITOR, next_door),
        "other district": await make_actor(world, Role.DISTRICT_OFFICER, district="5401"),
        "other province": await make_actor(world, Role.PROVINCE_OFFICER, province="55"),
    }
    await make_plan(world, people["editor"])
    return Town(world, people)


def only(kind: NotificationKind, names: Iterable[str]) -> dict[str, list[NotificationKind]]:
    return {name: [kind] for name in names}


async def test_what_is_submitted_is_told_to_the_areas_officers(town: Town) -> None:
    revision = await town.submit()
    assert await town.told() == only(K.SUBMITTED, ["district", "province"])
    (one,) = await town.inbox("district")
    told = words.read(one.told)
    assert (one.place, told.revision, told.number) == (Place.REVISION, str(revision.id), 1)
    assert one.membership_id == town.people["district"].membership_id
    assert told.by == town.people["approver"].name


async def test_committee_moves_are_told_inside_the_organisation_only(town: Town) -> None:
    editor = town.people["editor"]
    async with town.world.app.write(editor) as tx:
        plan = await plans.find_plan(tx, town.world.edition.code)
        assert plan is not None
        await submitting.send_to_committee(tx, plan.id, plan.version)
    await town.announce(editor, jobs.ANNOUNCE_ENTRY)
    assert await town.told() == only(K.SENT_TO_COMMITTEE, ["approver"])
    async with town.world.app.write(town.people["approver"]) as tx:
        await submitting.take_back(tx, plan.id, plan.version)
    await town.announce(town.people["approver"], jobs.ANNOUNCE_ENTRY)
    assert (await town.told())["editor"] == [K.TAKEN_BACK]


async def test_what_is_returned_is_told_to_who_writes_it_and_leads_to_the_cell(town: Town) -> None:
    revision = await town.submit()
    officer = town.people["district"]
    async with town.world.app.read(officer) as tx:
        row = (await plans.list_revision_rows(tx, revision))[2]
    reasons = [
        NewReason(Part(PartKind.SECTION, section_code="vision"), "สั้นไป"),
        NewReason(Part(PartKind.CELL, row.initiative_id, 2562), "ยอดไม่ตรง"),
    ]
    async with town.world.app.review(officer, revision.tenant_id) as tx:
        key = SubmittedKey(revision.tenant_id, revision.id)
        await reviewing.return_plan(tx, key, reasons)
    await town.announce(officer, jobs.ANNOUNCE_STEP)
    told = await town.told()
    assert told["editor"] == told["approver"] == [K.RETURNED]
    assert told["district"] == told["province"] == [K.SUBMITTED]
    (one,) = await town.inbox("editor")
    about = words.read(one.told)
    assert (about.reasons, about.row, about.fiscal_year) == (2, str(row.initiative_id), 2562)
    assert one.place is Place.PLAN
    assert "ยอดไม่ตรง" not in one.told


async def test_a_comment_goes_to_the_other_side(town: Town) -> None:
    revision = await town.submit()
    for name, others in (
        ("province", ["editor", "approver"]),
        ("editor", ["district", "province"]),
    ):
        actor = town.people[name]
        opened = (
            town.world.app.write(actor)
            if actor.tenant_id
            else town.world.app.review(actor, revision.tenant_id)
        )
        async with opened as tx:
            before = (await town.told()).get(name, []).count(K.COMMENTED)
            comment = RowComment(**stepping.said_about(tx, revision), text="เหตุใดไม่มีงบ")
            tx.session.add(comment)
        await town.tell(actor, lambda tx: events.of_comment(tx, revision.tenant_id, comment.id))  # noqa: B023
        told = await town.told()
        assert all(told[one][-1] is K.COMMENTED for one in others)
        assert told.get(name, []).count(K.COMMENTED) == before


async def test_rows_found_not_to_fit_are_told_to_who_writes_the_plan_once_for_all(
    town: Town,
) -> None:
    revision = await town.submit()
    officer = town.people["province"]
    key = SubmittedKey(revision.tenant_id, revision.id)
    async with town.world.app.read(officer) as tx:
        rows = [one.initiative_id for one in await plans.list_revision_rows(tx, revision)]
    for verdict, chosen in ((Verdict.CONSISTENT, rows), (Verdict.INCONSISTENT, rows[1:3])):
        async with town.world.app.review(officer, revision.tenant_id) as tx:
            await reviewing.set_consistency(tx, key, chosen, verdict, "ไม่ตรงกับภารกิจ")
    await town.announce(officer, jobs.ANNOUNCE_VERDICT)
    told = await town.told()
    assert told["editor"] == told["approver"] == [K.INCONSISTENT]
    assert told["district"] == told["province"] == [K.SUBMITTED]
    (one,) = await town.inbox("editor")
    about = words.read(one.told)
    assert (about.reasons, about.number, one.place) == (2, 1, Place.PLAN)
    assert about.row == str(rows[1])
    assert "ไม่ตรงกับภารกิจ" not in one.told
    assert len([job for job in await town.world.jobs() if job.name == jobs.ANNOUNCE_VERDICT]) == 1


async def test_telling_twice_tells_once_and_keeps_what_was_read(town: Town) -> None:
    await town.submit()
    approver = town.people["approver"]
    async with town.world.app.personal(town.people["district"]) as tx:
        await reading.mark_all_read(tx)
    for _ in range(2):
        await town.announce(approver, jobs.ANNOUNCE_STEP)
    (one,) = await town.inbox("district")
    assert one.read_at is not None


async def test_a_person_with_two_such_posts_is_told_once(town: Town) -> None:
    officer = town.people["province"]
    async with town.world.operator.unscoped() as session:
        scope = Scope(province_code="54", district_code="5406")
        await keeping.add_membership(session, officer.person_id, Role.DISTRICT_OFFICER, scope)
    await town.submit()
    (one,) = await town.inbox("province")
    assert one.membership_id == officer.membership_id


async def test_a_step_of_elsewhere_is_not_told_by_who_cannot_see_it(town: Town) -> None:
    await town.submit()
    job = next(one for one in await town.world.jobs() if one.name == jobs.ANNOUNCE_STEP)
    for name in ("stranger", "other district", "other province"):
        with pytest.raises(NotFound):
            await town.tell(
                town.people[name], lambda tx: events.of_step(tx, job.tenant_id, job.subject_id)
            )


async def test_reading_is_ones_own_and_all_or_nothing(town: Town) -> None:
    await town.submit()
    (mine,), (theirs,) = await town.inbox("district"), await town.inbox("province")
    async with town.world.app.personal(town.people["district"]) as tx:
        with pytest.raises(NotFound):
            await reading.mark_read(tx, [mine.id, theirs.id])
    async with town.world.app.personal(town.people["district"]) as tx:
        assert await queries.count_unread(tx) == 1
        await reading.mark_read(tx, [mine.id])
        assert await queries.count_unread(tx) == 0
    first = (await town.inbox("district"))[0].read_at
    town.world.clock.move(hours=1)
    async with town.world.app.personal(town.people["district"]) as tx:
        await reading.mark_read(tx, [mine.id])
    assert (await town.inbox("district"))[0].read_at == first
    async with town.world.app.personal(town.people["province"]) as tx:
        assert await queries.count_unread(tx) == 1


async def test_a_long_list_comes_in_pages_and_unread_alone(town: Town, world: World) -> None:
    officer = town.people["district"]
    reader = telling.Reader(officer.person_id, officer.membership_id, officer.role)
    for number in range(1, 6):
        event = telling.Event(
            UUID(int=number), K.SUBMITTED, officer.tenant_id, words.Told(number=number)
        )
        async with world.worker.unscoped() as session:
            await telling.tell(session, event, [reader], world.clock())
        world.clock.move(seconds=0 if number % 2 else 1)
    seen: list[int] = []
    after: UUID | None = None
    while True:
        async with world.app.personal(officer) as tx:
            page = await queries.list_notifications(tx, 2, after)
        if not page:
            break
        seen += [words.read(one.told).number for one in page]
        after = page[-1].id
    assert sorted(seen) == [1, 2, 3, 4, 5]
    async with world.app.personal(officer) as tx:
        await reading.mark_read(tx, [after] if after else [])
        unread = await queries.list_notifications(tx, 10, unread_only=True)
    assert len(unread) == 4


async def test_the_application_cannot_write_what_people_are_told(town: Town) -> None:
    await town.submit()
    officer = town.people["district"]
    mine = Notification.person_id == officer.person_id
    for statement in (
        insert(Notification).values(person_id=officer.person_id, id=UUID(int=1)),
        update(Notification).where(mine).values(told="{}"),
        delete(Notification).where(mine),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with town.world.app.personal(officer) as tx:
                await tx.session.execute(statement)
    async with town.world.app.personal(town.people["province"]) as tx:
        others = await tx.session.scalars(select(Notification).where(mine))
        assert not others.all()

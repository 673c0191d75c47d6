"""Answers that are kept: nobody gets another's, and no commit in sight is ever missed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, text, update

from api.fast.answers import Answers
from local.database import DatabaseUrls
from make.api import Api, global_id, open_api
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted, return_whole, submit
from make.world import open_world
from plan_core.actor import Actor, Role
from plan_core.db.transaction import utc_now
from plan_core.framework.model import Deadline
from plan_core.people.actions import sessions
from plan_core.people.model import Membership, Person
from plan_core.places.model import District, Organisation
from plan_core.plans.model import Revision

COMPARISON = """query Kept($p: String, $d: String) {
  comparison(provinceCode: $p, districtCode: $d) {
  dueOn organisations { organisation { code nameTh district { nameTh } } revisionNumber total
  timeliness } totals { submitted total } } }"""
MAP = """query Kept($p: String, $d: String) {
  comparisonMap(measure: TOTAL, provinceCode: $p, districtCode: $d) { dueOn mapDistricts {
    district { code nameTh } submitted total look
    tiles { organisation { code nameTh } revisionId timeliness total } } } }"""
GAPS = """query Kept($p: String, $d: String) {
  coverageGaps(provinceCode: $p, districtCode: $d) { missionCodes
    districts { district { code nameTh } organisations plans coveredMissions { organisations } }
    byDistrict { plans missionCodes } lacks { organisation { code nameTh } } } }"""
BUDGETS = """query Kept($p: String, $d: String) {
  budgetComparison(provinceCode: $p, districtCode: $d, grouping: DISTRICT, against: YEAR_BEFORE) {
    dueOn budgetGroups { district { code nameTh } budgetLines { organisation { code nameTh }
      figures { amount } } } } }"""
NATION = """query Kept { nation {
  compared { province { code } submitted total } total { submitted total } } }"""
REVISION = """query Kept($id: ID!) { node(id: $id) { id ... on Revision {
  number submittedBy organisation { nameTh }
  initiatives { title budgets { budget { amount } } } } } }"""


class Desk:
    """Two districts of แพร่ with a submitted plan each, and one of น่าน."""

    def __init__(self, api: Api, submitted: list[tuple[Organisation, Revision]]) -> None:
        self.api = api
        self.submitted = submitted
        self.answers: Answers = api.app.state["rooms"].answers

    async def asks(self, actor: Actor | None, query: str = COMPARISON, **wanted: Any) -> str:
        return (await self.api.post(actor, query, **wanted)).text

    async def asks_again(self, actor: Actor | None, query: str = COMPARISON, **wanted: Any) -> str:
        """Twice, so that it is kept; then only who asks and the word of the data are read."""
        await self.asks(actor, query, **wanted)
        await self.asks(actor, query, **wanted)
        kept = await self.asks(actor, query, **wanted)
        _, word = self.api.statements
        assert "xmin" in word
        return kept


@pytest.fixture
async def desk(module_database_urls: DatabaseUrls, files_url: str) -> AsyncIterator[Desk]:
    async with open_world(module_database_urls) as world, open_api(world, files_url) as api:
        world.clock.now = utc_now()
        submitted = [
            await make_submitted(
                world,
                [make_row("1.1", amount)],
                await make_organisation(world, f"อบต.{amount}", province=place[:2], district=place),
            )
            for place, amount in (("5401", 11101), ("5406", 22202), ("5501", 33303))
        ]
        yield Desk(api, submitted)


async def test_another_actor_never_gets_a_kept_answer(desk: Desk) -> None:
    world = desk.api.world
    province = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
    kept = await desk.asks_again(province, p="54")
    assert "11101" in kept
    assert "22202" in kept
    district = await make_actor(world, Role.DISTRICT_OFFICER, province="54", district="5406")
    other = await make_actor(world, Role.PROVINCE_OFFICER, province="55")
    editor = await make_actor(world, Role.EDITOR, desk.submitted[1][0])
    for actor in (district, other, editor, None):
        answer = await desk.asks(actor, p="54")
        assert "11101" not in answer, actor
        assert ('"errors"' in answer) == (actor is not district), actor
    mine = await desk.asks_again(district, d="5406")
    assert "22202" in mine
    assert "11101" not in mine
    # And the other way round: what the narrower one was told is not the wider one's.
    assert "11101" in await desk.asks(province, p="54")


async def test_a_kept_revision_is_shown_to_nobody_who_may_not_see_it(desk: Desk) -> None:
    world = desk.api.world
    organisation, revision = desk.submitted[0]
    wanted = global_id("Revision", f"{revision.tenant_id}:{revision.id}")
    own = await make_actor(world, Role.VIEWER, organisation)
    assert "11101" in await desk.asks_again(own, REVISION, id=wanted)
    elsewhere = (
        await make_actor(world, Role.VIEWER, desk.submitted[1][0]),
        await make_actor(world, Role.DISTRICT_OFFICER, province="54", district="5406"),
        await make_actor(world, Role.PROVINCE_OFFICER, province="55"),
    )
    for actor in elsewhere:
        for _ in range(3):
            assert '"node":null' in await desk.asks(actor, REVISION, id=wanted)


async def test_two_people_of_the_same_post_share_nothing(desk: Desk) -> None:
    world = desk.api.world
    for _ in range(2):
        before = len(desk.answers)
        officer = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
        await desk.asks_again(officer, p="54")
        assert len(desk.answers) == before + 1


@pytest.mark.parametrize("how", ["the post ends", "signed out", "the person is put out"])
async def test_a_lost_post_loses_its_kept_answers_at_once(desk: Desk, how: str) -> None:
    world = desk.api.world
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
    assert "11101" in await desk.asks_again(officer, p="54")
    async with world.operator.unscoped() as session:
        if how == "the post ends":
            gone = delete(Membership).where(Membership.id == officer.membership_id)
            await session.execute(gone)
        elif how == "the person is put out":
            out = update(Person).where(Person.id == officer.person_id).values(is_active=False)
            await session.execute(out)
    if how == "signed out":
        async with world.door.unscoped() as session:
            await sessions.close_session(session, await desk.api.token(officer))
    answer = await desk.asks(officer, p="54")
    assert "11101" not in answer
    assert '"errors"' in answer


async def test_every_kind_of_write_is_in_the_very_next_answer(desk: Desk) -> None:
    world = desk.api.world
    organisation, revision = desk.submitted[0]
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
    await desk.asks_again(officer, p="54")

    await return_whole(world, revision, officer)
    approver = await make_actor(world, Role.APPROVER, organisation)
    again = await submit(world, approver)
    assert f'"revisionNumber":{again.number}' in await desk.asks(officer, p="54")

    await desk.asks_again(officer, p="54")
    async with world.operator.unscoped() as session:
        await session.execute(
            update(Organisation).where(Organisation.id == organisation.id).values(name_th="ชื่อใหม่")
        )
    assert "ชื่อใหม่" in await desk.asks(officer, p="54")

    assert '"timeliness":"LATE"' not in await desk.asks_again(officer, p="54")
    due = (utc_now() - timedelta(days=400)).date()
    async with world.operator.unscoped() as session:
        session.add(Deadline(edition_code=world.edition.code, province_code="54", due_on=due))
    late = await desk.asks(officer, p="54")
    assert due.isoformat() in late
    assert '"timeliness":"LATE"' in late

    await desk.asks_again(officer, p="54")
    newcomer = await make_organisation(world, "อบต.มาใหม่", province="54", district="5401")
    assert newcomer.code in await desk.asks(officer, p="54")


@pytest.mark.parametrize("query", [MAP, GAPS, BUDGETS])
async def test_what_is_made_of_the_comparison_is_as_fresh_and_as_private(
    desk: Desk, query: str
) -> None:
    world = desk.api.world
    province = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
    whole = await desk.asks_again(province, query, p="54")
    district = await make_actor(world, Role.DISTRICT_OFFICER, province="54", district="5406")
    other = await make_actor(world, Role.PROVINCE_OFFICER, province="55")
    editor = await make_actor(world, Role.EDITOR, desk.submitted[1][0])
    narrow = await desk.asks_again(district, query, p="54")
    assert "5401" in whole
    assert "5401" not in narrow
    for actor in (other, editor, None):
        assert '"errors"' in await desk.asks(actor, query, p="54")

    # A plan, a place's name and a deadline: each is in the very next answer.
    before = await desk.asks_again(province, query, p="54")
    newcomer = await make_organisation(world, "อบต.มาใหม่", province="54", district="5401")
    after = await desk.asks(province, query, p="54")
    assert after != before
    before = await desk.asks_again(province, query, p="54")
    await make_submitted(world, [make_row("4.4", 55505)], newcomer)
    assert await desk.asks(province, query, p="54") != before
    await desk.asks_again(province, query, p="54")
    async with world.operator.unscoped() as session:
        await session.execute(
            update(District).where(District.code == "5401").values(name_th="อำเภอใหม่")
        )
    assert "อำเภอใหม่" in await desk.asks(province, query, p="54")
    if query is MAP:
        assert "55505" in await desk.asks_again(province, query, p="54")
        due = (utc_now() - timedelta(days=401)).date()
        told = Deadline(edition_code=world.edition.code, province_code="54", due_on=due)
        async with world.operator.unscoped() as session:
            await session.merge(told)
        assert due.isoformat() in await desk.asks(province, query, p="54")


async def test_a_renamed_organisation_is_renamed_in_its_kept_revisions(desk: Desk) -> None:
    world = desk.api.world
    organisation, revision = desk.submitted[1]
    wanted = global_id("Revision", f"{revision.tenant_id}:{revision.id}")
    own = await make_actor(world, Role.VIEWER, organisation)
    await desk.asks_again(own, REVISION, id=wanted)
    async with world.operator.unscoped() as session:
        await session.execute(
            update(Organisation).where(Organisation.id == organisation.id).values(name_th="นามใหม่")
        )
    assert "นามใหม่" in await desk.asks(own, REVISION, id=wanted)


async def test_the_nation_sees_the_next_commit_anywhere(desk: Desk) -> None:
    world = desk.api.world
    nation = await make_actor(world, Role.NATIONAL_VIEWER)
    kept = await desk.asks_again(nation, NATION)
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
    for _ in range(3):
        assert '"errors"' in await desk.asks(officer, NATION)
    await make_submitted(
        world,
        [make_row("1.1", 44404)],
        await make_organisation(world, province="56", district="5601"),
    )
    after = await desk.asks(nation, NATION)
    assert "44404" in after
    assert "44404" not in kept


MARK = text("UPDATE plan_rollup SET revision_number = :mark WHERE tenant_id = :tenant")


async def test_who_wrote_first_and_commits_last_is_not_missed(desk: Desk) -> None:
    """A highest number would be the later writer's, and stay so when the earlier one commits."""
    world = desk.api.world
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
    slow, quick = (one for one, _ in desk.submitted[:2])
    slow_editor = await make_actor(world, Role.EDITOR, slow)
    quick_editor = await make_actor(world, Role.EDITOR, quick)
    async with world.app.write(slow_editor) as first:
        await first.session.execute(MARK, {"mark": 71, "tenant": slow.id})
        async with world.app.write(quick_editor) as second:
            await second.session.execute(MARK, {"mark": 72, "tenant": quick.id})
        meanwhile = await desk.asks_again(officer, p="54")
        assert '"revisionNumber":72' in meanwhile
        assert '"revisionNumber":71' not in meanwhile
    assert '"revisionNumber":71' in await desk.asks(officer, p="54")


async def test_no_commit_is_missed_however_commits_and_answers_cross(desk: Desk) -> None:
    world = desk.api.world
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
    made = [
        await make_submitted(
            world,
            [make_row("1.1", 5)],
            await make_organisation(world, province="54", district="5401"),
        )
        for _ in range(6)
    ]
    await desk.asks_again(officer, p="54")
    missed: list[str] = []

    async def writes(number: int, organisation: Organisation) -> None:
        editor = await make_actor(world, Role.EDITOR, organisation)
        for turn in range(12):
            mark = 1_000 * (number + 1) + turn
            async with world.app.write(editor) as tx:
                await tx.session.execute(MARK, {"mark": mark, "tenant": organisation.id})
                await asyncio.sleep(((number * 7 + turn * 5) % 11) / 500)
            if f'"revisionNumber":{mark}' not in await desk.asks(officer, p="54"):
                missed.append(f"{organisation.code}: {mark}")

    async def reads() -> None:
        while not done.is_set():
            await desk.asks(officer, p="54")

    done = asyncio.Event()
    readers = [asyncio.create_task(reads()) for _ in range(3)]
    await asyncio.gather(*(writes(number, one) for number, (one, _) in enumerate(made)))
    done.set()
    await asyncio.gather(*readers)
    assert not missed


async def test_a_refusal_is_never_kept(desk: Desk) -> None:
    before = len(desk.answers)
    officer = await make_actor(desk.api.world, Role.PROVINCE_OFFICER, province="54")
    for _ in range(3):
        assert '"errors"' in await desk.asks(officer, p="55")
    assert len(desk.answers) == before


def test_kept_answers_are_bounded_and_the_oldest_go_first() -> None:
    answers = Answers(most_bytes=40_000)
    for number in range(100):
        answers.keep(number, "word", b"x" * 8_000)
        assert answers.bytes <= 40_000
    assert len(answers) == 3
    assert answers.find(99, "word") == b"x" * 8_000
    assert answers.find(0, "word") is None
    assert answers.find(98, "another word") is None
    assert answers.find(98, "word") is None
    answers.keep("large", "word", b"x" * 50_000)
    assert answers.find("large", "word") is None

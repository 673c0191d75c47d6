"""The demonstration on a real database: made once, and never over what somebody did in it."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from local.database import DatabaseUrls
from plan_core.actor import Actor, Role
from plan_core.db.base import make_id
from plan_core.db.transaction import Database
from plan_core.demo import cast, loading
from plan_core.demo.cast import Ending, Story
from plan_core.errors import Unauthenticated
from plan_core.framework import queries as framework
from plan_core.people import queries as people
from plan_core.people import signing_in
from plan_core.people.actions import keeping
from plan_core.people.model import Person
from plan_core.places.model import Organisation
from plan_core.plans import freezing
from plan_core.plans import queries as plans
from plan_core.plans.actions import writing
from plan_core.plans.model import BudgetCell, Initiative, PlanRollup, Revision
from plan_core.plans.model_steps import RevisionStep
from plan_core.plans.sheets_rules import missing_fields
from plan_core.plans.stages import StepKind
from plan_core.publishing.model import Publication, PublicationKind

PASSWORD = "demo password of the test"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NATION = Actor(make_id(), make_id(), Role.NATIONAL_VIEWER)


class World:
    def __init__(self, urls: DatabaseUrls) -> None:
        self.urls = urls
        self.app = Database(urls.app)
        self.operator = Database(urls.operator)
        self.door = Database(urls.door)

    async def load(self, password: str = PASSWORD, now: datetime = NOW) -> loading.Loaded:
        return await loading.load_demo(
            operator_url=self.urls.operator, app_url=self.urls.app, password=password, now=now
        )

    async def sign_in(self, username: str, password: str = PASSWORD) -> people.SignedIn:
        token = await signing_in.sign_in(self.door, username, password)
        found = await people.find_signed_in(self.door, token, self.door.clock())
        assert found is not None
        return found


@pytest.fixture
def one_district(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration of อำเภอสอง and the neighbours only: a tenth of the work."""
    monkeypatch.setattr(cast, "AREA", "5406")


@pytest.fixture
async def world(database_urls: DatabaseUrls) -> AsyncIterator[World]:
    world = World(database_urls)
    yield world
    for database in (world.app, world.operator, world.door):
        await database.close()


async def test_loading_makes_the_province_and_loading_again_makes_nothing(world: World) -> None:
    loaded = await world.load()
    assert loaded.organisations == 78 + cast.NEIGHBOURS
    assert loaded.accounts == len(cast.ACCOUNTS)
    stories = Counter(cast.story_of(code) for code in await _subdistrict_codes(world))
    assert loaded.plans == loaded.organisations - stories[Story.NOTHING]
    assert await world.load() == loading.Loaded(0, 0, 0)
    await _check_public(world)
    async with world.app.read(NATION) as tx:
        rollups = (await tx.session.scalars(select(PlanRollup))).all()
        due_on = await framework.find_deadline(tx.session, cast.EDITION, cast.PROVINCE)
        revisions = await tx.session.scalar(select(func.count()).select_from(Revision))
        steps = (await tx.session.scalars(select(RevisionStep))).all()
    assert due_on == (NOW - timedelta(days=10)).date()
    codes = await _subdistrict_codes(world)
    submitted = [one for one in codes if cast.story_of(one) in {Story.ON_TIME, Story.LATE}]
    endings = Counter(cast.ending_of(one) for one in submitted)
    assert len(rollups) == len(submitted) == stories[Story.ON_TIME] + stories[Story.LATE]
    assert revisions == len(rollups) + endings[Ending.SENT_AGAIN]
    assert set(endings) == set(Ending)
    kinds = Counter(one.kind for one in steps)
    assert kinds[StepKind.RETURNED] == endings[Ending.RETURNED] + endings[Ending.SENT_AGAIN]
    assert kinds[StepKind.PUBLISHED] == endings[Ending.PUBLISHED]
    assert kinds[StepKind.ADOPTED] == endings[Ending.PUBLISHED] + endings[Ending.ADOPTED]
    assert all(one.at < NOW for one in steps)
    assert due_on is not None
    late = sum((one.first_submitted_at + loading.BANGKOK).date() > due_on for one in rollups)
    assert late == stories[Story.LATE]
    assert all(one.submitted_at < NOW for one in rollups)


async def _subdistrict_codes(world: World) -> list[str]:
    async with world.operator.unscoped() as session:
        organisations = (await session.scalars(select(Organisation))).all()
    assert all(one.is_demo for one in organisations)
    assert all(one.code == "9" + (one.subdistrict_code or "") for one in organisations)
    return [one.subdistrict_code or "" for one in organisations]


@pytest.mark.usefixtures("one_district")
async def test_each_account_signs_in_to_its_post(world: World) -> None:
    await world.load()
    posts: dict[str, tuple[Role, str | None, str | None]] = {}
    for account in cast.ACCOUNTS:
        signed_in = await world.sign_in(account.username)
        assert signed_in.is_demo
        organisation, district = signed_in.post.organisation, signed_in.post.district
        posts[account.username] = (
            signed_in.actor.role,
            organisation.name_th if organisation else None,
            district.code if district else None,
        )
    hua_mueang = "องค์การบริหารส่วนตำบลหัวเมือง"
    assert posts["huamueang.editor"] == (Role.EDITOR, hua_mueang, "5406")
    assert posts["huamueang.approver"] == (Role.APPROVER, hua_mueang, "5406")
    assert posts["huamueang.viewer"] == (Role.VIEWER, hua_mueang, "5406")
    assert posts["song.officer"] == (Role.DISTRICT_OFFICER, None, "5406")
    assert posts["phrae.officer"] == (Role.PROVINCE_OFFICER, None, None)
    assert posts["banklang.editor"][1] == "องค์การบริหารส่วนตำบลบ้านกลาง"
    assert posts["nan.editor"][0] is Role.EDITOR
    assert posts["operator"] == (Role.OPERATOR, None, None)


@pytest.mark.usefixtures("one_district")
async def test_a_new_demo_password_replaces_the_old_one(world: World) -> None:
    await world.load()
    assert await world.load("another password") == loading.Loaded(0, 0, 0)
    await world.sign_in("song.officer", "another password")
    with pytest.raises(Unauthenticated):
        await world.sign_in("song.officer")


@pytest.mark.usefixtures("one_district")
async def test_a_person_who_merely_has_a_demo_name_is_left_alone(world: World) -> None:
    async with world.operator.unscoped() as session:
        await keeping.add_person(session, "operator", "ผู้ดูแลตัวจริง", "kept as it is")
    loaded = await world.load()
    assert loaded.accounts == len(cast.ACCOUNTS) - 1
    async with world.operator.unscoped() as session:
        person = (await session.scalars(select(Person).where(Person.username == "operator"))).one()
    assert (person.password_hash, person.is_demo) == ("kept as it is", False)


@pytest.mark.usefixtures("one_district")
async def test_what_people_did_in_the_demonstration_stays(world: World) -> None:
    await world.load()
    editor = (await world.sign_in("huamueang.editor")).actor
    neighbour = (await world.sign_in("banklang.editor")).actor
    async with world.app.write(editor) as tx:
        edition = await framework.get_edition(tx.session, cast.EDITION)
        assert await plans.find_plan(tx, edition.code) is None
        await writing.start_plan(tx, edition)
    async with world.app.write(neighbour) as tx:
        await tx.session.execute(
            text("UPDATE initiative SET title = 'แก้แล้ว' WHERE tenant_id = :id"),
            {"id": neighbour.tenant},
        )
    async with world.operator.unscoped() as session:
        await session.execute(text("UPDATE deadline SET due_on = '2020-01-01'"))
    assert await world.load(now=NOW + timedelta(days=100)) == loading.Loaded(0, 0, 0)
    async with world.app.read(neighbour) as tx:
        titles = set(await tx.session.scalars(select(Initiative.title)))
        due_on = await framework.find_deadline(tx.session, cast.EDITION, cast.PROVINCE)
    assert titles == {"แก้แล้ว"}
    assert due_on is not None
    assert due_on.year == 2020
    async with world.app.read(editor) as tx:
        assert await tx.session.scalar(select(func.count()).select_from(Initiative)) == 0


@pytest.mark.usefixtures("one_district")
async def test_loading_that_was_interrupted_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = 0

    async def stumble(*arguments: object) -> bool:
        nonlocal made
        made += 1
        if made > 3:
            raise ConnectionError
        return await make_plan(*arguments)  # type: ignore[arg-type]

    make_plan = loading._make_plan  # pyright: ignore[reportPrivateUsage]
    with monkeypatch.context() as patched:
        patched.setattr(loading, "_make_plan", stumble)
        with pytest.raises(ConnectionError):
            await world.load()
    loaded = await world.load()
    assert loaded.organisations == 0
    assert loaded.plans > 0
    assert await world.load() == loading.Loaded(0, 0, 0)


@pytest.mark.usefixtures("one_district")
async def test_a_made_up_plan_obeys_row_level_security(world: World) -> None:
    await world.load()
    neighbour = (await world.sign_in("banklang.editor")).actor
    async with world.app.read(neighbour) as tx:
        tenants = set(await tx.session.scalars(select(BudgetCell.tenant_id)))
    assert tenants == {neighbour.tenant}


async def _check_public(world: World) -> None:
    """Some of the plans were published, each once and after it was submitted, with its reports."""
    submitted = {Story.ON_TIME, Story.LATE}
    codes = [one for one in await _subdistrict_codes(world) if cast.story_of(one) in submitted]
    public = [code for code in codes if cast.ending_of(code) is Ending.PUBLISHED]
    async with world.app.public() as session:
        acts = (await session.scalars(select(Publication))).all()
    plans_shown = [act for act in acts if act.kind is PublicationKind.PLAN]
    reports_shown = [act for act in acts if act.kind is not PublicationKind.PLAN]
    assert len(plans_shown) == len(public) > 5
    assert PublicationKind.FOLLOW_UP in {act.kind for act in reports_shown}
    assert all(NOW - timedelta(days=90) < act.published_at < NOW for act in acts)


@pytest.mark.usefixtures("one_district")
async def test_the_plans_a_visitor_opens_say_something_in_every_part(world: World) -> None:
    await world.load()
    signed_in = await world.sign_in("banklang.approver")
    async with world.app.read(signed_in.actor) as tx:
        plan = await plans.find_plan(tx, cast.EDITION)
        assert plan is not None
        edition = await framework.get_edition(tx.session, plan.edition_code)
        content = await plans.get_content(tx, plan, edition)
        body = await freezing.body_of(tx, content, edition)
    assert all(row.sheet and not missing_fields(row.sheet) for row in body.initiatives)
    assert all(risk.likelihood and risk.impact for risk in body.risks)
    assert [bool(risk.answered_by) for risk in body.risks] == [True, True, True, False]
    assert body.appointment is not None
    assert len(body.appointment.members) == 10
    assert len(body.sections) == 5

"""A revision goes with what the checks noticed in it; nobody outside its area reads that."""

from collections.abc import AsyncIterator, Sequence

import pytest

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import make_plan, make_row
from make.world import World, open_world
from plan_core.actor import Actor, Role
from plan_core.errors import Invalid
from plan_core.intake import queries, readiness
from plan_core.intake.actions import explaining, submitting
from plan_core.intake.noticed import Noticed, RuleCount, counted
from plan_core.plans import queries as plan_queries
from plan_core.plans.actions.submitting import send_to_committee
from plan_core.plans.content import NewInitiative
from plan_core.plans.model import Revision
from plan_core.values import InitiativeKind, Severity

TWINS = [make_row("1.1", 5, title="อบรมคุณธรรม"), make_row("1.1", 5, title="อบรมคุณธรรม")]
CITIZEN = "1-1018-00000-07-1"


@pytest.fixture
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


async def send(
    world: World, approver: Actor, rows: Sequence[NewInitiative], explained: str = ""
) -> Revision:
    """Submit a new plan; `explained` is said to its duplicates first."""
    plan = await make_plan(world, approver, rows)
    async with world.app.write(approver) as tx:
        if explained:
            content = await plan_queries.get_content(tx, plan, world.edition)
            found = await readiness.read_findings(tx, content, world.edition)
            (key,) = [one.key for one in found.findings if one.code == "DUPLICATE_INITIATIVE"]
            await explaining.explain_plan_finding(tx, plan.id, key, explained, world.edition)
        plan = await plan_queries.get_plan(tx, plan.id)
        await send_to_committee(tx, plan.id, plan.version)
        return await submitting.submit_plan(tx, plan.id, plan.version, world.edition)


async def read(world: World, actor: Actor, revision: Revision) -> tuple[Noticed, ...] | None:
    async with world.app.read(actor) as tx:
        return await queries.find_noticed(tx, revision.tenant_id, revision.id)


async def test_findings_go_with_the_revision_and_so_do_their_explanations(world: World) -> None:
    organisation = await make_organisation(world, province="61", district="6101")
    approver = await make_actor(world, Role.APPROVER, organisation)
    revision = await send(world, approver, TWINS, "จัดคนละกลุ่มเป้าหมาย")
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="61")
    found = await read(world, officer, revision)
    assert found is not None
    (twins,) = [one for one in found if one.code == "DUPLICATE_INITIATIVE"]
    assert twins.severity is Severity.ERROR
    assert len(twins.initiative_ids) == 2
    assert twins.explanation is not None
    assert (twins.explanation.text, twins.explanation.by) == ("จัดคนละกลุ่มเป้าหมาย", approver.name)
    assert RuleCount("DUPLICATE_INITIATIVE", Severity.ERROR, 1, 1) in counted(found)
    empty = next(one for one in counted(found) if one.code == "MISSION_EMPTY")
    assert (empty.count, empty.explained) == (len(list(world.edition.missions())) - 1, 0)
    assert found == await read(world, approver, revision)


async def test_nobody_outside_the_area_reads_what_was_noticed(world: World) -> None:
    organisation = await make_organisation(world, province="62", district="6201")
    approver = await make_actor(world, Role.APPROVER, organisation)
    revision = await send(world, approver, TWINS)
    district = await make_actor(world, Role.DISTRICT_OFFICER, province="62", district="6201")
    assert await read(world, district, revision) is not None
    for stranger in (
        await make_actor(world, Role.DISTRICT_OFFICER, province="62", district="6202"),
        await make_actor(world, Role.PROVINCE_OFFICER, province="63"),
        await make_actor(world, Role.APPROVER, await make_organisation(world)),
    ):
        assert await read(world, stranger, revision) is None


async def test_what_is_critical_is_not_submitted_and_leaves_nothing(world: World) -> None:
    organisation = await make_organisation(world, province="64", district="6401")
    approver = await make_actor(world, Role.APPROVER, organisation)
    rows = [NewInitiative("1.1", InitiativeKind.MEASURE, f"ติดต่อ {CITIZEN}", {})]
    with pytest.raises(Invalid, match="FINDINGS_CRITICAL"):
        await send(world, approver, rows)
    async with world.app.read(approver) as tx:
        assert await plan_queries.find_last_revision(tx, world.edition.code) is None

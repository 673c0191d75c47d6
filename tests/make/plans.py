"""Plans with a few rows, and submitted ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from make.people import make_actor, make_organisation
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import Organisation
from plan_core.plans import queries
from plan_core.plans.actions import adopting, reviewing, submitting, writing
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.content import NewInitiative, PlanContent
from plan_core.plans.model import Plan, Revision
from plan_core.plans.rules import Signature
from plan_core.plans.stages import WHOLE_PLAN, PlanState
from plan_core.publishing import actions as publishing
from plan_core.values import NO_BUDGET, UNSTATED, Budget, InitiativeKind


def make_row(
    mission: str = "1.1",
    *amounts: int | str | None,
    kind: InitiativeKind = InitiativeKind.PROJECT,
    title: str = "โครงการอบรมคุณธรรม",
    first_year: int = 2561,
) -> NewInitiative:
    """A row; amounts by year from the first: baht, `"-"` for no budget, None for not stated."""
    budgets = {first_year + at: make_budget(amount) for at, amount in enumerate(amounts)}
    return NewInitiative(mission, kind, title, budgets)


def make_budget(amount: int | str | None) -> Budget:
    if amount is None:
        return UNSTATED
    return NO_BUDGET if amount == "-" else Budget.of(amount)


ROWS: Sequence[NewInitiative] = (
    make_row("1.1", 10_000, 10_000, "2500.50", "-"),
    make_row("1.1", "-", "-", "-", "-", kind=InitiativeKind.MEASURE, title="มาตรการโปร่งใส"),
    make_row("1.2", None, 5_000, None, "-", kind=InitiativeKind.ACTIVITY, title="กิจกรรมให้ความรู้"),
    make_row("4.3", 100, 200, 300, 400, title="โครงการตรวจสอบ"),
)
"""Four rows in three missions with every state of a cell: 28,500.50 baht."""


async def make_plan(
    world: World,
    actor: Actor,
    rows: Sequence[NewInitiative] = ROWS,
    edition: FrameworkEdition | None = None,
) -> Plan:
    edition = edition or world.edition
    async with world.app.write(actor) as tx:
        plan = await writing.start_plan(tx, edition)
        await writing.write_rows(tx, plan, edition, rows)
    return plan


async def load_content(world: World, actor: Actor) -> PlanContent:
    """The actor's plan as it is in the database now."""
    async with world.app.read(actor) as tx:
        plan = await queries.find_plan(tx, world.edition.code)
        assert plan is not None
        return await queries.get_content(tx, plan, world.edition)


async def submit(
    world: World, approver: Actor, version: int | None = None, note: str = "ส่งอีกครั้ง"
) -> Revision:
    """Submit the plan of the approver's organisation as it stands, or a named version of it.

    A draft passes the committee on its way.
    """
    async with world.app.write(approver) as tx:
        plan = await queries.find_plan(tx, world.edition.code)
        assert plan is not None
        if plan.state is PlanState.DRAFT:
            seen = plan.version if version is None else version
            await submitting.send_to_committee(tx, plan.id, seen)
        return await submitting.submit_plan(tx, plan.id, plan.version, world.edition, note)


async def return_whole(world: World, revision: Revision, officer: Actor | None = None) -> None:
    """An officer of the area gives the whole plan back."""
    if officer is None:
        officer = await make_actor(world, Role.PROVINCE_OFFICER, province=revision.province_code)
    key = queries.SubmittedKey(revision.tenant_id, revision.id)
    async with world.app.review(officer, revision.tenant_id) as tx:
        await reviewing.return_plan(tx, key, [NewReason(WHOLE_PLAN, "ยอดรวมไม่ตรง")])


async def make_submitted(
    world: World,
    rows: Sequence[NewInitiative] = ROWS,
    organisation: Organisation | None = None,
    **where: str | None,
) -> tuple[Organisation, Revision]:
    """An organisation whose plan has been submitted."""
    organisation = organisation or await make_organisation(world, **where)  # type: ignore[arg-type]
    approver = await make_actor(world, Role.APPROVER, organisation)
    await make_plan(world, approver, rows)
    return organisation, await submit(world, approver)


SIGNATURE = Signature("สมชาย ใจดี", "นายก อบต.", "", "๑/๒๕๖๑", date(2018, 1, 15))


async def adopt(world: World, revision: Revision, approver: Actor) -> None:
    """An officer of the area accepts, the organisation adopts."""
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province=revision.province_code)
    key = queries.SubmittedKey(revision.tenant_id, revision.id)
    async with world.app.review(officer, revision.tenant_id) as tx:
        await reviewing.accept_plan(tx, key)
    async with world.app.write(approver) as tx:
        plan = await queries.get_plan(tx, revision.plan_id)
        await adopting.adopt_plan(tx, plan.id, plan.version, SIGNATURE)


async def publish(world: World, revision: Revision, approver: Actor) -> None:
    """Adopt the revision and let everybody read it."""
    await adopt(world, revision, approver)
    async with world.app.write(approver) as tx:
        plan = await queries.get_plan(tx, revision.plan_id)
        await publishing.publish_plan(tx, plan.id, plan.version)


def cell_states(content: PlanContent) -> Mapping[str, list[Budget]]:
    """Budgets by title, in the order of the years."""
    return {row.initiative.title: list(row.budgets.values()) for row in content.rows}

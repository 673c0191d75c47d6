"""Every move from every stage by every role, tried in the database: what is forbidden included, and
who works elsewhere. `tests/rules/plans/test_stages.py` asks the rules alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import product

import pytest
import pytest_asyncio

from local.database import DatabaseUrls
from make.people import make_actor, make_organisation
from make.plans import SIGNATURE, adopt, make_plan, publish, return_whole, submit
from make.world import World, open_world
from plan_core.actor import Actor, Role
from plan_core.errors import SimitiError
from plan_core.places.model import Organisation
from plan_core.plans import queries, step_queries
from plan_core.plans.actions import adopting, filling, reviewing, submitting
from plan_core.plans.actions.filling import CellEdit, RefusedCells
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.model import Revision
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import WHOLE_PLAN, AmendmentKind, Move, PlanStage
from plan_core.publishing import actions as publishing
from plan_core.values import Budget

pytestmark = pytest.mark.asyncio(loop_scope="module")

S, R = PlanStage, Role
OURS = frozenset({R.EDITOR, R.APPROVER})
HEAD = frozenset({R.APPROVER})
OFFICERS = frozenset({R.DISTRICT_OFFICER, R.PROVINCE_OFFICER})
MAY = {
    Move.SEND_TO_COMMITTEE: (OURS, {S.DRAFT: S.IN_COMMITTEE}),
    Move.TAKE_BACK: (OURS, {S.IN_COMMITTEE: S.DRAFT}),
    Move.SUBMIT: (HEAD, {S.IN_COMMITTEE: S.SUBMITTED, S.RETURNED: S.SUBMITTED}),
    Move.RETURN: (OFFICERS, {S.SUBMITTED: S.RETURNED}),
    Move.ACCEPT: (OFFICERS, {S.SUBMITTED: S.ACCEPTED}),
    Move.ADOPT: (HEAD, {S.ACCEPTED: S.ADOPTED}),
    Move.PUBLISH: (HEAD, {S.ADOPTED: S.PUBLISHED}),
    Move.AMEND: (HEAD, {S.ADOPTED: S.DRAFT, S.PUBLISHED: S.DRAFT}),
}
"""Who may, and from where to where. Written by hand: what is not here is forbidden."""
REVIEWS = frozenset({Move.RETURN, Move.ACCEPT})
SUBMITTED_ONCE = frozenset(S) - {S.DRAFT, S.IN_COMMITTEE}
"""Before, there is nothing that an officer could name."""


@dataclass
class Case:
    """One organisation's plan at one stage, and one person of each role around it."""

    world: World
    organisation: Organisation
    approver: Actor
    revision: Revision | None

    async def stage(self) -> PlanStage:
        async with self.world.app.read(self.approver) as tx:
            plan = await queries.find_plan(tx, self.world.edition.code)
            assert plan is not None
            return (await step_queries.get_way(tx, plan)).stage

    async def fingerprint(self) -> tuple[object, ...]:
        """What a refused move must leave as it was."""
        async with self.world.app.read(self.approver) as tx:
            plan = await queries.find_plan(tx, self.world.edition.code)
            assert plan is not None
            steps = await step_queries.list_all_steps(
                tx, self.organisation.id, self.world.edition.code
            )
            return plan.version, plan.state, plan.amendment_id, len(steps)

    async def person(self, role: Role) -> Actor:
        if role in {R.EDITOR, R.APPROVER, R.VIEWER}:
            return await make_actor(self.world, role, self.organisation)
        return await make_actor(self.world, role)

    async def attempt(self, move: Move, actor: Actor) -> str:
        """DONE, or the code of the refusal."""
        try:
            await (self._review if move in REVIEWS else self._step)(move, actor)
        except SimitiError as refusal:
            return refusal.code
        return "DONE"

    async def _review(self, move: Move, actor: Actor) -> None:
        revision = self.revision
        # Nothing was submitted: a made-up one is as good.
        known = revision.id if revision else self.approver.person_id
        key = SubmittedKey(self.organisation.id, known)
        async with self.world.app.review(actor, self.organisation.id) as tx:
            if move is Move.RETURN:
                await reviewing.return_plan(tx, key, [NewReason(WHOLE_PLAN, "ยอดไม่ตรง")])
            else:
                await reviewing.accept_plan(tx, key)

    async def _step(self, move: Move, actor: Actor) -> None:
        async with self.world.app.read(self.approver) as reading:
            seen = await queries.find_plan(reading, self.world.edition.code)
            assert seen is not None
        plan_id, version = seen.id, seen.version
        async with self.world.app.write(actor) as tx:
            match move:
                case Move.SEND_TO_COMMITTEE:
                    await submitting.send_to_committee(tx, plan_id, version)
                case Move.TAKE_BACK:
                    await submitting.take_back(tx, plan_id, version)
                case Move.SUBMIT:
                    await submitting.submit_plan(
                        tx, plan_id, version, self.world.edition, "ส่งอีกครั้ง"
                    )
                case Move.ADOPT:
                    await adopting.adopt_plan(tx, plan_id, version, SIGNATURE)
                case Move.PUBLISH:
                    await publishing.publish_plan(tx, plan_id, version)
                case _:
                    await adopting.open_amendment(
                        tx, plan_id, version, kind=AmendmentKind.CHANGE, reason="เงินไม่พอ"
                    )


async def make_case(world: World, stage: PlanStage) -> Case:
    """A new organisation whose plan has come so far by the lawful way."""
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    await make_plan(world, approver)
    case = Case(world, organisation, approver, None)
    if stage is S.IN_COMMITTEE:
        assert await case.attempt(Move.SEND_TO_COMMITTEE, approver) == "DONE"
    if stage in SUBMITTED_ONCE:
        case.revision = await submit(world, approver)
        match stage:
            case S.RETURNED:
                await return_whole(world, case.revision)
            case S.ACCEPTED:
                officer = await make_actor(world, Role.DISTRICT_OFFICER)
                assert await case.attempt(Move.ACCEPT, officer) == "DONE"
            case S.ADOPTED:
                await adopt(world, case.revision, approver)
            case S.PUBLISHED:
                await publish(world, case.revision, approver)
            case _:
                pass
    assert await case.stage() is stage
    return case


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(module_database_urls: DatabaseUrls) -> AsyncIterator[World]:
    async with open_world(module_database_urls) as world:
        yield world


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cases(world: World) -> dict[PlanStage, Case]:
    """One plan for each stage; refusals leave it there."""
    return {stage: await make_case(world, stage) for stage in S}


REFUSED = [
    (stage, move, role)
    for stage, move, role in product(S, Move, R)
    if not (role in MAY[move][0] and stage in MAY[move][1])
]
ALLOWED = [
    (stage, move, role)
    for stage, move, role in product(S, Move, R)
    if role in MAY[move][0] and stage in MAY[move][1]
]


async def test_every_combination_is_tried() -> None:
    assert len(REFUSED) + len(ALLOWED) == len(S) * len(Move) * len(R)
    assert len(ALLOWED) == 14


@pytest.mark.parametrize(("stage", "move", "role"), REFUSED)
async def test_a_forbidden_move_is_refused_and_leaves_the_plan_where_it_was(
    cases: dict[PlanStage, Case], stage: PlanStage, move: Move, role: Role
) -> None:
    case = cases[stage]
    before = await case.fingerprint()
    if role not in MAY[move][0]:
        expected = "FORBIDDEN"
    elif move in REVIEWS and stage not in SUBMITTED_ONCE:
        expected = "NOT_FOUND"
    else:
        expected = "STEP_NOT_POSSIBLE"
    assert await case.attempt(move, await case.person(role)) == expected
    assert await case.stage() is stage
    assert await case.fingerprint() == before


@pytest.mark.parametrize(("stage", "move", "role"), ALLOWED)
async def test_an_allowed_move_ends_where_the_table_says(
    world: World, stage: PlanStage, move: Move, role: Role
) -> None:
    case = await make_case(world, stage)
    assert await case.attempt(move, await case.person(role)) == "DONE"
    assert await case.stage() is MAY[move][1][stage]


@pytest.mark.parametrize(("stage", "move"), list(product(S, Move)))
async def test_the_right_post_elsewhere_finds_nothing(
    cases: dict[PlanStage, Case], stage: PlanStage, move: Move
) -> None:
    case = cases[stage]
    before = await case.fingerprint()
    if move in REVIEWS:
        strangers = [
            await make_actor(case.world, R.PROVINCE_OFFICER, province="55"),
            await make_actor(case.world, R.DISTRICT_OFFICER, district="5401"),
        ]
    else:
        strangers = [await make_actor(case.world, R.APPROVER)]
    for stranger in strangers:
        assert await case.attempt(move, stranger) == "NOT_FOUND"
    assert await case.fingerprint() == before


@pytest.mark.parametrize(("stage", "role"), list(product(S, R)))
async def test_a_cell_is_edited_by_its_writers_and_only_where_it_is_open(
    cases: dict[PlanStage, Case], stage: PlanStage, role: Role
) -> None:
    """The whole plan was returned: there all of it is open again."""
    case = cases[stage]
    async with case.world.app.read(case.approver) as tx:
        plan = await queries.find_plan(tx, case.world.edition.code)
        assert plan is not None
        content = await queries.get_content(tx, plan, case.world.edition)
    cell = content.rows[0].cells[0]
    edit = CellEdit(cell.id, cell.version, Budget.of(cell.version))
    actor = await case.person(role)
    outcome = "DONE"
    try:
        async with case.world.app.write(actor) as tx:
            await filling.set_budget_cells(tx, [edit])
    except RefusedCells as refusal:
        (outcome,) = {one.code for one in refusal.refusals.values()}
    except SimitiError as refusal:
        outcome = refusal.code
    if role not in OURS:
        assert outcome == "FORBIDDEN"
    else:
        assert outcome == ("DONE" if stage in {S.DRAFT, S.RETURNED} else "PLAN_LOCKED")

"""Two organisations at random, against a model of what each has: neither ever sees the other."""

import asyncio
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

import servers
from local.database import DatabaseUrls
from plan_core.actor import Actor, Role
from plan_core.comparison import queries as comparison
from plan_core.db.base import make_id
from plan_core.db.transaction import Database
from plan_core.errors import Conflict, Invalid, NotFound
from plan_core.framework import queries as framework
from plan_core.framework.rules import FrameworkEdition
from plan_core.places import actions as places
from plan_core.places.actions import NewOrganisation
from plan_core.plans import queries as plans
from plan_core.plans.actions import filling, ordering, reviewing, submitting, wording, writing
from plan_core.plans.actions.filling import CellEdit, RefusedCells
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import WHOLE_PLAN, PlanState
from plan_core.values import Budget, InitiativeKind, OrganisationKind

T = TypeVar("T")
SIDES = st.sampled_from([0, 1])
WORDS = st.text("กขคงจ", min_size=1, max_size=3)
AMOUNTS = st.integers(0, 5_000)
PICK = st.integers(0, 1_000)
OFFICER = Actor(make_id(), make_id(), Role.PROVINCE_OFFICER, province_code="54")


CODES = count(9_000_000)


def next_organisation() -> NewOrganisation:
    """Another one in the same district."""
    return NewOrganisation(
        code=str(next(CODES)),
        kind=OrganisationKind.SAO,
        name_th="องค์การบริหารส่วนตำบลทดสอบ",
        province_code="54",
        district_code="5406",
        effective_from=date(1997, 10, 1),
    )


@dataclass
class Side:
    """What the model knows of one organisation."""

    actor: Actor
    code: str
    plan: UUID | None = None
    rows: dict[UUID, str] = field(default_factory=dict[UUID, str])
    removed: set[UUID] = field(default_factory=set[UUID])
    amounts: dict[UUID, int] = field(default_factory=dict[UUID, int])
    submitted: list[set[str]] = field(default_factory=list[set[str]])

    def visible(self) -> dict[UUID, str]:
        return {key: title for key, title in self.rows.items() if key not in self.removed}


class TwoTenants(RuleBasedStateMachine):
    """Rules act as one side, often with the other side's ids; the invariant looks from both."""

    urls: ClassVar[DatabaseUrls]
    runner: ClassVar[asyncio.Runner]
    database: ClassVar[Database]
    operator: ClassVar[Database]
    edition: ClassVar[FrameworkEdition]

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @initialize()
    def begin(self) -> None:
        self.sides = self.run(self._begin())

    async def _begin(self) -> tuple[Side, Side]:
        async with self.operator.unscoped() as session:
            made = [await places.add_organisation(session, next_organisation()) for _ in range(2)]
        one, two = (
            Side(Actor(make_id(), make_id(), Role.APPROVER, tenant_id=found.id), found.code)
            for found in made
        )
        for side in (one, two):
            async with self.database.write(side.actor) as tx:
                side.plan = (await writing.start_plan(tx, self.edition)).id
        return one, two

    def both(self, number: int) -> tuple[Side, Side]:
        return self.sides[number], self.sides[1 - number]

    @rule(number=SIDES, words=WORDS)
    def add(self, number: int, words: str) -> None:
        me, _ = self.both(number)
        title = f"โครงการ{words}-{me.code}"

        async def act() -> None:
            assert me.plan is not None
            async with self.database.write(me.actor) as tx:
                row = await ordering.add_initiative(
                    tx,
                    me.plan,
                    self.edition,
                    mission_code="1.1",
                    kind=InitiativeKind.PROJECT,
                    title=title,
                )
                content = await plans.get_content(
                    tx, await plans.get_plan(tx, me.plan), self.edition
                )
            me.rows[row.id] = title
            for one in content.rows:
                if one.id == row.id:
                    me.amounts |= {cell.id: -1 for cell in one.cells}

        self.run(act())

    @rule(number=SIDES, pick=PICK, words=WORDS, theirs=st.booleans())
    def rename(self, number: int, pick: int, words: str, theirs: bool) -> None:
        me, other = self.both(number)
        known = list((other if theirs else me).visible())
        if not known:
            return
        wanted, title = known[pick % len(known)], f"โครงการ{words}-{me.code}"

        async def act() -> None:
            async with self.database.write(me.actor) as tx:
                row = await plans.get_initiative(tx, wanted)
                await wording.set_initiative(tx, wanted, row.version, title=title)

        if theirs:
            with pytest.raises(NotFound):
                self.run(act())
        else:
            self.run(act())
            me.rows[wanted] = title

    @rule(number=SIDES, pick=PICK, amount=AMOUNTS, theirs=st.booleans())
    def set_cell(self, number: int, pick: int, amount: int, theirs: bool) -> None:
        me, other = self.both(number)
        mine = self._cells(me)
        known = self._cells(other) if theirs else mine
        if not known:
            return
        wanted, version = known[pick % len(known)]
        edits = [CellEdit(wanted, version, Budget.of(amount))]
        if theirs and mine:  # hidden among one's own
            edits.insert(0, CellEdit(*mine[pick % len(mine)], Budget.of(amount)))

        async def act() -> None:
            async with self.database.write(me.actor) as tx:
                await filling.set_budget_cells(tx, edits)

        if theirs:
            with pytest.raises(RefusedCells):
                self.run(act())
        else:
            self.run(act())
            me.amounts[wanted] = amount

    def _cells(self, side: Side) -> list[tuple[UUID, int]]:
        async def look() -> list[tuple[UUID, int]]:
            async with self.database.read(side.actor) as tx:
                found = await plans.list_cells(tx, side.amounts)
                return sorted((cell.id, cell.version) for cell in found)

        return self.run(look())

    @rule(number=SIDES, pick=PICK, theirs=st.booleans(), back=st.booleans())
    def remove_or_restore(self, number: int, pick: int, theirs: bool, back: bool) -> None:
        me, other = self.both(number)
        owner = other if theirs else me
        known = sorted(owner.removed) if back else list(owner.visible())
        if not known:
            return
        wanted = known[pick % len(known)]

        async def act() -> None:
            async with self.database.write(me.actor) as tx:
                row = await plans.get_initiative(tx, wanted)
                if back:
                    await ordering.restore_initiative(tx, wanted)
                else:
                    await ordering.remove_initiative(tx, wanted, row.version)

        if theirs:
            with pytest.raises(NotFound):
                self.run(act())
        else:
            self.run(act())
            (me.removed.discard if back else me.removed.add)(wanted)

    @rule(number=SIDES, theirs=st.booleans())
    def submit(self, number: int, theirs: bool) -> None:
        me, other = self.both(number)
        wanted = other.plan if theirs else me.plan
        assert wanted is not None

        async def act() -> None:
            """By way of the committee, and at once given back, so that editing goes on."""
            async with self.database.write(me.actor) as tx:
                plan = await plans.get_plan(tx, wanted)
                if plan.state is PlanState.DRAFT:
                    await submitting.send_to_committee(tx, plan.id, plan.version)
                revision = await submitting.submit_plan(
                    tx, plan.id, plan.version, self.edition, "ส่งอีกครั้ง"
                )
            key = SubmittedKey(revision.tenant_id, revision.id)
            async with self.database.review(OFFICER, revision.tenant_id) as tx:
                await reviewing.return_plan(tx, key, [NewReason(WHOLE_PLAN, "ตรวจใหม่")])

        if theirs:
            with pytest.raises(NotFound):
                self.run(act())
        elif me.visible():
            self.run(act())
            me.submitted.append(set(me.visible().values()))
        else:
            with pytest.raises(Invalid, match="PLAN_EMPTY"):
                self.run(act())

    @rule(number=SIDES)
    def start_again(self, number: int) -> None:
        me, _ = self.both(number)

        async def act() -> None:
            async with self.database.write(me.actor) as tx:
                await writing.start_plan(tx, self.edition)

        with pytest.raises(Conflict):
            self.run(act())

    @invariant()
    def each_has_exactly_what_the_model_says(self) -> None:
        if not hasattr(self, "sides"):
            return
        for side in self.sides:
            self.run(self._compare(side))

    async def _compare(self, side: Side) -> None:
        async with self.database.read(side.actor) as tx:
            assert side.plan is not None
            plan = await plans.get_plan(tx, side.plan)
            content = await plans.get_content(tx, plan, self.edition)
            assert {row.id: row.initiative.title for row in content.rows} == side.visible()
            for row in content.rows:
                for cell in row.cells:
                    known = side.amounts[cell.id]
                    assert cell.amount_satang == (None if known < 0 else known * 100)
            revisions = await plans.list_revisions(tx, self.edition.code)
            assert len(revisions) == len(side.submitted)
            shown = await comparison.list_submitted_rows(
                tx, self.edition, None, comparison.RowFilter(), 100
            )
            last = side.submitted[-1] if side.submitted else set[str]()
            assert {row.title for row, _ in shown} == last


@contextmanager
def machine_on(urls: DatabaseUrls) -> Generator[None]:
    """The machine's databases and loop, closed at the end."""
    TwoTenants.runner = asyncio.Runner()
    TwoTenants.database, TwoTenants.operator = Database(urls.app), Database(urls.operator)

    async def load() -> FrameworkEdition:
        async with TwoTenants.database.unscoped() as session:
            return await framework.get_edition(session, "2561-2564")

    async def close() -> None:
        await TwoTenants.database.close()
        await TwoTenants.operator.close()

    with TwoTenants.runner as runner:
        TwoTenants.edition = runner.run(load())
        try:
            yield
        finally:
            runner.run(close())


def test_two_organisations_never_meet(postgres_admin: servers.Admin) -> None:
    chosen = settings(
        max_examples=25,
        stateful_step_count=18,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    with postgres_admin.copy_of_template() as urls, machine_on(urls):
        run_state_machine_as_test(TwoTenants, settings=chosen)

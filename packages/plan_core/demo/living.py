"""What happened to a made-up plan after it was submitted: returned, accepted, adopted, …"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from plan_core.actor import Actor
from plan_core.db.transaction import Database, ReadTx
from plan_core.demo import cast, words
from plan_core.demo.cast import Ending
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake.actions import submitting
from plan_core.plans import queries, step_queries
from plan_core.plans.actions import adopting, filling, reviewing
from plan_core.plans.actions.filling import CellEdit
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.model import Plan, Revision
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.rules import Signature
from plan_core.plans.stages import Part, PartKind, Verdict
from plan_core.publishing import actions as publishing
from plan_core.reporting import queries as reporting
from plan_core.thai_text import to_thai_digits
from plan_core.values import Budget, thai_day

STEPS = 6
"""At most so many follow a submission, spread evenly over the time since."""
SIGNED_BEFORE = timedelta(days=1)


class Way:
    """One organisation's plan on its way; `tick` is told before each step which one it is."""

    def __init__(
        self,
        app: Database,
        code: str,
        edition: FrameworkEdition,
        approver: Actor,
        officer: Actor,
        tick: Callable[[int], None],
    ) -> None:
        self._app = app
        self._dice = cast.dice_of(code, "life")
        self._edition = edition
        self._approver = approver
        self._officer = officer
        self._tick = tick

    async def go(self, revision: Revision, ending: Ending) -> None:
        if ending is Ending.SUBMITTED:
            return
        if ending in {Ending.RETURNED, Ending.SENT_AGAIN}:
            await self._return(revision)
        if ending is Ending.SENT_AGAIN:
            await self._send_again()
        if ending in {Ending.ACCEPTED, Ending.ADOPTED, Ending.PUBLISHED}:
            await self._accept(revision)
        if ending in {Ending.ADOPTED, Ending.PUBLISHED}:
            await self._adopt()
        if ending is Ending.PUBLISHED:
            await self._publish()

    async def _return(self, revision: Revision) -> None:
        """One cell or two, each with a reason."""
        self._tick(1)
        async with self._app.review(self._officer, revision.tenant_id) as tx:
            rows = await queries.list_revision_rows(tx, revision)
            chosen = self._dice.sample(rows, min(len(rows), self._dice.randint(1, 2)))
            reasons = [
                NewReason(
                    Part(PartKind.CELL, row.initiative_id, self._dice.choice(self._years)),
                    self._dice.choice(words.RETURN_REASONS),
                )
                for row in chosen
            ]
            await reviewing.return_plan(tx, _key(revision), reasons, words.RETURN_NOTE)

    async def _send_again(self) -> None:
        self._tick(2)
        async with self._app.read(self._approver) as tx:
            plan = await self._plan(tx)
            content = await queries.get_content(tx, plan, self._edition)
            gate = await step_queries.gate_of(tx, plan)
            open_cells = [
                cell
                for row in content.rows
                for cell in row.cells
                if gate.is_open_for(Part(PartKind.CELL, row.id, cell.fiscal_year_be))
            ]
        async with self._app.write(self._approver) as tx:
            filled = await filling.set_budget_cells(
                tx, [CellEdit(cell.id, cell.version, Budget.of(15_000)) for cell in open_cells]
            )
        async with self._app.write(self._approver) as tx:
            await submitting.submit_plan(tx, plan.id, filled.plan.version, self._edition)

    async def _accept(self, revision: Revision) -> None:
        """Judged row by row; now and then one does not fit, or something is remarked."""
        self._tick(3)
        key = _key(revision)
        async with self._app.review(self._officer, revision.tenant_id) as tx:
            rows = [one.initiative_id for one in await queries.list_revision_rows(tx, revision)]
            odd = self._dice.sample(rows, 1) if len(rows) > 1 and self._dice.random() < 0.4 else []
            fitting = [row for row in rows if row not in odd]
            await reviewing.set_consistency(tx, key, fitting, Verdict.CONSISTENT, "")
            if odd:
                await reviewing.set_consistency(
                    tx, key, odd, Verdict.INCONSISTENT, words.INCONSISTENT_REASON
                )
            if self._dice.random() < 0.4:
                await reviewing.add_comment(tx, key, self._dice.choice(rows), words.COMMENT)
            await reviewing.accept_plan(tx, key)

    async def _adopt(self) -> None:
        self._tick(4)
        is_acting = self._dice.random() < 0.3
        async with self._app.write(self._approver) as tx:
            plan = await self._plan(tx)
            signature = Signature(
                signed_by=self._approver.name,
                signed_as=words.CLERK if is_acting else words.SIGNED_AS,
                acting_for=words.ACTING_FOR if is_acting else "",
                order_number=to_thai_digits(f"{self._dice.randint(1, 40)}/2561"),
                signed_on=thai_day(tx.now - SIGNED_BEFORE),
            )
            await adopting.adopt_plan(tx, plan.id, plan.version, signature)

    async def _publish(self) -> None:
        self._tick(5)
        async with self._app.write(self._approver) as tx:
            plan = await self._plan(tx)
            await publishing.publish_plan(tx, plan.id, plan.version)
            # Who publishes a plan publishes what became of it as well.
            for report in await reporting.list_reports(tx, self._edition.code, None, None):
                await publishing.publish_report(tx, SubmittedKey(report.tenant_id, report.id))

    @property
    def _years(self) -> tuple[int, ...]:
        return self._edition.fiscal_years

    async def _plan(self, tx: ReadTx) -> Plan:
        plan = await queries.find_plan(tx, self._edition.code)
        if plan is None:
            raise ValueError("a plan that was submitted is there")
        return plan


def _key(revision: Revision) -> SubmittedKey:
    return SubmittedKey(revision.tenant_id, revision.id)

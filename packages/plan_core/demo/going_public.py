"""How some of the made-up plans went on: accepted by the province, adopted, published."""

from __future__ import annotations

from plan_core.actor import Actor
from plan_core.db.transaction import Database
from plan_core.plans import queries
from plan_core.plans.actions import adopting, reviewing
from plan_core.plans.rules import Signature, thai_day
from plan_core.publishing import actions as publishing


async def publish(app: Database, approver: Actor, officer: Actor, edition_code: str) -> None:
    """The newest revision of the approver's organisation, through the steps of its life."""
    async with app.read(approver) as tx:
        plan = await queries.find_plan(tx, edition_code)
        if plan is None:
            raise ValueError("a plan that was submitted is there")
        (revision, *_) = await queries.list_revisions(tx, edition_code)
    async with app.review(officer, approver.tenant) as tx:
        await reviewing.accept_plan(tx, queries.SubmittedKey(approver.tenant, revision.id))
    async with app.write(approver) as tx:
        plan = await queries.get_plan(tx, plan.id)
        signature = Signature(
            "นายก (ข้อมูลสาธิต)", "นายกองค์การบริหารส่วนตำบล", "", "๑/๒๕๖๑", thai_day(tx.now)
        )
        await adopting.adopt_plan(tx, plan.id, plan.version, signature)
        await publishing.publish_plan(tx, plan.id, plan.version)

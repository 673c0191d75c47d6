"""Somebody with an address, who has something to be told; and the jobs that tell it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from make.people import make_actor, make_organisation
from make.plans import make_plan, return_whole, submit
from make.world import World
from plan_core import jobs
from plan_core.actor import Actor, Role
from plan_core.db.outbox import JobState
from plan_core.notifications import queries
from plan_core.notifications.model import Mail
from plan_core.notifications.rules import NotificationKind
from plan_core.people.actions import addressing
from worker import notifying


@dataclass
class Case:
    """A plan that an officer has returned; its editor has an address."""

    world: World
    editor: Actor
    approver: Actor
    officer: Actor

    async def run_jobs(self) -> list[JobState]:
        """Every announcing job, as the worker runs it; the states of all."""
        bodies = {
            jobs.ANNOUNCE_STEP: notifying.announce_step,
            jobs.ANNOUNCE_VERDICT: notifying.announce_verdict,
            jobs.ANNOUNCE_ENTRY: notifying.announce_entry,
        }
        for job in await self.world.jobs():
            if job.name in bodies and job.tenant_id == self.editor.tenant_id:
                await notifying.run_announcement(job.tenant_id, str(job.id), bodies[job.name])
        return [job.state for job in await self.world.jobs()]

    async def inbox(self) -> list[NotificationKind]:
        async with self.world.app.personal(self.editor) as tx:
            return [one.kind for one in await queries.list_notifications(tx, 50)]

    async def mails(self) -> list[Mail]:
        async with self.world.worker.unscoped() as session:
            query = select(Mail).where(Mail.person_id == self.editor.person_id).order_by(Mail.id)
            return list((await session.scalars(query)).all())


async def make_returned(world: World) -> Case:
    """A plan that an officer has returned; its editor has an address."""
    organisation = await make_organisation(world)
    editor = await make_actor(world, Role.EDITOR, organisation)
    approver = await make_actor(world, Role.APPROVER, organisation)
    officer = await make_actor(world, Role.DISTRICT_OFFICER)
    await make_plan(world, editor)
    async with world.operator.unscoped() as session:
        await addressing.set_address(
            session, editor.person_id, "kamon@huamueang.go.th", world.clock()
        )
    world.clock.move(minutes=1)
    await return_whole(world, await submit(world, approver), officer)
    return Case(world, editor, approver, officer)

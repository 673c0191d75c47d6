"""Reports on plans with a few rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from make.people import make_actor
from make.plans import make_plan, submit
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.attachments import actions as attachments
from plan_core.attachments.actions import NewFile, Subject
from plan_core.attachments.model import Attachment
from plan_core.attachments.rules import Limits
from plan_core.db.base import make_id
from plan_core.plans.actions import stepping
from plan_core.plans.model import Revision
from plan_core.plans.model_steps import ConsistencyReview
from plan_core.plans.stages import Verdict
from plan_core.reporting import queries
from plan_core.reporting.actions import entering, evidence, submitting
from plan_core.reporting.actions.entering import EntryEdit
from plan_core.reporting.figures import SheetRow
from plan_core.reporting.model import Report
from plan_core.reporting.queries import Sheet
from plan_core.reporting.rules import Entry, ReportRound

YEAR = 2561
SIX, TWELVE = ReportRound.SIX_MONTHS, ReportRound.TWELVE_MONTHS


@dataclass
class Office:
    """An organisation that submitted a plan of four rows and reports on it."""

    world: World
    approver: Actor
    revision: Revision

    async def sheet(self, round_: ReportRound = SIX, year: int = YEAR) -> Sheet:
        async with self.world.app.read(self.approver) as tx:
            return await queries.get_sheet(tx, self.world.edition, year, round_)

    async def row(self, at: int = 0, round_: ReportRound = SIX) -> SheetRow:
        return (await self.sheet(round_)).rows[at]

    async def enter(self, *entries: tuple[SheetRow, Entry], round_: ReportRound = SIX) -> None:
        edits = [EntryEdit(row.initiative_id, row.version, entry) for row, entry in entries]
        await self.set(edits, round_)

    async def set(
        self, edits: list[EntryEdit], round_: ReportRound = SIX, actor: Actor | None = None
    ) -> None:
        async with self.world.app.write(actor or self.approver) as tx:
            await entering.set_progress(tx, self.world.edition, YEAR, round_, edits)

    async def unlock(self, initiative_id: UUID, reason: str, actor: Actor | None = None) -> None:
        async with self.world.app.write(actor or self.approver) as tx:
            await entering.unlock_progress(tx, self.world.edition, YEAR, initiative_id, reason)

    async def submit(self, round_: ReportRound = SIX, fingerprint: str | None = None) -> Report:
        seen = fingerprint or (await self.sheet(round_)).fingerprint
        async with self.world.app.write(self.approver) as tx:
            return await submitting.submit_report(tx, self.world.edition, YEAR, round_, seen)

    async def attach(self, subject: Subject, name: str = "evidence.pdf") -> Attachment:
        """A file beside an entry or a report, as the upload would add it."""
        content = make_id().bytes
        new = NewFile(
            make_id(), name, "application/pdf", len(content), hashlib.sha256(content).hexdigest()
        )
        async with self.world.app.write(self.approver) as tx:
            await evidence.open_subject(tx, subject)
            return await attachments.add(tx, subject, new, Limits(10**6, 10**9))

    async def take_away(self, attachment: Attachment) -> None:
        async with self.world.app.write(self.approver) as tx:
            await evidence.open_subject(tx, (attachment.subject_type, attachment.subject_id))
            await attachments.remove(tx, attachment.id)

    async def judge(self, initiative_id: UUID, verdict: Verdict, reason: str = "") -> None:
        officer = await make_actor(self.world, Role.PROVINCE_OFFICER)
        async with self.world.app.review(officer, self.revision.tenant_id) as tx:
            about = stepping.said_about(tx, self.revision)
            tx.session.add(
                ConsistencyReview(
                    **about, initiative_id=initiative_id, verdict=verdict, reason=reason
                )
            )


async def make_office(world: World, approver: Actor | None = None) -> Office:
    approver = approver or await make_actor(world, Role.APPROVER)
    await make_plan(world, approver)
    return Office(world, approver, await submit(world, approver))

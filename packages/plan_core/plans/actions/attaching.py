"""Files beside a plan: what may be changed of the plan says whether they may be."""

from __future__ import annotations

from uuid import UUID

from plan_core.attachments import actions as attachments
from plan_core.attachments.actions import Subject
from plan_core.attachments.kinds import SubjectType
from plan_core.audit.about import About
from plan_core.db.transaction import WriteTx
from plan_core.errors import NotFound
from plan_core.plans import queries
from plan_core.plans.actions.editing import open_for_edit
from plan_core.plans.stages import WHOLE_PLAN, Part, PartKind

TYPES = frozenset({SubjectType.PLAN, SubjectType.APPOINTMENT, SubjectType.INITIATIVE})
"""What of a plan may have files."""


async def open_subject(tx: WriteTx, subject: Subject) -> About:
    """The part of the plan, opened for a change of its files; NotFound for a removed row."""
    kind, subject_id = subject
    match kind:
        case SubjectType.PLAN:
            plan = await open_for_edit(tx, subject_id, WHOLE_PLAN)
            return About.plan(plan.id)
        case SubjectType.APPOINTMENT:
            plan = await open_for_edit(tx, subject_id, Part(PartKind.COMMITTEES))
            return About.committees(plan.id)
        case SubjectType.INITIATIVE:
            row = await queries.get_initiative(tx, subject_id)
            if row.removed_at is not None:
                raise NotFound("initiative")
            await open_for_edit(tx, row.plan_id, Part(PartKind.ROW, row.id))
            return About.row(row.plan_id, row.id)
        case _:
            raise NotFound("subject")


async def share_all(tx: WriteTx, plan_id: UUID, initiative_ids: list[UUID]) -> None:
    """The plan was submitted: its files become its officers' to read."""
    subjects: list[Subject] = [(SubjectType.PLAN, plan_id), (SubjectType.APPOINTMENT, plan_id)]
    subjects += [(SubjectType.INITIATIVE, one) for one in initiative_ids]
    await attachments.share_for(tx, subjects)

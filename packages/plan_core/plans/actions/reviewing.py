"""What an officer of the area says about a submission: return, accept. Never an edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plan_core.audit import actions as audit
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid
from plan_core.plans import queries, rules, step_queries
from plan_core.plans.actions import stepping
from plan_core.plans.model import Revision
from plan_core.plans.model_steps import ReturnReason, RevisionStep
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import (
    TRANSITIONS,
    Move,
    Part,
    PlanState,
    StepKind,
    check_move,
    stage_of,
)


@dataclass(frozen=True, slots=True)
class NewReason:
    """Why one part is returned."""

    part: Part
    reason: str


async def return_plan(
    tx: WriteTx, key: SubmittedKey, reasons: Sequence[NewReason], note: str = ""
) -> RevisionStep:
    """Give a submission back; exactly the parts that have a reason may be changed again."""
    revision = await _open_for_review(tx, key, Move.RETURN)
    if not 1 <= len(reasons) <= rules.MAX_REASONS:
        raise Invalid(
            "REASONS_NEEDED",
            f"การส่งกลับต้องระบุเหตุผล 1 ถึง {rules.MAX_REASONS} ข้อ",
            f"Returning needs 1 to {rules.MAX_REASONS} reasons.",
            field="reasons",
        )
    known = {row.initiative_id for row in await queries.list_revision_rows(tx, revision)}
    for index, one in enumerate(reasons):
        rules.check_part(one.part, known, f"reasons.{index}")
    step = await stepping.add_step(tx, revision, StepKind.RETURNED, rules.clean_note(note))
    for index, one in enumerate(reasons):
        tx.session.add(
            ReturnReason(
                **stepping.said_about(tx, revision),
                step_id=step.id,
                part=one.part.kind,
                initiative_id=one.part.initiative_id,
                fiscal_year_be=one.part.fiscal_year_be,
                section_code=one.part.section_code,
                reason=rules.clean_reason(one.reason, f"reasons.{index}"),
            )
        )
    audit.record(tx, "return_plan", "revision", revision.id, None, {"reasons": len(reasons)})
    await tx.session.flush()
    return step


async def accept_plan(tx: WriteTx, key: SubmittedKey, note: str = "") -> RevisionStep:
    """The area has nothing to object: the organisation may adopt this revision."""
    revision = await _open_for_review(tx, key, Move.ACCEPT)
    step = await stepping.add_step(tx, revision, StepKind.ACCEPTED, rules.clean_note(note))
    audit.record(tx, "accept_plan", "revision", revision.id, None, {"number": revision.number})
    await tx.session.flush()
    return step


async def _open_for_review(tx: WriteTx, key: SubmittedKey, move: Move) -> Revision:
    """The newest revision of an organisation in the actor's area, when this move goes from here."""
    tx.actor.require(TRANSITIONS[move].permission)
    revision = await step_queries.get_newest_revision(tx, key)
    last = await step_queries.find_last_step(tx, key.tenant_id, revision.edition_code)
    check_move(move, stage_of(PlanState.SUBMITTED, None if last is None else last.kind))
    return revision

"""What an officer of the area says about a submission: return, accept, judge. Never an edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from plan_core import jobs
from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, NotFound, Value
from plan_core.plans import queries, rules, step_queries
from plan_core.plans.actions import stepping
from plan_core.plans.model import Revision
from plan_core.plans.model_steps import (
    ConsistencyReview,
    ReturnReason,
    RevisionStep,
    RowComment,
)
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import (
    TRANSITIONS,
    Move,
    Part,
    PartKind,
    PlanState,
    StepKind,
    Verdict,
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
    revision, last = await _open_for_review(tx, key, Move.RETURN)
    if not 1 <= len(reasons) <= rules.MAX_REASONS:
        raise Invalid(
            "REASONS_NEEDED",
            f"การส่งกลับต้องระบุเหตุผล 1 ถึง {rules.MAX_REASONS} ข้อ",
            f"Returning needs 1 to {rules.MAX_REASONS} reasons.",
            field="reasons",
        )
    known = await queries.list_revision_row_ids(tx, revision)
    for index, one in enumerate(reasons):
        rules.check_part(one.part, known, f"reasons.{index}")
    step = await stepping.add_step(
        tx, revision, StepKind.RETURNED, rules.clean_note(note), after=last
    )
    for index, one in enumerate(reasons):
        reason = rules.clean_reason(one.reason, f"reasons.{index}")
        tx.session.add(
            ReturnReason(
                **stepping.said_about(tx, revision),
                step_id=step.id,
                part=one.part.kind,
                initiative_id=one.part.initiative_id,
                fiscal_year_be=one.part.fiscal_year_be,
                section_code=one.part.section_code,
                reason=reason,
            )
        )
        told: dict[str, Value] = {"fiscalYear": one.part.fiscal_year_be, "reason": reason}
        where = about_part(revision.plan_id, one.part)
        audit.record(tx, "return_part", "revision", revision.id, None, told, where)
    count = {"number": revision.number, "reasons": len(reasons)}
    about = About.plan(revision.plan_id)
    audit.record(
        tx,
        "return_plan",
        "revision",
        revision.id,
        None,
        count,
        about,
        shown_to=revision.shown_to,
    )
    await tx.session.flush()
    return step


async def accept_plan(tx: WriteTx, key: SubmittedKey, note: str = "") -> RevisionStep:
    """The area has nothing to object: the organisation may adopt this revision."""
    revision, last = await _open_for_review(tx, key, Move.ACCEPT)
    step = await stepping.add_step(
        tx, revision, StepKind.ACCEPTED, rules.clean_note(note), after=last
    )
    told = {"number": revision.number}
    about = About.plan(revision.plan_id)
    audit.record(
        tx,
        "accept_plan",
        "revision",
        revision.id,
        None,
        told,
        about,
        shown_to=revision.shown_to,
    )
    await tx.session.flush()
    return step


async def set_consistency(
    tx: WriteTx, key: SubmittedKey, initiative_ids: Sequence[UUID], verdict: Verdict, reason: str
) -> list[ConsistencyReview]:
    """Judge rows of the newest revision, all or none; the newest verdict on a row counts."""
    tx.actor.require(Permission.PLAN_REVIEW)
    revision = await step_queries.get_newest_revision(tx, key)
    cleaned = rules.clean_verdict(verdict, reason)
    await _check_rows(tx, revision, initiative_ids)
    judged = [
        ConsistencyReview(
            **stepping.said_about(tx, revision),
            initiative_id=one,
            verdict=verdict,
            reason=cleaned,
        )
        for one in initiative_ids
    ]
    tx.session.add_all(judged)
    told = {"verdict": verdict.value, "reason": cleaned}
    for at, one in enumerate(initiative_ids):
        audit.record(
            tx,
            "set_consistency",
            "revision",
            revision.id,
            None,
            told,
            About.row(revision.plan_id, one),
            # All of them are read with the one revision.
            shown_to=revision.shown_to if at == 0 else None,
        )
    if verdict is Verdict.INCONSISTENT and judged:
        tx.enqueue(jobs.ANNOUNCE_VERDICT, judged[0].id)
    tx.tell_word(revision.plan_id)
    await tx.session.flush()
    return judged


async def add_comment(
    tx: WriteTx, key: SubmittedKey, initiative_id: UUID | None, text: str
) -> RowComment:
    """Remark on a row of the newest revision, or on all of it; its organisation answers so too."""
    tx.actor.require(Permission.COMMENT)
    revision = await step_queries.get_newest_revision(tx, key)
    if initiative_id is not None:
        await _check_rows(tx, revision, [initiative_id])
    comment = RowComment(
        **stepping.said_about(tx, revision),
        initiative_id=initiative_id,
        text=rules.clean_comment(text),
    )
    tx.session.add(comment)
    whole = Part(PartKind.PLAN)
    part = whole if initiative_id is None else Part(PartKind.ROW, initiative_id)
    told = {"comment": str(comment.id), "text": comment.text}
    about = about_part(revision.plan_id, part)
    audit.record(
        tx,
        "add_comment",
        "revision",
        revision.id,
        None,
        told,
        about,
        shown_to=revision.shown_to,
    )
    tx.enqueue(jobs.ANNOUNCE_COMMENT, comment.id)
    tx.tell_word(revision.plan_id)
    await tx.session.flush()
    return comment


def about_part(plan_id: UUID, part: Part) -> About:
    """In whose history it is read that this part was returned."""
    if part.initiative_id is not None:
        return About.row(plan_id, part.initiative_id)
    match part.kind:
        case PartKind.SECTION if part.section_code:
            return About.section(plan_id, part.section_code)
        case PartKind.COMMITTEES:
            return About.committees(plan_id)
        case _:
            return About.plan(plan_id)


async def _check_rows(tx: WriteTx, revision: Revision, initiative_ids: Sequence[UUID]) -> None:
    rules.check_rows_at_once(initiative_ids)
    if set(initiative_ids) - await queries.list_revision_row_ids(tx, revision):
        raise NotFound("initiative")


async def _open_for_review(
    tx: WriteTx, key: SubmittedKey, move: Move
) -> tuple[Revision, RevisionStep | None]:
    """The newest revision of an organisation in the actor's area and its last step, when this move
    goes from there."""
    tx.actor.require(TRANSITIONS[move].permission)
    revision = await step_queries.get_newest_revision(tx, key)
    last = await step_queries.find_last_step(tx, key.tenant_id, revision.edition_code)
    check_move(move, stage_of(PlanState.SUBMITTED, None if last is None else last.kind))
    return revision, last

"""One step on a revision's way, by the organisation or by an officer; the only writer of steps."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from plan_core import jobs
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.plans.model import Revision
from plan_core.plans.model_steps import RevisionStep
from plan_core.plans.rules import Signature
from plan_core.plans.stages import StepKind


async def add_step(
    tx: WriteTx,
    revision: Revision,
    kind: StepKind,
    note: str,
    signature: Signature | None = None,
    *,
    after: RevisionStep | None,
) -> RevisionStep:
    """The step that follows `after`, the one that the caller looked at before deciding.

    Conflict when somebody else made a step since: the number is taken from what was seen, never
    from what is there by now.
    """
    if after is not None and after.revision_id != revision.id:
        raise changed_meanwhile()
    step = RevisionStep(
        **said_about(tx, revision),
        sequence=1 if after is None else after.sequence + 1,
        kind=kind,
        note=note,
        signed_by=signature.signed_by if signature else "",
        signed_as=signature.signed_as if signature else "",
        acting_for=signature.acting_for if signature else tx.actor.acting_for,
        order_number=signature.order_number if signature else "",
        signed_on=signature.signed_on if signature else None,
    )
    tx.session.add(step)
    try:
        await tx.session.flush()
    except IntegrityError as error:
        if "uq_revision_step_tenant_id_revision_id_sequence" in str(error.orig):
            raise changed_meanwhile() from error
        raise
    tx.enqueue(jobs.ANNOUNCE_STEP, step.id)
    tx.tell_word(revision.plan_id)
    return step


def said_about(tx: WriteTx, revision: Revision) -> dict[str, object]:
    """What every row about a revision begins with: whose it is, its area, who says it and when."""
    return {
        "tenant_id": revision.tenant_id,
        "id": make_id(),
        "province_code": revision.province_code,
        "district_code": revision.district_code,
        "revision_id": revision.id,
        "at": tx.now,
        "person_id": tx.actor.person_id,
        "by_name": tx.actor.name,
        "by_role": tx.actor.role.value,
    }

"""Submitting what was checked: the revision, and beside it what the checks noticed in it."""

from __future__ import annotations

from uuid import UUID

from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import noticed, readiness
from plan_core.intake.model import CheckedRevision
from plan_core.plans import queries
from plan_core.plans.actions import submitting
from plan_core.plans.model import Revision


async def submit_plan(
    tx: WriteTx, plan_id: UUID, version: int, edition: FrameworkEdition, note: str = ""
) -> Revision:
    """Submit exactly the version that the approver saw, unless a check finds something critical.

    What else the checks noticed, and how the organisation explained it, goes to the officers of
    its area together with the revision.
    """
    revision = await submitting.submit_plan(tx, plan_id, version, edition, note)
    # After what is quicker to refuse; a refusal here undoes the submission.
    plan = await queries.get_plan(tx, plan_id)
    content = await queries.get_content(tx, plan, edition)
    found = await readiness.read_findings(tx, content, edition)
    readiness.check_nothing_critical(found)
    kept = noticed.noticed_of(found.findings, found.explanations)
    rules = noticed.counted(kept)
    tx.session.add(
        CheckedRevision(
            tenant_id=revision.tenant_id,
            id=make_id(),
            province_code=revision.province_code,
            district_code=revision.district_code,
            revision_id=revision.id,
            codes=[one.code for one in rules],
            severities=[one.severity.value for one in rules],
            counts=[one.count for one in rules],
            explained=[one.explained for one in rules],
            noticed=noticed.encode(kept),
        )
    )
    await tx.session.flush()
    return revision

"""Starting a plan from the organisation's own plan of an earlier edition."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.transaction import WriteTx
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import succession, succession_queries
from plan_core.plans.actions import beginning, writing
from plan_core.plans.model import Plan


async def start_from(
    tx: WriteTx,
    edition: FrameworkEdition,
    earlier_plan_id: UUID,
    missions: Mapping[str, str],
) -> Plan:
    """A new working copy with everything of the earlier plan that still can hold.

    `missions` says for each mission with rows where they go. The earlier plan stays as it is.
    """
    earlier = await succession_queries.get_earlier_plan(tx, earlier_plan_id, edition)
    made = succession.succeed(earlier.body, earlier.edition, edition, missions)
    plan = await writing.start_plan(tx, edition)
    rows = await writing.write_rows(tx, plan, edition, made.rows, made.sections, made.risks)
    beginning.write_sheets(tx, plan, rows, made.sheets)
    await beginning.write_answers(
        tx, plan, [[rows[at] for at in places] for places in made.answers]
    )
    # Who sat in a committee is proposed; the order that appoints them is a new one.
    await beginning.write_members(tx, plan, made.members)
    audit.record(
        tx,
        "start_from_earlier",
        "plan",
        plan.id,
        None,
        {
            "plan": str(earlier.id),
            "edition": earlier.edition.code,
            "revision": earlier.revision_number,
            "rows": len(rows),
        },
        About.plan(plan.id),
    )
    await tx.session.flush()
    return plan

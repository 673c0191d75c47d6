"""What the checks notice in a plan that is being written, and whether it may be submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from plan_core.db.transaction import ReadTx
from plan_core.errors import Invalid
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import restated
from plan_core.intake.findings import Finding
from plan_core.intake.settled import Explanation
from plan_core.plans import freezing
from plan_core.plans.beside import PlanBeside, get_beside
from plan_core.plans.content import PlanContent
from plan_core.plans.model import Plan
from plan_core.plans.model_parts import FindingExplanation
from plan_core.values import Severity


@dataclass(frozen=True, slots=True)
class PlanFindings:
    """All findings of a plan, and why some stand: by the findings' keys."""

    findings: tuple[Finding, ...]
    explanations: Mapping[str, Explanation]


async def read_findings(
    tx: ReadTx,
    content: PlanContent,
    edition: FrameworkEdition,
    beside: PlanBeside | None = None,
) -> PlanFindings:
    """The same checks as on import, on everything that is written."""
    if beside is None:
        beside = await get_beside(tx, content.plan)
    body = await freezing.body_of(tx, content, edition, beside)
    acceptance = beside.acceptance
    explained = restated.explanations_of(acceptance) | await list_explanations(tx, content.plan)
    return PlanFindings(
        restated.findings_of(content, body, acceptance, edition),
        {key: one for key, one in explained.items() if one.text},
    )


async def list_explanations(tx: ReadTx, plan: Plan) -> dict[str, Explanation]:
    """What was explained in the plan itself; it goes before what came with the document."""
    rows = await tx.session.scalars(
        select(FindingExplanation).where(
            FindingExplanation.tenant_id == tx.actor.tenant,
            FindingExplanation.plan_id == plan.id,
        )
    )
    return {row.finding_key: Explanation(row.text, row.by_name, row.at.isoformat()) for row in rows}


def check_nothing_critical(found: PlanFindings) -> None:
    """Raise Invalid FINDINGS_CRITICAL, with their keys, when something must be corrected first."""
    blocking = [one for one in found.findings if one.severity is Severity.CRITICAL]
    if blocking:
        raise Invalid(
            "FINDINGS_CRITICAL",
            f"ยังมีข้อสังเกตร้ายแรง {len(blocking)} ข้อ ต้องแก้ไขก่อนส่งแผน",
            f"{len(blocking)} critical findings must be corrected before submitting.",
            values={"keys": [one.key for one in blocking]},
        )

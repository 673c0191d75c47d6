"""Saying why a finding stands in the plan itself, while it is being written."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import readiness, settled
from plan_core.plans import queries
from plan_core.plans.actions import editing
from plan_core.plans.model import Plan
from plan_core.plans.model_parts import FindingExplanation
from plan_core.values import Severity


async def explain_plan_finding(
    tx: WriteTx, plan_id: UUID, finding_key: str, text: str, edition: FrameworkEdition
) -> Plan:
    """An empty text takes the explanation back. What is CRITICAL is corrected, not explained."""
    plan, _ = await editing.open_gate(tx, plan_id)
    content = await queries.get_content(tx, plan, edition)
    found = await readiness.read_findings(tx, content, edition)
    finding = next((one for one in found.findings if one.key == finding_key), None)
    if finding is None:
        raise NotFound("finding")
    if finding.severity is Severity.CRITICAL:
        raise Invalid(
            "FINDING_MUST_BE_CORRECTED",
            "ข้อสังเกตร้ายแรงต้องแก้ไข ชี้แจงแทนไม่ได้",
            "A critical finding must be corrected; an explanation is not enough.",
            field="key",
        )
    words = settled.clean_explanation(text)
    kept = await tx.session.scalar(
        select(FindingExplanation).where(
            FindingExplanation.tenant_id == tx.actor.tenant,
            FindingExplanation.plan_id == plan.id,
            FindingExplanation.finding_key == finding_key,
        )
    )
    if kept is None:
        kept = FindingExplanation(
            tenant_id=tx.actor.tenant, id=make_id(), plan_id=plan.id, finding_key=finding_key
        )
        tx.session.add(kept)
    kept.text, kept.by_name, kept.at = words, tx.actor.name, tx.now
    earlier = found.explanations.get(finding_key)
    audit.record(
        tx,
        "explain_finding",
        "plan",
        plan.id,
        {"key": finding_key, "text": earlier.text if earlier else ""},
        {"key": finding_key, "text": words},
        About.plan(plan.id),
    )
    await tx.session.flush()
    return plan

"""Accepting makes the settled reading the organisation's draft plan; discarding lets it go."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import msgspec

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Locked
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import checks, queries, restated, settled
from plan_core.intake.actions import settling
from plan_core.intake.draft import DraftInitiative, PlanDraft
from plan_core.intake.model import Document, DocumentState
from plan_core.intake.settled import Explanation
from plan_core.plans import queries as plan_queries
from plan_core.plans.actions import editing, writing
from plan_core.plans.content import NewInitiative
from plan_core.plans.model import Acceptance, Plan
from plan_core.plans.parts import NewRisk, NewSection


async def accept(
    tx: WriteTx,
    document_id: UUID,
    version: int,
    edition: FrameworkEdition,
    *,
    replace_draft: bool,
    accepted_by: str,
) -> Plan:
    """Write the draft plan; Invalid FINDINGS_OPEN or Conflict DRAFT_EXISTS leave all as it was."""
    document, reading = await settling.open_for_settling(tx, document_id, version)
    content = queries.content_of(reading)
    settled.check_settled(checks.run_all(content.draft, edition), content.explanations)
    plan = await _plan_to_fill(tx, edition, replace_draft)
    row_ids = await writing.write_rows(
        tx,
        plan,
        edition,
        [_row(initiative) for initiative in content.draft.initiatives],
        [NewSection(s.code, s.title, s.text) for s in content.draft.sections],
        [NewRisk(risk.category, risk.text) for risk in content.draft.risks],
    )
    plan_ids = {
        initiative.id: str(row_id)
        for initiative, row_id in zip(content.draft.initiatives, row_ids, strict=True)
    }
    explanations = restated.rekeyed(content.explanations, plan_ids)
    await _keep_claims(tx, plan, document, content.draft, explanations, accepted_by)
    document.state = DocumentState.ACCEPTED
    document.plan_id = plan.id
    audit.record(tx, "accept_document", "document", document.id, None, {"planId": str(plan.id)})
    await tx.session.flush()
    return plan


async def _plan_to_fill(tx: WriteTx, edition: FrameworkEdition, replace_draft: bool) -> Plan:
    plan = await plan_queries.find_plan(tx, edition.code)
    if plan is None:
        return await writing.start_plan(tx, edition)
    plan = await editing.open_for_edit(tx, plan.id)
    if await plan_queries.list_initiatives(tx, plan.id) and not replace_draft:
        raise writing.draft_exists()
    await writing.empty_plan(tx, plan)
    return plan


def _row(initiative: DraftInitiative) -> NewInitiative:
    if initiative.kind is None:
        raise ValueError("an initiative without kind is a CRITICAL finding")
    return NewInitiative(
        initiative.mission,
        initiative.kind,
        initiative.title,
        initiative.budgets,
        initiative.number,
        initiative.remarks,
        initiative.sub_heading,
    )


async def _keep_claims(
    tx: WriteTx,
    plan: Plan,
    document: Document,
    draft: PlanDraft,
    explanations: Mapping[str, Explanation],
    accepted_by: str,
) -> None:
    """What the document declared and how differences were explained stays beside the plan."""
    earlier = await plan_queries.find_acceptance(tx, plan.id)
    if earlier is not None:
        await tx.session.delete(earlier)
        await tx.session.flush()
    tx.session.add(
        Acceptance(
            tenant_id=tx.actor.tenant,
            id=make_id(),
            plan_id=plan.id,
            document_id=document.id,
            accepted_at=tx.now,
            accepted_by=accepted_by,
            declared=msgspec.json.encode(draft.declared).decode(),
            explanations=msgspec.json.encode(explanations).decode(),
        )
    )


async def discard(tx: WriteTx, document_id: UUID) -> Document:
    """Let a document go that is not wanted; its record stays, the caller removes the file."""
    tx.actor.require(Permission.PLAN_IMPORT)
    document = await queries.get_document(tx, document_id, lock=True)
    if document.state is DocumentState.DISCARDED:
        return document
    if document.state is DocumentState.ACCEPTED:
        raise Locked(
            "DOCUMENT_ACCEPTED",
            "เอกสารนี้รับเป็นร่างแผนแล้ว จึงยกเลิกไม่ได้",
            "This document has been accepted into the plan and cannot be discarded.",
        )
    reading = await queries.find_reading(tx, document_id)
    if reading is not None:
        await tx.session.delete(reading)
    document.state = DocumentState.DISCARDED
    audit.record(tx, "discard_document", "document", document.id, None, None)
    await tx.session.flush()
    return document

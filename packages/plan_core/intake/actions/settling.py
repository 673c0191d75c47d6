"""The officer settles what was read: corrects it, or explains why it stands."""

from __future__ import annotations

from uuid import UUID

import msgspec

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.errors import Locked, NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import checks, corrections, queries, settled
from plan_core.intake.draft import PlanDraft
from plan_core.intake.model import Document, DocumentReading, DocumentState
from plan_core.intake.settled import Explanation
from plan_core.plans import rules as plan_rules


async def correct_reading(
    tx: WriteTx,
    document_id: UUID,
    version: int,
    correction: corrections.Correction,
    edition: FrameworkEdition,
) -> Document:
    """Apply one correction to the draft that was read."""
    document, reading = await open_for_settling(tx, document_id, version)
    before = queries.content_of(reading).draft
    after = corrections.apply(before, correction, edition)
    plan_rules.check_room_for_rows(len(after.initiatives))
    reading.draft = msgspec.json.encode(after).decode()
    reading.version += 1
    document.initiatives_found = len(after.initiatives)
    audit.record(
        tx,
        "correct_reading",
        "document",
        document.id,
        {"rows": _rows_only_in(before, after)},
        {"rows": _rows_only_in(after, before)},
    )
    await tx.session.flush()
    return document


async def explain_finding(
    tx: WriteTx,
    document_id: UUID,
    version: int,
    finding_key: str,
    text: str,
    by: str,
    edition: FrameworkEdition,
) -> Document:
    """Say why a finding stands; an empty text takes the explanation back."""
    document, reading = await open_for_settling(tx, document_id, version)
    content = queries.content_of(reading)
    known = {finding.key for finding in checks.run_all(content.draft, edition)}
    if finding_key not in known:
        raise NotFound("finding")
    words = settled.clean_explanation(text)
    explanations = {key: one for key, one in content.explanations.items() if key != finding_key}
    if words:
        explanations[finding_key] = Explanation(words, by, tx.now.isoformat())
    reading.explanations = msgspec.json.encode(explanations).decode()
    reading.version += 1
    earlier = content.explanations.get(finding_key)
    audit.record(
        tx,
        "explain_finding",
        "document",
        document.id,
        {"key": finding_key, "text": earlier.text if earlier else ""},
        {"key": finding_key, "text": words},
    )
    await tx.session.flush()
    return document


async def open_for_settling(
    tx: WriteTx, document_id: UUID, version: int
) -> tuple[Document, DocumentReading]:
    """The document (locked) and its reading, while it waits for an officer's decisions."""
    tx.actor.require(Permission.PLAN_IMPORT)
    document = await queries.get_document(tx, document_id, lock=True)
    if document.state is not DocumentState.READ:
        raise Locked(
            "DOCUMENT_NOT_OPEN",
            "เอกสารนี้ไม่ได้อยู่ระหว่างการตรวจทาน จึงแก้ไขไม่ได้",
            "This document is not under review, so it cannot be changed.",
        )
    reading = await queries.find_reading(tx, document_id)
    if reading is None:
        raise NotFound("reading")
    if reading.version != version:
        refusal = changed_meanwhile()
        refusal.values["current"] = {"version": reading.version}
        raise refusal
    return document, reading


def _rows_only_in(draft: PlanDraft, other: PlanDraft) -> object:
    """The rows that differ, as plain values for the audit log."""
    others = set(map(id, other.initiatives))
    return msgspec.to_builtins([row for row in draft.initiatives if id(row) not in others])

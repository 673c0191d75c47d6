"""Reading documents and what was read from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select, tuple_

from plan_core.actor import Permission
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake.draft import PlanDraft
from plan_core.intake.model import CheckedRevision, Document, DocumentReading, DocumentState
from plan_core.intake.noticed import Noticed, decode
from plan_core.intake.settled import Explanation
from plan_core.intake.sheets import Sheets
from plan_core.plans import totals
from plan_core.plans.totals import PlanTotals


@dataclass(frozen=True, slots=True)
class ReadingContent:
    """A reading as plain values; `explanations` by finding key."""

    document_id: UUID
    version: int
    draft: PlanDraft
    explanations: dict[str, Explanation]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document was refused, as kept with it."""

    code: str
    message_th: str
    message_en: str
    values: dict[str, Any]
    """Plain JSON; msgspec cannot decode a type that refers to itself."""


async def get_document(tx: ReadTx, document_id: UUID, *, lock: bool = False) -> Document:
    tx.actor.require(Permission.PLAN_READ)
    query = select(Document).where(
        Document.tenant_id == tx.actor.tenant, Document.id == document_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    document = await tx.session.scalar(query)
    if document is None:
        raise NotFound("document")
    return document


async def list_documents(tx: ReadTx, first: int, after: UUID | None = None) -> Sequence[Document]:
    """Newest first, from behind the document `after`."""
    tx.actor.require(Permission.PLAN_READ)
    query = (
        select(Document)
        .where(Document.tenant_id == tx.actor.tenant)
        .order_by(Document.received_at.desc(), Document.id.desc())
        .limit(first)
    )
    if after is not None:
        last = await get_document(tx, after)
        query = query.where(tuple_(Document.received_at, Document.id) < (last.received_at, last.id))
    return (await tx.session.scalars(query)).all()


async def find_same_file(tx: ReadTx, sha256: str) -> Document | None:
    """A document with the same bytes that is being read, was read, or was accepted."""
    return await tx.session.scalar(
        select(Document).where(
            Document.tenant_id == tx.actor.tenant,
            Document.sha256 == sha256,
            Document.state.not_in([DocumentState.REFUSED, DocumentState.DISCARDED]),
        )
    )


async def find_reading(tx: ReadTx, document_id: UUID) -> DocumentReading | None:
    tx.actor.require(Permission.PLAN_READ)
    return await tx.session.scalar(
        select(DocumentReading).where(
            DocumentReading.tenant_id == tx.actor.tenant, DocumentReading.id == document_id
        )
    )


def content_of(reading: DocumentReading) -> ReadingContent:
    return ReadingContent(
        reading.id,
        reading.version,
        msgspec.json.decode(reading.draft, type=PlanDraft),
        msgspec.json.decode(reading.explanations, type=dict[str, Explanation]),
    )


def sheets_of(reading: DocumentReading) -> Sheets:
    """The source as it was read; large, so only decoded when it is shown."""
    return msgspec.json.decode(reading.sheets, type=Sheets)


def refusal_of(document: Document) -> Refusal | None:
    if document.problem is None:
        return None
    return msgspec.json.decode(document.problem, type=Refusal)


def totals_of(draft: PlanDraft, edition: FrameworkEdition) -> PlanTotals:
    """What the rows add up to now, after the officer's corrections."""
    return totals.total_of(draft.initiatives, edition, draft.fiscal_years)


async def find_noticed(tx: ReadTx, tenant_id: int, revision_id: UUID) -> tuple[Noticed, ...] | None:
    """What the checks noticed in a revision that the actor may see; None when it was submitted
    before that was kept."""
    text = await tx.session.scalar(
        select(CheckedRevision.noticed).where(
            CheckedRevision.tenant_id == tenant_id, CheckedRevision.revision_id == revision_id
        )
    )
    return None if text is None else decode(text)

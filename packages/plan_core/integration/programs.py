"""What programs did in the own organisation, and what was done to their tokens: from its log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import msgspec
from sqlalchemy import or_, select

from plan_core.actor import Permission, Scope
from plan_core.audit.model import AuditEntry
from plan_core.db.transaction import ReadTx
from plan_core.integration.changes import SUBJECTS, ChangedType
from plan_core.people.queries import scopes_in

TOKEN = "api_token"  # noqa: S105 (what the log calls one)


@dataclass(frozen=True, slots=True)
class ProgramAct:
    """One entry: by a token, or, where `type` is TOKEN, of one by its owner's own hand."""

    id: UUID
    sequence: int
    at: datetime
    by_name: str
    verb: str
    type: ChangedType
    token_id: UUID
    token_name: str
    scopes: tuple[Scope, ...] = ()
    expires_at: datetime | None = None


async def list_acts(tx: ReadTx, first: int, before: int | None = None) -> Sequence[ProgramAct]:
    """Newest first, from behind the entry numbered `before`: one statement.

    It names people and tells what was done to the plan: whoever only keeps webhooks reads neither.
    """
    tx.actor.require(Permission.INTEGRATION_EDIT)
    tx.actor.require(Permission.PLAN_READ)
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.tenant_id == tx.actor.tenant,
            or_(AuditEntry.token_id.is_not(None), AuditEntry.subject_type == TOKEN),
        )
        .order_by(AuditEntry.sequence.desc())
        .limit(first)
    )
    if before is not None:
        query = query.where(AuditEntry.sequence < before)
    return [_act_of(one) for one in await tx.session.scalars(query)]


def _act_of(entry: AuditEntry) -> ProgramAct:
    if entry.token_id is not None:
        return ProgramAct(
            id=entry.id,
            sequence=entry.sequence,
            at=entry.at,
            by_name=entry.by_name,
            verb=entry.verb,
            type=SUBJECTS[entry.subject_type],
            token_id=entry.token_id,
            token_name=entry.token_name or "",
        )
    said = cast("dict[str, Any]", msgspec.json.decode(entry.after or entry.before or "{}"))
    held = scopes_in(" ".join(said["scopes"]))
    return ProgramAct(
        id=entry.id,
        sequence=entry.sequence,
        at=datetime.fromisoformat(said["at"]),
        by_name=entry.by_name,
        verb=entry.verb,
        type=ChangedType.TOKEN,
        token_id=entry.subject_id,
        token_name=said["name"],
        scopes=tuple(one for one in Scope if one in held),
        expires_at=datetime.fromisoformat(said["expiresAt"]),
    )

"""Writing the audit log, in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import msgspec

from plan_core.audit.model import AuditEntry
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx

Facts = Mapping[str, object] | None
"""What a thing was before or is after: plain values, Decimals become strings."""


def record(
    tx: WriteTx, verb: str, subject_type: str, subject_id: UUID, before: Facts, after: Facts
) -> None:
    tx.session.add(
        AuditEntry(
            tenant_id=tx.actor.tenant,
            id=make_id(),
            at=tx.now,
            person_id=tx.actor.person_id,
            verb=verb,
            subject_type=subject_type,
            subject_id=subject_id,
            before=_text(before),
            after=_text(after),
        )
    )


def _text(facts: Facts) -> str | None:
    return None if facts is None else msgspec.json.encode(facts).decode()

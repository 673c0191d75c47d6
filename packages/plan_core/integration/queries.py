"""Reading the feed of changes of the own organisation, oldest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from plan_core.actor import Permission
from plan_core.audit import queries as audit_queries
from plan_core.audit.model import AuditEntry
from plan_core.db.transaction import ReadTx
from plan_core.integration import changes
from plan_core.integration.changes import Change, ChangedType

IS_REASON = AuditEntry.verb == changes.AMENDMENT_REASON


@dataclass(frozen=True, slots=True)
class Page:
    """Changes after some number; `through` is the last number looked at, `head` the newest.

    Who goes on from `through` misses nothing, whatever was left out by its type.
    """

    changes: list[Change]
    through: int
    head: int


async def list_changes(
    tx: ReadTx, after: int, first: int, types: Collection[ChangedType] = ()
) -> Page:
    """At most `first` changes numbered above `after`: two statements.

    Numbers are given out under a lock that is held until the commit, so none that is lower than a
    visible one can still come (`audit.actions.seal`).
    """
    tx.actor.require(Permission.PLAN_READ)
    head = (await audit_queries.find_head(tx)).sequence
    changes.check_after(after, head)
    query = _between(tx, after, head).limit(first + 1)
    if types:
        named = AuditEntry.subject_type.in_(changes.subjects_of(types))
        if ChangedType.AMENDMENT in types:
            named = or_(named, IS_REASON)
        elif ChangedType.INITIATIVE in types:
            named = and_(named, ~IS_REASON)
        query = query.where(named)
    rows = (await tx.session.execute(query)).all()
    found = [changes.change_of(*row) for row in rows[:first]]
    through = found[-1].sequence if len(rows) > first else head
    return Page(found, through, head)


async def read_range(tx: ReadTx, after: int, through: int) -> list[Change]:
    """The changes numbered above `after` up to `through`, as far as there are any."""
    tx.actor.require(Permission.PLAN_READ)
    rows = (await tx.session.execute(_between(tx, after, through))).all()
    return [changes.change_of(*row) for row in rows]


def _between(
    tx: ReadTx, after: int, through: int
) -> Select[int, datetime, str, str, UUID, UUID | None, str]:
    return (
        select(
            AuditEntry.sequence,
            AuditEntry.at,
            AuditEntry.verb,
            AuditEntry.subject_type,
            AuditEntry.subject_id,
            AuditEntry.plan_id,
            AuditEntry.part,
        )
        .where(
            AuditEntry.tenant_id == tx.actor.tenant,
            AuditEntry.sequence > after,
            AuditEntry.sequence <= through,
        )
        .order_by(AuditEntry.sequence)
    )

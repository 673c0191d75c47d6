"""Reading the feed of changes, oldest first: the own organisation's, and what others submitted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, case, false, func, literal, or_, select

from plan_core.actor import Permission
from plan_core.audit import queries as audit_queries
from plan_core.audit.model import AuditEntry, ShownChange
from plan_core.db.transaction import ReadTx
from plan_core.integration import changes
from plan_core.integration.changes import Change, ChangedType
from plan_core.places.model import Organisation

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


async def list_shown(
    tx: ReadTx, tenant_id: int, after: int, first: int, types: Collection[ChangedType] = ()
) -> Page:
    """The same of what an organisation submitted, for whoever may read that: two statements.

    An organisation out of sight has no changes, like one that never submitted anything.
    """
    tx.actor.require(Permission.SUBMITTED_READ)
    own = ShownChange.tenant_id == tenant_id
    head = await tx.session.scalar(select(func.max(ShownChange.sequence)).where(own)) or 0
    changes.check_after(after, head)
    query = (
        select(
            ShownChange.sequence,
            ShownChange.at,
            ShownChange.verb,
            case((ShownChange.report_id.is_(None), "revision"), else_="report"),
            func.coalesce(ShownChange.revision_id, ShownChange.report_id),
            ShownChange.plan_id,
            literal(""),
        )
        .where(own, ShownChange.sequence > after, ShownChange.sequence <= head)
        .order_by(ShownChange.sequence)
        .limit(first + 1)
    )
    if types:
        columns = {
            ChangedType.REVISION: ShownChange.revision_id,
            ChangedType.REPORT: ShownChange.report_id,
        }
        query = query.where(
            or_(false(), *(columns[one].is_not(None) for one in types if one in columns))
        )
    rows = (await tx.session.execute(query)).all()
    found = [changes.change_of(*row) for row in rows[:first]]
    return Page(found, found[-1].sequence if len(rows) > first else head, head)


@dataclass(frozen=True, slots=True)
class Head:
    """How far the changes of one organisation have come."""

    tenant_id: int
    code: str
    sequence: int


async def list_heads(
    tx: ReadTx, province_code: str, district_code: str | None, first: int, after: str = ""
) -> list[Head]:
    """Of each organisation of an area that ever submitted anything, by its code: one statement."""
    tx.actor.require(Permission.SUBMITTED_READ)
    query = (
        select(ShownChange.tenant_id, Organisation.code, func.max(ShownChange.sequence))
        .join(Organisation, ShownChange.tenant_id == Organisation.id)
        .where(ShownChange.province_code == province_code, Organisation.code > after)
        .group_by(ShownChange.tenant_id, Organisation.code)
        .order_by(Organisation.code)
        .limit(first)
    )
    if district_code is not None:
        query = query.where(ShownChange.district_code == district_code)
    return [Head(*row) for row in await tx.session.execute(query)]


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

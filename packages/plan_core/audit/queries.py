"""Reading audit chains whole, one organisation after the other."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select, text

from plan_core.actor import Actor, Role
from plan_core.audit import rules
from plan_core.audit.model import AuditEntry, AuditHead
from plan_core.audit.rules import Entry, Head, Walk
from plan_core.db.transaction import Database, ReadTx

PAGE = 1_000
_NOBODY = UUID(int=0)


async def walk_chain(
    database: Database, tenant_id: int, anchored: Mapping[int, str] | None = None
) -> tuple[Walk, Head]:
    """One organisation's chain from its beginning to its head, in pages, as it is at one moment."""
    walk = Walk(anchored)
    async with database.read(reader_of(tenant_id)) as tx:
        await _hold_still(tx)
        head = await find_head(tx)
        after = 0
        while page := await _list_entries(tx, after):
            for entry in page:
                walk.step(plain(entry), entry.sha256)
            after = page[-1].sequence
            tx.session.expunge_all()
    walk.end(head)
    return walk, head


async def read_head(database: Database, tenant_id: int) -> Head:
    async with database.read(reader_of(tenant_id)) as tx:
        return await find_head(tx)


async def find_head(tx: ReadTx) -> Head:
    """Where the own chain ends."""
    found = await tx.session.scalar(select(AuditHead).where(AuditHead.tenant_id == tx.actor.tenant))
    return rules.NO_ENTRIES if found is None else Head(found.sequence, found.sha256)


def reader_of(tenant_id: int) -> Actor:
    """Nobody in person: the scope of one organisation, to read."""
    return Actor(_NOBODY, _NOBODY, Role.VIEWER, tenant_id=tenant_id)


async def _hold_still(tx: ReadTx) -> None:
    """All pages and the head as of one moment, however many entries come meanwhile."""
    await tx.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


async def _list_entries(tx: ReadTx, after: int) -> list[AuditEntry]:
    query = (
        select(AuditEntry)
        .where(AuditEntry.tenant_id == tx.actor.tenant, AuditEntry.sequence > after)
        .order_by(AuditEntry.sequence)
        .limit(PAGE)
    )
    return list(await tx.session.scalars(query))


def plain(entry: AuditEntry) -> Entry:
    return Entry(
        tenant_id=entry.tenant_id,
        id=entry.id,
        sequence=entry.sequence,
        at=entry.at,
        person_id=entry.person_id,
        by_name=entry.by_name,
        verb=entry.verb,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        before=entry.before,
        after=entry.after,
        acting_for=entry.acting_for,
        plan_id=entry.plan_id,
        part=entry.part,
        form=entry.form,
        token_id=entry.token_id,
        token_name=entry.token_name,
    )

"""Writing the audit log, in the transaction of the change itself, sealed at its very end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache
from typing import Any, cast
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Table, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from plan_core.actor import Permission
from plan_core.audit import rules
from plan_core.audit.about import About, ShownTo
from plan_core.audit.model import AuditEntry, AuditHead, ShownChange
from plan_core.db.asking import Question
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx

Facts = Mapping[str, object] | None
"""What a thing was before or is after: plain values, Decimals become strings."""

_UNSEALED = "audit.unsealed"
_SHOWN = "audit.shown"


def record(
    tx: WriteTx,
    verb: str,
    subject_type: str,
    subject_id: UUID,
    before: Facts,
    after: Facts,
    about: About | None = None,
    *,
    by: Permission | None = None,
    shown_to: ShownTo | None = None,
) -> UUID:
    """A line of the log, by its id; written, numbered and sealed when the transaction ends.

    `about` says in which part's history it is read; without it it is in none. `by` is the
    permission that may be a delegated one: only what it did is done in another's place. Officers of
    `shown_to` may know that it was done.
    """
    entry_id = make_id()
    if shown_to is not None:
        tx.unfinished.setdefault(_SHOWN, {})[entry_id] = shown_to
    unsealed: list[rules.Entry] = tx.unfinished.setdefault(_UNSEALED, [])
    unsealed.append(
        rules.Entry(
            tenant_id=tx.tenant_id,
            id=entry_id,
            sequence=0,
            at=tx.now,
            person_id=tx.actor.person_id,
            by_name=tx.actor.name,
            verb=verb,
            subject_type=subject_type,
            subject_id=subject_id,
            before=_text(before),
            after=_text(after),
            acting_for="" if by is None else tx.actor.place_of(by),
            plan_id=None if about is None else about.plan_id,
            part="" if about is None else about.part,
            token_id=tx.actor.token_id,
            token_name=tx.actor.token_name,
        )
    )
    tx.before_commit(seal)
    return entry_id


async def seal(tx: WriteTx) -> None:
    """Write what was recorded. The head's lock is taken last and held until the commit only."""
    unsealed: list[rules.Entry] = tx.unfinished.pop(_UNSEALED, [])
    if not unsealed:
        return
    shown_to: dict[UUID, ShownTo] = tx.unfinished.pop(_SHOWN, {})
    sequence, last, shown = await _lock_head(tx)
    rows: list[dict[str, object]] = []
    shown_rows: list[dict[str, object]] = []
    for entry in unsealed:
        sequence += 1
        numbered = replace(entry, sequence=sequence)
        last = rules.seal_of(numbered, last)
        rows.append({**asdict(numbered), "sha256": last})
        if entry.id in shown_to:
            shown += 1
            shown_rows.append(_shown(numbered, shown_to[entry.id], shown))
    if shown_rows:
        await tx.session.execute(insert(ShownChange), shown_rows)
    if len(rows) > 1:
        await tx.session.execute(insert(AuditEntry), rows[:-1])
    line = {f"{_LINE}{name}": value for name, value in rows[-1].items()}
    await tx.ask(
        _last_line(), sealed_by=tx.tenant_id, end=sequence, seal=last, end_shown=shown, **line
    )


_LINE = "line_"
"""A new line's parameters begin so: under their columns' names they would be the head's as well."""


@cache
def _last_line() -> Question:
    """The head moves in the same statement as the last line that it is moved by."""

    def value(name: str, column: Any) -> Any:
        return bindparam(name, type_=column.type, required=True)

    head = cast("Table", AuditHead.__table__).c
    moved = (
        update(AuditHead)
        .where(AuditHead.tenant_id == value("sealed_by", head.tenant_id))
        .values(
            sequence=value("end", head.sequence),
            sha256=value("seal", head.sha256),
            shown=value("end_shown", head.shown),
        )
    )
    table = cast("Table", AuditEntry.__table__)
    line = {column.name: value(f"{_LINE}{column.name}", column) for column in table.columns}
    return Question(insert(table).values(line).add_cte(moved.cte("moved")))


def _shown(entry: rules.Entry, to: ShownTo, sequence: int) -> dict[str, object]:
    """What officers may know of an entry: not who did it, nor from what to what."""
    return {
        "tenant_id": entry.tenant_id,
        "id": entry.id,
        "province_code": to.province_code,
        "district_code": to.district_code,
        "sequence": sequence,
        "at": entry.at,
        "verb": entry.verb,
        "revision_id": entry.subject_id if entry.subject_type == "revision" else None,
        "report_id": entry.subject_id if entry.subject_type == "report" else None,
        "plan_id": entry.plan_id,
    }


async def _lock_head(tx: WriteTx) -> tuple[int, str, int]:
    """Sequence and seal of the last entry, and the number of the last one that was shown; others
    of this organisation wait from here on."""
    found = await tx.ask(_HEAD, tenant=tx.tenant_id)
    if not found:
        await tx.session.execute(
            upsert(AuditHead)
            .values(
                tenant_id=tx.tenant_id,
                id=make_id(),
                sequence=0,
                sha256=rules.NOTHING_BEFORE,
                shown=0,
            )
            .on_conflict_do_nothing()
        )
        found = await tx.ask(_HEAD, tenant=tx.tenant_id)
    sequence, seal, shown = found[0]
    return sequence, seal, shown


_HEAD = Question(
    select(AuditHead.sequence, AuditHead.sha256, AuditHead.shown)
    .where(AuditHead.tenant_id == bindparam("tenant", type_=BigInteger, required=True))
    .with_for_update()
)


def _text(facts: Facts) -> str | None:
    return None if facts is None else msgspec.json.encode(facts).decode()

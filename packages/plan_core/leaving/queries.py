"""Everything of one organisation, read as of one moment and written into an archive."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select, tuple_

from plan_core.audit import queries as audit
from plan_core.db.transaction import Database, ReadTx
from plan_core.errors import NotFound
from plan_core.files import Damaged, Files, attachment_key, document_key
from plan_core.intake.model import DocumentState
from plan_core.leaving import belongings
from plan_core.leaving.archive import FORMAT, Archive, new_archive
from plan_core.places import queries as places
from plan_core.places.model import Organisation

PAGE = 100
"""Rows at a time: some hold a whole document."""
WITHOUT_FILE = frozenset({DocumentState.REFUSED, DocumentState.DISCARDED})
"""Documents whose file was removed when they came to this."""


@dataclass(frozen=True)
class Kept:
    """A file that the rows speak of."""

    name: str
    key: str
    sha256: str


@dataclass
class Taken:
    """What came into the archive, and what should have."""

    organisation: Organisation
    rows: dict[str, int] = field(default_factory=dict[str, int])
    files: int = 0
    missing: dict[str, str] = field(default_factory=dict[str, str])
    """Files that the rows speak of and the store does not hold as they say."""
    entries: int = 0
    breaks: list[str] = field(default_factory=list[str])
    """Where the audit log does not hold."""

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.breaks)


async def take_along(worker: Database, files: Files, code: str, path: Path) -> Taken:
    """NotFound for an unknown code, Conflict where the file is there already.

    `worker` is the role that sees all of an organisation's tables, and nothing of how people sign
    in. What the store does not hold is told in the answer and in the archive.
    """
    async with worker.unscoped() as session:
        organisation = await places.find_organisation(session, code)
    if organisation is None:
        raise NotFound("organisation")
    taken = Taken(organisation)
    walk, head = await audit.walk_chain(worker, organisation.id)
    taken.entries = walk.entries
    taken.breaks = [f"entry {one.sequence}: {one.what}" for one in walk.breaks]
    with new_archive(path) as archive:
        async with worker.snapshot(audit.reader_of(organisation.id)) as tx:
            now = tx.now
            kept = await _write_tables(tx, archive, taken)
        # After the transaction: a store may be slow, and an open one holds the database back.
        await _write_files(files, kept, archive, taken)
        archive.end(
            {
                "format": FORMAT,
                "organisation": {"code": code, "name_th": organisation.name_th},
                "made_at": now,
                "tables": taken.rows,
                "files": taken.files,
                "missing_files": taken.missing,
                "audit": {
                    "entries": taken.entries,
                    "last_seal": head.seal,
                    "breaks": taken.breaks,
                },
                "left_behind": belongings.LEFT_BEHIND,
            }
        )
    return taken


async def _write_tables(tx: ReadTx, archive: Archive, taken: Taken) -> list[Kept]:
    kept: list[Kept] = []
    for table in belongings.tables():
        with archive.lines(f"tables/{table.name}.jsonl") as lines:
            async for page in _pages(tx, table, taken.organisation.id):
                for row in page:
                    lines.add(row)
                    kept += _file_of(table, row)
        taken.rows[table.name] = lines.count
    return kept


async def _pages(
    tx: ReadTx, table: Table, tenant_id: int
) -> AsyncGenerator[Sequence[dict[str, Any]]]:
    """By the primary key, each page after the last row of the one before."""
    key = [*table.primary_key.columns]
    wanted = select(*belongings.columns_of(table)).where(belongings.is_of(table, tenant_id))
    wanted = wanted.order_by(*key).limit(PAGE)
    after: dict[str, Any] | None = None
    while True:
        query = wanted
        if after is not None:
            query = query.where(tuple_(*key) > tuple_(*(after[one.name] for one in key)))
        page = [dict(row) for row in (await tx.session.execute(query)).mappings()]
        if page:
            yield page
        if len(page) < PAGE:
            return
        after = page[-1]


def _file_of(table: Table, row: dict[str, Any]) -> list[Kept]:
    if table.name == "attachment":
        key = attachment_key(row["tenant_id"], row["id"])
        return [Kept(f"files/attachments/{row['id']}", key, row["sha256"])]
    if table.name == "document" and row["state"] not in WITHOUT_FILE:
        key = document_key(row["tenant_id"], row["id"])
        return [Kept(f"files/documents/{row['id']}", key, row["sha256"])]
    return []


async def _write_files(files: Files, kept: Sequence[Kept], archive: Archive, taken: Taken) -> None:
    for one in kept:
        try:
            content = await files.get(one.key, one.sha256)
        except FileNotFoundError:
            taken.missing[one.name] = "the store does not hold it"
        except Damaged:
            taken.missing[one.name] = "what the store holds is not what was put there"
        else:
            archive.add(one.name, [content])
            taken.files += 1

"""What programs use although it is to go: counted here, and written together now and then."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from uuid import UUID

import structlog
from graphql import DocumentNode, GraphQLSchema

from api.fast.documents import DOCUMENTS
from api.operations import Operation
from api.schema.deprecations import deprecations_of
from plan_core.db.transaction import Database
from plan_core.errors import SimitiError
from plan_core.people.actions import deprecated_uses
from plan_core.people.actions.deprecated_uses import Counted, Named
from plan_core.values import thai_day

log = structlog.get_logger()

WRITE_EVERY_SECONDS = 10.0
"""So much of the counts is lost with a process that is killed."""
MOST_HERE = 10_000
"""Kept while the database is away; a token has a handful."""


class DeprecatedUses:
    """Of one process. Requests only count; nobody waits for a row."""

    def __init__(self, door: Database) -> None:
        self._door = door
        self._counted: dict[Named, Counted] = {}

    def note(self, token_id: UUID, coordinates: Iterable[str]) -> None:
        """One request of a token's, which named these."""
        today = thai_day(self._door.clock())
        for coordinate in coordinates:
            self._add((token_id, coordinate), Counted(1, today, today))

    async def write(self) -> None:
        """What was counted since the last time; kept for the next when the database is away."""
        counted, self._counted = self._counted, {}
        if not counted:
            return
        try:
            async with self._door.unscoped() as session:
                await deprecated_uses.add(session, counted)
        except SimitiError as away:
            log.warning("deprecated_uses.not_written", rows=len(counted), code=away.code)
            for named, one in counted.items():
                self._add(named, one)

    async def run(self) -> None:
        """While the process lives."""
        while True:
            await asyncio.sleep(WRITE_EVERY_SECONDS)
            try:
                await self.write()
            except Exception:
                # Counting is the least of what this process does: it goes on.
                log.exception("deprecated_uses.failed")

    def _add(self, named: Named, more: Counted) -> None:
        before = self._counted.get(named)
        if before is None and len(self._counted) >= MOST_HERE:
            log.warning("deprecated_uses.full", dropped=named[1])
            return
        self._counted[named] = more if before is None else before.and_with(more)


def used_by(
    schema: GraphQLSchema, operation: Operation, parsed: DocumentNode | None
) -> frozenset[str]:
    """Coordinates of all that is deprecated and that an operation, found valid, names.

    `parsed` is its document where it is too long to be known.
    """
    deprecations = deprecations_of(schema)
    known = DOCUMENTS.find(operation.query)
    document = parsed if known is None else known.document
    if not deprecations.known or document is None:
        return frozenset()
    name = operation.operation_name
    named = None if known is None else known.deprecated.get(name)
    if named is None:
        named = deprecations.named_in(document, name)
        if known is not None:
            known.deprecated[name] = named
    return named | deprecations.sent_in(document, name, operation.variables or {})

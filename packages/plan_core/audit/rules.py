"""The chain of the audit log: each entry's seal is about itself and the entry before. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import msgspec

NOTHING_BEFORE = ""
"""The seal before an organisation's first entry."""
_FORM = "simiti.audit.1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as it is sealed; `before` and `after` are JSON text."""

    tenant_id: int
    id: UUID
    sequence: int
    at: datetime
    person_id: UUID
    by_name: str
    verb: str
    subject_type: str
    subject_id: UUID
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold: the entry, and what is wrong with it."""

    sequence: int
    what: str


def seal_of(entry: Entry, before: str) -> str:
    """SHA-256 in hexadecimal over the entry and the seal `before` it."""
    told = [
        _FORM,
        before,
        entry.tenant_id,
        str(entry.id),
        entry.sequence,
        entry.at.astimezone(UTC).isoformat(),
        str(entry.person_id),
        entry.by_name,
        entry.verb,
        entry.subject_type,
        str(entry.subject_id),
        entry.before,
        entry.after,
    ]
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


def breaks_in(
    chain: Iterable[tuple[Entry, str]], head_sequence: int, head_seal: str
) -> list[Break]:
    """What is wrong with entries and their seals in order of sequence, given the chain's head.

    A changed, missing, added or reordered entry breaks the chain at that place.
    """
    found: list[Break] = []
    seal, expected = NOTHING_BEFORE, 0
    for entry, kept in chain:
        expected += 1
        if entry.sequence != expected:
            found.append(Break(expected, f"entry {expected} is missing"))
            expected = entry.sequence
        elif seal_of(entry, seal) != kept:
            found.append(Break(entry.sequence, "the entry does not fit its seal"))
        seal = kept
    if (expected, seal) != (head_sequence, head_seal):
        found.append(Break(head_sequence, "the chain does not end where its head says"))
    return found

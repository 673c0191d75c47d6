"""The chain of the audit log: each entry's seal is about itself and the entry before. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import msgspec

NOTHING_BEFORE = ""
"""The seal before an organisation's first entry."""
FORM = 3
"""How entries are sealed now; 1 sealed nothing of `acting_for`, `plan_id` and `part`, 2 nothing of
the token."""


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
    acting_for: str = ""
    plan_id: UUID | None = None
    part: str = ""
    form: int = FORM
    token_id: UUID | None = None
    token_name: str | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold: the entry, and what is wrong with it."""

    sequence: int
    what: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of an organisation's chain at some moment."""

    sequence: int
    seal: str


NO_ENTRIES = Head(0, NOTHING_BEFORE)


def seal_of(entry: Entry, before: str) -> str:
    """SHA-256 in hexadecimal over the entry and the seal `before` it."""
    told = [
        f"simiti.audit.{entry.form}",
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
    if entry.form > 1:
        told += [entry.acting_for, entry.plan_id and str(entry.plan_id), entry.part]
    if entry.form > 2:
        told += [entry.token_id and str(entry.token_id), entry.token_name]
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


class Walk:
    """Along one chain from its beginning, entry by entry, so that no chain has to fit in memory.

    `anchored` are seals that were written down elsewhere, by sequence: the chain must hold them.
    """

    def __init__(self, anchored: Mapping[int, str] | None = None) -> None:
        self.breaks: list[Break] = []
        self.entries = 0
        self._anchored = dict(anchored or {})
        self._at = NO_ENTRIES

    def step(self, entry: Entry, kept: str) -> None:
        """The next entry, with the seal that is kept with it."""
        self.entries += 1
        expected = self._at.sequence + 1
        if entry.sequence != expected:
            what = f"entry {expected} is missing" if entry.sequence > expected else "out of order"
            self._found(min(expected, entry.sequence), what)
        elif seal_of(entry, self._at.seal) != kept:
            self._found(entry.sequence, "the entry does not fit its seal")
        self._check_anchor(entry.sequence, kept)
        self._at = Head(max(entry.sequence, self._at.sequence), kept)

    def end(self, head: Head) -> list[Break]:
        """All that is wrong, given where the chain should end."""
        if self._at != head:
            self._found(head.sequence, "the chain does not end where its head says")
        for sequence in sorted(self._anchored):
            self._found(sequence, "an anchored entry is gone")
        return self.breaks

    def _check_anchor(self, sequence: int, kept: str) -> None:
        anchored = self._anchored.pop(sequence, None)
        if anchored is not None and anchored != kept:
            self._found(sequence, "the entry is another one than was anchored")

    def _found(self, sequence: int, what: str) -> None:
        self.breaks.append(Break(sequence, what))


def breaks_in(
    chain: Iterable[tuple[Entry, str]], head_sequence: int, head_seal: str
) -> list[Break]:
    """What is wrong with entries and their seals in order of sequence, given the chain's head.

    A changed, missing, added or reordered entry breaks the chain at that place.
    """
    walk = Walk()
    for entry, kept in chain:
        walk.step(entry, kept)
    return walk.end(Head(head_sequence, head_seal))

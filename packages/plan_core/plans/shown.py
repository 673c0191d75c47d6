"""A submitted revision with its rows, as it is shown again and again: it never changes.

Each request asks for the marks of the revision and of its organisation in the actor's own sight;
while they are the same, so is everything that was read with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Uuid, bindparam, select, text
from sqlalchemy.orm import defer

from plan_core.actor import Actor, Permission
from plan_core.db import asking
from plan_core.db.asking import Question
from plan_core.db.transaction import Database, Look, ReadTx
from plan_core.places.model import Organisation
from plan_core.plans.model import Revision, RevisionInitiative
from plan_core.plans.queries import SubmittedKey, list_revision_rows


@dataclass(frozen=True, slots=True, eq=False)
class ShownRevision:
    """Without its body. One object for the same rows, so that what is made of them can be kept."""

    revision: Revision
    organisation: Organisation
    rows: Sequence[RevisionInitiative]


class Memory(asking.Memory[ShownRevision]):
    """The weight of a row is 1, some three kilobytes."""

    most = 16_384


_MARKS = Question(
    text(
        """
        SELECT revision.xmin, organisation.xmin
        FROM revision JOIN organisation ON organisation.id = revision.tenant_id
        WHERE revision.tenant_id = :tenant AND revision.id = :revision
        """
    ).bindparams(
        bindparam("tenant", type_=BigInteger, required=True),
        bindparam("revision", type_=Uuid, required=True),
    )
)
Marks = tuple[object, ...]


async def find_marks(look: Look, key: SubmittedKey) -> Marks | None:
    """Of the revision, whose rows are written with it and never again, and of its organisation's
    name; None when the actor sees no such revision."""
    look.actor.require(Permission.SUBMITTED_READ)
    found = await look.ask(_MARKS, tenant=key.tenant_id, revision=key.id)
    return tuple(found[0]) if found else None


async def find_shown(
    database: Database, actor: Actor, key: SubmittedKey, marks: Marks | None = None
) -> ShownRevision | None:
    """Of the own organisation or of the actor's area; anything else is not there. `marks` are what
    this actor's own request has found before."""
    if marks is None:
        async with database.look(actor) as look:
            marks = await find_marks(look, key)
    if marks is None:
        return None
    memory = database.memory(Memory)
    known = memory.find(key, marks)
    if known is not None:
        return known
    async with database.read(actor) as tx:
        revision = await tx.session.scalar(
            select(Revision)
            .where(Revision.tenant_id == key.tenant_id, Revision.id == key.id)
            .options(defer(Revision.body, raiseload=True))
        )
        if revision is None:
            return None
        shown = await show(tx, revision)
    memory.keep(key, marks, shown, 1 + len(shown.rows))
    return shown


async def show(tx: ReadTx, revision: Revision) -> ShownRevision:
    """One that was found in another way, with its rows."""
    organisation = await tx.session.get_one(Organisation, revision.tenant_id)
    return ShownRevision(revision, organisation, await list_revision_rows(tx, revision))

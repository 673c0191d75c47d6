"""Figures counted anew from the rows they describe: whether they hold, and setting them right.

For an operator. What is written with a revision is never late; this proves that it is not wrong,
and counts what was submitted before a new figure was thought of.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, insert, select

from plan_core.actor import Actor, Role
from plan_core.db.transaction import Database, ReadTx, WriteTx
from plan_core.framework import queries as framework
from plan_core.framework.rules import FrameworkEdition
from plan_core.places import queries as places
from plan_core.plans import body, queries, rollup
from plan_core.plans.actions import submitting
from plan_core.plans.model import PlanRollup, Revision, SearchedText

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Differing:
    """One organisation's figures of an edition, and the names of those that do not hold."""

    tenant_id: int
    edition_code: str
    names: tuple[str, ...]


def counter_of(tenant_id: int) -> Actor:
    """Nobody's post, made here: it sees and sets this organisation's own figures, and is told."""
    return Actor(NOBODY, NOBODY, Role.VIEWER, tenant_id=tenant_id)


async def recount(database: Database, *, is_mending: bool = False) -> AsyncIterator[Differing]:
    """Every organisation's figures that differ from their rows; set right when asked to.

    `database` as the worker's role. Each organisation is one transaction.
    """
    async with database.unscoped() as session:
        tenants = await places.list_ids(session)
        editions = await framework.list_editions(session)
    for tenant_id in tenants:
        actor = counter_of(tenant_id)
        opened = database.write(actor) if is_mending else database.read(actor)
        async with opened as tx:
            found = [one for edition in editions if (one := await _differing(tx, edition))]
        for one in found:
            yield one


async def _differing(tx: ReadTx, edition: FrameworkEdition) -> Differing | None:
    newest = await queries.find_last_revision(tx, edition.code)
    if newest is None:
        return None
    tenant_id = tx.actor.tenant
    kept = (
        await tx.session.scalars(
            select(PlanRollup).where(
                PlanRollup.tenant_id == tenant_id, PlanRollup.edition_code == edition.code
            )
        )
    ).one_or_none()
    if kept is None:
        return Differing(tenant_id, edition.code, ("plan_rollup",))
    text = await tx.session.scalar(
        select(Revision.body).where(Revision.tenant_id == tenant_id, Revision.id == newest.id)
    )
    frozen = body.decode(text or "")
    rows = await queries.list_revision_rows(tx, newest)
    submitted = [queries.SubmittedRow.of(row, edition) for row in rows]
    figures = rollup.figures_of(submitted, edition)
    below = rollup.sub_figures_of(submitted, edition)
    counted: dict[str, object] = {
        "revision_id": newest.id,
        "revision_number": newest.number,
        "submitted_at": newest.submitted_at,
        "counts": figures.counts,
        "states": figures.states,
        "amounts_satang": figures.amounts_satang,
        "parts": rollup.parts_of(frozen).listed(),
        "sub_counts": below.counts,
        "sub_states": below.states,
        "sub_amounts_satang": below.amounts_satang,
    }
    names = [name for name, value in counted.items() if getattr(kept, name) != value]
    owner: dict[str, object] = {
        "tenant_id": tenant_id,
        "province_code": newest.province_code,
        "district_code": newest.district_code,
        "revision_id": newest.id,
    }
    searched = submitting.searched_rows(frozen, owner)
    are_searched = await _count_searched(tx, newest)
    if are_searched != len(searched):
        names.append("searched_text")
    if isinstance(tx, WriteTx):
        for name, value in counted.items():
            setattr(kept, name, value)
        if are_searched == 0:
            await tx.session.execute(insert(SearchedText), searched)
        await tx.session.flush()
    return Differing(tenant_id, edition.code, tuple(names)) if names else None


async def _count_searched(tx: ReadTx, revision: Revision) -> int:
    query = select(func.count()).where(
        SearchedText.tenant_id == revision.tenant_id, SearchedText.revision_id == revision.id
    )
    return await tx.session.scalar(query) or 0


def names_of(found: Sequence[Differing]) -> list[str]:
    """What differs anywhere, each once."""
    return sorted({name for one in found for name in one.names})

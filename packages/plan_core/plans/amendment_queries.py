"""Reading amendments: of the own plan, and what each of them alters."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from plan_core.actor import Permission
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import diff_queries, queries
from plan_core.plans.diff_queries import Compared
from plan_core.plans.model import Plan, Revision
from plan_core.plans.model_parts import Amendment, AmendmentReason
from plan_core.plans.queries import SubmittedKey


async def get_amendment(tx: ReadTx, amendment_id: UUID) -> Amendment:
    """An amendment of the own organisation."""
    tx.actor.require(Permission.PLAN_READ)
    found = await tx.session.scalar(
        select(Amendment).where(
            Amendment.tenant_id == tx.actor.tenant, Amendment.id == amendment_id
        )
    )
    if found is None:
        raise NotFound("amendment")
    return found


async def list_amendments(tx: ReadTx, plan_id: UUID) -> Sequence[Amendment]:
    """The own plan's amendments, newest first."""
    tx.actor.require(Permission.PLAN_READ)
    query = (
        select(Amendment)
        .where(Amendment.tenant_id == tx.actor.tenant, Amendment.plan_id == plan_id)
        .order_by(Amendment.number.desc())
    )
    return (await tx.session.scalars(query)).all()


async def list_row_reasons(tx: ReadTx, amendment_id: UUID) -> Sequence[AmendmentReason]:
    """Why an own amendment alters its rows; an empty one was taken back."""
    tx.actor.require(Permission.PLAN_READ)
    query = (
        select(AmendmentReason)
        .where(
            AmendmentReason.tenant_id == tx.actor.tenant,
            AmendmentReason.amendment_id == amendment_id,
        )
        .order_by(AmendmentReason.initiative_id)
    )
    return (await tx.session.scalars(query)).all()


async def get_base(tx: ReadTx, amendment: Amendment) -> Revision:
    """The revision that it alters."""
    return await _revision(tx, amendment.base_revision_id)


async def find_revision_of(tx: ReadTx, amendment: Amendment) -> Revision | None:
    """The newest revision that was submitted for it."""
    query = (
        select(Revision)
        .where(Revision.tenant_id == tx.actor.tenant, Revision.amendment_id == amendment.id)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    return await tx.session.scalar(query)


async def compare_amendment(
    tx: ReadTx, amendment: Amendment, plan: Plan, edition: FrameworkEdition
) -> Compared:
    """From the revision it alters to the working copy while it is open, then to its revision."""
    base = await get_base(tx, amendment)
    revision = await find_revision_of(tx, amendment)
    if plan.amendment_id == amendment.id or revision is None:
        return await diff_queries.compare_with_draft(tx, base, plan, edition)
    return await diff_queries.compare_revisions(
        tx, SubmittedKey(base.tenant_id, base.id), SubmittedKey(revision.tenant_id, revision.id)
    )


async def compare_revision_with_base(tx: ReadTx, revision: Revision, number: int) -> Compared:
    """What a submitted amendment alters, for everybody who may see its revision.

    `number` is the base revision's, as the revision itself says.
    """
    base = await tx.session.scalar(
        select(Revision).where(
            Revision.tenant_id == revision.tenant_id,
            Revision.edition_code == revision.edition_code,
            Revision.number == number,
        )
    )
    if base is None:
        raise NotFound("revision")
    return await diff_queries.compare_revisions(
        tx, SubmittedKey(base.tenant_id, base.id), SubmittedKey(revision.tenant_id, revision.id)
    )


async def find_open_amendment(tx: ReadTx, plan: Plan) -> Amendment | None:
    """The one that is being written."""
    if plan.amendment_id is None:
        return None
    return await get_amendment(tx, plan.amendment_id)


async def _revision(tx: ReadTx, revision_id: UUID) -> Revision:
    found = await queries.find_revision(tx, SubmittedKey(tx.actor.tenant, revision_id))
    if found is None:
        raise NotFound("revision")
    return found

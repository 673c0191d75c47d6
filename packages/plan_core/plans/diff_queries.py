"""Reading what differs: between two revisions, and between a revision and the working copy."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from plan_core.actor import Permission
from plan_core.db.transaction import ReadTx
from plan_core.errors import Invalid, NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import body, freezing, queries
from plan_core.plans.changes import PlanDiff
from plan_core.plans.diff import diff_of
from plan_core.plans.model import Plan, Revision
from plan_core.plans.queries import SubmittedKey


@dataclass(frozen=True, slots=True)
class Compared:
    """A difference and its two sides; without `after` it leads to the working copy."""

    before: Revision
    after: Revision | None
    diff: PlanDiff


async def compare_revisions(tx: ReadTx, before: SubmittedKey, after: SubmittedKey) -> Compared:
    """Two revisions of one organisation for one edition, both visible to the actor.

    Raises NotFound when one is absent or hidden, Invalid when they cannot be compared.
    """
    old, new = await _get_revision(tx, before), await _get_revision(tx, after)
    if (old.tenant_id, old.edition_code) != (new.tenant_id, new.edition_code):
        raise Invalid(
            "REVISIONS_NOT_COMPARABLE",
            "เปรียบเทียบได้เฉพาะสองฉบับของ อปท. เดียวกัน ในกรอบฉบับเดียวกัน",
            "Only two revisions of one organisation for one edition can be compared.",
            field="toId",
        )
    return Compared(old, new, diff_of(body.decode(old.body), body.decode(new.body)))


async def compare_with_previous(tx: ReadTx, after: SubmittedKey) -> Compared | None:
    """What changed since the submission before; None for the first one."""
    new = await _get_revision(tx, after)
    old = await tx.session.scalar(
        select(Revision)
        .where(
            Revision.tenant_id == new.tenant_id,
            Revision.edition_code == new.edition_code,
            Revision.number < new.number,
        )
        .order_by(Revision.number.desc())
        .limit(1)
    )
    if old is None:
        return None
    return Compared(old, new, diff_of(body.decode(old.body), body.decode(new.body)))


async def compare_draft(tx: ReadTx, plan: Plan, edition: FrameworkEdition) -> Compared | None:
    """The own working copy against the newest revision; None before the first submission."""
    newest = await tx.session.scalar(
        select(Revision)
        .where(Revision.tenant_id == tx.actor.tenant, Revision.edition_code == plan.edition_code)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    if newest is None:
        return None
    return await compare_with_draft(tx, newest, plan, edition)


async def compare_with_draft(
    tx: ReadTx, before: Revision, plan: Plan, edition: FrameworkEdition
) -> Compared:
    """The own working copy as it stands, against one of the own revisions."""
    content = await queries.get_content(tx, plan, edition)
    now = await freezing.body_of(tx, content, edition)
    return Compared(before, None, diff_of(body.decode(before.body), now))


async def _get_revision(tx: ReadTx, key: SubmittedKey) -> Revision:
    tx.actor.require(Permission.SUBMITTED_READ)
    revision = await tx.session.scalar(
        select(Revision).where(Revision.tenant_id == key.tenant_id, Revision.id == key.id)
    )
    if revision is None:
        raise NotFound("revision")
    return revision

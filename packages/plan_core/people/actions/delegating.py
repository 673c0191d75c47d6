"""Granting and revoking the signing of one's own organisation. The application's role."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from plan_core import jobs
from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.people import delegation_queries as queries
from plan_core.people import delegation_rules as rules
from plan_core.people.delegation_queries import Colleague
from plan_core.people.delegation_rules import NewDelegation
from plan_core.people.model_delegation import Delegation
from plan_core.values import thai_day


async def grant_signing(tx: WriteTx, to: Colleague, new: NewDelegation) -> Delegation:
    """Hand one's own signing to a colleague; Conflict when any of the days is taken.

    `to` was looked up by the door just before, in the actor's own organisation. Should it be a post
    elsewhere nevertheless, it never comes into force: the door joins post and organisation.
    """
    tx.actor.require(Permission.SIGNING_DELEGATE)
    rules.check_delegate(tx.actor.person_id, to.person_id, to.role)
    order = rules.clean_new(new, thai_day(tx.now))
    # Read before the overlaps: whoever grants at the same moment takes this number from us.
    number = await queries.last_number(tx) + 1
    other = await queries.find_overlapping(tx, to.membership_id, order)
    if other is not None:
        raise rules.overlapping(other.to_name, other.first_on, other.last_on, other.order_number)
    granted = Delegation(
        tenant_id=tx.actor.tenant,
        id=make_id(),
        number=number,
        kind=order.kind,
        from_post_id=tx.actor.membership_id,
        from_name=tx.actor.name,
        position=order.position,
        to_post_id=to.membership_id,
        to_name=to.name,
        first_on=order.first_on,
        last_on=order.last_on,
        order_number=order.order_number,
        reason=order.reason,
        granted_at=tx.now,
        revoked_by="",
    )
    tx.session.add(granted)
    try:
        await tx.session.flush()
    except IntegrityError as error:
        if "uq_delegation_tenant_id_number" in str(error.orig):
            raise changed_meanwhile() from error
        raise
    _record(tx, "grant_signing", granted, None, _facts_of(granted))
    return granted


async def revoke_signing(tx: WriteTx, delegation_id: UUID) -> Delegation:
    """End a delegation now, whoever of the approvers granted it."""
    tx.actor.require(Permission.SIGNING_DELEGATE)
    found = await queries.get_delegation(tx, delegation_id, lock=True)
    state = rules.state_on(thai_day(tx.now), found.first_on, found.last_on, found.revoked_at)
    rules.check_can_be_revoked(state)
    before = _facts_of(found)
    found.revoked_at, found.revoked_by = tx.now, tx.actor.name
    await tx.session.flush()
    _record(tx, "revoke_signing", found, before, _facts_of(found))
    return found


def _record(
    tx: WriteTx,
    verb: str,
    delegation: Delegation,
    before: dict[str, object] | None,
    after: dict[str, object],
) -> None:
    entry = audit.record(tx, verb, "delegation", delegation.id, before, after)
    tx.enqueue(jobs.ANNOUNCE_ENTRY, entry)


def _facts_of(delegation: Delegation) -> dict[str, object]:
    return {
        "number": delegation.number,
        "kind": delegation.kind.value,
        "fromName": delegation.from_name,
        "position": delegation.position,
        "toName": delegation.to_name,
        "toPost": str(delegation.to_post_id),
        "firstOn": delegation.first_on.isoformat(),
        "lastOn": delegation.last_on.isoformat(),
        "orderNumber": delegation.order_number,
        "reason": delegation.reason,
        "revokedBy": delegation.revoked_by,
    }

"""Signing that is delegated, and who one is by then."""

from __future__ import annotations

from datetime import timedelta

from make.people import make_actor, make_token, organisation_of
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.people import delegation_queries, queries
from plan_core.people.actions import delegating
from plan_core.people.delegation_rules import ActingKind, NewDelegation
from plan_core.people.model_delegation import Delegation
from plan_core.values import thai_day

POSITION = "นายกองค์การบริหารส่วนตำบลทดสอบ"
ORDER = "๑๒/๒๕๖๙"


def make_order(world: World, first: int = 0, last: int = 0, **more: str) -> NewDelegation:
    """From so many days after today to so many, in Thailand."""
    today = thai_day(world.clock.now)
    return NewDelegation(
        kind=ActingKind.ACTING,
        position=more.get("position", POSITION),
        first_on=today + timedelta(days=first),
        last_on=today + timedelta(days=last),
        order_number=more.get("order_number", ORDER),
        reason=more.get("reason", "ลาพักผ่อน"),
    )


async def grant(
    world: World, approver: Actor, to: Actor, first: int = 0, last: int = 0
) -> Delegation:
    """What the API does: the door looks the post up, the application writes."""
    async with world.door.unscoped() as session:
        colleague = await delegation_queries.get_colleague(session, approver, to.membership_id)
    async with world.app.write(approver) as tx:
        return await delegating.grant_signing(tx, colleague, make_order(world, first, last))


async def revoke(world: World, approver: Actor, granted: Delegation) -> Delegation:
    async with world.app.write(approver) as tx:
        return await delegating.revoke_signing(tx, granted.id)


async def as_now(world: World, actor: Actor) -> Actor:
    """The actor of a request that this person sends now."""
    token = await make_token(world, actor)
    found = await queries.find_signed_in(world.door, token, world.clock.now)
    assert found is not None
    return found.actor


async def make_pair(world: World, role: Role = Role.EDITOR) -> tuple[Actor, Actor]:
    """An approver and a colleague of the same organisation."""
    approver = await make_actor(world, Role.APPROVER)
    return approver, await make_actor(world, role, await organisation_of(world, approver))

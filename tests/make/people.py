"""Organisations, people with posts, and their sessions."""

from __future__ import annotations

import itertools
from datetime import date

from make.world import World
from plan_core.actor import Actor, Role
from plan_core.people import passwords
from plan_core.people.actions import keeping, sessions
from plan_core.people.queries import actor_for
from plan_core.people.rules import Scope
from plan_core.places import actions as places
from plan_core.places import queries
from plan_core.places.actions import NewOrganisation
from plan_core.places.model import Organisation
from plan_core.values import OrganisationKind

PHRAE, SONG = "54", "5406"

_numbers = itertools.count(1)
"""Codes and user names are unique in a database that several tests share."""


async def make_organisation(
    world: World,
    name: str = "",
    *,
    province: str = PHRAE,
    district: str | None = SONG,
    kind: OrganisationKind = OrganisationKind.SAO,
) -> Organisation:
    """In แพร่, อำเภอสอง unless told otherwise."""
    number = next(_numbers)
    async with world.operator.unscoped() as session:
        return await places.add_organisation(
            session,
            NewOrganisation(
                code=f"9{number:06d}",
                kind=kind,
                name_th=name or f"อบต.ทดสอบ {number}",
                province_code=province,
                district_code=district,
                effective_from=date(2010, 1, 1),
            ),
        )


async def make_actor(
    world: World,
    role: Role = Role.EDITOR,
    organisation: Organisation | None = None,
    *,
    province: str = PHRAE,
    district: str = SONG,
) -> Actor:
    """A person with one post that fits the role; an organisation is made when one is needed."""
    if role in {Role.EDITOR, Role.APPROVER, Role.VIEWER}:
        organisation = organisation or await make_organisation(world)
        scope = Scope(organisation_id=organisation.id)
    elif role is Role.DISTRICT_OFFICER:
        scope = Scope(province_code=province, district_code=district)
    elif role is Role.PROVINCE_OFFICER:
        scope = Scope(province_code=province)
    else:
        scope = Scope()
    name = f"person{next(_numbers)}"
    async with world.operator.unscoped() as session:
        person = await keeping.add_person(session, name, name, passwords.NOBODYS_HASH)
        return actor_for(await keeping.add_membership(session, person.id, role, scope), name)


async def organisation_of(world: World, actor: Actor) -> Organisation:
    async with world.operator.unscoped() as session:
        return await queries.get_organisation(session, actor.tenant)


async def make_token(world: World, actor: Actor) -> str:
    """A session's cookie, without the cost of a password."""
    async with world.door.unscoped() as session:
        return await sessions.open_session(session, actor.person_id, "", world.door.clock())

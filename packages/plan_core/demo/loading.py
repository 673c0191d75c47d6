"""Loading the demonstration: adds what is absent, never touches what is there.

Organisations and accounts are written by the operator's role, plans by the application's role as
an actor of the organisation they belong to, through the same actions as real ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor, Role
from plan_core.db.transaction import Database, utc_now
from plan_core.demo import cast, living, plans, reports, whole
from plan_core.demo.cast import Account, Story
from plan_core.framework import queries as framework
from plan_core.framework.model import Deadline
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake.actions import submitting as checked
from plan_core.people import passwords
from plan_core.people.actions import addressing, keeping
from plan_core.people.model import Person
from plan_core.people.rules import Scope
from plan_core.places import actions as places_actions
from plan_core.places import queries as places
from plan_core.places import rules as places_rules
from plan_core.places.actions import NewOrganisation
from plan_core.places.model import Organisation, Subdistrict
from plan_core.plans import queries as plan_queries
from plan_core.plans.actions import submitting, writing
from plan_core.plans.model import PlanRollup
from plan_core.values import OrganisationKind

BANGKOK = timedelta(hours=7)
SIDE_BY_SIDE = 3

_moment: ContextVar[datetime] = ContextVar("_moment")
"""When the transaction at hand is said to happen; each organisation's task has its own."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was new; nothing of it on the second time."""

    organisations: int
    accounts: int
    plans: int


async def load_demo(
    *, operator_url: str, app_url: str, password: str, now: datetime | None = None
) -> Loaded:
    """Needs reference data. `now` is the moment that deadlines and submissions are counted from."""
    now = now or utc_now()
    _moment.set(now)
    operator = Database(operator_url, pool_size=1)
    app = Database(app_url, pool_size=SIDE_BY_SIDE, clock=_moment.get)
    try:
        async with operator.unscoped() as session:
            before = await _list_organisations(session)
            organisations = await _add_organisations(session, before)
            due_on = await _set_deadlines(session, now)
            edition = await framework.get_edition(session, cast.EDITION)
            await reports.set_deadlines(session, edition, due_on)
        # Argon2's threads work while plans are written. The first failure stops the others.
        async with asyncio.TaskGroup() as group:
            accounts = group.create_task(_load_accounts(operator, organisations, password))
            made = group.create_task(_make_plans(app, organisations, edition, due_on, now))
    except BaseExceptionGroup as error:
        raise _first_of(error) from None
    finally:
        await operator.close()
        await app.close()
    return Loaded(len(organisations) - len(before), accounts.result(), made.result())


def _first_of(error: BaseException) -> BaseException:
    """The failure that stopped the others, out of its groups: what callers know how to show."""
    group: Any = error
    return _first_of(group.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


Organisations = dict[str, Organisation]
"""By the code of the subdistrict they are named after."""


async def _list_organisations(session: AsyncSession) -> Organisations:
    provinces = (cast.PROVINCE, cast.NEIGHBOUR_PROVINCE)
    query = select(Organisation).where(
        Organisation.is_demo,
        Organisation.province_code.in_(provinces),
        Organisation.subdistrict_code.is_not(None),
    )
    return {one.subdistrict_code or "": one for one in await session.scalars(query)}


async def _add_organisations(session: AsyncSession, present: Organisations) -> Organisations:
    subdistricts = [*await places.list_subdistricts(session, cast.AREA)]
    neighbours = await places.list_subdistricts(session, cast.NEIGHBOUR_DISTRICT)
    subdistricts += sorted(neighbours, key=lambda one: one.code)[: cast.NEIGHBOURS]
    organisations = dict(present)
    for subdistrict in subdistricts:
        if subdistrict.code not in organisations:
            new = _organisation_of(subdistrict)
            organisations[subdistrict.code] = await places_actions.add_organisation(session, new)
    return organisations


def _organisation_of(subdistrict: Subdistrict) -> NewOrganisation:
    """All of one kind: which ones are towns by now is not in the register of areas."""
    return NewOrganisation(
        code=cast.organisation_code(subdistrict.code),
        kind=OrganisationKind.SAO,
        name_th=places_rules.full_name(OrganisationKind.SAO, subdistrict.name_th),
        province_code=subdistrict.code[:2],
        district_code=subdistrict.district_code,
        subdistrict_code=subdistrict.code,
        effective_from=cast.CODES_BEGIN_FROM,
        is_demo=True,
    )


async def _set_deadlines(session: AsyncSession, now: datetime) -> dict[str, date]:
    """By province; a deadline that is there already stays, and the stories follow it."""
    due_on = (now + BANGKOK).date() - timedelta(days=cast.DUE_DAYS_AGO)
    deadlines = [
        {"edition_code": cast.EDITION, "province_code": province, "due_on": due_on}
        for province in (cast.PROVINCE, cast.NEIGHBOUR_PROVINCE)
    ]
    await session.execute(insert(Deadline).on_conflict_do_nothing(), deadlines)
    found = await session.scalars(select(Deadline).where(Deadline.edition_code == cast.EDITION))
    return {deadline.province_code: deadline.due_on for deadline in found}


async def _load_accounts(operator: Database, organisations: Organisations, password: str) -> int:
    """New accounts, and the password of those demo accounts that have another one."""
    names = [account.username for account in cast.ACCOUNTS]
    async with operator.unscoped() as session:
        found = await session.scalars(select(Person).where(Person.username.in_(names)))
        present = {person.username: person for person in found}
    hashes = await _new_hashes(present, password)
    new = [account for account in cast.ACCOUNTS if account.username not in present]
    async with operator.unscoped() as session:
        for account in new:
            person = await keeping.add_person(
                session,
                account.username,
                account.display_name,
                hashes[account.username],
                is_demo=True,
            )
            scope = _scope_of(account, organisations)
            await keeping.add_membership(session, person.id, account.role, scope)
            address = f"{account.username}@{cast.MAIL_DOMAIN}"
            await addressing.set_address(session, person.id, address, operator.clock())
        for username, person in present.items():
            if username in hashes:
                await keeping.set_password(session, person.id, hashes[username], operator.clock())
    return len(new)


async def _new_hashes(present: Mapping[str, Person], password: str) -> dict[str, str]:
    """A hash, each with its own salt, for every account that lacks this password.

    A person who happens to have a demo account's name but is none keeps their password.
    """

    async def hash_for(username: str) -> tuple[str, str | None]:
        person = present.get(username)
        if person is not None and not person.is_demo:
            return username, None
        if person is not None:
            verdict = await passwords.verify(password, person.password_hash)
            if verdict.is_right:
                return username, None
        return username, await passwords.hash_password(password)

    pairs = await asyncio.gather(*(hash_for(account.username) for account in cast.ACCOUNTS))
    return {username: hashed for username, hashed in pairs if hashed is not None}


def _scope_of(account: Account, organisations: Organisations) -> Scope:
    match len(account.scope):
        case 6:
            return Scope(organisation_id=organisations[account.scope].id)
        case 4:
            return Scope(province_code=account.scope[:2], district_code=account.scope)
        case 2:
            return Scope(province_code=account.scope)
        case _:
            return Scope()


async def _make_plans(
    app: Database,
    organisations: Organisations,
    edition: FrameworkEdition,
    due_on: Mapping[str, date],
    now: datetime,
) -> int:
    """Plans for organisations whose story has one and that have none; how many were made."""
    submitted = await _list_submitted(app, edition)
    gate = asyncio.Semaphore(SIDE_BY_SIDE)

    async def play(code: str, organisation: Organisation) -> bool:
        story = cast.story_of(code)
        if story is Story.NOTHING or organisation.id in submitted:
            return False
        async with gate:
            _moment.set(moment_of(code, story, due_on[organisation.province_code]))
            return await _make_plan(app, code, organisation, edition, story, now)

    async with asyncio.TaskGroup() as group:
        plays = [group.create_task(play(*pair)) for pair in organisations.items()]
    return sum(one.result() for one in plays)


async def _list_submitted(app: Database, edition: FrameworkEdition) -> set[int]:
    viewer = _actor("nation", Role.NATIONAL_VIEWER, None)
    query = select(PlanRollup.tenant_id).where(PlanRollup.edition_code == edition.code)
    async with app.read(viewer) as tx:
        return set(await tx.session.scalars(query))


async def _make_plan(
    app: Database,
    code: str,
    organisation: Organisation,
    edition: FrameworkEdition,
    story: Story,
    now: datetime,
) -> bool:
    """Write the plan and, unless it stays a draft, submit it in the same transaction; then let
    happen to it what happened."""
    approver = _actor(code, Role.APPROVER, organisation.id)
    async with app.write(approver) as tx:
        if await plan_queries.find_plan(tx, edition.code) is not None:
            return False
        made = plans.make_plan(code, edition)
        if code in cast.WRITTEN_WHOLE:
            made = whole.written_whole(made, code)
        plan = await writing.start_plan(tx, edition)
        rows = await writing.write_rows(
            tx, plan, edition, made.initiatives, made.sections, made.risks
        )
        if code in cast.WRITTEN_WHOLE:
            await whole.write_beside(tx, plan, edition, code, made, rows)
        if story is Story.DRAFT:
            return True
        await submitting.send_to_committee(tx, plan.id, plan.version)
        revision = await checked.submit_plan(tx, plan.id, plan.version, edition)
        await reports.make_reports(tx, code, edition)
    submitted_at = _moment.get()

    def tick(step: int) -> None:
        _moment.set(submitted_at + (now - submitted_at) * step / living.STEPS)

    # Who is interrupted here has a plan that stays submitted: its officers have not come to it.
    way = living.Way(app, code, edition, approver, _officer_of(organisation), tick)
    await way.go(revision, cast.ending_of(code))
    return True


def moment_of(code: str, story: Story, due_on: date) -> datetime:
    """A moment in office hours of Thailand, before the deadline or, for the late, after it."""
    dice = cast.dice_of(code, "moment")
    days = dice.randint(1, cast.DUE_DAYS_AGO - 1) if story is Story.LATE else -dice.randint(1, 45)
    minutes = timedelta(minutes=dice.randint(0, 8 * 60))
    opening = datetime.combine(due_on + timedelta(days=days), time(8, 30), UTC)
    return opening + minutes - BANGKOK


def _actor(name: str, role: Role, tenant_id: int | None) -> Actor:
    """Nobody who can sign in: the made-up author of an organisation's made-up plan."""
    return Actor(
        person_id=_made_up_id(f"person/{name}"),
        membership_id=_made_up_id(f"membership/{name}"),
        role=role,
        tenant_id=tenant_id,
        name="ปลัด (ข้อมูลสาธิต)",
    )


def _officer_of(organisation: Organisation) -> Actor:
    """Nobody who can sign in: the made-up officer of the organisation's province."""
    name = f"officer of {organisation.province_code}"
    return Actor(
        person_id=_made_up_id(f"person/{name}"),
        membership_id=_made_up_id(f"membership/{name}"),
        role=Role.PROVINCE_OFFICER,
        province_code=organisation.province_code,
        name="เจ้าหน้าที่จังหวัด (ข้อมูลสาธิต)",
    )


def _made_up_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"urn:simiti:demo:{name}")

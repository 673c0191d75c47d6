"""Reminders of deadlines to who has not submitted, and a weekly summary to officers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor, Role
from plan_core.db.transaction import Database, ReadTx
from plan_core.framework.model import Deadline
from plan_core.notifications import rules
from plan_core.notifications.actions import telling
from plan_core.notifications.actions.telling import Event, Reader
from plan_core.notifications.rules import Due
from plan_core.notifications.words import NAMED, Told
from plan_core.people.model import Membership, Person
from plan_core.places import rules as place_rules
from plan_core.places.model import Organisation
from plan_core.plans.model import PlanRollup
from plan_core.reporting.model import Report, ReportDeadline
from plan_core.values import thai_day

WATCHER = Actor(UUID(int=0), UUID(int=0), Role.NATIONAL_VIEWER)
"""Who looks at all provinces for the reminders: nobody's post, made here.

It is safe because national sight reads submitted facts only, the transaction is read-only, and all
that is asked is whether an organisation has submitted at all. No draft is visible to it.
"""


async def remind(database: Database) -> None:
    """Whatever is due now; again and again, since the same reminder is told once only."""
    now = database.clock()
    if not rules.is_morning(now):
        return
    today = thai_day(now)
    async with database.unscoped() as session:
        owed = await list_due(session, today)
    for due in owed:
        reminder = rules.reminder_on(due.due_on, today)
        if reminder is None:
            continue
        async with database.read(WATCHER) as tx:
            late = await list_late(tx, due)
        if not late:
            continue
        async with database.unscoped() as session:
            keepers = await _keepers_of(session, late)
            for organisation in late:
                event = Event(
                    rules.reminder_event(due, organisation.id, reminder.turn),
                    due.kind(is_passed=reminder.is_passed),
                    organisation.id,
                    _told(due, organisation=_name(organisation), days=reminder.days),
                )
                await telling.tell(session, event, keepers[organisation.id], now)
            if reminder.is_passed:
                for reader, event in await _summaries(session, due, late, now):
                    await telling.tell(session, event, [reader], now)


async def list_due(session: AsyncSession, today: date) -> list[Due]:
    """Everything that has a day: plans, and the reports of every round."""
    plans = [
        Due(one.edition_code, one.province_code, one.due_on)
        for one in await session.scalars(select(Deadline))
    ]
    reports = [
        Due(one.edition_code, one.province_code, one.due_on, one.fiscal_year_be, one.round)
        for one in await session.scalars(select(ReportDeadline))
    ]
    return [*plans, *rules.without_outdated(reports, today)]


async def list_late(tx: ReadTx, due: Due) -> Sequence[Organisation]:
    """Organisations of the province that never submitted what is due.

    A report is owed by who has submitted a plan: the others have nothing to report on.
    """
    has_plan = exists().where(
        PlanRollup.tenant_id == Organisation.id, PlanRollup.edition_code == due.edition_code
    )
    has_reported = exists().where(
        Report.tenant_id == Organisation.id,
        Report.edition_code == due.edition_code,
        Report.fiscal_year_be == due.fiscal_year_be,
        Report.round == due.round,
    )
    lacks = ~has_plan if due.round is None else and_(has_plan, ~has_reported)
    query = (
        select(Organisation)
        .where(Organisation.province_code == due.province_code, lacks)
        .order_by(Organisation.district_code, Organisation.sort_key)
    )
    return (await tx.session.scalars(query)).all()


def _told(due: Due, **more: object) -> Told:
    """What a reminder says of what is due."""
    return msgspec.structs.replace(
        Told(
            edition=due.edition_code,
            due_on=due.due_on,
            fiscal_year=due.fiscal_year_be,
            round="" if due.round is None else due.round.value,
        ),
        **more,
    )


async def _keepers_of(
    session: AsyncSession, organisations: Sequence[Organisation]
) -> dict[int, list[Reader]]:
    """Editors and approvers by organisation, each person once in each."""
    query = (
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Person.is_active,
            Membership.role.in_(rules.KEEPERS),
            Membership.organisation_id.in_([one.id for one in organisations]),
        )
        .order_by(Membership.id)
    )
    found: defaultdict[int, dict[UUID, Reader]] = defaultdict(dict)
    for post in await session.scalars(query):
        if post.organisation_id is not None:
            found[post.organisation_id].setdefault(
                post.person_id, Reader(post.person_id, post.id, post.role)
            )
    return defaultdict(list, {key: list(value.values()) for key, value in found.items()})


async def _summaries(
    session: AsyncSession, due: Due, late: Sequence[Organisation], now: datetime
) -> list[tuple[Reader, Event]]:
    """For each officer what is late in the own area, one a week."""
    query = (
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Person.is_active,
            Membership.role.in_(rules.OFFICERS),
            Membership.province_code == due.province_code,
        )
        .order_by(Membership.id)
    )
    told: list[tuple[Reader, Event]] = []
    for post in await session.scalars(query):
        area = post.district_code or due.province_code
        inside = [one for one in late if post.district_code in {None, one.district_code}]
        if inside:
            event = Event(
                rules.summary_event(due, area, thai_day(now)),
                due.summary_kind,
                None,
                _told(
                    due,
                    late=tuple(_name(one) for one in inside[:NAMED]),
                    late_count=len(inside),
                ),
            )
            told.append((Reader(post.person_id, post.id, post.role), event))
    return told


def _name(organisation: Organisation) -> str:
    return place_rules.short_name(organisation.kind, organisation.name_th)

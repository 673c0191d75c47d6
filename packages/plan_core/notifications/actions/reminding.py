"""Reminders of deadlines to who has not submitted, and a weekly summary to officers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor, Role
from plan_core.db.transaction import Database, ReadTx
from plan_core.framework.model import Deadline
from plan_core.notifications import rules
from plan_core.notifications.actions import telling
from plan_core.notifications.actions.telling import Event, Reader
from plan_core.notifications.rules import NotificationKind
from plan_core.notifications.words import NAMED, Told
from plan_core.people.model import Membership, Person
from plan_core.places import rules as place_rules
from plan_core.places.model import Organisation
from plan_core.plans.model import PlanRollup
from plan_core.plans.rules import thai_day

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
        deadlines = (await session.scalars(select(Deadline))).all()
    for deadline in deadlines:
        reminder = rules.reminder_on(deadline.due_on, today)
        if reminder is None:
            continue
        async with database.read(WATCHER) as tx:
            late = await list_late(tx, deadline)
        if not late:
            continue
        async with database.unscoped() as session:
            keepers = await _keepers_of(session, late)
            for organisation in late:
                event = Event(
                    rules.reminder_event(
                        deadline.edition_code, deadline.due_on, organisation.id, reminder.turn
                    ),
                    reminder.kind,
                    organisation.id,
                    Told(
                        organisation=_name(organisation),
                        edition=deadline.edition_code,
                        days=reminder.days,
                        due_on=deadline.due_on,
                    ),
                )
                await telling.tell(session, event, keepers[organisation.id], now)
            if reminder.kind is NotificationKind.DEADLINE_PASSED:
                for reader, event in await _summaries(session, deadline, late, now):
                    await telling.tell(session, event, [reader], now)


async def list_late(tx: ReadTx, deadline: Deadline) -> Sequence[Organisation]:
    """Organisations of the deadline's province that never submitted a plan of its edition."""
    query = (
        select(Organisation)
        .outerjoin(
            PlanRollup,
            and_(
                PlanRollup.tenant_id == Organisation.id,
                PlanRollup.edition_code == deadline.edition_code,
            ),
        )
        .where(Organisation.province_code == deadline.province_code, PlanRollup.tenant_id.is_(None))
        .order_by(Organisation.district_code, Organisation.sort_key)
    )
    return (await tx.session.scalars(query)).all()


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
    session: AsyncSession, deadline: Deadline, late: Sequence[Organisation], now: datetime
) -> list[tuple[Reader, Event]]:
    """For each officer what is late in the own area, one a week."""
    query = (
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Person.is_active,
            Membership.role.in_(rules.OFFICERS),
            Membership.province_code == deadline.province_code,
        )
        .order_by(Membership.id)
    )
    told: list[tuple[Reader, Event]] = []
    for post in await session.scalars(query):
        area = post.district_code or deadline.province_code
        inside = [one for one in late if post.district_code in {None, one.district_code}]
        if inside:
            event = Event(
                rules.summary_event(deadline.edition_code, area, thai_day(now)),
                NotificationKind.LATE_ORGANISATIONS,
                None,
                Told(
                    edition=deadline.edition_code,
                    due_on=deadline.due_on,
                    late=tuple(_name(one) for one in inside[:NAMED]),
                    late_count=len(inside),
                ),
            )
            told.append((Reader(post.person_id, post.id, post.role), event))
    return told


def _name(organisation: Organisation) -> str:
    return place_rules.short_name(organisation.kind, organisation.name_th)

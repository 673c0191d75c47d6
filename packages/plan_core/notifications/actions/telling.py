"""Telling whom an event concerns. The worker's role: it alone sees who holds which post."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Role
from plan_core.notifications import rules, words
from plan_core.notifications.model import Notification
from plan_core.notifications.rules import NotificationKind
from plan_core.notifications.words import Told
from plan_core.people.model import Membership, Person
from plan_core.places.model import Organisation
from plan_core.places.rules import short_name


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to be told, in the post that it concerns."""

    person_id: UUID
    membership_id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: `id` is the step's, the comment's or the reminder's own."""

    id: UUID
    kind: NotificationKind
    organisation_id: int | None
    told: Told


async def list_readers(
    session: AsyncSession,
    organisation: Organisation,
    roles: Collection[Role],
    but: UUID | None = None,
) -> Sequence[Reader]:
    """Who holds one of these roles in the organisation or in an area that it lies in.

    Never the person `but`, who did it; a person with two such posts once, in the elder post.
    """
    query = (
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Person.is_active,
            Membership.role.in_(roles),
            or_(
                Membership.organisation_id == organisation.id,
                and_(
                    Membership.role == Role.DISTRICT_OFFICER,
                    Membership.district_code == organisation.district_code,
                ),
                and_(
                    Membership.role == Role.PROVINCE_OFFICER,
                    Membership.province_code == organisation.province_code,
                ),
            ),
        )
        .order_by(Membership.id)
    )
    found: dict[UUID, Reader] = {}
    for post in await session.scalars(query):
        if post.person_id != but:
            found.setdefault(post.person_id, Reader(post.person_id, post.id, post.role))
    return tuple(found.values())


async def list_holders(
    session: AsyncSession, posts: Collection[UUID], but: UUID | None = None
) -> Sequence[Reader]:
    """Who holds exactly these posts; never the person `but`, who did it."""
    query = (
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.is_active, Membership.id.in_(posts), Membership.person_id != but)
        .order_by(Membership.id)
    )
    found = await session.scalars(query)
    return tuple(Reader(post.person_id, post.id, post.role) for post in found)


async def tell(
    session: AsyncSession, event: Event, readers: Iterable[Reader], now: datetime
) -> None:
    """A notification for each reader; whoever was told of this event already keeps the first."""
    rows = [
        {
            "person_id": reader.person_id,
            "id": rules.notification_id(event.id, event.kind, reader.person_id),
            "kind": event.kind,
            "membership_id": reader.membership_id,
            "organisation_id": event.organisation_id,
            "told": words.keep(event.told),
            "place": rules.place_for(event.kind, reader.role),
            "created_at": now,
        }
        for reader in readers
    ]
    if rows:
        await session.execute(
            insert(Notification)
            .values(rows)
            .on_conflict_do_nothing(index_elements=["person_id", "id"])
        )


async def tell_of_webhook(
    session: AsyncSession,
    tenant_id: int,
    message_id: UUID,
    url: str,
    now: datetime,
    *,
    is_gone: bool,
) -> None:
    """That a webhook was disabled after this message, to who can switch it on again."""
    organisation = await session.get_one(Organisation, tenant_id)
    told = Told(
        organisation=short_name(organisation.kind, organisation.name_th),
        site=urlsplit(url).netloc,
        is_gone=is_gone,
    )
    event = Event(message_id, NotificationKind.WEBHOOK_DISABLED, tenant_id, told)
    readers = await list_readers(session, organisation, rules.CONCERNED[event.kind])
    await tell(session, event, readers, now)

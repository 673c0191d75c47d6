"""Writing down what was done to an account, in the transaction that does it.

The door's role, and the operator's: neither may tell people, nor write an organisation's log. The
worker does both by these rows (`plan_core/notifications/actions/accounts.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor
from plan_core.db.base import make_id
from plan_core.people import account_events
from plan_core.people.account_events import AccountEventKind, Facts
from plan_core.people.model import AccountEvent, ApiToken, Membership

NOTHING_MORE = Facts()


@dataclass(frozen=True, slots=True)
class By:
    """Who did it: by whose name, in which post."""

    name: str = ""
    membership_id: UUID | None = None

    @classmethod
    def person(cls, actor: Actor) -> By:
        return cls(actor.name, actor.membership_id)


OPERATOR = By()


def note(
    session: AsyncSession,
    person_id: UUID,
    kind: AccountEventKind,
    by: By,
    now: datetime,
    facts: Facts = NOTHING_MORE,
) -> AccountEvent:
    """Of this person's account."""
    event = AccountEvent(
        id=make_id(),
        person_id=person_id,
        at=now,
        kind=kind,
        by_name=by.name,
        membership_id=by.membership_id,
        facts=account_events.keep(facts),
    )
    session.add(event)
    return event


async def note_token(
    session: AsyncSession,
    actor: Actor,
    kind: AccountEventKind,
    row: ApiToken,
    now: datetime,
    facts: Facts = NOTHING_MORE,
) -> None:
    """Of one of the person's own, which may be of another post than they act in."""
    post = await session.get_one(Membership, row.membership_id)
    event = note(session, row.person_id, kind, By(actor.name, post.id), now, facts)
    event.token_id, event.organisation_id = row.id, post.organisation_id

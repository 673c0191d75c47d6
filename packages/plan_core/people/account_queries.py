"""What was done to one's own account. The door's role."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor
from plan_core.people.model import AccountEvent


async def list_events(
    session: AsyncSession, actor: Actor, first: int, before: UUID | None = None
) -> Sequence[AccountEvent]:
    """The person's own, whatever post they act in, newest first; from behind the one `before`."""
    actor.require_person()
    query = (
        select(AccountEvent)
        .where(AccountEvent.person_id == actor.person_id)
        .order_by(AccountEvent.id.desc())
        .limit(first)
    )
    if before is not None:
        query = query.where(AccountEvent.id < before)
    return (await session.scalars(query)).all()

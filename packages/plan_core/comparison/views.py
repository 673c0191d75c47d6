"""A person's saved views: listed, saved under a name, removed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select

from plan_core.comparison import view_rules
from plan_core.comparison.view_model import SavedView
from plan_core.db.base import make_id
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound


async def list_views(tx: ReadTx) -> Sequence[SavedView]:
    """Those of the person's present post, by name."""
    rows = await tx.session.scalars(
        select(SavedView)
        .where(
            SavedView.person_id == tx.actor.person_id,
            SavedView.membership_id == tx.actor.membership_id,
        )
        .order_by(SavedView.name)
    )
    return rows.all()


async def save_view(tx: ReadTx, name: str, query: str) -> SavedView:
    """Under this name; what was saved under it before is replaced."""
    name, query = view_rules.clean_name(name), view_rules.clean_query(query)
    found = await tx.session.scalar(
        select(SavedView)
        .where(
            SavedView.person_id == tx.actor.person_id,
            SavedView.membership_id == tx.actor.membership_id,
            SavedView.name == name,
        )
        .with_for_update()
    )
    if found is None:
        view_rules.check_room(await _count(tx))
        found = SavedView(
            person_id=tx.actor.person_id,
            id=make_id(),
            membership_id=tx.actor.membership_id,
            name=name,
        )
        tx.session.add(found)
    found.query = query
    found.saved_at = tx.now
    await tx.session.flush()
    return found


async def remove_view(tx: ReadTx, view_id: UUID) -> None:
    removed = await tx.session.execute(
        delete(SavedView)
        .where(SavedView.person_id == tx.actor.person_id, SavedView.id == view_id)
        .returning(SavedView.id)
    )
    if removed.first() is None:
        raise NotFound("saved_view")


async def _count(tx: ReadTx) -> int:
    query = select(func.count()).where(
        SavedView.person_id == tx.actor.person_id,
        SavedView.membership_id == tx.actor.membership_id,
    )
    return await tx.session.scalar(query) or 0

"""A person's saved views: listed, saved under a name, removed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

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


async def save_view(tx: ReadTx, name: str, query: str) -> None:
    """Under this name; what was saved under it before is replaced."""
    name, query = view_rules.clean_name(name), view_rules.clean_query(query)
    others = select(func.count()).where(
        SavedView.person_id == tx.actor.person_id,
        SavedView.membership_id == tx.actor.membership_id,
        SavedView.name != name,
    )
    view_rules.check_room(await tx.session.scalar(others) or 0)
    saved = insert(SavedView).values(
        person_id=tx.actor.person_id,
        id=make_id(),
        membership_id=tx.actor.membership_id,
        name=name,
        query=query,
        saved_at=tx.now,
    )
    # Two that save at once are one after the other, not an error.
    await tx.session.execute(
        saved.on_conflict_do_update(
            index_elements=["person_id", "membership_id", "name"],
            set_={"query": saved.excluded.query, "saved_at": saved.excluded.saved_at},
        )
    )


async def remove_view(tx: ReadTx, view_id: UUID) -> None:
    removed = await tx.session.execute(
        delete(SavedView)
        .where(SavedView.person_id == tx.actor.person_id, SavedView.id == view_id)
        .returning(SavedView.id)
    )
    if removed.first() is None:
        raise NotFound("saved_view")

"""Views of the comparison that a person keeps: what was chosen, under a name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from plan_core.db.base import Base, PersonRow


class SavedView(PersonRow, Base):
    """Choices of a screen and nothing that the screen showed: who opens them asks anew.

    `membership_id` is the post in which it was saved: another post has other areas.
    """

    __tablename__ = "saved_view"

    membership_id: Mapped[UUID]
    name: Mapped[str]
    query: Mapped[str]
    """What stands behind the ? in the page's address, in the page's own order."""
    saved_at: Mapped[datetime]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (UniqueConstraint("person_id", "membership_id", "name"),)

"""Signing that was handed to a colleague for some days. Never deleted; ended only by its revoking.

It stands in the organisation's own rows and not beside its people: the application writes it, with
its line of the audit log, and may not look at posts. The door reads what is in force.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base, TenantRow, one_of, text_enum
from plan_core.people.delegation_rules import MOST_DAYS, ActingKind


class Delegation(TenantRow, Base):
    """Who signs in whose place, from the first day to the last one, by which order.

    Posts are kept by id without a reference, and names as they were: who has left stays named.
    `number` counts an organisation's delegations, so that of two at once only one is granted.
    """

    __tablename__ = "delegation"

    number: Mapped[int]
    kind: Mapped[ActingKind] = mapped_column(text_enum(ActingKind))
    from_post_id: Mapped[UUID]
    from_name: Mapped[str]
    position: Mapped[str]
    """Of who grants, as the order says it: นายกองค์การบริหารส่วนตำบล …"""
    to_post_id: Mapped[UUID]
    to_name: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    """Both days count, in Thailand."""
    order_number: Mapped[str]
    reason: Mapped[str]
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            one_of("kind", ActingKind),
            CheckConstraint(
                f"last_on >= first_on AND last_on - first_on < {MOST_DAYS}", name="days_fit"
            ),
            CheckConstraint("from_post_id <> to_post_id", name="is_handed_to_another_post"),
            CheckConstraint(
                "position <> '' AND order_number <> '' AND reason <> ''", name="says_by_what_order"
            ),
            CheckConstraint(
                "(revoked_at IS NULL) = (revoked_by = '')", name="revoker_fits_revoking"
            ),
            UniqueConstraint("tenant_id", "number"),
            Index(None, "tenant_id", "to_post_id", "last_on"),
        )

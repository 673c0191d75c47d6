"""Rows by what another system of the organisation calls them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import or_, select

from plan_core.actor import Permission
from plan_core.db.transaction import ReadTx
from plan_core.integration.upsert_model import ExternalReference


async def find_initiative_id(tx: ReadTx, system: str, value: str) -> UUID | None:
    tx.actor.require(Permission.PLAN_READ)
    return await tx.session.scalar(
        select(ExternalReference.initiative_id).where(
            ExternalReference.tenant_id == tx.actor.tenant,
            ExternalReference.system == system,
            ExternalReference.value == value,
        )
    )


async def list_references(
    tx: ReadTx, system: str, values: Collection[str], initiative_ids: Collection[UUID]
) -> Sequence[ExternalReference]:
    """Of one system, those with one of these names or of one of these rows."""
    query = select(ExternalReference).where(
        ExternalReference.tenant_id == tx.actor.tenant,
        ExternalReference.system == system,
        or_(
            ExternalReference.value.in_(values),
            ExternalReference.initiative_id.in_(initiative_ids),
        ),
    )
    return (await tx.session.scalars(query)).all()


async def page_of_references(
    tx: ReadTx, system: str | None, most: int, after: UUID | None
) -> Sequence[ExternalReference]:
    """In the order of their ids, of one system or of all; `after` is the last one's id."""
    tx.actor.require(Permission.PLAN_READ)
    query = select(ExternalReference).where(ExternalReference.tenant_id == tx.actor.tenant)
    if system is not None:
        query = query.where(ExternalReference.system == system)
    if after is not None:
        query = query.where(ExternalReference.id > after)
    return (await tx.session.scalars(query.order_by(ExternalReference.id).limit(most))).all()

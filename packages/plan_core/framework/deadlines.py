"""Deadlines of provinces: setting and listing them. The operator's role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.framework import queries
from plan_core.framework.model import Deadline


async def set_deadline(
    session: AsyncSession, edition_code: str, province_code: str, due_on: date
) -> None:
    """By which day the plans of a province are due; NotFound for an edition that is not there.

    Whether the province exists is asked by who calls.
    """
    await queries.get_edition(session, edition_code)
    statement = insert(Deadline).values(
        edition_code=edition_code, province_code=province_code, due_on=due_on
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["edition_code", "province_code"],
            set_={"due_on": statement.excluded.due_on},
        )
    )


async def list_deadlines(session: AsyncSession) -> Sequence[Deadline]:
    order = (Deadline.edition_code, Deadline.province_code)
    return (await session.scalars(select(Deadline).order_by(*order))).all()

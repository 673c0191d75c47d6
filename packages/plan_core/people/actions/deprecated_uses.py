"""Counting what tokens use of the schema although it is to go. The door's role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Date, Text, Uuid, column, func, select, values
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.people.model import ApiToken, DeprecatedUse

MOST_AT_ONCE = 1_000
"""Rows of one statement."""

Named = tuple[UUID, str]
"""A token, and the coordinate of what it used."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Requests that named it, from the first day to the last."""

    uses: int
    first_on: date
    last_on: date

    def and_with(self, more: Counted) -> Counted:
        return Counted(
            self.uses + more.uses,
            min(self.first_on, more.first_on),
            max(self.last_on, more.last_on),
        )


async def add(session: AsyncSession, counted: Mapping[Named, Counted]) -> None:
    """To what was counted before. A token that is gone by now has nobody to be told."""
    # In one order everywhere, so that two processes wait for each other and never in a ring.
    rows = [
        (token, coordinate, one.first_on, one.last_on, one.uses)
        for (token, coordinate), one in sorted(counted.items(), key=lambda item: item[0])
    ]
    for at in range(0, len(rows), MOST_AT_ONCE):
        await _add(session, rows[at : at + MOST_AT_ONCE])


async def _add(session: AsyncSession, rows: list[tuple[UUID, str, date, date, int]]) -> None:
    names = ("token_id", "coordinate", "first_on", "last_on", "uses")
    types = (Uuid, Text, Date, Date, BigInteger)
    new = values(
        *(column(name, of) for name, of in zip(names, types, strict=True)), name="counted"
    ).data(rows)
    there = select(new).join(ApiToken, ApiToken.id == new.c.token_id)
    added = insert(DeprecatedUse).from_select(names, there)
    await session.execute(
        added.on_conflict_do_update(
            index_elements=["token_id", "coordinate"],
            set_={
                "last_on": func.greatest(DeprecatedUse.last_on, added.excluded.last_on),
                "uses": DeprecatedUse.uses + added.excluded.uses,
            },
        )
    )

"""Population of organisations: loading it. The operator's role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.errors import Invalid
from plan_core.places.model import Organisation, OrganisationPopulation
from plan_core.places.population_rules import Population
from plan_core.thai_text import collapse_spaces, normalise

LONGEST_SOURCE = 300
AT_ONCE = 5_000


def check_source(text: str) -> str:
    """Where the figures come from is always said: Invalid POPULATION_UNNAMED."""
    cleaned = collapse_spaces(normalise(text))
    if not 1 <= len(cleaned) <= LONGEST_SOURCE or not cleaned.isprintable():
        raise Invalid(
            "POPULATION_UNNAMED",
            f"ต้องระบุที่มาของจำนวนประชากร ไม่เกิน {LONGEST_SOURCE} ตัวอักษร",
            f"Say where the population comes from, at most {LONGEST_SOURCE} characters.",
            field="source",
        )
    return cleaned


async def list_codes(session: AsyncSession) -> dict[str, int]:
    """Every organisation's code with its id."""
    found = await session.execute(select(Organisation.code, Organisation.id))
    return {row.code: row.id for row in found}


async def set_population(
    session: AsyncSession,
    lines: Sequence[Population],
    ids: dict[str, int],
    source: str,
    now: datetime,
) -> None:
    """Each organisation and year of the lines gets the new figure; all others keep theirs."""
    source = check_source(source)
    table = OrganisationPopulation
    for at in range(0, len(lines), AT_ONCE):
        statement = insert(table).values(
            [
                {
                    "organisation_id": ids[one.code],
                    "year_be": one.year_be,
                    "people": one.people,
                    "source": source,
                    "loaded_at": now,
                }
                for one in lines[at : at + AT_ONCE]
            ]
        )
        new = statement.excluded
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=[table.organisation_id, table.year_be],
                set_={"people": new.people, "source": new.source, "loaded_at": new.loaded_at},
            )
        )


async def list_held(session: AsyncSession) -> Sequence[tuple[int, str, int]]:
    """Years, their sources, and how many organisations each has."""
    table = OrganisationPopulation
    found = await session.execute(
        select(table.year_be, table.source, func.count())
        .group_by(table.year_be, table.source)
        .order_by(table.year_be, table.source)
    )
    return [(year, source, count) for year, source, count in found]

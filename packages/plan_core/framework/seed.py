"""Writing the package's editions into the database: a new file is a new edition."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.db.base import Base
from plan_core.framework import queries
from plan_core.framework.model import Dimension, Edition, Mission
from plan_core.framework.rules import FrameworkEdition


async def load_editions(session: AsyncSession, editions: Sequence[FrameworkEdition]) -> int:
    """Upsert what is new or differs; how many editions that were. None is ever taken away."""
    present = {edition.code: edition for edition in await queries.read_editions(session)}
    changed = [edition for edition in editions if present.get(edition.code) != edition]
    for edition in changed:
        await _upsert(session, edition)
    return len(changed)


async def _upsert(session: AsyncSession, edition: FrameworkEdition) -> None:
    await _write(
        session,
        Edition,
        [
            {
                "code": edition.code,
                "title_th": edition.title,
                "first_year_be": edition.first_year_be,
                "last_year_be": edition.last_year_be,
            }
        ],
    )
    dimensions: list[dict[str, object]] = []
    missions: list[dict[str, object]] = []
    for position, dimension in enumerate(edition.dimensions, start=1):
        owner: dict[str, object] = {"edition_code": edition.code, "position": position}
        dimensions.append(owner | {"code": dimension.code, "title_th": dimension.title})
        for place, mission in enumerate(dimension.missions, start=1):
            missions.append(
                {
                    "edition_code": edition.code,
                    "code": mission.code,
                    "dimension_code": dimension.code,
                    "position": place,
                    "title_th": mission.title,
                }
            )
    await _write(session, Dimension, dimensions)
    await _write(session, Mission, missions)


async def _write(session: AsyncSession, table: type[Base], rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    statement = insert(table)
    keys = [column.name for column in table.__table__.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)

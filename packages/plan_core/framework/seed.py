"""Writing the package's editions into the database: a new file is a new edition."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.db.base import Base
from plan_core.errors import Conflict, Invalid
from plan_core.framework import queries
from plan_core.framework.model import Crosswalk, Dimension, Edition, Mission, SubMission
from plan_core.framework.rules import FrameworkEdition


async def load_editions(session: AsyncSession, editions: Sequence[FrameworkEdition]) -> int:
    """Upsert what is new or differs; how many editions that were. None is ever taken away."""
    present = {edition.code: edition for edition in await queries.read_editions(session)}
    changed = [edition for edition in editions if present.get(edition.code) != edition]
    for edition in changed:
        await _upsert(session, edition)
    return len(changed)


async def add_edition(session: AsyncSession, edition: FrameworkEdition) -> bool:
    """An edition from the operator's own file, new or with other words; whether anything changed.

    Conflict EDITION_IN_USE when years, missions or named sub-missions of a present one would
    differ: the figures of what was submitted stand in their order. Invalid when a crosswalk comes
    from an edition that is not there, or names a code that is not in it.
    """
    present = {one.code: one for one in await queries.read_editions(session)}
    for walk in edition.crosswalks:
        earlier = present.get(walk.from_edition)
        if earlier is None:
            raise _no_such(walk.from_edition)
        for code, _ in walk.pairs:
            if earlier.find_title(code) is None:
                raise _no_such(f"{walk.from_edition} {code}")
    known = present.get(edition.code)
    if known is not None and not _stands_as(known, edition):
        raise Conflict(
            "EDITION_IN_USE",
            f"ฉบับ {edition.code} มีอยู่แล้ว แก้ได้เฉพาะชื่อและตารางเทียบ",
            f"The edition {edition.code} is there; only titles and crosswalks can change.",
            values={"code": edition.code},
        )
    if known == edition:
        return False
    await _upsert(session, edition)
    return True


def _stands_as(known: FrameworkEdition, edition: FrameworkEdition) -> bool:
    """Sub-missions may be named later, where none was: figures are then counted anew."""
    return _shape(known) == _shape(edition) and (
        not any(known.sub_missions()) or _parts(known) == _parts(edition)
    )


def _shape(edition: FrameworkEdition) -> tuple[object, ...]:
    return (edition.fiscal_years, [one.code for one in edition.missions()])


def _parts(edition: FrameworkEdition) -> list[str]:
    return [one.code for one in edition.sub_missions()]


def _no_such(name: str) -> Invalid:
    return Invalid(
        "EDITION_UNKNOWN",
        f"ตารางเทียบอ้างถึง {name} ซึ่งไม่มีในระบบ",
        f"The crosswalk names {name}, which is not there.",
        field="file",
        values={"name": name},
    )


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
    await _write(
        session,
        SubMission,
        [
            {
                "edition_code": edition.code,
                "code": one.code,
                "mission_code": mission.code,
                "position": place,
                "title_th": one.title,
            }
            for mission in edition.missions()
            for place, one in enumerate(mission.sub_missions, start=1)
        ],
    )
    await session.execute(delete(Crosswalk).where(Crosswalk.edition_code == edition.code))
    await _write(
        session,
        Crosswalk,
        [
            {
                "edition_code": edition.code,
                "from_edition_code": walk.from_edition,
                "from_code": earlier,
                "to_code": later,
            }
            for walk in edition.crosswalks
            for earlier, later in walk.pairs
        ],
    )


async def _write(session: AsyncSession, table: type[Base], rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    statement = insert(table)
    keys = [column.name for column in table.__table__.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)

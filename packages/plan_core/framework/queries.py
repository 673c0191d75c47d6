"""Reading editions as plain values, and deadlines."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.errors import NotFound
from plan_core.framework.model import Crosswalk as CrosswalkRow
from plan_core.framework.model import Deadline, Dimension, Edition, Mission, SubMission
from plan_core.framework.rules import (
    Crosswalk,
    FrameworkDimension,
    FrameworkEdition,
    FrameworkMission,
    FrameworkSubMission,
)

_editions: WeakKeyDictionary[object, dict[str, FrameworkEdition]] = WeakKeyDictionary()
"""By database engine: editions are reference data, read once a process and written at its start."""


async def list_editions(session: AsyncSession) -> tuple[FrameworkEdition, ...]:
    """All editions, oldest first; from memory after the first time."""
    found = _editions.get(session.get_bind())
    if not found:
        found = {edition.code: edition for edition in await read_editions(session)}
        _editions[session.get_bind()] = found
    return tuple(found.values())


async def get_edition(session: AsyncSession, code: str) -> FrameworkEdition:
    edition = await find_edition(session, code)
    if edition is None:
        raise NotFound("edition")
    return edition


async def find_edition(session: AsyncSession, code: str) -> FrameworkEdition | None:
    """From memory; an edition that came after this process started is looked for once more."""
    known = _editions.get(session.get_bind(), {})
    if code not in known:
        _editions.pop(session.get_bind(), None)
    return next((e for e in await list_editions(session) if e.code == code), None)


async def latest_edition(session: AsyncSession) -> FrameworkEdition:
    """The edition whose years begin last; NotFound in a database without reference data."""
    editions = await list_editions(session)
    if not editions:
        raise NotFound("edition")
    return editions[-1]


async def read_editions(session: AsyncSession) -> list[FrameworkEdition]:
    """As the database holds them now: five statements."""
    parts: defaultdict[tuple[str, str], list[FrameworkSubMission]] = defaultdict(list)
    for part in await session.scalars(select(SubMission).order_by(SubMission.position)):
        key = part.edition_code, part.mission_code
        parts[key].append(FrameworkSubMission(part.code, part.title_th))
    missions: defaultdict[tuple[str, str], list[FrameworkMission]] = defaultdict(list)
    for mission in await session.scalars(select(Mission).order_by(Mission.position)):
        key = mission.edition_code, mission.dimension_code
        inside = tuple(parts[mission.edition_code, mission.code])
        missions[key].append(FrameworkMission(mission.code, mission.title_th, inside))
    dimensions: defaultdict[str, list[FrameworkDimension]] = defaultdict(list)
    for dimension in await session.scalars(select(Dimension).order_by(Dimension.position)):
        of_it = tuple(missions[dimension.edition_code, dimension.code])
        dimensions[dimension.edition_code].append(
            FrameworkDimension(dimension.code, dimension.title_th, of_it)
        )
    pairs: defaultdict[str, defaultdict[str, list[tuple[str, str]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in await session.scalars(
        select(CrosswalkRow).order_by(CrosswalkRow.from_edition_code, CrosswalkRow.from_code)
    ):
        pairs[row.edition_code][row.from_edition_code].append((row.from_code, row.to_code))
    editions = await session.scalars(select(Edition).order_by(Edition.first_year_be))
    return [
        FrameworkEdition(
            code=edition.code,
            first_year_be=edition.first_year_be,
            last_year_be=edition.last_year_be,
            dimensions=tuple(dimensions[edition.code]),
            title=edition.title_th,
            crosswalks=tuple(
                Crosswalk(earlier, tuple(sorted(inside)))
                for earlier, inside in sorted(pairs[edition.code].items())
            ),
        )
        for edition in editions
    ]


async def find_deadline(
    session: AsyncSession, edition_code: str, province_code: str
) -> date | None:
    """The day by which the province's plans of an edition are due, if one is set."""
    return await session.scalar(
        select(Deadline.due_on).where(
            Deadline.edition_code == edition_code, Deadline.province_code == province_code
        )
    )

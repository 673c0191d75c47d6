"""The register of provinces, districts and subdistricts, from geothai (data CC BY 4.0, GeoThai)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib import metadata
from typing import NamedTuple, TypeAlias

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.places.model import District, Province, Subdistrict
from plan_core.thai_text import sort_key

Level: TypeAlias = "type[Province] | type[District] | type[Subdistrict]"


class Area(NamedTuple):
    """A province (code of 2 digits), a district (4) or a subdistrict (6)."""

    code: str
    name_th: str
    name_en: str
    sort_key: str


FINGERPRINTS = {"3.2.1": "251d0f3f9076533aa6abfa2650670432d8b2585cc0122c7f255ced0e550ea0b0"}
"""Release of geothai → fingerprint of its register: tells a loaded database without loading."""

_FINGERPRINT = text(
    """
    SELECT encode(sha256(convert_to(string_agg(
        concat_ws('|', code, name_th, name_en, sort_key), ';' ORDER BY code COLLATE "C"
    ), 'UTF8')), 'hex')
    FROM (
        SELECT code, name_th, name_en, sort_key FROM province
        UNION ALL SELECT code, name_th, name_en, sort_key FROM district
        UNION ALL SELECT code, name_th, name_en, sort_key FROM subdistrict
    ) AS area
    """
)


async def load_register(session: AsyncSession) -> int:
    """Bring the register up to the installed release; how many areas were new or had changed.

    What the database holds is compared, not a note that it was loaded once. Areas that a release
    no longer lists stay: organisations and their history may lie in them.
    """
    known = FINGERPRINTS.get(metadata.version("geothai"))
    if known is not None and known == await session.scalar(_FINGERPRINT):
        return 0
    areas = read_register()
    changed = 0
    for level, digits in ((Province, 2), (District, 4), (Subdistrict, 6)):
        changed += await _upsert(session, level, [a for a in areas if len(a.code) == digits])
    return changed


def read_register() -> list[Area]:
    """Every area of the installed release, by code."""
    import geothai  # a tenth of a second that a start with a loaded database is spared

    provinces = geothai.provinces()
    districts = [d for p in provinces for d in geothai.districts(p.code)]
    subdistricts = [s for d in districts for s in geothai.subdistricts(d.code)]
    areas = [
        Area(a.code, a.name_th, a.name_en, sort_key(a.name_th))
        for level in (provinces, districts, subdistricts)
        for a in level
    ]
    return sorted(areas)


def fingerprint(areas: Iterable[Area]) -> str:
    """The same text and hash as the statement above makes of the database."""
    return hashlib.sha256(";".join("|".join(area) for area in areas).encode()).hexdigest()


async def _upsert(session: AsyncSession, level: Level, wanted: list[Area]) -> int:
    columns = select(level.code, level.name_th, level.name_en, level.sort_key)
    present = {Area(*row) for row in await session.execute(columns)}
    missing = [_row_of(area) for area in wanted if area not in present]
    if missing:
        statement = insert(level)
        keep = {name: statement.excluded[name] for name in Area._fields if name != "code"}
        await session.execute(
            statement.on_conflict_do_update(index_elements=[level.code], set_=keep), missing
        )
    return len(missing)


def _row_of(area: Area) -> dict[str, str]:
    """The area with its parent, whose code is the beginning of its own."""
    row = area._asdict()
    if len(area.code) == 4:
        row["province_code"] = area.code[:2]
    if len(area.code) == 6:
        row["district_code"] = area.code[:4]
    return row

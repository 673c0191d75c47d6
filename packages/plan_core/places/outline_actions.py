"""Outlines of areas: loading and removing them. The operator's role."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.errors import NotFound
from plan_core.places import outline_rules
from plan_core.places.model import AreaOutline, District, Subdistrict
from plan_core.places.outline_rules import OutlineLevel, Outlines


@dataclass(frozen=True, slots=True)
class Credit:
    """Where outlines come from and by which licence; both are shown under each map."""

    source: str
    licence: str


async def list_codes(session: AsyncSession, level: OutlineLevel) -> list[str]:
    """The register's codes at a level."""
    column = District.code if level is OutlineLevel.DISTRICT else Subdistrict.code
    return [*await session.scalars(select(column).order_by(column))]


async def set_outlines(
    session: AsyncSession, outlines: Outlines, credit: Credit, now: datetime
) -> None:
    """Each province of the file gets the new outlines in place of those it had at that level."""
    source = outline_rules.check_text(credit.source, "source")
    licence = outline_rules.check_text(credit.licence, "licence")
    for one in outlines.provinces:
        await session.merge(
            AreaOutline(
                province_code=one.province_code,
                level=outlines.level,
                content=one.content,
                areas=len(one.codes),
                source=source,
                licence=licence,
                sha256=hashlib.sha256(one.content.encode()).hexdigest(),
                loaded_at=now,
            )
        )
    await session.flush()


async def remove_outlines(
    session: AsyncSession, province_codes: Iterable[str], level: OutlineLevel
) -> None:
    """NotFound when one of the provinces has none; then all stay."""
    for province_code in province_codes:
        removed = await session.execute(
            delete(AreaOutline)
            .where(AreaOutline.province_code == province_code, AreaOutline.level == level)
            .returning(AreaOutline.province_code)
        )
        if removed.first() is None:
            raise NotFound("outline")


def missing(outlines: Outlines, known: Iterable[str]) -> list[str]:
    """Areas of the file's provinces that it does not have: they stay without an outline."""
    provinces = {one.province_code for one in outlines.provinces}
    given = {code for one in outlines.provinces for code in one.codes}
    return sorted(code for code in known if code[:2] in provinces and code not in given)

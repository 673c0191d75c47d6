"""Reading areas and the register of organisations. They belong to nobody, so no actor is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from plan_core.errors import NotFound
from plan_core.places import rules
from plan_core.places.model import (
    AreaOutline,
    District,
    Organisation,
    OrganisationName,
    Province,
    Subdistrict,
)
from plan_core.places.outline_rules import OutlineLevel
from plan_core.values import OrganisationKind


@dataclass(frozen=True)
class Areas:
    """All provinces and districts by code, each in the order of Thai names: a thousand rows."""

    provinces: Mapping[str, Province]
    districts: Mapping[str, District]

    def districts_in(self, province_code: str) -> Sequence[District]:
        return self._inside.get(province_code, ())

    @cached_property
    def _inside(self) -> Mapping[str, Sequence[District]]:
        found: dict[str, list[District]] = {}
        for one in self.districts.values():
            found.setdefault(one.province_code, []).append(one)
        return found


async def load_areas(session: AsyncSession) -> Areas:
    """To be kept by the caller: areas change with a release of the register only."""
    districts = await session.scalars(select(District).order_by(District.sort_key))
    return Areas(
        provinces={one.code: one for one in await list_provinces(session)},
        districts={one.code: one for one in districts},
    )


async def list_provinces(session: AsyncSession) -> Sequence[Province]:
    return (await session.scalars(select(Province).order_by(Province.sort_key))).all()


async def find_province(session: AsyncSession, code: str) -> Province | None:
    return await session.scalar(select(Province).where(Province.code == code))


async def find_district(session: AsyncSession, code: str) -> District | None:
    return await session.scalar(select(District).where(District.code == code))


async def list_subdistricts(session: AsyncSession, area_code: str) -> Sequence[Subdistrict]:
    """The subdistricts of a district or of a whole province, by name."""
    query = select(Subdistrict).where(Subdistrict.code.startswith(area_code, autoescape=True))
    return (await session.scalars(query.order_by(Subdistrict.sort_key))).all()


async def find_subdistrict(session: AsyncSession, code: str) -> Subdistrict | None:
    return await session.scalar(select(Subdistrict).where(Subdistrict.code == code))


async def find_organisation(session: AsyncSession, code: str) -> Organisation | None:
    """By the 7-digit code it has now."""
    return await session.scalar(select(Organisation).where(Organisation.code == code))


async def list_subdistricts_by_code(
    session: AsyncSession, codes: Collection[str]
) -> Sequence[Subdistrict]:
    """Those that there are, in no order."""
    return (await session.scalars(select(Subdistrict).where(Subdistrict.code.in_(codes)))).all()


async def list_organisations_by_code(
    session: AsyncSession, codes: Collection[str]
) -> Sequence[Organisation]:
    """By the 7-digit codes they have now: those that there are, in no order."""
    return (await session.scalars(select(Organisation).where(Organisation.code.in_(codes)))).all()


async def get_organisation(session: AsyncSession, organisation_id: int) -> Organisation:
    found = await session.scalar(select(Organisation).where(Organisation.id == organisation_id))
    if found is None:
        raise NotFound("organisation")
    return found


async def list_these(session: AsyncSession, wanted: Collection[int]) -> Sequence[Organisation]:
    """Those that there are, in no order."""
    return (await session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))).all()


async def list_ids(session: AsyncSession) -> Sequence[int]:
    """Every organisation of the register, the oldest first."""
    return (await session.scalars(select(Organisation.id).order_by(Organisation.id))).all()


async def list_organisations(
    session: AsyncSession,
    *,
    first: int,
    after: Organisation | None = None,
    province_code: str | None = None,
    district_code: str | None = None,
    kind: OrganisationKind | None = None,
) -> Sequence[Organisation]:
    """At most `first` of the register by province, district and name, behind the one `after`."""
    query = select(Organisation)
    if province_code is not None:
        query = query.where(Organisation.province_code == province_code)
    if district_code is not None:
        query = query.where(Organisation.district_code == district_code)
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    # Province-wide organisations have no district and stand first.
    district = func.coalesce(Organisation.district_code, "")
    order = (Organisation.province_code, district, Organisation.sort_key, Organisation.id)
    if after is not None:
        last = (after.province_code, after.district_code or "", after.sort_key, after.id)
        query = query.where(tuple_(*order) > tuple_(*last))
    return (await session.scalars(query.order_by(*order).limit(first))).all()


def short_name(organisation: Organisation) -> str:
    """Like อบต.หัวเมือง."""
    return rules.short_name(organisation.kind, organisation.name_th)


async def list_names(
    session: AsyncSession, organisation_ids: Collection[int]
) -> Sequence[OrganisationName]:
    """What organisations have been called, newest first."""
    query = select(OrganisationName).where(OrganisationName.organisation_id.in_(organisation_ids))
    return (await session.scalars(query.order_by(OrganisationName.effective_from.desc()))).all()


async def list_outlines(
    session: AsyncSession, province_code: str | None = None
) -> Sequence[AreaOutline]:
    """Which outlines there are, without the outlines themselves; of all provinces or of one."""
    query = select(AreaOutline).options(defer(AreaOutline.content, raiseload=True))
    if province_code is not None:
        query = query.where(AreaOutline.province_code == province_code)
    return (
        await session.scalars(query.order_by(AreaOutline.province_code, AreaOutline.level))
    ).all()


async def get_outline(
    session: AsyncSession, province_code: str, level: OutlineLevel
) -> AreaOutline:
    found = await session.get(AreaOutline, (province_code, level))
    if found is None:
        raise NotFound("outline")
    return found

"""Reading areas and the register of organisations. They belong to nobody, so no actor is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.errors import NotFound
from plan_core.places.model import (
    District,
    Organisation,
    OrganisationName,
    Province,
    Subdistrict,
)
from plan_core.values import OrganisationKind


@dataclass(frozen=True, slots=True)
class Page:
    """Organisations in the order of the register, and whether there are more behind them."""

    organisations: tuple[Organisation, ...]
    has_more: bool


async def list_provinces(session: AsyncSession) -> Sequence[Province]:
    return (await session.scalars(select(Province).order_by(Province.sort_key))).all()


async def find_province(session: AsyncSession, code: str) -> Province | None:
    return await session.scalar(select(Province).where(Province.code == code))


async def list_districts(
    session: AsyncSession, province_codes: Sequence[str]
) -> Sequence[District]:
    """The districts of all these provinces, each province's by code."""
    query = select(District).where(District.province_code.in_(province_codes))
    return (await session.scalars(query.order_by(District.code))).all()


async def find_district(session: AsyncSession, code: str) -> District | None:
    return await session.scalar(select(District).where(District.code == code))


async def list_subdistricts(
    session: AsyncSession, district_codes: Sequence[str]
) -> Sequence[Subdistrict]:
    """The subdistricts of all these districts, by code."""
    query = select(Subdistrict).where(Subdistrict.district_code.in_(district_codes))
    return (await session.scalars(query.order_by(Subdistrict.code))).all()


async def find_subdistrict(session: AsyncSession, code: str) -> Subdistrict | None:
    return await session.scalar(select(Subdistrict).where(Subdistrict.code == code))


async def find_organisation(session: AsyncSession, code: str) -> Organisation | None:
    """By the 7-digit code it has now."""
    return await session.scalar(select(Organisation).where(Organisation.code == code))


async def get_organisation(session: AsyncSession, organisation_id: int) -> Organisation:
    found = await session.scalar(select(Organisation).where(Organisation.id == organisation_id))
    if found is None:
        raise NotFound("organisation")
    return found


async def list_organisations(
    session: AsyncSession,
    *,
    first: int,
    after: tuple[str, int] | None = None,
    province_code: str | None = None,
    district_code: str | None = None,
    kind: OrganisationKind | None = None,
) -> Page:
    """A page by name; `after` is the last one's (sort_key, id), so that pages never overlap."""
    query = select(Organisation)
    if province_code is not None:
        query = query.where(Organisation.province_code == province_code)
    if district_code is not None:
        query = query.where(Organisation.district_code == district_code)
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    if after is not None:
        query = query.where(tuple_(Organisation.sort_key, Organisation.id) > tuple_(*after))
    query = query.order_by(Organisation.sort_key, Organisation.id).limit(first + 1)
    found = (await session.scalars(query)).all()
    return Page(tuple(found[:first]), len(found) > first)


async def list_names(session: AsyncSession, organisation_id: int) -> Sequence[OrganisationName]:
    """What an organisation has been called, oldest first."""
    query = select(OrganisationName).where(OrganisationName.organisation_id == organisation_id)
    return (await session.scalars(query.order_by(OrganisationName.effective_from))).all()

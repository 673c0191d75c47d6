"""The register of organisations: adding, renaming. The operator's role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.errors import Conflict, Invalid, NotFound
from plan_core.places import queries, rules
from plan_core.places.model import Organisation, OrganisationName
from plan_core.values import OrganisationKind


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation to register; `effective_from` is the day its name and code began to count."""

    code: str
    kind: OrganisationKind
    name_th: str
    province_code: str
    effective_from: date
    district_code: str | None = None
    subdistrict_code: str | None = None
    is_demo: bool = False


async def add_organisation(session: AsyncSession, new: NewOrganisation) -> Organisation:
    """Register an organisation with the first line of its history."""
    code, name = rules.check_code(new.code), rules.check_name(new.name_th)
    if await queries.find_organisation(session, code) is not None:
        raise code_taken(code)
    await _check_area(session, new)
    organisation = Organisation(
        code=code,
        kind=new.kind,
        name_th=name,
        province_code=new.province_code,
        district_code=new.district_code,
        subdistrict_code=new.subdistrict_code,
        is_demo=new.is_demo,
        sort_key=rules.name_sort_key(new.kind, name),
    )
    session.add(organisation)
    await session.flush()
    session.add(_name_line(organisation, new.effective_from))
    await session.flush()
    return organisation


async def rename_organisation(
    session: AsyncSession,
    organisation_id: int,
    *,
    code: str,
    kind: OrganisationKind,
    name_th: str,
    effective_from: date,
) -> Organisation:
    """A new name, kind or code from a day on; what it was until then stays in its history."""
    found = await session.scalar(
        select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    )
    if found is None:
        raise NotFound("organisation")
    last = (await queries.list_names(session, [organisation_id]))[0]
    if effective_from <= last.effective_from:
        raise Invalid(
            "RENAMED_TOO_EARLY",
            "วันที่มีผลต้องหลังวันที่มีผลของชื่อปัจจุบัน",
            "The new name must begin after the present one did.",
            field="effectiveFrom",
            values={"presentFrom": last.effective_from.isoformat()},
        )
    holder = await queries.find_organisation(session, rules.check_code(code))
    if holder is not None and holder.id != organisation_id:
        raise code_taken(code)
    last.effective_to = effective_from - timedelta(days=1)
    found.code, found.kind, found.name_th = code, kind, rules.check_name(name_th)
    found.sort_key = rules.name_sort_key(kind, found.name_th)
    session.add(_name_line(found, effective_from))
    await session.flush()
    return found


def _name_line(organisation: Organisation, effective_from: date) -> OrganisationName:
    return OrganisationName(
        organisation_id=organisation.id,
        effective_from=effective_from,
        effective_to=None,
        code=organisation.code,
        kind=organisation.kind,
        name_th=organisation.name_th,
    )


async def _check_area(session: AsyncSession, new: NewOrganisation) -> None:
    """The province exists, the district lies in it, the subdistrict lies in the district."""
    if await queries.find_province(session, new.province_code) is None:
        raise area_unknown("provinceCode", new.province_code)
    if new.district_code is not None:
        district = await queries.find_district(session, new.district_code)
        if district is None or district.province_code != new.province_code:
            raise area_unknown("districtCode", new.district_code)
    if new.subdistrict_code is not None:
        subdistrict = await queries.find_subdistrict(session, new.subdistrict_code)
        if subdistrict is None or subdistrict.district_code != new.district_code:
            raise area_unknown("subdistrictCode", new.subdistrict_code)


def area_unknown(field: str, code: str) -> Invalid:
    return Invalid(
        "AREA_UNKNOWN",
        f"ไม่มีพื้นที่รหัส {code} หรือไม่อยู่ในพื้นที่ที่ระบุ",
        f"There is no area {code}, or it does not lie in the one given.",
        field=field,
        values={"code": code},
    )


def code_taken(code: str) -> Conflict:
    return Conflict(
        "ORGANISATION_CODE_TAKEN",
        f"มี อปท. รหัส {code} อยู่แล้ว",
        f"There is already an organisation with the code {code}.",
        values={"code": code},
    )

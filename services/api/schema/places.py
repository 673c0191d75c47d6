"""Provinces, districts, subdistricts and organisations in the schema."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from api import ids
from api.schema.base import (
    After,
    DistrictCode,
    First,
    Info,
    KindOfOrganisation,
    Node,
    PageInfo,
    ProvinceCode,
    argument,
    check_first,
    says,
)
from plan_core.errors import NotFound
from plan_core.people.queries import SignedIn
from plan_core.places import model, queries
from plan_core.values import OrganisationKind


@strawberry.type(description="One of the 77 provinces (จังหวัด).")
class Province(Node):
    code: str = says("Official code of two digits; แพร่ is 54.")
    name_th: str = says("Name in Thai.")
    name_en: str = says("Name in English.")

    @strawberry.field(description="Its districts, in the order of their names.")
    def districts(self, info: Info) -> list[District]:
        areas = info.context.rooms.known_areas
        return [District.of(one) for one in areas.districts_in(self.code)]

    @classmethod
    def of(cls, province: model.Province) -> Province:
        return cls(
            id=global_id("Province", province.code),
            code=province.code,
            name_th=province.name_th,
            name_en=province.name_en,
        )


@strawberry.type(description="A district (อำเภอ).")
class District(Node):
    code: str = says("Official code of four digits; สอง is 5406.")
    name_th: str = says("Name in Thai.")
    name_en: str = says("Name in English.")

    @strawberry.field(description="The province it lies in.")
    def province(self, info: Info) -> Province:
        areas = info.context.rooms.known_areas
        return Province.of(areas.provinces[self.code[:2]])

    @strawberry.field(description="Its subdistricts, in the order of their names.")
    async def subdistricts(self, info: Info) -> list[Subdistrict]:
        async with info.context.database.glance() as session:
            found = await queries.list_subdistricts(session, self.code)
        return [Subdistrict.of(one) for one in found]

    @classmethod
    def of(cls, district: model.District) -> District:
        return cls(
            id=global_id("District", district.code),
            code=district.code,
            name_th=district.name_th,
            name_en=district.name_en,
        )


@strawberry.type(description="A subdistrict (ตำบล): an area, not an organisation.")
class Subdistrict(Node):
    code: str = says("Official code of six digits.")
    name_th: str = says("Name in Thai.")
    name_en: str = says("Name in English.")

    @classmethod
    def of(cls, subdistrict: model.Subdistrict) -> Subdistrict:
        return cls(
            id=global_id("Subdistrict", subdistrict.code),
            code=subdistrict.code,
            name_th=subdistrict.name_th,
            name_en=subdistrict.name_en,
        )


@strawberry.type(description="What an organisation was called during some time.")
class OrganisationName:
    name_th: str = says("Name in Thai.")
    kind: OrganisationKind = says("Its kind then.")
    code: str = says("Its official code then.")
    effective_from: date = says("First day of this name.")
    effective_to: date | None = says("Last day; null while it is the present name.")


@strawberry.type(description="A local government: the owner of a plan.")
class Organisation(Node):
    code: str = says("Official code (รหัส อปท.) of seven digits.")
    kind: OrganisationKind = says("Its kind.")
    name_th: str = says("Full name in Thai.")
    name_short_th: str = says("Name with the usual abbreviation, like อบต.หัวเมือง.")
    subdistrict_code: str | None = says("The subdistrict it is named after, if any.")
    is_demo: bool = says("True for made-up demonstration data (ข้อมูลสาธิต).")
    row: strawberry.Private[model.Organisation]

    @strawberry.field(description="The province it lies in.")
    def province(self, info: Info) -> Province:
        areas = info.context.rooms.known_areas
        return Province.of(areas.provinces[self.row.province_code])

    @strawberry.field(description="The district it lies in; null for province-wide ones.")
    def district(self, info: Info) -> District | None:
        if self.row.district_code is None:
            return None
        areas = info.context.rooms.known_areas
        return District.of(areas.districts[self.row.district_code])

    @strawberry.field(description="Its names over time, newest first.")
    async def names(self, info: Info) -> list[OrganisationName]:
        found = await info.context.names.load(self.row.id)
        return [
            OrganisationName(
                name_th=one.name_th,
                kind=one.kind,
                code=one.code,
                effective_from=one.effective_from,
                effective_to=one.effective_to,
            )
            for one in found
        ]

    @classmethod
    def of(cls, organisation: model.Organisation) -> Organisation:
        return cls(
            id=global_id("Organisation", organisation.code),
            code=organisation.code,
            kind=organisation.kind,
            name_th=organisation.name_th,
            name_short_th=queries.short_name(organisation),
            subdistrict_code=organisation.subdistrict_code,
            is_demo=organisation.is_demo,
            row=organisation,
        )


@strawberry.type(description="An organisation on a page.")
class OrganisationEdge:
    cursor: str = says("Where this edge stands.")
    node: Organisation = says("The organisation.")


@strawberry.type(description="A page of organisations.")
class OrganisationConnection:
    edges: list[OrganisationEdge] = says("The page's organisations.")
    page_info: PageInfo = says("Where the page stands.")


def global_id(type_name: str, key: object) -> strawberry.ID:
    return strawberry.ID(ids.write(type_name, key))


def _way(description: str) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description)


@strawberry.input(one_of=True, description="Exactly one way to name a place.")
class PlaceBy:
    id: strawberry.ID | None = _way("Its global id.")
    province_code: str | None = _way("A province's official code of two digits.")
    district_code: str | None = _way("A district's official code of four digits.")
    subdistrict_code: str | None = _way("A subdistrict's official code of six digits.")
    organisation_code: str | None = _way("An organisation's official code of seven digits.")

    def wanted(self) -> ids.GlobalId | None:
        """Of the type that it names; None for an id of what is no place."""
        if isinstance(self.id, str):
            wanted = ids.parse(self.id)
            return wanted if wanted is not None and wanted.type_name in PLACES else None
        codes = (
            self.province_code,
            self.district_code,
            self.subdistrict_code,
            self.organisation_code,
        )
        named = zip(PLACES, codes, strict=True)
        return next(
            (ids.GlobalId(kind, code) for kind, code in named if isinstance(code, str)), None
        )


PLACES = ("Province", "District", "Subdistrict", "Organisation")


@strawberry.type
class PlacesQuery:
    @strawberry.field(
        description="A province, district, subdistrict or organisation; null when there is none."
    )
    async def place(
        self, info: Info, by: Annotated[PlaceBy, argument("Its id, or its official code.")]
    ) -> Node | None:
        _require_viewer(info)
        wanted = by.wanted()
        return None if wanted is None else await find_place(info, wanted)

    @strawberry.field(description="All provinces, in the order of their Thai names.")
    async def provinces(self, info: Info) -> list[Province]:
        _require_viewer(info)
        areas = await info.context.rooms.areas()
        return [Province.of(one) for one in areas.provinces.values()]

    @strawberry.field(description="A province by its official code; null when there is none.")
    async def province(
        self, info: Info, code: Annotated[str, argument("Official code of two digits.")]
    ) -> Province | None:
        _require_viewer(info)
        found = (await info.context.rooms.areas()).provinces.get(code)
        return None if found is None else Province.of(found)

    @strawberry.field(description="An organisation by its official code; null when there is none.")
    async def organisation(
        self, info: Info, code: Annotated[str, argument("Official code of seven digits.")]
    ) -> Organisation | None:
        _require_viewer(info)
        async with info.context.database.glance() as session:
            found = await queries.find_organisation(session, code)
        return None if found is None else Organisation.of(found)

    @strawberry.field(description="The register of organisations, by province, district and name.")
    async def organisations(
        self,
        info: Info,
        first: First = 20,
        after: After = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
        kind: KindOfOrganisation = None,
    ) -> OrganisationConnection:
        _require_viewer(info)
        async with info.context.database.unscoped() as session:
            last = None
            if after is not None:
                last = await queries.find_organisation(
                    session, ids.expect(after, "Organisation").key
                )
                if last is None:
                    raise NotFound("cursor")
            found = await queries.list_organisations(
                session,
                first=check_first(first) + 1,
                after=last,
                province_code=province_code,
                district_code=district_code,
                kind=kind,
            )
        nodes = [Organisation.of(one) for one in found[:first]]
        return OrganisationConnection(
            edges=[OrganisationEdge(cursor=node.id, node=node) for node in nodes],
            page_info=PageInfo.of(
                [node.id for node in nodes], has_next=len(found) > first, after=after
            ),
        )


def _require_viewer(info: Info) -> SignedIn:
    """The register is public knowledge, but this API serves nobody unknown."""
    return info.context.viewer


async def find_place(info: Info, wanted: ids.GlobalId) -> Node | None:
    """A node of this room."""
    _require_viewer(info)
    areas = await info.context.rooms.areas()
    if wanted.type_name == "Province":
        province = areas.provinces.get(wanted.key)
        return None if province is None else Province.of(province)
    if wanted.type_name == "District":
        district = areas.districts.get(wanted.key)
        return None if district is None else District.of(district)
    async with info.context.database.glance() as session:
        if wanted.type_name == "Subdistrict":
            subdistrict = await queries.find_subdistrict(session, wanted.key)
            return None if subdistrict is None else Subdistrict.of(subdistrict)
        organisation = await queries.find_organisation(session, wanted.key)
        return None if organisation is None else Organisation.of(organisation)


async def organisation_of(info: Info, organisation_id: int) -> Organisation:
    """Of the register; those that one request asks for come in one statement."""
    return Organisation.of(await info.context.organisations.load(organisation_id))

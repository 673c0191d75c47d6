"""Editions of the framework in the schema."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api import ids
from api.schema.base import FiscalYear, Info, Node, argument, says
from api.schema.places import global_id
from plan_core.errors import NotFound
from plan_core.framework import rules


@strawberry.type(description="A part of a mission (ภารกิจย่อย).")
class SubMission:
    code: str = says("Like 1.2.1.")
    title_th: str = says("Title in Thai.")


@strawberry.type(description="A mission of a dimension (ภารกิจตามมิติ).")
class Mission:
    code: str = says("Like 1.2; the same code can mean another thing in another edition.")
    title_th: str = says("Title in Thai.")
    dimension_code: str = says("The dimension it belongs to.")
    sub_missions: list[SubMission] = says("Its parts in order; empty where the edition has none.")


@strawberry.type(description="A dimension (มิติ) with its missions.")
class Dimension:
    code: str = says("1 to 4.")
    title_th: str = says("Title in Thai.")
    missions: list[Mission] = says("Its missions in order.")


@strawberry.type(description="An edition of the framework (กรอบ): what plans of some years follow.")
class FrameworkEdition(Node):
    code: str = says("Its first and last year, like 2561-2564.")
    title_th: str = says("Title in Thai.")
    fiscal_years: list[FiscalYear] = says("The years it covers.")
    dimensions: list[Dimension] = says("Its dimensions in order.")

    @classmethod
    def of(cls, edition: rules.FrameworkEdition) -> FrameworkEdition:
        return cls(
            id=global_id("FrameworkEdition", edition.code),
            code=edition.code,
            title_th=edition.title,
            fiscal_years=[FiscalYear.of(be) for be in edition.fiscal_years],
            dimensions=[
                Dimension(
                    code=dimension.code,
                    title_th=dimension.title,
                    missions=[
                        Mission(
                            code=mission.code,
                            title_th=mission.title,
                            dimension_code=dimension.code,
                            sub_missions=[
                                SubMission(code=one.code, title_th=one.title)
                                for one in mission.sub_missions
                            ],
                        )
                        for mission in dimension.missions
                    ],
                )
                for dimension in edition.dimensions
            ],
        )


@strawberry.type
class FrameworkQuery:
    @strawberry.field(description="All editions, oldest first.")
    async def framework_editions(self, info: Info) -> list[FrameworkEdition]:
        _ = info.context.viewer
        return [FrameworkEdition.of(one) for one in await info.context.rooms.editions()]

    @strawberry.field(description="An edition by its code; null when there is none.")
    async def framework_edition(
        self, info: Info, code: Annotated[str, argument("Like 2561-2564.")]
    ) -> FrameworkEdition | None:
        _ = info.context.viewer
        return await find_edition(info, code)


async def find_edition(info: Info, code: str) -> FrameworkEdition | None:
    try:
        return FrameworkEdition.of(await info.context.rooms.edition(code))
    except NotFound:
        return None


async def find_edition_node(info: Info, wanted: ids.GlobalId) -> Node | None:
    _ = info.context.viewer
    return await find_edition(info, wanted.key)

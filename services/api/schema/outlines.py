"""Which outlines of a province's areas an operator has loaded, in the schema."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from api.schema.base import Info, argument, says
from plan_core.places import model, queries
from plan_core.places.outline_rules import OutlineLevel

strawberry.enum(OutlineLevel, description="Of districts, or of subdistricts.")


@strawberry.type(
    description="A province's outlines at one level. Whoever draws them shows both texts."
)
class AreaOutline:
    level: OutlineLevel = says("Of which areas.")
    areas: int = says("How many areas have an outline.")
    source: str = says("Who made them.")
    licence: str = says("The licence they are under.")
    loaded_at: datetime = says("When they were loaded (UTC).")
    path: str = says("Where the GeoJSON is; each feature's `name` is an official code.")

    @classmethod
    def of(cls, one: model.AreaOutline) -> AreaOutline:
        return cls(
            level=one.level,
            areas=one.areas,
            source=one.source,
            licence=one.licence,
            loaded_at=one.loaded_at,
            path=f"/outlines/{one.province_code}/{one.level.value.lower()}.json",
        )


@strawberry.type
class OutlinesQuery:
    @strawberry.field(description="The outlines that there are of a province; none is usual.")
    async def area_outlines(
        self,
        info: Info,
        province_code: Annotated[str, argument("The province: two digits.")],
    ) -> list[AreaOutline]:
        _ = info.context.viewer
        async with info.context.database.glance() as session:
            found = await queries.list_outlines(session, province_code)
        return [AreaOutline.of(one) for one in found]

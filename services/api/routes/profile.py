"""An organisation's profile as a spreadsheet: what the page shows."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from api.context import Rooms
from api.routes import comparison
from api.routes.documents import MEDIA_TYPES, attachment
from api.sign_in import require_signed_in
from plan_core.comparison import profile, profile_workbook
from plan_core.comparison.profile_words import group_words, places_of


def make_routers(rooms: Rooms) -> list[HTTPRouteHandler]:
    @get("/comparison/profile.xlsx")
    async def profile_file(
        request: Request[Any, Any, Any],
        organisation: FromQuery[str | None] = None,
        edition: FromQuery[str | None] = None,
        digits: FromQuery[str] = "thai",
        lang: FromQuery[str] = "th",
    ) -> Response[bytes]:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        framework = await rooms.edition(edition or None)
        look = comparison.reading_of(lang, digits)
        async with rooms.database.read(viewer.actor) as tx:
            found = await profile.get_profile(tx, framework, organisation or None)
        group = found.group
        words = (
            None
            if group is None
            else group_words(group.kind, group.members, *places_of(group.areas, rooms.known_areas))
        )
        content = await asyncio.to_thread(profile_workbook.make_workbook, found, words, look)
        name = f"simiti-profile-{found.organisation.code}.xlsx"
        return attachment(content, MEDIA_TYPES["xlsx"], name)

    return [profile_file]

"""The catalogue of all that is published, for programs that harvest it: DCAT-AP and CKAN."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlencode

import msgspec
from litestar import Response, get
from litestar.params import FromQuery
from litestar.types import ControllerRouterHandler

from api.context import Rooms
from api.public import catalogue, formats
from api.routes import public
from api.routes.public import DATA_HEADERS, AnyRequest
from plan_core.errors import Invalid
from plan_core.publishing import queries
from plan_core.publishing.queries import Dataset

ORGANISATIONS = 50
"""On a page, with all that each has published."""
_CODE = re.compile(r"\d{7}", re.ASCII)

WritePage = Callable[[Sequence[Dataset], catalogue.About, str, str | None], object]


def make_handlers(rooms: Rooms) -> list[ControllerRouterHandler]:
    async def page(
        request: AnyRequest,
        address: str,
        after: str,
        modified_since: str,
        media_type: str,
        write: WritePage,
    ) -> Response[bytes]:
        since = _moment(modified_since)
        if after and not _CODE.fullmatch(after):
            raise Invalid(
                "INVALID_CURSOR",
                "after ต้องเป็นรหัส อปท. จากหน้าก่อน",
                "after is an organisation's code, taken from the page before.",
            )
        async with rooms.database.public() as session:
            datasets, last = await queries.list_datasets(
                session, after=after, first=ORGANISATIONS, since=since
            )
        about = await public.about_of(request, rooms)

        def link(code: str) -> str:
            asked = {"after": code, "modified_since": modified_since}
            told = urlencode({name: value for name, value in asked.items() if value})
            return f"{about.root}{address}{'?' * bool(told)}{told}"

        next_page = None if last is None else link(last)
        headers = dict(DATA_HEADERS)
        if datasets:
            newest = max(one.modified_at for one in datasets)
            headers["Last-Modified"] = format_datetime(newest.astimezone(UTC), usegmt=True)
        if next_page is not None:
            headers["Link"] = f'<{next_page}>; rel="next"'
        # A page has a megabyte: others are answered meanwhile.
        content = await asyncio.to_thread(
            lambda: msgspec.json.encode(write(datasets, about, link(after), next_page))
        )
        return public.answer(request, content, media_type, headers)

    @get(catalogue.CATALOGUE)
    async def dcat(
        request: AnyRequest, after: FromQuery[str] = "", modified_since: FromQuery[str] = ""
    ) -> Response[bytes]:
        """What stands, as DCAT-AP; a page names the next one."""
        return await page(
            request,
            catalogue.CATALOGUE,
            after,
            modified_since,
            formats.DCAT.media_type,
            catalogue.dcat_page,
        )

    @get(catalogue.CKAN_CATALOGUE)
    async def ckan(
        request: AnyRequest, after: FromQuery[str] = "", modified_since: FromQuery[str] = ""
    ) -> Response[bytes]:
        """What stands and, as `deleted`, what was withdrawn, as CKAN's datasets."""
        return await page(
            request,
            catalogue.CKAN_CATALOGUE,
            after,
            modified_since,
            formats.CKAN.media_type,
            catalogue.ckan_page,
        )

    return [dcat, ckan]


def _moment(text: str) -> datetime | None:
    """A day or a moment with its zone; a day begins in UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _no_moment() from error
    if moment.tzinfo is None and len(text) > len("2026-11-27"):
        raise _no_moment()
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _no_moment() -> Invalid:
    return Invalid(
        "INVALID_MOMENT",
        "modified_since เป็นวันที่ เช่น 2026-11-27 หรือเวลาพร้อมเขตเวลา",
        "modified_since is a day such as 2026-11-27, or a moment with its zone.",
    )

"""The public pages and the same as open data: no sign-in, no script, one statement a page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC
from email.utils import format_datetime
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from api.context import Rooms
from api.public import catalogue, files, formats, rendering, shelves, words
from api.refusals import refuse_for_framework
from api.routes.pages import DIST
from plan_core.publishing import items, queries
from plan_core.publishing.model import Publication, PublicationKind
from plan_core.publishing.queries import Found

AnyRequest = Request[Any, Any, Any]
ShowPage = Callable[..., Response[bytes]]

SECONDS = 60
"""How long a copy may be shown without asking again: a withdrawal must show soon."""
STYLE_SECONDS = 31_536_000
LONGEST_TEXT = 100
PAGE_HEADERS = {
    "Cache-Control": f"public, max-age={SECONDS}, must-revalidate",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
DATA_HEADERS = PAGE_HEADERS | {
    # Open data is for everybody's programs, in whatever page they run.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
HTML, JSON, CSS = "text/html; charset=utf-8", "application/json", "text/css; charset=utf-8"
UNKNOWN = {"heading": "ไม่พบหน้านี้", "told": "ไม่มี อปท. หรือหน้าตามที่อยู่นี้"}
KIND_OF_PAGE = {page: kind for kind, page in words.PAGES.items()}
_PERIOD = re.compile(r"\d{4}(-\d{4})?", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_CODE = re.compile(r"\d{7}", re.ASCII)


async def about_of(request: AnyRequest, rooms: Rooms) -> catalogue.About:
    return catalogue.About(
        root=root_of(request, rooms),
        licence=_licence(rooms),
        contact=rooms.settings.open_data_contact,
        areas=await rooms.areas(),
    )


def make_page(rooms: Rooms) -> ShowPage:
    """Show one of the templates, with what all of them need."""
    assets = (rooms.settings.web_dist or DIST) / "assets"
    sheet = f"/public/style.css?v={rendering.tag_of(rendering.style_sheet(assets))[1:13]}"
    licence = _licence(rooms)

    def page(
        request: AnyRequest, template: str, status: int = 200, **values: object
    ) -> Response[bytes]:
        content = rendering.render(template, sheet=sheet, licence=licence, **values)
        return answer(request, content, HTML, PAGE_HEADERS, status)

    return page


def make_unknown(rooms: Rooms) -> Callable[[AnyRequest, NotFoundException], Response[Any]]:
    """For the framework's own refusal: below /public a page says that the address leads nowhere."""
    page = make_page(rooms)

    def unknown(request: AnyRequest, error: NotFoundException) -> Response[Any]:
        if not request.url.path.startswith("/public/"):
            return refuse_for_framework(request, error)
        return page(request, "nothing.html", 404, **UNKNOWN, code="")

    return unknown


def make_handlers(rooms: Rooms) -> list[ControllerRouterHandler]:
    page, licence = make_page(rooms), _licence(rooms)
    style = rendering.style_sheet((rooms.settings.web_dist or DIST) / "assets")

    def nothing(
        request: AnyRequest, heading: str, told: str, code: str = "", status: int = 404
    ) -> Response[bytes]:
        return page(request, "nothing.html", status, heading=heading, told=told, code=code)

    def unknown(request: AnyRequest) -> Response[bytes]:
        return nothing(request, UNKNOWN["heading"], UNKNOWN["told"])

    @get("/public")
    async def directory(
        request: AnyRequest,
        q: FromQuery[str] = "",
        province: FromQuery[str] = "",
        district: FromQuery[str] = "",
    ) -> Response[bytes]:
        """Search by name, code, province and district."""
        areas = await rooms.areas()
        here = areas.provinces.get(province)
        inside = areas.districts_in(province)
        within = next((one for one in inside if one.code == district), None)
        text = " ".join(q.replace("\x00", "").split())[:LONGEST_TEXT]
        found = None
        if here or text:
            async with rooms.database.public() as session:
                found = await queries.list_directory(
                    session,
                    province_code=here.code if here else None,
                    district_code=within.code if within else None,
                    text=text,
                )
        where = f"จังหวัด{here.name_th}" if here else "ของ อปท."
        return page(
            request,
            "directory.html",
            heading=f"แผนป้องกันการทุจริตที่เผยแพร่ {where}",
            text=text,
            provinces=list(areas.provinces.values()),
            districts=inside,
            province_code=here.code if here else "",
            district_code=within.code if within else "",
            province_names={code: one.name_th for code, one in areas.provinces.items()},
            district_names={code: one.name_th for code, one in areas.districts.items()},
            found=None if found is None else found[: queries.MOST_FOUND],
            is_cut=found is not None and len(found) > queries.MOST_FOUND,
            most=queries.MOST_FOUND,
        )

    @get("/public/style.css")
    async def style_sheet(request: AnyRequest) -> Response[bytes]:
        headers = {"Cache-Control": f"public, max-age={STYLE_SECONDS}, immutable"}
        return answer(request, style, CSS, headers)

    @get("/public/{code:str}")
    async def organisation(request: AnyRequest, code: FromPath[str]) -> Response[bytes]:
        """What one organisation has published, as a page or (`.json`) as data."""
        is_data = code.endswith(formats.JSON.ending)
        code = code.removesuffix(formats.JSON.ending)
        shelf = None
        if _CODE.fullmatch(code):
            async with rooms.database.public() as session:
                shelf = await queries.find_shelf(session, code)
        if shelf is None:
            return unknown(request)
        if shelf.organisation.code != code:
            return _moved(f"/public/{shelf.organisation.code}" + (".json" if is_data else ""))
        if is_data:
            return answer(request, shelves.data_of(shelf, licence), JSON, DATA_HEADERS)
        values = shelves.values_of(shelf, await rooms.editions(), await rooms.areas())
        return page(request, "organisation.html", 200, **values)

    @get("/public/{code:str}/{period:str}/{name:str}")
    async def newest(
        request: AnyRequest, code: FromPath[str], period: FromPath[str], name: FromPath[str]
    ) -> Response[bytes]:
        """The newest of a kind: plan, follow-up, annual-result; with an ending as data."""
        return await item(request, code, period, name)

    @get("/public/{code:str}/{period:str}/{name:str}/{number:str}")
    async def numbered(
        request: AnyRequest,
        code: FromPath[str],
        period: FromPath[str],
        name: FromPath[str],
        number: FromPath[str],
    ) -> Response[bytes]:
        """One numbered revision or report, for ever."""
        return await item(request, code, period, name, number)

    async def item(
        request: AnyRequest, code: str, period: str, name: str, number: str | None = None
    ) -> Response[bytes]:
        last, wanted_format = formats.without_ending(name if number is None else number)
        kind = KIND_OF_PAGE.get(last if number is None else name)
        wanted = None if number is None else last
        is_address = _CODE.fullmatch(code) and _PERIOD.fullmatch(period) and kind
        if not is_address or kind is None or not (wanted is None or _NUMBER.fullmatch(wanted)):
            return unknown(request)
        async with rooms.database.public() as session:
            found = await queries.find_at(
                session, code, kind, period, None if wanted is None else int(wanted)
            )
        if found is None:
            return unknown(request)
        own = found.organisation.code
        if own != code:
            return _moved(request.url.path.replace(f"/public/{code}/", f"/public/{own}/", 1))
        heading = words.heading(kind, period)
        if found.act is None:
            told = f"ไม่มี — {found.organisation.name_th} ยังไม่เผยแพร่รายการนี้"
            return nothing(request, heading, told, own)
        if found.act.is_withdrawn:
            return nothing(request, heading, words.withdrawn(found.act), own, 410)
        if wanted_format is not None:
            about = await about_of(request, rooms)
            return await asyncio.to_thread(
                give, request, found, found.act, wanted_format, about, number is not None
            )
        return await asyncio.to_thread(show, request, found, found.act, heading)

    def give(
        request: AnyRequest,
        found: Found,
        act: Publication,
        of: formats.Format,
        about: catalogue.About,
        is_numbered: bool,
    ) -> Response[bytes]:
        content = files.render(of, found.organisation, act, about, is_numbered=is_numbered)
        here = about.root + shelves.address(found.organisation.code, act)
        headers = DATA_HEADERS | {
            "Last-Modified": format_datetime(act.published_at.astimezone(UTC), usegmt=True),
            "Link": f'<{here}>; rel="canonical"',
        }
        if of.is_file:
            headers["Content-Disposition"] = files.disposition(found.organisation.code, act, of)
        return answer(request, content, of.media_type, headers)

    def show(request: AnyRequest, found: Found, act: Publication, heading: str) -> Response[bytes]:
        is_plan = act.kind is PublicationKind.PLAN
        code = found.organisation.code
        return page(
            request,
            "plan.html" if is_plan else "report.html",
            heading=heading,
            item=items.find_item(act.kind, act.period),
            document=files.document_of(act),
            act=act,
            code=code,
            is_demo=found.organisation.is_demo,
            here=shelves.address(code, act),
            newest=found.newest,
            newest_address=shelves.newest_address(code, act),
            by=words.publisher(act),
            formats=formats.FORMATS,
        )

    @get("/robots.txt")
    async def robots(request: AnyRequest) -> Response[bytes]:
        root = root_of(request, rooms)
        text = f"User-agent: *\nAllow: /public\nDisallow: /\nSitemap: {root}/sitemap.xml\n"
        headers = {"Cache-Control": "public, max-age=3600"}
        return answer(request, text.encode(), "text/plain; charset=utf-8", headers)

    @get("/sitemap.xml")
    async def site_map(request: AnyRequest) -> Response[bytes]:
        """Every organisation that has published."""
        async with rooms.database.public() as session:
            codes = await queries.list_publishers(session)
        content = rendering.render("sitemap.xml", root=root_of(request, rooms), codes=codes)
        headers = {"Cache-Control": "public, max-age=3600"}
        return answer(request, content, "application/xml", headers)

    return [directory, style_sheet, organisation, newest, numbered, robots, site_map]


def _licence(rooms: Rooms) -> shelves.Licence:
    settings = rooms.settings
    return {"name": settings.open_data_licence, "url": settings.open_data_licence_url}


def _moved(address: str) -> Response[bytes]:
    """To the organisation's present code; not for ever, because a code may come back."""
    headers = {"Location": address, "Cache-Control": f"public, max-age={SECONDS}"}
    return Response(b"", status_code=307, headers=headers)


def root_of(request: AnyRequest, rooms: Rooms) -> str:
    return rooms.settings.origin.rstrip("/") or str(request.base_url).rstrip("/")


def answer(
    request: AnyRequest,
    content: bytes,
    media_type: str,
    headers: dict[str, str],
    status: int = 200,
) -> Response[bytes]:
    """With its ETag; nothing but headers to who holds these very bytes."""
    tag = rendering.tag_of(content)
    more = headers | {"ETag": tag, "Content-Type": media_type}
    if status == 200 and rendering.is_current(request.headers.get("if-none-match", ""), tag):
        return Response(b"", status_code=304, headers=more)
    return Response(content, status_code=status, headers=more)

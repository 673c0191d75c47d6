# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# (Litestar types its static files router only in part.)
"""The front end's files, GraphiQL and the schema, with the headers every response carries."""

from __future__ import annotations

from pathlib import Path

from litestar import MediaType, get
from litestar.connection import ASGIConnection
from litestar.datastructures import CacheControlHeader
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.params import FromPath
from litestar.response import File
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp, ControllerRouterHandler, Message, Receive, Scope, Send

from api.refusals import request_id_of
from api.schema.assembly import sdl
from api.settings import Settings
from plan_core.errors import NotFound

DIST = Path(__file__).resolve().parents[2] / "web" / "dist"

SECURITY_HEADERS = {
    # Mantine sets styles from scripts; everything else is our own files and nobody else's.
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
        " font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def is_address(path: str) -> bool:
    """Whether a path could be ours: looking for a file with a NUL or a longer name raises."""
    return "\x00" not in path and all(len(part.encode()) <= 255 for part in path.split("/"))


class AddressMiddleware(ASGIMiddleware):
    """Refuses what is no address before anything looks for it."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if not is_address(scope["path"]):
            raise NotFound("page")
        await next_app(scope, receive, send)


_SECURITY_HEADERS = [
    (name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()
]


async def put_headers(message: Message, scope: Scope) -> None:
    """The security headers and the request's id, on every response, refusals included."""
    if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
        return
    headers = list(message["headers"])
    there = {name.lower() for name, _ in headers}
    # A route's own header, like the sandbox of a download, is the stricter one.
    headers += [one for one in _SECURITY_HEADERS if one[0] not in there]
    headers.append((b"x-request-id", request_id_of(ASGIConnection(scope)).encode()))
    message["headers"] = headers


def make_handlers(settings: Settings) -> list[ControllerRouterHandler]:
    """Pages of the front end; without a built front end only the api's own addresses answer."""
    dist = settings.web_dist or DIST

    @get("/schema.graphql", media_type=MediaType.TEXT)
    async def schema() -> str:
        return sdl()

    @get("/schema-changes.md", media_type="text/markdown; charset=utf-8")
    async def changes() -> str:
        """What is new since the last release; the front end's build writes it."""
        try:
            return (dist / "schema-changes.md").read_text(encoding="utf-8")
        except FileNotFoundError:
            raise NotFound("page") from None

    @get(["/", "/{path:path}", "/documents/{path:str}"], name="page")
    async def page(path: FromPath[str] = "") -> File:
        """Every address of the front end is the same file; what looks like a file is not there."""
        if "." in path.rsplit("/", 1)[-1] or not (dist / "index.html").is_file():
            raise NotFound("page")
        return File(
            dist / "index.html",
            media_type=MediaType.HTML,
            content_disposition_type="inline",
            headers={"Cache-Control": "no-cache"},
        )

    handlers: list[ControllerRouterHandler] = [schema, changes, page]
    for folder, seconds in (("assets", 31_536_000), ("graphiql", 3_600)):
        if (dist / folder).is_dir():
            handlers.append(
                create_static_files_router(
                    path=f"/{folder}",
                    directories=[dist / folder],
                    html_mode=folder == "graphiql",
                    cache_control=CacheControlHeader(public=True, max_age=seconds),
                )
            )
    return handlers
